<?xml version="1.0" encoding="UTF-8"?>
<!-- Privacy and cookies -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="portal_prywatnosc" mode="width">wrap reading</xsl:template>

  <xsl:template match="portal_prywatnosc">
    <p><xsl:value-of select="e:t('Używamy jednego pliku cookie: „sesja”. Powstaje, gdy otwierasz formularz albo się logujesz, i znika po wylogowaniu lub po zamknięciu sesji. Nie śledzimy, nie korzystamy z usług zewnętrznych, nie pokazujemy reklam.')"/></p>
    <h2><xsl:value-of select="e:t('Kto widzi Twoje pisma')"/></h2>
    <p><xsl:value-of select="e:t('Pismo widzi tylko urząd, do którego je wysyłasz, i Ty. Urząd jest administratorem danych z pisma. Każdy dostęp i każda zmiana w sprawie zostają zapisane.')"/></p>
  </xsl:template>
</xsl:stylesheet>
