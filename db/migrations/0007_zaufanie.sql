-- Whom we trust, as dated data; evidence that certificates were valid; signatures checked again after the filing.

CREATE SCHEMA IF NOT EXISTS ca;
GRANT USAGE ON SCHEMA ca TO eurzad_program;

-- ---- anchors -----------------------------------------------------------------------------------------------------
-- Trusted lists that were accepted (ETSI TS 119 612). A list of a territory never goes back to an older number.
CREATE TABLE ca.lista (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    terytorium    text NOT NULL CHECK (terytorium ~ '^[A-Z]{2}$'),
    numer         bigint NOT NULL CHECK (numer > 0),
    wydano_at     timestamptz NOT NULL,
    nastepna_at   timestamptz NOT NULL,
    adres         text NOT NULL DEFAULT '',    -- where it is published, as it says itself
    sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    podpisal      text NOT NULL,               -- the signer's name
    podpis_sha256 text NOT NULL,               -- and certificate
    dodano_at     timestamptz NOT NULL DEFAULT now(),
    dodal         text NOT NULL,
    UNIQUE (terytorium, numer)
);

-- A certificate trusted for one purpose from one day to another. Nothing is deleted: trust ends with a date, so that what
-- was signed before can be judged as it was then.
CREATE TABLE ca.kotwica (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cel           text NOT NULL CHECK (cel IN ('kwalifikowany', 'profil_zaufany', 'osobisty', 'wlasny', 'tsa', 'partner',
                                               'lista')),
    sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    der           bytea NOT NULL,
    podmiot       text NOT NULL,
    wazna_od      timestamptz NOT NULL,
    wazna_do      timestamptz,
    odwolania     text NOT NULL CHECK (odwolania IN ('wymagane', 'gdy_znane')),
    -- OID; only certificates issued under it, '' = any
    polityka      text NOT NULL DEFAULT '' CHECK (polityka ~ '^([0-9]+(\.[0-9]+)+)?$'),
    zrodlo        text NOT NULL CHECK (zrodlo IN ('katalog', 'lista')),
    lista_id      bigint REFERENCES ca.lista,  -- the list that says so at present
    usluga        text NOT NULL DEFAULT '',    -- name of the service in the list, or of the file
    status        text NOT NULL DEFAULT '',    -- word of the list: "granted" …
    dodano_at     timestamptz NOT NULL DEFAULT now(),
    dodal         text NOT NULL,
    zakonczona    boolean NOT NULL DEFAULT false, -- by the administrator: no later list opens it again
    zmieniono_at  timestamptz,
    zmienil       text,
    UNIQUE (cel, sha256, wazna_od),
    CHECK (wazna_do IS NULL OR wazna_do >= wazna_od),
    CHECK ((zrodlo = 'lista') = (lista_id IS NOT NULL))
);

-- Changes with every change of the anchors, in the same transaction: programs ask for it before they read them all.
CREATE TABLE ca.wersja (
    jedna bigint PRIMARY KEY CHECK (jedna = 1),
    nr    bigint NOT NULL
);
INSERT INTO ca.wersja VALUES (1, 1);

CREATE FUNCTION ca.nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ca.wersja SET nr = nr + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER nowa_wersja AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ca.kotwica
    FOR EACH STATEMENT EXECUTE FUNCTION ca.nowa_wersja();

-- Read by everybody who verifies, written by the administrator alone.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ca.lista', 'ca.kotwica', 'ca.wersja'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY czytanie ON %s FOR SELECT USING (true)', t);
        EXECUTE format('CREATE POLICY dodawanie ON %s FOR INSERT TO eurzad_admin WITH CHECK (app_kind() = ''system'')', t);
        EXECUTE format('CREATE POLICY zmiana ON %s FOR UPDATE TO eurzad_admin USING (app_kind() = ''system'')', t);
        EXECUTE format('GRANT SELECT ON %s TO eurzad_program', t);
    END LOOP;
END $$;
GRANT INSERT ON ca.lista, ca.kotwica TO eurzad_admin;
GRANT UPDATE (wazna_do, lista_id, usluga, status, zakonczona, zmieniono_at, zmienil) ON ca.kotwica TO eurzad_admin;
GRANT UPDATE (nr) ON ca.wersja TO eurzad_admin;

