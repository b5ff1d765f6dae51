<?xml version="1.0" encoding="UTF-8"?>
<!-- The one table of phrases of the trail: an event of a letter or case becomes a Polish sentence. An element with @typ and
     the columns @komu @tresc @znak @rpw @numer @sposob @wersja @dokument @upo is applied in mode zdarzenie. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="*" mode="zdarzenie">
    <xsl:choose>
      <xsl:when test="@typ = 'dokument.zlozony'">Wpływ pisma przez elektroniczną skrzynkę podawczą</xsl:when>
      <xsl:when test="@typ = 'przesylka.zarejestrowana'">Rejestracja przesyłki</xsl:when>
      <xsl:when test="@typ = 'dekretacja.dokonana'">Dekretacja</xsl:when>
      <xsl:when test="@typ = 'dekretacja.zwrocona'">Zwrot dekretacji</xsl:when>
      <xsl:when test="@typ = 'sprawa.zalozona'">Założenie sprawy (nadanie znaku)</xsl:when>
      <xsl:when test="@typ = 'sprawa.dolaczono'">Dołączenie pisma do akt sprawy</xsl:when>
      <xsl:when test="@typ = 'pismo.sporzadzone'">Sporządzenie projektu pisma</xsl:when>
      <xsl:when test="@typ = 'pismo.zmienione'">Zmiana projektu pisma</xsl:when>
      <xsl:when test="@typ = 'pismo.przedlozone'">Przedłożenie do akceptacji</xsl:when>
      <xsl:when test="@typ = 'pismo.zaakceptowane'">Akceptacja</xsl:when>
      <xsl:when test="@typ = 'pismo.zwrocone'">Zwrot do poprawy</xsl:when>
      <xsl:when test="@typ = 'pismo.podpisane'">Podpisanie i opieczętowanie pisma</xsl:when>
      <xsl:when test="@typ = 'pismo.wyslane'">Wysłanie pisma</xsl:when>
      <xsl:when test="@typ = 'pismo.anulowane'">Anulowanie projektu pisma</xsl:when>
      <xsl:when test="@typ = 'doreczenie.odebrane'">Doręczenie pisma (odbiór potwierdzony)</xsl:when>
      <xsl:when test="@typ = 'sprawa.zakonczona'">Zakończenie sprawy</xsl:when>
      <xsl:otherwise><xsl:value-of select="@typ"/></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="zdarzenie-szczegoly"/>
  </xsl:template>

  <!-- To whom, by what way, with what words -->
  <xsl:template name="zdarzenie-szczegoly">
    <xsl:choose>
      <xsl:when test="starts-with(@typ, 'dekretacja.') and @komu != ''"><xsl:value-of select="concat(': ', @komu)"/></xsl:when>
      <xsl:when test="@typ = 'pismo.przedlozone' and @komu != ''"><xsl:value-of select="concat(': ', @komu)"/></xsl:when>
      <xsl:when test="@typ = 'sprawa.zalozona'"><xsl:value-of select="concat(': ', @znak)"/></xsl:when>
      <xsl:when test="@sposob = 'konto'"> na konto adresata</xsl:when>
      <xsl:when test="@sposob = 'list_polecony'"> listem poleconym</xsl:when>
      <xsl:when test="@sposob = 'wlasni_pracownicy'"> przez pracowników urzędu</xsl:when>
    </xsl:choose>
    <xsl:if test="@tresc != ''"><xsl:value-of select="concat(' – ', @tresc)"/></xsl:if>
  </xsl:template>

  <!-- Which document it was about -->
  <xsl:template match="*" mode="zdarzenie-dokument">
    <xsl:choose>
      <xsl:when test="@numer != ''"><xsl:value-of select="@numer"/></xsl:when>
      <xsl:when test="@dokument != ''">
        <xsl:value-of select="@dokument"/>
        <xsl:if test="@wersja != ''"><xsl:value-of select="concat(', wersja ', @wersja)"/></xsl:if>
      </xsl:when>
      <xsl:when test="@rpw != ''"><xsl:value-of select="@rpw"/></xsl:when>
      <xsl:when test="@upo != ''"><xsl:value-of select="@upo"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- A list of events as a timeline -->
  <xsl:template name="historia">
    <xsl:param name="zdarzenia"/>
    <ol class="timeline">
      <xsl:for-each select="$zdarzenia">
        <li>
          <xsl:call-template name="time">
            <xsl:with-param name="value" select="string(@czas)"/>
            <xsl:with-param name="form" select="'full'"/>
          </xsl:call-template>
          <p><xsl:apply-templates select="." mode="zdarzenie"/></p>
          <p class="meta">
            <xsl:value-of select="@aktor"/>
            <xsl:if test="@stanowisko != ''"><xsl:value-of select="concat(', ', @stanowisko)"/></xsl:if>
          </p>
        </li>
      </xsl:for-each>
    </ol>
  </xsl:template>
</xsl:stylesheet>
