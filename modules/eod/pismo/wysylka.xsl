<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters to send, and the register of what went out: the list of wysylka_register. View: @dalej, <pismo/>* with the columns of
     pismo_register; of a row also @powod. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="register.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="wysylka">
    <section class="no-print" aria-labelledby="czeka">
      <h2 id="czeka">Do wysłania</h2>
      <xsl:call-template name="list">
        <xsl:with-param name="label" select="'Pisma do wysłania'"/>
        <xsl:with-param name="heads" select="'Termin sprawy|Znak sprawy|Tytuł|Adresat|Autor|Od kiedy'"/>
        <xsl:with-param name="rows" select="pismo"/>
        <xsl:with-param name="empty" select="'Nic nie czeka.'"/>
      </xsl:call-template>
      <xsl:call-template name="dalsze">
        <xsl:with-param name="action" select="'/eod/wysylka'"/>
        <xsl:with-param name="nazwa" select="'po'"/>
        <xsl:with-param name="wartosc" select="@dalej"/>
      </xsl:call-template>
    </section>
    <h2 class="no-print">Rejestr przesyłek wychodzących</h2>
    <xsl:apply-templates select="." mode="register"/>
  </xsl:template>

  <xsl:template match="wysylka/pismo" mode="row">
    <tr>
      <td><xsl:apply-templates select="@termin" mode="termin"/></td>
      <td class="nowrap"><xsl:value-of select="@numer"/></td>
      <td><a href="/eod/pisma/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td><xsl:value-of select="@adresat_nazwa"/></td>
      <td><xsl:value-of select="@autor"/></td>
      <td class="nowrap"><xsl:apply-templates select="@stan_od" mode="time-full"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="wysylka" mode="search-label">Numer, adresat albo znak sprawy</xsl:template>

  <xsl:template match="wysylka/row" mode="number"><a href="/eod/pisma/{@id}"><xsl:value-of select="@numer"/></a></xsl:template>

  <xsl:template match="wysylka/column[@name = 'wyslano_at' or @name = 'odebrano_at']" mode="cell">
    <xsl:param name="value"/>
    <xsl:call-template name="time"><xsl:with-param name="value" select="$value"/><xsl:with-param name="form" select="'full'"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="wysylka/column[@name = 'sposob']" mode="cell">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <xsl:apply-templates select="." mode="word"><xsl:with-param name="value" select="$value"/></xsl:apply-templates>
    <xsl:if test="$row/@powod != ''"><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="concat('(', $row/@powod, ')')"/></span></xsl:if>
  </xsl:template>
</xsl:stylesheet>
