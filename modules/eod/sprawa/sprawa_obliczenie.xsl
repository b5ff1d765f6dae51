<?xml version="1.0" encoding="UTF-8"?>
<!-- How the term of a case was calculated. View: the columns of sprawa_get(), <slad/>. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="trace.xsl"/>

  <xsl:template match="sprawa_obliczenie">
    <dl class="facts">
      <div><dt>Sprawa</dt><dd><strong><xsl:value-of select="@znak"/></strong></dd></div>
      <div>
        <dt>Termin załatwienia</dt>
        <dd>
          <xsl:call-template name="date"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
          <br/>
          <span class="meta"><xsl:value-of select="@termin_podstawa"/></span>
        </dd>
      </div>
    </dl>
    <xsl:for-each select="slad"><xsl:call-template name="slad"/></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
