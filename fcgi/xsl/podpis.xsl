<?xml version="1.0" encoding="UTF-8"?>
<!-- The verifier's report: <podpis indication subindication reason checks format level kind signer pesel issuer serial
     signing_time stamp_time scope scope_detail unchecked n_counter/>*. Used by clerks' and public pages, hence e:t(). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="format.xsl"/>

  <!-- All signatures below the current element -->
  <xsl:template name="podpisy">
    <xsl:for-each select="podpis">
      <section class="card">
        <h3>
          <xsl:choose>
            <xsl:when test="last() &gt; 1"><xsl:value-of select="concat(e:t('Podpis'), ' ', position())"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="e:t('Podpis')"/></xsl:otherwise>
          </xsl:choose>
        </h3>
        <xsl:call-template name="podpis-facts">
          <!-- one signature's sentence is the verdict above -->
          <xsl:with-param name="with-reason" select="last() &gt; 1"/>
        </xsl:call-template>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="podpis-facts">
    <xsl:param name="with-reason"/>
    <dl class="facts">
      <div>
        <dt><xsl:value-of select="e:t('Wynik')"/></dt>
        <dd>
          <xsl:call-template name="podpis-verdict"/>
          <xsl:if test="@reason and $with-reason"><br/><xsl:value-of select="e:t(string(@reason))"/></xsl:if>
        </dd>
      </div>
      <xsl:call-template name="podpis-fact">
        <xsl:with-param name="label" select="e:t('Podpisał(a)')"/>
        <xsl:with-param name="value" select="@signer"/>
      </xsl:call-template>
      <xsl:call-template name="podpis-fact">
        <xsl:with-param name="label" select="e:t('PESEL')"/>
        <xsl:with-param name="value" select="@pesel"/>
      </xsl:call-template>
      <xsl:if test="@kind">
        <div><dt><xsl:value-of select="e:t('Rodzaj podpisu')"/></dt><dd><xsl:call-template name="podpis-kind"/></dd></div>
      </xsl:if>
      <xsl:call-template name="podpis-fact">
        <xsl:with-param name="label" select="e:t('Certyfikat wystawił')"/>
        <xsl:with-param name="value" select="@issuer"/>
      </xsl:call-template>
      <xsl:call-template name="podpis-time">
        <xsl:with-param name="label" select="e:t('Czas ze znacznika czasu')"/>
        <xsl:with-param name="value" select="@stamp_time"/>
      </xsl:call-template>
      <xsl:call-template name="podpis-time">
        <xsl:with-param name="label" select="e:t('Czas podany przez podpisującego')"/>
        <xsl:with-param name="value" select="@signing_time"/>
      </xsl:call-template>
      <xsl:if test="@scope">
        <div>
          <dt><xsl:value-of select="e:t('Podpis obejmuje')"/></dt>
          <dd>
            <xsl:choose>
              <xsl:when test="@scope = 'calosc'"><xsl:value-of select="e:t('cały dokument')"/></xsl:when>
              <xsl:otherwise><strong><xsl:value-of select="e:t('tylko część dokumentu')"/></strong></xsl:otherwise>
            </xsl:choose>
            <xsl:if test="@scope_detail"><br/><xsl:value-of select="@scope_detail"/></xsl:if>
          </dd>
        </div>
      </xsl:if>
      <xsl:call-template name="podpis-fact">
        <xsl:with-param name="label" select="e:t('Czego nie sprawdzono')"/>
        <xsl:with-param name="value" select="@unchecked"/>
      </xsl:call-template>
      <div>
        <dt><xsl:value-of select="e:t('Dane techniczne')"/></dt>
        <dd>
          <xsl:value-of select="concat(@format, ' ', @level)"/>
          <xsl:text>, </xsl:text><code><xsl:value-of select="@indication"/></code>
          <xsl:if test="@subindication"><xsl:text> </xsl:text><code><xsl:value-of select="@subindication"/></code></xsl:if>
          <xsl:if test="@checks">
            <xsl:value-of select="concat(', ', e:t('niezaliczone sprawdzenia nr'), ' ', @checks)"/>
          </xsl:if>
          <xsl:if test="@serial">
            <xsl:value-of select="concat(', ', e:t('numer certyfikatu'), ' ')"/><code><xsl:value-of select="@serial"/></code>
          </xsl:if>
        </dd>
      </div>
    </dl>
  </xsl:template>

  <xsl:template name="podpis-fact">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <div><dt><xsl:value-of select="$label"/></dt><dd><xsl:value-of select="$value"/></dd></div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="podpis-time">
    <xsl:param name="label"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <div>
        <dt><xsl:value-of select="$label"/></dt>
        <dd><xsl:call-template name="datetime"><xsl:with-param name="value" select="string($value)"/></xsl:call-template></dd>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="podpis-verdict">
    <xsl:call-template name="badge">
      <xsl:with-param name="kind">
        <xsl:choose>
          <xsl:when test="@indication = 'TOTAL_PASSED'">ok</xsl:when>
          <xsl:when test="@indication = 'INDETERMINATE'">warn</xsl:when>
          <xsl:otherwise>error</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="@indication = 'TOTAL_PASSED'"><xsl:value-of select="e:t('poprawny')"/></xsl:when>
          <xsl:when test="@subindication = 'TRY_LATER'"><xsl:value-of select="e:t('sprawdzenie w toku')"/></xsl:when>
          <xsl:when test="@indication = 'INDETERMINATE'"><xsl:value-of select="e:t('nie można potwierdzić')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('nieważny')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="podpis-kind">
    <xsl:choose>
      <xsl:when test="@kind = 'kwalifikowany'"><xsl:value-of select="e:t('kwalifikowany podpis elektroniczny')"/></xsl:when>
      <xsl:when test="@kind = 'zaawansowany'">
        <xsl:value-of select="e:t('zaawansowany podpis elektroniczny z certyfikatem kwalifikowanym')"/>
      </xsl:when>
      <xsl:when test="@kind = 'pieczec'"><xsl:value-of select="e:t('kwalifikowana pieczęć elektroniczna')"/></xsl:when>
      <xsl:when test="@kind = 'pieczec_zaawansowana'">
        <xsl:value-of select="e:t('zaawansowana pieczęć elektroniczna z certyfikatem kwalifikowanym')"/>
      </xsl:when>
      <xsl:when test="@kind = 'niekwalifikowany'">
        <xsl:value-of select="e:t('certyfikat niekwalifikowany')"/>
      </xsl:when>
      <xsl:when test="@kind = 'zaufany'"><xsl:value-of select="e:t('podpis zaufany (profil zaufany)')"/></xsl:when>
      <xsl:when test="@kind = 'osobisty'"><xsl:value-of select="e:t('podpis osobisty (e-dowód)')"/></xsl:when>
      <xsl:when test="@kind = 'urzad'">
        <xsl:value-of select="e:t('certyfikat centrum certyfikacji Lubuskiego e-Urzędu')"/>
      </xsl:when>
      <xsl:when test="@kind = 'partner'"><xsl:value-of select="e:t('certyfikat systemu współpracującego')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="e:t('certyfikat innego zaufanego wystawcy')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
