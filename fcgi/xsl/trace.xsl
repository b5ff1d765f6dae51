<?xml version="1.0" encoding="UTF-8"?>
<!-- How something was calculated: <slad> from view_slad(), a table of steps and a table of the rows of law behind them. A
     page with a trace imports this sheet beside layout.xsl and calls "slad" on each. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="format.xsl"/>
  <xsl:import href="table.xsl"/>

  <xsl:template name="slad">
    <xsl:if test="parametr[@stan != 'confirmed']">
      <xsl:call-template name="notice">
        <xsl:with-param name="kind" select="'warn'"/>
        <xsl:with-param name="content">
          <p>Obliczenie opiera się także na wartości, której nie potwierdzono w przepisie.</p>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <h2>Kolejne działania</h2>
    <div class="table-scroll" role="region" aria-label="Kolejne działania" tabindex="0">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col" class="num">Lp.</th>
            <th scope="col">Co obliczono</th>
            <th scope="col">Działanie</th>
            <th scope="col">Wynik</th>
            <xsl:if test="krok/@zaokraglenie"><th scope="col">Zaokrąglenie albo przesunięcie</th></xsl:if>
            <th scope="col">Podstawa prawna</th>
          </tr>
        </thead>
        <tbody><xsl:for-each select="krok"><xsl:call-template name="slad-krok"/></xsl:for-each></tbody>
      </table>
    </div>
    <xsl:if test="parametr">
      <h2>Wartości z przepisów</h2>
      <div class="table-scroll" role="region" aria-label="Wartości z przepisów" tabindex="0">
        <table class="dense">
          <thead>
            <tr>
              <th scope="col">Parametr</th>
              <th scope="col">Wartość</th>
              <th scope="col">Obowiązuje</th>
              <th scope="col">Podstawa prawna</th>
              <th scope="col">Stan</th>
            </tr>
          </thead>
          <tbody><xsl:for-each select="parametr"><xsl:call-template name="slad-parametr"/></xsl:for-each></tbody>
        </table>
      </div>
    </xsl:if>
    <p class="meta">
      <xsl:text>Obliczono </xsl:text>
      <xsl:call-template name="time">
        <xsl:with-param name="value" select="string(@wiedza)"/>
        <xsl:with-param name="form" select="'full'"/>
      </xsl:call-template>
      <xsl:text> według prawa na dzień </xsl:text>
      <xsl:call-template name="date"><xsl:with-param name="value" select="string(@dzien)"/></xsl:call-template>
      <xsl:text>. Zapis przebiegu jest niezmienny, jego skrót SHA-256: </xsl:text>
      <xsl:call-template name="copy">
        <xsl:with-param name="text" select="string(@sha256)"/>
        <xsl:with-param name="label" select="'skrót zapisu'"/>
      </xsl:call-template>
    </p>
  </xsl:template>

  <xsl:template name="slad-krok">
    <tr>
      <td class="num"><xsl:value-of select="@lp"/></td>
      <th scope="row"><xsl:value-of select="@opis"/></th>
      <td><xsl:value-of select="@dzialanie"/></td>
      <td class="nowrap"><strong><xsl:value-of select="@wynik"/></strong></td>
      <xsl:if test="../krok/@zaokraglenie"><td><xsl:value-of select="@zaokraglenie"/></td></xsl:if>
      <td><xsl:value-of select="@podstawa"/></td>
    </tr>
  </xsl:template>

  <xsl:template name="slad-parametr">
    <tr>
      <th scope="row" class="nowrap"><code><xsl:value-of select="@klucz"/></code></th>
      <td class="nowrap">
        <xsl:value-of select="concat(@wartosc, ' ')"/>
        <xsl:call-template name="slad-jednostka"/>
      </td>
      <td class="nowrap">
        <xsl:text>od </xsl:text>
        <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@od)"/></xsl:call-template>
        <xsl:if test="@do">
          <xsl:text> do </xsl:text>
          <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@do)"/></xsl:call-template>
        </xsl:if>
      </td>
      <td>
        <xsl:value-of select="@podstawa"/>
        <xsl:if test="@uwaga"><br/><span class="meta"><xsl:value-of select="@uwaga"/></span></xsl:if>
      </td>
      <td>
        <xsl:choose>
          <xsl:when test="@stan = 'confirmed'">
            <xsl:call-template name="badge">
              <xsl:with-param name="kind" select="'ok'"/>
              <xsl:with-param name="text" select="'potwierdzony'"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="badge">
              <xsl:with-param name="kind" select="'warn'"/>
              <xsl:with-param name="text" select="'niepotwierdzony'"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@jst"><xsl:text> </xsl:text><span class="meta">wartość tej jednostki</span></xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- Units of rows are words of the data; people read them in Polish, without a number that would need a form -->
  <xsl:template name="slad-jednostka">
    <xsl:choose>
      <xsl:when test="@jednostka = 'months'">mies.</xsl:when>
      <xsl:when test="@jednostka = 'days'">dni</xsl:when>
      <xsl:when test="@jednostka = 'weeks'">tyg.</xsl:when>
      <xsl:when test="@jednostka = 'years'">lat</xsl:when>
      <xsl:when test="@jednostka = 'PLN'">zł</xsl:when>
      <xsl:otherwise><xsl:value-of select="@jednostka"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
