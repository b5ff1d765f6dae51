<?xml version="1.0" encoding="UTF-8"?>
<!-- Putting a letter into an open case. View: <sprawa_dolaczenie id rpw tytul nadawca_nazwa/> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawa_dolaczenie" mode="width">wrap reading</xsl:template>

  <xsl:template match="sprawa_dolaczenie">
    <p>
      <strong><xsl:value-of select="@rpw"/></strong>
      <xsl:value-of select="concat(' ', @tytul, ', nadawca: ', @nadawca_nazwa)"/>
    </p>
    <form method="post" action="/eod/przesylki/{@id}/dolacz">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field[@name = 'znak']" mode="field">
        <xsl:with-param name="hint" select="'Na przykład OR.1431.7.2026. Sprawa musi być w toku.'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:apply-templates>
      <p class="actions">
        <button type="submit" class="button primary">Dołącz</button>
        <a href="/eod/sprawy?zakres=">Znajdź sprawę na liście</a>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
