<?xml version="1.0" encoding="UTF-8"?>
<!-- One clerk. View: @id @name @stanowisko @komorka @login @aktywny, <rola name label ma/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="kadry_pracownik" mode="title"><xsl:value-of select="@title"/></xsl:template>
  <xsl:template match="kadry_pracownik" mode="width">wrap reading</xsl:template>

  <xsl:template match="kadry_pracownik">
    <p><a href="/eod/administracja">Wróć do listy pracowników</a></p>
    <p>
      <xsl:if test="@login"><xsl:text>Login: </xsl:text><strong><xsl:value-of select="@login"/></strong>, </xsl:if>
      <xsl:text>komórka: </xsl:text>
      <strong><xsl:value-of select="@komorka"/></strong>
    </p>
    <form method="post" action="/eod/administracja/{@id}">
      <xsl:call-template name="csrf"/>
      <xsl:call-template name="field-text">
        <xsl:with-param name="name" select="'stanowisko'"/>
        <xsl:with-param name="label" select="'Stanowisko'"/>
        <xsl:with-param name="value" select="@stanowisko"/>
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
      <div class="choice">
        <input type="checkbox" name="aktywny" value="1" id="aktywny">
          <xsl:if test="@aktywny = 't'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
        </input>
        <label for="aktywny">Konto czynne</label>
      </div>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="'Zapisz'"/><xsl:with-param name="kind" select="'primary'"/></xsl:call-template>
      </p>
    </form>
    <h2>Drugi składnik logowania</h2>
    <p>Nadanie nowego klucza unieważnia poprzedni. Klucz zobaczysz tylko raz.</p>
    <form method="post" action="/eod/administracja/{@id}/totp">
      <xsl:call-template name="csrf"/>
      <p class="actions">
        <xsl:call-template name="button"><xsl:with-param name="label" select="'Nadaj nowy klucz'"/><xsl:with-param name="kind" select="'secondary'"/></xsl:call-template>
      </p>
    </form>
  </xsl:template>
</xsl:stylesheet>
