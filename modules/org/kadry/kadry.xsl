<?xml version="1.0" encoding="UTF-8"?>
<!-- Clerks of the unit. View: <pracownik id name stanowisko komorka aktywny login roles/>* <rola name label/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry">
    <p class="toolbar"><a class="button primary" href="/eod/administracja/nowy" data-key="n">Dodaj pracownika</a></p>
    <div class="table-scroll" tabindex="0" role="region" aria-label="Pracownicy">
      <table class="dense" data-rows="">
        <thead>
          <tr><th scope="col">Imię i nazwisko</th><th scope="col">Stanowisko</th><th scope="col">Komórka</th><th scope="col">Role</th><th scope="col">Konto</th></tr>
        </thead>
        <tbody>
          <xsl:for-each select="pracownik">
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
                  <xsl:when test="@aktywny = 't'">
                    <xsl:call-template name="badge">
                      <xsl:with-param name="kind" select="'ok'"/>
                      <xsl:with-param name="text" select="'czynne'"/>
                    </xsl:call-template>
                  </xsl:when>
                  <xsl:otherwise><xsl:call-template name="badge"><xsl:with-param name="text" select="'wyłączone'"/></xsl:call-template></xsl:otherwise>
                </xsl:choose>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>
</xsl:stylesheet>
