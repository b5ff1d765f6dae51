-- Row security knows roles as well as units; a role is a row; whose the files, the trail and the accounts are.

-- ---- who acts ----------------------------------------------------------------------------------------------------
-- The functions of today, for the policies below; db/functions/core.sql has the present ones.
CREATE FUNCTION app_roles() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(current_setting('app.roles'), ' ');
CREATE FUNCTION app_may(kinds text[], roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() = ANY (kinds) AND (roles IS NULL OR app_kind() <> 'clerk' OR app_roles() && roles);
CREATE FUNCTION app_region() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() = 'clerk' AND app_jst() = '08' AND 'region' = ANY (app_roles());

-- Every policy from before asks once a statement, not once a row.
DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT polname, polrelid::regclass AS t, pg_get_expr(polqual, polrelid) AS u,
                    pg_get_expr(polwithcheck, polrelid) AS c
               FROM pg_policy LOOP
        p.u := regexp_replace(p.u, '(?<!SELECT )\m(app_[a-z]+\(\))', '(SELECT \1)', 'g');
        p.c := regexp_replace(p.c, '(?<!SELECT )\m(app_[a-z]+\(\))', '(SELECT \1)', 'g');
        EXECUTE format('ALTER POLICY %I ON %s', p.polname, p.t) || coalesce(' USING (' || p.u || ')', '')
                || coalesce(' WITH CHECK (' || p.c || ')', '');
    END LOOP;
END $$;

-- ---- tables of units ---------------------------------------------------------------------------------------------
-- Events are about rows of these tables, by the table's name: which one it is and which clerks may read them.
CREATE TABLE audit.obiekt (
    nazwa  text PRIMARY KEY,
    tabela regclass NOT NULL,
    role   text[] -- NULL: every clerk of the unit
);
ALTER TABLE audit.obiekt ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.obiekt FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON audit.obiekt FOR SELECT USING (true);
CREATE POLICY zmiana ON audit.obiekt TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT ON audit.obiekt TO eurzad_program;

-- Makes a table a tenant table: row security forced, rows of the unit of the transaction for the kinds named; a clerk
-- needs one of the roles, when any are named. Called again it changes who. Further policies (a citizen's own rows …) are
-- added beside it; policies are permissive and add up.
DROP FUNCTION tenant_table(regclass, text[]);
CREATE FUNCTION tenant_table(t regclass, kinds text[], roles text[] DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    rule text := format('jst = (SELECT app_jst()) AND (SELECT app_may(%L, %L))', kinds, roles);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS jednostka ON %s', t);
    EXECUTE format('CREATE POLICY jednostka ON %s USING (%s) WITH CHECK (%2$s)', t, rule);
    INSERT INTO audit.obiekt AS o SELECT relname, oid, roles FROM pg_class WHERE oid = t
    ON CONFLICT (nazwa) DO UPDATE SET role = EXCLUDED.role WHERE o.tabela = EXCLUDED.tabela;
END $$;

-- Of the clerks who see a tenant table, those with one of these roles may insert, change and delete; '{}': none of them.
-- Whoever sees a row may lock it, so that he is told why he may not change it. The other kinds are not touched.
CREATE FUNCTION tenant_writers(t regclass, inserting text[], changing text[], deleting text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    rule text := '(SELECT app_kind()) <> ''clerk'' OR (SELECT app_roles()) && %L';
BEGIN
    EXECUTE format('DROP POLICY IF EXISTS pisze_insert ON %s', t);
    EXECUTE format('DROP POLICY IF EXISTS pisze_update ON %s', t);
    EXECUTE format('DROP POLICY IF EXISTS pisze_delete ON %s', t);
    EXECUTE format('CREATE POLICY pisze_insert ON %s AS RESTRICTIVE FOR INSERT WITH CHECK (' || rule || ')', t, inserting);
    EXECUTE format('CREATE POLICY pisze_update ON %s AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (' || rule || ')', t,
                   changing);
    EXECUTE format('CREATE POLICY pisze_delete ON %s AS RESTRICTIVE FOR DELETE USING (' || rule || ')', t, deleting);
END $$;
REVOKE ALL ON FUNCTION tenant_table, tenant_writers FROM PUBLIC;

-- Letters, in and out: whoever has a role in their circulation. An administrator has none.
DO $$
DECLARE
    office CONSTANT text[] := '{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy}';
    t      text;
BEGIN
    FOREACH t IN ARRAY '{esp.dokument,esp.zalacznik,esp.dokument_dowod,esp.podpis_wynik,esp.upo,esp.doreczenie,esp.utrwalenie,eod.przesylka,eod.dekretacja,eod.sprawa,eod.pismo,eod.pismo_wersja,eod.akceptacja,eod.wysylka}'::text[] LOOP
        PERFORM tenant_table(t::regclass, '{clerk,system}', office);
    END LOOP;
    PERFORM tenant_table('eod.do_rejestracji', '{clerk,system}', '{kancelaria}');
    -- Every clerk knows with whom he works, and numbers what he writes.
    PERFORM tenant_table('org.licznik', '{citizen,clerk,partner,system}');
    PERFORM tenant_table('org.komorka', '{clerk,system}');
    PERFORM tenant_table('org.pracownik', '{clerk,system}');
    PERFORM tenant_table('org.pracownik_rola', '{clerk,system}');

    -- What came in and its receipts are written when they come in, by the sender; evidence is added by our own jobs.
    PERFORM tenant_writers('esp.dokument', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.zalacznik', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.dokument_dowod', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.podpis_wynik', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.upo', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.utrwalenie', '{}', '{}', '{}');
    PERFORM tenant_writers('esp.doreczenie', '{kancelaria}', '{}', '{}');
    PERFORM tenant_writers('eod.do_rejestracji', '{}', '{}', '{kancelaria}');
    PERFORM tenant_writers('eod.przesylka', '{kancelaria}', '{kancelaria,dekretujacy,referent}', '{}');
    PERFORM tenant_writers('eod.dekretacja', '{kancelaria,dekretujacy,referent}', office, '{}');
    PERFORM tenant_writers('eod.sprawa', '{referent}', '{referent}', '{}');
    PERFORM tenant_writers('eod.pismo', '{referent}', '{kancelaria,referent,akceptujacy,podpisujacy}', '{}');
    PERFORM tenant_writers('eod.pismo_wersja', '{referent,akceptujacy}', '{}', '{}');
    PERFORM tenant_writers('eod.akceptacja', '{akceptujacy,podpisujacy}', '{}', '{}');
    PERFORM tenant_writers('eod.wysylka', '{kancelaria}', '{}', '{}');
END $$;
DROP POLICY jednostka ON eod.pismo_publiczne;
CREATE POLICY jednostka ON eod.pismo_publiczne FOR INSERT
    WITH CHECK (jst = (SELECT app_jst()) AND (SELECT app_may('{clerk}', '{podpisujacy}'))
                AND EXISTS (SELECT FROM eod.pismo p WHERE p.jst = pismo_publiczne.jst AND p.id = pismo_id
                               AND p.sha256 = pismo_publiczne.sha256));

-- ---- roles -------------------------------------------------------------------------------------------------------
-- Filled by `migrate` from the ROLE rows of the modules. Those known before, for what stands in org.pracownik_rola:
CREATE TABLE org.rola (
    nazwa    text PRIMARY KEY CHECK (nazwa ~ '^[a-z_]+$'),
    etykieta text NOT NULL,
    modul    text NOT NULL
);
ALTER TABLE org.rola ENABLE ROW LEVEL SECURITY;
ALTER TABLE org.rola FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON org.rola FOR SELECT USING (true);
CREATE POLICY zmiana ON org.rola TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT ON org.rola TO eurzad_program;
INSERT INTO org.rola
SELECT r, r, 'org/kadry' FROM unnest('{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy,administrator}'::text[]) r;

ALTER TABLE org.pracownik_rola
    DROP CONSTRAINT pracownik_rola_rola_check,
    ADD FOREIGN KEY (rola) REFERENCES org.rola,
    ADD CONSTRAINT pracownik_rola_region_check CHECK (rola <> 'region' OR jst = '08');

-- ---- accounts of clerks ------------------------------------------------------------------------------------------
CREATE FUNCTION org.wolne_konto_pracownika(p_konto bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET app.kind = 'system' AS $$
    SELECT EXISTS (SELECT FROM org.konto k WHERE k.id = p_konto AND k.rodzaj = 'pracownik')
       AND NOT EXISTS (SELECT FROM org.pracownik p WHERE p.konto_id = p_konto)
$$;
REVOKE ALL ON FUNCTION org.wolne_konto_pracownika FROM PUBLIC;
GRANT EXECUTE ON FUNCTION org.wolne_konto_pracownika TO eurzad_program;

-- The administrator of the region (role region in unit 08) sees in every unit who works there, in which komórki and in
-- what roles, and appoints administrators; nothing else of another unit is his.
CREATE POLICY region ON org.komorka FOR SELECT USING ((SELECT app_region()));
CREATE POLICY region_dodaje ON org.komorka FOR INSERT WITH CHECK ((SELECT app_region()));
CREATE POLICY region ON org.pracownik FOR SELECT USING ((SELECT app_region()));
CREATE POLICY region_dodaje ON org.pracownik FOR INSERT WITH CHECK ((SELECT app_region()));
CREATE POLICY region ON org.pracownik_rola FOR SELECT USING ((SELECT app_region()));
CREATE POLICY region_dodaje ON org.pracownik_rola FOR INSERT
    WITH CHECK ((SELECT app_region()) AND rola = 'administrator');
CREATE POLICY region_odbiera ON org.pracownik_rola FOR DELETE
    USING ((SELECT app_region()) AND rola = 'administrator');

-- Of the clerks, an administrator writes in his unit and the region's anywhere; nobody gives a role to himself by being
-- a clerk, and nobody makes a clerk of an account that is a citizen's or somebody else's already.
CREATE POLICY pisze_insert ON org.komorka AS RESTRICTIVE FOR INSERT
    WITH CHECK ((SELECT app_may('{clerk,system}', '{administrator}')) OR (SELECT app_region()));
CREATE POLICY pisze_update ON org.komorka AS RESTRICTIVE FOR UPDATE
    USING ((SELECT app_may('{clerk,system}', '{administrator}')));
CREATE POLICY pisze_insert ON org.pracownik AS RESTRICTIVE FOR INSERT
    WITH CHECK ((SELECT app_kind()) = 'system'
                OR (((SELECT app_may('{clerk}', '{administrator}')) OR (SELECT app_region()))
                    AND org.wolne_konto_pracownika(konto_id)));
CREATE POLICY pisze_update ON org.pracownik AS RESTRICTIVE FOR UPDATE
    USING ((SELECT app_may('{clerk,system}', '{administrator}')));
CREATE POLICY pisze_insert ON org.pracownik_rola AS RESTRICTIVE FOR INSERT
    WITH CHECK ((SELECT app_may('{clerk,system}', '{administrator}')) OR (SELECT app_region()));
CREATE POLICY pisze_delete ON org.pracownik_rola AS RESTRICTIVE FOR DELETE
    USING ((SELECT app_may('{clerk,system}', '{administrator}')) OR (SELECT app_region()));
REVOKE UPDATE ON org.pracownik FROM eurzad_program;
GRANT UPDATE (stanowisko, komorka_id, kieruje, aktywny) ON org.pracownik TO eurzad_program;

-- One's own account is read; passwords, second factors and the kind of account change in modules/org/konto, as the system.
DROP POLICY wlasne ON org.konto;
CREATE POLICY wlasne ON org.konto FOR SELECT USING (id = (SELECT app_konto()));

-- ---- files -------------------------------------------------------------------------------------------------------
-- Written through store.zapisz() and store.dopisz(), which the owner of the tables runs; read by clerks who may read
-- letters, and by citizens and partners when a row of theirs names the file. The public reads none.
REVOKE INSERT ON store.blob, store.blob_czesc FROM eurzad_program;
CREATE FUNCTION store.moj(p_jst text, p_sha256 text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT false';
DROP POLICY jednostka ON store.blob;
DROP POLICY jednostka ON store.blob_czesc;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['store.blob', 'store.blob_czesc'] LOOP
        EXECUTE format('CREATE POLICY czytanie ON %s FOR SELECT USING (jst = (SELECT app_jst())
            AND ((SELECT app_may(''{clerk,system}'', ''{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy}''))
                 OR ((SELECT app_may(''{citizen,partner}'', NULL)) AND store.moj(jst, sha256))))', t);
        EXECUTE format('CREATE POLICY dopisywanie ON %s TO CURRENT_USER USING (jst = (SELECT app_jst()))
            WITH CHECK (jst = (SELECT app_jst()))', t);
    END LOOP;
END $$;
CREATE INDEX upo_sha256 ON esp.upo (jst, sha256);
CREATE INDEX utrwalenie_lt ON esp.utrwalenie (jst, lt_sha256) WHERE lt_sha256 IS NOT NULL;

-- ---- what citizens and partners write ----------------------------------------------------------------------------
ALTER POLICY wlasciciel ON esp.zalacznik
    WITH CHECK ((SELECT app_may('{citizen,partner}', NULL)) AND jst = (SELECT app_jst())
                AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = zalacznik.jst AND d.id = dokument_id));
ALTER POLICY obywatel ON forms.szkic_plik
    WITH CHECK ((SELECT app_kind()) = 'citizen' AND jst = (SELECT app_jst())
                AND EXISTS (SELECT FROM forms.szkic s WHERE s.jst = szkic_plik.jst AND s.id = szkic_id));
-- A document waits for its number once it has come in, and only the kancelaria sends letters to accounts.
ALTER POLICY wplyw ON eod.do_rejestracji
    WITH CHECK (jst = (SELECT app_jst()) AND (SELECT app_may('{citizen,partner}', NULL))
                AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = do_rejestracji.jst AND d.id = dokument_id));
DROP POLICY obywatel ON esp.doreczenie;
CREATE POLICY obywatel ON esp.doreczenie FOR SELECT
    USING ((SELECT app_kind()) = 'citizen' AND konto_id = (SELECT app_konto()));
CREATE POLICY obywatel_odbiera ON esp.doreczenie FOR UPDATE
    USING ((SELECT app_kind()) = 'citizen' AND konto_id = (SELECT app_konto()) AND jst = (SELECT app_jst()));
-- A receipt is published as it was issued, by the one for whom it was.
ALTER POLICY jednostka ON esp.upo_publiczne
    WITH CHECK (jst = (SELECT app_jst()) AND (SELECT app_may('{citizen,partner,system}', NULL))
                AND EXISTS (SELECT FROM esp.upo u WHERE u.jst = upo_publiczne.jst AND u.numer = upo_publiczne.numer
                               AND u.sha256 = upo_publiczne.sha256));
ALTER POLICY powtorka ON job.zadanie
    USING ((jst IS NULL OR jst = (SELECT app_jst())) AND (SELECT app_may('{citizen,clerk,partner,system}', NULL)));
ALTER POLICY zlecanie ON job.zadanie
    WITH CHECK ((jst IS NULL OR jst = (SELECT app_jst())) AND (SELECT app_may('{citizen,clerk,partner,system}', NULL)));

-- ---- the trail ---------------------------------------------------------------------------------------------------
-- Who acted and when is taken from the settings of the transaction, no longer from arguments.
DROP FUNCTION audit.dopisz(text, text, bigint, bigint, text, text, timestamptz, json);
CREATE FUNCTION audit.moje_obiekty() RETURNS text[] LANGUAGE sql STABLE AS
    $$ SELECT coalesce(array_agg(nazwa), '{}') FROM audit.obiekt WHERE role IS NULL OR role && app_roles() $$;
DROP POLICY jednostka ON audit.zdarzenie;
CREATE POLICY jednostka ON audit.zdarzenie FOR SELECT
    USING (jst = (SELECT app_jst())
           AND ((SELECT app_kind()) = 'system'
                OR ((SELECT app_kind()) = 'clerk' AND obiekt = ANY ((SELECT audit.moje_obiekty())::text[]))));
SELECT tenant_table('audit.glowa', '{system}');
SELECT tenant_table('audit.lancuch_w_glowie', '{system}');
UPDATE audit.obiekt SET role = '{administrator}' WHERE nazwa IN ('pracownik', 'pracownik_rola');
DELETE FROM audit.obiekt WHERE tabela IN ('audit.glowa'::regclass, 'audit.lancuch_w_glowie'::regclass);

-- ---- what nobody needs -------------------------------------------------------------------------------------------
REVOKE ALL ON public.migracja FROM PUBLIC;
