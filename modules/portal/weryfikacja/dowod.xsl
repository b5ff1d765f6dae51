<?xml version="1.0" encoding="UTF-8"?>
<!-- <dowod numer jst rodzaj sha256 nazwa_urzedu slug …><dowod dzien pozycja rozmiar glowa zamknieta …><skrot strona wartosc/>*</dowod></dowod>;
     without the inner element the receipt is in no signed head yet. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:e="urn:eurzad:ext"
                exclude-result-prefixes="e">
  <xsl:import href="layout.xsl"/>

  <xsl:template match="dowod" mode="width">wrap reading</xsl:template>

  <xsl:template match="view/dowod">
    <p class="lead">
      <xsl:value-of select="e:t('Każde poświadczenie urzędu trafia do drzewa skrótów z danego dnia. Dzięki temu nikt, także urząd, nie może go później usunąć ani podmienić bez śladu.')"/>
    </p>
    <xsl:choose>
      <xsl:when test="dowod"><xsl:apply-templates select="dowod" mode="proof"/></xsl:when>
      <xsl:otherwise>
        <div class="notice info" role="status">
          <h2><xsl:value-of select="e:t('Jeszcze nie w drzewie')"/></h2>
          <p>
            <strong><xsl:value-of select="e:t('Poświadczenie będzie w drzewie po zamknięciu dnia.')"/></strong>
          </p>
          <p>
            <xsl:value-of select="e:t('Urząd zamyka drzewo każdego dnia krótko po północy. Poświadczenie jest ważne od chwili wystawienia; drzewo jest dodatkowym dowodem.')"/>
          </p>
        </div>
        <xsl:call-template name="dowod-upo"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="dowod-upo">
    <dl class="facts">
      <div>
        <dt><xsl:value-of select="e:t('Numer poświadczenia')"/></dt>
        <dd><a href="/weryfikacja?numer={/view/dowod/@numer}"><xsl:value-of select="/view/dowod/@numer"/></a></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Wystawił')"/></dt>
        <dd><a href="/jst/{/view/dowod/@slug}"><xsl:value-of select="/view/dowod/@nazwa_urzedu"/></a></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Wystawiono')"/></dt>
        <dd>
          <xsl:call-template name="dowod-time"><xsl:with-param name="value" select="/view/dowod/@wystawiono_at"/></xsl:call-template>
        </dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Skrót SHA-256 poświadczenia')"/></dt>
        <dd><code><xsl:value-of select="/view/dowod/@sha256"/></code></dd>
      </div>
    </dl>
  </xsl:template>

  <xsl:template match="dowod" mode="proof">
    <xsl:variable name="glowa" select="concat('/weryfikacja/glowa/', @jst, '/', @glowa, '/')"/>
    <xsl:variable name="dowod" select="concat('/weryfikacja/dowod/', ../@numer, '/')"/>
    <div class="notice ok" role="status">
      <h2><xsl:value-of select="e:t('Poświadczenie jest w drzewie')"/></h2>
      <p>
        <strong>
          <xsl:choose>
            <xsl:when test="@zamknieta">
              <xsl:value-of select="e:t('Drzewo tego dnia jest zamknięte, podpisane pieczęcią urzędu i opatrzone znacznikiem czasu.')"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="e:t('Drzewo tego dnia jest jeszcze uzupełniane; jego dotychczasowy stan podpisano pieczęcią urzędu i opatrzono znacznikiem czasu.')"/>
            </xsl:otherwise>
          </xsl:choose>
        </strong>
      </p>
    </div>
    <xsl:call-template name="dowod-upo"/>

    <h2><xsl:value-of select="e:t('Drzewo i jego głowa')"/></h2>
    <dl class="facts">
      <div>
        <dt><xsl:value-of select="e:t('Dzień drzewa')"/></dt>
        <dd><xsl:apply-templates select="@dzien" mode="time"/></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Miejsce w drzewie')"/></dt>
        <dd>
          <xsl:call-template name="number"><xsl:with-param name="value" select="@pozycja + 1"/></xsl:call-template>
          <xsl:text> </xsl:text><xsl:value-of select="e:t('z')"/><xsl:text> </xsl:text>
          <xsl:call-template name="number"><xsl:with-param name="value" select="@rozmiar"/></xsl:call-template>
        </dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Numer głowy')"/></dt>
        <dd><xsl:value-of select="@glowa"/></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Głowę sporządzono')"/></dt>
        <dd><xsl:call-template name="dowod-time"><xsl:with-param name="value" select="@utworzono_at"/></xsl:call-template></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Korzeń drzewa')"/></dt>
        <dd><code><xsl:value-of select="@korzen"/></code></dd>
      </div>
      <div>
        <dt><xsl:value-of select="e:t('Skrót SHA-256 głowy')"/></dt>
        <dd><code><xsl:value-of select="@glowa_sha256"/></code></dd>
      </div>
    </dl>

    <h2><xsl:value-of select="e:t('Pliki do pobrania')"/></h2>
    <p>
      <xsl:value-of select="e:t('Zachowaj je razem z plikiem poświadczenia. Wystarczą, aby udowodnić wystawienie poświadczenia także wtedy, gdy ten portal nie będzie dostępny; potrzebne są tylko powszechnie dostępne programy openssl i sha256sum.')"/>
    </p>
    <p>
      <a href="/weryfikacja/samodzielnie"><xsl:value-of select="e:t('Jak je sprawdzić krok po kroku')"/></a>
    </p>
    <ul class="files">
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($dowod, 'dowod.txt')"/>
        <xsl:with-param name="name" select="'dowod.txt'"/>
        <xsl:with-param name="kind" select="e:t('dowód: droga od poświadczenia do korzenia')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($dowod, 'dowod.json')"/>
        <xsl:with-param name="name" select="'dowod.json'"/>
        <xsl:with-param name="kind" select="e:t('to samo dla programów')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($glowa, 'glowa.txt')"/>
        <xsl:with-param name="name" select="'glowa.txt'"/>
        <xsl:with-param name="kind" select="e:t('głowa drzewa')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($glowa, 'glowa.sig')"/>
        <xsl:with-param name="name" select="'glowa.sig'"/>
        <xsl:with-param name="kind" select="e:t('podpis pod głową')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($glowa, 'glowa.tst')"/>
        <xsl:with-param name="name" select="'glowa.tst'"/>
        <xsl:with-param name="kind" select="e:t('znacznik czasu głowy')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat($glowa, 'certyfikaty.pem')"/>
        <xsl:with-param name="name" select="'certyfikaty.pem'"/>
        <xsl:with-param name="kind" select="e:t('certyfikat pieczęci urzędu i jego wystawcy')"/>
      </xsl:call-template>
      <xsl:call-template name="file">
        <xsl:with-param name="href" select="concat('/weryfikacja/glowy/', @jst)"/>
        <xsl:with-param name="name" select="concat('glowy-', @jst, '.jsonl')"/>
        <xsl:with-param name="kind" select="e:t('wszystkie głowy tej jednostki')"/>
      </xsl:call-template>
    </ul>

    <h2><xsl:value-of select="e:t('Droga do korzenia')"/></h2>
    <p>
      <xsl:value-of select="e:t('Zaczynamy od skrótu liścia i łączymy go kolejno ze skrótami poniżej, każdy z podanej strony. Na końcu musi wyjść korzeń zapisany w głowie.')"/>
    </p>
    <dl class="facts">
      <div>
        <dt><xsl:value-of select="e:t('Skrót liścia')"/></dt>
        <dd><code><xsl:value-of select="@lisc"/></code></dd>
      </div>
      <xsl:for-each select="skrot">
        <div>
          <dt>
            <xsl:value-of select="concat(position(), '. ')"/>
            <xsl:choose>
              <xsl:when test="@strona = 'lewa'"><xsl:value-of select="e:t('z lewej strony')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="e:t('z prawej strony')"/></xsl:otherwise>
            </xsl:choose>
          </dt>
          <dd><code><xsl:value-of select="@wartosc"/></code></dd>
        </div>
      </xsl:for-each>
      <div>
        <dt><xsl:value-of select="e:t('Korzeń')"/></dt>
        <dd><code><xsl:value-of select="@korzen"/></code></dd>
      </div>
    </dl>
  </xsl:template>

  <!-- To the second, in local time -->
  <xsl:template name="dowod-time">
    <xsl:param name="value"/>
    <time datetime="{$value}">
      <xsl:call-template name="date"><xsl:with-param name="value" select="string($value)"/></xsl:call-template>
      <xsl:value-of select="concat(', ', e:t('godz.'), ' ', substring($value, 12, 8))"/>
    </time>
  </xsl:template>
</xsl:stylesheet>
