-- Elektroniczny obieg dokumentów: register of what came in, dekretacja, cases, letters, sending.

-- Wykaz akt: versions by level of government; public dictionary.
CREATE TABLE eod.jrwa_wykaz (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    poziom     text NOT NULL CHECK (poziom IN ('W', 'P', 'G')), -- cities with powiat rights use G
    nazwa      text NOT NULL,
    valid_from date NOT NULL,
    valid_to   date,
    UNIQUE (poziom, valid_from)
);
CREATE TABLE eod.jrwa_klasa (
    wykaz_id       bigint NOT NULL REFERENCES eod.jrwa_wykaz,
    symbol         text NOT NULL CHECK (symbol ~ '^[0-9]{1,10}$'),
    haslo          text NOT NULL,
    kategoria      text CHECK (kategoria ~ '^(A|Bc|BE?[1-9][0-9]?)$'),
    kategoria_inne text CHECK (kategoria_inne ~ '^(A|Bc|BE?[1-9][0-9]?)$'),
    status         text NOT NULL CHECK (status IN ('potwierdzona', 'niepotwierdzona')),
    grupujaca      boolean NOT NULL,
    PRIMARY KEY (wykaz_id, symbol)
);
ALTER TABLE eod.jrwa_wykaz ENABLE ROW LEVEL SECURITY;
ALTER TABLE eod.jrwa_wykaz FORCE ROW LEVEL SECURITY;
ALTER TABLE eod.jrwa_klasa ENABLE ROW LEVEL SECURITY;
ALTER TABLE eod.jrwa_klasa FORCE ROW LEVEL SECURITY;
CREATE POLICY slownik ON eod.jrwa_wykaz FOR SELECT USING (true);
CREATE POLICY slownik ON eod.jrwa_klasa FOR SELECT USING (true);
CREATE POLICY zmiana ON eod.jrwa_wykaz USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
CREATE POLICY zmiana ON eod.jrwa_klasa USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT ON eod.jrwa_wykaz, eod.jrwa_klasa TO eurzad_program;
GRANT INSERT, UPDATE ON eod.jrwa_wykaz, eod.jrwa_klasa TO eurzad_admin;

CREATE TABLE eod.sprawa (
    jst                text NOT NULL REFERENCES org.jst,
    id                 bigint GENERATED ALWAYS AS IDENTITY,
    komorka_id         bigint NOT NULL,
    komorka_kod        text NOT NULL,
    wykaz_id           bigint NOT NULL,
    symbol             text NOT NULL,
    numer              bigint NOT NULL CHECK (numer > 0),
    rok                int NOT NULL CHECK (rok BETWEEN 1999 AND 2099),
    znak               text NOT NULL,
    tytul              text NOT NULL,
    kategoria          text NOT NULL,
    data_wszczecia     date NOT NULL,
    sposob_wszczecia   text NOT NULL CHECK (sposob_wszczecia IN ('na_wniosek', 'z_urzedu')),
    termin             date NOT NULL,
    termin_podstawa    text NOT NULL,
    stan               text NOT NULL DEFAULT 'W_TOKU' CHECK (stan IN ('W_TOKU', 'ZALATWIONA')),
    data_zakonczenia   date,
    sposob_zalatwienia text,
    prowadzacy_id      bigint NOT NULL,
    strona_nazwa       text NOT NULL DEFAULT '',
    konto_id           bigint REFERENCES org.konto, -- the party's account, when it has one
    created_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (jst, id),
    UNIQUE (jst, znak),
    UNIQUE (jst, komorka_kod, symbol, rok, numer),
    FOREIGN KEY (jst, komorka_id) REFERENCES org.komorka,
    FOREIGN KEY (jst, prowadzacy_id) REFERENCES org.pracownik,
    FOREIGN KEY (wykaz_id, symbol) REFERENCES eod.jrwa_klasa,
    CHECK ((stan = 'ZALATWIONA') = (data_zakonczenia IS NOT NULL)),
    CHECK ((stan = 'ZALATWIONA') = (sposob_zalatwienia IS NOT NULL))
);
CREATE INDEX sprawa_prowadzacy ON eod.sprawa (jst, prowadzacy_id, stan, termin);
CREATE INDEX sprawa_konto ON eod.sprawa (konto_id) WHERE konto_id IS NOT NULL;
SELECT tenant_table('eod.sprawa', '{clerk,system}');
CREATE POLICY strona ON eod.sprawa FOR SELECT USING (app_kind() = 'citizen' AND konto_id = app_konto());
GRANT SELECT, INSERT ON eod.sprawa TO eurzad_program;
GRANT UPDATE (stan, data_zakonczenia, sposob_zalatwienia, prowadzacy_id, tytul) ON eod.sprawa TO eurzad_program;

