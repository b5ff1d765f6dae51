<?xml version="1.0" encoding="UTF-8"?>
<!-- <weryfikacja numer max-plik><wynik stan podpis opis powod pieczec sha256 plik/><podpis …/>*<upo …/>*</weryfikacja>; no wynik: only the forms.
     The sentences come from the program and are translated here. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="weryfikacja" mode="width">wrap reading</xsl:template>

  <xsl:template match="weryfikacja">
    <xsl:choose>
      <xsl:when test="wynik"><xsl:apply-templates select="wynik"/></xsl:when>
      <xsl:otherwise>
        <p class="lead">
          <xsl:value-of select="e:t('Sprawdź, czy urzędowe poświadczenie odbioru (UPO) wystawił urząd i czy nikt go nie zmienił. Możesz też sprawdzić podpis pod dowolnym plikiem.')"/>
        </p>
      </xsl:otherwise>
    </xsl:choose>

    <section class="card" aria-labelledby="po-numerze">
      <h2 id="po-numerze"><xsl:value-of select="e:t('Po numerze')"/></h2>
      <form method="get" action="/weryfikacja">
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="'numer'"/>
          <xsl:with-param name="label" select="e:t('Numer poświadczenia')"/>
          <xsl:with-param name="hint" select="e:t('Na przykład LUB-UPP-0801062-2026-000000123')"/>
          <xsl:with-param name="value" select="@numer"/>
          <xsl:with-param name="maxlength" select="60"/>
        </xsl:call-template>
        <button type="submit" class="button primary"><xsl:value-of select="e:t('Sprawdź numer')"/></button>
      </form>
    </section>

    <section class="card" aria-labelledby="po-pliku">
      <h2 id="po-pliku"><xsl:value-of select="e:t('Po pliku')"/></h2>
      <form method="post" action="/weryfikacja" enctype="multipart/form-data">
        <xsl:call-template name="field-file">
          <xsl:with-param name="name" select="'plik'"/>
          <xsl:with-param name="label" select="e:t('Plik poświadczenia, pisma albo inny podpisany dokument')"/>
          <xsl:with-param name="hint"
                          select="e:t('Sprawdzimy podpisy i pieczęcie (XML, PDF, p7m, ASiC) i powiemy, których poświadczeń dotyczy dokument. Pliku nie zapisujemy.')"/>
          <xsl:with-param name="max-file" select="@max-plik"/>
        </xsl:call-template>
        <button type="submit" class="button primary"><xsl:value-of select="e:t('Sprawdź plik')"/></button>
      </form>
    </section>

    <p>
      <xsl:value-of select="e:t('Poświadczenie można też sprawdzić bez tego portalu:')"/>
      <xsl:text> </xsl:text>
      <a href="/weryfikacja/samodzielnie"><xsl:value-of select="e:t('jak to zrobić samodzielnie')"/></a>.
    </p>
  </xsl:template>

  <xsl:template match="wynik">
    <section aria-labelledby="wynik">
      <div role="status">
        <xsl:attribute name="class">
          <xsl:text>notice </xsl:text>
          <xsl:choose>
            <xsl:when test="@stan = 'autentyczne'">ok</xsl:when>
            <xsl:when test="@stan = 'zmienione'">error</xsl:when>
            <xsl:when test="@stan = 'podpisany' and @podpis = 'TOTAL_PASSED'">ok</xsl:when>
            <xsl:when test="@stan = 'podpisany' and @podpis = 'TOTAL_FAILED'">error</xsl:when>
            <xsl:when test="@stan = 'numer' or @stan = 'dokument'">info</xsl:when>
            <xsl:otherwise>warn</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <h2 id="wynik"><xsl:value-of select="e:t('Wynik sprawdzenia')"/></h2>
        <p><strong><xsl:value-of select="e:t(string(@opis))"/></strong></p>
        <xsl:if test="@powod != ''"><p><xsl:value-of select="e:t(string(@powod))"/></p></xsl:if>
      </div>
      <xsl:if test="@plik or @pieczec != ''">
        <dl class="facts">
          <xsl:if test="@plik">
            <div><dt><xsl:value-of select="e:t('Sprawdzony plik')"/></dt><dd><xsl:value-of select="@plik"/></dd></div>
            <div>
              <dt><xsl:value-of select="e:t('Skrót SHA-256 pliku')"/></dt>
              <dd><code><xsl:value-of select="@sha256"/></code></dd>
            </div>
          </xsl:if>
          <xsl:if test="@pieczec != ''">
            <div><dt><xsl:value-of select="e:t('Pieczęć')"/></dt><dd><xsl:value-of select="@pieczec"/></dd></div>
          </xsl:if>
        </dl>
      </xsl:if>
      <xsl:apply-templates select="../upo | ../pismo"/>
      <xsl:for-each select="..">
        <xsl:call-template name="podpisy"/>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template match="upo">
    <div class="card">
      <h3><xsl:value-of select="@numer"/></h3>
      <dl class="facts">
        <div>
          <dt><xsl:value-of select="e:t('Rodzaj')"/></dt>
          <dd>
            <xsl:choose>
              <xsl:when test="@rodzaj = 'UPP'">
                <xsl:value-of select="e:t('poświadczenie przedłożenia: pismo wpłynęło do urzędu')"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:value-of select="e:t('poświadczenie doręczenia: odebrano pismo urzędu')"/>
              </xsl:otherwise>
            </xsl:choose>
          </dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Wystawił')"/></dt>
          <dd><a href="/jst/{@slug}"><xsl:value-of select="@nazwa_urzedu"/></a></dd>
        </div>
        <div>
          <dt>
            <xsl:choose>
              <xsl:when test="@rodzaj = 'UPP'"><xsl:value-of select="e:t('Pismo wpłynęło')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="e:t('Pismo odebrano')"/></xsl:otherwise>
            </xsl:choose>
          </dt>
          <dd><xsl:call-template name="weryfikacja-time"><xsl:with-param name="value" select="@doreczono_at"/></xsl:call-template></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Wystawiono')"/></dt>
          <dd><xsl:call-template name="weryfikacja-time"><xsl:with-param name="value" select="@wystawiono_at"/></xsl:call-template></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Skrót SHA-256 poświadczenia')"/></dt>
          <dd><code><xsl:value-of select="@sha256"/></code></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Skrót SHA-256 dokumentu')"/></dt>
          <dd><code><xsl:value-of select="@dokument_sha256"/></code></dd>
        </div>
      </dl>
      <p>
        <a href="/weryfikacja/dowod/{@numer}"><xsl:value-of select="e:t('Dowód w drzewie poświadczeń urzędu')"/></a>
      </p>
    </div>
  </xsl:template>

  <xsl:template match="pismo">
    <div class="card">
      <h3><xsl:value-of select="@numer"/></h3>
      <dl class="facts">
        <div>
          <dt><xsl:value-of select="e:t('Rodzaj')"/></dt>
          <dd><xsl:value-of select="e:t('pismo urzędu')"/></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Wystawił')"/></dt>
          <dd><a href="/jst/{@slug}"><xsl:value-of select="@nazwa_urzedu"/></a></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Podpisano')"/></dt>
          <dd><xsl:call-template name="weryfikacja-time"><xsl:with-param name="value" select="@podpisano_at"/></xsl:call-template></dd>
        </div>
        <div>
          <dt><xsl:value-of select="e:t('Skrót SHA-256 dokumentu')"/></dt>
          <dd><code><xsl:value-of select="@sha256"/></code></dd>
        </div>
      </dl>
    </div>
  </xsl:template>

  <!-- To the second, in local time -->
  <xsl:template name="weryfikacja-time">
    <xsl:param name="value"/>
    <xsl:call-template name="date"><xsl:with-param name="value" select="string($value)"/></xsl:call-template>
    <xsl:value-of select="concat(', ', e:t('godz.'), ' ', substring($value, 12, 8))"/>
  </xsl:template>
</xsl:stylesheet>
