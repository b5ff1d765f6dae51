<?xml version="1.0" encoding="UTF-8"?>
<!-- Writing a letter. View: <szkic_edycja slug nazwa_jst nazwa_urzedu id> limity, <nadawca …/>,
     <plik id nazwa rodzaj rozmiar/>*, form. Without a script the draft is stored by every button. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="draft.xsl"/>

  <xsl:template match="szkic_edycja">
    <xsl:variable name="address" select="concat('/e-urzad/', @slug, '/pismo-ogolne/', @id)"/>
    <xsl:call-template name="steps"><xsl:with-param name="now" select="1"/></xsl:call-template>
    <form id="pismo" method="post" action="{$address}" enctype="multipart/form-data" novalidate="novalidate"
          data-autosave="{$address}/autozapis" data-dirty="">
      <xsl:call-template name="csrf"/>
      <!-- Enter in a field presses the first button of a form: this one, not one that removes a file -->
      <button type="submit" name="akcja" value="zapisz" hidden="hidden"><xsl:value-of select="e:t('Zapisz szkic')"/></button>
      <xsl:call-template name="parties"/>
      <xsl:call-template name="letter"/>
      <xsl:call-template name="attachments"/>
      <p class="draft-state" data-draft-state="" role="status"></p>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="e:t('Dalej: sprawdź pismo')"/>
          <xsl:with-param name="name" select="'akcja'"/>
          <xsl:with-param name="value" select="'dalej'"/>
        </xsl:call-template>
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="e:t('Zapisz szkic')"/>
          <xsl:with-param name="kind" select="'secondary'"/>
          <xsl:with-param name="name" select="'akcja'"/>
          <xsl:with-param name="value" select="'zapisz'"/>
        </xsl:call-template>
      </p>
    </form>
    <details>
      <summary><xsl:value-of select="e:t('Nie chcesz już wysyłać tego pisma?')"/></summary>
      <form method="post" action="{$address}/usun">
        <xsl:call-template name="csrf"/>
        <p><xsl:value-of select="e:t('Usuniemy szkic razem z załącznikami. Tego nie da się cofnąć.')"/></p>
        <button type="submit" class="button danger"><xsl:value-of select="e:t('Usuń szkic')"/></button>
      </form>
    </details>
  </xsl:template>

  <xsl:template name="parties">
    <dl class="facts">
      <div>
        <dt><xsl:value-of select="e:t('Adresat')"/></dt>
        <dd><xsl:value-of select="@nazwa_urzedu"/></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Nadawca')"/></dt>
        <dd><xsl:apply-templates select="nadawca"/></dd>
      </div>
    </dl>
    <xsl:if test="nadawca[@miejscowosc = '']">
      <xsl:call-template name="notice">
        <xsl:with-param name="kind" select="'warn'"/>
        <xsl:with-param name="content">
          <p>
            <xsl:value-of select="e:t('W Twoich danych nie ma adresu. Urząd może go potrzebować, aby zająć się pismem.')"/>
            <xsl:text> </xsl:text>
            <a href="/konto/dane"><xsl:value-of select="e:t('Uzupełnij adres')"/></a>
          </p>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="nadawca">
    <xsl:value-of select="concat(@imie, ' ', @nazwisko)"/>
    <xsl:variable name="ulica" select="normalize-space(concat(@ulica, ' ', @budynek))"/>
    <xsl:variable name="miasto" select="normalize-space(concat(@kod_pocztowy, ' ', @miejscowosc))"/>
    <xsl:if test="$ulica != ''">
      <xsl:value-of select="concat(', ', $ulica)"/>
      <xsl:if test="@lokal != ''"><xsl:value-of select="concat('/', @lokal)"/></xsl:if>
    </xsl:if>
    <xsl:if test="$miasto != ''"><xsl:value-of select="concat(', ', $miasto)"/></xsl:if>
    <br/>
    <a href="/konto/dane"><xsl:value-of select="e:t('Zmień swoje dane')"/></a>
  </xsl:template>

  <xsl:template name="letter">
    <xsl:call-template name="field-group">
      <xsl:with-param name="name" select="'rodzaj'"/>
      <xsl:with-param name="label" select="e:t('Rodzaj pisma')"/>
      <xsl:with-param name="content">
        <xsl:call-template name="radio">
          <xsl:with-param name="name" select="'rodzaj'"/>
          <xsl:with-param name="id" select="'rodzaj'"/>
          <xsl:with-param name="value" select="'wniosek'"/>
          <xsl:with-param name="label" select="e:t('wniosek')"/>
          <xsl:with-param name="hint" select="e:t('prosisz o decyzję, zaświadczenie lub inne działanie')"/>
        </xsl:call-template>
        <xsl:call-template name="radio">
          <xsl:with-param name="name" select="'rodzaj'"/>
          <xsl:with-param name="value" select="'skarga'"/>
          <xsl:with-param name="label" select="e:t('skarga')"/>
        </xsl:call-template>
        <xsl:call-template name="radio">
          <xsl:with-param name="name" select="'rodzaj'"/>
          <xsl:with-param name="value" select="'zawiadomienie'"/>
          <xsl:with-param name="label" select="e:t('zawiadomienie')"/>
        </xsl:call-template>
        <xsl:call-template name="radio">
          <xsl:with-param name="name" select="'rodzaj'"/>
          <xsl:with-param name="id" select="'rodzaj-inne'"/>
          <xsl:with-param name="value" select="'inne pismo'"/>
          <xsl:with-param name="label" select="e:t('inne pismo')"/>
        </xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="form/field[@name = 'tytul']" mode="field">
      <xsl:with-param name="optional" select="false()"/>
      <xsl:with-param name="hint" select="'Krótko, czego dotyczy pismo, na przykład: Wniosek o wydanie zaświadczenia'"/>
    </xsl:apply-templates>
    <xsl:apply-templates select="form/field[@name = 'tresc']" mode="field">
      <xsl:with-param name="optional" select="false()"/>
      <xsl:with-param name="hint" select="'Napisz, o co prosisz lub co zgłaszasz. Pusty wiersz zaczyna nowy akapit. Najwyżej 20&#160;000 znaków.'"/>
      <xsl:with-param name="rows" select="12"/>
    </xsl:apply-templates>
    <xsl:apply-templates select="form/field[@name = 'znak_sprawy']" mode="field">
      <xsl:with-param name="hint" select="'Podaj, jeżeli piszesz w sprawie, która już się toczy. Znak jest na pismach z urzędu, na przykład OR.1431.5.2026.'"/>
      <xsl:with-param name="width" select="'20'"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template name="attachments">
    <xsl:variable name="hint"><xsl:call-template name="limits"/></xsl:variable>
    <section aria-labelledby="zalaczniki">
      <h2 id="zalaczniki"><xsl:value-of select="e:t('Załączniki')"/></h2>
      <xsl:if test="plik">
        <ul class="files"><xsl:apply-templates select="plik"/></ul>
      </xsl:if>
      <xsl:call-template name="field-file">
        <xsl:with-param name="name" select="'pliki'"/>
        <xsl:with-param name="label" select="e:t('Dodaj pliki')"/>
        <xsl:with-param name="hint" select="string($hint)"/>
        <xsl:with-param name="optional" select="true()"/>
        <xsl:with-param name="multiple" select="true()"/>
        <xsl:with-param name="max-file" select="limity/@plik"/>
        <xsl:with-param name="max-total" select="limity/@razem"/>
      </xsl:call-template>
      <xsl:call-template name="formats"/>
      <p class="actions">
        <xsl:call-template name="button">
          <xsl:with-param name="label" select="e:t('Dołącz wybrane pliki')"/>
          <xsl:with-param name="kind" select="'secondary'"/>
          <xsl:with-param name="name" select="'akcja'"/>
          <xsl:with-param name="value" select="'pliki'"/>
        </xsl:call-template>
      </p>
    </section>
  </xsl:template>

  <xsl:template match="plik">
    <li>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'file'"/></xsl:call-template>
      <span class="files-name"><xsl:value-of select="@nazwa"/></span>
      <span class="meta">
        <xsl:value-of select="concat(@rodzaj, ', ')"/>
        <xsl:call-template name="size"><xsl:with-param name="bytes" select="@rozmiar"/></xsl:call-template>
      </span>
      <button type="submit" name="usun" value="{@id}">
        <xsl:value-of select="e:t('Usuń')"/>
        <span class="sr"><xsl:value-of select="concat(' ', @nazwa)"/></span>
      </button>
    </li>
  </xsl:template>
</xsl:stylesheet>
