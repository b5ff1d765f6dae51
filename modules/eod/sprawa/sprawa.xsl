<?xml version="1.0" encoding="UTF-8"?>
<!-- One case. View: <sprawa> with the columns of sprawa_get(), @nazwa, @moja = 1: may act, @obliczenie = 1: its term
     has a trace; <przychodzace/>*,
     <wychodzace/>*. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawa" mode="title"><xsl:value-of select="concat(@title, ' ', @nazwa)"/></xsl:template>

  <xsl:template match="sprawa">
    <xsl:call-template name="sprawa-droga"/>
    <p class="toolbar">
      <xsl:if test="@moja = 1 and @stan = 'W_TOKU'">
        <a class="button primary" href="/eod/sprawy/{@id}/pismo" data-key="n">Nowe pismo</a>
        <a class="button secondary" href="/eod/sprawy/{@id}/zakoncz" data-key="t">Zakończ sprawę</a>
      </xsl:if>
      <a class="button secondary" href="/eod/sprawy/{@id}/metryka" data-key="m">Metryka</a>
    </p>
    <div class="split">
      <section aria-labelledby="akta">
        <h2 id="akta">Akta sprawy</h2>
        <xsl:call-template name="przychodzace"/>
        <xsl:call-template name="wychodzace"/>
      </section>
      <aside aria-labelledby="dane"><xsl:call-template name="sprawa-dane"/></aside>
    </div>
  </xsl:template>

  <!-- The last letter that was not given up tells where the case stands -->
  <xsl:template name="sprawa-droga">
    <xsl:variable name="pismo" select="wychodzace[@stan != 'ANULOWANE'][last()]"/>
    <xsl:call-template name="sciezka">
      <xsl:with-param name="zrobione">
        <xsl:choose>
          <xsl:when test="@stan = 'ZALATWIONA'">Sprawa załatwiona</xsl:when>
          <xsl:when test="$pismo/@stan = 'WYSLANE'">Pismo wysłane</xsl:when>
          <xsl:when test="$pismo/@stan = 'PODPISANE'">Pismo podpisane</xsl:when>
          <xsl:when test="$pismo/@stan = 'ZAAKCEPTOWANE'">Pismo zaakceptowane</xsl:when>
          <xsl:when test="$pismo/@stan = 'PRZEDLOZONE'">Pismo przedłożone</xsl:when>
          <xsl:otherwise>Sprawa założona</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="teraz">
        <xsl:call-template name="teraz"><xsl:with-param name="pismo" select="$pismo"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="dalej">
        <xsl:choose>
          <xsl:when test="@stan = 'ZALATWIONA'">Przekazanie akt do archiwum zakładowego</xsl:when>
          <xsl:when test="$pismo/@stan = 'WYSLANE'">Zakończenie sprawy</xsl:when>
          <xsl:when test="$pismo/@stan = 'PODPISANE'">Doręczenie adresatowi</xsl:when>
          <xsl:when test="$pismo/@stan = 'ZAAKCEPTOWANE'">Wysłanie przez kancelarię</xsl:when>
          <xsl:when test="$pismo/@stan = 'PRZEDLOZONE'">Podpis</xsl:when>
          <xsl:otherwise>Akceptacja pisma</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="teraz">
    <xsl:param name="pismo"/>
    <xsl:choose>
      <xsl:when test="@stan = 'ZALATWIONA'">
        <xsl:text>Zakończona </xsl:text>
        <xsl:apply-templates select="@data_zakonczenia" mode="time"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:choose>
          <xsl:when test="$pismo/@stan = 'WYSLANE' and $pismo/@doreczenie_id and not($pismo/@odebrano_at)">Czeka na odbiór przez adresata</xsl:when>
          <xsl:when test="$pismo/@stan = 'WYSLANE'">Można zakończyć sprawę</xsl:when>
          <xsl:when test="$pismo/@stan = 'PODPISANE'">Kancelaria: wysłanie pisma</xsl:when>
          <xsl:when test="$pismo/@stan = 'ZAAKCEPTOWANE'">Podpisujący: podpis</xsl:when>
          <xsl:when test="$pismo/@stan = 'PRZEDLOZONE'">Akceptacja pisma</xsl:when>
          <xsl:when test="$pismo"><xsl:value-of select="concat(@prowadzacy, ': projekt pisma')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(@prowadzacy, ': przygotowanie pisma')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text>, termin </xsl:text>
        <xsl:apply-templates select="@termin" mode="termin"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="przychodzace">
    <h3>Pisma, które wpłynęły</h3>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Pisma, które wpłynęły'"/>
      <xsl:with-param name="heads" select="'#Lp.|Numer|Tytuł|Nadawca|Wpłynęło|Data i znak na piśmie'"/>
      <xsl:with-param name="rows" select="przychodzace"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="wychodzace">
    <h3>Pisma urzędu</h3>
    <xsl:choose>
      <xsl:when test="wychodzace">
        <xsl:call-template name="list">
          <xsl:with-param name="label" select="'Pisma urzędu'"/>
          <xsl:with-param name="heads" select="'Stan|Tytuł|Adresat|#Wersja|Wysłano|Doręczono'"/>
          <xsl:with-param name="rows" select="wychodzace"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><p class="meta">Jeszcze nie ma.</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="wychodzace-wiersz">
    <tr>
      <td><xsl:apply-templates select="@stan" mode="stan"/></td>
      <td><a href="/eod/pisma/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td class="who"><xsl:value-of select="@adresat_nazwa"/></td>
      <td class="num"><xsl:value-of select="@wersja"/></td>
      <td>
        <xsl:if test="@wyslano_at">
          <xsl:apply-templates select="@wyslano_at" mode="time-full"/>
          <xsl:text> </xsl:text>
          <span class="nowrap"><xsl:value-of select="concat('RPW-W/', @numer, '/', @rok)"/></span>
        </xsl:if>
      </td>
      <td>
        <xsl:choose>
          <xsl:when test="@data_doreczenia">
            <xsl:apply-templates select="@data_doreczenia" mode="time-short"/>
            <xsl:if test="@upo"><xsl:text> </xsl:text><a href="/eod/upo/{@upo}">poświadczenie</a></xsl:if>
          </xsl:when>
          <xsl:when test="@doreczenie_id"><span class="badge warn">czeka na odbiór</span></xsl:when>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="sprawa-dane">
    <section class="card">
      <h2 id="dane">Dane sprawy</h2>
      <dl class="facts">
        <div>
          <dt>Znak sprawy</dt>
          <dd>
            <xsl:call-template name="copy">
              <xsl:with-param name="text" select="@znak"/>
              <xsl:with-param name="label" select="'znak sprawy'"/>
            </xsl:call-template>
          </dd>
        </div>
        <div><dt>Stan</dt><dd><xsl:apply-templates select="@stan" mode="stan"/></dd></div>
        <xsl:if test="@strona_nazwa != ''"><div><dt>Strona</dt><dd><xsl:value-of select="@strona_nazwa"/></dd></div></xsl:if>
        <div><dt>Prowadzący</dt><dd><xsl:value-of select="concat(@prowadzacy, ', ', @prowadzacy_stanowisko)"/></dd></div>
        <div><dt>Komórka</dt><dd><xsl:value-of select="concat(@komorka, ' (', @komorka_kod, ')')"/></dd></div>
        <div>
          <dt>Klasa z wykazu akt</dt>
          <dd>
            <a href="/eod/spisy/{@rok}/{@komorka_kod}/{@symbol}"><xsl:value-of select="concat(@symbol, ' ', @haslo)"/></a>
          </dd>
        </div>
        <div><dt>Kategoria archiwalna</dt><dd><xsl:value-of select="@kategoria"/></dd></div>
        <div>
          <dt>Wszczęto</dt>
          <dd>
            <xsl:apply-templates select="@data_wszczecia" mode="time"/>
            <xsl:choose>
              <xsl:when test="@sposob_wszczecia = 'na_wniosek'"> na wniosek</xsl:when>
              <xsl:otherwise> z urzędu</xsl:otherwise>
            </xsl:choose>
          </dd>
        </div>
        <div>
          <dt>Termin</dt>
          <dd>
            <xsl:choose>
              <xsl:when test="@stan = 'W_TOKU'">
                <xsl:apply-templates select="@termin" mode="termin"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
            <br/>
            <span class="meta"><xsl:value-of select="@termin_podstawa"/></span>
            <xsl:if test="@obliczenie = 1">
              <br/>
              <a href="/eod/sprawy/{@id}/termin">Jak obliczono termin</a>
            </xsl:if>
          </dd>
        </div>
        <xsl:if test="@data_zakonczenia">
          <div>
            <dt>Zakończono</dt>
            <dd><xsl:apply-templates select="@data_zakonczenia" mode="time"/></dd>
          </div>
          <div><dt>Sposób załatwienia</dt><dd class="preline"><xsl:value-of select="@sposob_zalatwienia"/></dd></div>
        </xsl:if>
      </dl>
    </section>
  </xsl:template>

  <xsl:template match="przychodzace" mode="row">
    <tr>
      <td class="num"><xsl:value-of select="@lp"/></td>
      <td class="nowrap"><xsl:value-of select="@rpw"/></td>
      <td><a href="/eod/przesylki/{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td class="who"><xsl:value-of select="@nadawca_nazwa"/></td>
      <td class="nowrap"><xsl:apply-templates select="@wplynelo_at" mode="time-full"/></td>
      <td>
        <xsl:apply-templates select="@data_na_pismie" mode="time-short"/>
        <xsl:if test="@znak_obcy != ''"><xsl:value-of select="concat(' ', @znak_obcy)"/></xsl:if>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="wychodzace" mode="row">
    <xsl:call-template name="wychodzace-wiersz"/>
  </xsl:template>
</xsl:stylesheet>
