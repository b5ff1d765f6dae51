<?xml version="1.0" encoding="UTF-8"?>
<!-- Spisy spraw of a year. View: <spisy rok> <rok rok/>*, <spis komorka_kod komorka symbol haslo kategoria n otwarte/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="spisy">
    <xsl:if test="rok">
      <ul class="tabs" aria-label="Lata">
        <xsl:for-each select="rok">
          <li>
            <a href="/eod/spisy?rok={@rok}">
              <xsl:if test="@rok = ../@rok"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:value-of select="@rok"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="spis">
        <div class="table-scroll" role="region" aria-label="Spisy spraw" tabindex="0">
          <table class="dense" data-rows="">
            <thead>
              <tr>
                <th scope="col">Komórka</th>
                <th scope="col">Symbol</th>
                <th scope="col">Hasło klasyfikacyjne</th>
                <th scope="col">Kategoria</th>
                <th scope="col" class="num">Spraw</th>
                <th scope="col" class="num">W toku</th>
              </tr>
            </thead>
            <tbody>
              <xsl:for-each select="spis">
                <tr>
                  <td><xsl:value-of select="concat(@komorka_kod, ' ', @komorka)"/></td>
                  <td class="nowrap">
                    <a href="/eod/spisy/{../@rok}/{@komorka_kod}/{@symbol}" data-row=""><xsl:value-of select="concat(@komorka_kod, '.', @symbol)"/></a>
                  </td>
                  <td><xsl:value-of select="@haslo"/></td>
                  <td><xsl:value-of select="@kategoria"/></td>
                  <td class="num"><xsl:value-of select="@n"/></td>
                  <td class="num"><xsl:value-of select="@otwarte"/></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="empty"><xsl:with-param name="text" select="'W tym roku nie założono jeszcze żadnej sprawy.'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
