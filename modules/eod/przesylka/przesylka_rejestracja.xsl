<?xml version="1.0" encoding="UTF-8"?>
<!-- Registration: the document beside the form. View: <przesylka_rejestracja id> <komorka id label/>*, <sprawa id znak tytul
     otwarta prowadzacy/>, <dokument/> (przesylka_dokument.xsl). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>
  <xsl:import href="letter.xsl"/>
  <xsl:import href="przesylka_dokument.xsl"/>

  <xsl:template match="przesylka_rejestracja">
    <div class="split">
      <div><xsl:call-template name="dokument"/></div>
      <aside aria-labelledby="dane">
        <h2 id="dane">Dane do rejestru</h2>
        <xsl:call-template name="powolana"/>
        <xsl:choose>
          <xsl:when test="komorka or sprawa[@otwarta]"><xsl:call-template name="rejestracja-formularz"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="notice">
              <xsl:with-param name="kind" select="'error'"/>
              <xsl:with-param name="content">
                <p>Nie ma komu przekazać pisma: żadna komórka nie ma kierującego z rolą „Dekretujący”. Poproś administratora jednostki o nadanie roli.</p>
              </xsl:with-param>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="powolana">
    <xsl:for-each select="sprawa">
      <xsl:call-template name="notice">
        <xsl:with-param name="content">
          <p>
            <xsl:text>Pismo powołuje się na sprawę </xsl:text>
            <a href="/eod/sprawy/{@id}"><xsl:value-of select="@znak"/></a>
            <xsl:value-of select="concat(' („', @tytul, '”), którą prowadzi ', @prowadzacy, '.')"/>
            <xsl:if test="not(@otwarta)"> Ta sprawa jest zakończona.</xsl:if>
          </p>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="rejestracja-formularz">
    <form method="post" action="/eod/przesylki/rejestruj/{@id}">
      <xsl:call-template name="csrf"/>
      <xsl:apply-templates select="form/field[@name = 'tytul']" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'nadawca_nazwa']" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'nadawca_adres']" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'data_na_pismie']" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'znak_obcy']" mode="field"/>
      <xsl:apply-templates select="form/field[@name = 'liczba_zalacznikow']" mode="field">
        <xsl:with-param name="optional" select="false()"/>
        <xsl:with-param name="width" select="'4'"/>
      </xsl:apply-templates>
      <xsl:apply-templates select="form/field[@name = 'uwagi']" mode="field"><xsl:with-param name="rows" select="2"/></xsl:apply-templates>
      <xsl:call-template name="field-select">
        <xsl:with-param name="name" select="'komu'"/>
        <xsl:with-param name="label" select="'Przekaż do'"/>
        <xsl:with-param name="content">
          <xsl:for-each select="sprawa[@otwarta]">
            <xsl:call-template name="option">
              <xsl:with-param name="name" select="'komu'"/>
              <xsl:with-param name="value" select="concat('s', @id)"/>
              <xsl:with-param name="label" select="concat(@prowadzacy, ' – prowadzi sprawę ', @znak)"/>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:for-each select="komorka">
            <xsl:call-template name="option">
              <xsl:with-param name="name" select="'komu'"/>
              <xsl:with-param name="value" select="concat('k', @id)"/>
              <xsl:with-param name="label" select="concat('Do dekretacji: ', @label)"/>
            </xsl:call-template>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="'Zarejestruj'"/>
          <xsl:with-param name="key" select="'r'"/>
          <xsl:with-param name="ask" select="concat('Zarejestrować przesyłkę i nadać jej numer? Numeru nie można cofnąć.&#10;', form/value[@name = 'tytul'], '&#10;Od: ', form/value[@name = 'nadawca_nazwa'])"/>
        </xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
