<?xml version="1.0" encoding="UTF-8"?>
<!-- All offices, or those that match a search. View:
     <jst_lista q="…" n="95"><powiat nazwa="powiat gorzowski"><jst slug nazwa nazwa_jst rodzaj siedziba/>…</powiat>…</jst_lista> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="jst_lista" mode="title"><xsl:value-of select="e:t('Urzędy w województwie lubuskim')"/></xsl:template>

  <xsl:template match="jst_lista">
    <form class="search" role="search" method="get" action="/jst">
      <div class="field">
        <label for="q"><xsl:value-of select="e:t('Szukaj urzędu')"/></label>
        <p class="hint" id="q-hint"><xsl:value-of select="e:t('Nazwa gminy, miasta, powiatu lub siedziby urzędu')"/></p>
        <input id="q" name="q" type="search" value="{@q}" aria-describedby="q-hint" autocomplete="address-level2"/>
      </div>
      <button type="submit" class="button primary"><xsl:value-of select="e:t('Szukaj')"/></button>
    </form>

    <p role="status">
      <xsl:choose>
        <xsl:when test="@q != '' and not(powiat/jst)">
          <xsl:value-of select="concat(e:t('Nie znaleźliśmy urzędu dla zapytania'), ' „', @q, '”. ')"/>
          <xsl:value-of select="e:t('Sprawdź pisownię albo wpisz krótszy fragment nazwy.')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="count">
            <xsl:with-param name="n" select="@n"/>
            <xsl:with-param name="one" select="e:t('urząd')"/>
            <xsl:with-param name="few" select="e:t('urzędy')"/>
            <xsl:with-param name="many" select="e:t('urzędów')"/>
          </xsl:call-template>
          <xsl:if test="@q != ''"><xsl:value-of select="concat(' ', e:t('dla zapytania'), ' „', @q, '”')"/></xsl:if>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@q != ''">
        <xsl:text> </xsl:text>
        <a href="/jst"><xsl:value-of select="e:t('Pokaż wszystkie')"/></a>
      </xsl:if>
    </p>

    <xsl:if test="count(powiat) &gt; 3">
      <nav aria-label="{e:t('Przejdź do powiatu')}">
        <ul class="jump">
          <xsl:for-each select="powiat">
            <li><a href="#p{position()}"><xsl:apply-templates select="." mode="name"/></a></li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>

    <xsl:for-each select="powiat">
      <section aria-labelledby="p{position()}">
        <h2 id="p{position()}"><xsl:apply-templates select="." mode="name"/></h2>
        <ul class="offices">
          <xsl:apply-templates select="jst"/>
        </ul>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="powiat" mode="name">
    <xsl:choose>
      <xsl:when test="starts-with(@nazwa, 'powiat ')">
        <xsl:value-of select="concat(e:t('Powiat'), ' ', substring-after(@nazwa, ' '))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="e:t(string(@nazwa))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="jst">
    <li>
      <a href="/jst/{@slug}"><xsl:value-of select="@nazwa_jst"/></a>
      <span class="meta">
        <xsl:value-of select="e:t(string(@rodzaj))"/>
        <!-- Said only when the name does not say it -->
        <xsl:if test="@siedziba != '' and not(contains(@nazwa_jst, @siedziba))">
          <xsl:value-of select="concat(', ', e:t('siedziba:'), ' ', @siedziba)"/>
        </xsl:if>
      </span>
    </li>
  </xsl:template>
</xsl:stylesheet>
