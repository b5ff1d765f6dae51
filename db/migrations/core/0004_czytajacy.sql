-- Who reads letters and cases is named once: the policies ask app_czytajacy() where each had the list of five roles.
CREATE FUNCTION app_czytajacy() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy}'::text[];

DO $$
DECLARE
    p record;
    roles CONSTANT text := '''{kancelaria,dekretujacy,referent,akceptujacy,podpisujacy}''::text[]';
BEGIN
    FOR p IN SELECT polname, polrelid::regclass AS t, pg_get_expr(polqual, polrelid) AS u,
                    pg_get_expr(polwithcheck, polrelid) AS c
               FROM pg_policy LOOP
        CONTINUE WHEN concat(p.u, p.c) NOT LIKE '%' || roles || '%';
        EXECUTE format('ALTER POLICY %I ON %s', p.polname, p.t)
                || coalesce(' USING (' || replace(p.u, roles, 'app_czytajacy()') || ')', '')
                || coalesce(' WITH CHECK (' || replace(p.c, roles, 'app_czytajacy()') || ')', '');
    END LOOP;
END $$;
