<?xml version="1.0" encoding="UTF-8"?>
<!-- Units of the region and who administers them. View: @n @bez (how many without), <jst teryt nazwa_jst administratorzy pracownicy/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_region">
    <p class="lead">
      <xsl:choose>
        <xsl:when test="@bez = 0">Każda jednostka ma administratora.</xsl:when>
        <xsl:otherwise>
          <xsl:text>Bez administratora: </xsl:text><strong><xsl:value-of select="@bez"/></strong>
          <xsl:text> z </xsl:text><xsl:value-of select="@n"/><xsl:text>. Powołaj go na stronie jednostki.</xsl:text>
        </xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Jednostki regionu'"/>
      <xsl:with-param name="heads" select="'Jednostka|Administratorzy|Pracownicy'"/>
      <xsl:with-param name="rows" select="jst"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="kadry_region/jst" mode="row">
    <tr>
      <td><a href="/eod/region/{@teryt}" data-row=""><xsl:value-of select="@nazwa_jst"/></a></td>
      <td>
        <xsl:value-of select="@administratorzy"/>
        <xsl:if test="@administratorzy = ''"><span class="badge warn">nie ma</span></xsl:if>
      </td>
      <td><xsl:value-of select="@pracownicy"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
