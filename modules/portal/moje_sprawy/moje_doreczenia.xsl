<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters from offices. View: <moje_doreczenia> <doreczenie slug id znak tytul nazwa_jst udostepniono_at odebrano_at
     data_doreczenia upo/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="moje_doreczenia">
    <xsl:call-template name="account-tabs"/>
    <xsl:apply-templates select="doreczenie[not(@odebrano_at)]" mode="waiting"/>
    <xsl:if test="not(doreczenie)">
      <p><xsl:value-of select="e:t('Nie masz jeszcze pism z urzędów. Gdy urząd odpowie, napiszemy do Ciebie e-mail, a pismo będzie czekało tutaj.')"/></p>
    </xsl:if>
    <xsl:if test="doreczenie[@odebrano_at]">
      <h2><xsl:value-of select="e:t('Odebrane')"/></h2>
      <ul class="files">
        <xsl:for-each select="doreczenie[@odebrano_at]">
          <li>
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
            <a href="/konto/doreczenia/{@slug}/{@id}"><xsl:value-of select="@tytul"/></a>
            <span class="meta">
              <xsl:value-of select="concat(@nazwa_jst, ' · ', @znak, ' · ', e:t('doręczone'), ' ')"/>
              <xsl:apply-templates select="@data_doreczenia" mode="time"/>
            </span>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
