<?xml version="1.0" encoding="UTF-8"?>
<!-- A citizen&#39;s own data. View: @email, form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="konto_dane" mode="width">wrap reading</xsl:template>

  <xsl:template match="konto_dane">
    <xsl:call-template name="account-tabs"/>
    <p>
      <xsl:value-of select="concat(e:t('Adres e-mail konta:'), ' ')"/>
      <strong><xsl:value-of select="@email"/></strong>
    </p>
    <p><xsl:value-of select="e:t('Te dane wpisujemy do Twoich pism. Urząd potrzebuje adresu, aby odpowiedzieć Ci także na papierze.')"/></p>
    <form method="post" action="/konto/dane">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field" mode="field"/>
      <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Zapisz')"/></button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
