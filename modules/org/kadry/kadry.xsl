<?xml version="1.0" encoding="UTF-8"?>
<!-- Clerks of the unit. View: <pracownik id name stanowisko komorka aktywny login roles/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry">
    <p class="actions"><a class="button primary" href="/eod/administracja/nowy" data-key="n">Dodaj pracownika</a></p>
    <div class="scroll" tabindex="0" role="region" aria-label="Pracownicy">
      <table class="dense">
        <thead>
          <tr><th scope="col">Imię i nazwisko</th><th scope="col">Stanowisko</th><th scope="col">Komórka</th><th scope="col">Role</th><th scope="col">Konto</th></tr>
        </thead>
        <tbody>
          <xsl:for-each select="pracownik">
            <tr>
              <td><a href="/eod/administracja/{@id}"><xsl:value-of select="@name"/></a></td>
              <td><xsl:value-of select="@stanowisko"/></td>
              <td><xsl:value-of select="@komorka"/></td>
              <td><xsl:value-of select="@roles"/></td>
              <td>
                <xsl:choose>
                  <xsl:when test="@aktywny = 't'">czynne</xsl:when>
                  <xsl:otherwise>wyłączone</xsl:otherwise>
                </xsl:choose>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
