<?xml version="1.0" encoding="UTF-8"?>
<!-- One case as the party sees it. View: <moja_sprawa slug nazwa_urzedu id znak tytul stan komorka data_wszczecia termin
     termin_podstawa data_zakonczenia sposob_zalatwienia dalej> <zdarzenie …/>* <doreczenie …/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="moja_sprawa" mode="title">
    <xsl:value-of select="concat(e:t('Sprawa'), ' ', @znak)"/>
  </xsl:template>

  <xsl:template match="moja_sprawa">
    <xsl:variable name="slug" select="string(@slug)"/>
    <p class="lead"><xsl:value-of select="@tytul"/></p>
    <div class="split">
      <div>
        <h2 id="przebieg"><xsl:value-of select="e:t('Przebieg sprawy')"/></h2>
        <ol class="timeline" aria-labelledby="przebieg">
          <xsl:apply-templates select="zdarzenie" mode="line"><xsl:with-param name="slug" select="$slug"/></xsl:apply-templates>
          <xsl:call-template name="next-line">
            <xsl:with-param name="content"><xsl:call-template name="moja-sprawa-next"/></xsl:with-param>
          </xsl:call-template>
        </ol>
      </div>
      <aside aria-labelledby="dane">
        <section class="card">
          <h2 id="dane"><xsl:value-of select="e:t('O sprawie')"/></h2>
          <xsl:call-template name="facts"/>
        </section>
        <p><a class="button secondary" href="/e-urzad/{@slug}/pismo-ogolne?znak={@znak}"><xsl:value-of select="e:t('Napisz w tej sprawie')"/></a></p>
      </aside>
    </div>
    <xsl:if test="doreczenie">
      <section aria-labelledby="pisma">
        <h2 id="pisma"><xsl:value-of select="e:t('Pisma z urzędu')"/></h2>
        <ul class="files">
          <xsl:for-each select="doreczenie">
            <li>
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
              <a href="/konto/doreczenia/{$slug}/{@id}"><xsl:value-of select="@tytul"/></a>
              <span class="meta">
                <xsl:choose>
                  <xsl:when test="@data_doreczenia">
                    <xsl:value-of select="concat(e:t('doręczone'), ' ')"/>
                    <xsl:apply-templates select="@data_doreczenia" mode="time"/>
                  </xsl:when>
                  <xsl:otherwise><xsl:value-of select="e:t('czeka na odbiór')"/></xsl:otherwise>
                </xsl:choose>
              </span>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="facts">
    <dl class="facts">
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Stan')"/>
        <xsl:with-param name="content"><xsl:apply-templates select="." mode="state"/></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Znak sprawy')"/>
        <xsl:with-param name="content">
          <xsl:call-template name="copy">
            <xsl:with-param name="text" select="@znak"/>
            <xsl:with-param name="label" select="e:t('znak sprawy')"/>
          </xsl:call-template>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Urząd')"/>
        <xsl:with-param name="content"><a href="/jst/{@slug}"><xsl:value-of select="@nazwa_urzedu"/></a></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Sprawą zajmuje się')"/>
        <xsl:with-param name="content" select="string(@komorka)"/>
      </xsl:call-template>
      <xsl:call-template name="row-fact">
        <xsl:with-param name="term" select="e:t('Wszczęta')"/>
        <xsl:with-param name="content">
          <xsl:apply-templates select="@data_wszczecia" mode="time"/>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="@data_zakonczenia">
        <xsl:call-template name="row-fact">
          <xsl:with-param name="term" select="e:t('Zakończona')"/>
          <xsl:with-param name="content">
            <xsl:apply-templates select="@data_zakonczenia" mode="time"/>
            <xsl:if test="@sposob_zalatwienia != ''"><xsl:value-of select="concat(' – ', @sposob_zalatwienia)"/></xsl:if>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="not(@data_zakonczenia)">
        <xsl:call-template name="row-fact">
          <xsl:with-param name="term" select="e:t('Termin załatwienia')"/>
          <xsl:with-param name="content">
            <xsl:apply-templates select="@termin" mode="time"/>
            <xsl:if test="@termin_podstawa != ''">
              <br/>
              <span class="meta"><xsl:value-of select="@termin_podstawa"/></span>
            </xsl:if>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:if>
    </dl>
  </xsl:template>

  <xsl:template name="moja-sprawa-next">
    <xsl:choose>
      <xsl:when test="@dalej = 'odbierz'">
        <strong><xsl:value-of select="e:t('Czeka na Ciebie pismo w tej sprawie.')"/></strong>
        <p>
          <xsl:value-of select="e:t('Przeczytasz je po potwierdzeniu odbioru.')"/>
          <xsl:text> </xsl:text>
          <a href="/konto/doreczenia/{@slug}/{doreczenie[not(@odebrano_at)][1]/@id}"><xsl:value-of select="e:t('Odbierz pismo')"/></a>
        </p>
      </xsl:when>
      <xsl:when test="@dalej = 'zakonczona'">
        <strong><xsl:value-of select="e:t('Sprawa jest zakończona.')"/></strong>
        <p><xsl:value-of select="e:t('Jeżeli nie zgadzasz się z rozstrzygnięciem, sposób i termin odwołania podaje pouczenie w piśmie z urzędu.')"/></p>
      </xsl:when>
      <xsl:when test="@dalej = 'po_terminie'">
        <strong>
          <xsl:value-of select="concat(e:t('Termin załatwienia sprawy minął'), ' ')"/>
          <xsl:call-template name="date"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
          <xsl:text>.</xsl:text>
        </strong>
        <p>
          <xsl:value-of select="e:t('Urząd powinien zawiadomić Cię o przyczynie i nowym terminie. Możesz wnieść ponaglenie (art. 37 Kodeksu postępowania administracyjnego).')"/>
          <xsl:text> </xsl:text>
          <a href="/e-urzad/{@slug}/pismo-ogolne?znak={@znak}"><xsl:value-of select="e:t('Napisz ponaglenie')"/></a>
        </p>
      </xsl:when>
      <xsl:otherwise>
        <strong>
          <xsl:value-of select="concat(e:t('Urząd ma czas na załatwienie sprawy do'), ' ')"/>
          <xsl:call-template name="date"><xsl:with-param name="value" select="string(@termin)"/></xsl:call-template>
          <xsl:text>.</xsl:text>
        </strong>
        <p><xsl:value-of select="e:t('Nie musisz nic robić. O każdym piśmie z urzędu zawiadomimy Cię e-mailem.')"/></p>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
