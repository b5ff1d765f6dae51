-- Functions of org: numbers without gaps, what an administrator does to accounts he may not read.

CREATE OR REPLACE FUNCTION org.nastepny_numer(zakres text, rok int) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO org.licznik AS l (jst, zakres, rok, ostatni) VALUES (app_jst(), $1, $2, 1)
    ON CONFLICT (jst, zakres, rok) DO UPDATE SET ostatni = l.ostatni + 1
    RETURNING ostatni
$$;

-- An administrator of a unit makes a clerk's account. The account is not his to read, so the function acts as the
-- system after it has seen that the caller is an administrator.
CREATE OR REPLACE FUNCTION org.zaloz_konto_pracownika(p_login text, p_email text, p_haslo text) RETURNS bigint
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
CREATE OR REPLACE FUNCTION org.nadaj_totp(p_pracownik bigint, p_sekret text) RETURNS boolean
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
CREATE OR REPLACE FUNCTION org.zaloz_token_hasla(p_konto bigint, p_hash text, p_hours int) RETURNS void
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
