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
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Spisy spraw'"/>
      <xsl:with-param name="heads" select="'Komórka|Symbol|Hasło klasyfikacyjne|Kategoria|#Spraw|#W toku'"/>
      <xsl:with-param name="rows" select="spis"/>
      <xsl:with-param name="empty" select="'W tym roku nie założono jeszcze żadnej sprawy.'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="spis" mode="row">
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
  </xsl:template>
</xsl:stylesheet>
