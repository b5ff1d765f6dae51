<?xml version="1.0" encoding="UTF-8"?>
<!-- Pieces shared by the clerks' pages: terms, states, the search box, the strip of a path, older and newer pages. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="format.xsl"/>
  <xsl:import href="zdarzenia.xsl"/>

  <!-- A term with its meaning in words and colour. blisko: the last day that counts as near (attribute of the page). -->
  <xsl:template name="termin">
    <xsl:param name="value"/>
    <xsl:param name="blisko" select="/view/*[not(self::meta)]/@blisko"/>
    <xsl:variable name="dzis" select="number(translate(substring(/view/meta/@now, 1, 10), '-', ''))"/>
    <xsl:variable name="dzien" select="number(translate($value, '-', ''))"/>
    <xsl:if test="$value != ''">
      <span class="nowrap">
        <xsl:call-template name="time">
          <xsl:with-param name="value" select="string($value)"/>
          <xsl:with-param name="form" select="'short'"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="$dzien &lt; $dzis">
            <xsl:call-template name="badge">
              <xsl:with-param name="kind" select="'error'"/>
              <xsl:with-param name="text" select="'po terminie'"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="$dzien = $dzis">
            <xsl:call-template name="badge">
              <xsl:with-param name="kind" select="'warn'"/>
              <xsl:with-param name="text" select="'dziś'"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="$dzien &lt;= number(translate($blisko, '-', ''))">
            <xsl:call-template name="badge">
              <xsl:with-param name="kind" select="'warn'"/>
              <xsl:with-param name="text" select="'blisko'"/>
            </xsl:call-template>
          </xsl:when>
        </xsl:choose>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="stan">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'DO_REJESTRACJI'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'info'"/><xsl:with-param name="text" select="'do rejestracji'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'DO_DEKRETACJI'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'warn'"/><xsl:with-param name="text" select="'do dekretacji'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'U_PROWADZACEGO'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'info'"/><xsl:with-param name="text" select="'u prowadzącego'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'W_SPRAWIE'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'ok'"/><xsl:with-param name="text" select="'w sprawie'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'W_TOKU'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'info'"/><xsl:with-param name="text" select="'w toku'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'ZALATWIONA'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'ok'"/><xsl:with-param name="text" select="'załatwiona'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'ROBOCZE'">
        <xsl:call-template name="badge"><xsl:with-param name="text" select="'projekt'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'PRZEDLOZONE'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'warn'"/><xsl:with-param name="text" select="'do akceptacji'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'ZAAKCEPTOWANE'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'warn'"/><xsl:with-param name="text" select="'do podpisu'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'PODPISANE'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'info'"/><xsl:with-param name="text" select="'do wysłania'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'WYSLANE'">
        <xsl:call-template name="badge"><xsl:with-param name="kind" select="'ok'"/><xsl:with-param name="text" select="'wysłane'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$value = 'ANULOWANE'">
        <xsl:call-template name="badge"><xsl:with-param name="text" select="'anulowane'"/></xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- A search box for lists. content: hidden fields to keep. -->
  <xsl:template name="eod-search">
    <xsl:param name="action"/>
    <xsl:param name="label"/>
    <xsl:param name="q"/>
    <xsl:param name="content"/>
    <form class="search" role="search" method="get" action="{$action}">
      <div class="field">
        <label for="q"><xsl:value-of select="$label"/></label>
        <input id="q" name="q" type="search" value="{$q}" maxlength="200" data-key="f" data-key-label="Szukaj na tej liście"/>
      </div>
      <xsl:copy-of select="$content"/>
      <button type="submit" class="button secondary">Szukaj</button>
    </form>
  </xsl:template>

  <!-- „Teraz” between „Zrobione” and „Dalej” -->
  <xsl:template name="sciezka">
    <xsl:param name="zrobione"/>
    <xsl:param name="teraz"/>
    <xsl:param name="dalej"/>
    <ol class="steps">
      <li class="done"><strong>Zrobione</strong><xsl:copy-of select="$zrobione"/></li>
      <li class="now" aria-current="step"><strong>Teraz</strong><xsl:copy-of select="$teraz"/></li>
      <li class="next"><strong>Dalej</strong><xsl:copy-of select="$dalej"/></li>
    </ol>
  </xsl:template>

  <!-- Pages by key: back to the beginning, on to what follows -->
  <xsl:template name="dalsze">
    <xsl:param name="poczatek"/>
    <xsl:param name="nastepne"/>
    <xsl:if test="$poczatek or $nastepne">
      <nav class="pager" aria-label="Strony listy">
        <xsl:if test="$poczatek"><a class="button secondary" href="{$poczatek}" data-key="[">Od początku</a></xsl:if>
        <xsl:if test="$nastepne"><a class="button secondary" rel="next" href="{$nastepne}" data-key="]">Następne</a></xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- A choice of clerks or komórki for dekretacja: values k12 and p7 -->
  <xsl:template name="komu">
    <xsl:param name="current"/>
    <xsl:if test="referent">
      <optgroup label="Pracownicy prowadzący sprawy">
        <xsl:for-each select="referent">
          <option value="p{@id}">
            <xsl:if test="concat('p', @id) = $current"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
            <xsl:value-of select="concat(@name, ' – ', @stanowisko, ' (', @komorka, ')')"/>
          </option>
        </xsl:for-each>
      </optgroup>
    </xsl:if>
    <xsl:if test="komorka">
      <optgroup label="Komórki (do kierującego)">
        <xsl:for-each select="komorka">
          <option value="k{@id}">
            <xsl:if test="concat('k', @id) = $current"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
            <xsl:value-of select="@label"/>
          </option>
        </xsl:for-each>
      </optgroup>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
