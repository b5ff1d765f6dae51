<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters to send and the register of what went out. View: <wysylka dalsze dalej_do_wyslania dalej_wyslane> <pismo/>*,
     <wyslane id nr wyslano_at adresat_nazwa znak sposob powod pismo_id wyslal odebrano_at/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="wysylka">
    <h2>Do wysłania</h2>
    <xsl:call-template name="pisma-lista">
      <xsl:with-param name="pisma" select="pismo"/>
      <xsl:with-param name="nazwa" select="'Pisma do wysłania'"/>
    </xsl:call-template>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="'/eod/wysylka'"/>
      <xsl:with-param name="nazwa" select="'po'"/>
      <xsl:with-param name="wartosc" select="@dalej_do_wyslania"/>
    </xsl:call-template>
    <h2>Rejestr przesyłek wychodzących</h2>
    <xsl:choose>
      <xsl:when test="wyslane"><xsl:call-template name="rejestr"/></xsl:when>
      <xsl:otherwise><p class="meta">Jeszcze nic nie wysłano.</p></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="'/eod/wysylka'"/>
      <xsl:with-param name="wartosc" select="@dalej_wyslane"/>
      <xsl:with-param name="poczatek" select="boolean(@dalsze)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="rejestr">
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Rejestr przesyłek wychodzących'"/>
      <xsl:with-param name="heads" select="'Numer|Wysłano|Adresat|Znak sprawy|Sposób|Odebrano|Wysłał(a)'"/>
      <xsl:with-param name="rows" select="wyslane"/>
      <xsl:with-param name="walk" select="false()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="wyslane" mode="row">
    <tr>
      <td class="nowrap"><a href="/eod/pisma/{@pismo_id}"><xsl:value-of select="@nr"/></a></td>
      <td class="nowrap"><xsl:apply-templates select="@wyslano_at" mode="time-full"/></td>
      <td><xsl:value-of select="@adresat_nazwa"/></td>
      <td class="nowrap"><xsl:value-of select="@znak"/></td>
      <td>
        <xsl:call-template name="sposob"/>
        <xsl:if test="@powod != ''"><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="concat('(', @powod, ')')"/></span></xsl:if>
      </td>
      <td class="nowrap"><xsl:apply-templates select="@odebrano_at" mode="time-full"/></td>
      <td><xsl:value-of select="@wyslal"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
