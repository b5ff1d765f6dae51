<?xml version="1.0" encoding="UTF-8"?>
<!-- One letter of the register. View: <przesylka> with the columns of przesylka_get(), @prowadze (1: may open a case),
     @dekretuje (1: may assign); <powolana/>, <komorka/>*, <referent/>*, <pracownik/>*, <dekretacja/>*, <zdarzenie/>*,
     <dokument/> (przesylka_dokument.xsl). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>
  <xsl:import href="letter.xsl"/>
  <xsl:import href="przesylka_dokument.xsl"/>

  <xsl:template match="przesylka" mode="title"><xsl:value-of select="@title"/></xsl:template>

  <xsl:template match="przesylka">
    <xsl:call-template name="przesylka-droga"/>
    <xsl:if test="@dekretuje">
      <p class="toolbar"><a class="button secondary" href="#komu" data-key="d">Dekretuj</a></p>
    </xsl:if>
    <div class="split">
      <div><xsl:call-template name="dokument"/></div>
      <aside aria-label="Czynności i dane">
        <xsl:if test="@prowadze"><xsl:call-template name="prowadzacy"/></xsl:if>
        <xsl:if test="@dekretuje"><xsl:call-template name="dekretacja-form"/></xsl:if>
        <xsl:if test="(@prowadze or @dekretuje) and dekretacja[@rola = 'wiodacy']"><xsl:call-template name="zwrot-form"/></xsl:if>
        <xsl:call-template name="przesylka-dane"/>
        <xsl:if test="dekretacja"><xsl:call-template name="lancuch"/></xsl:if>
        <details>
          <summary>Historia</summary>
          <xsl:call-template name="historia"><xsl:with-param name="zdarzenia" select="zdarzenie"/></xsl:call-template>
        </details>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="przesylka-droga">
    <xsl:call-template name="sciezka">
      <xsl:with-param name="zrobione">
        <xsl:value-of select="concat('Zarejestrowano: ', @rpw)"/>
        <xsl:if test="dekretacja[@rola = 'wiodacy']">
          <xsl:value-of select="concat(', dekretacja: ', dekretacja[@rola = 'wiodacy'][last()]/@od)"/>
        </xsl:if>
      </xsl:with-param>
      <xsl:with-param name="teraz">
        <xsl:choose>
          <xsl:when test="@sprawa_id">
            <xsl:text>W aktach sprawy </xsl:text>
            <a href="/eod/sprawy/{@sprawa_id}" data-key="s" data-key-label="Otwórz sprawę"><xsl:value-of select="@sprawa_znak"/></a>
          </xsl:when>
          <xsl:otherwise>
            <xsl:apply-templates select="@stan" mode="stan"/>
            <xsl:value-of select="concat(' ', @u_kogo, ', od ')"/>
            <xsl:apply-templates select="@lezy_od" mode="time-full"/>
            <xsl:if test="@termin">
              <xsl:text>, termin </xsl:text>
              <xsl:apply-templates select="@termin" mode="termin"/>
            </xsl:if>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="dalej">
        <xsl:choose>
          <xsl:when test="@stan = 'DO_DEKRETACJI'">Dekretacja na prowadzącego</xsl:when>
          <xsl:when test="@stan = 'U_PROWADZACEGO'">Założenie sprawy albo dołączenie do istniejącej</xsl:when>
          <xsl:otherwise>Załatwienie sprawy</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="prowadzacy">
    <section class="card" aria-labelledby="zalatw">
      <h2 id="zalatw">Załatw</h2>
      <xsl:for-each select="powolana[@otwarta]">
        <form method="post" action="/eod/przesylki/{../@id}/dolacz">
          <xsl:call-template name="csrf"/>
          <input type="hidden" name="znak" value="{@znak}"/>
          <p><xsl:value-of select="concat('Pismo powołuje się na sprawę ', @znak, ' („', @tytul, '”, prowadzi ', @prowadzacy, ').')"/></p>
          <p class="actions">
            <xsl:call-template name="button">
              <xsl:with-param name="label" select="concat('Dołącz do ', @znak)"/>
              <xsl:with-param name="key" select="'l'"/>
            </xsl:call-template>
          </p>
        </form>
      </xsl:for-each>
      <xsl:for-each select="powolana[not(@otwarta)]">
        <p><xsl:value-of select="concat('Pismo powołuje się na zakończoną sprawę ', @znak, '.')"/></p>
      </xsl:for-each>
      <p class="actions">
        <a class="button primary" href="/eod/przesylki/{@id}/sprawa" data-key="n">Załóż sprawę</a>
        <a class="button secondary" href="/eod/przesylki/{@id}/dolacz">Dołącz do innej sprawy</a>
      </p>
    </section>
  </xsl:template>

  <xsl:template name="dekretacja-form">
    <section class="card" aria-labelledby="dekretuj">
      <h2 id="dekretuj">Dekretacja</h2>
      <form method="post" action="/eod/przesylki/{@id}/dekretacja">
        <xsl:call-template name="csrf"/>
        <xsl:call-template name="dekretacja-pola"/>
        <p class="actions"><button type="submit" class="button primary">Dekretuj</button></p>
      </form>
    </section>
  </xsl:template>

  <xsl:template name="zwrot-form">
    <details class="card">
      <summary>Zwróć temu, kto przekazał</summary>
      <form method="post" action="/eod/przesylki/{@id}/zwrot">
        <xsl:call-template name="csrf"/>
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="'powod'"/>
          <xsl:with-param name="label" select="'Powód zwrotu'"/>
          <xsl:with-param name="maxlength" select="500"/>
        </xsl:call-template>
        <p class="actions"><button type="submit" class="button secondary">Zwróć</button></p>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="przesylka-dane">
    <section class="card" aria-labelledby="dane">
      <h2 id="dane">Dane z rejestru</h2>
      <dl class="facts">
        <div><dt>Numer</dt><dd><strong><xsl:value-of select="@rpw"/></strong></dd></div>
        <div>
          <dt>Wpłynęło</dt>
          <dd><xsl:apply-templates select="@wplynelo_at" mode="time-full"/></dd>
        </div>
        <div><dt>Nadawca</dt><dd><xsl:value-of select="@nadawca_nazwa"/></dd></div>
        <xsl:if test="@nadawca_adres != ''"><div><dt>Adres</dt><dd><xsl:value-of select="@nadawca_adres"/></dd></div></xsl:if>
        <div>
          <dt>Data na piśmie</dt>
          <dd>
            <xsl:choose>
              <xsl:when test="@data_na_pismie">
                <xsl:apply-templates select="@data_na_pismie" mode="time-short"/>
              </xsl:when>
              <xsl:otherwise>brak</xsl:otherwise>
            </xsl:choose>
          </dd>
        </div>
        <xsl:if test="@znak_obcy != ''"><div><dt>Znak na piśmie</dt><dd><xsl:value-of select="@znak_obcy"/></dd></div></xsl:if>
        <div><dt>Liczba załączników</dt><dd><xsl:value-of select="@liczba_zalacznikow"/></dd></div>
        <xsl:if test="@uwagi != ''"><div><dt>Uwagi</dt><dd class="preline"><xsl:value-of select="@uwagi"/></dd></div></xsl:if>
        <div><dt>Zarejestrował(a)</dt><dd><xsl:value-of select="@zarejestrowal"/></dd></div>
        <xsl:if test="@upo"><div><dt>Poświadczenie</dt><dd><a href="/eod/upo/{@upo}"><xsl:value-of select="@upo"/></a></dd></div></xsl:if>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="lancuch">
    <section class="card" aria-labelledby="lancuch">
      <h2 id="lancuch">Dekretacje</h2>
      <ol class="timeline">
        <xsl:for-each select="dekretacja">
          <li>
            <xsl:apply-templates select="@created_at" mode="time-full"/>
            <p>
              <xsl:value-of select="concat(@od, ' → ', @komu)"/>
              <xsl:if test="@zwrot"> (zwrot)</xsl:if>
              <xsl:if test="@rola = 'do_wiadomosci'">
                <xsl:choose>
                  <xsl:when test="@odczytano_at"> (do wiadomości, odczytano)</xsl:when>
                  <xsl:otherwise> (do wiadomości)</xsl:otherwise>
                </xsl:choose>
              </xsl:if>
            </p>
            <xsl:if test="@polecenie != ''"><p class="meta"><xsl:value-of select="@polecenie"/></p></xsl:if>
            <xsl:if test="@termin">
              <p class="meta">
                <xsl:text>Termin: </xsl:text>
                <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
              </p>
            </xsl:if>
          </li>
        </xsl:for-each>
      </ol>
    </section>
  </xsl:template>
</xsl:stylesheet>
