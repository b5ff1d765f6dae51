<?xml version="1.0" encoding="UTF-8"?>
<!-- Shows the whole view model as it is, so that tests can look at it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:template match="/">
    <html lang="pl"><head><title><xsl:value-of select="e:t('Zażółć')"/></title></head>
    <body><xsl:apply-templates select="/view/*"/></body></html>
  </xsl:template>
  <!-- meta cannot have children in HTML -->
  <xsl:template match="meta">
    <model><xsl:copy-of select="@*"/><xsl:apply-templates/></model>
  </xsl:template>
  <xsl:template match="*">
    <xsl:copy><xsl:copy-of select="@*"/><xsl:apply-templates/></xsl:copy>
  </xsl:template>
</xsl:stylesheet>
