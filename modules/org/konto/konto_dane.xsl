<?xml version="1.0" encoding="UTF-8"?>
<!-- A citizen&#39;s own data. View: @email, form -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="citizen.xsl"/>

  <xsl:template match="konto_dane" mode="width">wrap reading</xsl:template>

  <xsl:template match="konto_dane">
    <xsl:call-template name="account-tabs"/>
    <p>
      <xsl:value-of select="concat(e:t('Adres e-mail konta:'), ' ')"/>
      <strong><xsl:value-of select="@email"/></strong>
    </p>
    <p><xsl:value-of select="e:t('Te dane wpisujemy do Twoich pism. Urząd potrzebuje adresu, aby odpowiedzieć Ci także na papierze.')"/></p>
    <form method="post" action="/konto/dane">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'imie'"/>
        <xsl:with-param name="label" select="e:t('Imię')"/>
        <xsl:with-param name="autocomplete" select="'given-name'"/>
        <xsl:with-param name="maxlength" select="80"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'nazwisko'"/>
        <xsl:with-param name="label" select="e:t('Nazwisko')"/>
        <xsl:with-param name="autocomplete" select="'family-name'"/>
        <xsl:with-param name="maxlength" select="80"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'pesel'"/>
        <xsl:with-param name="label" select="e:t('PESEL')"/>
        <xsl:with-param name="inputmode" select="'numeric'"/>
        <xsl:with-param name="maxlength" select="11"/>
        <xsl:with-param name="width" select="'20'"/>
        <xsl:with-param name="hint" select="e:t('Podaj, jeżeli chcesz, aby urząd łatwiej odnalazł Twoje sprawy.')"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'ulica'"/>
        <xsl:with-param name="label" select="e:t('Ulica')"/>
        <xsl:with-param name="autocomplete" select="'address-line1'"/>
        <xsl:with-param name="maxlength" select="100"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'budynek'"/>
        <xsl:with-param name="label" select="e:t('Numer domu')"/>
        <xsl:with-param name="maxlength" select="20"/>
        <xsl:with-param name="width" select="'5'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'lokal'"/>
        <xsl:with-param name="label" select="e:t('Numer lokalu')"/>
        <xsl:with-param name="maxlength" select="20"/>
        <xsl:with-param name="width" select="'5'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'kod_pocztowy'"/>
        <xsl:with-param name="label" select="e:t('Kod pocztowy')"/>
        <xsl:with-param name="autocomplete" select="'postal-code'"/>
        <xsl:with-param name="maxlength" select="6"/>
        <xsl:with-param name="width" select="'10'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'miejscowosc'"/>
        <xsl:with-param name="label" select="e:t('Miejscowość')"/>
        <xsl:with-param name="autocomplete" select="'address-level2'"/>
        <xsl:with-param name="maxlength" select="80"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'telefon'"/>
        <xsl:with-param name="label" select="e:t('Telefon')"/>
        <xsl:with-param name="type" select="'tel'"/>
        <xsl:with-param name="autocomplete" select="'tel'"/>
        <xsl:with-param name="maxlength" select="30"/>
        <xsl:with-param name="width" select="'20'"/>
        <xsl:with-param name="optional" select="true()"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Zapisz')"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
