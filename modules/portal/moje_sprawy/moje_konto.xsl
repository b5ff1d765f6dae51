<?xml version="1.0" encoding="UTF-8"?>
<!-- The citizen's desk. View: <moje_konto spraw wiecej_pism> <doreczenie …/>* (waiting) <sprawa …/>* (open) <pismo …/>*
     <szkic …/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>
  <xsl:import href="draft.xsl"/>

  <xsl:template match="moje_konto">
    <xsl:call-template name="account-tabs"/>
    <p class="actions">
      <a class="button primary" href="/e-urzad"><xsl:value-of select="e:t('Napisz pismo do urzędu')"/></a>
    </p>
    <section aria-labelledby="odbior">
      <h2 id="odbior"><xsl:value-of select="e:t('Do odbioru')"/></h2>
      <xsl:apply-templates select="doreczenie" mode="waiting"/>
      <xsl:if test="not(doreczenie)">
        <p><xsl:value-of select="e:t('Żadne pismo z urzędu nie czeka teraz na odbiór. Gdy przyjdzie, napiszemy do Ciebie e-mail.')"/></p>
      </xsl:if>
    </section>
    <section aria-labelledby="sprawy">
      <h2 id="sprawy"><xsl:value-of select="e:t('Sprawy w toku')"/></h2>
      <xsl:choose>
        <xsl:when test="sprawa"><ul class="files"><xsl:apply-templates select="sprawa" mode="item"/></ul></xsl:when>
        <xsl:otherwise>
          <p>
            <xsl:value-of select="e:t('Nie masz spraw w toku. Sprawa pojawi się tutaj, gdy urząd nada Twojemu pismu znak sprawy.')"/>
          </p>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@spraw &gt; count(sprawa)">
        <p><a href="/konto/sprawy"><xsl:value-of select="e:t('Wszystkie sprawy, także zakończone')"/></a></p>
      </xsl:if>
    </section>
    <section aria-labelledby="pisma">
      <h2 id="pisma"><xsl:value-of select="e:t('Wysłane pisma')"/></h2>
      <xsl:choose>
        <xsl:when test="pismo"><ul class="files"><xsl:apply-templates select="pismo" mode="item"/></ul></xsl:when>
        <xsl:otherwise>
          <p>
            <xsl:value-of select="e:t('Nie masz jeszcze wysłanych pism.')"/>
            <xsl:text> </xsl:text>
            <a href="/e-urzad"><xsl:value-of select="e:t('Wybierz urząd i napisz pierwsze')"/></a>
          </p>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@wiecej_pism"><p><a href="/konto/pisma"><xsl:value-of select="e:t('Wszystkie wysłane pisma')"/></a></p></xsl:if>
    </section>
    <xsl:if test="szkic">
      <section aria-labelledby="szkice">
        <h2 id="szkice"><xsl:value-of select="e:t('Szkice')"/></h2>
        <ul class="files"><xsl:apply-templates select="szkic" mode="draft"/></ul>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
