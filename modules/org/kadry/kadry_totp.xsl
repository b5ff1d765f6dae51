<?xml version="1.0" encoding="UTF-8"?>
<!-- The key of a second factor, shown once. View: @id @sekret -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_totp" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_totp">
    <p>Przekaż ten klucz pracownikowi osobiście. Wpisuje go w aplikacji uwierzytelniającej w telefonie (kod czasowy, 6 cyfr, co 30 sekund).</p>
    <p class="lead">
      <xsl:call-template name="copy">
        <xsl:with-param name="text" select="@sekret"/>
        <xsl:with-param name="label" select="'klucz'"/>
      </xsl:call-template>
    </p>
    <p><a href="/eod/administracja/{@id}">Klucz przekazany, wróć</a></p>
  </xsl:template>
</xsl:stylesheet>
