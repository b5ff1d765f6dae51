<?xml version="1.0" encoding="UTF-8"?>
<!-- Rejestr przesyłek wpływających. View: <przesylki q blisko dalsze przed> <druk/> <przesylka id rpw tytul nadawca_nazwa znak_obcy
     data_na_pismie wplynelo_at stan termin liczba_zalacznikow uwagi u_kogo sprawa_id znak/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="przesylki">
    <xsl:call-template name="eod-search">
      <xsl:with-param name="action" select="'/eod/przesylki'"/>
      <xsl:with-param name="label" select="'Numer, tytuł, nadawca albo znak'"/>
      <xsl:with-param name="q" select="@q"/>
    </xsl:call-template>
    <xsl:apply-templates select="druk"/>
    <xsl:choose>
      <xsl:when test="przesylka or not(druk)">
        <div class="table-scroll" role="region" aria-label="Rejestr przesyłek wpływających" tabindex="0">
          <table class="dense" data-rows="">
            <thead>
              <tr>
                <th scope="col">Numer</th>
                <th scope="col">Wpłynęło</th>
                <th scope="col">Tytuł</th>
                <th scope="col">Nadawca</th>
                <th scope="col">Data na piśmie</th>
                <th scope="col">Znak na piśmie</th>
                <th scope="col">Stan</th>
                <th scope="col">Przydzielono</th>
                <th scope="col">Termin</th>
                <th scope="col" class="num">Zał.</th>
                <th scope="col">Uwagi</th>
              </tr>
            </thead>
            <tbody><xsl:for-each select="przesylka"><xsl:call-template name="wiersz"/></xsl:for-each></tbody>
          </table>
        </div>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="empty">
          <xsl:with-param name="text" select="'W rejestrze nie ma przesyłek, które pasują do tych słów.'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="'/eod/przesylki'"/>
      <xsl:with-param name="pola"><input type="hidden" name="q" value="{@q}"/></xsl:with-param>
      <xsl:with-param name="wartosc" select="@przed"/>
      <xsl:with-param name="poczatek" select="boolean(@dalsze)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="wiersz">
    <tr>
      <td class="nowrap"><xsl:value-of select="@rpw"/></td>
      <td class="nowrap">
        <xsl:call-template name="time">
          <xsl:with-param name="value" select="string(@wplynelo_at)"/>
          <xsl:with-param name="form" select="'full'"/>
        </xsl:call-template>
      </td>
      <td><a href="/eod/przesylki/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td class="who"><xsl:value-of select="@nadawca_nazwa"/></td>
      <td class="nowrap">
        <xsl:call-template name="time">
          <xsl:with-param name="value" select="string(@data_na_pismie)"/>
          <xsl:with-param name="form" select="'short'"/>
        </xsl:call-template>
      </td>
      <td><xsl:value-of select="@znak_obcy"/></td>
      <td><xsl:call-template name="stan"><xsl:with-param name="value" select="string(@stan)"/></xsl:call-template></td>
      <td>
        <xsl:choose>
          <xsl:when test="@sprawa_id"><a href="/eod/sprawy/{@sprawa_id}"><xsl:value-of select="@znak"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="@u_kogo"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td>
        <xsl:if test="not(@sprawa_id)">
          <xsl:call-template name="termin"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
        </xsl:if>
      </td>
      <td class="num"><xsl:value-of select="@liczba_zalacznikow"/></td>
      <td><xsl:value-of select="@uwagi"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
