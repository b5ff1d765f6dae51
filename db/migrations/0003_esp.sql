-- Elektroniczna skrzynka podawcza: what came in, its receipts, what was delivered to citizens; drafts of forms.

CREATE TABLE esp.dokument (
    jst              text NOT NULL REFERENCES org.jst,
    id               bigint GENERATED ALWAYS AS IDENTITY,
    kanal            text NOT NULL CHECK (kanal IN ('konto', 'soap')),
    konto_id         bigint REFERENCES org.konto,   -- the citizen who sent it
    partner          text,                          -- the system that sent it
    nadawca_nazwa    text NOT NULL,
    nadawca_typ_id   text NOT NULL,                 -- 'konto', 'ePUAP-ID'
    nadawca_id       text NOT NULL,
    nadawca_adres    text NOT NULL DEFAULT '',
    adres_odpowiedzi text NOT NULL DEFAULT '',
    tytul            text NOT NULL,
    wzor             text NOT NULL DEFAULT '',      -- namespace of the root element; '' when the file is not XML
    znak_sprawy      text NOT NULL DEFAULT '',      -- as quoted by the sender
    nazwa_pliku      text NOT NULL,
    mime             text NOT NULL,
    sha256           text NOT NULL,
    rozmiar          bigint NOT NULL,
    podpis           text NOT NULL CHECK (podpis IN ('NONE', 'TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED')),
    podpis_raport    jsonb NOT NULL,
    klucz            text NOT NULL,                 -- idempotency: the same key is the same submission
    wplynelo_at      timestamptz NOT NULL,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, klucz),
    FOREIGN KEY (jst, sha256) REFERENCES store.blob,
    CHECK ((konto_id IS NOT NULL) = (kanal = 'konto')),
    CHECK ((partner IS NOT NULL) = (kanal = 'soap'))
);
CREATE INDEX dokument_konto ON esp.dokument (konto_id, wplynelo_at DESC) WHERE konto_id IS NOT NULL;
SELECT tenant_table('esp.dokument', '{clerk,system}');
CREATE POLICY obywatel ON esp.dokument USING (app_kind() = 'citizen' AND konto_id = app_konto())
    WITH CHECK (app_kind() = 'citizen' AND konto_id = app_konto() AND jst = app_jst());
CREATE POLICY partner ON esp.dokument USING (app_kind() = 'partner' AND partner = app_partner())
    WITH CHECK (app_kind() = 'partner' AND partner = app_partner() AND jst = app_jst());
GRANT SELECT, INSERT ON esp.dokument TO eurzad_program;
GRANT USAGE ON SEQUENCE esp.dokument_id_seq TO eurzad_program;

CREATE TABLE esp.zalacznik (
    jst         text NOT NULL,
    dokument_id bigint NOT NULL,
    lp          int NOT NULL CHECK (lp > 0),
    nazwa       text NOT NULL,
    mime        text NOT NULL,
    sha256      text NOT NULL,
    rozmiar     bigint NOT NULL,
    PRIMARY KEY (jst, dokument_id, lp),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument,
    FOREIGN KEY (jst, sha256) REFERENCES store.blob
);
SELECT tenant_table('esp.zalacznik', '{clerk,system}');
CREATE POLICY wlasciciel ON esp.zalacznik
    USING (app_kind() IN ('citizen', 'partner')
           AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = zalacznik.jst AND d.id = dokument_id))
    WITH CHECK (app_kind() IN ('citizen', 'partner') AND jst = app_jst());
GRANT SELECT, INSERT ON esp.zalacznik TO eurzad_program;

-- Deliveries to citizens' accounts. The date of delivery is the day of the confirmed receipt.
CREATE TABLE esp.doreczenie (
    jst             text NOT NULL REFERENCES org.jst,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    konto_id        bigint NOT NULL REFERENCES org.konto,
    pismo_id        bigint NOT NULL,
    sprawa_id       bigint NOT NULL,
    znak            text NOT NULL,
    tytul           text NOT NULL,
    sha256          text NOT NULL,
    udostepniono_at timestamptz NOT NULL,
    odebrano_at     timestamptz,
    data_doreczenia date,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, pismo_id),
    FOREIGN KEY (jst, sha256) REFERENCES store.blob,
    CHECK ((odebrano_at IS NULL) = (data_doreczenia IS NULL))
);
CREATE INDEX doreczenie_konto ON esp.doreczenie (konto_id, udostepniono_at DESC);
SELECT tenant_table('esp.doreczenie', '{clerk,system}');
CREATE POLICY obywatel ON esp.doreczenie USING (app_kind() = 'citizen' AND konto_id = app_konto())
    WITH CHECK (app_kind() = 'citizen' AND konto_id = app_konto() AND jst = app_jst());
GRANT SELECT, INSERT ON esp.doreczenie TO eurzad_program;
GRANT UPDATE (odebrano_at, data_doreczenia) ON esp.doreczenie TO eurzad_program;

