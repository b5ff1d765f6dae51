"""The schema against its own rules: policies, keys that begin with the unit, roles, every statement of the programs."""
import re

import psycopg2

import sqlfiles
import stack
import tap
from stack import PROGRAMS

# Tables that belong to no unit, each with the reason.
NOT_TENANT = {
    "org.jst": "the list of units itself",
    "org.konto": "accounts belong to the region",
    "org.obywatel": "a citizen's own data, in no unit",
    "org.token": "links of accounts",
    "org.logowanie": "wrong passwords by log-in name",
    "eod.jrwa_wykaz": "dictionary of a level of government",
    "eod.jrwa_klasa": "dictionary of a level of government",
    "job.zadanie": "the queue, also for work of no unit",
    "job.okres": "the calendar of jobs, of no unit",
    "audit.typ": "the dictionary of events",
    "esp.upo_publiczne": "found by the number alone, without knowing the unit",
    "eod.pismo_publiczne": "found by the number alone, without knowing the unit",
    "ca.lista": "trusted lists are the same for all",
    "ca.kotwica": "whom we trust is the same for all",
    "ca.wersja": "one number for all anchors",
    "ca.dowod": "a cache of what authorities publish",
    "ca.dowod_certyfikatu": "index of that cache",
    "esp.partner": "a system calls, whatever the unit",
    "esp.partner_prawo": "what a system may do in one unit or in all",
    "esp.partner_wersja": "one number for all partners",
    "audit.obiekt": "which clerks read events about what is the same in every unit",
    "org.rola": "the roles of the modules are the same in every unit",
    "audit.lisc": "published: everybody may check any unit's tree",
    "audit.glowa_drzewa": "published: everybody may check any unit's tree",
    "prawo.parametr": "national law belongs to no unit; rows of units: test_izolacja",
    "prawo.parametr_stan": "as prawo.parametr",
}


def tenant_tables():
    return [t for t in stack.table_names() if t not in NOT_TENANT]


def test_the_exceptions_exist():
    assert not set(NOT_TENANT) - set(stack.table_names())


def test_row_security_is_enabled_and_forced_everywhere():
    bad = stack.table_names("AND NOT (c.relrowsecurity AND c.relforcerowsecurity)")
    assert bad == [], bad


def test_every_table_has_a_policy():
    bad = stack.table_names("AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)")
    assert bad == [], bad


def test_views_obey_the_policies_of_their_reader():
    bad = stack.rows("SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'v'"
                     " AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
                     " AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)")
    assert bad == [], bad


def _key(table, kind):
    return [row[0] for row in stack.rows(
        "SELECT array_agg(a.attname::text ORDER BY k.ord) FROM pg_constraint c,"
        " unnest(c.conkey) WITH ORDINALITY k(att, ord) JOIN pg_attribute a ON true"
        " WHERE a.attrelid = c.conrelid AND a.attnum = k.att AND c.conrelid = %s::regclass AND c.contype = %s"
        " GROUP BY c.oid", table, kind)]


def test_the_unit_comes_first_in_every_primary_key():
    bad = {t: _key(t, "p") for t in tenant_tables() if not all(k[0] == "jst" for k in _key(t, "p")) or not _key(t, "p")}
    assert bad == {}, bad


def test_the_unit_is_part_of_every_unique_key():
    # A unique key over all units would tell one unit what another has. UPO numbers are unique in the whole region.
    allowed = {("esp.upo", ("numer",))}
    bad = [(t, tuple(k)) for t in tenant_tables() for k in _key(t, "u") if k[0] != "jst"]
    assert set(bad) - allowed == set(), bad


def test_the_unit_comes_first_in_every_reference_between_tenant_tables():
    tenants = set(tenant_tables())
    bad = []
    for name, source, target, columns, targets in stack.rows(
            "SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,"
            " (SELECT array_agg(a.attname::text ORDER BY o) FROM unnest(c.conkey) WITH ORDINALITY k(n, o)"
            "    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n),"
            " (SELECT array_agg(a.attname::text ORDER BY o) FROM unnest(c.confkey) WITH ORDINALITY k(n, o)"
            "    JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n)"
            " FROM pg_constraint c WHERE c.contype = 'f'"):
        if target in tenants and (columns[0] != "jst" or targets[0] != "jst"):
            bad.append((source, name, columns))
    assert bad == [], bad


def test_columns_that_name_a_row_of_a_tenant_table_have_a_foreign_key():
    # Every *_id column of a tenant table is the end of some reference, or is listed here with the reason.
    allowed = {
        ("audit.zdarzenie", "obiekt_id"): "an event may be about any table",
        ("audit.zdarzenie", "konto_id"): "the trail outlives what it tells of",
        ("audit.zdarzenie", "pracownik_id"): "the trail outlives what it tells of",
        ("audit.zdarzenie", "sprawa_id"): "the trail outlives what it tells of",
        ("audit.glowa", "obiekt_id"): "as in audit.zdarzenie",
        ("audit.lancuch_w_glowie", "obiekt_id"): "as in audit.zdarzenie",
        ("prawo.slad", "obiekt_id"): "a trace may be about any table",
        ("esp.upo", "konto_id"): "copied from the document or delivery for the policy",
        ("esp.dokument", "nadawca_id"): "the sender's own identifier, a text",
        ("esp.dokument", "nadawca_typ_id"): "kind of that identifier, a text",
    }
    bad = [(t, c) for t, c in stack.rows(
        "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid"
        " WHERE r.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attname LIKE '%%\\_id'"
        " AND r.relnamespace::regnamespace::text !~ '^(pg_|information_schema|public)'"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = a.attrelid"
        "                 AND a.attnum = ANY (c.conkey))") if (t, c) not in allowed]
    assert bad == [], bad


