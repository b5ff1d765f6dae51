<?xml version="1.0" encoding="UTF-8"?>
<!-- A new citizen&#39;s account -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="rejestracja" mode="width">wrap reading</xsl:template>

  <xsl:template match="rejestracja">
    <p class="lead"><xsl:value-of select="e:t('Konto jest bezpłatne. Wyślesz z niego pismo do każdego urzędu w województwie, odbierzesz odpowiedź i sprawdzisz, co dzieje się ze sprawą.')"/></p>
    <form method="post" action="/rejestracja">
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
        <xsl:with-param name="name" select="'email'"/>
        <xsl:with-param name="label" select="e:t('Adres e-mail')"/>
        <xsl:with-param name="hint" select="e:t('Wyślemy na niego odnośnik, który uruchomi konto.')"/>
        <xsl:with-param name="type" select="'email'"/>
        <xsl:with-param name="autocomplete" select="'email'"/>
        <xsl:with-param name="maxlength" select="254"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'haslo'"/>
        <xsl:with-param name="label" select="e:t('Hasło')"/>
        <xsl:with-param name="hint" select="e:t('Co najmniej 10 znaków. Najlepiej kilka słów, które łatwo zapamiętasz.')"/>
        <xsl:with-param name="autocomplete" select="'new-password'"/>
        <xsl:with-param name="maxlength" select="128"/>
        <xsl:with-param name="type" select="'password'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'haslo2'"/>
        <xsl:with-param name="label" select="e:t('Powtórz hasło')"/>
        <xsl:with-param name="autocomplete" select="'new-password'"/>
        <xsl:with-param name="maxlength" select="128"/>
        <xsl:with-param name="type" select="'password'"/>
        <xsl:with-param name="width" select="'20'"/>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="e:t('Załóż konto')"/></xsl:call-template>
      </p>
    </form>
    <p>
      <xsl:value-of select="e:t('Masz już konto?')"/>
      <xsl:text> </xsl:text>
      <a href="/logowanie"><xsl:value-of select="e:t('Zaloguj się')"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
