<?xml version="1.0" encoding="UTF-8"?>
<!-- A page that is a form: log-in, registration, a new password. View: @button @lead @text, form, <ukryte nazwa wartosc/>* (fields
     the person does not see), <odsylacz href pytanie text/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="konto_formularz" mode="width">wrap reading</xsl:template>

  <xsl:template match="konto_formularz">
    <xsl:if test="@lead"><p class="lead"><xsl:value-of select="e:t(string(@lead))"/></p></xsl:if>
    <xsl:if test="@text"><p><xsl:value-of select="e:t(string(@text))"/></p></xsl:if>
    <form method="post" action="{$path}">
      <xsl:call-template name="csrf"/>
      <xsl:for-each select="ukryte"><input type="hidden" name="{@nazwa}" value="{@wartosc}"/></xsl:for-each>
      <xsl:apply-templates select="form/field[not(@name = ../../ukryte/@nazwa)]" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t(string(@button))"/></button></p>
    </form>
    <xsl:for-each select="odsylacz">
      <p>
        <xsl:if test="@pytanie"><xsl:value-of select="concat(e:t(string(@pytanie)), ' ')"/></xsl:if>
        <a href="{@href}"><xsl:value-of select="e:t(string(@text))"/></a>
      </p>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
