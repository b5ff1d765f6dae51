<?xml version="1.0" encoding="UTF-8"?>
<!-- Cases: the list of sprawa_register. Of a row also @data_zakonczenia. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawy"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="sprawy" mode="search-label">Znak, tytuł albo strona</xsl:template>

  <xsl:template match="sprawy" mode="list-more">
    <p class="toolbar no-print">
      <a class="button secondary" href="/eod/spisy">Spisy spraw</a>
      <a class="button secondary" href="/eod/jrwa">Wykaz akt</a>
    </p>
  </xsl:template>

  <xsl:template match="sprawy/column[@name = 'termin']" mode="cell">
    <xsl:param name="row"/>
    <xsl:if test="$row/@data_zakonczenia"><span class="meta">zakończono </span></xsl:if>
    <xsl:apply-templates select="$row/@data_zakonczenia" mode="time-short"/>
    <xsl:apply-templates select="$row[not(@data_zakonczenia)]/@termin" mode="termin"/>
  </xsl:template>
</xsl:stylesheet>
