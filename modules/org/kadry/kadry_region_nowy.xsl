<?xml version="1.0" encoding="UTF-8"?>
<!-- A new administrator of a unit: the form of the register of clerks. View: @teryt, <column/>*, form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>

  <xsl:template match="kadry_region_nowy" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_region_nowy">
    <form method="post" action="/eod/region/{@teryt}/nowy" data-dirty="" novalidate="novalidate">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="role" value="administrator"/>
      <xsl:apply-templates select="column[@name != 'role' and @name != 'kieruje']" mode="field"/>
      <p class="actions"><button type="submit" class="button primary">Powołaj administratora</button></p>
    </form>
  </xsl:template>

  <xsl:template match="kadry_region_nowy/column[@name = 'komorka_kod']" mode="hint">Jak w znaku sprawy. Nowy kod zakłada nową komórkę.</xsl:template>
</xsl:stylesheet>
