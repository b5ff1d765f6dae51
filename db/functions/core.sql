-- Functions of core: who acts, text, files, the trail, anchors. Re-created by every `eurzad-admin migrate`.

-- Who acts, set by the programs inside each transaction. A missing setting is an error, not an empty answer.
CREATE OR REPLACE FUNCTION app_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('app.kind');
CREATE OR REPLACE FUNCTION app_jst() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('app.jst');
CREATE OR REPLACE FUNCTION app_konto() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.konto'), '0')::bigint;
CREATE OR REPLACE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.user'), '0')::bigint;
CREATE OR REPLACE FUNCTION app_partner() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.partner'), '');

-- Roles of the clerk who acts, by name.
CREATE OR REPLACE FUNCTION app_roles() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(current_setting('app.roles'), ' ');

-- Is it one of these kinds and, if it is a clerk, has he one of these roles (NULL: whatever his roles)?
CREATE OR REPLACE FUNCTION app_may(kinds text[], roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() = ANY (kinds) AND (roles IS NULL OR app_kind() <> 'clerk' OR app_roles() && roles);

-- The roles that read letters and cases, and store their files; EOD_CZYTAJACY in C.
CREATE OR REPLACE FUNCTION app_czytajacy() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy}'::text[];

-- What a policy compares a row's unit, account or partner with; NULL when the caller is none of those who may. One of these a
-- policy: each (SELECT …) has a plan of its own to begin and to end.
CREATE OR REPLACE FUNCTION app_unit(kinds text[], roles text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_may(kinds, roles) THEN app_jst() END;
CREATE OR REPLACE FUNCTION app_citizen() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_kind() = 'citizen' THEN app_konto() END;
CREATE OR REPLACE FUNCTION app_caller() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_kind() = 'partner' THEN app_partner() END;

-- Of the clerks who see a row, those with one of these roles write it; for the other kinds other policies speak.
CREATE OR REPLACE FUNCTION app_writes(roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() <> 'clerk' OR app_roles() && roles;

-- Is it the administrator of the region, at his desk in the unit of the region?
CREATE OR REPLACE FUNCTION app_region() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() = 'clerk' AND app_jst() = '08' AND 'region' = ANY (app_roles());

-- Letters without Polish marks, for forgiving search; the same folding as core/base/utf8.
CREATE OR REPLACE FUNCTION bez_ogonkow(s text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(lower(s), 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ', 'acelnoszzacelnoszz');

-- A number of a receipt or letter as people write it down: small letters, blanks, dashes of every length.
CREATE OR REPLACE FUNCTION numer_przepisany(s text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(upper(regexp_replace(s, '[\s\u00a0\u200b\ufeff]', '', 'g')), '‐‑‒–—−', '------');

-- Patterns for LIKE ALL: every word of a search, Polish letters or not. No words: an empty array, which matches all.
CREATE OR REPLACE FUNCTION wzorce(q text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg('%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'), '{}')
      FROM regexp_split_to_table(bez_ogonkow(q), '\s+') w WHERE w <> ''
$$;

-- ---- files -------------------------------------------------------------------------------------------------------
-- A file of the unit, complete when it has one part, which is then given too. False: the unit has it already.
CREATE OR REPLACE FUNCTION store.zapisz(p_sha256 text, p_rozmiar bigint, p_dane bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT app_may('{citizen,clerk,partner,system}', app_czytajacy()) THEN
        RAISE EXCEPTION 'may not store files' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO store.blob (jst, sha256, rozmiar) VALUES (app_jst(), p_sha256, p_rozmiar) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF p_dane IS NOT NULL THEN
        PERFORM store.dopisz(p_sha256, 0, p_dane);
    END IF;
    RETURN true;
END $$;

-- The next part of a file that is not complete yet; a complete one never changes.
CREATE OR REPLACE FUNCTION store.dopisz(p_sha256 text, p_nr int, p_dane bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    brakuje bigint;
BEGIN
    SELECT b.rozmiar - (SELECT coalesce(sum(octet_length(c.dane)), 0) FROM store.blob_czesc c
                         WHERE c.jst = b.jst AND c.sha256 = b.sha256)
      INTO brakuje FROM store.blob b WHERE b.jst = app_jst() AND b.sha256 = p_sha256;
    IF brakuje IS NULL OR octet_length(p_dane) > brakuje
       OR NOT app_may('{citizen,clerk,partner,system}', app_czytajacy()) THEN
        RAISE EXCEPTION 'the file takes no more' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO store.blob_czesc (jst, sha256, nr, dane) VALUES (app_jst(), p_sha256, p_nr, p_dane);
END $$;
REVOKE ALL ON FUNCTION store.zapisz, store.dopisz FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store.zapisz, store.dopisz TO eurzad_program;

-- Does a row of the citizen or partner who acts name this file? A delivered letter is his once he has collected it.
CREATE OR REPLACE FUNCTION store.moj(p_jst text, p_sha256 text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM esp.upo u WHERE u.jst = p_jst AND u.sha256 = p_sha256)
       OR EXISTS (SELECT FROM esp.utrwalenie u WHERE u.jst = p_jst AND u.lt_sha256 = p_sha256) THEN
        RETURN true;
    END IF;
    RETURN app_kind() = 'citizen'
           AND (EXISTS (SELECT FROM esp.dokument d
                         WHERE d.konto_id = app_konto() AND d.jst = p_jst
                           AND (d.sha256 = p_sha256
                                OR EXISTS (SELECT FROM esp.zalacznik z WHERE z.jst = d.jst AND z.dokument_id = d.id
                                                                         AND z.sha256 = p_sha256)))
                OR EXISTS (SELECT FROM esp.doreczenie d
                            WHERE d.konto_id = app_konto() AND d.jst = p_jst AND d.sha256 = p_sha256
                              AND d.odebrano_at IS NOT NULL)
                OR EXISTS (SELECT FROM forms.szkic s
                            WHERE s.konto_id = app_konto() AND s.jst = p_jst
                              AND (s.xml_sha256 = p_sha256
                                   OR EXISTS (SELECT FROM forms.szkic_plik f WHERE f.jst = s.jst AND f.szkic_id = s.id
                                                                               AND f.sha256 = p_sha256))));
END $$;

-- ---- the trail ---------------------------------------------------------------------------------------------------
-- A phrase with the event's own data in it: „Założenie sprawy (nadanie znaku): {znak}”.
CREATE OR REPLACE FUNCTION audit.zdanie(p_zdanie text, p_dane json) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(coalesce(m[1], p_dane ->> m[2], ''), '' ORDER BY n)
      FROM regexp_matches(p_zdanie, '([^{]+|\{(?![a-z_]+\}))|\{([a-z_]+)\}', 'g') WITH ORDINALITY t(m, n)
$$;
GRANT EXECUTE ON FUNCTION audit.zdanie TO eurzad_program;

-- The one definition of what an event's hash covers: its fields, one a line, times in microseconds since 1970.
CREATE OR REPLACE FUNCTION audit.skrot(z audit.zdarzenie) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\n', z.jst, z.obiekt, z.obiekt_id, z.lp,
                                       (extract(epoch FROM z.czas) * 1000000)::bigint, z.typ,
                                       coalesce(z.konto_id, 0), coalesce(z.pracownik_id, 0),
                                       translate(z.aktor, E'\n', ' '), translate(z.stanowisko, E'\n', ' '),
                                       coalesce(z.sprawa_id, 0), z.dane::text,
                                       coalesce(encode(z.poprzedni_hash, 'hex'), '')), 'UTF8'))
$$;

-- The objects whose events the clerk who acts may read. (PL/pgSQL keeps the plan for the session, SQL makes it at every call.)
CREATE OR REPLACE FUNCTION audit.moje_obiekty() RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(nazwa), '{}') FROM audit.obiekt WHERE role IS NULL OR role && app_roles());
END $$;

-- Is the object within the reach of whoever acts? The system may write about anything, the public about nothing.
CREATE OR REPLACE FUNCTION audit.w_zasiegu(p_obiekt text, p_id bigint, p_sprawa bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    t   regclass;
    jest boolean;
BEGIN
    IF app_kind() = 'system' THEN
        RETURN true;
    END IF;
    SELECT tabela INTO t FROM audit.obiekt WHERE nazwa = p_obiekt;
    IF t IS NULL OR NOT app_may('{citizen,clerk,partner}', NULL) THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE id = $1 AND %s)', t,
                   CASE WHEN app_region() THEN 'true' ELSE 'jst = app_jst()' END) INTO jest USING p_id;
    RETURN jest
           AND (p_sprawa IS NULL
                OR EXISTS (SELECT FROM eod.sprawa s WHERE s.jst = app_jst() AND s.id = p_sprawa)
                OR EXISTS (SELECT FROM esp.doreczenie d WHERE d.jst = app_jst() AND d.sprawa_id = p_sprawa));
END $$;

-- Appends one event to the chain of an object. Who did it and when is what the transaction says of itself.
CREATE OR REPLACE FUNCTION audit.dopisz(p_typ text, p_obiekt text, p_id bigint, p_sprawa bigint, p_dane json) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    g audit.glowa;
    z audit.zdarzenie;
BEGIN
    IF NOT audit.w_zasiegu(p_obiekt, p_id, p_sprawa)
       OR (app_kind() <> 'system' AND NOT EXISTS (SELECT FROM audit.typ t WHERE t.typ = p_typ)) THEN
        RAISE EXCEPTION 'no event about what is out of reach, or of no module' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Two first events of one object: the second waits here for the first to commit.
    INSERT INTO audit.glowa VALUES (app_jst(), p_obiekt, p_id, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT g FROM audit.glowa
     WHERE jst = app_jst() AND obiekt = p_obiekt AND obiekt_id = p_id FOR UPDATE;
    z.jst := app_jst();
    z.obiekt := p_obiekt;
    z.obiekt_id := p_id;
    z.lp := g.lp + 1;
    z.czas := current_setting('app.czas')::timestamptz;
    z.typ := p_typ;
    z.konto_id := app_konto();
    z.pracownik_id := app_user();
    z.aktor := current_setting('app.aktor');
    z.stanowisko := current_setting('app.stanowisko');
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

-- ---- anchors -----------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION ca.nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ca.wersja SET nr = nr + 1;
    RETURN NULL;
END $$;
