<?xml version="1.0" encoding="UTF-8"?>
<!-- The wykaz akt. View: as register.xsl has it, <extra nazwa valid_from/> is the version in force, if there is one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>

  <xsl:template match="jrwa"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="jrwa" mode="list-more">
    <p class="meta">
      <xsl:value-of select="concat(extra/@nazwa, ', obowiązuje od ')"/>
      <xsl:apply-templates select="extra/@valid_from" mode="time-short"/>
    </p>
  </xsl:template>

  <xsl:template match="jrwa[not(extra)]" mode="list-more">
    <xsl:call-template name="empty"><xsl:with-param name="text" select="'Ta jednostka nie ma jeszcze wykazu akt.'"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="jrwa/column[@name = 'haslo']" mode="cell">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$row/@stan = 'GRUPUJE'"><strong><xsl:value-of select="$value"/></strong></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
