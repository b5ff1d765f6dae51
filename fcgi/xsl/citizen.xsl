<?xml version="1.0" encoding="UTF-8"?>
<!-- Shared by the pages of /konto: the tabs, rows of lists, the letter that waits, the timeline. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="table.xsl"/>

  <xsl:template name="account-tabs">
    <nav aria-label="{e:t('Działy konta')}">
      <ul class="tabs">
        <xsl:for-each select="/view/meta/menu[@area = 'konto']/item">
          <li>
            <a href="{@href}">
              <xsl:if test="@aria-current = 'page'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:value-of select="e:t(string(@text))"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </nav>
  </xsl:template>

  <!-- A letter of the office that nobody has opened yet: it is what the citizen came for, so it looks like it -->
  <xsl:template match="doreczenie" mode="waiting">
    <div class="notice warn">
      <p><strong><xsl:value-of select="concat(e:t('Czeka na Ciebie pismo:'), ' ', @nazwa_jst)"/></strong></p>
      <p>
        <xsl:value-of select="concat(@tytul, ' (', @znak, '), ', e:t('udostępnione'), ' ')"/>
        <xsl:apply-templates select="@udostepniono_at" mode="time"/>
      </p>
      <p class="actions">
        <a class="button primary" href="/konto/doreczenia/{@slug}/{@id}"><xsl:value-of select="e:t('Odbierz pismo')"/></a>
      </p>
    </div>
  </xsl:template>

  <!-- One case in a list -->
  <xsl:template match="sprawa" mode="item">
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'folder'"/></xsl:call-template>
      <a href="/konto/sprawy/{@slug}/{@id}"><xsl:value-of select="@tytul"/></a>
      <span class="meta">
        <xsl:value-of select="concat(@znak, ' · ', @nazwa_jst)"/>
      </span>
      <xsl:apply-templates select="." mode="state"/>
    </li>
  </xsl:template>

  <xsl:template match="*" mode="state">
    <xsl:choose>
      <xsl:when test="@do_odbioru &gt; 0"><span class="badge warn"><xsl:value-of select="e:t('pismo do odbioru')"/></span></xsl:when>
      <xsl:when test="@stan = 'ZALATWIONA'"><span class="badge ok"><xsl:value-of select="e:t('załatwiona')"/></span></xsl:when>
      <xsl:when test="@po_terminie"><span class="badge error"><xsl:value-of select="e:t('po terminie')"/></span></xsl:when>
      <xsl:otherwise><span class="badge info"><xsl:value-of select="e:t('w toku')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One sent letter in a list -->
  <xsl:template match="pismo" mode="item">
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
      <a href="/konto/pisma/{@slug}/{@id}">
        <xsl:choose>
          <xsl:when test="@tytul != ''"><xsl:value-of select="@tytul"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('Pismo bez tytułu')"/></xsl:otherwise>
        </xsl:choose>
      </a>
      <span class="meta">
        <xsl:value-of select="concat(@nazwa_jst, ' · ')"/>
        <xsl:apply-templates select="@wplynelo_at" mode="time-full"/>
      </span>
      <xsl:choose>
        <xsl:when test="@stan = 'W_SPRAWIE'"><span class="badge ok"><xsl:value-of select="e:t('w sprawie')"/></span></xsl:when>
        <xsl:when test="@stan"><span class="badge info"><xsl:value-of select="e:t('zarejestrowane')"/></span></xsl:when>
        <xsl:otherwise><span class="badge"><xsl:value-of select="e:t('doręczone do urzędu')"/></span></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- What happened, one line an event -->
  <xsl:template match="zdarzenie" mode="line">
    <xsl:param name="slug"/>
    <li>
      <xsl:apply-templates select="@czas" mode="time-full"/>
      <strong><xsl:value-of select="e:t(string(@zdanie))"/></strong>
      <xsl:if test="@tytul">
        <p>
          <xsl:choose>
            <xsl:when test="@pismo_id"><a href="/konto/pisma/{$slug}/{@pismo_id}"><xsl:value-of select="@tytul"/></a></xsl:when>
            <xsl:when test="@doreczenie_id">
              <a href="/konto/doreczenia/{$slug}/{@doreczenie_id}"><xsl:value-of select="@tytul"/></a>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="@tytul"/></xsl:otherwise>
          </xsl:choose>
        </p>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- The last line of a timeline: what comes next. content: text or a tree fragment. -->
  <xsl:template name="next-line">
    <xsl:param name="content"/>
    <li class="next">
      <span class="when"><xsl:value-of select="e:t('Co dalej')"/></span>
      <xsl:copy-of select="$content"/>
    </li>
  </xsl:template>

  <xsl:template name="row-fact">
    <xsl:param name="term"/>
    <xsl:param name="content"/>
    <div>
      <dt><xsl:value-of select="$term"/></dt>
      <dd><xsl:copy-of select="$content"/></dd>
    </div>
  </xsl:template>
</xsl:stylesheet>
