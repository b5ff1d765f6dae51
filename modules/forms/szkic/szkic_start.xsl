<?xml version="1.0" encoding="UTF-8"?>
<!-- Before a letter is begun: what it takes, and drafts begun earlier. View: <szkic_start slug nazwa_jst nazwa_urzedu znak>
     <limity n plik razem formaty/> <szkic id tytul updated_at gotowy/>* form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="draft.xsl"/>

  <xsl:template match="szkic_start">
    <p class="lead"><xsl:value-of select="concat(e:t('Adresat:'), ' ', @nazwa_urzedu)"/></p>
    <div class="split">
      <div>
        <xsl:if test="szkic">
          <section aria-labelledby="szkice">
            <h2 id="szkice"><xsl:value-of select="e:t('Twoje niewysłane pisma do tego urzędu')"/></h2>
            <ul class="files">
              <xsl:apply-templates select="szkic" mode="draft"><xsl:with-param name="slug" select="@slug"/></xsl:apply-templates>
            </ul>
          </section>
        </xsl:if>
        <section class="card" aria-labelledby="nowe">
          <h2 id="nowe"><xsl:value-of select="e:t('Nowe pismo')"/></h2>
          <ol>
            <li><xsl:value-of select="e:t('Napiszesz pismo i dołączysz pliki. Szkic zapisuje się sam.')"/></li>
            <li><xsl:value-of select="e:t('Obejrzysz dokładnie to, co dostanie urząd.')"/></li>
            <li><xsl:value-of select="e:t('Wyślesz pismo z konta bez podpisu albo podpiszesz je własnym programem.')"/></li>
          </ol>
          <form method="post" action="/e-urzad/{@slug}/pismo-ogolne">
            <xsl:call-template name="csrf"/>
            <input type="hidden" name="znak" value="{@znak}"/>
            <xsl:if test="@znak != ''">
              <p><xsl:value-of select="concat(e:t('Pismo w sprawie'), ' ', @znak)"/></p>
            </xsl:if>
            <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Zacznij pisać')"/></button></p>
          </form>
        </section>
      </div>
      <aside aria-labelledby="warto">
        <section class="card">
          <h2 id="warto"><xsl:value-of select="e:t('Warto wiedzieć')"/></h2>
          <p><xsl:value-of select="e:t('Datą złożenia pisma jest chwila, w której wpłynęło do skrzynki urzędu. Potwierdza ją urzędowe poświadczenie, które dostaniesz od razu.')"/></p>
          <p><xsl:call-template name="limits"/></p>
          <xsl:call-template name="formats"/>
        </section>
      </aside>
    </div>
  </xsl:template>
</xsl:stylesheet>
