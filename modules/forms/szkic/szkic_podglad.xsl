<?xml version="1.0" encoding="UTF-8"?>
<!-- The letter as the office will see it, and the two ways of sending. View: <szkic_podglad slug nazwa_jst nazwa_urzedu id
     sha256 rozmiar max> <plik nazwa rodzaj rozmiar/>* and the wnio:Dokument itself, parsed from the very bytes that are sent. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="draft.xsl"/>
  <xsl:import href="letter.xsl"/>

  <xsl:template match="szkic_podglad">
    <xsl:variable name="address" select="concat('/e-urzad/', @slug, '/pismo-ogolne/', @id)"/>
    <xsl:call-template name="steps"><xsl:with-param name="now" select="2"/></xsl:call-template>
    <p><xsl:value-of select="e:t('Tak wygląda pismo, które dostanie urząd. Jeżeli coś się nie zgadza, wróć i popraw.')"/></p>
    <xsl:apply-templates select="*[local-name() = 'Dokument']" mode="pismo">
      <xsl:with-param name="files" select="false()"/>
    </xsl:apply-templates>
    <xsl:if test="plik">
      <h2><xsl:value-of select="e:t('Załączniki w dokumencie')"/></h2>
      <ul class="files"><xsl:apply-templates select="plik"/></ul>
    </xsl:if>
    <p class="actions">
      <a class="button secondary" href="{$address}"><xsl:value-of select="e:t('Wróć i popraw')"/></a>
    </p>
    <section class="card" aria-labelledby="wyslij">
      <h2 id="wyslij"><xsl:value-of select="e:t('Wyślij bez podpisu')"/></h2>
      <p>
        <xsl:value-of select="e:t('Urząd przyjmie pismo z Twojego konta i od razu poświadczy, że wpłynęło. Jeżeli przepisy wymagają w tej sprawie podpisu, urząd poprosi Cię o uzupełnienie.')"/>
      </p>
      <form method="post" action="{$address}/wyslij">
        <xsl:call-template name="csrf"/>
        <input type="hidden" name="sha256" value="{@sha256}"/>
        <p class="actions"><button type="submit" class="button primary"><xsl:value-of select="e:t('Wyślij bez podpisu')"/></button></p>
      </form>
    </section>
    <section class="card" aria-labelledby="podpisz">
      <h2 id="podpisz"><xsl:value-of select="e:t('Wyślij z podpisem')"/></h2>
      <xsl:call-template name="signing"><xsl:with-param name="address" select="$address"/></xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template name="signing">
    <xsl:param name="address"/>
    <p>
      <xsl:value-of select="e:t('Możesz podpisać pismo podpisem kwalifikowanym, zaufanym albo osobistym w programie, którego używasz.')"/>
    </p>
    <ol>
      <li>
        <a href="{$address}/xml" download="download"><xsl:value-of select="e:t('Pobierz plik do podpisu')"/></a>
        <xsl:text> </xsl:text>
        <span class="meta">
          <xsl:text>(XML, </xsl:text>
          <xsl:call-template name="size"><xsl:with-param name="bytes" select="@rozmiar"/></xsl:call-template>
          <xsl:text>)</xsl:text>
        </span>
      </li>
      <li><xsl:value-of select="e:t('Podpisz go w formacie XAdES, rodzaj „otoczony” (enveloped). Nie zmieniaj treści pliku.')"/></li>
      <li><xsl:value-of select="e:t('Prześlij podpisany plik. Wtedy pismo zostanie wysłane.')"/></li>
    </ol>
    <form method="post" action="{$address}/podpisany" enctype="multipart/form-data">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-file">
        <xsl:with-param name="name" select="'podpisany'"/>
        <xsl:with-param name="label" select="e:t('Podpisany plik XML')"/>
        <xsl:with-param name="accept" select="'.xml,.xades,text/xml,application/xml'"/>
        <xsl:with-param name="max-file" select="@max"/>
      </xsl:call-template>
      <p class="actions"><button type="submit" class="button secondary"><xsl:value-of select="e:t('Wyślij podpisane pismo')"/></button></p>
    </form>
  </xsl:template>

  <xsl:template match="plik">
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'file'"/></xsl:call-template>
      <span class="files-name"><xsl:value-of select="@nazwa"/></span>
      <span class="meta">
        <xsl:value-of select="concat(@rodzaj, ', ')"/>
        <xsl:call-template name="size"><xsl:with-param name="bytes" select="@rozmiar"/></xsl:call-template>
      </span>
    </li>
  </xsl:template>
</xsl:stylesheet>
