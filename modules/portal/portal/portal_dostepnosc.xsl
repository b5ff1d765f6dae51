<?xml version="1.0" encoding="UTF-8"?>
<!-- Accessibility of this site -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="portal_dostepnosc" mode="width">wrap reading</xsl:template>

  <xsl:template match="portal_dostepnosc">
    <p><xsl:value-of select="e:t('Serwis projektujemy zgodnie z wytycznymi WCAG 2.2 na poziomie AA. Wszystkie strony działają z samej klawiatury, z czytnikiem ekranu, w powiększeniu do 400% i bez JavaScriptu.')"/></p>
    <h2><xsl:value-of select="e:t('Zgłoś problem')"/></h2>
    <p><xsl:value-of select="e:t('Jeżeli coś utrudnia Ci korzystanie z serwisu, napisz pismo ogólne do swojego urzędu i opisz problem. Formalną deklarację dostępności publikuje każdy urząd, który uruchamia serwis.')"/></p>
  </xsl:template>
</xsl:stylesheet>
