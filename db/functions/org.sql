-- Functions of org: numbers without gaps, what an administrator does to accounts he may not read.

CREATE OR REPLACE FUNCTION org.nastepny_numer(zakres text, rok int) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO org.licznik AS l (jst, zakres, rok, ostatni) VALUES (app_jst(), $1, $2, 1)
    ON CONFLICT (jst, zakres, rok) DO UPDATE SET ostatni = l.ostatni + 1
    RETURNING ostatni
$$;

-- Has the clerk who acts this role in the unit, as it stands in the table now? For functions that act as the system after
-- they have seen who called them.
CREATE OR REPLACE FUNCTION org.zarzadza(p_rola text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM org.pracownik p
                     JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = p_rola
                    WHERE p.jst = app_jst() AND p.id = app_user() AND p.aktywny AND (p_rola <> 'region' OR p.jst = '08'))
$$;

-- An account of a clerk's kind that belongs to nobody yet.
CREATE OR REPLACE FUNCTION org.wolne_konto_pracownika(p_konto bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET app.kind = 'system' AS $$
    SELECT EXISTS (SELECT FROM org.konto k WHERE k.id = p_konto AND k.rodzaj = 'pracownik')
       AND NOT EXISTS (SELECT FROM org.pracownik p WHERE p.konto_id = p_konto)
$$;

-- An administrator of a unit makes a clerk's account. The account is not his to read, so the function acts as the
-- system after it has seen that the caller is an administrator.
CREATE OR REPLACE FUNCTION org.zaloz_konto_pracownika(p_login text, p_email text, p_haslo text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET app.kind = 'system' AS $$
DECLARE
    nowe bigint;
BEGIN
    IF NOT org.zarzadza('administrator') AND NOT org.zarzadza('region') THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) VALUES (p_login, 'pracownik', p_email, p_haslo, now())
    RETURNING id INTO nowe;
    RETURN nowe;
END $$;

-- A new second factor for a clerk of the administrator's unit.
CREATE OR REPLACE FUNCTION org.nadaj_totp(p_pracownik bigint, p_sekret text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET app.kind = 'system' AS $$
BEGIN
    IF NOT org.zarzadza('administrator') THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Not for one who also works elsewhere: that would open the other unit's door.
    UPDATE org.konto k SET totp = p_sekret, totp_krok = 0
     WHERE k.id = (SELECT konto_id FROM org.pracownik WHERE jst = app_jst() AND id = p_pracownik)
       AND NOT EXISTS (SELECT FROM org.pracownik p WHERE p.konto_id = k.id AND p.jst <> app_jst() AND p.aktywny);
    RETURN FOUND;
END $$;

-- The link with which a new clerk sets a password: one who works nowhere else. The administrator of the region gives it
-- to those whom he appoints.
CREATE OR REPLACE FUNCTION org.zaloz_token_hasla(p_konto bigint, p_hash text, p_hours int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET app.kind = 'system' AS $$
DECLARE
    jednostka text;
BEGIN
    SELECT min(jst) INTO jednostka FROM org.pracownik WHERE konto_id = p_konto HAVING count(*) = 1;
    IF jednostka IS NULL
       OR NOT ((jednostka = app_jst() AND org.zarzadza('administrator'))
               OR (org.zarzadza('region')
                   AND EXISTS (SELECT FROM org.pracownik p
                                 JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id
                                                          AND r.rola = 'administrator'
                                WHERE p.konto_id = p_konto))) THEN
        RAISE EXCEPTION 'not an administrator' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO org.token (hash, konto_id, cel, wazny_do)
    VALUES (p_hash, p_konto, 'haslo', now() + make_interval(hours => p_hours));
END $$;

REVOKE ALL ON FUNCTION org.wolne_konto_pracownika, org.zaloz_konto_pracownika, org.nadaj_totp, org.zaloz_token_hasla FROM PUBLIC;
GRANT EXECUTE ON FUNCTION org.wolne_konto_pracownika, org.zaloz_konto_pracownika, org.nadaj_totp, org.zaloz_token_hasla
    TO eurzad_program;
