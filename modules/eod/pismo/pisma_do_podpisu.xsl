<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters that wait for the clerk: the list of pismo_register. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pisma_do_podpisu"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="pisma_do_podpisu/column[@name = 'tytul']" mode="cell">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <a href="/eod/pisma/{$row/@id}" data-row=""><xsl:value-of select="$value"/></a>
  </xsl:template>

  <xsl:template match="pisma_do_podpisu/column[@name = 'termin']" mode="cell">
    <xsl:param name="row"/>
    <xsl:apply-templates select="$row/@termin" mode="termin"/>
  </xsl:template>

  <xsl:template match="pisma_do_podpisu/column[@name = 'stan_od']" mode="cell">
    <xsl:param name="row"/>
    <xsl:apply-templates select="$row/@stan_od" mode="time-full"/>
  </xsl:template>
</xsl:stylesheet>
