-- Units, accounts, clerks.

-- Dictionary of the region's units, from TERYT; public. Not a tenant table: it is the list of tenants.
CREATE TABLE org.jst (
    teryt         text PRIMARY KEY CHECK (teryt ~ '^[0-9]{2}([0-9]{2}([0-9]{3})?)?$'),
    nazwa         text NOT NULL,
    nazwa_jst     text NOT NULL,
    nazwa_urzedu  text NOT NULL,
    rodzaj        text NOT NULL,
    poziom        text NOT NULL CHECK (poziom IN ('W', 'P', 'M', 'G')),
    powiat        text NOT NULL,
    siedziba      text NOT NULL,
    ludnosc       int,
    ludnosc_stan  text,
    lat           numeric(8, 5),
    lon           numeric(8, 5),
    organ         text NOT NULL,
    slug          text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
    adres_skrytki text NOT NULL UNIQUE CHECK (adres_skrytki ~ '^/[^/]+/[^/]+$'),
    szukaj        text NOT NULL GENERATED ALWAYS AS
                  (bez_ogonkow(nazwa_jst || ' ' || nazwa || ' ' || rodzaj || ' ' || siedziba || ' ' || powiat)) STORED,
    valid_from    date NOT NULL DEFAULT '1999-01-01',
    valid_to      date,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
ALTER TABLE org.jst ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.jst FORCE ROW LEVEL SECURITY;
CREATE POLICY slownik ON org.jst FOR SELECT USING (true);
CREATE POLICY zmiana ON org.jst USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT ON org.jst TO eurzad_program;
GRANT INSERT, UPDATE ON org.jst TO eurzad_admin;

-- Accounts: citizens' belong to the region, clerks' are tied to units by org.pracownik.
CREATE TABLE org.konto (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login           text NOT NULL UNIQUE CHECK (login = lower(login) AND length(login) BETWEEN 3 AND 254),
    rodzaj          text NOT NULL CHECK (rodzaj IN ('obywatel', 'pracownik')),
    email           text NOT NULL,
    haslo           text NOT NULL,
    totp            text,
    totp_krok       bigint NOT NULL DEFAULT 0,
    potwierdzone_at timestamptz,
    aktywne         boolean NOT NULL DEFAULT true,
    created_at      timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE org.konto ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.konto FORCE ROW LEVEL SECURITY;
CREATE POLICY wlasne ON org.konto USING (id = app_konto()) WITH CHECK (id = app_konto());
-- Log-in, registration and reset run as the system (modules/org/konto is the only caller).
CREATE POLICY system ON org.konto USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT, INSERT, UPDATE ON org.konto TO eurzad_program;

CREATE TABLE org.obywatel (
    konto_id     bigint PRIMARY KEY REFERENCES org.konto,
    imie         text NOT NULL,
    nazwisko     text NOT NULL,
    pesel        text CHECK (pesel ~ '^[0-9]{11}$'),
    ulica        text NOT NULL DEFAULT '',
    budynek      text NOT NULL DEFAULT '',
    lokal        text NOT NULL DEFAULT '',
    kod_pocztowy text NOT NULL DEFAULT '',
    miejscowosc  text NOT NULL DEFAULT '',
    telefon      text NOT NULL DEFAULT ''
);
ALTER TABLE org.obywatel ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.obywatel FORCE ROW LEVEL SECURITY;
CREATE POLICY wlasne ON org.obywatel USING (konto_id = app_konto()) WITH CHECK (konto_id = app_konto());
CREATE POLICY system ON org.obywatel USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT, INSERT, UPDATE ON org.obywatel TO eurzad_program;

-- Links sent by e-mail; only the hash of the secret is kept.
CREATE TABLE org.token (
    hash      text PRIMARY KEY,
    konto_id  bigint NOT NULL REFERENCES org.konto,
    cel       text NOT NULL CHECK (cel IN ('potwierdzenie', 'haslo')),
    wazny_do  timestamptz NOT NULL,
    uzyty_at  timestamptz
);
ALTER TABLE org.token ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.token FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON org.token USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT, INSERT, UPDATE, DELETE ON org.token TO eurzad_program;

-- Wrong passwords by log-in name, whether such an account exists or not.
CREATE TABLE org.logowanie (
    login_hash text PRIMARY KEY,
    bledy      int NOT NULL,
    blokada_do timestamptz,
    ostatni_at timestamptz NOT NULL
);
ALTER TABLE org.logowanie ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.logowanie FORCE ROW LEVEL SECURITY;
CREATE POLICY system ON org.logowanie USING (app_kind() = 'system') WITH CHECK (app_kind() = 'system');
GRANT SELECT, INSERT, UPDATE, DELETE ON org.logowanie TO eurzad_program;

-- komórki organizacyjne
CREATE TABLE org.komorka (
    jst          text NOT NULL REFERENCES org.jst,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    kod          text NOT NULL CHECK (kod ~ '^[[:alpha:]][[:alnum:]]*(-[[:alpha:]][[:alnum:]]*)*$'),
    nazwa        text NOT NULL,
    nadrzedna_id bigint,
    aktywna      boolean NOT NULL DEFAULT true,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, kod),
    FOREIGN KEY (jst, nadrzedna_id) REFERENCES org.komorka
);
SELECT tenant_table('org.komorka', '{clerk,system}');
GRANT SELECT, INSERT, UPDATE ON org.komorka TO eurzad_program;

CREATE TABLE org.pracownik (
    jst        text NOT NULL REFERENCES org.jst,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    konto_id   bigint NOT NULL REFERENCES org.konto,
    imie       text NOT NULL,
    nazwisko   text NOT NULL,
    stanowisko text NOT NULL,
    komorka_id bigint NOT NULL,
    kieruje    boolean NOT NULL DEFAULT false, -- head of the komórka
    aktywny    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (jst, id),
    UNIQUE (jst, konto_id),
    FOREIGN KEY (jst, komorka_id) REFERENCES org.komorka
);
SELECT tenant_table('org.pracownik', '{clerk,system}');
GRANT SELECT, INSERT, UPDATE ON org.pracownik TO eurzad_program;
-- A clerk who logs in must see in which units he works before one is chosen.
CREATE POLICY logowanie ON org.pracownik FOR SELECT USING (app_kind() = 'system');

CREATE TABLE org.pracownik_rola (
    jst          text NOT NULL,
    pracownik_id bigint NOT NULL,
    rola         text NOT NULL CHECK (rola IN ('kancelaria', 'dekretujacy', 'referent', 'akceptujacy', 'podpisujacy',
                                               'administrator')),
    PRIMARY KEY (jst, pracownik_id, rola),
    FOREIGN KEY (jst, pracownik_id) REFERENCES org.pracownik
);
SELECT tenant_table('org.pracownik_rola', '{clerk,system}');
CREATE POLICY logowanie ON org.pracownik_rola FOR SELECT USING (app_kind() = 'system');
GRANT SELECT, INSERT, DELETE ON org.pracownik_rola TO eurzad_program;

-- An administrator of a unit makes a clerk's account. The account is not his to read, so the function acts as the
-- system after it has seen that the caller is an administrator.
CREATE FUNCTION org.zaloz_konto_pracownika(p_login text, p_email text, p_haslo text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET app.kind = 'system' AS $$
DECLARE
    nowe bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM org.pracownik_rola
                    WHERE jst = app_jst() AND pracownik_id = app_user() AND rola = 'administrator') THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) VALUES (p_login, 'pracownik', p_email, p_haslo, now())
    RETURNING id INTO nowe;
    RETURN nowe;
