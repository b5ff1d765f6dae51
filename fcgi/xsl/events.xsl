<?xml version="1.0" encoding="UTF-8"?>
<!-- Events of a letter or case. An element with the columns @zdanie (the phrase of audit.typ) @komu @tresc @rpw @numer
     @sposob @wersja @dokument @upo is applied in mode zdarzenie. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- What happened; to whom, by what way, with what words -->
  <xsl:template match="*" mode="zdarzenie">
    <xsl:value-of select="@zdanie"/>
    <xsl:choose>
      <xsl:when test="@komu != ''"><xsl:value-of select="concat(': ', @komu)"/></xsl:when>
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
          <xsl:apply-templates select="@czas" mode="time-full"/>
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
