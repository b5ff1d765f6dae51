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
      <xsl:apply-templates select="form/field[@name != 'powrot']" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Zaloguj się')"/></button></p>
    </form>
    <p><a href="/haslo"><xsl:value-of select="e:t('Nie pamiętam hasła')"/></a></p>
    <p>
      <xsl:value-of select="e:t('Nie masz konta?')"/>
      <xsl:text> </xsl:text>
      <a href="/rejestracja"><xsl:value-of select="e:t('Załóż konto')"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
