-- Daily Merkle trees of receipts, and their heads, which also bind every chain of the trail (docs/sprawdzanie.md).
--
-- A receipt (UPP, UPD) becomes a leaf of its unit's tree of the day, Polish time, on which it was issued. Leaves are only
-- added at the end: a head made during the day is extended by later ones, and a head with zamknieta ends the day. Heads
-- of a unit are numbered without gaps and each carries the SHA-256 of the one before, so an older copy of the database
-- shows as soon as one later head is known.

CREATE TABLE audit.lisc (
    jst    text NOT NULL REFERENCES org.jst,
    dzien  date NOT NULL,
    lp     bigint NOT NULL CHECK (lp >= 0), -- position in the tree, from 0
    numer  text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'), -- of the sealed receipt as it was issued
    PRIMARY KEY (jst, dzien, lp),
    UNIQUE (jst, numer),
    FOREIGN KEY (jst, numer) REFERENCES esp.upo
);

CREATE TABLE audit.glowa_drzewa (
    jst              text NOT NULL REFERENCES org.jst,
    numer            bigint NOT NULL CHECK (numer > 0),
    dzien            date NOT NULL,
    zamknieta        boolean NOT NULL, -- the last head of its day
    n_lisci          bigint NOT NULL CHECK (n_lisci >= 0),
    korzen_lisci     text NOT NULL CHECK (korzen_lisci ~ '^[0-9a-f]{64}$'),
    n_lancuchow      bigint NOT NULL CHECK (n_lancuchow >= 0),
    korzen_lancuchow text NOT NULL CHECK (korzen_lancuchow ~ '^[0-9a-f]{64}$'),
    utworzono_at     timestamptz NOT NULL,
    tresc            text NOT NULL, -- the very text that is signed and stamped
    sha256           text NOT NULL CHECK (sha256 = encode(sha256(convert_to(tresc, 'UTF8')), 'hex')),
    podpis           bytea,         -- of the unit's seal key over tresc; DER (ECDSA) or PKCS#1
    znacznik         bytea,         -- RFC 3161 token over tresc
    certyfikaty      text,          -- PEM: the unit's, then its issuers'
    PRIMARY KEY (jst, numer),
    CHECK ((podpis IS NULL) = (znacznik IS NULL)),
    CHECK ((podpis IS NULL) = (certyfikaty IS NULL))
);
CREATE UNIQUE INDEX glowa_drzewa_dnia ON audit.glowa_drzewa (jst, dzien) WHERE zamknieta;
CREATE INDEX glowa_drzewa_niepodpisana ON audit.glowa_drzewa (jst, numer) WHERE podpis IS NULL;

-- Anybody may read both: no person and no content is in them. Only the system writes, and signs a head once.
ALTER TABLE audit.lisc ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.lisc FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.glowa_drzewa ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.glowa_drzewa FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON audit.lisc FOR SELECT USING (true);
CREATE POLICY czytanie ON audit.glowa_drzewa FOR SELECT USING (true);
CREATE POLICY dopisywanie ON audit.lisc FOR INSERT WITH CHECK (jst = app_jst() AND app_kind() = 'system');
CREATE POLICY dopisywanie ON audit.glowa_drzewa FOR INSERT WITH CHECK (jst = app_jst() AND app_kind() = 'system');
CREATE POLICY podpisanie ON audit.glowa_drzewa FOR UPDATE
    USING (jst = app_jst() AND app_kind() = 'system' AND podpis IS NULL)
    WITH CHECK (jst = app_jst() AND app_kind() = 'system');
GRANT SELECT ON audit.lisc, audit.glowa_drzewa TO eurzad_program;
GRANT INSERT ON audit.lisc, audit.glowa_drzewa TO eurzad_jobs, eurzad_admin;
GRANT UPDATE (podpis, znacznik, certyfikaty) ON audit.glowa_drzewa TO eurzad_jobs, eurzad_admin;

-- The ends of chains as a head found them; only those that have moved since the head before. The state as of head n is,
-- for each chain, its row with the largest glowa <= n.
CREATE TABLE audit.lancuch_w_glowie (
    jst       text NOT NULL,
    obiekt    text NOT NULL,
    obiekt_id bigint NOT NULL,
    glowa     bigint NOT NULL,
    lp        bigint NOT NULL CHECK (lp > 0),
    hash      bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (jst, obiekt, obiekt_id, glowa),
    FOREIGN KEY (jst, glowa) REFERENCES audit.glowa_drzewa DEFERRABLE INITIALLY DEFERRED
);
SELECT tenant_table('audit.lancuch_w_glowie', '{system}');
GRANT SELECT ON audit.lancuch_w_glowie TO eurzad_program;
GRANT INSERT ON audit.lancuch_w_glowie TO eurzad_jobs, eurzad_admin;
