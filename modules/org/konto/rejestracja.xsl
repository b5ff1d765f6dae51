<?xml version="1.0" encoding="UTF-8"?>
<!-- A new citizen&#39;s account -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="rejestracja" mode="width">wrap reading</xsl:template>

  <xsl:template match="rejestracja">
    <p class="lead"><xsl:value-of select="e:t('Konto jest bezpłatne. Wyślesz z niego pismo do każdego urzędu w województwie, odbierzesz odpowiedź i sprawdzisz, co dzieje się ze sprawą.')"/></p>
    <form method="post" action="/rejestracja">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Załóż konto')"/></button></p>
    </form>
    <p>
      <xsl:value-of select="e:t('Masz już konto?')"/>
      <xsl:text> </xsl:text>
      <a href="/logowanie"><xsl:value-of select="e:t('Zaloguj się')"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
