<?xml version="1.0" encoding="UTF-8"?>
<!-- Pieces shared by the clerks' pages: terms, states, the search box, the strip of a path, older and newer pages. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="format.xsl"/>
  <xsl:import href="events.xsl"/>

  <!-- A term with its meaning in words and colour; meta/@near is the last day that counts as near. -->
  <xsl:template name="termin">
    <xsl:param name="value"/>
    <xsl:variable name="dzis" select="number(translate(substring(/view/meta/@now, 1, 10), '-', ''))"/>
    <xsl:variable name="dzien" select="number(translate($value, '-', ''))"/>
    <xsl:if test="$value != ''">
      <span class="nowrap">
        <xsl:call-template name="time">
          <xsl:with-param name="value" select="string($value)"/>
          <xsl:with-param name="form" select="'short'"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="$dzien &lt; $dzis"><span class="badge error">po terminie</span></xsl:when>
          <xsl:when test="$dzien = $dzis"><span class="badge warn">dziś</span></xsl:when>
          <xsl:when test="$dzien &lt;= number(translate(/view/meta/@near, '-', ''))"><span class="badge warn">blisko</span></xsl:when>
        </xsl:choose>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@*" mode="termin"><xsl:call-template name="termin"><xsl:with-param name="value" select="string()"/></xsl:call-template></xsl:template>
  <xsl:template match="@*" mode="stan"><xsl:call-template name="stan"><xsl:with-param name="value" select="string()"/></xsl:call-template></xsl:template>

  <xsl:template name="stan">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'DO_REJESTRACJI'"><span class="badge info">do rejestracji</span></xsl:when>
      <xsl:when test="$value = 'DO_DEKRETACJI'"><span class="badge warn">do dekretacji</span></xsl:when>
      <xsl:when test="$value = 'U_PROWADZACEGO'"><span class="badge info">u prowadzącego</span></xsl:when>
      <xsl:when test="$value = 'W_SPRAWIE'"><span class="badge ok">w sprawie</span></xsl:when>
      <xsl:when test="$value = 'W_TOKU'"><span class="badge info">w toku</span></xsl:when>
      <xsl:when test="$value = 'ZALATWIONA'"><span class="badge ok">załatwiona</span></xsl:when>
      <xsl:when test="$value = 'ROBOCZE'"><span class="badge">projekt</span></xsl:when>
      <xsl:when test="$value = 'PRZEDLOZONE'"><span class="badge warn">do akceptacji</span></xsl:when>
      <xsl:when test="$value = 'ZAAKCEPTOWANE'"><span class="badge warn">do podpisu</span></xsl:when>
      <xsl:when test="$value = 'PODPISANE'"><span class="badge info">do wysłania</span></xsl:when>
      <xsl:when test="$value = 'WYSLANE'"><span class="badge ok">wysłane</span></xsl:when>
      <xsl:when test="$value = 'ANULOWANE'"><span class="badge">anulowane</span></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- A search box for lists. content: hidden fields to keep. -->
  <xsl:template name="eod-search">
    <xsl:param name="action"/>
    <xsl:param name="label"/>
    <xsl:param name="q"/>
    <xsl:param name="content"/>
    <form class="search" role="search" aria-label="Szukaj na tej liście" method="get" action="{$action}">
      <div class="field">
        <label for="q"><xsl:value-of select="$label"/></label>
        <input id="q" name="q" type="search" value="{$q}" maxlength="200" data-key="f" data-key-label="Szukaj na tej liście"/>
      </div>
      <xsl:copy-of select="$content"/>
      <button type="submit" class="button secondary">Szukaj</button>
    </form>
  </xsl:template>

  <!-- „Teraz” between „Zrobione” and „Dalej” -->
  <xsl:template name="sciezka">
    <xsl:param name="zrobione"/>
    <xsl:param name="teraz"/>
    <xsl:param name="dalej"/>
    <ol class="steps">
      <li class="done"><strong>Zrobione</strong><xsl:copy-of select="$zrobione"/></li>
      <li class="now" aria-current="step"><strong>Teraz</strong><xsl:copy-of select="$teraz"/></li>
      <li class="next"><strong>Dalej</strong><xsl:copy-of select="$dalej"/></li>
    </ol>
  </xsl:template>

  <!-- Pages by key: back to the beginning, on to what follows. Forms, not links, so that what was searched for needs no
       encoding here. pola: hidden fields to keep; nazwa and wartosc: the key behind which the next page begins. -->
  <xsl:template name="dalsze">
    <xsl:param name="action"/>
    <xsl:param name="pola"/>
    <xsl:param name="nazwa" select="'przed'"/>
    <xsl:param name="wartosc"/>
    <xsl:param name="poczatek" select="false()"/>
    <xsl:if test="$poczatek or $wartosc">
      <nav class="pager" aria-label="Strony listy">
        <xsl:if test="$poczatek">
          <form method="get" action="{$action}">
            <xsl:copy-of select="$pola"/>
            <button type="submit" class="button secondary" data-key="[">Od początku</button>
          </form>
        </xsl:if>
        <xsl:if test="$wartosc">
          <form method="get" action="{$action}">
            <xsl:copy-of select="$pola"/>
            <input type="hidden" name="{$nazwa}" value="{$wartosc}"/>
            <button type="submit" class="button secondary" data-key="]">Następne</button>
          </form>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- A choice of clerks or komórki for dekretacja: values k12 and p7 -->
  <xsl:template name="komu">
    <xsl:param name="current"/>
    <xsl:if test="referent">
      <optgroup label="Pracownicy prowadzący sprawy">
        <xsl:for-each select="referent">
          <option value="p{@id}">
            <xsl:if test="concat('p', @id) = $current"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
            <xsl:value-of select="concat(@name, ' – ', @stanowisko, ' (', @komorka, ')')"/>
          </option>
        </xsl:for-each>
      </optgroup>
    </xsl:if>
    <xsl:if test="komorka">
      <optgroup label="Komórki (do kierującego)">
        <xsl:for-each select="komorka">
          <option value="k{@id}">
            <xsl:if test="concat('k', @id) = $current"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
            <xsl:value-of select="@label"/>
          </option>
        </xsl:for-each>
      </optgroup>
    </xsl:if>
  </xsl:template>

  <!-- Fields of a dekretacja; the page holds komorka, referent and pracownik -->
  <xsl:template name="dekretacja-pola">
    <xsl:call-template name="field-select">
      <xsl:with-param name="name" select="'komu'"/>
      <xsl:with-param name="label" select="'Komu'"/>
      <xsl:with-param name="empty" select="'Wybierz'"/>
      <xsl:with-param name="content">
        <xsl:call-template name="komu">
          <xsl:with-param name="current" select="string(form/value[@name = 'komu'])"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="field-text">
      <xsl:with-param name="name" select="'polecenie'"/>
      <xsl:with-param name="label" select="'Polecenie'"/>
      <xsl:with-param name="optional" select="true()"/>
      <xsl:with-param name="maxlength" select="500"/>
    </xsl:call-template>
    <xsl:call-template name="field-date">
      <xsl:with-param name="name" select="'termin'"/>
      <xsl:with-param name="label" select="'Termin'"/>
      <xsl:with-param name="optional" select="true()"/>
    </xsl:call-template>
    <details>
      <summary>Do wiadomości</summary>
      <xsl:for-each select="pracownik">
        <xsl:call-template name="radio">
          <xsl:with-param name="name" select="'do_wiadomosci'"/>
          <xsl:with-param name="value" select="string(@id)"/>
          <xsl:with-param name="label" select="concat(@name, ', ', @stanowisko)"/>
          <xsl:with-param name="type" select="'checkbox'"/>
        </xsl:call-template>
      </xsl:for-each>
    </details>
  </xsl:template>

  <!-- ==== letters of the office ==== -->

  <!-- To whom and what, large, above the buttons that cannot be undone -->
  <xsl:template name="pismo-do-kogo">
    <p class="to-whom">
      <xsl:text>Do: </xsl:text>
      <strong><xsl:value-of select="@adresat_nazwa"/></strong>
      <xsl:if test="@adresat_adres != ''"><xsl:value-of select="concat(', ', @adresat_adres)"/></xsl:if>
    </p>
  </xsl:template>

  <!-- What a key asks before it does something for ever: the question, to whom, what -->
  <xsl:template name="pismo-pytanie">
    <xsl:param name="pytanie"/>
    <xsl:value-of select="concat($pytanie, '&#10;Do: ', @adresat_nazwa)"/>
    <xsl:if test="@adresat_adres != ''"><xsl:value-of select="concat(', ', @adresat_adres)"/></xsl:if>
    <xsl:value-of select="concat('&#10;', @tytul)"/>
  </xsl:template>

  <!-- Title and text of a letter being written -->
  <xsl:template name="pismo-pola">
    <xsl:call-template name="field-text">
      <xsl:with-param name="name" select="'tytul'"/>
      <xsl:with-param name="label" select="'Tytuł pisma'"/>
      <xsl:with-param name="maxlength" select="200"/>
    </xsl:call-template>
    <xsl:call-template name="field-area">
      <xsl:with-param name="name" select="'tresc'"/>
      <xsl:with-param name="label" select="'Treść'"/>
      <xsl:with-param name="hint" select="'Akapity oddziel pustym wierszem. Nagłówek, adresata i podpis doda system.'"/>
      <xsl:with-param name="rows" select="18"/>
      <xsl:with-param name="maxlength" select="50000"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="przedloz-form">
    <form method="post" action="/eod/pisma/{@id}/przedloz">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="wersja" value="{@wersja}"/>
      <xsl:call-template name="field-select">
        <xsl:with-param name="name" select="'akceptujacy'"/>
        <xsl:with-param name="label" select="'Akceptujący'"/>
        <xsl:with-param name="options" select="akceptujacy"/>
      </xsl:call-template>
      <p class="actions"><button type="submit" class="button primary" data-key="c">Przedłóż</button></p>
    </form>
  </xsl:template>

  <!-- The account comes first where there is one (KPA art. 39) -->
  <xsl:template name="wyslij-form">
    <form method="post" action="/eod/pisma/{@id}/wyslij">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-group">
        <xsl:with-param name="name" select="'sposob'"/>
        <xsl:with-param name="label" select="'Sposób wysłania'"/>
        <xsl:with-param name="content">
          <xsl:if test="@adresat_konto_id">
            <xsl:call-template name="radio">
              <xsl:with-param name="name" select="'sposob'"/>
              <xsl:with-param name="value" select="'konto'"/>
              <xsl:with-param name="id" select="'sposob'"/>
              <xsl:with-param name="label" select="'na konto adresata w Lubuskim e-Urzędzie'"/>
              <xsl:with-param name="default" select="'konto'"/>
            </xsl:call-template>
          </xsl:if>
          <xsl:call-template name="radio">
            <xsl:with-param name="name" select="'sposob'"/>
            <xsl:with-param name="value" select="'list_polecony'"/>
            <xsl:with-param name="id">
              <xsl:choose>
                <xsl:when test="@adresat_konto_id">sposob-list</xsl:when>
                <xsl:otherwise>sposob</xsl:otherwise>
              </xsl:choose>
            </xsl:with-param>
            <xsl:with-param name="label" select="'listem poleconym (wydruk)'"/>
          </xsl:call-template>
          <xsl:call-template name="radio">
            <xsl:with-param name="name" select="'sposob'"/>
            <xsl:with-param name="value" select="'wlasni_pracownicy'"/>
            <xsl:with-param name="label" select="'przez pracowników urzędu (wydruk)'"/>
          </xsl:call-template>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="@adresat_konto_id">
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="'powod'"/>
          <xsl:with-param name="label" select="'Dlaczego nie na konto'"/>
          <xsl:with-param name="hint" select="'Wypełnij tylko przy wysyłce na papierze.'"/>
          <xsl:with-param name="optional" select="true()"/>
          <xsl:with-param name="maxlength" select="1000"/>
        </xsl:call-template>
      </xsl:if>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="'Wyślij'"/>
          <xsl:with-param name="key" select="'w'"/>
          <xsl:with-param name="ask"><xsl:call-template name="pismo-pytanie"><xsl:with-param name="pytanie" select="'Wysłać to pismo? Wysłanego nie można cofnąć.'"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