-- Urzędowe poświadczenie odbioru: UPP for what came in, UPD for what was collected.
CREATE TABLE esp.upo (
    jst           text NOT NULL REFERENCES org.jst,
    numer         text NOT NULL,
    rodzaj        text NOT NULL CHECK (rodzaj IN ('UPP', 'UPD')),
    dokument_id   bigint,
    doreczenie_id bigint,
    konto_id      bigint,
    partner       text,
    sha256        text NOT NULL,
    doreczono_at  timestamptz NOT NULL,
    wystawiono_at timestamptz NOT NULL,
    PRIMARY KEY (jst, numer),
    UNIQUE (numer),
    UNIQUE (jst, dokument_id),
    UNIQUE (jst, doreczenie_id),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument,
    FOREIGN KEY (jst, doreczenie_id) REFERENCES esp.doreczenie,
    FOREIGN KEY (jst, sha256) REFERENCES store.blob,
    CHECK ((rodzaj = 'UPP') = (dokument_id IS NOT NULL)),
    CHECK ((rodzaj = 'UPD') = (doreczenie_id IS NOT NULL)),
    CHECK (wystawiono_at >= doreczono_at)
);
SELECT tenant_table('esp.upo', '{clerk,system}');
CREATE POLICY obywatel ON esp.upo USING (app_kind() = 'citizen' AND konto_id = app_konto())
    WITH CHECK (app_kind() = 'citizen' AND konto_id = app_konto() AND jst = app_jst());
CREATE POLICY partner ON esp.upo USING (app_kind() = 'partner' AND partner = app_partner())
    WITH CHECK (app_kind() = 'partner' AND partner = app_partner() AND jst = app_jst());
GRANT SELECT, INSERT ON esp.upo TO eurzad_program;

-- What anybody may learn of a receipt from its number: no person, no content.
CREATE TABLE esp.upo_publiczne (
    numer           text PRIMARY KEY,
    jst             text NOT NULL REFERENCES org.jst,
    rodzaj          text NOT NULL,
    sha256          text NOT NULL, -- of the receipt
    dokument_sha256 text NOT NULL, -- of the document it is about
    doreczono_at    timestamptz NOT NULL,
    wystawiono_at   timestamptz NOT NULL,
    FOREIGN KEY (jst, numer) REFERENCES esp.upo
);
CREATE INDEX upo_publiczne_dokument ON esp.upo_publiczne (dokument_sha256);
ALTER TABLE esp.upo_publiczne ENABLE ROW LEVEL SECURITY;
ALTER TABLE esp.upo_publiczne FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON esp.upo_publiczne FOR SELECT USING (true);
CREATE POLICY jednostka ON esp.upo_publiczne FOR INSERT
    WITH CHECK (jst = app_jst() AND app_kind() IN ('citizen', 'partner', 'clerk', 'system'));
GRANT SELECT, INSERT ON esp.upo_publiczne TO eurzad_program;

-- ---- drafts ------------------------------------------------------------------------------------------------------
CREATE TABLE forms.szkic (
    jst         text NOT NULL REFERENCES org.jst,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    konto_id    bigint NOT NULL REFERENCES org.konto,
    formularz   text NOT NULL,
    dane        jsonb NOT NULL,
    xml_sha256  text,               -- the frozen document shown in the preview and sent, or given out for signing
    dokument_id bigint,             -- set when sent
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (jst, id),
    FOREIGN KEY (jst, xml_sha256) REFERENCES store.blob,
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument
);
CREATE INDEX szkic_konto ON forms.szkic (konto_id, updated_at DESC);
SELECT tenant_table('forms.szkic', '{system}');
CREATE POLICY obywatel ON forms.szkic USING (app_kind() = 'citizen' AND konto_id = app_konto())
    WITH CHECK (app_kind() = 'citizen' AND konto_id = app_konto() AND jst = app_jst());
GRANT SELECT, INSERT, UPDATE, DELETE ON forms.szkic TO eurzad_program;

CREATE TABLE forms.szkic_plik (
    jst      text NOT NULL,
    szkic_id bigint NOT NULL,
    id       bigint GENERATED ALWAYS AS IDENTITY,
    nazwa    text NOT NULL,
    mime     text NOT NULL,
    sha256   text NOT NULL,
    rozmiar  bigint NOT NULL,
    PRIMARY KEY (jst, id),
    FOREIGN KEY (jst, szkic_id) REFERENCES forms.szkic ON DELETE CASCADE,
    FOREIGN KEY (jst, sha256) REFERENCES store.blob
);
SELECT tenant_table('forms.szkic_plik', '{system}');
CREATE POLICY obywatel ON forms.szkic_plik
    USING (app_kind() = 'citizen'
           AND EXISTS (SELECT FROM forms.szkic s WHERE s.jst = szkic_plik.jst AND s.id = szkic_id))
    WITH CHECK (app_kind() = 'citizen' AND jst = app_jst());
GRANT SELECT, INSERT, DELETE ON forms.szkic_plik TO eurzad_program;
