<?xml version="1.0" encoding="UTF-8"?>
<!-- Rejestr przesyłek wpływających. View: <przesylki q blisko dalsze przed> <druk/> <przesylka id rpw tytul nadawca_nazwa znak_obcy
     data_na_pismie wplynelo_at stan termin liczba_zalacznikow uwagi u_kogo sprawa_id znak/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="przesylki">
    <xsl:call-template name="eod-search">
      <xsl:with-param name="action" select="'/eod/przesylki'"/>
      <xsl:with-param name="label" select="'Numer, tytuł, nadawca albo znak'"/>
      <xsl:with-param name="q" select="@q"/>
    </xsl:call-template>
    <xsl:apply-templates select="druk"/>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Rejestr przesyłek wpływających'"/>
      <xsl:with-param name="heads" select="'Numer|Wpłynęło|Tytuł|Nadawca|Data na piśmie|Znak na piśmie|Stan|Przydzielono|Termin|#Zał.|Uwagi'"/>
      <xsl:with-param name="rows" select="przesylka"/>
      <xsl:with-param name="always" select="not(druk)"/>
      <xsl:with-param name="empty" select="'W rejestrze nie ma przesyłek, które pasują do tych słów.'"/>
    </xsl:call-template>
    <xsl:call-template name="dalsze">
      <xsl:with-param name="action" select="'/eod/przesylki'"/>
      <xsl:with-param name="pola"><input type="hidden" name="q" value="{@q}"/></xsl:with-param>
      <xsl:with-param name="wartosc" select="@przed"/>
      <xsl:with-param name="poczatek" select="boolean(@dalsze)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="przesylka" mode="row">
    <tr>
      <td class="nowrap"><xsl:value-of select="@rpw"/></td>
      <td class="nowrap"><xsl:apply-templates select="@wplynelo_at" mode="time-full"/></td>
      <td><a href="/eod/przesylki/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td class="who"><xsl:value-of select="@nadawca_nazwa"/></td>
      <td class="nowrap"><xsl:apply-templates select="@data_na_pismie" mode="time-short"/></td>
      <td><xsl:value-of select="@znak_obcy"/></td>
      <td><xsl:apply-templates select="@stan" mode="stan"/></td>
      <td>
        <xsl:choose>
          <xsl:when test="@sprawa_id"><a href="/eod/sprawy/{@sprawa_id}"><xsl:value-of select="@znak"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="@u_kogo"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td><xsl:apply-templates select="@termin[not(../@sprawa_id)]" mode="termin"/></td>
      <td class="num"><xsl:value-of select="@liczba_zalacznikow"/></td>
      <td><xsl:value-of select="@uwagi"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
