-- Law as dated rows, and the traces of what was calculated with them.
--
-- prawo.parametr holds numbers of law ('' = national) and what a unit set for itself within them. A row is never edited:
-- a correction supersedes it and stands beside it as the next version, so that a trace can name exactly what it used.

CREATE SCHEMA prawo;
GRANT USAGE ON SCHEMA prawo TO eurzad_program;

-- Trusted, so the owner of a database whose setup.sql was run by an earlier version may bring it in himself.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE prawo.parametr (
    jst           text NOT NULL DEFAULT '',
    klucz         text NOT NULL CHECK (klucz ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$' AND length(klucz) <= 100),
    wersja        int NOT NULL DEFAULT 1 CHECK (wersja > 0),
    wartosc       text NOT NULL CHECK (length(wartosc) <= 400),
    jednostka     text NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date,
    podstawa      text NOT NULL CHECK (podstawa <> ''),
    stan          text NOT NULL CHECK (stan IN ('confirmed', 'unconfirmed')),
    uwaga         text NOT NULL DEFAULT '',
    recorded_at   timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    wpisal        text NOT NULL CHECK (wpisal <> ''),
    zatwierdzil   text,
    PRIMARY KEY (jst, klucz, valid_from, wersja),
    CHECK (valid_to >= valid_from),
    -- Two persons: nobody approves what he wrote; law of the nation and whatever counts as confirmed is approved.
    CHECK (zatwierdzil <> wpisal AND zatwierdzil <> ''),
    CHECK (zatwierdzil IS NOT NULL OR (jst <> '' AND stan = 'unconfirmed')),
    EXCLUDE USING gist (jst WITH =, klucz WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
        WHERE (superseded_at IS NULL)
);
COMMENT ON COLUMN prawo.parametr.wartosc IS 'empty: must be entered before use; a calculation that needs it is refused';
ALTER TABLE prawo.parametr ENABLE ROW LEVEL SECURITY;
ALTER TABLE prawo.parametr FORCE ROW LEVEL SECURITY;
-- Whoever acts may read the law of the nation and of the unit in which he acts.
CREATE POLICY czytanie ON prawo.parametr FOR SELECT USING (jst IN ('', (SELECT app_jst())) AND (SELECT app_kind()) <> '');
CREATE POLICY wpis ON prawo.parametr FOR INSERT
    WITH CHECK (jst IN ('', (SELECT app_jst())) AND (SELECT app_kind()) = 'system');
CREATE POLICY zastapienie ON prawo.parametr FOR UPDATE
    USING (jst IN ('', (SELECT app_jst())) AND (SELECT app_kind()) = 'system');
GRANT SELECT ON prawo.parametr TO eurzad_program;
GRANT INSERT, UPDATE (superseded_at) ON prawo.parametr TO eurzad_admin;

-- One number a unit, another one after each change: what a worker asks to learn that its rows are old. From a sequence,
-- because a sequence never gives again what a rollback has thrown away.
CREATE SEQUENCE prawo.parametr_numer;
CREATE TABLE prawo.parametr_stan (
    jst   text PRIMARY KEY,
    numer bigint NOT NULL
);
ALTER TABLE prawo.parametr_stan ENABLE ROW LEVEL SECURITY;
ALTER TABLE prawo.parametr_stan FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON prawo.parametr_stan FOR SELECT
    USING (jst IN ('', (SELECT app_jst())) AND (SELECT app_kind()) <> '');
CREATE POLICY wpis ON prawo.parametr_stan
    USING (jst IN ('', (SELECT app_jst())) AND (SELECT app_kind()) = 'system');
GRANT SELECT ON prawo.parametr_stan TO eurzad_program;
GRANT INSERT, UPDATE ON prawo.parametr_stan TO eurzad_admin;
GRANT USAGE ON SEQUENCE prawo.parametr_numer TO eurzad_admin;

CREATE FUNCTION prawo.parametr_zmieniony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO prawo.parametr_stan AS s (jst, numer) VALUES (NEW.jst, nextval('prawo.parametr_numer'))
    ON CONFLICT (jst) DO UPDATE SET numer = EXCLUDED.numer;
    RETURN NULL;
END $$;
CREATE TRIGGER zmieniony AFTER INSERT OR UPDATE ON prawo.parametr
    FOR EACH ROW EXECUTE FUNCTION prawo.parametr_zmieniony();

-- A text as a number; NULL for what is none.
CREATE FUNCTION prawo.liczba(s text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN s ~ '^-?[0-9]+(\.[0-9]+)?$' THEN s::numeric END;

-- What a unit sets is at most what the law allows (max.<key>) on every day of the row.
CREATE FUNCTION prawo.parametr_najwyzej() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    m record;
BEGIN
    SELECT wartosc, valid_from, podstawa INTO m
      FROM prawo.parametr
     WHERE jst = '' AND klucz = 'max.' || NEW.klucz AND superseded_at IS NULL
       AND daterange(valid_from, valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
       AND NEW.wartosc <> ''
       AND coalesce(prawo.liczba(NEW.wartosc) > prawo.liczba(wartosc), true)
     ORDER BY valid_from
     LIMIT 1;
    IF FOUND THEN
        RAISE check_violation USING MESSAGE = format('%s = %s: od %s najwyżej %s (%s)', NEW.klucz, NEW.wartosc,
                                                     m.valid_from, coalesce(NULLIF(m.wartosc, ''), '?'), m.podstawa);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER najwyzej BEFORE INSERT ON prawo.parametr
    FOR EACH ROW WHEN (NEW.jst <> '') EXECUTE FUNCTION prawo.parametr_najwyzej();

-- The trace of one calculation. json, not jsonb: sha256 is over the very bytes (core/rules/slad.c).
CREATE TABLE prawo.slad (
    jst        text NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    obiekt     text NOT NULL CHECK (obiekt <> ''),
    obiekt_id  bigint NOT NULL,
    rodzaj     text NOT NULL CHECK (rodzaj <> ''),
    dzien      date NOT NULL,
    wiedza_at  timestamptz NOT NULL,
    wynik      json NOT NULL,
    kroki      json NOT NULL,
    parametry  json NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (jst, id)
);
CREATE INDEX slad_obiekt ON prawo.slad (jst, obiekt, obiekt_id, rodzaj, id DESC);
SELECT tenant_table('prawo.slad', '{clerk,system}');
GRANT SELECT, INSERT ON prawo.slad TO eurzad_program;

-- Which result used which row: what a change of the law touches.
CREATE TABLE prawo.slad_parametr (
    jst          text NOT NULL,
    slad_id      bigint NOT NULL,
    parametr_jst text NOT NULL CHECK (parametr_jst IN ('', jst)),
    klucz        text NOT NULL,
    valid_from   date NOT NULL,
    wersja       int NOT NULL,
    PRIMARY KEY (jst, slad_id, klucz, valid_from, wersja, parametr_jst),
    FOREIGN KEY (jst, slad_id) REFERENCES prawo.slad,
    FOREIGN KEY (parametr_jst, klucz, valid_from, wersja) REFERENCES prawo.parametr (jst, klucz, valid_from, wersja)
);
CREATE INDEX slad_parametr_klucz ON prawo.slad_parametr (jst, klucz, valid_from, wersja);
SELECT tenant_table('prawo.slad_parametr', '{clerk,system}');
GRANT SELECT, INSERT ON prawo.slad_parametr TO eurzad_program;
