<?xml version="1.0" encoding="UTF-8"?>
<!-- One sent letter: its receipt first, for that is the proof. View: <moje_pismo id slug nazwa_urzedu podpis podpis_opis sha256
     rozmiar> <upo numer doreczono/> <zalacznik lp nazwa rozmiar/>* <zdarzenie …/>* <stan stan rpw sprawa_id znak/>? and the
     wnio:Dokument as it was sent -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>
  <xsl:import href="letter.xsl"/>

  <xsl:template match="moje_pismo">
    <xsl:variable name="address" select="concat('/konto/pisma/', @slug, '/', @id)"/>
    <xsl:call-template name="proof"/>
    <div class="split">
      <div>
        <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo">
          <xsl:with-param name="files" select="false()"/>
        </xsl:apply-templates>
        <xsl:if test="zalacznik">
          <h2><xsl:value-of select="e:t('Załączniki')"/></h2>
          <ul class="files">
            <xsl:for-each select="zalacznik">
              <xsl:call-template name="file">
                <xsl:with-param name="href" select="concat($address, '/zalacznik/', @lp)"/>
                <xsl:with-param name="name" select="@nazwa"/>
                <xsl:with-param name="bytes" select="@rozmiar"/>
              </xsl:call-template>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </div>
      <aside>
        <section class="card" aria-labelledby="przebieg">
          <h2 id="przebieg"><xsl:value-of select="e:t('Co się dzieje z pismem')"/></h2>
          <ol class="timeline">
            <xsl:apply-templates select="zdarzenie" mode="line"/>
            <xsl:call-template name="next-line">
              <xsl:with-param name="content"><xsl:call-template name="moje-pismo-next"/></xsl:with-param>
            </xsl:call-template>
          </ol>
        </section>
        <section class="card" aria-labelledby="pliki">
          <h2 id="pliki"><xsl:value-of select="e:t('Twój dokument')"/></h2>
          <p><xsl:call-template name="signature-line"/></p>
          <ul class="files">
            <xsl:call-template name="file">
              <xsl:with-param name="href" select="concat($address, '/xml')"/>
              <xsl:with-param name="name" select="e:t('Dokument XML')"/>
              <xsl:with-param name="bytes" select="@rozmiar"/>
            </xsl:call-template>
            <xsl:if test="*[local-name() = 'Dokument']">
              <xsl:call-template name="file">
                <xsl:with-param name="href" select="concat($address, '/pdf')"/>
                <xsl:with-param name="name" select="e:t('Wydruk PDF')"/>
              </xsl:call-template>
            </xsl:if>
          </ul>
        </section>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="proof">
    <xsl:variable name="upo" select="concat('/konto/upo/', @slug, '/', upo/@numer)"/>
    <section class="receipt" aria-labelledby="upo">
      <h2 id="upo"><xsl:value-of select="e:t('Pismo jest w urzędzie')"/></h2>
      <p>
        <xsl:value-of select="@nazwa_urzedu"/>
        <br/>
        <strong>
          <xsl:call-template name="date"><xsl:with-param name="value" select="string(upo/@doreczono)"/></xsl:call-template>
          <xsl:value-of select="concat(', ', e:t('godz.'), ' ', substring(upo/@doreczono, 12, 8))"/>
        </strong>
      </p>
      <p>
        <xsl:value-of select="e:t('Numer urzędowego poświadczenia (UPO)')"/>
        <br/>
        <xsl:call-template name="copy">
          <xsl:with-param name="text" select="upo/@numer"/>
          <xsl:with-param name="label" select="e:t('numer poświadczenia')"/>
        </xsl:call-template>
      </p>
      <p>
        <a href="{$upo}"><xsl:value-of select="e:t('Pokaż poświadczenie')"/></a>
        <xsl:text> · </xsl:text>
        <a href="{$upo}/pdf"><xsl:value-of select="e:t('Pobierz PDF')"/></a>
        <xsl:text> · </xsl:text>
        <a href="{$upo}/xml"><xsl:value-of select="e:t('Pobierz XML')"/></a>
        <xsl:text> · </xsl:text>
        <a href="/weryfikacja?numer={upo/@numer}"><xsl:value-of select="e:t('Sprawdź autentyczność')"/></a>
      </p>
    </section>
  </xsl:template>

  <xsl:template name="signature-line">
    <xsl:choose>
      <xsl:when test="@podpis = 'NONE'"><xsl:value-of select="e:t('Wysłane z Twojego konta bez podpisu.')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@podpis_opis"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="moje-pismo-next">
    <xsl:choose>
      <xsl:when test="not(stan)">
        <strong><xsl:value-of select="e:t('Kancelaria zarejestruje pismo i przekaże je do załatwienia.')"/></strong>
        <p><xsl:value-of select="e:t('Nie musisz nic robić. Liczy się data z poświadczenia, nie data rejestracji.')"/></p>
      </xsl:when>
      <xsl:when test="stan/@sprawa_id">
        <strong><xsl:value-of select="e:t('Pismo jest w aktach sprawy.')"/></strong>
        <p>
          <a href="/konto/sprawy/{@slug}/{stan/@sprawa_id}">
            <xsl:value-of select="concat(e:t('Śledź sprawę'), ' ', stan/@znak)"/>
          </a>
        </p>
      </xsl:when>
      <xsl:when test="stan/@stan = 'W_SPRAWIE'">
        <strong><xsl:value-of select="e:t('Pismo jest w aktach sprawy, którą prowadzi urząd.')"/></strong>
      </xsl:when>
      <xsl:otherwise>
        <strong><xsl:value-of select="e:t('Urząd ustala, kto zajmie się pismem.')"/></strong>
        <p><xsl:value-of select="concat(e:t('Numer w rejestrze urzędu (RPW):'), ' ', stan/@rpw)"/></p>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
