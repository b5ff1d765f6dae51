<?xml version="1.0" encoding="UTF-8"?>
<!-- One step with a small form: @co is przedloz, zwroc or wyslij. View: the columns of pismo_get(), <akceptujacy id name/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pismo_krok" mode="width">wrap reading</xsl:template>

  <xsl:template match="pismo_krok">
    <p>
      <strong><xsl:value-of select="@tytul"/></strong>
      <xsl:value-of select="concat(', ', @adresat_nazwa, ', wersja ', @wersja, ' ')"/>
      <xsl:call-template name="stan"><xsl:with-param name="value" select="string(@stan)"/></xsl:call-template>
    </p>
    <xsl:choose>
      <xsl:when test="@co = 'przedloz'"><xsl:call-template name="przedloz-form"/></xsl:when>
      <xsl:when test="@co = 'wyslij'"><xsl:call-template name="wyslij-form"/></xsl:when>
      <xsl:otherwise>
        <form method="post" action="/eod/pisma/{@id}/zwroc">
          <xsl:call-template name="csrf"/>
          <xsl:call-template name="field-area">
            <xsl:with-param name="name" select="'powod'"/>
            <xsl:with-param name="label" select="'Powód zwrotu'"/>
            <xsl:with-param name="hint" select="'Napisz, co trzeba poprawić. Przeczyta to autor pisma.'"/>
            <xsl:with-param name="rows" select="3"/>
            <xsl:with-param name="maxlength" select="1000"/>
          </xsl:call-template>
          <p class="actions"><xsl:call-template name="button"><xsl:with-param name="label" select="'Zwróć do poprawy'"/></xsl:call-template></p>
        </form>
      </xsl:otherwise>
    </xsl:choose>
    <p><a href="/eod/pisma/{@id}">Wróć do pisma</a></p>
  </xsl:template>
</xsl:stylesheet>
