<?xml version="1.0" encoding="UTF-8"?>
<!-- The document of a letter on a clerk's page: <dokument adres nazwa_pliku mime rozmiar podpis podpis_opis podpis_at kanal wplynelo_at>
     <podpis …/>* (podpis.xsl), <zalacznik lp nazwa rozmiar/>* and the wnio:Dokument, when it is one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="format.xsl"/>

  <xsl:template name="dokument">
    <xsl:for-each select="dokument">
      <xsl:variable name="adres" select="@adres"/>
      <div>
        <xsl:attribute name="class">
          <xsl:text>notice </xsl:text>
          <xsl:choose>
            <xsl:when test="@podpis = 'TOTAL_PASSED'">ok</xsl:when>
            <xsl:when test="@podpis = 'TOTAL_FAILED'">error</xsl:when>
            <xsl:when test="@podpis = 'INDETERMINATE'">warn</xsl:when>
            <xsl:otherwise>info</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <p>
          <xsl:value-of select="@podpis_opis"/>
          <xsl:if test="@podpis != 'NONE' and @podpis_at != @wplynelo_at">
            <xsl:text> Sprawdzono ponownie: </xsl:text>
            <xsl:apply-templates select="@podpis_at" mode="time"/>
            <xsl:text>.</xsl:text>
          </xsl:if>
          <xsl:if test="@kanal = 'konto'"> Pismo złożono z konta nadawcy w Lubuskim e-Urzędzie.</xsl:if>
          <xsl:if test="@kanal = 'soap'"> Pismo przysłał system zewnętrzny.</xsl:if>
        </p>
      </div>
      <xsl:if test="podpis">
        <details class="card">
          <summary>Szczegóły sprawdzenia podpisu</summary>
          <xsl:call-template name="podpisy"/>
        </details>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="*[local-name() = 'Dokument']">
          <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo">
            <xsl:with-param name="files" select="false()"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="empty">
            <xsl:with-param name="text" select="'Tego dokumentu nie można pokazać na stronie. Pobierz plik.'"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
      <h2>Pliki</h2>
      <ul class="files">
        <xsl:call-template name="file">
          <xsl:with-param name="href" select="concat($adres, '/xml')"/>
          <xsl:with-param name="name" select="@nazwa_pliku"/>
          <xsl:with-param name="bytes" select="@rozmiar"/>
          <xsl:with-param name="kind" select="'oryginał'"/>
        </xsl:call-template>
        <xsl:for-each select="zalacznik">
          <xsl:call-template name="file">
            <xsl:with-param name="href" select="concat($adres, '/zalacznik/', @lp)"/>
            <xsl:with-param name="name" select="@nazwa"/>
            <xsl:with-param name="bytes" select="@rozmiar"/>
            <xsl:with-param name="kind" select="concat('załącznik ', @lp)"/>
          </xsl:call-template>
        </xsl:for-each>
      </ul>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
