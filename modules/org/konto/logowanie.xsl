<?xml version="1.0" encoding="UTF-8"?>
<!-- Log-in. View: <logowanie powrot> with form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="logowanie" mode="width">wrap reading</xsl:template>

  <xsl:template match="logowanie">
    <form method="post" action="/logowanie">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="powrot" value="{@powrot}"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'login'"/>
        <xsl:with-param name="label" select="e:t('Login lub adres e-mail')"/>
        <xsl:with-param name="autocomplete" select="'username'"/>
        <xsl:with-param name="maxlength" select="254"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'haslo'"/>
        <xsl:with-param name="label" select="e:t('Hasło')"/>
        <xsl:with-param name="autocomplete" select="'current-password'"/>
        <xsl:with-param name="maxlength" select="128"/>
        <xsl:with-param name="type" select="'password'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Zaloguj się')"/></xsl:call-template>
      </p>
    </form>
    <p><a href="/haslo"><xsl:value-of select="e:t('Nie pamiętam hasła')"/></a></p>
    <p>
      <xsl:value-of select="e:t('Nie masz konta?')"/>
      <xsl:text> </xsl:text>
      <a href="/rejestracja"><xsl:value-of select="e:t('Załóż konto')"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
