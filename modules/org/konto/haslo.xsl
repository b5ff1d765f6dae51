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
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'email'"/>
        <xsl:with-param name="label" select="e:t('Adres e-mail')"/>
        <xsl:with-param name="type" select="'email'"/>
        <xsl:with-param name="autocomplete" select="'email'"/>
        <xsl:with-param name="maxlength" select="254"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Wyślij odnośnik')"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
