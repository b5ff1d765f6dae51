<?xml version="1.0" encoding="UTF-8"?>
<!-- The pages of a register (fcgi/register.h). View: <register part="list|row|form|bulk|import|report" path object first linked …>,
       <column name label kind hint max required listed filtered searched fixed wanted><word id name badge/>*<long/>?</column>*
       <states wanted><word/>*</states>, <row/> with the columns of the statement, <step id name reason/>*,
       <extra/>* of the register's statement, list: <order id name/>*, @q @order @from @next_key @next_id @csv @new @import @bulk
       row:  @id @change, <event czas zdanie aktor stanowisko opis tresc/>*, <part name label><column/>*<line/>*</part>*
       form: @to, <form><value name/>*</form>, <part …><line prefix nr/>*</part>*
     A module's sheet that imports this one has an element of its own name (the register's `sheet`); it may override for it the
     modes cell (a value in the list), value (on the page of the row), field and hint (in the form), save (its button), more
     (below the facts), list-more (above the table), number (of a row, with the way to its page) and search-label. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="register"><xsl:apply-templates select="." mode="register"/></xsl:template>

  <xsl:template match="*" mode="register">
    <xsl:choose>
      <xsl:when test="@part = 'list'"><xsl:call-template name="register-list"/></xsl:when>
      <xsl:when test="@part = 'form'"><xsl:call-template name="register-form"/></xsl:when>
      <xsl:when test="@part = 'bulk'"><xsl:call-template name="register-bulk"/></xsl:when>
      <xsl:when test="@part = 'import'"><xsl:call-template name="register-import"/></xsl:when>
      <xsl:when test="@part = 'report'"><xsl:call-template name="register-report"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="register-row"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== the list ==== -->

  <xsl:template name="register-list">
    <div class="toolbar">
      <form method="get" action="{@path}" role="search" aria-label="Wybierz wpisy" class="search">
        <xsl:apply-templates select="column[@filtered and not(long)]" mode="filter"/>
        <xsl:apply-templates select="states[word]" mode="filter"/>
        <xsl:if test="count(order) &gt; 1">
          <div class="field">
            <label for="porzadek">Kolejność</label>
            <select id="porzadek" name="porzadek">
              <xsl:apply-templates select="order" mode="option"><xsl:with-param name="current" select="string(@order)"/></xsl:apply-templates>
            </select>
          </div>
        </xsl:if>
        <xsl:if test="column[@searched]">
          <div class="field">
            <label for="q"><xsl:apply-templates select="." mode="search-label"/></label>
            <input id="q" name="q" type="search" value="{@q}" maxlength="200" data-key="f" data-key-label="Szukaj na tej liście"/>
          </div>
        </xsl:if>
        <xsl:if test="column[@filtered or @searched] or states/word or count(order) &gt; 1"><button type="submit" class="button secondary">Pokaż</button></xsl:if>
        <xsl:if test="@csv"><button type="submit" class="button secondary" formaction="{@path}/csv">Pobierz CSV</button></xsl:if>
      </form>
      <xsl:if test="@import"><a class="button secondary push" href="{@path}/wczytaj">Wczytaj z CSV</a></xsl:if>
      <xsl:if test="@new"><a href="{@path}/nowy" data-key="n"><xsl:attribute name="class">button primary<xsl:if test="not(@import)"> push</xsl:if></xsl:attribute><xsl:value-of select="@new"/></a></xsl:if>
    </div>
    <xsl:apply-templates select="druk"><xsl:with-param name="csv" select="not(@csv)"/></xsl:apply-templates>
    <xsl:apply-templates select="." mode="list-more"/>
    <xsl:choose>
      <xsl:when test="not(row) and druk">
        <xsl:call-template name="empty">
          <xsl:with-param name="text">
            <xsl:choose>
              <xsl:when test="@q != '' or @from != '0' or */@wanted != ''">Nie ma wpisów, które pasują do tego wyboru.</xsl:when>
              <xsl:otherwise>Nie ma jeszcze żadnego wpisu.</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@bulk and step">
        <form method="post" action="{@path}/zbiorczo">
          <xsl:call-template name="csrf"/>
          <xsl:call-template name="register-table"><xsl:with-param name="ticks" select="true()"/></xsl:call-template>
          <div class="toolbar">
            <div class="field">
              <label for="stan-zbiorczo">Z zaznaczonymi</label>
              <select id="stan-zbiorczo" name="stan">
                <option value="">wybierz</option>
                <xsl:apply-templates select="step" mode="option"/>
              </select>
            </div>
            <button type="submit" class="button secondary">Dalej</button>
          </div>
        </form>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="register-table"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@next_id or @from != '0'">
      <nav class="pager" aria-label="Strony listy">
        <xsl:if test="@from != '0'">
          <form method="get" action="{@path}">
            <xsl:call-template name="register-choice"/>
            <button type="submit" class="button secondary" data-key="[">Od początku</button>
          </form>
        </xsl:if>
        <xsl:if test="@next_id">
          <form method="get" action="{@path}">
            <xsl:call-template name="register-choice"/>
            <input type="hidden" name="po_klucz" value="{@next_key}"/>
            <input type="hidden" name="po_id" value="{@next_id}"/>
            <button type="submit" class="button secondary" data-key="]">Następne</button>
          </form>
        </xsl:if>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- What the list was narrowed to, to keep it -->
  <xsl:template name="register-choice">
    <xsl:for-each select="column[@filtered]"><input type="hidden" name="{@name}" value="{@wanted}"/></xsl:for-each>
    <xsl:if test="states/@wanted != ''"><input type="hidden" name="stan" value="{states/@wanted}"/></xsl:if>
    <xsl:if test="@order != ''"><input type="hidden" name="porzadek" value="{@order}"/></xsl:if>
    <xsl:if test="@q != ''"><input type="hidden" name="q" value="{@q}"/></xsl:if>
  </xsl:template>

  <xsl:template match="column | states" mode="filter">
    <xsl:variable name="name"><xsl:choose><xsl:when test="self::states">stan</xsl:when><xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise></xsl:choose></xsl:variable>
    <div class="field">
      <label for="{$name}"><xsl:choose><xsl:when test="self::states">Stan</xsl:when><xsl:otherwise><xsl:value-of select="@label"/></xsl:otherwise></xsl:choose></label>
      <select id="{$name}" name="{$name}">
        <option value="">każdy</option>
        <xsl:apply-templates select="word" mode="option"><xsl:with-param name="current" select="string(@wanted)"/></xsl:apply-templates>
        <xsl:if test="@kind = 'bool'">
          <option value="t"><xsl:if test="@wanted = 't'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>tak</option>
          <option value="f"><xsl:if test="@wanted = 'f'"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>nie</option>
        </xsl:if>
      </select>
    </div>
  </xsl:template>

  <xsl:template name="register-table">
    <xsl:param name="ticks" select="false()"/>
    <div class="table-scroll" role="region" aria-label="{@title}" tabindex="0">
      <table class="dense">
        <xsl:if test="@linked"><xsl:attribute name="data-rows"/></xsl:if>
        <thead>
          <tr>
            <xsl:if test="$ticks"><th scope="col"><span class="sr">Zaznacz</span></th></xsl:if>
            <th scope="col"><xsl:value-of select="@first"/></th>
            <xsl:if test="states/word"><th scope="col">Stan</th></xsl:if>
            <xsl:for-each select="column[@listed]"><th scope="col"><xsl:call-template name="register-num"/><xsl:value-of select="@label"/></th></xsl:for-each>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="row">
            <xsl:variable name="row" select="."/>
            <tr>
              <xsl:if test="$ticks"><td><input type="checkbox" name="id" value="{@id}" aria-label="Zaznacz {@numer}"/></td></xsl:if>
              <td class="nowrap"><xsl:apply-templates select="." mode="number"/></td>
              <xsl:if test="../states/word"><td><xsl:apply-templates select="../states" mode="word"><xsl:with-param name="value" select="string(@stan)"/></xsl:apply-templates></td></xsl:if>
              <xsl:for-each select="../column[@listed]">
                <td>
                  <xsl:call-template name="register-num"/>
                  <xsl:apply-templates select="." mode="cell"><xsl:with-param name="row" select="$row"/><xsl:with-param name="value" select="string($row/@*[name() = current()/@name])"/></xsl:apply-templates>
                </td>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template name="register-num">
    <xsl:choose>
      <xsl:when test="@kind = 'money' or @kind = 'int' or @kind = 'decimal'"><xsl:attribute name="class">num</xsl:attribute></xsl:when>
      <xsl:when test="@kind = 'date'"><xsl:attribute name="class">nowrap</xsl:attribute></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- ==== values ==== -->

  <xsl:template match="column" mode="cell">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <xsl:apply-templates select="." mode="value">
      <xsl:with-param name="row" select="$row"/><xsl:with-param name="value" select="$value"/><xsl:with-param name="form" select="'short'"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="column" mode="value">
    <xsl:param name="row"/>
    <xsl:param name="value"/>
    <xsl:param name="form" select="'long'"/>
    <xsl:choose>
      <xsl:when test="@kind = 'money'"><xsl:call-template name="money"><xsl:with-param name="grosze" select="$value"/></xsl:call-template></xsl:when>
      <xsl:when test="@kind = 'decimal'"><xsl:value-of select="translate($value, '.', ',')"/></xsl:when>
      <xsl:when test="@kind = 'date'"><xsl:call-template name="time"><xsl:with-param name="value" select="$value"/><xsl:with-param name="form" select="$form"/></xsl:call-template></xsl:when>
      <xsl:when test="@kind = 'word'"><xsl:apply-templates select="." mode="word"><xsl:with-param name="value" select="$value"/></xsl:apply-templates></xsl:when>
      <xsl:when test="@kind = 'words'">
        <xsl:for-each select="word[contains(concat(' ', $value, ' '), concat(' ', @id, ' '))]"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="@name"/></xsl:for-each>
      </xsl:when>
      <xsl:when test="@kind = 'bool' and $value = 't'">tak</xsl:when>
      <xsl:when test="@kind = 'bool'">nie</xsl:when>
      <xsl:when test="@kind = 'ref'"><xsl:value-of select="$row/@*[name() = concat(current()/@name, '_label')]"/></xsl:when>
      <xsl:when test="@kind = 'file' and $value != ''"><a href="{/view/*/@path}/{$row/@id}/plik/{@name}"><xsl:value-of select="$row/@*[name() = concat(current()/@name, '_nazwa')]"/></a></xsl:when>
      <xsl:when test="@kind = 'area'"><span class="preline"><xsl:value-of select="$value"/></span></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="column | states" mode="word">
    <xsl:param name="value"/>
    <xsl:variable name="word" select="word[@id = $value]"/>
    <xsl:choose>
      <xsl:when test="$word/@badge"><xsl:call-template name="badge"><xsl:with-param name="kind" select="string($word/@badge)"/><xsl:with-param name="text" select="string($word/@name)"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:value-of select="$word/@name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== the form ==== -->

  <xsl:template name="register-form">
    <form method="post" action="{@to}" data-dirty="" novalidate="novalidate">
      <xsl:if test="column[@kind = 'file']"><xsl:attribute name="enctype">multipart/form-data</xsl:attribute></xsl:if>
      <xsl:call-template name="csrf"/>
      <!-- Enter in a field saves; without this the first button in the form would be the one that adds lines -->
      <xsl:if test="part"><button type="submit" class="sr" tabindex="-1" aria-hidden="true">Zapisz</button></xsl:if>
      <xsl:apply-templates select="column[not(@fixed and ../@id)]" mode="field"/>
      <xsl:apply-templates select="part" mode="fields"/>
      <p class="actions"><xsl:call-template name="button"><xsl:with-param name="label"><xsl:apply-templates select="." mode="save"/></xsl:with-param><xsl:with-param name="key" select="'z'"/></xsl:call-template></p>
    </form>
  </xsl:template>

  <xsl:template match="part" mode="fields">
    <xsl:variable name="part" select="."/>
    <fieldset class="field">
      <legend><xsl:value-of select="@label"/></legend>
      <input type="hidden" name="{@name}.n" value="{count(line)}"/>
      <xsl:for-each select="line">
        <fieldset class="card">
          <legend><xsl:value-of select="concat('Wiersz ', @nr)"/></legend>
          <xsl:apply-templates select="$part/column" mode="field"><xsl:with-param name="prefix" select="string(@prefix)"/></xsl:apply-templates>
        </fieldset>
      </xsl:for-each>
      <p><xsl:call-template name="button"><xsl:with-param name="label" select="'Więcej wierszy'"/><xsl:with-param name="kind" select="'secondary'"/><xsl:with-param name="name" select="'wiecej'"/><xsl:with-param name="value" select="string(@name)"/></xsl:call-template></p>
    </fieldset>
  </xsl:template>

  <!-- ==== one row ==== -->

  <xsl:template name="register-row">
    <xsl:variable name="row" select="row"/>
    <xsl:apply-templates select="druk"/>
    <p class="toolbar">
      <xsl:if test="states/word"><xsl:apply-templates select="states" mode="word"><xsl:with-param name="value" select="string($row/@stan)"/></xsl:apply-templates></xsl:if>
      <xsl:if test="@change"><a class="button secondary push" href="{@path}/{@id}/zmiana" data-key="e">Zmień</a></xsl:if>
    </p>
    <dl class="facts">
      <xsl:for-each select="column">
        <xsl:variable name="value" select="string($row/@*[name() = current()/@name])"/>
        <xsl:if test="$value != ''">
          <div><dt><xsl:value-of select="@label"/></dt><dd><xsl:apply-templates select="." mode="value"><xsl:with-param name="row" select="$row"/><xsl:with-param name="value" select="$value"/></xsl:apply-templates></dd></div>
        </xsl:if>
      </xsl:for-each>
    </dl>
    <xsl:apply-templates select="part[line]" mode="lines"/>
    <xsl:apply-templates select="." mode="more"/>
    <xsl:if test="step">
      <h2>Zmień stan</h2>
      <xsl:variable name="hint"><xsl:if test="step[@reason]">Potrzebne przy: <xsl:for-each select="step[@reason]"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="@name"/></xsl:for-each>.</xsl:if></xsl:variable>
      <form method="post" action="{@path}/{@id}">
        <xsl:call-template name="csrf"/>
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="'powod'"/><xsl:with-param name="label" select="'Podstawa i powód'"/>
          <xsl:with-param name="optional" select="true()"/><xsl:with-param name="maxlength" select="300"/>
          <xsl:with-param name="hint" select="string($hint)"/>
        </xsl:call-template>
        <p class="actions">
          <xsl:for-each select="step">
            <xsl:call-template name="button"><xsl:with-param name="label" select="string(@name)"/><xsl:with-param name="kind" select="'secondary'"/><xsl:with-param name="name" select="'stan'"/><xsl:with-param name="value" select="string(@id)"/></xsl:call-template>
          </xsl:for-each>
        </p>
      </form>
    </xsl:if>
    <xsl:if test="event">
      <h2>Historia</h2>
      <ol class="timeline">
        <xsl:for-each select="event">
          <li>
            <xsl:apply-templates select="@czas" mode="time-full"/>
            <p>
              <xsl:value-of select="@zdanie"/>
              <xsl:if test="@opis != ''"><xsl:value-of select="concat(': ', @opis)"/></xsl:if>
              <xsl:if test="@tresc != ''"><xsl:value-of select="concat(' – ', @tresc)"/></xsl:if>
            </p>
            <p class="meta"><xsl:value-of select="@aktor"/><xsl:if test="@stanowisko != ''"><xsl:value-of select="concat(', ', @stanowisko)"/></xsl:if></p>
          </li>
        </xsl:for-each>
      </ol>
    </xsl:if>
  </xsl:template>

  <xsl:template match="part" mode="lines">
    <h2><xsl:value-of select="@label"/></h2>
    <div class="table-scroll" role="region" aria-label="{@label}" tabindex="0">
      <table class="dense">
        <thead><tr><xsl:for-each select="column"><th scope="col"><xsl:call-template name="register-num"/><xsl:value-of select="@label"/></th></xsl:for-each></tr></thead>
        <tbody>
          <xsl:for-each select="line">
            <xsl:variable name="row" select="."/>
            <tr>
              <xsl:for-each select="../column">
                <td><xsl:call-template name="register-num"/><xsl:apply-templates select="." mode="cell"><xsl:with-param name="row" select="$row"/><xsl:with-param name="value" select="string($row/@*[name() = current()/@name])"/></xsl:apply-templates></td>
              </xsl:for-each>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <!-- ==== many rows ==== -->

  <xsl:template name="register-bulk">
    <xsl:choose>
      <xsl:when test="@going != '0'">
        <p class="lead"><xsl:value-of select="concat(@label, ' – wpisów: ', @going, '. Nowy stan: ')"/><xsl:apply-templates select="states" mode="word"><xsl:with-param name="value" select="string(@to)"/></xsl:apply-templates></p>
        <ul>
          <xsl:for-each select="row[@goes]"><li><a href="{../@path}/{@id}"><xsl:value-of select="@numer"/></a><xsl:call-template name="register-gist"/></li></xsl:for-each>
        </ul>
      </xsl:when>
      <xsl:otherwise><p class="lead">Żaden z zaznaczonych wpisów nie może teraz przejść do tego stanu.</p></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="row[not(@goes)]">
      <h2>Zostaną bez zmian</h2>
      <ul>
        <xsl:for-each select="row[not(@goes)]">
          <li><a href="{../@path}/{@id}"><xsl:value-of select="@numer"/></a><xsl:call-template name="register-gist"/><xsl:text> </xsl:text><xsl:apply-templates select="../states" mode="word"><xsl:with-param name="value" select="string(@stan)"/></xsl:apply-templates></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
    <xsl:if test="@going != '0'">
      <form method="post" action="{@path}/zbiorczo">
        <xsl:call-template name="csrf"/>
        <input type="hidden" name="potwierdzam" value="1"/>
        <input type="hidden" name="stan" value="{@to}"/>
        <xsl:for-each select="row[@goes]"><input type="hidden" name="id" value="{@id}"/></xsl:for-each>
        <xsl:call-template name="field-text">
          <xsl:with-param name="name" select="'powod'"/><xsl:with-param name="label" select="'Podstawa i powód'"/>
          <xsl:with-param name="optional" select="not(@reason)"/><xsl:with-param name="maxlength" select="300"/>
        </xsl:call-template>
        <p class="actions"><xsl:call-template name="button"><xsl:with-param name="label" select="concat(@label, ' (', @going, ')')"/></xsl:call-template></p>
      </form>
    </xsl:if>
    <p><a href="{@path}">Wróć do listy bez zmian</a></p>
  </xsl:template>

  <!-- By what people tell rows apart: the first listed column -->
  <xsl:template name="register-gist">
    <xsl:variable name="row" select="."/>
    <xsl:for-each select="../column[@listed][1]">
      <xsl:text> – </xsl:text>
      <xsl:apply-templates select="." mode="cell"><xsl:with-param name="row" select="$row"/><xsl:with-param name="value" select="string($row/@*[name() = current()/@name])"/></xsl:apply-templates>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="register-import">
    <p>Pierwszy wiersz pliku nazywa kolumny. Kolejność jest dowolna, rozdziela średnik, przecinek albo tabulator, kodowanie to UTF-8. Najpierw plik zostanie sprawdzony; nic się jeszcze nie zapisze.</p>
    <h2>Kolumny</h2>
    <ul>
      <xsl:for-each select="column[@kind != 'file']"><li><xsl:value-of select="@label"/><xsl:if test="@required"> – wymagana</xsl:if></li></xsl:for-each>
    </ul>
    <form method="post" action="{@path}/wczytaj" enctype="multipart/form-data">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-file"><xsl:with-param name="name" select="'plik'"/><xsl:with-param name="label" select="'Plik CSV'"/><xsl:with-param name="accept" select="'.csv,text/csv'"/></xsl:call-template>
      <p class="actions"><button type="submit" class="button primary">Sprawdź plik</button></p>
    </form>
  </xsl:template>

  <xsl:template name="register-report">
    <p class="lead"><xsl:value-of select="concat('Wierszy: ', @rows, ', w tym dobrych: ', @good, '. Nic nie zostało zapisane.')"/></p>
    <xsl:if test="problem">
      <div class="table-scroll" role="region" aria-label="Błędy w pliku" tabindex="0">
        <table class="dense">
          <thead><tr><th scope="col" class="num">Wiersz pliku</th><th scope="col">Kolumna</th><th scope="col">Co poprawić</th></tr></thead>
          <tbody><xsl:for-each select="problem"><tr><td class="num"><xsl:value-of select="@line"/></td><td><xsl:value-of select="@column"/></td><td><xsl:value-of select="@message"/></td></tr></xsl:for-each></tbody>
        </table>
      </div>
      <xsl:if test="@faults &gt; count(problem)"><p><xsl:value-of select="concat('Wszystkich błędów: ', @faults, '. Pokazujemy pierwsze ', count(problem), '.')"/></p></xsl:if>
    </xsl:if>
    <xsl:if test="@good != '0'">
      <form method="post" action="{@path}/wczytaj" enctype="multipart/form-data">
        <xsl:call-template name="csrf"/>
        <input type="hidden" name="sha256" value="{@sha256}"/>
        <p class="actions">
          <xsl:choose>
            <xsl:when test="@faults = '0'"><xsl:call-template name="button"><xsl:with-param name="label" select="concat('Wczytaj wszystkie (', @good, ')')"/><xsl:with-param name="name" select="'ktore'"/><xsl:with-param name="value" select="'wszystkie'"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:call-template name="button"><xsl:with-param name="label" select="concat('Wczytaj tylko dobre (', @good, ')')"/><xsl:with-param name="kind" select="'secondary'"/><xsl:with-param name="name" select="'ktore'"/><xsl:with-param name="value" select="'dobre'"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </p>
      </form>
    </xsl:if>
    <p><a href="{@path}/wczytaj">Wybierz inny plik</a></p>
  </xsl:template>

  <xsl:template match="row" mode="number">
    <xsl:choose>
      <xsl:when test="../@linked"><a href="{../@path}/{@id}" data-row=""><xsl:value-of select="@numer"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="@numer"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- „Przedsiębiorca, NIP albo adres punktu sprzedaży” -->
  <xsl:variable name="capitals" select="'AĄBCĆDEĘFGHIJKLŁMNŃOÓPRSŚTUWYZŹŻ'"/>
  <xsl:template match="*" mode="search-label">
    <xsl:value-of select="column[@searched][1]/@label"/>
    <xsl:for-each select="column[@searched][position() &gt; 1]">
      <xsl:choose><xsl:when test="position() = last()"> albo </xsl:when><xsl:otherwise>, </xsl:otherwise></xsl:choose>
      <xsl:choose>
        <xsl:when test="contains($capitals, substring(@label, 2, 1))"><xsl:value-of select="@label"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="concat(translate(substring(@label, 1, 1), $capitals, 'aąbcćdeęfghijklłmnńoóprsśtuwyzźż'), substring(@label, 2))"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="*" mode="save">Zapisz</xsl:template>
  <xsl:template match="*" mode="more"/>
  <xsl:template match="*" mode="list-more"/>
</xsl:stylesheet>
