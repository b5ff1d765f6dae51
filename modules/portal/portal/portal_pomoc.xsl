<?xml version="1.0" encoding="UTF-8"?>
<!-- Help for citizens -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="portal_pomoc" mode="width">wrap reading</xsl:template>

  <xsl:template match="portal_pomoc">
    <h2><xsl:value-of select="e:t('Jak wysłać pismo do urzędu')"/></h2>
    <ol>
      <li><xsl:value-of select="e:t('Załóż konto i potwierdź adres e-mail.')"/></li>
      <li><xsl:value-of select="e:t('Wybierz urząd, wypełnij pismo, dołącz pliki.')"/></li>
      <li><xsl:value-of select="e:t('Sprawdź podgląd: jest zrobiony z dokładnie tego dokumentu, który wyślesz.')"/></li>
      <li><xsl:value-of select="e:t('Wyślij od razu albo pobierz plik, podpisz go podpisem zaufanym lub kwalifikowanym i wyślij podpisany.')"/></li>
      <li><xsl:value-of select="e:t('W tej samej chwili dostajesz UPO, czyli urzędowe poświadczenie odbioru.')"/></li>
    </ol>
    <h2><xsl:value-of select="e:t('Czym jest UPO')"/></h2>
    <p><xsl:value-of select="e:t('UPO to dowód, że urząd otrzymał Twoje pismo: podaje urząd, datę i godzinę oraz skrót dokumentu i jest opieczętowane elektronicznie. Każdy może je sprawdzić na stronie „Sprawdź dokument”.')"/></p>
    <h2><xsl:value-of select="e:t('Jak odebrać odpowiedź')"/></h2>
    <p><xsl:value-of select="e:t('Gdy urząd odpowie, dostaniesz wiadomość e-mail. Pismo otworzysz po potwierdzeniu odbioru na swoim koncie. Dzień potwierdzenia jest dniem doręczenia i od niego liczą się terminy.')"/></p>
  </xsl:template>
</xsl:stylesheet>
