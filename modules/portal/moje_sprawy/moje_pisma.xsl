<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters the citizen sent. View: <moje_pisma> <pismo …/>* <pager/> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="moje_pisma">
    <xsl:call-template name="account-tabs"/>
    <xsl:choose>
      <xsl:when test="pismo"><ul class="files"><xsl:apply-templates select="pismo" mode="item"/></ul></xsl:when>
      <xsl:otherwise>
        <p>
          <xsl:value-of select="e:t('Nie ma tu wysłanych pism.')"/>
          <xsl:text> </xsl:text>
          <a href="/e-urzad"><xsl:value-of select="e:t('Napisz pismo do urzędu')"/></a>
        </p>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:apply-templates select="pager"/>
  </xsl:template>
</xsl:stylesheet>
