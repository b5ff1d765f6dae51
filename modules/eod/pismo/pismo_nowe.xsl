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
    <xsl:variable name="adresat" select="form/field[@name = 'adresat']"/>
    <form method="post" action="/eod/sprawy/{@id}/pismo" data-dirty="">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-select">
        <xsl:with-param name="name" select="'odpowiedz_na'"/>
        <xsl:with-param name="label" select="'Odpowiedź na'"/>
        <xsl:with-param name="options" select="list"/>
        <xsl:with-param name="empty" select="'(nie jest odpowiedzią)'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-group">
        <xsl:with-param name="name" select="'adresat'"/>
        <xsl:with-param name="label" select="$adresat/@label"/>
        <xsl:with-param name="content">
          <xsl:if test="list">
            <xsl:call-template name="radio">
              <xsl:with-param name="name" select="'adresat'"/>
              <xsl:with-param name="id" select="'adresat'"/>
              <xsl:with-param name="value" select="'nadawca'"/>
              <xsl:with-param name="label" select="$adresat/word[@id = 'nadawca']/@name"/>
              <xsl:with-param name="hint" select="'Jeżeli złożył je z konta, odpowiedź trafi na to konto.'"/>
            </xsl:call-template>
          </xsl:if>
          <xsl:call-template name="radio">
            <xsl:with-param name="name" select="'adresat'"/>
            <xsl:with-param name="id"><xsl:choose><xsl:when test="list">adresat-inny</xsl:when><xsl:otherwise>adresat</xsl:otherwise></xsl:choose></xsl:with-param>
            <xsl:with-param name="value" select="'inny'"/>
            <xsl:with-param name="label" select="$adresat/word[@id = 'inny']/@name"/>
            <xsl:with-param name="hint" select="'Pismo zostanie wysłane na papierze. Podaj, do kogo.'"/>
          </xsl:call-template>
          <div class="fields chosen">
            <xsl:apply-templates select="form/field[@name = 'adresat_nazwa']" mode="field">
              <xsl:with-param name="label" select="'Imię i nazwisko albo nazwa'"/>
            </xsl:apply-templates>
            <xsl:apply-templates select="form/field[@name = 'adresat_adres']" mode="field"/>
            <xsl:apply-templates select="form/field[@name = 'adresat_rodzaj']" mode="field">
              <xsl:with-param name="label" select="'Rodzaj'"/>
              <xsl:with-param name="empty" select="''"/>
              <xsl:with-param name="optional" select="false()"/>
            </xsl:apply-templates>
          </div>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="pismo-pola"/>
      <p class="actions">
        <button type="submit" class="button primary" data-key="z">Zapisz projekt</button>
        <a href="/eod/sprawy/{@id}">Wróć do sprawy</a>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