-- ---- evidence ----------------------------------------------------------------------------------------------------
-- What was fetched lately, for the next document signed with the same certificate. Public data, yet of use to the
-- program that fetches only.
CREATE TABLE ca.dowod (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rodzaj     text NOT NULL CHECK (rodzaj IN ('ocsp', 'crl')),
    dane       bytea NOT NULL,
    wydano_at  timestamptz NOT NULL,
    pobrano_at timestamptz NOT NULL
);
CREATE TABLE ca.dowod_certyfikatu (
    certyfikat_sha256 text NOT NULL,
    sha256            text NOT NULL REFERENCES ca.dowod ON DELETE CASCADE,
    PRIMARY KEY (certyfikat_sha256, sha256)
);
CREATE INDEX dowod_certyfikatu_dowod ON ca.dowod_certyfikatu (sha256);
ALTER TABLE ca.dowod ENABLE ROW LEVEL SECURITY;
ALTER TABLE ca.dowod FORCE ROW LEVEL SECURITY;
ALTER TABLE ca.dowod_certyfikatu ENABLE ROW LEVEL SECURITY;
ALTER TABLE ca.dowod_certyfikatu FORCE ROW LEVEL SECURITY;
CREATE POLICY pobieranie ON ca.dowod TO eurzad_jobs USING (true) WITH CHECK (true);
CREATE POLICY pobieranie ON ca.dowod_certyfikatu TO eurzad_jobs USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON ca.dowod TO eurzad_jobs;
GRANT SELECT, INSERT ON ca.dowod_certyfikatu TO eurzad_jobs;

-- Evidence kept with the document whose signature it proves: OCSP responses, CRLs and certificates as files of the unit.
CREATE TABLE esp.dokument_dowod (
    jst         text NOT NULL,
    dokument_id bigint NOT NULL,
    sha256      text NOT NULL,
    rodzaj      text NOT NULL CHECK (rodzaj IN ('ocsp', 'crl', 'certyfikat')),
    dodano_at   timestamptz NOT NULL,
    PRIMARY KEY (jst, dokument_id, sha256),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument,
    FOREIGN KEY (jst, sha256) REFERENCES store.blob
);
SELECT tenant_table('esp.dokument_dowod', '{clerk,system}');
-- What the verifier used when the document came in.
CREATE POLICY wplyw ON esp.dokument_dowod FOR INSERT
    WITH CHECK (app_kind() IN ('citizen', 'partner') AND jst = app_jst()
                AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = dokument_dowod.jst AND d.id = dokument_id));
GRANT SELECT, INSERT ON esp.dokument_dowod TO eurzad_program;

-- ---- signatures checked again ------------------------------------------------------------------------------------
-- esp.dokument says what was found when the document came in and stays so; here is what was found later. The newest row
-- counts.
CREATE TABLE esp.podpis_wynik (
    jst         text NOT NULL,
    dokument_id bigint NOT NULL,
    lp          int NOT NULL CHECK (lp > 0),
    at          timestamptz NOT NULL,
    podpis      text NOT NULL CHECK (podpis IN ('NONE', 'TOTAL_PASSED', 'INDETERMINATE', 'TOTAL_FAILED')),
    raport      jsonb NOT NULL,
    PRIMARY KEY (jst, dokument_id, lp),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument
);
SELECT tenant_table('esp.podpis_wynik', '{clerk,system}');
CREATE POLICY wlasciciel ON esp.podpis_wynik FOR SELECT
    USING (app_kind() IN ('citizen', 'partner')
           AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = podpis_wynik.jst AND d.id = dokument_id));
GRANT SELECT ON esp.podpis_wynik TO eurzad_program;
GRANT INSERT ON esp.podpis_wynik TO eurzad_jobs;

-- ---- seals with their evidence (XAdES B-LT) ----------------------------------------------------------------------
-- The receipt or letter as it was issued never changes; beside it lies the same one with the evidence for its seal put in.
-- lt_sha256 NULL: looked at, its certificate names no place to ask.
CREATE TABLE esp.utrwalenie (
    jst       text NOT NULL,
    sha256    text NOT NULL, -- of the issued file
    lt_sha256 text,
    at        timestamptz NOT NULL,
    PRIMARY KEY (jst, sha256),
    FOREIGN KEY (jst, sha256) REFERENCES store.blob,
    FOREIGN KEY (jst, lt_sha256) REFERENCES store.blob
);
SELECT tenant_table('esp.utrwalenie', '{clerk,system}');
-- Whoever may see the receipt or the delivered letter.
CREATE POLICY wlasciciel ON esp.utrwalenie FOR SELECT
    USING (app_kind() IN ('citizen', 'partner')
           AND (EXISTS (SELECT FROM esp.upo u WHERE u.jst = utrwalenie.jst AND u.sha256 = utrwalenie.sha256)
                OR EXISTS (SELECT FROM esp.doreczenie d WHERE d.jst = utrwalenie.jst AND d.sha256 = utrwalenie.sha256)));
GRANT SELECT ON esp.utrwalenie TO eurzad_program;
GRANT INSERT ON esp.utrwalenie TO eurzad_jobs;
CREATE INDEX upo_wystawiono ON esp.upo (jst, wystawiono_at DESC);
