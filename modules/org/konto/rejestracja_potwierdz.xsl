<?xml version="1.0" encoding="UTF-8"?>
<!-- The link of the confirmation mail. View: @token -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="rejestracja_potwierdz" mode="width">wrap reading</xsl:template>

  <xsl:template match="rejestracja_potwierdz">
    <p><xsl:value-of select="e:t('Jeszcze jedno kliknięcie i konto będzie gotowe.')"/></p>
    <form method="post" action="/rejestracja/potwierdz">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="token" value="{@token}"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Potwierdzam adres e-mail')"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
