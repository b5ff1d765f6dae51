-- Functions of core: who acts, text, the trail, anchors. Re-created by every `eurzad-admin migrate`.

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

-- Letters without Polish marks, for forgiving search; the same folding as core/base/utf8.
CREATE OR REPLACE FUNCTION bez_ogonkow(s text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(lower(s), 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ', 'acelnoszzacelnoszz');

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

CREATE OR REPLACE FUNCTION audit.dopisz(p_typ text, p_obiekt text, p_id bigint, p_sprawa bigint, p_aktor text, p_stanowisko text,
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

-- ---- anchors -----------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION ca.nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ca.wersja SET nr = nr + 1;
    RETURN NULL;
END $$;
