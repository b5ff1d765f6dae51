<?xml version="1.0" encoding="UTF-8"?>
<!-- <samodzielnie/>: docs/sprawdzanie.md, which the build turns into a template -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="sprawdzanie.xsl"/>

  <xsl:template match="samodzielnie" mode="width">wrap reading</xsl:template>

  <xsl:template match="samodzielnie">
    <xsl:call-template name="sprawdzanie"/>
  </xsl:template>
</xsl:stylesheet>
