<?xml version="1.0" encoding="UTF-8"?>
<!-- A new clerk. View: form, <rola name label/>*, <komorka kod nazwa/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="kadry_role.xsl"/>

  <xsl:template match="kadry_nowy" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_nowy">
    <p><a href="/eod/administracja">Wróć do listy pracowników</a></p>
    <xsl:variable name="units">
      <xsl:text>Jak w znaku sprawy. Nowy kod zakłada nową komórkę. Są już: </xsl:text>
      <xsl:for-each select="komorka">
        <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
        <xsl:value-of select="concat(@kod, ' – ', @nazwa)"/>
      </xsl:for-each>
      <xsl:text>.</xsl:text>
    </xsl:variable>
    <form method="post" action="/eod/administracja/nowy">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field[following-sibling::field[@name = 'komorka_kod']]" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'komorka_kod']" mode="field">
        <xsl:with-param name="hint" select="string($units)"/>
      </xsl:apply-templates>
      <xsl:apply-templates select="form/field[preceding-sibling::field[@name = 'komorka_kod']]" mode="field"/>
      <xsl:call-template name="kadry-role"/>
      <p class="actions"><button type="submit" class="button primary">Dodaj pracownika</button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
