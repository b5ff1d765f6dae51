<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters that wait for the clerk. View: <pisma_do_podpisu akceptuje podpisuje dalej_a dalej_p> <akceptacja/>*, <podpis id
     znak tytul adresat_nazwa autor termin stan stan_od/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pisma_do_podpisu">
    <xsl:if test="@akceptuje">
      <h2 id="akceptacja">Do akceptacji</h2>
      <xsl:call-template name="pisma-lista">
        <xsl:with-param name="pisma" select="akceptacja"/>
        <xsl:with-param name="nazwa" select="'Pisma do akceptacji'"/>
      </xsl:call-template>
      <xsl:call-template name="dalsze">
        <xsl:with-param name="action" select="'/eod/podpis'"/>
        <xsl:with-param name="nazwa" select="'po_a'"/>
        <xsl:with-param name="wartosc" select="@dalej_a"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@podpisuje">
      <h2 id="podpis">Do podpisu</h2>
      <xsl:call-template name="pisma-lista">
        <xsl:with-param name="pisma" select="podpis"/>
        <xsl:with-param name="nazwa" select="'Pisma do podpisu'"/>
      </xsl:call-template>
      <xsl:call-template name="dalsze">
        <xsl:with-param name="action" select="'/eod/podpis'"/>
        <xsl:with-param name="nazwa" select="'po_p'"/>
        <xsl:with-param name="wartosc" select="@dalej_p"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
