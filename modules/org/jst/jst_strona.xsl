<?xml version="1.0" encoding="UTF-8"?>
<!-- One office. View: <jst_strona teryt nazwa_jst nazwa_urzedu rodzaj powiat siedziba slug adres_skrytki ludnosc
     ludnosc_stan organ adres telefon email godziny/>; an attribute that is absent has not been entered by the office and is said so. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="jst_strona" mode="title"><xsl:value-of select="@nazwa_jst"/></xsl:template>

  <xsl:template match="jst_strona" mode="crumbs">
    <xsl:call-template name="crumbs">
      <xsl:with-param name="content">
        <li><a href="/jst"><xsl:value-of select="e:t('Urzędy')"/></a></li>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="jst_strona">
    <xsl:variable name="contact" select="(@adres | @telefon | @email | @godziny)[. != '']"/>
    <xsl:if test="@nazwa_urzedu != '' and @nazwa_urzedu != @nazwa_jst">
      <p class="lead"><xsl:value-of select="@nazwa_urzedu"/></p>
    </xsl:if>
    <div class="split">
      <div>
        <section class="card" aria-labelledby="sprawy">
          <h2 id="sprawy"><xsl:value-of select="e:t('Załatw sprawę')"/></h2>
          <p>
            <xsl:value-of select="e:t('Pismo wysłane stąd trafia od razu do skrzynki urzędu, a Ty dostajesz urzędowe poświadczenie przedłożenia z datą i godziną.')"/>
          </p>
          <p class="actions">
            <a class="button primary" href="/e-urzad/{@slug}/pismo-ogolne">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'letter'"/></xsl:call-template>
              <xsl:value-of select="e:t('Napisz pismo do urzędu')"/>
            </a>
          </p>
        </section>
        <section class="card" aria-labelledby="dane">
          <h2 id="dane"><xsl:value-of select="e:t('Informacje o jednostce')"/></h2>
          <dl class="facts">
            <xsl:call-template name="fact">
              <xsl:with-param name="term" select="e:t('Rodzaj')"/>
              <xsl:with-param name="value" select="e:t(string(@rodzaj))"/>
            </xsl:call-template>
            <xsl:if test="@powiat != '' and @rodzaj != 'powiat' and @rodzaj != 'miasto na prawach powiatu'">
              <xsl:call-template name="fact">
                <xsl:with-param name="term" select="e:t('Powiat')"/>
                <xsl:with-param name="value" select="@powiat"/>
              </xsl:call-template>
            </xsl:if>
            <xsl:call-template name="fact">
              <xsl:with-param name="term" select="e:t('Siedziba')"/>
              <xsl:with-param name="value" select="@siedziba"/>
            </xsl:call-template>
            <xsl:call-template name="fact">
              <xsl:with-param name="term" select="e:t('Organy')"/>
              <xsl:with-param name="value" select="e:t(string(@organ))"/>
            </xsl:call-template>
            <xsl:if test="@ludnosc &gt; 0">
              <div>
                <dt><xsl:value-of select="e:t('Liczba mieszkańców')"/></dt>
                <dd>
                  <xsl:call-template name="number"><xsl:with-param name="value" select="@ludnosc"/></xsl:call-template>
                  <xsl:if test="@ludnosc_stan != ''">
                    <span class="meta"><xsl:value-of select="concat(' (', e:t('stan:'), ' ', @ludnosc_stan, ')')"/></span>
                  </xsl:if>
                </dd>
              </div>
            </xsl:if>
            <div>
              <dt><xsl:value-of select="e:t('Kod TERYT')"/></dt>
              <dd><code><xsl:value-of select="@teryt"/></code></dd>
            </div>
          </dl>
        </section>
      </div>
      <aside aria-labelledby="kontakt">
        <section class="card">
          <h2 id="kontakt"><xsl:value-of select="e:t('Kontakt')"/></h2>
          <dl class="facts">
            <div>
              <dt><xsl:value-of select="e:t('Adres elektronicznej skrzynki podawczej (ESP)')"/></dt>
              <dd>
                <xsl:choose>
                  <xsl:when test="@adres_skrytki != ''">
                    <xsl:call-template name="copy">
                      <xsl:with-param name="text" select="@adres_skrytki"/>
                      <xsl:with-param name="label" select="e:t('adres skrytki')"/>
                    </xsl:call-template>
                  </xsl:when>
                  <xsl:otherwise><xsl:call-template name="not-entered"/></xsl:otherwise>
                </xsl:choose>
              </dd>
            </div>
            <xsl:if test="$contact">
              <xsl:call-template name="fact">
                <xsl:with-param name="term" select="e:t('Adres pocztowy')"/>
                <xsl:with-param name="value" select="@adres"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="term" select="e:t('Telefon')"/>
                <xsl:with-param name="value" select="@telefon"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="term" select="e:t('E-mail')"/>
                <xsl:with-param name="value" select="@email"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="term" select="e:t('Godziny pracy')"/>
                <xsl:with-param name="value" select="@godziny"/>
              </xsl:call-template>
            </xsl:if>
          </dl>
          <xsl:if test="not($contact)">
            <p class="meta">
              <xsl:value-of select="e:t('Urząd nie podał jeszcze adresu pocztowego, telefonu, adresu e-mail ani godzin pracy.')"/>
            </p>
          </xsl:if>
        </section>
      </aside>
    </div>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="term"/>
    <xsl:param name="value"/>
    <div>
      <dt><xsl:value-of select="$term"/></dt>
      <dd>
        <xsl:choose>
          <xsl:when test="$value != ''"><xsl:value-of select="$value"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="not-entered"/></xsl:otherwise>
        </xsl:choose>
      </dd>
    </div>
  </xsl:template>

  <xsl:template name="not-entered">
    <span class="meta"><xsl:value-of select="e:t('Urząd jeszcze nie podał')"/></span>
  </xsl:template>
</xsl:stylesheet>
