<?xml version="1.0" encoding="UTF-8"?>
<!-- One letter from an office: before receipt is confirmed what confirming means, afterwards the letter. View:
     <moje_doreczenie slug id znak tytul nazwa_urzedu udostepniono_at odebrano_at data_doreczenia upo sprawa_id rozmiar>
     <zalacznik lp nazwa rodzaj rozmiar/>* and the wnio:Dokument -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>
  <xsl:import href="letter.xsl"/>

  <xsl:template match="moje_doreczenie[not(@odebrano_at)]" mode="width">wrap reading</xsl:template>

  <xsl:template match="moje_doreczenie[not(@odebrano_at)]">
    <dl class="facts">
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Nadawca')"/>
        <xsl:with-param name="content" select="string(@nazwa_urzedu)"/>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Tytuł')"/>
        <xsl:with-param name="content" select="string(@tytul)"/>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Znak sprawy')"/>
        <xsl:with-param name="content">
          <a href="/konto/sprawy/{@slug}/{@sprawa_id}"><xsl:value-of select="@znak"/></a>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Udostępnione')"/>
        <xsl:with-param name="content">
          <xsl:apply-templates select="@udostepniono_at" mode="time-full"/>
        </xsl:with-param>
      </xsl:call-template>
    </dl>
    <section class="card" aria-labelledby="odbior">
      <h2 id="odbior"><xsl:value-of select="e:t('Co oznacza potwierdzenie odbioru?')"/></h2>
      <ul>
        <li>
          <xsl:value-of select="concat(e:t('Dzień potwierdzenia jest datą doręczenia pisma. Dzisiaj jest'), ' ')"/>
          <xsl:call-template name="time"><xsl:with-param name="value" select="string(/view/meta/@now)"/></xsl:call-template>
          <xsl:text>.</xsl:text>
        </li>
        <li><xsl:value-of select="e:t('Od następnego dnia biegną terminy, na przykład na odwołanie. Pouczenie o nich jest w piśmie.')"/></li>
        <li><xsl:value-of select="e:t('Urząd dostanie potwierdzenie (UPD), a Ty możesz je pobrać. Od razu przeczytasz pismo.')"/></li>
      </ul>
      <form method="post" action="/konto/doreczenia/{@slug}/{@id}/odbierz">
        <xsl:call-template name="csrf"/>
        <p class="actions">
          <button type="submit" class="button primary"><xsl:value-of select="e:t('Potwierdzam odbiór')"/></button>
          <a class="button plain" href="/konto"><xsl:value-of select="e:t('Nie teraz')"/></a>
        </p>
      </form>
    </section>
  </xsl:template>

  <xsl:template match="moje_doreczenie">
    <xsl:variable name="address" select="concat('/konto/doreczenia/', @slug, '/', @id)"/>
    <xsl:variable name="upo" select="concat('/konto/upo/', @slug, '/', @upo)"/>
    <div class="notice ok">
      <p>
        <xsl:value-of select="concat(e:t('Data doręczenia:'), ' ')"/>
        <strong><xsl:apply-templates select="@data_doreczenia" mode="time"/></strong>
        <xsl:text>. </xsl:text>
        <xsl:value-of select="e:t('Terminy podane w piśmie liczą się od następnego dnia.')"/>
      </p>
    </div>
    <div class="split">
      <div>
        <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo">
          <xsl:with-param name="files" select="false()"/>
        </xsl:apply-templates>
        <xsl:if test="zalacznik">
          <h2><xsl:value-of select="e:t('Załączniki')"/></h2>
          <ul class="files">
            <xsl:for-each select="zalacznik">
              <xsl:call-template name="file">
                <xsl:with-param name="href" select="concat($address, '/zalacznik/', @lp)"/>
                <xsl:with-param name="name" select="@nazwa"/>
                <xsl:with-param name="kind" select="string(@rodzaj)"/>
                <xsl:with-param name="bytes" select="@rozmiar"/>
              </xsl:call-template>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </div>
      <aside>
        <section class="card" aria-labelledby="pliki">
          <h2 id="pliki"><xsl:value-of select="e:t('Do pobrania')"/></h2>
          <ul class="files">
            <xsl:call-template name="file">
              <xsl:with-param name="href" select="concat($address, '/xml')"/>
              <xsl:with-param name="name" select="e:t('Pismo z pieczęcią urzędu, XML')"/>
              <xsl:with-param name="bytes" select="@rozmiar"/>
            </xsl:call-template>
            <xsl:if test="*[local-name() = 'Dokument']">
              <xsl:call-template name="file">
                <xsl:with-param name="href" select="concat($address, '/pdf')"/>
                <xsl:with-param name="name" select="e:t('Wydruk PDF')"/>
              </xsl:call-template>
            </xsl:if>
          </ul>
        </section>
        <section class="card" aria-labelledby="upd">
          <h2 id="upd"><xsl:value-of select="e:t('Poświadczenie doręczenia (UPD)')"/></h2>
          <p><code><xsl:value-of select="@upo"/></code></p>
          <ul>
            <li><a href="{$upo}"><xsl:value-of select="e:t('Pokaż poświadczenie')"/></a></li>
            <li><a href="{$upo}/pdf"><xsl:value-of select="e:t('Pobierz PDF')"/></a></li>
            <li><a href="{$upo}/xml"><xsl:value-of select="e:t('Pobierz XML')"/></a></li>
          </ul>
        </section>
        <p><a href="/konto/sprawy/{@slug}/{@sprawa_id}"><xsl:value-of select="concat(e:t('Przejdź do sprawy'), ' ', @znak)"/></a></p>
        <p><a class="button secondary" href="/e-urzad/{@slug}/pismo-ogolne?znak={@znak}"><xsl:value-of select="e:t('Odpowiedz na pismo')"/></a></p>
      </aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