def test_program_roles_own_nothing_and_bypass_nothing():
    bad = stack.rows("SELECT rolname FROM pg_roles WHERE rolname LIKE 'eurzad%%'"
                     " AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreatedb)")
    assert bad == [], bad
    owned = stack.rows("SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                       " WHERE r.rolname IN ('eurzad_web', 'eurzad_soap', 'eurzad_jobs', 'eurzad_admin',"
                       " 'eurzad_program')")
    assert owned == [], owned
    for role in PROGRAMS:
        assert not stack.value("SELECT pg_has_role(%s, 'eurzad_owner', 'MEMBER')", role), role


def test_nobody_has_rights_through_public():
    bad = stack.rows("SELECT c.oid::regclass::text, c.relacl::text FROM pg_class c, aclexplode(c.relacl) x"
                     " WHERE x.grantee = 0"
                     " AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|public)'")
    assert bad == [], bad


def test_functions_that_act_for_their_owner_have_a_fixed_search_path_and_are_not_public():
    bad = stack.rows("SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef"
                     " AND pronamespace::regnamespace::text !~ '^(pg_|information_schema)'"
                     " AND (NOT EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path=%%, pg_temp')"
                     "      OR proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) x WHERE x.grantee = 0))")
    assert bad == [], bad


def test_policies_ask_once_a_statement():
    """app_x() bare in a policy runs once a row: it is written (SELECT app_x())."""
    bad = stack.rows("SELECT polrelid::regclass::text, polname FROM pg_policy,"
                     " LATERAL (VALUES (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) e(text)"
                     " WHERE regexp_replace(e.text, '\\( SELECT (audit\\.)?[a-z_]+\\(([^()]|\\(\\))*\\)( AS [a-z_]+)?\\)', '', 'g') ~ '\\mapp_'")
    assert bad == [], bad


def test_programs_have_no_rights_they_do_not_need():
    for role in PROGRAMS:
        for function in ("lo_create(oid)", "lo_import(text)", "lo_get(oid)", "pg_advisory_lock(bigint)",
                         "pg_try_advisory_lock(bigint)", "pg_advisory_xact_lock(int,int)"):
            assert not stack.value("SELECT has_function_privilege(%s, %s, 'EXECUTE')", role, function), (role, function)
        assert stack.value("SELECT has_function_privilege(%s, 'pg_advisory_xact_lock(bigint)', 'EXECUTE')", role), role
        assert stack.value("SELECT has_table_privilege(%s, 'public.migracja', 'SELECT')", role) == (role == "eurzad_admin")
        assert stack.value("SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", role) == (
            role == "eurzad_admin"), role


def test_append_only_tables_grant_neither_update_nor_delete():
    for table in ("audit.zdarzenie", "audit.glowa", "esp.upo", "esp.upo_publiczne", "esp.dokument", "esp.zalacznik",
                  "store.blob", "eod.pismo_wersja", "eod.akceptacja", "esp.dokument_dowod", "esp.podpis_wynik",
                  "esp.utrwalenie", "ca.lista", "audit.lisc", "audit.lancuch_w_glowie", "prawo.slad",
                  "prawo.slad_parametr"):
        for role in PROGRAMS:
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                assert not stack.value("SELECT has_table_privilege(%s, %s, %s)", role, table, right), (table, role,
                                                                                                       right)


def test_every_statement_prepares_and_may_be_executed_by_its_program():
    faults = []
    connections = {role: stack.Db(user=role) for role in {s.role for s in sqlfiles.statements()}}
    for role, db in connections.items():
        if role == "eurzad_admin":
            for create in sqlfiles.seed_tables():
                db.run(create)
        db.run("SET plan_cache_mode = force_generic_plan")
        db.act("system", stack.UNIT, 1, 1, "p")
    for statement in sqlfiles.statements():
        db = connections[statement.role]
        arguments = "(" + ", ".join(["NULL"] * len(statement.args)) + ")" if statement.args else ""
        db.run("SAVEPOINT one")
        try:
            if statement.is_utility:
                assert statement.role == "eurzad_admin", statement.path
                continue
            db.run(f"PREPARE {statement.name} AS {statement.text}")
            if re.match(r"(SELECT|INSERT|UPDATE|DELETE|WITH)\b", statement.text):
                db.run(f"EXPLAIN EXECUTE {statement.name}{arguments}")  # rights are checked here
        except psycopg2.Error as error:
            faults.append(f"{statement.path}: {statement.name} as {statement.role}: {error}")
        db.run("ROLLBACK TO one")
        db.run("DEALLOCATE ALL")
    for db in connections.values():
        db.connection.rollback()
        db.close()
    assert len(sqlfiles.statements()) > 100
    assert faults == [], "\n".join(faults)


def test_the_names_of_statements_are_unique():
    names = [s.name for s in sqlfiles.statements()]
    double = sorted({n for n in names if names.count(n) > 1})
    assert double == [], double


if __name__ == "__main__":
    tap.main()
