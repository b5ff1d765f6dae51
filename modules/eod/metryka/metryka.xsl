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
    <div class="table-scroll" role="region" aria-label="Czynności w sprawie" tabindex="0">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col" class="num">Lp.</th>
            <th scope="col">Data czynności</th>
            <th scope="col">Osoba</th>
            <th scope="col">Określenie czynności</th>
            <th scope="col">Identyfikator dokumentu w aktach</th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="zdarzenie">
            <tr>
              <td class="num"><xsl:value-of select="position()"/></td>
              <td class="nowrap">
                <xsl:call-template name="time">
                  <xsl:with-param name="value" select="string(@czas)"/>
                  <xsl:with-param name="form" select="'full'"/>
                </xsl:call-template>
              </td>
              <td>
                <xsl:value-of select="@aktor"/>
                <xsl:if test="@stanowisko != ''"><xsl:value-of select="concat(', ', @stanowisko)"/></xsl:if>
              </td>
              <td><xsl:apply-templates select="." mode="zdarzenie"/></td>
              <td><xsl:apply-templates select="." mode="zdarzenie-dokument"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
