<?xml version="1.0" encoding="UTF-8"?>
<!-- Two versions compared. View: <pismo_wersje id> <starsza/>, <nowsza wersja tytul autor created_at/>, <wersja/>*, <wiersz rodzaj>text
     </wiersz>* (rodzaj: bez, stary, nowy) -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="pismo_wersje">
    <form class="toolbar" method="get" action="/eod/pisma/{@id}/wersje">
      <div class="field">
        <label for="a">Wersja starsza</label>
        <select id="a" name="a"><xsl:call-template name="pismo-wersje-wybor"><xsl:with-param name="c" select="starsza/@wersja"/></xsl:call-template></select>
      </div>
      <div class="field">
        <label for="b">Wersja nowsza</label>
        <select id="b" name="b"><xsl:call-template name="pismo-wersje-wybor"><xsl:with-param name="c" select="nowsza/@wersja"/></xsl:call-template></select>
      </div>
      <button type="submit" class="button secondary">Porównaj</button>
      <a class="button secondary" href="/eod/pisma/{@id}">Wróć do pisma</a>
    </form>
    <xsl:if test="starsza/@tytul != nowsza/@tytul">
      <p>
        <xsl:text>Tytuł: </xsl:text>
        <del><xsl:value-of select="starsza/@tytul"/></del>
        <xsl:text> </xsl:text>
        <ins><xsl:value-of select="nowsza/@tytul"/></ins>
      </p>
    </xsl:if>
    <xsl:if test="not(wiersz[@rodzaj != 'bez'])"><p>Treść jest taka sama.</p></xsl:if>
    <div class="table-scroll" role="region" aria-label="Porównanie treści" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Zmiana</th>
            <th scope="col">
              <xsl:value-of select="concat('Wersja ', starsza/@wersja, ' (', starsza/@autor, ') → wersja ', nowsza/@wersja, ' (', nowsza/@autor, ')')"/>
            </th>
          </tr>
        </thead>
        <tbody>
          <xsl:for-each select="wiersz">
            <tr>
              <td class="nowrap">
                <xsl:choose>
                  <xsl:when test="@rodzaj = 'stary'"><span class="badge error">usunięto</span></xsl:when>
                  <xsl:when test="@rodzaj = 'nowy'"><span class="badge ok">dodano</span></xsl:when>
                </xsl:choose>
              </td>
              <td>
                <xsl:choose>
                  <xsl:when test="@rodzaj = 'stary'"><del><xsl:value-of select="."/></del></xsl:when>
                  <xsl:when test="@rodzaj = 'nowy'"><ins><xsl:value-of select="."/></ins></xsl:when>
                  <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
                </xsl:choose>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template name="pismo-wersje-wybor">
    <xsl:param name="c"/>
    <xsl:for-each select="wersja">
      <option value="{@wersja}">
        <xsl:if test="@wersja = $c"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
        <xsl:value-of select="concat(@wersja, ' – ', @autor)"/>
      </option>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
