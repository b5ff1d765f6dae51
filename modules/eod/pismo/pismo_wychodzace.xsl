<?xml version="1.0" encoding="UTF-8"?>
<!-- One letter of the office. View: <pismo_wychodzace> with the columns of pismo_get(); <wolno co/>* (what may be done),
     <akceptujacy id name/>*, <wersja wersja tytul autor created_at/>*, <akceptacja wersja kto wynik uzasadnienie created_at/>*,
     and the signed wnio:Dokument. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>
  <xsl:import href="letter.xsl"/>

  <xsl:template match="pismo_wychodzace" mode="title"><xsl:value-of select="@title"/></xsl:template>

  <xsl:template match="pismo_wychodzace">
    <xsl:variable name="co" select="wolno/@co"/>
    <xsl:call-template name="pismo-droga"/>
    <xsl:if test="$co = 'akceptuj' or $co = 'podpisz' or $co = 'wyslij'"><xsl:call-template name="pismo-do-kogo"/></xsl:if>
    <xsl:call-template name="przyciski"/>
    <div class="split">
      <div>
        <xsl:if test="@stan = 'ROBOCZE' and akceptacja[last()]/@wynik = 'ZWROCONO'"><xsl:call-template name="zwrocone"/></xsl:if>
        <xsl:choose>
          <xsl:when test="*[local-name() = 'Dokument']">
            <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo"/>
          </xsl:when>
          <xsl:when test="$co = 'zapisz' and @stan = 'ROBOCZE'"><xsl:call-template name="edycja"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="projekt"/>
            <xsl:if test="$co = 'zapisz' and not($co = 'popraw')">
              <details class="card">
                <summary>Zmień treść (pismo wróci do projektu i trzeba je będzie przedłożyć ponownie)</summary>
                <xsl:call-template name="edycja"/>
              </details>
            </xsl:if>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="$co = 'popraw'">
          <details class="card">
            <xsl:if test="$faults"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
            <summary>Popraw i zaakceptuj</summary>
            <xsl:call-template name="edycja"><xsl:with-param name="krok" select="'/popraw'"/></xsl:call-template>
          </details>
        </xsl:if>
      </div>
      <aside aria-label="Czynności i dane">
        <xsl:call-template name="kroki"/>
        <xsl:call-template name="pismo-dane"/>
        <xsl:call-template name="wersje"/>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="pismo-droga">
    <xsl:call-template name="sciezka">
      <xsl:with-param name="zrobione">
        <xsl:choose>
          <xsl:when test="@stan = 'ROBOCZE'"><xsl:value-of select="concat('Wersja ', @wersja, ', ', @autor)"/></xsl:when>
          <xsl:when test="@stan = 'PRZEDLOZONE'"><xsl:value-of select="concat('Przedłożono: ', @akceptujacy)"/></xsl:when>
          <xsl:when test="@stan = 'ZAAKCEPTOWANE'"><xsl:value-of select="concat('Zaakceptował(a): ', @akceptujacy)"/></xsl:when>
          <xsl:when test="@stan = 'PODPISANE'"><xsl:value-of select="concat('Podpisał(a): ', @podpisal)"/></xsl:when>
          <xsl:when test="@stan = 'WYSLANE'"><xsl:value-of select="concat('Wysłano: ', @numer)"/></xsl:when>
          <xsl:otherwise>Projekt anulowany</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="teraz">
        <xsl:apply-templates select="@stan" mode="stan"/>
        <xsl:if test="@stan != 'WYSLANE' and @stan != 'ANULOWANE'">
          <xsl:text> od </xsl:text>
          <xsl:apply-templates select="@stan_od" mode="time-full"/>
          <xsl:text>, termin sprawy </xsl:text>
          <xsl:apply-templates select="@termin" mode="termin"/>
        </xsl:if>
        <xsl:if test="@stan = 'WYSLANE' and @sposob = 'konto'">
          <xsl:choose>
            <xsl:when test="@data_doreczenia">
              <xsl:text> doręczono </xsl:text>
              <xsl:call-template name="date-short"><xsl:with-param name="value" select="string(@data_doreczenia)"/></xsl:call-template>
            </xsl:when>
            <xsl:otherwise> czeka na odbiór przez adresata</xsl:otherwise>
          </xsl:choose>
        </xsl:if>
      </xsl:with-param>
      <xsl:with-param name="dalej">
        <xsl:choose>
          <xsl:when test="@stan = 'ROBOCZE'">Akceptacja</xsl:when>
          <xsl:when test="@stan = 'PRZEDLOZONE'">Podpis</xsl:when>
          <xsl:when test="@stan = 'ZAAKCEPTOWANE'">Wysłanie przez kancelarię</xsl:when>
          <xsl:when test="@stan = 'PODPISANE'">Doręczenie adresatowi</xsl:when>
          <xsl:when test="@stan = 'WYSLANE'">Zakończenie sprawy</xsl:when>
          <xsl:otherwise>–</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Steps that need nothing but a click stand in one bar -->
  <xsl:template name="przyciski">
    <div class="toolbar">
      <xsl:if test="wolno/@co = 'akceptuj'">
        <xsl:call-template name="klik">
          <xsl:with-param name="krok" select="'akceptuj'"/>
          <xsl:with-param name="label" select="'Akceptuj'"/>
          <xsl:with-param name="key" select="'a'"/>
          <xsl:with-param name="ask" select="'Zaakceptować to pismo?'"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="wolno/@co = 'podpisz'">
        <xsl:call-template name="klik">
          <xsl:with-param name="krok" select="'podpisz'"/>
          <xsl:with-param name="label" select="'Podpisz'"/>
          <xsl:with-param name="key" select="'p'"/>
          <xsl:with-param name="ask" select="'Podpisać to pismo? Podpisu nie można cofnąć.'"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="wolno/@co = 'zwroc'">
        <a class="button secondary" href="/eod/pisma/{@id}/zwroc" data-key="x">Zwróć do poprawy</a>
      </xsl:if>
      <xsl:if test="@sha256">
        <a class="button secondary" href="/eod/pisma/{@id}/pdf" data-key="v">Wydruk (PDF)</a>
        <a class="button secondary" href="/eod/pisma/{@id}/xml">Plik XML</a>
      </xsl:if>
      <a class="button secondary" href="/eod/sprawy/{@sprawa_id}" data-key="s">Sprawa <xsl:value-of select="@znak"/></a>
    </div>
  </xsl:template>

  <xsl:template name="klik">
    <xsl:param name="krok"/>
    <xsl:param name="label"/>
    <xsl:param name="key"/>
    <xsl:param name="ask"/>
    <form method="post" action="/eod/pisma/{@id}/{$krok}">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="wersja" value="{@wersja}"/>
      <xsl:call-template name="button">
        <xsl:with-param name="label" select="$label"/>
        <xsl:with-param name="key" select="$key"/>
        <xsl:with-param name="ask"><xsl:call-template name="pismo-pytanie"><xsl:with-param name="pytanie" select="$ask"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
    </form>
  </xsl:template>

  <xsl:template name="zwrocone">
    <xsl:call-template name="notice">
      <xsl:with-param name="kind" select="'warn'"/>
      <xsl:with-param name="content">
        <p>
          <strong><xsl:value-of select="concat('Do poprawy (', akceptacja[last()]/@kto, '): ')"/></strong>
          <span class="preline"><xsl:value-of select="akceptacja[last()]/@uzasadnienie"/></span>
        </p>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="projekt">
    <article class="paper">
      <p><xsl:value-of select="concat('Znak sprawy: ', @znak)"/></p>
      <p>
        <strong><xsl:value-of select="@adresat_nazwa"/></strong>
        <xsl:if test="@adresat_adres != ''"><br/><xsl:value-of select="@adresat_adres"/></xsl:if>
      </p>
      <h2><xsl:value-of select="@tytul"/></h2>
      <p class="preline"><xsl:value-of select="@tresc"/></p>
    </article>
  </xsl:template>

  <xsl:template name="edycja">
    <xsl:param name="krok"/>
    <form method="post" action="/eod/pisma/{@id}{$krok}" data-dirty="">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="wersja" value="{@wersja}"/>
      <xsl:call-template name="pismo-pola"/>
      <p class="actions">
        <xsl:choose>
          <xsl:when test="$krok != ''"><button type="submit" class="button primary">Popraw i zaakceptuj</button></xsl:when>
          <xsl:otherwise><button type="submit" class="button primary" data-key="z">Zapisz nową wersję</button></xsl:otherwise>
        </xsl:choose>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="kroki">
    <xsl:if test="wolno/@co = 'przedloz'">
      <section class="card" aria-labelledby="przedloz">
        <h2 id="przedloz">Przedłóż do akceptacji</h2>
        <xsl:call-template name="przedloz-form"/>
      </section>
    </xsl:if>
    <xsl:if test="wolno/@co = 'wyslij'">
      <section class="card" aria-labelledby="wyslij">
        <h2 id="wyslij">Wyślij</h2>
        <xsl:call-template name="wyslij-form"/>
      </section>
    </xsl:if>
    <xsl:if test="wolno/@co = 'anuluj'">
      <details class="card">
        <summary>Anuluj projekt</summary>
        <form method="post" action="/eod/pisma/{@id}/anuluj">
          <xsl:call-template name="csrf"/>
          <p>Anulowany projekt zostaje w aktach, ale nie można go już zmieniać ani wysłać.</p>
          <p class="actions"><button type="submit" class="button danger">Anuluj projekt</button></p>
        </form>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template name="pismo-dane">
    <section class="card" aria-labelledby="dane">
      <h2 id="dane">Dane pisma</h2>
      <dl class="facts">
        <div><dt>Sprawa</dt><dd><a href="/eod/sprawy/{@sprawa_id}"><xsl:value-of select="@znak"/></a><xsl:value-of select="concat(' ', @sprawa_tytul)"/></dd></div>
        <div><dt>Prowadzący</dt><dd><xsl:value-of select="@prowadzacy"/></dd></div>
        <xsl:if test="@odpowiedz_na"><div><dt>Odpowiedź na</dt><dd><a href="/eod/przesylki/{@odpowiedz_na_id}"><xsl:value-of select="@odpowiedz_na"/></a></dd></div></xsl:if>
        <div>
          <dt>Adresat</dt>
          <dd>
            <xsl:value-of select="@adresat_nazwa"/>
            <xsl:if test="@adresat_adres != ''"><br/><xsl:value-of select="@adresat_adres"/></xsl:if>
            <xsl:if test="@adresat_konto_id"><br/><span class="meta">ma konto w Lubuskim e-Urzędzie</span></xsl:if>
          </dd>
        </div>
        <xsl:if test="@podpisal">
          <div>
            <dt>Podpisał(a)</dt>
            <dd>
              <xsl:value-of select="concat(@podpisal, ', ')"/>
              <xsl:apply-templates select="@podpisano_at" mode="time-full"/>
            </dd>
          </div>
        </xsl:if>
        <xsl:if test="@wyslano_at">
          <div>
            <dt>Wysłano</dt>
            <dd>
              <xsl:value-of select="concat(@numer, ', ')"/>
              <xsl:apply-templates select="@wyslano_at" mode="time-full"/>
              <br/>
              <xsl:call-template name="pismo-sposob"/>
              <xsl:if test="@powod != ''"><br/><span class="meta"><xsl:value-of select="@powod"/></span></xsl:if>
            </dd>
          </div>
        </xsl:if>
        <xsl:if test="@upo"><div><dt>Poświadczenie doręczenia</dt><dd><a href="/eod/upo/{@upo}"><xsl:value-of select="@upo"/></a></dd></div></xsl:if>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="wersje">
    <section class="card" aria-labelledby="wersje">
      <h2 id="wersje">Wersje i akceptacje</h2>
      <ol class="timeline">
        <xsl:for-each select="wersja">
          <xsl:variable name="nr" select="@wersja"/>
          <li>
            <xsl:apply-templates select="@created_at" mode="time-full"/>
            <p>
              <xsl:value-of select="concat('Wersja ', @wersja, ', ', @autor)"/>
              <xsl:if test="@wersja &gt; 1">
                <xsl:text> </xsl:text>
                <a href="/eod/pisma/{../@id}/wersje?a={@wersja - 1}&amp;b={@wersja}">co się zmieniło<span class="sr"> w wersji <xsl:value-of select="@wersja"/></span></a>
              </xsl:if>
            </p>
            <xsl:for-each select="../akceptacja[@wersja = $nr]">
              <p class="meta">
                <xsl:choose>
                  <xsl:when test="@wynik = 'ZWROCONO'"><xsl:value-of select="concat('Zwrócono (', @kto, '): ', @uzasadnienie)"/></xsl:when>
                  <xsl:otherwise><xsl:value-of select="concat('Zaakceptowano: ', @kto)"/></xsl:otherwise>
                </xsl:choose>
              </p>
            </xsl:for-each>
          </li>
        </xsl:for-each>
      </ol>
      <xsl:if test="count(wersja) &gt; 2"><p><a href="/eod/pisma/{@id}/wersje?a=1&amp;b={@wersja}">Porównaj pierwszą z ostatnią</a></p></xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="pismo-sposob">
    <xsl:choose>
      <xsl:when test="@sposob = 'konto'">na konto adresata</xsl:when>
      <xsl:when test="@sposob = 'list_polecony'">list polecony</xsl:when>
      <xsl:when test="@sposob = 'wlasni_pracownicy'">pracownicy urzędu</xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
