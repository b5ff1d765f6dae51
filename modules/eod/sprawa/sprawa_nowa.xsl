<?xml version="1.0" encoding="UTF-8"?>
<!-- A new case. View: <sprawa_nowa id rpw tytul nadawca_nazwa wplyw q> <termin kod opis data/>*, <ostatnia/>* and <klasa symbol
     haslo kategoria potwierdzona dostepna/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawa_nowa">
    <p>
      <strong><xsl:value-of select="@rpw"/></strong>
      <xsl:value-of select="concat(' ', @tytul, ', nadawca: ', @nadawca_nazwa, ', wpłynęło ')"/>
      <xsl:apply-templates select="@wplyw" mode="time"/>
    </p>
    <div class="split">
      <section aria-labelledby="klasa-naglowek">
        <h2 id="klasa-naglowek">Klasa z wykazu akt</h2>
        <xsl:call-template name="eod-search">
          <xsl:with-param name="action" select="concat('/eod/przesylki/', @id, '/sprawa')"/>
          <xsl:with-param name="label" select="'Szukaj klasy: początek symbolu albo słowo z hasła'"/>
          <xsl:with-param name="q" select="@q"/>
        </xsl:call-template>
        <xsl:if test="klasa[@dostepna and not(@potwierdzona)]">
          <xsl:call-template name="notice">
            <xsl:with-param name="kind" select="'warn'"/>
            <xsl:with-param name="content">
              <p>Część klas nie jest potwierdzona. Sprawa założona w takiej klasie dostanie kategorię BE10; sprawdź klasę w wykazie akt urzędu.</p>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:if>
        <xsl:call-template name="sprawa-nowa-formularz"/>
      </section>
      <aside>
        <p class="card"><a href="/eod/przesylki/{@id}/dolacz" data-key="l">Dołącz pismo do istniejącej sprawy</a></p>
        <p class="meta"><a href="/eod/jrwa">Cały wykaz akt</a></p>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="sprawa-nowa-formularz">
    <form method="post" action="/eod/przesylki/{@id}/sprawa">
      <xsl:call-template name="csrf"/>
      <input type="hidden" name="q" value="{@q}"/>
      <xsl:call-template name="klasy"/>
      <xsl:apply-templates select="form/field[@name = 'tytul']" mode="field"/>
      <xsl:call-template name="terminy"/>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="'Załóż sprawę'"/>
          <xsl:with-param name="key" select="'n'"/>
          <xsl:with-param name="ask" select="concat('Założyć sprawę i nadać jej znak? Znaku nie można cofnąć.&#10;', @rpw, ' ', @tytul, '&#10;Nadawca: ', @nadawca_nazwa)"/>
        </xsl:call-template>
      </p>
    </form>
  </xsl:template>

  <xsl:template name="klasy">
    <xsl:variable name="ostatnie" select="ostatnia"/>
    <xsl:variable name="lista" select="ostatnia | klasa[not(@symbol = $ostatnie/@symbol)]"/>
    <xsl:call-template name="field-group">
      <xsl:with-param name="name" select="'symbol'"/>
      <xsl:with-param name="label" select="'Wybierz klasę'"/>
      <xsl:with-param name="content">
        <xsl:if test="not($lista)"><p class="empty">Nie ma klasy, która pasuje do tych słów.</p></xsl:if>
        <xsl:for-each select="$lista">
          <xsl:choose>
            <xsl:when test="@dostepna">
              <xsl:call-template name="radio">
                <xsl:with-param name="name" select="'symbol'"/>
                <xsl:with-param name="value" select="string(@symbol)"/>
                <xsl:with-param name="id"><xsl:choose>
                  <xsl:when test="position() = 1">symbol</xsl:when>
                  <xsl:otherwise><xsl:value-of select="concat('symbol-', @symbol)"/></xsl:otherwise>
                </xsl:choose></xsl:with-param>
                <xsl:with-param name="label" select="concat(@symbol, ' ', @haslo)"/>
                <xsl:with-param name="hint">
                  <xsl:choose>
                    <xsl:when test="@potwierdzona"><xsl:value-of select="concat('kategoria ', @kategoria)"/></xsl:when>
                    <xsl:otherwise>klasa niepotwierdzona, kategoria BE10</xsl:otherwise>
                  </xsl:choose>
                </xsl:with-param>
              </xsl:call-template>
            </xsl:when>
            <xsl:otherwise>
              <p class="meta"><xsl:value-of select="concat(@symbol, ' ', @haslo, ' – klasa niepotwierdzona, nie można w niej założyć sprawy')"/></p>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="terminy">
    <xsl:call-template name="field-group">
      <xsl:with-param name="name" select="'termin'"/>
      <xsl:with-param name="label" select="'Termin załatwienia, liczony od dnia wpływu'"/>
      <xsl:with-param name="content">
        <xsl:for-each select="termin">
          <xsl:call-template name="radio">
            <xsl:with-param name="name" select="'termin'"/>
            <xsl:with-param name="value" select="string(@kod)"/>
            <xsl:with-param name="id"><xsl:choose>
              <xsl:when test="position() = 1">termin</xsl:when>
              <xsl:otherwise><xsl:value-of select="concat('termin-', @kod)"/></xsl:otherwise>
            </xsl:choose></xsl:with-param>
            <xsl:with-param name="label" select="string(@opis)"/>
            <xsl:with-param name="hint">
              <xsl:if test="@data">
                <xsl:text>do </xsl:text>
                <xsl:call-template name="date"><xsl:with-param name="value" select="string(@data)"/></xsl:call-template>
              </xsl:if>
              <xsl:if test="not(@data)">podaj niżej dzień i przepis</xsl:if>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
    <details>
      <xsl:if test="form/value[@name = 'termin'] = 'szczegolny'"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>Termin z przepisu szczególnego</summary>
      <xsl:apply-templates select="form/field[@name = 'termin_data']" mode="field">
        <xsl:with-param name="label" select="'Ostatni dzień terminu'"/>
      </xsl:apply-templates>
      <xsl:apply-templates select="form/field[@name = 'termin_podstawa']" mode="field"/>
    </details>
  </xsl:template>
</xsl:stylesheet>
