<?xml version="1.0" encoding="UTF-8"?>
<!-- Clerks of the unit. View: <pracownik id name stanowisko komorka aktywny login roles/>* <rola name label/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry">
    <p class="toolbar"><a class="button primary" href="/eod/administracja/nowy" data-key="n">Dodaj pracownika</a></p>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="'Pracownicy'"/>
      <xsl:with-param name="heads" select="'Imię i nazwisko|Stanowisko|Komórka|Role|Konto'"/>
      <xsl:with-param name="rows" select="pracownik"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="pracownik" mode="row">
    <tr>
      <td><a href="/eod/administracja/{@id}" data-row=""><xsl:value-of select="@name"/></a></td>
      <td><xsl:value-of select="@stanowisko"/></td>
      <td><xsl:value-of select="@komorka"/></td>
      <td>
        <xsl:variable name="held" select="concat(' ', @roles, ' ')"/>
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
    </tr>
  </xsl:template>
</xsl:stylesheet>
