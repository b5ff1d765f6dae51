-- Schemas, program roles, the settings behind row-level security, files, numbers, the trail, the job queue.
-- Run by eurzad-admin migrate as the owner role; see docs/operations.md.

CREATE SCHEMA org;
CREATE SCHEMA esp;
CREATE SCHEMA eod;
CREATE SCHEMA forms;
CREATE SCHEMA audit;
CREATE SCHEMA job;
CREATE SCHEMA store;

-- Program roles own nothing and bypass nothing; each program refuses to start otherwise.
DO $$
DECLARE r text;
BEGIN
    FOREACH r IN ARRAY ARRAY['eurzad_web', 'eurzad_soap', 'eurzad_jobs', 'eurzad_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', r);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'eurzad_program') THEN
        CREATE ROLE eurzad_program NOLOGIN;
    END IF;
    GRANT eurzad_program TO eurzad_web, eurzad_soap, eurzad_jobs, eurzad_admin;
    -- eurzad-admin seed reads dictionaries through temporary tables
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO eurzad_admin', current_database());
END $$;
GRANT USAGE ON SCHEMA org, esp, eod, forms, audit, job, store TO eurzad_program;

-- Who acts, set by the programs inside each transaction. A missing setting is an error, not an empty answer.
CREATE FUNCTION app_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('app.kind');
CREATE FUNCTION app_jst() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('app.jst');
CREATE FUNCTION app_konto() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.konto'), '0')::bigint;
CREATE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.user'), '0')::bigint;
CREATE FUNCTION app_partner() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.partner'), '');

