<?xml version="1.0" encoding="UTF-8"?>
<!-- Rejestr przesyłek wpływających: the list of przesylka_register. Of a row also @sprawa_id. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="przesylki"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="przesylki" mode="search-label">Numer, tytuł, nadawca albo znak</xsl:template>

  <xsl:template match="przesylki/column[@name = 'wplynelo_at']" mode="cell">
    <xsl:param name="row"/>
    <xsl:apply-templates select="$row/@wplynelo_at" mode="time-full"/>
  </xsl:template>

  <xsl:template match="przesylki/column[@name = 'u_kogo']" mode="cell">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$row/@sprawa_id"><a href="/eod/sprawy/{$row/@sprawa_id}"><xsl:value-of select="$value"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="przesylki/column[@name = 'termin']" mode="cell">
    <xsl:param name="row"/>
    <xsl:apply-templates select="$row[not(@sprawa_id)]/@termin" mode="termin"/>
  </xsl:template>
</xsl:stylesheet>