-- Rejestr przesyłek wpływających. What has arrived in esp.dokument and has no row here waits for the kancelaria.
CREATE TABLE eod.przesylka (
    jst               text NOT NULL REFERENCES org.jst,
    id                bigint GENERATED ALWAYS AS IDENTITY,
    dokument_id       bigint NOT NULL,
    rpw_numer         bigint NOT NULL CHECK (rpw_numer > 0),
    rpw_rok           int NOT NULL,
    tytul             text NOT NULL,
    nadawca_nazwa     text NOT NULL,
    nadawca_adres     text NOT NULL DEFAULT '',
    data_na_pismie    date,
    znak_obcy         text NOT NULL DEFAULT '',
    liczba_zalacznikow int NOT NULL DEFAULT 0,
    uwagi             text NOT NULL DEFAULT '',
    wplynelo_at       timestamptz NOT NULL,
    zarejestrowano_at timestamptz NOT NULL,
    zarejestrowal_id  bigint NOT NULL,
    stan              text NOT NULL CHECK (stan IN ('DO_DEKRETACJI', 'U_PROWADZACEGO', 'W_SPRAWIE')),
    u_komorki_id      bigint,  -- in which wiodący inbox it lies: a komórka's head …
    u_pracownika_id   bigint,  -- … or a clerk
    sprawa_id         bigint,
    lp_w_aktach       int,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, dokument_id),
    UNIQUE (jst, rpw_rok, rpw_numer),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument,
    FOREIGN KEY (jst, zarejestrowal_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, u_komorki_id) REFERENCES org.komorka,
    FOREIGN KEY (jst, u_pracownika_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, sprawa_id) REFERENCES eod.sprawa,
    CHECK ((stan = 'W_SPRAWIE') = (sprawa_id IS NOT NULL)),
    CHECK (stan <> 'U_PROWADZACEGO' OR u_pracownika_id IS NOT NULL)
);
CREATE INDEX przesylka_skrzynka ON eod.przesylka (jst, u_pracownika_id, stan, id);
CREATE INDEX przesylka_komorka ON eod.przesylka (jst, u_komorki_id, stan, id);
CREATE INDEX przesylka_sprawa ON eod.przesylka (jst, sprawa_id) WHERE sprawa_id IS NOT NULL;
SELECT tenant_table('eod.przesylka', '{clerk,system}');
GRANT SELECT, INSERT ON eod.przesylka TO eurzad_program;
GRANT UPDATE (stan, u_komorki_id, u_pracownika_id, sprawa_id, lp_w_aktach) ON eod.przesylka TO eurzad_program;

CREATE TABLE eod.dekretacja (
    jst           text NOT NULL,
    id            bigint GENERATED ALWAYS AS IDENTITY,
    przesylka_id  bigint NOT NULL,
    od_id         bigint NOT NULL,
    do_komorki_id bigint,
    do_id         bigint,
    rola          text NOT NULL CHECK (rola IN ('wiodacy', 'do_wiadomosci')),
    polecenie     text NOT NULL DEFAULT '',
    termin        date,
    zwrot         boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL,
    odczytano_at  timestamptz,
    PRIMARY KEY (jst, id),
    FOREIGN KEY (jst, przesylka_id) REFERENCES eod.przesylka,
    FOREIGN KEY (jst, od_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, do_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, do_komorki_id) REFERENCES org.komorka,
    CHECK (num_nonnulls(do_id, do_komorki_id) = 1)
);
CREATE INDEX dekretacja_przesylka ON eod.dekretacja (jst, przesylka_id, id);
CREATE INDEX dekretacja_do_wiadomosci ON eod.dekretacja (jst, do_id) WHERE rola = 'do_wiadomosci' AND odczytano_at IS NULL;
SELECT tenant_table('eod.dekretacja', '{clerk,system}');
GRANT SELECT, INSERT ON eod.dekretacja TO eurzad_program;
GRANT UPDATE (odczytano_at) ON eod.dekretacja TO eurzad_program;

