<?xml version="1.0" encoding="UTF-8"?>
<!-- The register of clerks. View: as register.xsl has it, <extra kod nazwa/>* are the komórki there are. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>

  <xsl:template match="kadry"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="kadry[not(@id)]" mode="save">Dodaj pracownika</xsl:template>

  <xsl:template match="kadry/column[@name = 'komorka_kod']" mode="hint">
    <xsl:text>Jak w znaku sprawy. Nowy kod zakłada nową komórkę. Są już: </xsl:text>
    <xsl:for-each select="../extra">
      <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
      <xsl:value-of select="concat(@kod, ' – ', @nazwa)"/>
    </xsl:for-each>
    <xsl:text>.</xsl:text>
  </xsl:template>

  <!-- That of the region's administrator is given in the region's own unit only -->
  <xsl:template match="kadry/column/word[@id = 'region'][/view/meta/user/@jst != '08']" mode="choice"/>
  <xsl:template match="kadry/column/word[@id = 'region'][/view/meta/user/@jst != '08']" mode="option"/>

  <xsl:template match="kadry" mode="more">
    <h2>Drugi składnik logowania</h2>
    <p>Nadanie nowego klucza unieważnia poprzedni. Klucz zobaczysz tylko raz.</p>
    <form method="post" action="{@path}/{@id}/totp">
      <xsl:call-template name="csrf"/>
      <p class="actions"><xsl:call-template name="button"><xsl:with-param name="label" select="'Nadaj nowy klucz'"/><xsl:with-param name="kind" select="'secondary'"/></xsl:call-template></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
