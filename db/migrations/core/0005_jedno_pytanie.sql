-- One question a policy. (SELECT app_x()) is asked once a statement, but each has a plan of its own to begin and to end; on the
-- pages of a clerk, a few rows from many tables, that cost more than the rows did. Two of them in one policy become one: a
-- unit, an account or a partner is compared with what is NULL when the caller is none of those who may.
CREATE FUNCTION app_unit(kinds text[], roles text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_may(kinds, roles) THEN app_jst() END;
CREATE FUNCTION app_citizen() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_kind() = 'citizen' THEN app_konto() END;
CREATE FUNCTION app_caller() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_kind() = 'partner' THEN app_partner() END;
CREATE FUNCTION app_writes(roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_kind() <> 'clerk' OR app_roles() && roles;

-- As in 0003, with one question each.
CREATE OR REPLACE FUNCTION tenant_table(t regclass, kinds text[], roles text[] DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    rule text := format('jst = (SELECT app_unit(%L, %L))', kinds, roles);
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS jednostka ON %s', t);
    EXECUTE format('CREATE POLICY jednostka ON %s USING (%s) WITH CHECK (%2$s)', t, rule);
    INSERT INTO audit.obiekt AS o SELECT relname, oid, roles FROM pg_class WHERE oid = t
    ON CONFLICT (nazwa) DO UPDATE SET role = EXCLUDED.role WHERE o.tabela = EXCLUDED.tabela;
END $$;

CREATE OR REPLACE FUNCTION tenant_writers(t regclass, inserting text[], changing text[], deleting text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    rule CONSTANT text := '(SELECT app_writes(%L))';
BEGIN
    EXECUTE format('DROP POLICY IF EXISTS pisze_insert ON %s', t);
    EXECUTE format('DROP POLICY IF EXISTS pisze_update ON %s', t);
    EXECUTE format('DROP POLICY IF EXISTS pisze_delete ON %s', t);
    EXECUTE format('CREATE POLICY pisze_insert ON %s AS RESTRICTIVE FOR INSERT WITH CHECK (' || rule || ')', t, inserting);
    EXECUTE format('CREATE POLICY pisze_update ON %s AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (' || rule || ')', t,
                   changing);
    EXECUTE format('CREATE POLICY pisze_delete ON %s AS RESTRICTIVE FOR DELETE USING (' || rule || ')', t, deleting);
END $$;

-- The policies there are, as the database writes them.
CREATE FUNCTION pg_temp.asked_once(rule text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    unit    CONSTANT text := '\(jst = \( SELECT app_jst\(\) AS app_jst\)\)';
    may     CONSTANT text := '\( SELECT app_may\(([^()]*(?:\(\))?[^()]*)\) AS app_may\)';
    kind    CONSTANT text := '\( SELECT app_kind\(\) AS app_kind\)';
    citizen CONSTANT text := '\(konto_id = \( SELECT app_konto\(\) AS app_konto\)\)';
    partner CONSTANT text := '\(partner = \( SELECT app_partner\(\) AS app_partner\)\)';
BEGIN
    rule := regexp_replace(rule, unit || ' AND ' || may, '(jst = (SELECT app_unit(\1)))', 'g');
    rule := regexp_replace(rule, may || ' AND ' || unit, '(jst = (SELECT app_unit(\1)))', 'g');
    rule := regexp_replace(rule, '\(' || kind || ' = ''citizen''::text\) AND ' || citizen, '(konto_id = (SELECT app_citizen()))', 'g');
    rule := regexp_replace(rule, '\(' || kind || ' = ''partner''::text\) AND ' || partner, '(partner = (SELECT app_caller()))', 'g');
    RETURN regexp_replace(rule, '\(' || kind || ' <> ''clerk''::text\) OR \(\( SELECT app_roles\(\) AS app_roles\) && ([^()]*(?:\(\))?)\)',
                          '(SELECT app_writes(\1))', 'g');
END $$;

DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT polname, polrelid::regclass AS t, pg_get_expr(polqual, polrelid) AS u,
                    pg_get_expr(polwithcheck, polrelid) AS c
               FROM pg_policy LOOP
        EXECUTE format('ALTER POLICY %I ON %s', p.polname, p.t)
                || coalesce(' USING (' || pg_temp.asked_once(p.u) || ')', '')
                || coalesce(' WITH CHECK (' || pg_temp.asked_once(p.c) || ')', '');
    END LOOP;
END $$;
DROP FUNCTION pg_temp.asked_once;
