<?xml version="1.0" encoding="UTF-8"?>
<!-- One receipt: <upo rodzaj numer sha256 href rozmiar><pos:Dokument>…</pos:Dokument></upo>. Everything shown of it comes
     from the sealed XML, in its order. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="upo">
    <xsl:variable name="receipt" select="*[local-name() = 'Dokument']/*[local-name() = 'UPP' or local-name() = 'UPD']"/>
    <p class="lead">
      <xsl:choose>
        <xsl:when test="@rodzaj = 'UPP'">
          <xsl:value-of select="e:t('Dowód, że pismo wpłynęło do urzędu, opatrzony jego pieczęcią elektroniczną.')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="e:t('Dowód, że pismo urzędu zostało odebrane, opatrzony jego pieczęcią elektroniczną.')"/>
        </xsl:otherwise>
      </xsl:choose>
    </p>
    <dl class="facts">
      <xsl:apply-templates select="$receipt/*" mode="fact"/>
      <div>
        <dt><xsl:value-of select="e:t('Skrót SHA-256 poświadczenia')"/></dt>
        <dd><code><xsl:value-of select="@sha256"/></code></dd>
      </div>
    </dl>
    <h2><xsl:value-of select="e:t('Pliki do pobrania')"/></h2>
    <ul class="files">
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat(@href, '/xml')"/>
        <xsl:with-param name="name" select="concat(@numer, '.xml')"/>
        <xsl:with-param name="bytes" select="@rozmiar"/>
        <xsl:with-param name="kind" select="e:t('XML z pieczęcią – to jest poświadczenie')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat(@href, '/pdf')"/>
        <xsl:with-param name="name" select="concat(@numer, '.pdf')"/>
        <xsl:with-param name="kind" select="e:t('PDF do wydruku')"/>
      </xsl:call-template>
    </ul>
    <p>
      <xsl:value-of select="e:t('Każdy może sprawdzić to poświadczenie, wpisując jego numer:')"/>
      <xsl:text> </xsl:text>
      <a href="/weryfikacja?numer={@numer}"><xsl:value-of select="e:t('sprawdź poświadczenie')"/></a>
    </p>
  </xsl:template>

  <xsl:template match="*" mode="fact">
    <xsl:call-template name="upo-fact">
      <xsl:with-param name="label">
        <xsl:choose>
          <xsl:when test="local-name() = 'IdentyfikatorSprawy'"><xsl:value-of select="e:t('Znak sprawy')"/></xsl:when>
          <xsl:when test="local-name() = 'IdentyfikatorDokumentu'">
            <xsl:value-of select="e:t('Identyfikator dokumentu')"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="local-name()"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="*[local-name() = 'IdentyfikatorPoswiadczenia']" mode="fact">
    <xsl:call-template name="upo-fact">
      <xsl:with-param name="label" select="e:t('Numer poświadczenia')"/>
      <xsl:with-param name="content">
        <xsl:call-template name="copy">
          <xsl:with-param name="text" select="."/>
          <xsl:with-param name="label" select="e:t('numer poświadczenia')"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="*[*[local-name() = 'Nazwa']]" mode="fact">
    <xsl:variable name="id" select="*[local-name() = 'IdentyfikatorPodmiotu']"/>
    <xsl:call-template name="upo-fact">
      <xsl:with-param name="label">
        <xsl:choose>
          <xsl:when test="local-name() = 'Nadawca'"><xsl:value-of select="e:t('Nadawca')"/></xsl:when>
          <xsl:when test="local-name() = 'Adresat'"><xsl:value-of select="e:t('Adresat')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('Urząd, który doręczył pismo')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="content">
        <xsl:value-of select="*[local-name() = 'Nazwa']"/>
        <xsl:if test="$id">
          <xsl:text> </xsl:text>
          <span class="meta"><xsl:value-of select="concat('(', $id/@TypIdentyfikatora, ': ', $id, ')')"/></span>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- To the second, as the receipt gives it: the hour decides in disputes -->
  <xsl:template match="*[starts-with(local-name(), 'Data')]" mode="fact">
    <xsl:call-template name="upo-fact">
      <xsl:with-param name="label">
        <xsl:choose>
          <xsl:when test="local-name() = 'DataDoreczenia'"><xsl:value-of select="e:t('Doręczono do urzędu')"/></xsl:when>
          <xsl:when test="local-name() = 'DataOdbioru'"><xsl:value-of select="e:t('Odebrano')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('Poświadczenie wystawiono')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="content">
        <time datetime="{.}">
          <xsl:call-template name="date"><xsl:with-param name="value" select="string(.)"/></xsl:call-template>
          <xsl:value-of select="concat(', ', e:t('godz.'), ' ', substring(., 12, 8))"/>
        </time>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="*[local-name() = 'InformacjaUzupelniajaca']" mode="fact">
    <xsl:call-template name="upo-fact">
      <xsl:with-param name="label" select="e:t(string(@TypInformacjiUzupelniajacej))"/>
      <xsl:with-param name="content">
        <xsl:choose>
          <xsl:when test="starts-with(@TypInformacjiUzupelniajacej, 'Skrót')"><code><xsl:value-of select="."/></code></xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="upo-fact">
    <xsl:param name="label"/>
    <xsl:param name="content" select="string(.)"/>
    <div>
      <dt><xsl:value-of select="$label"/></dt>
      <dd><xsl:copy-of select="$content"/></dd>
    </div>
  </xsl:template>
</xsl:stylesheet>
