-- The one step that takes a database administrator: the owner role, the database, the extensions. Safe to repeat.
--     psql -X -v ON_ERROR_STOP=1 -U postgres -d postgres -f setup.sql
-- Everything else is made by `eurzad-admin migrate` as eurzad_owner, which is no superuser and passes no row security.
-- The Polish dictionary comes from the package hunspell-pl and, once a machine, `pg_updatedicts`.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'eurzad_owner') THEN
        CREATE ROLE eurzad_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB CREATEROLE;
    END IF;
END $$;

SELECT 'CREATE DATABASE eurzad OWNER eurzad_owner ENCODING ''UTF8'' LOCALE_PROVIDER icu ICU_LOCALE ''pl-PL'''
       ' LOCALE ''C.UTF-8'' TEMPLATE template0'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'eurzad')
\gexec

REVOKE ALL ON DATABASE eurzad FROM PUBLIC;
GRANT CONNECT ON DATABASE eurzad TO PUBLIC;

\connect eurzad
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- What PostgreSQL gives to everybody and no program needs: large objects, and locks that outlive their transaction.
DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT oid FROM pg_proc
              WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_|loread$|lowrite$|pg_(try_)?advisory_)' LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    END LOOP;
    GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO eurzad_owner WITH GRANT OPTION;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'eurzad_program') THEN
        GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO eurzad_program; -- migrate does it too
    END IF;
END $$;

-- Functions that act as the system carry "SET app.kind" in their definition; the owner of such a function needs this.
GRANT SET ON PARAMETER "app.kind" TO eurzad_owner;
