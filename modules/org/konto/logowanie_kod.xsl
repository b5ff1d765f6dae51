<?xml version="1.0" encoding="UTF-8"?>
<!-- Second factor of a clerk -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="logowanie_kod" mode="width">wrap reading</xsl:template>

  <xsl:template match="logowanie_kod">
    <form method="post" action="/logowanie/kod">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'kod'"/>
        <xsl:with-param name="label" select="e:t('Kod z aplikacji uwierzytelniającej')"/>
        <xsl:with-param name="hint" select="e:t('6 cyfr; zmienia się co 30 sekund.')"/>
        <xsl:with-param name="autocomplete" select="'one-time-code'"/>
        <xsl:with-param name="inputmode" select="'numeric'"/>
        <xsl:with-param name="maxlength" select="10"/>
        <xsl:with-param name="width" select="'10'"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Dalej')"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
