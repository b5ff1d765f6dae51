<?xml version="1.0" encoding="UTF-8"?>
<!-- One step with a small form: @co is przedloz, zwroc or wyslij. View: the columns of pismo_get(), <akceptujacy id name/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pismo_krok" mode="width">wrap reading</xsl:template>

  <xsl:template match="pismo_krok">
    <p class="to-whom">
      <strong><xsl:value-of select="@tytul"/></strong>
      <xsl:value-of select="concat(', wersja ', @wersja, ' ')"/>
      <xsl:apply-templates select="@stan" mode="stan"/>
    </p>
    <xsl:call-template name="pismo-do-kogo"/>
    <xsl:choose>
      <xsl:when test="@co = 'przedloz'"><xsl:call-template name="przedloz-form"/></xsl:when>
      <xsl:when test="@co = 'wyslij'"><xsl:call-template name="wyslij-form"/></xsl:when>
      <xsl:otherwise>
        <form method="post" action="/eod/pisma/{@id}/zwroc">
          <xsl:call-template name="csrf"/>
          <xsl:apply-templates select="form/field[@name = 'powod']" mode="field">
            <xsl:with-param name="hint" select="'Napisz, co trzeba poprawić. Przeczyta to autor pisma.'"/>
            <xsl:with-param name="rows" select="3"/>
          </xsl:apply-templates>
          <p class="actions"><button type="submit" class="button primary">Zwróć do poprawy</button></p>
        </form>
      </xsl:otherwise>
    </xsl:choose>
    <p><a href="/eod/pisma/{@id}">Wróć do pisma</a></p>
  </xsl:template>
</xsl:stylesheet>
