<?xml version="1.0" encoding="UTF-8"?>
<!-- Second factor of a clerk -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="logowanie_kod" mode="width">wrap reading</xsl:template>

  <xsl:template match="logowanie_kod">
    <form method="post" action="/logowanie/kod">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field" mode="field"><xsl:with-param name="label" select="'Kod z aplikacji uwierzytelniającej'"/></xsl:apply-templates>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Dalej')"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
