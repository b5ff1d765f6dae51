-- Run last by every `eurzad-admin migrate`, in the transaction that made the functions: drops those whose text is gone
-- from db/functions, looks at the bodies of the rest now that everything they name exists, and puts right what a restore
-- into a new database leaves open.

SET LOCAL check_function_bodies = on;

DO $$
DECLARE
    f   record;
    old text;
BEGIN
    CREATE TEMP TABLE made ON COMMIT DROP AS
    SELECT p.oid, l.lanname, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS nazwa
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
     WHERE p.xmin = pg_current_xact_id()::xid; -- made or replaced by this transaction
    IF NOT EXISTS (SELECT FROM made) THEN
        RETURN; -- the files have not changed
    END IF;
    FOR f IN SELECT * FROM made LOOP
        IF f.lanname = 'sql' THEN
            PERFORM fmgr_sql_validator(f.oid);
        ELSIF f.lanname = 'plpgsql' THEN
            PERFORM plpgsql_validator(f.oid);
        END IF;
    END LOOP;
    FOR old IN DELETE FROM public.funkcja o WHERE NOT EXISTS (SELECT FROM made m WHERE m.nazwa = o.nazwa)
               RETURNING o.nazwa LOOP
        EXECUTE 'DROP ROUTINE IF EXISTS ' || old;
    END LOOP;
    INSERT INTO public.funkcja (nazwa, sha256) SELECT nazwa, '' FROM made ON CONFLICT DO NOTHING;
END $$;

-- Only eurzad-admin asks what was applied, and reads dictionaries through temporary tables.
REVOKE ALL ON public.migracja, public.funkcja FROM PUBLIC;
GRANT SELECT ON public.migracja, public.funkcja TO eurzad_admin;
GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO eurzad_program;
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO eurzad_admin', current_database());
END $$;
