<?xml version="1.0" encoding="UTF-8"?>
<!-- Dates, sizes, money and counted nouns as people read them. Input is data: ISO dates in local time, grosze, bytes.
     Each template gives plain text unless its comment says otherwise. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">

  <xsl:decimal-format name="pl" decimal-separator="," grouping-separator="&#160;" NaN="–"/>

  <!-- 2026-11-23 or 2026-11-23T09:00:00+01:00: 23 listopada 2026 -->
  <xsl:template name="date">
    <xsl:param name="value"/>
    <xsl:if test="string-length($value) &gt;= 10">
      <xsl:value-of select="number(substring($value, 9, 2))"/>
      <xsl:text>&#160;</xsl:text>
      <xsl:call-template name="month">
        <xsl:with-param name="number" select="number(substring($value, 6, 2))"/>
      </xsl:call-template>
      <xsl:text>&#160;</xsl:text>
      <xsl:value-of select="substring($value, 1, 4)"/>
    </xsl:if>
  </xsl:template>

  <!-- 23.11.2026 -->
  <xsl:template name="date-short">
    <xsl:param name="value"/>
    <xsl:if test="string-length($value) &gt;= 10">
      <xsl:value-of select="concat(substring($value, 9, 2), '.', substring($value, 6, 2), '.', substring($value, 1, 4))"/>
    </xsl:if>
  </xsl:template>

  <!-- 23.11.2026, 09:00; a value without a time of day gives the date alone -->
  <xsl:template name="datetime">
    <xsl:param name="value"/>
    <xsl:call-template name="date-short">
      <xsl:with-param name="value" select="$value"/>
    </xsl:call-template>
    <xsl:if test="string-length($value) &gt;= 16">
      <xsl:value-of select="concat(',&#160;', substring($value, 12, 5))"/>
    </xsl:if>
  </xsl:template>

  <!-- The same inside <time datetime="…">. form: long (the default), short, full (with the hour). Nothing when empty. -->
  <xsl:template name="time">
    <xsl:param name="value"/>
    <xsl:param name="form" select="'long'"/>
    <xsl:if test="$value != ''">
      <time datetime="{$value}">
        <xsl:choose>
          <xsl:when test="$form = 'short'">
            <xsl:call-template name="date-short"><xsl:with-param name="value" select="$value"/></xsl:call-template>
          </xsl:when>
          <xsl:when test="$form = 'full'">
            <xsl:call-template name="datetime"><xsl:with-param name="value" select="$value"/></xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="date"><xsl:with-param name="value" select="$value"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </time>
    </xsl:if>
  </xsl:template>

  <!-- The same for an attribute: <xsl:apply-templates select="@od" mode="time-short"/> -->
  <xsl:template match="@*" mode="time"><xsl:call-template name="time"><xsl:with-param name="value" select="string()"/></xsl:call-template></xsl:template>
  <xsl:template match="@*" mode="time-short">
    <xsl:call-template name="time"><xsl:with-param name="value" select="string()"/><xsl:with-param name="form" select="'short'"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="@*" mode="time-full">
    <xsl:call-template name="time"><xsl:with-param name="value" select="string()"/><xsl:with-param name="form" select="'full'"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="month">
    <xsl:param name="number"/>
    <xsl:choose>
      <xsl:when test="$number = 1"><xsl:value-of select="e:t('stycznia')"/></xsl:when>
      <xsl:when test="$number = 2"><xsl:value-of select="e:t('lutego')"/></xsl:when>
      <xsl:when test="$number = 3"><xsl:value-of select="e:t('marca')"/></xsl:when>
      <xsl:when test="$number = 4"><xsl:value-of select="e:t('kwietnia')"/></xsl:when>
      <xsl:when test="$number = 5"><xsl:value-of select="e:t('maja')"/></xsl:when>
      <xsl:when test="$number = 6"><xsl:value-of select="e:t('czerwca')"/></xsl:when>
      <xsl:when test="$number = 7"><xsl:value-of select="e:t('lipca')"/></xsl:when>
      <xsl:when test="$number = 8"><xsl:value-of select="e:t('sierpnia')"/></xsl:when>
      <xsl:when test="$number = 9"><xsl:value-of select="e:t('września')"/></xsl:when>
      <xsl:when test="$number = 10"><xsl:value-of select="e:t('października')"/></xsl:when>
      <xsl:when test="$number = 11"><xsl:value-of select="e:t('listopada')"/></xsl:when>
      <xsl:when test="$number = 12"><xsl:value-of select="e:t('grudnia')"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- 1,2 MB; decimal units, as files.js counts them before sending -->
  <xsl:template name="size">
    <xsl:param name="bytes"/>
    <xsl:choose>
      <xsl:when test="string(number($bytes)) = 'NaN'"/>
      <xsl:when test="$bytes &lt; 1000"><xsl:value-of select="concat($bytes, '&#160;B')"/></xsl:when>
      <xsl:when test="$bytes &lt; 999500">
        <xsl:value-of select="concat(format-number($bytes div 1000, '0', 'pl'), '&#160;kB')"/>
      </xsl:when>
      <xsl:when test="$bytes &lt; 999950000">
        <xsl:value-of select="concat(format-number($bytes div 1000000, '0,#', 'pl'), '&#160;MB')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="concat(format-number($bytes div 1000000000, '0,#', 'pl'), '&#160;GB')"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 123450 grosze: 1 234,50 zł. Złote and grosze are formatted apart, so no binary fraction is ever rounded. -->
  <xsl:template name="money">
    <xsl:param name="grosze"/>
    <xsl:if test="$grosze != ''">
      <xsl:variable name="abs" select="number(translate($grosze, '-', ''))"/>
      <xsl:if test="starts-with($grosze, '-')"><xsl:text>&#8722;</xsl:text></xsl:if>
      <xsl:value-of select="concat(format-number(floor($abs div 100), '#&#160;##0', 'pl'), ',',
        format-number($abs mod 100, '00'), '&#160;zł')"/>
    </xsl:if>
  </xsl:template>

  <!-- 12 345; numbers of four digits stay whole, as Polish typography has it -->
  <xsl:template name="number">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value &lt; 10000 and $value &gt; -10000"><xsl:value-of select="$value"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($value, '#&#160;##0', 'pl')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The noun alone: sprawa, sprawy, spraw. The caller passes translated forms:
       <xsl:with-param name="one" select="e:t('sprawa')"/> … -->
  <xsl:template name="plural">
    <xsl:param name="n"/>
    <xsl:param name="one"/>
    <xsl:param name="few"/>
    <xsl:param name="many"/>
    <xsl:variable name="units" select="$n mod 10"/>
    <xsl:variable name="tens" select="$n mod 100"/>
    <xsl:choose>
      <xsl:when test="$n = 1"><xsl:value-of select="$one"/></xsl:when>
      <xsl:when test="$units &gt;= 2 and $units &lt;= 4 and ($tens &lt; 12 or $tens &gt; 14)">
        <xsl:value-of select="$few"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$many"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Number and noun: 5 spraw -->
  <xsl:template name="count">
    <xsl:param name="n"/>
    <xsl:param name="one"/>
    <xsl:param name="few"/>
    <xsl:param name="many"/>
    <xsl:call-template name="number"><xsl:with-param name="value" select="$n"/></xsl:call-template>
    <xsl:text>&#160;</xsl:text>
    <xsl:call-template name="plural">
      <xsl:with-param name="n" select="$n"/>
      <xsl:with-param name="one" select="$one"/>
      <xsl:with-param name="few" select="$few"/>
      <xsl:with-param name="many" select="$many"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
