<?xml version="1.0" encoding="UTF-8"?>
<!-- Cases. View: <sprawy zakres stan q dalsze przed> <sprawa id znak tytul strona_nazwa prowadzacy stan data_wszczecia
     termin data_zakonczenia/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawy">
    <div class="toolbar">
      <form method="get" action="/eod/sprawy" role="search">
        <div class="field">
          <label for="zakres">Zakres</label>
          <select id="zakres" name="zakres">
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="'moje'"/><xsl:with-param name="t" select="'moje'"/><xsl:with-param name="c" select="@zakres"/></xsl:call-template>
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="'komorka'"/><xsl:with-param name="t" select="'mojej komórki'"/><xsl:with-param name="c" select="@zakres"/></xsl:call-template>
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="'wszystkie'"/><xsl:with-param name="t" select="'wszystkie'"/><xsl:with-param name="c" select="@zakres"/></xsl:call-template>
          </select>
        </div>
        <div class="field">
          <label for="stan">Stan</label>
          <select id="stan" name="stan">
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="'W_TOKU'"/><xsl:with-param name="t" select="'w toku'"/><xsl:with-param name="c" select="@stan"/></xsl:call-template>
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="'ZALATWIONA'"/><xsl:with-param name="t" select="'załatwione'"/><xsl:with-param name="c" select="@stan"/></xsl:call-template>
            <xsl:call-template name="sprawy-wybor"><xsl:with-param name="v" select="''"/><xsl:with-param name="t" select="'w toku i załatwione'"/><xsl:with-param name="c" select="@stan"/></xsl:call-template>
          </select>
        </div>
        <div class="field">
          <label for="q">Znak, tytuł albo strona</label>
          <input id="q" name="q" type="search" value="{@q}" maxlength="200" data-key="f" data-key-label="Szukaj na tej liście"/>
        </div>
        <button type="submit" class="button secondary">Pokaż</button>
      </form>
      <a class="button secondary push" href="/eod/spisy">Spisy spraw</a>
      <a class="button secondary" href="/eod/jrwa">Wykaz akt</a>
    </div>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Sprawy'"/>
      <xsl:with-param name="heads" select="'Termin|Stan|Znak sprawy|Tytuł|Strona|Wszczęto|Prowadzący'"/>
      <xsl:with-param name="rows" select="sprawa"/>
      <xsl:with-param name="empty" select="'Nie ma spraw, które pasują do tego wyboru.'"/>
    </xsl:call-template>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="'/eod/sprawy'"/>
      <xsl:with-param name="pola">
        <input type="hidden" name="zakres" value="{@zakres}"/>
        <input type="hidden" name="stan" value="{@stan}"/>
        <input type="hidden" name="q" value="{@q}"/>
      </xsl:with-param>
      <xsl:with-param name="wartosc" select="@przed"/>
      <xsl:with-param name="poczatek" select="boolean(@dalsze)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="sprawy-wybor">
    <xsl:param name="v"/>
    <xsl:param name="t"/>
    <xsl:param name="c"/>
    <option value="{$v}">
      <xsl:if test="$v = $c"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
      <xsl:value-of select="$t"/>
    </option>
  </xsl:template>

  <xsl:template match="sprawa" mode="row">
    <tr>
      <td>
        <xsl:choose>
          <xsl:when test="@stan = 'W_TOKU'">
            <xsl:apply-templates select="@termin" mode="termin"/>
          </xsl:when>
          <xsl:otherwise>
            <span class="meta">zakończono </span>
            <xsl:apply-templates select="@data_zakonczenia" mode="time-short"/>
          </xsl:otherwise>
        </xsl:choose>
      </td>
      <td><xsl:apply-templates select="@stan" mode="stan"/></td>
      <td class="nowrap"><a href="/eod/sprawy/{@id}" data-row=""><xsl:value-of select="@znak"/></a></td>
      <td><xsl:value-of select="@tytul"/></td>
      <td class="who"><xsl:value-of select="@strona_nazwa"/></td>
      <td class="nowrap"><xsl:apply-templates select="@data_wszczecia" mode="time-short"/></td>
      <td><xsl:value-of select="@prowadzacy"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
