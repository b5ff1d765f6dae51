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
        <div class="table-scroll" role="region" aria-label="Znalezione" tabindex="0">
          <table class="dense" data-rows="">
            <thead>
              <tr>
                <th scope="col">Rodzaj</th>
                <th scope="col">Znak lub numer</th>
                <th scope="col">Tytuł</th>
                <th scope="col">Strona lub nadawca</th>
                <th scope="col">Stan</th>
              </tr>
            </thead>
            <tbody>
              <xsl:for-each select="znalezione">
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
                  <td><xsl:call-template name="stan"><xsl:with-param name="value" select="string(@stan)"/></xsl:call-template></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
