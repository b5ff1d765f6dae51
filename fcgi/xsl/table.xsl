<?xml version="1.0" encoding="UTF-8"?>
<!-- Small pieces shared by lists and detail pages: icon, badge, pager, empty list, copyable number, file, notice. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">

  <!-- A symbol of static/icons.svg; decoration only, the text beside it carries the meaning -->
  <xsl:template name="icon">
    <xsl:param name="name"/>
    <svg class="icon" aria-hidden="true" focusable="false"><use href="/static/icons.svg?v={/view/meta/@version}#{$name}"/></svg>
  </xsl:template>

  <!-- A state in words. kind: ok, info, warn, error, or none for neutral. -->
  <xsl:template name="badge">
    <xsl:param name="kind"/>
    <xsl:param name="text"/>
    <span class="badge {$kind}"><xsl:value-of select="$text"/></span>
  </xsl:template>

  <!-- <pager prev="/jst?before=…" next="/jst?after=…" from="1" to="25" total="312"/>; every attribute may be absent -->
  <xsl:template match="pager">
    <xsl:if test="@prev or @next or @total">
      <nav class="pager" aria-label="{e:t('Strony listy')}">
        <xsl:if test="@prev">
          <a class="button secondary" rel="prev" href="{@prev}" data-key="["><xsl:value-of select="e:t('Poprzednie')"/></a>
        </xsl:if>
        <xsl:if test="@from and @to">
          <span class="pager-where">
            <xsl:value-of select="concat(@from, '–', @to)"/>
            <xsl:if test="@total"><xsl:value-of select="concat(' ', e:t('z'), ' ', @total)"/></xsl:if>
          </span>
        </xsl:if>
        <xsl:if test="@next">
          <a class="button secondary" rel="next" href="{@next}" data-key="]"><xsl:value-of select="e:t('Następne')"/></a>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- <druk html="…" pdf="…" csv="…"/>, from view_print(): the same list on paper and as a file. csv: false() where the page has
       a better one. -->
  <xsl:template match="druk">
    <xsl:param name="csv" select="true()"/>
    <p class="toolbar print-links">
      <a class="button secondary" href="{@html}"><xsl:value-of select="e:t('Podgląd wydruku')"/></a>
      <a class="button secondary" href="{@pdf}"><xsl:value-of select="e:t('Pobierz PDF')"/></a>
      <xsl:if test="$csv"><a class="button secondary" href="{@csv}"><xsl:value-of select="e:t('Pobierz CSV')"/></a></xsl:if>
    </p>
  </xsl:template>

  <!-- What to say instead of an empty list -->
  <xsl:template name="empty">
    <xsl:param name="text"/>
    <p class="empty"><xsl:value-of select="$text"/></p>
  </xsl:template>

  <!-- A table of rows, each written by the sheet's own template in mode row (or `mode`). heads: headings parted by |, with #
       before one of numbers. walk: j and k go through the rows. empty: what to say instead of a table
       without rows, unless it is wanted always (on paper). -->
  <xsl:template name="list">
    <xsl:param name="label"/>
    <xsl:param name="heads"/>
    <xsl:param name="rows"/>
    <xsl:param name="walk" select="true()"/>
    <xsl:param name="empty"/>
    <xsl:param name="always" select="false()"/>
    <xsl:choose>
      <xsl:when test="$rows or $always">
        <div class="table-scroll" role="region" aria-label="{$label}" tabindex="0">
          <table class="dense">
            <xsl:if test="$walk"><xsl:attribute name="data-rows"/></xsl:if>
            <thead><tr><xsl:call-template name="list-heads"><xsl:with-param name="heads" select="concat($heads, '|')"/></xsl:call-template></tr></thead>
            <tbody><xsl:apply-templates select="$rows" mode="row"/></tbody>
          </table>
        </div>
      </xsl:when>
      <xsl:when test="$empty"><xsl:call-template name="empty"><xsl:with-param name="text" select="$empty"/></xsl:call-template></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="list-heads">
    <xsl:param name="heads"/>
    <xsl:if test="$heads != ''">
      <th scope="col">
        <xsl:if test="starts-with($heads, '#')"><xsl:attribute name="class">num</xsl:attribute></xsl:if>
        <xsl:value-of select="translate(substring-before($heads, '|'), '#', '')"/>
      </th>
      <xsl:call-template name="list-heads"><xsl:with-param name="heads" select="substring-after($heads, '|')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- A number or an address people retype elsewhere; copy.js adds the button. label: what is copied, in the genitive
       or as a phrase, e.g. „adres skrytki”. -->
  <xsl:template name="copy">
    <xsl:param name="text"/>
    <xsl:param name="label"/>
    <span class="copy" data-copy="{$label}"><code><xsl:value-of select="$text"/></code></span>
  </xsl:template>

  <!-- One line of <ul class="files">: link, kind and size -->
  <xsl:template name="file">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <xsl:param name="bytes"/>
    <xsl:param name="kind"/>
    <xsl:param name="note"/>
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'file'"/></xsl:call-template>
      <a href="{$href}"><xsl:value-of select="$name"/></a>
      <span class="meta">
        <xsl:value-of select="$kind"/>
        <xsl:if test="$kind and $bytes"><xsl:text>, </xsl:text></xsl:if>
        <xsl:call-template name="size"><xsl:with-param name="bytes" select="$bytes"/></xsl:call-template>
        <xsl:if test="$note"><xsl:value-of select="concat(' · ', $note)"/></xsl:if>
      </span>
    </li>
  </xsl:template>

  <!-- A box of text the reader should not miss. kind: info, ok, warn, error. content: a tree fragment. -->
  <xsl:template name="notice">
    <xsl:param name="kind" select="'info'"/>
    <xsl:param name="content"/>
    <div class="notice {$kind}"><xsl:copy-of select="$content"/></div>
  </xsl:template>
</xsl:stylesheet>