-- Letters that go out of a case. The content lives in versions, which are never overwritten.
CREATE TABLE eod.pismo (
    jst              text NOT NULL,
    id               bigint GENERATED ALWAYS AS IDENTITY,
    sprawa_id        bigint NOT NULL,
    odpowiedz_na_id  bigint,                 -- przesyłka that is answered
    stan             text NOT NULL CHECK (stan IN ('ROBOCZE', 'PRZEDLOZONE', 'ZAAKCEPTOWANE', 'PODPISANE', 'WYSLANE',
                                                   'ANULOWANE')),
    wersja           int NOT NULL CHECK (wersja > 0),
    autor_id         bigint NOT NULL,
    akceptujacy_id   bigint,                 -- whose acceptance it waits for or has
    adresat_nazwa    text NOT NULL,
    adresat_adres    text NOT NULL DEFAULT '',
    adresat_konto_id bigint REFERENCES org.konto,
    sha256           text,                   -- the sealed XML, byte for byte
    podpisal_id      bigint,
    podpisano_at     timestamptz,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (jst, id),
    FOREIGN KEY (jst, sprawa_id) REFERENCES eod.sprawa,
    FOREIGN KEY (jst, odpowiedz_na_id) REFERENCES eod.przesylka,
    FOREIGN KEY (jst, autor_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, akceptujacy_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, podpisal_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, sha256) REFERENCES store.blob,
    CHECK ((stan IN ('PODPISANE', 'WYSLANE')) = (sha256 IS NOT NULL))
);
CREATE INDEX pismo_sprawa ON eod.pismo (jst, sprawa_id, id);
CREATE INDEX pismo_stan ON eod.pismo (jst, stan, id) WHERE stan NOT IN ('WYSLANE', 'ANULOWANE');
SELECT tenant_table('eod.pismo', '{clerk,system}');
GRANT SELECT, INSERT ON eod.pismo TO eurzad_program;
GRANT UPDATE (stan, wersja, akceptujacy_id, sha256, podpisal_id, podpisano_at) ON eod.pismo TO eurzad_program;

CREATE TABLE eod.pismo_wersja (
    jst        text NOT NULL,
    pismo_id   bigint NOT NULL,
    wersja     int NOT NULL CHECK (wersja > 0),
    tytul      text NOT NULL,
    tresc      text NOT NULL,
    autor_id   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (jst, pismo_id, wersja),
    FOREIGN KEY (jst, pismo_id) REFERENCES eod.pismo,
    FOREIGN KEY (jst, autor_id) REFERENCES org.pracownik
);
SELECT tenant_table('eod.pismo_wersja', '{clerk,system}');
GRANT SELECT, INSERT ON eod.pismo_wersja TO eurzad_program;

CREATE TABLE eod.akceptacja (
    jst          text NOT NULL,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    pismo_id     bigint NOT NULL,
    wersja       int NOT NULL,
    kto_id       bigint NOT NULL,
    wynik        text NOT NULL CHECK (wynik IN ('ZAAKCEPTOWANO', 'ZWROCONO')),
    uzasadnienie text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (jst, id),
    FOREIGN KEY (jst, pismo_id, wersja) REFERENCES eod.pismo_wersja,
    FOREIGN KEY (jst, kto_id) REFERENCES org.pracownik,
    CHECK (wynik <> 'ZWROCONO' OR uzasadnienie <> '')
);
CREATE INDEX akceptacja_pismo ON eod.akceptacja (jst, pismo_id, id);
SELECT tenant_table('eod.akceptacja', '{clerk,system}');
GRANT SELECT, INSERT ON eod.akceptacja TO eurzad_program;

-- Rejestr przesyłek wychodzących.
CREATE TABLE eod.wysylka (
    jst             text NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    pismo_id        bigint NOT NULL,
    numer           bigint NOT NULL CHECK (numer > 0),
    rok             int NOT NULL,
    adresat_nazwa   text NOT NULL,
    znak            text NOT NULL,
    sposob          text NOT NULL CHECK (sposob IN ('konto', 'list_polecony', 'wlasni_pracownicy')),
    wyslano_at      timestamptz NOT NULL,
    wyslal_id       bigint NOT NULL,
    doreczenie_id   bigint,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, pismo_id),
    UNIQUE (jst, rok, numer),
    FOREIGN KEY (jst, pismo_id) REFERENCES eod.pismo,
    FOREIGN KEY (jst, wyslal_id) REFERENCES org.pracownik,
    FOREIGN KEY (jst, doreczenie_id) REFERENCES esp.doreczenie,
    CHECK ((sposob = 'konto') = (doreczenie_id IS NOT NULL))
);
SELECT tenant_table('eod.wysylka', '{clerk,system}');
GRANT SELECT, INSERT ON eod.wysylka TO eurzad_program;

-- The delivery tells of a letter of a case of the same unit.
ALTER TABLE esp.doreczenie ADD FOREIGN KEY (jst, pismo_id) REFERENCES eod.pismo;
ALTER TABLE esp.doreczenie ADD FOREIGN KEY (jst, sprawa_id) REFERENCES eod.sprawa;

-- A citizen sees of the trail what he is told: the life of his documents and cases, not the office's inner steps.
CREATE POLICY obywatel ON audit.zdarzenie FOR SELECT
    USING (app_kind() = 'citizen'
           AND typ IN ('dokument.zlozony', 'przesylka.zarejestrowana', 'sprawa.zalozona', 'sprawa.dolaczono',
                       'pismo.wyslane', 'doreczenie.odebrane', 'sprawa.zakonczona')
           AND ((obiekt = 'dokument'
                 AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = zdarzenie.jst AND d.id = obiekt_id))
                OR (sprawa_id IS NOT NULL
                    AND EXISTS (SELECT FROM eod.sprawa s WHERE s.jst = zdarzenie.jst AND s.id = sprawa_id))));
