<?xml version="1.0" encoding="UTF-8"?>
<!-- A clerk of several units chooses one. View: <jst teryt nazwa_jst/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="logowanie_jednostka" mode="width">wrap reading</xsl:template>

  <xsl:template match="logowanie_jednostka">
    <form method="post" action="/logowanie/jednostka">
      <xsl:call-template name="csrf"/>
      <ul class="plain">
        <xsl:for-each select="jst">
          <li>
            <button type="submit" class="button secondary" name="jst" value="{@teryt}"><xsl:value-of select="@nazwa_jst"/></button>
          </li>
        </xsl:for-each>
      </ul>
    </form>
  </xsl:template>
</xsl:stylesheet>
