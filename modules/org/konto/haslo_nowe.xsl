<?xml version="1.0" encoding="UTF-8"?>
<!-- The link of the reset mail. View: @token -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="haslo_nowe" mode="width">wrap reading</xsl:template>

  <xsl:template match="haslo_nowe">
    <form method="post" action="/haslo/nowe">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="token" value="{@token}"/>
      <xsl:apply-templates select="form/field[@name != 'token']" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Ustaw hasło')"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
