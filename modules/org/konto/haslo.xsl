<?xml version="1.0" encoding="UTF-8"?>
<!-- Asking for a new password -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="haslo" mode="width">wrap reading</xsl:template>

  <xsl:template match="haslo">
    <p><xsl:value-of select="e:t('Podaj adres e-mail konta. Wyślemy odnośnik do ustawienia nowego hasła.')"/></p>
    <form method="post" action="/haslo">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Wyślij odnośnik')"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
