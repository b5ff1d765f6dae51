<?xml version="1.0" encoding="UTF-8"?>
<!-- All cases of the citizen. View: <moje_sprawy> <doreczenie …/>* (waiting) <sprawa …/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="moje_sprawy">
    <xsl:call-template name="account-tabs"/>
    <xsl:apply-templates select="doreczenie" mode="waiting"/>
    <xsl:choose>
      <xsl:when test="sprawa"><ul class="files"><xsl:apply-templates select="sprawa" mode="item"/></ul></xsl:when>
      <xsl:otherwise>
        <p>
          <xsl:value-of select="e:t('Nie masz jeszcze spraw. Sprawa pojawi się tutaj, gdy urząd nada Twojemu pismu znak sprawy.')"/>
          <xsl:text> </xsl:text>
          <a href="/konto/pisma"><xsl:value-of select="e:t('Zobacz, co dzieje się z wysłanymi pismami')"/></a>
        </p>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
