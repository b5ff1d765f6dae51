<?xml version="1.0" encoding="UTF-8"?>
<!-- A wnio:Dokument as a letter people can read: previews before sending, the citizen's account, clerks' screens.
     Any version of the pattern, by local names. A page sheet imports this file beside layout.xsl and writes
         <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo"/>
     Parameters: heading (element of the title, h2), files (true() lists the names of attachments; pages that offer
     them for download pass false()). -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="format.xsl"/>

  <!-- One pattern for all elements: core/doc/xslt.c compiles shared sheets apart from the pages, and then a predicate in a
       match pattern (*[local-name() = …]) would share its cache slot with another. -->
  <xsl:template match="*" mode="pismo">
    <xsl:param name="heading" select="'h2'"/>
    <xsl:param name="files" select="true()"/>
    <xsl:variable name="name" select="local-name()"/>
    <xsl:choose>
      <xsl:when test="$name = 'Dokument'">
        <xsl:call-template name="pismo-dokument">
          <xsl:with-param name="heading" select="$heading"/>
          <xsl:with-param name="files" select="$files"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$name = 'Podmiot'"><xsl:call-template name="pismo-podmiot"/></xsl:when>
      <xsl:when test="$name = 'Osoba'"><xsl:call-template name="pismo-osoba"/></xsl:when>
      <xsl:when test="$name = 'Instytucja'"><xsl:call-template name="pismo-instytucja"/></xsl:when>
      <xsl:when test="$name = 'Informacje' or $name = 'InformacjeDodatkowe'"><xsl:call-template name="pismo-informacje"/></xsl:when>
      <xsl:when test="$name = 'Oswiadczenia'"><xsl:call-template name="pismo-oswiadczenia"/></xsl:when>
      <xsl:when test="$name = 'Podpis'"><xsl:call-template name="pismo-podpis"/></xsl:when>
      <!-- What has a place of its own is not repeated -->
    </xsl:choose>
  </xsl:template>

  <xsl:template name="pismo-dokument">
    <xsl:param name="heading" select="'h2'"/>
    <xsl:param name="files" select="true()"/>
    <xsl:variable name="dane" select="*[local-name() = 'DaneDokumentu']"/>
    <xsl:variable name="tresc" select="*[local-name() = 'TrescDokumentu']"/>
    <article class="paper pismo">
      <xsl:call-template name="pismo-place">
        <xsl:with-param name="dane" select="$dane"/>
        <xsl:with-param name="tresc" select="$tresc"/>
      </xsl:call-template>
      <div class="pismo-from">
        <p class="meta"><xsl:value-of select="e:t('Nadawca')"/></p>
        <xsl:apply-templates select="$dane/*[local-name() = 'Nadawcy']/*[local-name() = 'Podmiot']" mode="pismo"/>
      </div>
      <xsl:call-template name="pismo-znak"><xsl:with-param name="dane" select="$dane"/></xsl:call-template>
      <div class="pismo-to">
        <p class="meta"><xsl:value-of select="e:t('Adresat')"/></p>
        <xsl:apply-templates select="$dane/*[local-name() = 'Adresaci']/*[local-name() = 'Podmiot']" mode="pismo"/>
      </div>
      <xsl:call-template name="pismo-rodzaj"><xsl:with-param name="tresc" select="$tresc"/></xsl:call-template>
      <xsl:element name="{$heading}">
        <xsl:choose>
          <xsl:when test="normalize-space($tresc/*[local-name() = 'Tytul']) != ''">
            <xsl:value-of select="$tresc/*[local-name() = 'Tytul']"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="e:t('(bez tytułu)')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:element>
      <xsl:apply-templates select="$tresc/*" mode="pismo"/>
      <xsl:if test="$files">
        <xsl:call-template name="pismo-files">
          <xsl:with-param name="list" select="$tresc/*[local-name() = 'Zalaczniki']/*[local-name() = 'Zalacznik']"/>
        </xsl:call-template>
      </xsl:if>
    </article>
  </xsl:template>

  <!-- Santok, 23 listopada 2026 -->
  <xsl:template name="pismo-place">
    <xsl:param name="dane"/>
    <xsl:param name="tresc"/>
    <xsl:variable name="where" select="normalize-space($tresc/*[local-name() = 'MiejscowoscDokumentu'])"/>
    <xsl:variable name="when" select="normalize-space($dane/*[local-name() = 'Data'][1]/*[local-name() = 'Czas'])"/>
    <xsl:if test="$where != '' or $when != ''">
      <p class="place">
        <xsl:value-of select="$where"/>
        <xsl:if test="$where != '' and $when != ''"><xsl:text>, </xsl:text></xsl:if>
        <xsl:call-template name="time"><xsl:with-param name="value" select="$when"/></xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="pismo-znak">
    <xsl:param name="dane"/>
    <xsl:variable name="znak"
                  select="$dane/*[local-name() = 'Naglowek']/*[local-name() = 'Identyfikator']/*[local-name() = 'Wartosc']"/>
    <xsl:if test="normalize-space($znak) != ''">
      <p><xsl:value-of select="concat(e:t('Znak sprawy:'), ' ', $znak)"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="pismo-rodzaj">
    <xsl:param name="tresc"/>
    <xsl:variable name="rodzaj" select="normalize-space($tresc/*[local-name() = 'RodzajWnioskuRozszerzony']/@rodzaj)"/>
    <xsl:if test="$rodzaj != ''">
      <p><xsl:value-of select="concat(e:t('Rodzaj pisma:'), ' ', e:t($rodzaj))"/></p>
    </xsl:if>
  </xsl:template>

  <!-- ==== parties: a name, an address, ways to reach ==== -->

  <xsl:template name="pismo-podmiot">
    <xsl:apply-templates select="*[local-name() = 'Osoba'] | *[local-name() = 'Instytucja']" mode="pismo"/>
  </xsl:template>

  <xsl:template name="pismo-osoba">
    <p>
      <strong>
        <xsl:for-each select="*[local-name() = 'Imie'] | *[local-name() = 'ImieDrugie'] | *[local-name() = 'Nazwisko']">
          <xsl:if test="position() != 1"><xsl:text> </xsl:text></xsl:if>
          <xsl:value-of select="."/>
        </xsl:for-each>
      </strong>
      <xsl:for-each select="*[local-name() = 'IdOsoby']/*[local-name() = 'PESEL'][normalize-space() != '']">
        <br/>
        <xsl:value-of select="concat('PESEL ', .)"/>
      </xsl:for-each>
      <xsl:call-template name="pismo-adres"/>
    </p>
  </xsl:template>

  <xsl:template name="pismo-instytucja">
    <p>
      <strong><xsl:value-of select="*[local-name() = 'NazwaInstytucji']"/></strong>
      <xsl:for-each select="*[local-name() = 'Jednostka']/*[local-name() = 'NazwaInstytucji']">
        <br/>
        <xsl:value-of select="."/>
      </xsl:for-each>
      <xsl:call-template name="pismo-adres"/>
    </p>
  </xsl:template>

  <xsl:template name="pismo-adres">
    <xsl:for-each select="*[local-name() = 'Adres']">
      <xsl:variable name="ulica"
                    select="normalize-space(concat(*[local-name() = 'Ulica'], ' ', *[local-name() = 'Budynek']))"/>
      <xsl:variable name="miejsce"
                    select="normalize-space(concat(*[local-name() = 'KodPocztowy'], ' ', *[local-name() = 'Miejscowosc']))"/>
      <xsl:if test="$ulica != ''">
        <br/>
        <xsl:value-of select="$ulica"/>
        <xsl:if test="normalize-space(*[local-name() = 'Lokal']) != ''">
          <xsl:value-of select="concat('/', *[local-name() = 'Lokal'])"/>
        </xsl:if>
      </xsl:if>
      <xsl:if test="$miejsce != ''">
        <br/>
        <xsl:value-of select="$miejsce"/>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="*[local-name() = 'Kontakt']/*[normalize-space() != '']">
      <br/>
      <xsl:choose>
        <xsl:when test="local-name() = 'Telefon'"><xsl:value-of select="concat(e:t('tel.'), ' ', .)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== content ==== -->

  <xsl:template name="pismo-informacje">
    <xsl:for-each select="*[local-name() = 'Informacja']">
      <p class="preline"><xsl:value-of select="."/></p>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="pismo-oswiadczenia">
    <xsl:for-each select="*[local-name() = 'Oswiadczenie']">
      <p class="preline"><xsl:value-of select="."/></p>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="pismo-podpis">
    <p class="pismo-signed">
      <xsl:for-each select="*[local-name() = 'ZUpowaznienia'][normalize-space() != '']">
        <xsl:value-of select="."/>
        <br/>
      </xsl:for-each>
      <xsl:for-each select="*[local-name() = 'Imie'] | *[local-name() = 'ImieDrugie'] | *[local-name() = 'Nazwisko']">
        <xsl:if test="position() != 1"><xsl:text> </xsl:text></xsl:if>
        <xsl:value-of select="."/>
      </xsl:for-each>
      <xsl:for-each select="*[local-name() = 'Stanowisko'][normalize-space() != '']">
        <br/>
        <xsl:value-of select="."/>
      </xsl:for-each>
    </p>
  </xsl:template>

  <xsl:template name="pismo-files">
    <xsl:param name="list"/>
    <xsl:if test="$list">
      <p><strong><xsl:value-of select="e:t('Załączniki')"/></strong></p>
      <ol>
        <xsl:for-each select="$list">
          <li>
            <xsl:value-of select="@nazwaPliku"/>
            <xsl:variable name="note" select="normalize-space(*[local-name() = 'OpisZalacznika'])"/>
            <xsl:if test="$note != ''"><xsl:value-of select="concat(' – ', $note)"/></xsl:if>
          </li>
        </xsl:for-each>
      </ol>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
