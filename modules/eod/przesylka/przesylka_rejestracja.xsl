<?xml version="1.0" encoding="UTF-8"?>
<!-- Registration: the document beside the form. View: <przesylka_rejestracja id> <komorka id label/>*, <sprawa id znak tytul
     stan prowadzacy/>, <dokument/> (przesylka_dokument.xsl). -->
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
          <xsl:when test="komorka or sprawa[@stan = 'W_TOKU']"><xsl:call-template name="rejestracja-formularz"/></xsl:when>
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
            <xsl:if test="@stan != 'W_TOKU'"> Ta sprawa jest zakończona.</xsl:if>
          </p>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="rejestracja-formularz">
    <form method="post" action="/eod/przesylki/rejestruj/{@id}">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'tytul'"/>
        <xsl:with-param name="label" select="'Tytuł'"/>
        <xsl:with-param name="maxlength" select="300"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'nadawca_nazwa'"/>
        <xsl:with-param name="label" select="'Nadawca'"/>
        <xsl:with-param name="maxlength" select="300"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'nadawca_adres'"/>
        <xsl:with-param name="label" select="'Adres nadawcy'"/>
        <xsl:with-param name="optional" select="true()"/>
        <xsl:with-param name="maxlength" select="500"/>
      </xsl:call-template>
      <xsl:call-template name="field-date">
        <xsl:with-param name="name" select="'data_na_pismie'"/>
        <xsl:with-param name="label" select="'Data na piśmie'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'znak_obcy'"/>
        <xsl:with-param name="label" select="'Znak na piśmie'"/>
        <xsl:with-param name="optional" select="true()"/>
        <xsl:with-param name="maxlength" select="250"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'liczba_zalacznikow'"/>
        <xsl:with-param name="label" select="'Liczba załączników'"/>
        <xsl:with-param name="inputmode" select="'numeric'"/>
        <xsl:with-param name="width" select="'4'"/>
      </xsl:call-template>
      <xsl:call-template name="field-area">
        <xsl:with-param name="name" select="'uwagi'"/>
        <xsl:with-param name="label" select="'Uwagi'"/>
        <xsl:with-param name="optional" select="true()"/>
        <xsl:with-param name="rows" select="2"/>
        <xsl:with-param name="maxlength" select="1000"/>
      </xsl:call-template>
      <xsl:call-template name="field-select">
        <xsl:with-param name="name" select="'komu'"/>
        <xsl:with-param name="label" select="'Przekaż do'"/>
        <xsl:with-param name="content">
          <xsl:for-each select="sprawa[@stan = 'W_TOKU']">
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
        </xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
