<?xml version="1.0" encoding="UTF-8"?>
<!-- A paper as it will be printed, from the model of core/doc/print.h. View: <print title> <pole nazwa wartosc/>* (the
     address's other values) <kolumna nr nazwa wybrana/>* <print title>…the model…</print>. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="/view/print" mode="title">
    <xsl:value-of select="concat(e:t('Podgląd wydruku:'), ' ', @title)"/>
  </xsl:template>
  <xsl:template match="/view/print" mode="head">
    <h1 class="no-print"><xsl:apply-templates select="." mode="title"/></h1>
  </xsl:template>

  <xsl:template match="/view/print">
    <xsl:call-template name="print-form"/>
    <div class="paper print"><xsl:apply-templates select="print/*"/></div>
  </xsl:template>

  <!-- Which columns, and in which form -->
  <xsl:template name="print-form">
    <form class="no-print" method="get" action="{$path}">
      <xsl:for-each select="pole"><input type="hidden" name="{@nazwa}" value="{@wartosc}"/></xsl:for-each>
      <xsl:if test="kolumna">
        <fieldset class="print-columns">
          <legend><xsl:value-of select="e:t('Kolumny')"/></legend>
          <xsl:for-each select="kolumna">
            <label for="kolumna-{@nr}">
              <input type="checkbox" id="kolumna-{@nr}" name="kolumna" value="{@nr}">
                <xsl:if test="@wybrana"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
              </input>
              <xsl:value-of select="concat(' ', @nazwa)"/>
            </label>
          </xsl:for-each>
        </fieldset>
      </xsl:if>
      <div class="actions">
        <button type="submit" class="button primary" name="plik" value="pdf"><xsl:value-of select="e:t('Pobierz PDF')"/></button>
        <button type="submit" class="button secondary" name="plik" value="csv"><xsl:value-of select="e:t('Pobierz CSV')"/></button>
        <xsl:if test="kolumna">
          <button type="submit" class="button secondary" name="plik" value="html"><xsl:value-of select="e:t('Pokaż wybrane kolumny')"/></button>
        </xsl:if>
      </div>
    </form>
  </xsl:template>

  <!-- ==== the elements of the model ==== -->

  <xsl:template match="print/letterhead">
    <p class="print-office"><strong><xsl:value-of select="@office"/></strong></p>
    <xsl:if test="@details"><p class="meta"><xsl:value-of select="@details"/></p></xsl:if>
    <hr/>
  </xsl:template>
  <xsl:template match="print/right"><p class="print-right"><xsl:value-of select="."/></p></xsl:template>
  <xsl:template match="print/address">
    <div class="print-address">
      <p class="print-lines"><xsl:value-of select="@beside"/></p>
      <p class="print-lines"><xsl:value-of select="."/></p>
    </div>
  </xsl:template>
  <xsl:template match="print/heading[@level = 1]" priority="1"><h2 class="print-title"><xsl:value-of select="."/></h2></xsl:template>
  <xsl:template match="print/heading"><h3><xsl:value-of select="."/></h3></xsl:template>
  <xsl:template match="print/para"><p class="print-lines"><xsl:value-of select="."/></p></xsl:template>
  <xsl:template match="print/mono">
    <xsl:if test="@label"><p><xsl:value-of select="@label"/></p></xsl:if>
    <p><code><xsl:value-of select="."/></code></p>
  </xsl:template>
  <xsl:template match="print/space"/>
  <xsl:template match="print/rule"><hr/></xsl:template>
  <xsl:template match="print/check"><p><a href="{@href}"><xsl:value-of select="."/></a></p></xsl:template>

  <!-- Neighbouring facts are one list -->
  <xsl:template match="print/fact[not(preceding-sibling::*[1][self::fact])]" priority="1">
    <dl class="facts"><xsl:apply-templates select="." mode="fact"/></dl>
  </xsl:template>
  <xsl:template match="print/fact"/>
  <xsl:template match="fact" mode="fact">
    <div><dt><xsl:value-of select="@label"/></dt><dd class="print-lines"><xsl:value-of select="."/></dd></div>
    <xsl:apply-templates select="following-sibling::*[1][self::fact]" mode="fact"/>
  </xsl:template>

  <xsl:template match="print/table">
    <div class="table-scroll" role="region" aria-label="{ancestor::print[last()]/@title}" tabindex="0">
      <table class="dense">
        <thead>
          <tr>
            <xsl:for-each select="column">
              <th scope="col"><xsl:call-template name="print-right"/><xsl:value-of select="@head"/></th>
            </xsl:for-each>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="row"/></tbody>
      </table>
    </div>
    <xsl:if test="not(row)">
      <p class="empty">
        <xsl:choose>
          <xsl:when test="@empty"><xsl:value-of select="@empty"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('Brak pozycji.')"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="table/row">
    <xsl:variable name="columns" select="../column"/>
    <tr>
      <xsl:if test="@total"><xsl:attribute name="class">print-total</xsl:attribute></xsl:if>
      <xsl:for-each select="cell">
        <xsl:variable name="at" select="position()"/>
        <td>
          <xsl:for-each select="$columns[$at]"><xsl:call-template name="print-right"/></xsl:for-each>
          <xsl:value-of select="."/>
        </td>
      </xsl:for-each>
    </tr>
  </xsl:template>

  <xsl:template name="print-right">
    <xsl:if test="@right"><xsl:attribute name="class">num</xsl:attribute></xsl:if>
  </xsl:template>
</xsl:stylesheet>
