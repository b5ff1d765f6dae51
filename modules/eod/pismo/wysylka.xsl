<?xml version="1.0" encoding="UTF-8"?>
<!-- Letters to send and the register of what went out. View: <wysylka dalsze dalej_do_wyslania dalej_wyslane blisko> <pismo/>*,
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
    <div class="table-scroll" role="region" aria-label="Rejestr przesyłek wychodzących" tabindex="0">
      <table class="dense">
        <thead>
          <tr>
            <th scope="col">Numer</th>
            <th scope="col">Wysłano</th>
            <th scope="col">Adresat</th>
            <th scope="col">Znak sprawy</th>
            <th scope="col">Sposób</th>
            <th scope="col">Odebrano</th>
            <th scope="col">Wysłał(a)</th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="wyslane">
            <tr>
              <td class="nowrap"><a href="/eod/pisma/{@pismo_id}"><xsl:value-of select="@nr"/></a></td>
              <td class="nowrap">
                <xsl:call-template name="time">
                  <xsl:with-param name="value" select="string(@wyslano_at)"/>
                  <xsl:with-param name="form" select="'full'"/>
                </xsl:call-template>
              </td>
              <td><xsl:value-of select="@adresat_nazwa"/></td>
              <td class="nowrap"><xsl:value-of select="@znak"/></td>
              <td>
                <xsl:call-template name="sposob"/>
                <xsl:if test="@powod != ''"><xsl:text> </xsl:text><span class="meta"><xsl:value-of select="concat('(', @powod, ')')"/></span></xsl:if>
              </td>
              <td class="nowrap">
                <xsl:call-template name="time">
                  <xsl:with-param name="value" select="string(@odebrano_at)"/>
                  <xsl:with-param name="form" select="'full'"/>
                </xsl:call-template>
              </td>
              <td><xsl:value-of select="@wyslal"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
