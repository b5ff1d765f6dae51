<?xml version="1.0" encoding="UTF-8"?>
<!-- What happens next after a letter was sent. View: @co -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="konto_informacja" mode="width">wrap reading</xsl:template>

  <xsl:template match="konto_informacja">
    <xsl:choose>
      <xsl:when test="@co = 'wyslano'">
        <p><xsl:value-of select="e:t('Wysłaliśmy wiadomość z odnośnikiem na podany adres. Otwórz go w ciągu 48 godzin, aby uruchomić konto.')"/></p>
      </xsl:when>
      <xsl:otherwise>
        <p><xsl:value-of select="e:t('Jeżeli pod tym adresem jest konto, wysłaliśmy na niego odnośnik. Jest ważny godzinę.')"/></p>
      </xsl:otherwise>
    </xsl:choose>
    <p><xsl:value-of select="e:t('Nie ma wiadomości? Sprawdź folder ze spamem i pisownię adresu.')"/></p>
    <p><a href="/logowanie"><xsl:value-of select="e:t('Przejdź do logowania')"/></a></p>
  </xsl:template>
</xsl:stylesheet>
