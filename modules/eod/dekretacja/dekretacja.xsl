<?xml version="1.0" encoding="UTF-8"?>
<!-- Handing a letter on (@dekretuje) or back (@zwraca), on a page of its own. View: the columns of przesylka_get();
     <komorka/>*, <referent/>*, <pracownik/>*. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="dekretacja" mode="width">wrap reading</xsl:template>

  <xsl:template match="dekretacja">
    <p>
      <strong><xsl:value-of select="@rpw"/></strong>
      <xsl:value-of select="concat(' ', @tytul, ', nadawca: ', @nadawca_nazwa)"/>
    </p>
    <p class="meta"><xsl:value-of select="concat('Leży teraz: ', @u_kogo)"/></p>
    <xsl:if test="@dekretuje">
      <form method="post" action="/eod/przesylki/{@id}/dekretacja">
        <xsl:call-template name="csrf"/>
        <xsl:call-template name="dekretacja-pola"/>
        <p class="actions"><button type="submit" class="button primary">Dekretuj</button></p>
      </form>
    </xsl:if>
    <xsl:if test="@zwraca">
      <form method="post" action="/eod/przesylki/{@id}/zwrot">
        <xsl:call-template name="csrf"/>
        <xsl:apply-templates select="form/field[@name = 'powod']" mode="field"/>
        <p class="actions"><button type="submit" class="button primary">Zwróć</button></p>
      </form>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
