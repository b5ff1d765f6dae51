<?xml version="1.0" encoding="UTF-8"?>
<!-- Headers, menus and footers of the two areas: the portal for citizens, the office for clerks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">

  <xsl:template name="brand">
    <xsl:param name="href" select="'/'"/>
    <a class="brand" href="{$href}">
      <svg class="brand-mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <use href="/static/icons.svg?v={$meta/@version}#mark"/>
      </svg>
      <span class="brand-name">Lubuski <span>e-Urząd</span></span>
    </a>
  </xsl:template>

  <!-- The items of an area: the MENU rows of the modules that this person may reach -->
  <xsl:template name="menu">
    <xsl:param name="area"/>
    <xsl:for-each select="$meta/menu[@area = $area]/item"><xsl:call-template name="menu-item"/></xsl:for-each>
  </xsl:template>

  <!-- A link of a menu -->
  <xsl:template name="menu-item">
    <li>
      <a href="{@href}">
        <xsl:copy-of select="@aria-current"/>
        <xsl:copy-of select="@data-key"/>
        <xsl:value-of select="e:t(string(@text))"/>
      </a>
    </li>
  </xsl:template>

  <!-- The systems beside the circulation of letters: many, so they stand in groups behind one button -->
  <xsl:template name="systems">
    <xsl:variable name="items" select="$meta/menu[@area = 'zsi']/item"/>
    <xsl:variable name="here" select="$items[@aria-current][last()]"/>
    <xsl:if test="$items">
      <details class="systems">
        <summary data-key="g z">
          <xsl:if test="$here"><xsl:attribute name="class">here</xsl:attribute></xsl:if>
          <xsl:text>Systemy</xsl:text>
          <xsl:if test="$here"><span><xsl:value-of select="concat(': ', $here/@text)"/></span></xsl:if>
        </summary>
        <div class="wrap">
          <xsl:for-each select="$items[not(@group = preceding-sibling::item/@group)]">
            <xsl:variable name="group" select="string(@group)"/>
            <div>
              <xsl:if test="$group"><p><xsl:value-of select="$group"/></p></xsl:if>
              <ul>
                <xsl:if test="$group"><xsl:attribute name="aria-label"><xsl:value-of select="$group"/></xsl:attribute></xsl:if>
                <xsl:for-each select="$items[string(@group) = $group]"><xsl:call-template name="menu-item"/></xsl:for-each>
              </ul>
            </div>
          </xsl:for-each>
        </div>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template name="logout">
    <form class="logout" method="post" action="/wyloguj">
      <xsl:call-template name="csrf"/>
      <button type="submit"><xsl:value-of select="e:t('Wyloguj się')"/></button>
    </form>
  </xsl:template>

  <xsl:template name="header-portal">
    <header class="top">
      <div class="wrap top-row">
        <xsl:call-template name="brand"/>
        <nav class="main-nav" aria-label="{e:t('Menu główne')}">
          <ul>
            <xsl:call-template name="menu"><xsl:with-param name="area" select="'portal'"/></xsl:call-template>
          </ul>
        </nav>
        <nav class="user-nav" aria-label="{e:t('Twoje konto')}">
          <ul>
            <xsl:choose>
              <xsl:when test="$user/@kind = 'clerk'">
                <li><a href="/eod"><xsl:value-of select="e:t('Praca w urzędzie')"/></a></li>
                <li><xsl:call-template name="logout"/></li>
              </xsl:when>
              <xsl:when test="$user">
                <li>
                  <a class="account" href="/konto">
                    <xsl:if test="starts-with($path, '/konto')"><xsl:attribute name="aria-current">true</xsl:attribute></xsl:if>
                    <xsl:call-template name="icon"><xsl:with-param name="name" select="'person'"/></xsl:call-template>
                    <span class="sr"><xsl:value-of select="e:t('Moje konto:')"/><xsl:text> </xsl:text></span>
                    <span class="account-name"><xsl:value-of select="$user/@name"/></span>
                  </a>
                </li>
                <li><xsl:call-template name="logout"/></li>
              </xsl:when>
              <xsl:otherwise>
                <li>
                  <a class="login" href="/logowanie">
                    <xsl:if test="$path = '/logowanie'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
                    <xsl:value-of select="e:t('Zaloguj się')"/>
                  </a>
                </li>
              </xsl:otherwise>
            </xsl:choose>
          </ul>
        </nav>
      </div>
    </header>
  </xsl:template>

  <xsl:template name="footer-portal">
    <footer class="bottom">
      <div class="wrap">
        <p class="bottom-name">
          <strong>Lubuski e-Urząd</strong>
          <br/>
          <xsl:value-of select="e:t('Wspólny system urzędów gmin, powiatów i województwa lubuskiego')"/>
        </p>
        <nav aria-label="{e:t('Informacje o serwisie')}">
          <ul>
            <xsl:call-template name="menu"><xsl:with-param name="area" select="'stopka'"/></xsl:call-template>
          </ul>
        </nav>
      </div>
    </footer>
  </xsl:template>

  <xsl:template name="header-office">
    <header class="top office-top">
      <div class="wrap top-row">
        <xsl:call-template name="brand"><xsl:with-param name="href" select="'/eod'"/></xsl:call-template>
        <p class="unit"><xsl:value-of select="$user/@jst-name"/></p>
        <form class="top-search" role="search" aria-label="Szukaj w całym urzędzie" method="get" action="/eod/szukaj">
          <label class="sr" for="top-q">Szukaj znaku sprawy, RPW, nazwy lub treści</label>
          <input id="top-q" name="q" type="search" placeholder="Znak sprawy, RPW, nazwa…" data-key="/"/>
          <button type="submit">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'search'"/></xsl:call-template>
            <span class="sr">Szukaj</span>
          </button>
        </form>
        <p class="whoami">
          <strong><xsl:value-of select="$user/@name"/></strong>
          <xsl:if test="$user/@stanowisko"><span class="post"><xsl:value-of select="$user/@stanowisko"/></span></xsl:if>
        </p>
        <xsl:call-template name="logout"/>
      </div>
      <nav class="office-nav" aria-label="Menu urzędu">
        <div class="wrap office-row">
          <ul><xsl:call-template name="menu"><xsl:with-param name="area" select="'eod'"/></xsl:call-template></ul>
          <xsl:call-template name="systems"/>
        </div>
      </nav>
    </header>
  </xsl:template>

  <xsl:template name="footer-office">
    <footer class="bottom office-bottom">
      <div class="wrap">
        <nav aria-label="Informacje o serwisie">
          <ul>
            <xsl:call-template name="menu"><xsl:with-param name="area" select="'stopka_urzedu'"/></xsl:call-template>
          </ul>
        </nav>
        <!-- keys.js puts its button here -->
        <p id="keys-button"></p>
      </div>
    </footer>
  </xsl:template>
</xsl:stylesheet>
