<?xml version="1.0" encoding="UTF-8"?>
<!-- One unit for the administrator of the region. View: @teryt @ja, <pracownik id name stanowisko komorka aktywny roles/>*,
     <rola name label/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_region_jst">
    <p class="toolbar"><a class="button primary" href="/eod/region/{@teryt}/nowy" data-key="n">Powołaj nowego administratora</a></p>
    <xsl:choose>
      <xsl:when test="pracownik">
        <xsl:call-template name="list">
          <xsl:with-param name="label" select="'Pracownicy'"/>
          <xsl:with-param name="heads" select="'Imię i nazwisko|Stanowisko|Komórka|Role|Konto|Administrator'"/>
          <xsl:with-param name="rows" select="pracownik"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><p class="empty">Nikt tu jeszcze nie pracuje. Pierwszy administrator założy konta pozostałym.</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="kadry_region_jst/pracownik" mode="row">
    <xsl:variable name="held" select="concat(' ', @roles, ' ')"/>
    <tr>
      <td><xsl:value-of select="@name"/></td>
      <td><xsl:value-of select="@stanowisko"/></td>
      <td><xsl:value-of select="@komorka"/></td>
      <td>
        <xsl:for-each select="../rola[contains($held, concat(' ', @name, ' '))]">
          <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
          <xsl:value-of select="@label"/>
        </xsl:for-each>
      </td>
      <td>
        <xsl:choose>
          <xsl:when test="@aktywny = 't'"><span class="badge ok">czynne</span></xsl:when>
          <xsl:otherwise><span class="badge">wyłączone</span></xsl:otherwise>
        </xsl:choose>
      </td>
      <td>
        <xsl:if test="@aktywny = 't' and @id != ../@ja">
          <form method="post" action="/eod/region/{../@teryt}/rola">
            <xsl:call-template name="csrf"/>
            <input type="hidden" name="id" value="{@id}"/>
            <xsl:choose>
              <xsl:when test="contains($held, ' administrator ')">
                <button type="submit" class="button secondary" aria-label="Odbierz rolę administratora: {@name}">Odbierz rolę</button>
              </xsl:when>
              <xsl:otherwise>
                <button type="submit" name="nadaj" value="1" class="button secondary" aria-label="Nadaj rolę administratora: {@name}">Nadaj rolę</button>
              </xsl:otherwise>
            </xsl:choose>
          </form>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
