<?xml version="1.0" encoding="UTF-8"?>
<!-- The wykaz akt. View: <jrwa q> <wykaz nazwa valid_from/>, <klasa symbol haslo kategoria kategoria_inne potwierdzona
     grupujaca dostepna/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="jrwa">
    <xsl:choose>
      <xsl:when test="wykaz">
        <p class="meta">
          <xsl:value-of select="concat(wykaz/@nazwa, ', obowiązuje od ')"/>
          <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(wykaz/@valid_from)"/></xsl:call-template>
        </p>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="empty"><xsl:with-param name="text" select="'Ta jednostka nie ma jeszcze wykazu akt.'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="eod-search">
      <xsl:with-param name="action" select="'/eod/jrwa'"/>
      <xsl:with-param name="label" select="'Symbol albo słowo z hasła'"/>
      <xsl:with-param name="q" select="@q"/>
    </xsl:call-template>
    <xsl:if test="wykaz and not(klasa)">
      <xsl:call-template name="empty"><xsl:with-param name="text" select="'Nie ma klasy, która pasuje do tych słów.'"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="klasa">
      <xsl:call-template name="list">
        <xsl:with-param name="label" select="'Klasy wykazu akt'"/>
        <xsl:with-param name="heads" select="'Symbol|Hasło klasyfikacyjne|Kategoria|W innych komórkach|Stan'"/>
        <xsl:with-param name="rows" select="klasa"/>
        <xsl:with-param name="walk" select="false()"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="klasa" mode="row">
    <tr>
      <td><code><xsl:value-of select="@symbol"/></code></td>
      <td>
        <xsl:choose>
          <xsl:when test="@grupujaca"><strong><xsl:value-of select="@haslo"/></strong></xsl:when>
          <xsl:otherwise><xsl:value-of select="@haslo"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td><xsl:value-of select="@kategoria"/></td>
      <td><xsl:value-of select="@kategoria_inne"/></td>
      <td>
        <xsl:choose>
          <xsl:when test="@grupujaca"><span class="meta">grupuje</span></xsl:when>
          <xsl:when test="not(@potwierdzona)"><span class="badge warn">niepotwierdzona</span></xsl:when>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
