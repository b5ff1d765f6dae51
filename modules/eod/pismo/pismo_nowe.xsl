<?xml version="1.0" encoding="UTF-8"?>
<!-- A new letter of a case. View: <pismo_nowe id znak sprawa_tytul stan> <list id label nadawca_nazwa konto data/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pismo_nowe">
    <p><strong><xsl:value-of select="@znak"/></strong><xsl:value-of select="concat(' ', @sprawa_tytul)"/></p>
    <xsl:choose>
      <xsl:when test="@stan = 'W_TOKU'"><xsl:call-template name="pismo-nowe-formularz"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="notice">
          <xsl:with-param name="content"><p>Ta sprawa jest zakończona, więc nie można w niej sporządzić pisma.</p></xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="pismo-nowe-formularz">
    <form method="post" action="/eod/sprawy/{@id}/pismo" data-dirty="">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-select">
        <xsl:with-param name="name" select="'odpowiedz_na'"/>
        <xsl:with-param name="label" select="'Odpowiedź na'"/>
        <xsl:with-param name="hint" select="'Adresatem będzie nadawca tego pisma; jeżeli złożył je z konta, odpowiedź trafi na to konto.'"/>
        <xsl:with-param name="options" select="list"/>
        <xsl:with-param name="empty" select="'(nie jest odpowiedzią)'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <details>
        <xsl:if test="form/value[@name = 'inny_adresat']"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
        <summary>Inny adresat</summary>
        <xsl:call-template name="field-check">
          <xsl:with-param name="name" select="'inny_adresat'"/>
          <xsl:with-param name="label" select="'Wyślij pismo do innego adresata (na papierze)'"/>
        </xsl:call-template>
        <div class="fields">
          <xsl:call-template name="field-text">
            <xsl:with-param name="name" select="'adresat_nazwa'"/>
            <xsl:with-param name="label" select="'Imię i nazwisko albo nazwa'"/>
            <xsl:with-param name="optional" select="true()"/>
            <xsl:with-param name="maxlength" select="200"/>
          </xsl:call-template>
          <xsl:call-template name="field-text">
            <xsl:with-param name="name" select="'adresat_adres'"/>
            <xsl:with-param name="label" select="'Adres'"/>
            <xsl:with-param name="optional" select="true()"/>
            <xsl:with-param name="maxlength" select="300"/>
          </xsl:call-template>
          <xsl:call-template name="field-select">
            <xsl:with-param name="name" select="'adresat_rodzaj'"/>
            <xsl:with-param name="label" select="'Rodzaj'"/>
            <xsl:with-param name="content">
              <xsl:call-template name="option">
                <xsl:with-param name="name" select="'adresat_rodzaj'"/>
                <xsl:with-param name="value" select="'osoba'"/>
                <xsl:with-param name="label" select="'osoba'"/>
              </xsl:call-template>
              <xsl:call-template name="option">
                <xsl:with-param name="name" select="'adresat_rodzaj'"/>
                <xsl:with-param name="value" select="'instytucja'"/>
                <xsl:with-param name="label" select="'instytucja'"/>
              </xsl:call-template>
            </xsl:with-param>
          </xsl:call-template>
        </div>
      </details>
      <xsl:call-template name="pismo-pola"/>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="'Zapisz projekt'"/>
          <xsl:with-param name="key" select="'z'"/>
        </xsl:call-template>
        <a href="/eod/sprawy/{@id}">Wróć do sprawy</a>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
