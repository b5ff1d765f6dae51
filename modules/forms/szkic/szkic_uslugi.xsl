<?xml version="1.0" encoding="UTF-8"?>
<!-- What can be done in one office. View: <szkic_uslugi slug nazwa_jst nazwa_urzedu/> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="szkic_uslugi" mode="title">
    <xsl:value-of select="concat(e:t('Załatw sprawę:'), ' ', @nazwa_jst)"/>
  </xsl:template>

  <xsl:template match="szkic_uslugi">
    <p class="lead"><xsl:value-of select="@nazwa_urzedu"/></p>
    <ul class="tiles">
      <li class="tile">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
        <h2><a href="/e-urzad/{@slug}/pismo-ogolne"><xsl:value-of select="e:t('Pismo ogólne')"/></a></h2>
        <p>
          <xsl:value-of select="e:t('Wniosek, skarga, zawiadomienie lub inne pismo w każdej sprawie. Możesz dołączyć pliki. Podpis nie jest konieczny, aby wysłać pismo z konta.')"/>
        </p>
      </li>
    </ul>
    <p>
      <a href="/jst/{@slug}"><xsl:value-of select="e:t('Informacje o urzędzie i kontakt')"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