END $$;

-- A new second factor for a clerk of the administrator's unit.
CREATE FUNCTION org.nadaj_totp(p_pracownik bigint, p_sekret text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET app.kind = 'system' AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM org.pracownik_rola
                    WHERE jst = app_jst() AND pracownik_id = app_user() AND rola = 'administrator') THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Not for one who also works elsewhere: that would open the other unit's door.
    UPDATE org.konto k SET totp = p_sekret, totp_krok = 0
     WHERE k.id = (SELECT konto_id FROM org.pracownik WHERE jst = app_jst() AND id = p_pracownik)
       AND NOT EXISTS (SELECT FROM org.pracownik p WHERE p.konto_id = k.id AND p.jst <> app_jst() AND p.aktywny);
    RETURN FOUND;
END $$;

-- The link with which a new clerk sets a password.
CREATE FUNCTION org.zaloz_token_hasla(p_konto bigint, p_hash text, p_hours int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET app.kind = 'system' AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM org.pracownik_rola
                    WHERE jst = app_jst() AND pracownik_id = app_user() AND rola = 'administrator')
       OR NOT EXISTS (SELECT FROM org.pracownik WHERE jst = app_jst() AND konto_id = p_konto)
       OR EXISTS (SELECT FROM org.pracownik WHERE jst <> app_jst() AND konto_id = p_konto) THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO org.token (hash, konto_id, cel, wazny_do)
    VALUES (p_hash, p_konto, 'haslo', now() + make_interval(hours => p_hours));
END $$;
REVOKE ALL ON FUNCTION org.zaloz_konto_pracownika, org.nadaj_totp, org.zaloz_token_hasla FROM PUBLIC;
GRANT EXECUTE ON FUNCTION org.zaloz_konto_pracownika, org.nadaj_totp, org.zaloz_token_hasla TO eurzad_program;