-- Makes a table a tenant table: row security forced, rows of the unit of the transaction for the kinds named.
-- Further policies (a citizen's own rows …) are added beside it; policies are permissive and add up.
CREATE FUNCTION tenant_table(t regclass, kinds text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY jednostka ON %s USING (jst = app_jst() AND app_kind() = ANY (%L::text[]))'
                   ' WITH CHECK (jst = app_jst() AND app_kind() = ANY (%L::text[]))', t, kinds, kinds);
END $$;
REVOKE ALL ON FUNCTION tenant_table FROM PUBLIC;

-- Polish full text: dictionary of hunspell-pl (pg_updatedicts), what it does not know goes to simple.
CREATE TEXT SEARCH DICTIONARY polski_hunspell (TEMPLATE = ispell, DictFile = pl_pl, AffFile = pl_pl);
CREATE TEXT SEARCH CONFIGURATION polski (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION polski
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH polski_hunspell, simple;

-- Letters without Polish marks, for forgiving search; the same folding as core/base/utf8.
CREATE FUNCTION bez_ogonkow(s text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(lower(s), 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ', 'acelnoszzacelnoszz');

-- ---- files -----------------------------------------------------------------------------------------------------
CREATE TABLE store.blob (
    jst        text NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rozmiar    bigint NOT NULL CHECK (rozmiar >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (jst, sha256)
);
CREATE TABLE store.blob_czesc (
    jst    text NOT NULL,
    sha256 text NOT NULL,
    nr     int NOT NULL,
    dane   bytea NOT NULL,
    PRIMARY KEY (jst, sha256, nr),
    FOREIGN KEY (jst, sha256) REFERENCES store.blob
);
ALTER TABLE store.blob_czesc ALTER COLUMN dane SET STORAGE EXTERNAL;
-- Whoever may act in the unit may read a file whose SHA-256 he has from a row that is visible to him.
SELECT tenant_table('store.blob', '{public,citizen,clerk,partner,system}');
SELECT tenant_table('store.blob_czesc', '{public,citizen,clerk,partner,system}');
GRANT SELECT, INSERT ON store.blob, store.blob_czesc TO eurzad_program;

-- ---- numbers without gaps ----------------------------------------------------------------------------------------
-- A counter row locked until commit: a rollback gives the number back (znak sprawy, RPW …).
CREATE TABLE org.licznik (
    jst     text NOT NULL,
    zakres  text NOT NULL,
    rok     int NOT NULL,
    ostatni bigint NOT NULL CHECK (ostatni > 0),
    PRIMARY KEY (jst, zakres, rok)
);
SELECT tenant_table('org.licznik', '{citizen,clerk,partner,system}');
GRANT SELECT, INSERT, UPDATE ON org.licznik TO eurzad_program;

CREATE FUNCTION org.nastepny_numer(zakres text, rok int) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO org.licznik AS l (jst, zakres, rok, ostatni) VALUES (app_jst(), $1, $2, 1)
    ON CONFLICT (jst, zakres, rok) DO UPDATE SET ostatni = l.ostatni + 1
    RETURNING ostatni
$$;

-- ---- the trail ---------------------------------------------------------------------------------------------------
CREATE TABLE audit.zdarzenie (
    jst            text NOT NULL,
    obiekt         text NOT NULL,
    obiekt_id      bigint NOT NULL,
    lp             bigint NOT NULL CHECK (lp > 0),
    nr             bigint GENERATED ALWAYS AS IDENTITY,
    czas           timestamptz NOT NULL,
    typ            text NOT NULL CHECK (typ ~ '^[a-z_]+\.[a-z_]+$'),
    konto_id       bigint,
    pracownik_id   bigint,
    aktor          text NOT NULL,
    stanowisko     text NOT NULL,
    sprawa_id      bigint,
    dane           json NOT NULL,
    poprzedni_hash bytea,
    hash           bytea NOT NULL,
    PRIMARY KEY (jst, obiekt, obiekt_id, lp)
);
CREATE INDEX zdarzenie_sprawa ON audit.zdarzenie (jst, sprawa_id, czas, nr) WHERE sprawa_id IS NOT NULL;
CREATE INDEX zdarzenie_czas ON audit.zdarzenie (jst, czas);
CREATE TABLE audit.glowa (
    jst       text NOT NULL,
    obiekt    text NOT NULL,
    obiekt_id bigint NOT NULL,
    lp        bigint NOT NULL,
    hash      bytea NOT NULL,
    PRIMARY KEY (jst, obiekt, obiekt_id)
);
SELECT tenant_table('audit.zdarzenie', '{clerk,system}');
SELECT tenant_table('audit.glowa', '{clerk,system}');
-- The owner is the one who writes, through audit.dopisz(); programs read only.
CREATE POLICY dopisywanie ON audit.zdarzenie TO CURRENT_USER USING (jst = app_jst()) WITH CHECK (jst = app_jst());
CREATE POLICY dopisywanie ON audit.glowa TO CURRENT_USER USING (jst = app_jst()) WITH CHECK (jst = app_jst());
GRANT SELECT ON audit.zdarzenie, audit.glowa TO eurzad_program;

-- The one definition of what an event's hash covers: its fields, one a line, times in microseconds since 1970.
CREATE FUNCTION audit.skrot(z audit.zdarzenie) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\n', z.jst, z.obiekt, z.obiekt_id, z.lp,
                                       (extract(epoch FROM z.czas) * 1000000)::bigint, z.typ,
                                       coalesce(z.konto_id, 0), coalesce(z.pracownik_id, 0),
                                       translate(z.aktor, E'\n', ' '), translate(z.stanowisko, E'\n', ' '),
                                       coalesce(z.sprawa_id, 0), z.dane::text,
                                       coalesce(encode(z.poprzedni_hash, 'hex'), '')), 'UTF8'))
$$;

CREATE FUNCTION audit.dopisz(p_typ text, p_obiekt text, p_id bigint, p_sprawa bigint, p_aktor text, p_stanowisko text,
                             p_czas timestamptz, p_dane json) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    g audit.glowa;
    z audit.zdarzenie;
BEGIN
    -- Two first events of one object: the second waits here for the first to commit.
    INSERT INTO audit.glowa VALUES (app_jst(), p_obiekt, p_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT g FROM audit.glowa
     WHERE jst = app_jst() AND obiekt = p_obiekt AND obiekt_id = p_id FOR UPDATE;
    z.jst := app_jst();
    z.obiekt := p_obiekt;
    z.obiekt_id := p_id;
    z.lp := g.lp + 1;
    z.czas := p_czas;
    z.typ := p_typ;
    z.konto_id := app_konto();
    z.pracownik_id := app_user();
    z.aktor := p_aktor;
    z.stanowisko := p_stanowisko;
    z.sprawa_id := p_sprawa;
    z.dane := p_dane;
    z.poprzedni_hash := NULLIF(g.hash, '');
    z.hash := audit.skrot(z);
    INSERT INTO audit.zdarzenie (jst, obiekt, obiekt_id, lp, czas, typ, konto_id, pracownik_id, aktor, stanowisko,
                                 sprawa_id, dane, poprzedni_hash, hash)
    VALUES (z.jst, z.obiekt, z.obiekt_id, z.lp, z.czas, z.typ, z.konto_id, z.pracownik_id, z.aktor, z.stanowisko,
            z.sprawa_id, z.dane, z.poprzedni_hash, z.hash);
    UPDATE audit.glowa SET lp = z.lp, hash = z.hash
     WHERE jst = app_jst() AND obiekt = p_obiekt AND obiekt_id = p_id;
    RETURN z.lp;
END $$;
REVOKE ALL ON FUNCTION audit.dopisz FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.dopisz TO eurzad_program;

-- ---- jobs --------------------------------------------------------------------------------------------------------
CREATE TABLE job.zadanie (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    jst         text,
    rodzaj      text NOT NULL,
    klucz       text,
    dane        jsonb NOT NULL,
    stan        text NOT NULL DEFAULT 'czeka' CHECK (stan IN ('czeka', 'zrobione', 'porzucone')),
    proby       int NOT NULL DEFAULT 0,
    nastepna_at timestamptz NOT NULL DEFAULT now(),
    blad        text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    zrobione_at timestamptz,
    UNIQUE (rodzaj, klucz)
);
CREATE INDEX zadanie_czeka ON job.zadanie (nastepna_at) WHERE stan = 'czeka';
ALTER TABLE job.zadanie ENABLE ROW LEVEL SECURITY;
ALTER TABLE job.zadanie FORCE ROW LEVEL SECURITY;
CREATE POLICY zlecanie ON job.zadanie FOR INSERT TO eurzad_program WITH CHECK (jst IS NULL OR jst = app_jst());
-- ON CONFLICT must be able to see the row it meets; nothing of it is returned.
CREATE POLICY powtorka ON job.zadanie FOR SELECT TO eurzad_program USING (jst IS NULL OR jst = app_jst());
CREATE POLICY wykonywanie ON job.zadanie TO eurzad_jobs USING (true) WITH CHECK (true);
GRANT INSERT ON job.zadanie TO eurzad_program;
GRANT SELECT (id, jst, rodzaj, klucz) ON job.zadanie TO eurzad_program;
GRANT SELECT, UPDATE, DELETE ON job.zadanie TO eurzad_jobs;
