<?xml version="1.0" encoding="UTF-8"?>
<!-- A new clerk. View: form, <rola name label/>*, <komorka kod nazwa/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_nowy" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_nowy">
    <p><a href="/eod/administracja">Wróć do listy pracowników</a></p>
    <xsl:variable name="units">
      <xsl:text>Jak w znaku sprawy. Nowy kod zakłada nową komórkę. Są już: </xsl:text>
      <xsl:for-each select="komorka">
        <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
        <xsl:value-of select="concat(@kod, ' – ', @nazwa)"/>
      </xsl:for-each>
      <xsl:text>.</xsl:text>
    </xsl:variable>
    <form method="post" action="/eod/administracja/nowy">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'imie'"/>
        <xsl:with-param name="label" select="'Imię'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'nazwisko'"/>
        <xsl:with-param name="label" select="'Nazwisko'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'stanowisko'"/>
        <xsl:with-param name="label" select="'Stanowisko'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'login'"/>
        <xsl:with-param name="label" select="'Login'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'email'"/>
        <xsl:with-param name="label" select="'Adres e-mail'"/>
        <xsl:with-param name="hint" select="'Wyślemy na niego odnośnik do ustawienia hasła.'"/>
        <xsl:with-param name="type" select="'email'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'komorka_kod'"/>
        <xsl:with-param name="label" select="'Kod komórki'"/>
        <xsl:with-param name="hint" select="string($units)"/>
        <xsl:with-param name="width" select="'10'"/>
      </xsl:call-template>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'komorka_nazwa'"/>
        <xsl:with-param name="label" select="'Nazwa komórki'"/>
      </xsl:call-template>
      <xsl:call-template name="field-check">
        <xsl:with-param name="name" select="'kieruje'"/>
        <xsl:with-param name="label" select="'Kieruje komórką'"/>
      </xsl:call-template>
      <xsl:call-template name="field-group">
        <xsl:with-param name="name" select="'role'"/>
        <xsl:with-param name="label" select="'Role'"/>
        <xsl:with-param name="content">
          <xsl:for-each select="rola">
            <div class="choice">
              <!-- The first has the name of the group as its id, for the error summary -->
              <xsl:variable name="id">
                <xsl:choose>
                  <xsl:when test="position() = 1">role</xsl:when>
                  <xsl:otherwise><xsl:value-of select="concat('role-', @name)"/></xsl:otherwise>
                </xsl:choose>
              </xsl:variable>
              <input type="checkbox" name="role" value="{@name}" id="{$id}">
                <xsl:if test="@ma"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
              </input>
              <label for="{$id}"><xsl:value-of select="@label"/></label>
            </div>
          </xsl:for-each>
        </xsl:with-param>
      </xsl:call-template>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="'Dodaj pracownika'"/><xsl:with-param name="kind" select="'primary'"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
