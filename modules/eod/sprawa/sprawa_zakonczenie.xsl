<?xml version="1.0" encoding="UTF-8"?>
<!-- Closing a case. View: the columns of sprawa_get(), <przeszkoda kod tytul pismo_id adresat_nazwa/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="sprawa_zakonczenie" mode="width">wrap reading</xsl:template>

  <xsl:template match="sprawa_zakonczenie">
    <p><strong><xsl:value-of select="@znak"/></strong><xsl:value-of select="concat(' ', @tytul)"/></p>
    <xsl:choose>
      <xsl:when test="@stan = 'ZALATWIONA'">
        <xsl:call-template name="notice"><xsl:with-param name="content"><p>Ta sprawa jest już zakończona.</p></xsl:with-param></xsl:call-template>
      </xsl:when>
      <xsl:when test="przeszkoda">
        <xsl:call-template name="notice">
          <xsl:with-param name="kind" select="'warn'"/>
          <xsl:with-param name="content">
            <p>Zanim zakończysz sprawę:</p>
            <ul>
              <xsl:for-each select="przeszkoda">
                <li>
                  <xsl:choose>
                    <xsl:when test="@kod = 'robocze'">dokończ albo anuluj projekt pisma </xsl:when>
                    <xsl:when test="@kod = 'przedlozone'">poczekaj na akceptację pisma </xsl:when>
                    <xsl:when test="@kod = 'zaakceptowane'">poczekaj na podpis pod pismem </xsl:when>
                    <xsl:when test="@kod = 'podpisane'">kancelaria musi wysłać pismo </xsl:when>
                    <xsl:otherwise>adresat musi odebrać pismo </xsl:otherwise>
                  </xsl:choose>
                  <a href="/eod/pisma/{@pismo_id}"><xsl:value-of select="@tytul"/></a>
                  <xsl:value-of select="concat(' (', @adresat_nazwa, ')')"/>
                </li>
              </xsl:for-each>
            </ul>
          </xsl:with-param>
        </xsl:call-template>
        <p><a href="/eod/sprawy/{@id}">Wróć do sprawy</a></p>
      </xsl:when>
      <xsl:otherwise>
        <p>Po zakończeniu dokumentów sprawy nie będzie można zmieniać.</p>
        <form method="post" action="/eod/sprawy/{@id}/zakoncz">
          <xsl:call-template name="csrf"/>
          <xsl:apply-templates select="form/field[@name = 'sposob']" mode="field">
            <xsl:with-param name="hint" select="'Na przykład: udzielono odpowiedzi, wydano zaświadczenie. Strona zobaczy ten opis na swoim koncie.'"/>
            <xsl:with-param name="rows" select="2"/>
          </xsl:apply-templates>
          <p class="actions">
            <button type="submit" class="button primary">Zakończ sprawę</button>
            <a href="/eod/sprawy/{@id}">Wróć do sprawy</a>
          </p>
        </form>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
