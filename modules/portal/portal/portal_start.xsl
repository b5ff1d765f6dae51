<?xml version="1.0" encoding="UTF-8"?>
<!-- The front page of the region. View: <portal_start title="…" n-jst="95"/> -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="portal_start" mode="title">
    <xsl:value-of select="concat('Lubuski e-Urząd – ', e:t('sprawy urzędowe przez internet'))"/>
  </xsl:template>
  <xsl:template match="portal_start" mode="width">bleed</xsl:template>
  <xsl:template match="portal_start" mode="head"/>

  <xsl:template match="portal_start">
    <div class="hero">
      <div class="wrap">
        <h1><xsl:value-of select="e:t('Sprawy urzędowe bez wychodzenia z domu')"/></h1>
        <p>
          <xsl:value-of select="e:t('Napisz do urzędu w województwie lubuskim, odbierz odpowiedź i sprawdź, co dzieje się z Twoją sprawą.')"/>
        </p>
        <form class="search" role="search" method="get" action="/jst">
          <div class="field">
            <label for="q"><xsl:value-of select="e:t('Znajdź swój urząd')"/></label>
            <p class="hint" id="q-hint"><xsl:value-of select="e:t('Nazwa gminy, miasta lub powiatu')"/></p>
            <input id="q" name="q" type="search" autocomplete="address-level2" aria-describedby="q-hint"/>
          </div>
          <button type="submit" class="button primary">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'search'"/></xsl:call-template>
            <xsl:value-of select="e:t('Szukaj')"/>
          </button>
        </form>
      </div>
    </div>

    <div class="wrap lifted">
      <h2 class="sr"><xsl:value-of select="e:t('Co chcesz zrobić?')"/></h2>
      <ul class="tiles">
        <xsl:call-template name="tile">
          <xsl:with-param name="href" select="'/e-urzad'"/>
          <xsl:with-param name="icon" select="'letter'"/>
          <xsl:with-param name="title" select="e:t('Załatw sprawę w urzędzie')"/>
          <xsl:with-param name="text" select="e:t('Napisz pismo lub złóż wniosek. Od razu dostaniesz urzędowe poświadczenie.')"/>
        </xsl:call-template>
        <xsl:call-template name="tile">
          <xsl:with-param name="href" select="'/jst'"/>
          <xsl:with-param name="icon" select="'office'"/>
          <xsl:with-param name="title" select="e:t('Znajdź swój urząd')"/>
          <xsl:with-param name="count" select="@n-jst"/>
          <xsl:with-param name="text" select="e:t('Gminy, powiaty i województwo w jednym miejscu.')"/>
        </xsl:call-template>
        <xsl:call-template name="tile">
          <xsl:with-param name="href" select="'/konto'"/>
          <xsl:with-param name="icon" select="'folder'"/>
          <xsl:with-param name="title" select="e:t('Moje sprawy')"/>
          <xsl:with-param name="text" select="e:t('Zobacz, na jakim etapie jest Twoja sprawa, i odbierz pisma z urzędu.')"/>
        </xsl:call-template>
        <xsl:call-template name="tile">
          <xsl:with-param name="href" select="'/weryfikacja'"/>
          <xsl:with-param name="icon" select="'shield'"/>
          <xsl:with-param name="title" select="e:t('Sprawdź dokument')"/>
          <xsl:with-param name="text" select="e:t('Upewnij się, że poświadczenie lub pismo jest prawdziwe. Bez logowania.')"/>
        </xsl:call-template>
      </ul>
    </div>

    <section class="wrap section" aria-labelledby="how">
      <h2 id="how"><xsl:value-of select="e:t('Jak to działa')"/></h2>
      <ol class="how">
        <xsl:call-template name="how-step">
          <xsl:with-param name="title" select="e:t('Wybierz urząd i napisz')"/>
          <xsl:with-param name="text" select="e:t('Wypełnij pismo i dołącz pliki.')"/>
        </xsl:call-template>
        <xsl:call-template name="how-step">
          <xsl:with-param name="title" select="e:t('Sprawdź i wyślij')"/>
          <xsl:with-param name="text" select="e:t('Przed wysłaniem zobaczysz cały dokument. Możesz go podpisać podpisem zaufanym lub kwalifikowanym.')"/>
        </xsl:call-template>
        <xsl:call-template name="how-step">
          <xsl:with-param name="title" select="e:t('Odbierz poświadczenie')"/>
          <xsl:with-param name="text" select="e:t('Urzędowe poświadczenie odbioru (UPO) to dowód, że pismo dotarło, z dokładną datą i godziną.')"/>
        </xsl:call-template>
        <xsl:call-template name="how-step">
          <xsl:with-param name="title" select="e:t('Śledź sprawę')"/>
          <xsl:with-param name="text" select="e:t('Na koncie zobaczysz kolejne etapy sprawy i odbierzesz odpowiedź urzędu.')"/>
        </xsl:call-template>
      </ol>
      <xsl:if test="not($user)">
        <p class="actions">
          <a class="button primary" href="/rejestracja"><xsl:value-of select="e:t('Załóż konto')"/></a>
          <a class="button secondary" href="/pomoc"><xsl:value-of select="e:t('Dowiedz się więcej')"/></a>
        </p>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="tile">
    <xsl:param name="href"/>
    <xsl:param name="icon"/>
    <xsl:param name="title"/>
    <xsl:param name="text"/>
    <xsl:param name="count"/>
    <li class="tile">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="$icon"/></xsl:call-template>
      <h3><a href="{$href}"><xsl:value-of select="$title"/></a></h3>
      <p>
        <xsl:if test="$count &gt; 0">
          <xsl:call-template name="count">
            <xsl:with-param name="n" select="$count"/>
            <xsl:with-param name="one" select="e:t('urząd')"/>
            <xsl:with-param name="few" select="e:t('urzędy')"/>
            <xsl:with-param name="many" select="e:t('urzędów')"/>
          </xsl:call-template>
          <xsl:text>. </xsl:text>
        </xsl:if>
        <xsl:value-of select="$text"/>
      </p>
    </li>
  </xsl:template>

  <xsl:template name="how-step">
    <xsl:param name="title"/>
    <xsl:param name="text"/>
    <li>
      <h3><xsl:value-of select="$title"/></h3>
      <p><xsl:value-of select="$text"/></p>
    </li>
  </xsl:template>
</xsl:stylesheet>
