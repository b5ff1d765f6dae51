<?xml version="1.0" encoding="UTF-8"?>
<!-- The whole page around what a page sheet writes. A page sheet imports this one file and may override, for its own
     element, the modes title (text), head (what stands above the content), width (class of main) and crumbs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="format.xsl"/>
  <xsl:import href="form.xsl"/>
  <xsl:import href="table.xsl"/>
  <xsl:import href="podpis.xsl"/>
  <xsl:import href="nav.xsl"/>

  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="*"/>

  <xsl:variable name="meta" select="/view/meta"/>
  <xsl:variable name="user" select="$meta/user"/>
  <xsl:variable name="path" select="string($meta/@path)"/>
  <xsl:variable name="roles" select="concat(' ', $user/@roles, ' ')"/>
  <xsl:variable name="office" select="$meta/@office"/>

  <xsl:template match="/view">
    <xsl:variable name="page" select="*[not(self::meta)]"/>
    <xsl:variable name="title"><xsl:apply-templates select="$page" mode="title"/></xsl:variable>
    <html lang="{$meta/@lang}">
      <head>
        <meta charset="utf-8"/>
        <title>
          <xsl:if test="$faults"><xsl:value-of select="e:t('Błąd:')"/><xsl:text> </xsl:text></xsl:if>
          <xsl:value-of select="$title"/>
          <xsl:if test="$path != '/'">
            <xsl:text> – </xsl:text>
            <xsl:if test="$office"><xsl:value-of select="concat($user/@jst-name, ' – ')"/></xsl:if>
            <xsl:text>Lubuski e-Urząd</xsl:text>
          </xsl:if>
        </title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="deklaracja-dostępności" content="{$meta/@base}/dostepnosc"/>
        <link rel="icon" type="image/svg+xml" href="/static/favicon.svg?v={$meta/@version}"/>
        <link rel="stylesheet" href="/static/app.css?v={$meta/@version}"/>
        <script type="module" src="/static/app.js?v={$meta/@version}"></script>
      </head>
      <body>
        <xsl:attribute name="class">
          <xsl:choose>
            <xsl:when test="$office">office</xsl:when>
            <xsl:otherwise>portal</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <a class="skip" href="#main"><xsl:value-of select="e:t('Przejdź do treści')"/></a>
        <xsl:choose>
          <xsl:when test="$office"><xsl:call-template name="header-office"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="header-portal"/></xsl:otherwise>
        </xsl:choose>
        <main id="main" tabindex="-1">
          <xsl:attribute name="class"><xsl:apply-templates select="$page" mode="width"/></xsl:attribute>
          <xsl:apply-templates select="$page" mode="crumbs"/>
          <xsl:call-template name="messages"/>
          <xsl:apply-templates select="$page" mode="head"/>
          <xsl:apply-templates select="$page"/>
        </main>
        <xsl:choose>
          <xsl:when test="$office"><xsl:call-template name="footer-office"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="footer-portal"/></xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="script-texts"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="*" mode="title"><xsl:value-of select="e:t(string(@title))"/></xsl:template>

  <xsl:template match="*" mode="head">
    <h1><xsl:apply-templates select="." mode="title"/></h1>
  </xsl:template>

  <!-- wrap: the usual page; "wrap reading": one column of text, as forms of registers; "bleed": the sheet sets its own widths -->
  <xsl:template match="*" mode="width">
    <xsl:text>wrap</xsl:text>
    <xsl:if test="@part = 'form' or @part = 'import' or @part = 'report'"> reading</xsl:if>
  </xsl:template>

  <!-- Written by their own templates, so never by the page's apply-templates -->
  <xsl:template match="crumb | form | filtr"/>

  <!-- The way from the front page to the parent of this page: <crumb href="/jst">Urzędy</crumb>* in the page element,
       or a sheet whose way is always the same overrides the mode and calls crumbs with <li><a …> itself. -->
  <xsl:template match="*" mode="crumbs">
    <xsl:if test="crumb">
      <xsl:call-template name="crumbs">
        <xsl:with-param name="content">
          <xsl:for-each select="crumb">
            <li>
              <xsl:choose>
                <xsl:when test="@href"><a href="{@href}"><xsl:value-of select="e:t(string(.))"/></a></xsl:when>
                <xsl:otherwise><xsl:value-of select="e:t(string(.))"/></xsl:otherwise>
              </xsl:choose>
            </li>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="crumbs">
    <xsl:param name="content"/>
    <nav class="crumbs" aria-label="{e:t('Jesteś tutaj')}">
      <ol>
        <xsl:if test="not($office)"><li><a href="/"><xsl:value-of select="e:t('Strona główna')"/></a></li></xsl:if>
        <xsl:copy-of select="$content"/>
      </ol>
    </nav>
  </xsl:template>

  <!-- The error summary stands above the heading and takes the focus; flashes follow -->
  <xsl:template name="messages">
    <xsl:if test="$faults">
      <section class="notice error summary" role="alert" aria-labelledby="summary-title" tabindex="-1" id="summary">
        <h2 id="summary-title"><xsl:value-of select="e:t('Wystąpił problem')"/></h2>
        <ul>
          <xsl:for-each select="$faults">
            <li>
              <xsl:choose>
                <xsl:when test="@field != ''"><a href="#{@field}"><xsl:value-of select="e:t(string(.))"/></a></xsl:when>
                <xsl:otherwise><xsl:value-of select="e:t(string(.))"/></xsl:otherwise>
              </xsl:choose>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
    <xsl:for-each select="$meta/flash">
      <div class="notice {@kind}">
        <xsl:attribute name="role">
          <xsl:choose>
            <xsl:when test="@kind = 'error'">alert</xsl:when>
            <xsl:otherwise>status</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <p><xsl:value-of select="e:t(string(.))"/></p>
      </div>
    </xsl:for-each>
  </xsl:template>

  <!-- What the scripts say, here because only sheets are translated -->
  <xsl:template name="script-texts">
    <div id="texts" hidden="hidden" data-copy="{e:t('Kopiuj')}" data-copied="{e:t('Skopiowano')}">
      <xsl:if test="/view/*/form or $meta/@csrf">
        <xsl:attribute name="data-saving"><xsl:value-of select="e:t('Zapisywanie szkicu…')"/></xsl:attribute>
        <xsl:attribute name="data-saved"><xsl:value-of select="e:t('Szkic zapisany o')"/></xsl:attribute>
        <xsl:attribute name="data-unsaved"><xsl:value-of select="e:t('Nie udało się zapisać szkicu. Spróbujemy ponownie.')"/></xsl:attribute>
        <xsl:attribute name="data-expired"><xsl:value-of select="e:t('Sesja wygasła. Skopiuj treść i zaloguj się ponownie.')"/></xsl:attribute>
        <xsl:attribute name="data-sending"><xsl:value-of select="e:t('Wysyłanie…')"/></xsl:attribute>
        <xsl:attribute name="data-remove"><xsl:value-of select="e:t('Usuń')"/></xsl:attribute>
        <xsl:attribute name="data-total"><xsl:value-of select="e:t('Razem')"/></xsl:attribute>
        <xsl:attribute name="data-too-big"><xsl:value-of select="e:t('Plik jest za duży. Największy dozwolony rozmiar:')"/></xsl:attribute>
        <xsl:attribute name="data-too-much"><xsl:value-of select="e:t('Pliki są razem za duże. Największy dozwolony rozmiar:')"/></xsl:attribute>
      </xsl:if>
    </div>
  </xsl:template>
</xsl:stylesheet>
