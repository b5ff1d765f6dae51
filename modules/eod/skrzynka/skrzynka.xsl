<?xml version="1.0" encoding="UTF-8"?>
<!-- The clerk's desk. View: <skrzynka tylko> <sekcja kod nazwa adres nastepne> <pozycja id znak tytul od_kogo lezy_od
     stan termin dekretacja zwrot/>* </sekcja>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="office.xsl"/>

  <xsl:template match="skrzynka">
    <xsl:if test="not(sekcja)">
      <xsl:call-template name="notice">
        <xsl:with-param name="content">
          <p>Twoja rola nie obejmuje pracy z pismami i sprawami.</p>
          <xsl:if test="contains($roles, ' administrator ')">
            <p><a href="/eod/administracja">Przejdź do administracji jednostki</a></p>
          </xsl:if>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@tylko"><p><a href="/eod" data-key="[">Cała skrzynka</a></p></xsl:if>
    <xsl:for-each select="sekcja">
      <xsl:if test="pozycja or @kod != 'do_wiadomosci' or ../@tylko">
        <section aria-labelledby="sekcja-{@kod}">
          <h2 id="sekcja-{@kod}">
            <xsl:value-of select="@nazwa"/>
            <xsl:text> </xsl:text>
            <span class="meta">
              <xsl:value-of select="count(pozycja)"/>
              <xsl:if test="@nastepne">+</xsl:if>
            </span>
          </h2>
          <xsl:choose>
            <xsl:when test="pozycja"><xsl:call-template name="pozycje"/></xsl:when>
            <xsl:otherwise><p class="meta">Nic nie czeka.</p></xsl:otherwise>
          </xsl:choose>
        </section>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="pozycje">
    <xsl:variable name="kto">
      <xsl:choose>
        <xsl:when test="@kod = 'do_wyslania' or @kod = 'moje_projekty'">Adresat</xsl:when>
        <xsl:when test="@kod = 'do_akceptacji' or @kod = 'do_podpisu'">Autor</xsl:when>
        <xsl:otherwise>Od kogo</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="list">
      <xsl:with-param name="label" select="string(@nazwa)"/>
      <xsl:with-param name="heads" select="concat('Termin|Stan|Znak lub numer|Tytuł|', $kto, '|Od kiedy|Dekretacja, uwagi')"/>
      <xsl:with-param name="rows" select="pozycja"/>
    </xsl:call-template>
    <xsl:if test="@nastepne">
      <p><a class="button secondary" href="{@nastepne}">Następne: <xsl:value-of select="@nazwa"/></a></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="pozycja" mode="row">
    <tr>
      <td><xsl:apply-templates select="@termin" mode="termin"/></td>
      <td><xsl:apply-templates select="@stan" mode="stan"/></td>
      <td class="nowrap"><xsl:value-of select="@znak"/></td>
      <td><a href="{../@adres}{@id}" data-row=""><xsl:value-of select="@tytul"/></a></td>
      <td class="who"><xsl:value-of select="@od_kogo"/></td>
      <td class="nowrap"><xsl:apply-templates select="@lezy_od" mode="time-full"/></td>
      <td>
        <xsl:if test="@zwrot">
          <span class="badge warn">zwrot</span>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:value-of select="@dekretacja"/>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
