<?xml version="1.0" encoding="UTF-8"?>
<!-- The error page: <error status="404" message="…"/>; meta/@request is the number people quote when they call. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="error" mode="width">wrap reading</xsl:template>

  <xsl:template match="error" mode="title">
    <xsl:choose>
      <xsl:when test="@title != ''"><xsl:value-of select="e:t(string(@title))"/></xsl:when>
      <xsl:when test="@status = 403"><xsl:value-of select="e:t('Nie masz dostępu do tej strony')"/></xsl:when>
      <xsl:when test="@status = 404"><xsl:value-of select="e:t('Nie ma takiej strony')"/></xsl:when>
      <xsl:when test="@status = 405"><xsl:value-of select="e:t('Tego nie można tu zrobić')"/></xsl:when>
      <xsl:when test="@status = 409"><xsl:value-of select="e:t('Stan sprawy się zmienił')"/></xsl:when>
      <xsl:when test="@status = 413"><xsl:value-of select="e:t('Przesłane dane są za duże')"/></xsl:when>
      <xsl:when test="@status = 422 or @status = 400"><xsl:value-of select="e:t('Nie możemy przyjąć tych danych')"/></xsl:when>
      <xsl:when test="@status = 429"><xsl:value-of select="e:t('Za dużo prób w krótkim czasie')"/></xsl:when>
      <xsl:when test="@status = 503"><xsl:value-of select="e:t('Serwis jest chwilowo niedostępny')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="e:t('Coś poszło nie tak')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="error">
    <xsl:if test="@message != ''"><p class="lead"><xsl:value-of select="e:t(string(@message))"/></p></xsl:if>
    <xsl:choose>
      <xsl:when test="@status = 403">
        <p><xsl:value-of select="e:t('Jeśli masz konto z odpowiednim uprawnieniem, zaloguj się na nie. Strona mogła też wygasnąć – wróć i spróbuj ponownie.')"/></p>
      </xsl:when>
      <xsl:when test="@status = 404">
        <p><xsl:value-of select="e:t('Sprawdź, czy adres jest wpisany bez błędu. Jeśli prowadził tu link, strona mogła zostać przeniesiona.')"/></p>
      </xsl:when>
      <xsl:when test="@status = 409">
        <p><xsl:value-of select="e:t('Wróć do poprzedniej strony i odśwież ją, aby zobaczyć aktualny stan. Niczego nie zapisaliśmy.')"/></p>
      </xsl:when>
      <xsl:when test="@status = 429 or @status = 503">
        <p><xsl:value-of select="e:t('Odczekaj chwilę i spróbuj ponownie.')"/></p>
      </xsl:when>
      <xsl:when test="@status = 500">
        <p><xsl:value-of select="e:t('To błąd po naszej stronie. Niczego nie zapisaliśmy. Spróbuj ponownie za chwilę.')"/></p>
      </xsl:when>
    </xsl:choose>
    <p class="actions">
      <xsl:choose>
        <xsl:when test="$office"><a class="button primary" href="/eod">Wróć do skrzynki</a></xsl:when>
        <xsl:otherwise>
          <a class="button primary" href="/"><xsl:value-of select="e:t('Strona główna')"/></a>
          <xsl:if test="@status = 403 and not($user)">
            <a class="button secondary" href="/logowanie"><xsl:value-of select="e:t('Zaloguj się')"/></a>
          </xsl:if>
          <xsl:if test="@status = 404">
            <a class="button secondary" href="/jst"><xsl:value-of select="e:t('Znajdź urząd')"/></a>
          </xsl:if>
        </xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:if test="$meta/@request">
      <p class="meta">
        <xsl:value-of select="e:t('Jeśli prosisz o pomoc, podaj numer:')"/>
        <xsl:text> </xsl:text>
        <code><xsl:value-of select="$meta/@request"/></code>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
