<?xml version="1.0" encoding="UTF-8"?>
<!-- Metryka sprawy, Dz.U. 2012 poz. 250. View: the columns of the case, @nazwa; <zdarzenie czas typ aktor stanowisko …/>*; <druk/>.
     events.xsl writes them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="metryka">
    <xsl:apply-templates select="druk"/>
    <dl class="facts">
      <div><dt>Oznaczenie sprawy</dt><dd><strong><xsl:value-of select="@znak"/></strong></dd></div>
      <div><dt>Tytuł sprawy</dt><dd><xsl:value-of select="@nazwa"/></dd></div>
      <div><dt>Urząd</dt><dd><xsl:value-of select="/view/meta/user/@jst-name"/></dd></div>
    </dl>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Czynności w sprawie'"/>
      <xsl:with-param name="heads" select="'#Lp.|Data czynności|Osoba|Określenie czynności|Identyfikator dokumentu w aktach'"/>
      <xsl:with-param name="rows" select="zdarzenie"/>
      <xsl:with-param name="walk" select="false()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="zdarzenie" mode="row">
    <tr>
      <td class="num"><xsl:value-of select="position()"/></td>
      <td class="nowrap"><xsl:apply-templates select="@czas" mode="time-full"/></td>
      <td>
        <xsl:value-of select="@aktor"/>
        <xsl:if test="@stanowisko != ''"><xsl:value-of select="concat(', ', @stanowisko)"/></xsl:if>
      </td>
      <td><xsl:apply-templates select="." mode="zdarzenie"/></td>
      <td><xsl:apply-templates select="." mode="zdarzenie-dokument"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
