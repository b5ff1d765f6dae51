<?xml version="1.0" encoding="UTF-8"?>
<!-- What the search box found. View: <eod_szukaj q> <znalezione rodzaj id znak tytul od_kogo stan/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="eod_szukaj">
    <xsl:call-template name="eod-search">
      <xsl:with-param name="action" select="'/eod/szukaj'"/>
      <xsl:with-param name="label" select="'Znak sprawy, numer RPW, nazwa albo słowo z tytułu'"/>
      <xsl:with-param name="q" select="@q"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="@q = ''"><p>Wpisz, czego szukasz.</p></xsl:when>
      <xsl:when test="not(znalezione)">
        <xsl:call-template name="empty"><xsl:with-param name="text" select="'Nic nie pasuje do tych słów.'"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="list">
          <xsl:with-param name="label" select="'Znalezione'"/>
          <xsl:with-param name="heads" select="'Rodzaj|Znak lub numer|Tytuł|Strona lub nadawca|Stan'"/>
          <xsl:with-param name="rows" select="znalezione"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="znalezione" mode="row">
    <tr>
      <td>
        <xsl:choose>
          <xsl:when test="@rodzaj = 'sprawa'">sprawa</xsl:when>
          <xsl:otherwise>przesyłka</xsl:otherwise>
        </xsl:choose>
      </td>
      <td class="nowrap"><xsl:value-of select="@znak"/></td>
      <td>
        <a data-row="">
          <xsl:attribute name="href">
            <xsl:choose>
              <xsl:when test="@rodzaj = 'sprawa'"><xsl:value-of select="concat('/eod/sprawy/', @id)"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="concat('/eod/przesylki/', @id)"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:value-of select="@tytul"/>
        </a>
      </td>
      <td><xsl:value-of select="@od_kogo"/></td>
      <td><xsl:apply-templates select="@stan" mode="stan"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
