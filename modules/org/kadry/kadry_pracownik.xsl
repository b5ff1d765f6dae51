<?xml version="1.0" encoding="UTF-8"?>
<!-- One clerk. View: @id @name @stanowisko @komorka @login @aktywny, <rola name label ma/>* -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="layout.xsl"/>
  <xsl:import href="kadry_role.xsl"/>

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
      <xsl:apply-templates select="form/field[@name = 'stanowisko']" mode="field"><xsl:with-param name="value" select="@stanowisko"/></xsl:apply-templates>
      <xsl:call-template name="kadry-role"/>
      <div class="choice">
        <input type="checkbox" name="aktywny" value="1" id="aktywny">
          <xsl:if test="@aktywny = 't'"><xsl:attribute name="checked">checked</xsl:attribute></xsl:if>
        </input>
        <label for="aktywny">Konto czynne</label>
      </div>
      <p class="actions"><button type="submit" class="button primary">Zapisz</button></p>
    </form>
    <h2>Drugi składnik logowania</h2>
    <p>Nadanie nowego klucza unieważnia poprzedni. Klucz zobaczysz tylko raz.</p>
    <form method="post" action="/eod/administracja/{@id}/totp">
      <xsl:call-template name="csrf"/>
      <p class="actions"><button type="submit" class="button secondary">Nadaj nowy klucz</button></p>
    </form>
  </xsl:template>
</xsl:stylesheet>
