<?xml version="1.0" encoding="UTF-8"?>
<!-- Pieces shared by the pages of a letter: a draft in a list, limits of attachments, the three steps. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="format.xsl"/>

  <xsl:template match="szkic" mode="draft">
    <xsl:param name="slug" select="@slug"/>
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
      <a>
        <xsl:attribute name="href">
          <xsl:value-of select="concat('/e-urzad/', $slug, '/pismo-ogolne/', @id)"/>
          <xsl:if test="@gotowy"><xsl:text>/podglad</xsl:text></xsl:if>
        </xsl:attribute>
        <xsl:choose>
          <xsl:when test="@tytul != ''"><xsl:value-of select="@tytul"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('Pismo bez tytułu')"/></xsl:otherwise>
        </xsl:choose>
      </a>
      <span class="meta">
        <xsl:if test="not(/view/szkic_start)"><xsl:value-of select="concat(@nazwa_jst, ' · ')"/></xsl:if>
        <xsl:value-of select="concat(e:t('zmieniono'), ' ')"/>
        <xsl:apply-templates select="@updated_at" mode="time-full"/>
      </span>
    </li>
  </xsl:template>

  <xsl:template name="limits">
    <xsl:value-of select="concat(e:t('Załączniki: najwyżej'), ' ')"/>
    <xsl:call-template name="count">
      <xsl:with-param name="n" select="limity/@n"/>
      <xsl:with-param name="one" select="e:t('plik')"/>
      <xsl:with-param name="few" select="e:t('pliki')"/>
      <xsl:with-param name="many" select="e:t('plików')"/>
    </xsl:call-template>
    <xsl:value-of select="concat(', ', e:t('każdy do'), ' ')"/>
    <xsl:call-template name="size"><xsl:with-param name="bytes" select="limity/@plik"/></xsl:call-template>
    <xsl:value-of select="concat(', ', e:t('razem do'), ' ')"/>
    <xsl:call-template name="size"><xsl:with-param name="bytes" select="limity/@razem"/></xsl:call-template>
    <xsl:text>.</xsl:text>
  </xsl:template>

  <xsl:template name="formats">
    <details>
      <summary><xsl:value-of select="e:t('Jakie formaty plików przyjmuje urząd?')"/></summary>
      <p class="meta"><xsl:value-of select="limity/@formaty"/></p>
    </details>
  </xsl:template>

  <!-- now: 1, 2 or 3 -->
  <xsl:template name="steps">
    <xsl:param name="now"/>
    <ol class="steps">
      <xsl:call-template name="step">
        <xsl:with-param name="n" select="1"/>
        <xsl:with-param name="now" select="$now"/>
        <xsl:with-param name="text" select="e:t('Napisz pismo')"/>
      </xsl:call-template>
      <xsl:call-template name="step">
        <xsl:with-param name="n" select="2"/>
        <xsl:with-param name="now" select="$now"/>
        <xsl:with-param name="text" select="e:t('Sprawdź i wyślij')"/>
      </xsl:call-template>
      <xsl:call-template name="step">
        <xsl:with-param name="n" select="3"/>
        <xsl:with-param name="now" select="$now"/>
        <xsl:with-param name="text" select="e:t('Odbierz poświadczenie')"/>
      </xsl:call-template>
    </ol>
  </xsl:template>

  <xsl:template name="step">
    <xsl:param name="n"/>
    <xsl:param name="now"/>
    <xsl:param name="text"/>
    <li>
      <xsl:if test="$n = $now">
        <xsl:attribute name="class">now</xsl:attribute>
        <xsl:attribute name="aria-current">step</xsl:attribute>
      </xsl:if>
      <xsl:if test="$n &lt; $now"><xsl:attribute name="class">done</xsl:attribute></xsl:if>
      <strong><xsl:value-of select="concat(e:t('Krok'), ' ', $n)"/></strong>
      <xsl:value-of select="$text"/>
    </li>
  </xsl:template>
</xsl:stylesheet>
