<?xml version="1.0" encoding="UTF-8"?>
<!-- A new administrator of a unit. View: @teryt, form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_region_nowy" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_region_nowy">
    <form method="post" action="/eod/region/{@teryt}/nowy" data-dirty="">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field" mode="field"/>
      <p class="actions"><button type="submit" class="button primary">Powołaj administratora</button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
