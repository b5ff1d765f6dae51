<?xml version="1.0" encoding="UTF-8"?>
<!-- One spis spraw, in the columns of the paper form. View: <spis rok kod symbol dalej> <druk/> <sprawa id numer znak tytul strona_nazwa
     znak_obcy z_dnia data_wszczecia data_zakonczenia sposob_zalatwienia prowadzacy haslo kategoria komorka/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="spis">
    <xsl:apply-templates select="druk"/>
    <dl class="facts">
      <div><dt>Rok</dt><dd><xsl:value-of select="@rok"/></dd></div>
      <div><dt>Komórka organizacyjna</dt><dd><xsl:value-of select="concat(sprawa[1]/@komorka, ' (', @kod, ')')"/></dd></div>
      <div><dt>Symbol klasyfikacyjny</dt><dd><xsl:value-of select="@symbol"/></dd></div>
      <div><dt>Hasło klasyfikacyjne</dt><dd><xsl:value-of select="sprawa[1]/@haslo"/></dd></div>
      <div><dt>Kategoria archiwalna</dt><dd><xsl:value-of select="sprawa[1]/@kategoria"/></dd></div>
    </dl>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Spis spraw'"/>
      <xsl:with-param name="heads" select="'#Lp.|Sprawa|Od kogo wpłynęła, znak pisma, z dnia|Data wszczęcia|Data zakończenia|Uwagi'"/>
      <xsl:with-param name="rows" select="sprawa"/>
    </xsl:call-template>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="concat('/eod/spisy/', @rok, '/', @kod, '/', @symbol)"/>
      <xsl:with-param name="nazwa" select="'od'"/>
      <xsl:with-param name="wartosc" select="@dalej"/>
      <xsl:with-param name="poczatek" select="sprawa[1]/@numer != 1"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="sprawa" mode="row">
    <tr>
      <td class="num"><xsl:value-of select="@numer"/></td>
      <td><a href="/eod/sprawy/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td>
        <xsl:value-of select="@strona_nazwa"/>
        <xsl:if test="@znak_obcy != ''"><xsl:value-of select="concat(', ', @znak_obcy)"/></xsl:if>
        <xsl:if test="@z_dnia">
          <xsl:text>, </xsl:text>
          <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@z_dnia)"/></xsl:call-template>
        </xsl:if>
      </td>
      <td class="nowrap"><xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@data_wszczecia)"/></xsl:call-template></td>
      <td class="nowrap"><xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@data_zakonczenia)"/></xsl:call-template></td>
      <td>
        <xsl:value-of select="@prowadzacy"/>
        <xsl:if test="@sposob_zalatwienia"><xsl:value-of select="concat('; ', @sposob_zalatwienia)"/></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
