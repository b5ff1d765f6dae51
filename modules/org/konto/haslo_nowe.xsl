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
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'haslo'"/>
        <xsl:with-param name="label" select="e:t('Nowe hasło')"/>
        <xsl:with-param name="hint" select="e:t('Co najmniej 10 znaków. Najlepiej kilka słów, które łatwo zapamiętasz.')"/>
        <xsl:with-param name="autocomplete" select="'new-password'"/>
        <xsl:with-param name="maxlength" select="128"/>
        <xsl:with-param name="type" select="'password'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'haslo2'"/>
        <xsl:with-param name="label" select="e:t('Powtórz hasło')"/>
        <xsl:with-param name="autocomplete" select="'new-password'"/>
        <xsl:with-param name="maxlength" select="128"/>
        <xsl:with-param name="type" select="'password'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Ustaw hasło')"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
