"""Migrations and functions: from an empty database, again, edited afterwards; areas and their list."""
import os
import re
import shutil
import tempfile

import stack
import tap
from tap import env

DATABASE = "eurzad_proba_migracji"


def setup_module():
    global folder, conf
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    os.chmod(folder, 0o755)
    shutil.copytree(os.path.join(env("EURZAD_SHARE"), "db"), os.path.join(folder, "db"), symlinks=False)
    conf = stack.conf_with(os.path.join(folder, "eurzad.conf"), share_dir=folder,
                           db=f"host='{env('PGHOST')}' dbname={DATABASE}")
    _drop()
    _make()


def teardown_module():
    _drop()
    shutil.rmtree(folder)


def _outside(sql):
    db = stack.superuser("postgres")
    db.connection.autocommit = True
    db.run(sql)
    db.close()


def _make():
    _outside("CREATE DATABASE " + DATABASE + " OWNER eurzad_owner ENCODING 'UTF8' LOCALE_PROVIDER icu"
             " ICU_LOCALE 'pl-PL' LOCALE 'C.UTF-8' TEMPLATE template0")
    with stack.superuser(DATABASE) as db:
        db.run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        db.commit()


def _drop():
    _outside(f"DROP DATABASE IF EXISTS {DATABASE} (FORCE)")


def _path(*names):
    return os.path.join(folder, "db", *names)


def _write(path, text, mode="w"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, mode, encoding="utf-8") as file:
        file.write(text)


def _areas():
    with open(_path("migrations/order"), encoding="utf-8") as file:
        return [line.split("#")[0].strip() for line in file if line.split("#")[0].strip()]


def _sql(folder_name):
    return sorted(f for f in os.listdir(_path("migrations", folder_name)) if f.endswith(".sql"))


def _files():
    """Every migration in the order in which it must be applied."""
    return _sql("") + [f"{area}/{name}" for area in _areas() for name in _sql(area)]


def _migrate(check=True):
    return stack.admin("migrate", conf=conf, check=check)


def _refused(word):
    """migrate and ready both refuse with that word; nothing changes."""
    before = _shape(DATABASE)
    for command in ("migrate", "ready"):
        done = stack.admin(command, conf=conf, check=False)
        assert done.returncode != 0 and word in done.stderr, (command, done.stdout, done.stderr)
    assert _shape(DATABASE) == before


def _shape(dbname):
    """Tables with columns, constraints, policies, functions and grants, as one comparable list."""
    with stack.superuser(dbname) as db:
        return db.rows("""
            SELECT 'column', table_schema || '.' || table_name || '.' || column_name, data_type || is_nullable
              FROM information_schema.columns WHERE table_schema !~ '^(pg_|information_schema)'
            UNION ALL
            SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid)
              FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema)'
            UNION ALL
            SELECT 'policy', schemaname || '.' || tablename || '.' || policyname,
                   concat_ws('|', roles::text, cmd, qual, with_check) FROM pg_policies
            UNION ALL
            SELECT 'function', oid::regprocedure::text, concat_ws('|', proacl, proconfig, prosrc, pg_get_function_sqlbody(oid)) FROM pg_proc
             WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
            UNION ALL
            SELECT 'grants', oid::regclass::text, coalesce(relacl::text, '') FROM pg_class
             WHERE relkind IN ('r', 'v') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
            ORDER BY 1, 2, 3""")


def test_a_every_file_applies_to_an_empty_database_in_order():
    done = stack.admin("migrate", conf=conf)
    applied = re.findall(r"zastosowano (\S+)", done.stdout)
    assert applied == _files(), done.stdout
    for area in [""] + _areas():
        numbers = [int(name[:4]) for name in _sql(area)]
        assert numbers == list(range(1, len(numbers) + 1)), (area, numbers)
    assert done.stdout.endswith("odtworzono funkcje\n"), done.stdout


def test_b_the_result_is_what_the_stack_has():
    assert _shape(DATABASE) == _shape(env("PGDATABASE"))


def test_c_a_second_run_changes_nothing():
    before = _shape(DATABASE)
    done = stack.admin("migrate", conf=conf)
    assert "zastosowano" not in done.stdout and "odtworzono" not in done.stdout
    assert _shape(DATABASE) == before


def test_d_seed_is_idempotent_and_brings_95_units():
    stack.admin("seed", conf=conf)
    with stack.superuser(DATABASE) as db:
        first = db.rows("SELECT * FROM org.jst ORDER BY teryt"), db.rows("SELECT * FROM eod.jrwa_klasa ORDER BY 1, 2")
    assert len(first[0]) == 95
    stack.admin("seed", conf=conf)
    with stack.superuser(DATABASE) as db:
        assert first == (db.rows("SELECT * FROM org.jst ORDER BY teryt"),
                         db.rows("SELECT * FROM eod.jrwa_klasa ORDER BY 1, 2"))


def test_e_demo_is_idempotent():
    for _ in range(2):
        stack.admin("demo", conf=conf)
    with stack.superuser(DATABASE) as db:
        assert db.value("SELECT count(*) FROM org.konto") == 8
        assert db.value("SELECT count(*) FROM org.pracownik") == 7


def test_f_an_edited_migration_is_refused_and_named():
    path = os.path.join(folder, "db/migrations", _files()[0])
    with open(path, "a", encoding="utf-8") as file:
        file.write("-- one more comment\n")
    before = _shape(DATABASE)
    done = stack.admin("migrate", conf=conf, check=False)
    assert done.returncode != 0
    assert _files()[0] in done.stderr and "zmieniona" in done.stderr, done.stderr
    assert _shape(DATABASE) == before


def test_g_a_failing_migration_leaves_nothing_behind():
    source = os.path.join(env("EURZAD_SHARE"), "db/migrations", _files()[0])
    shutil.copy(source, os.path.join(folder, "db/migrations", _files()[0]))
    with open(os.path.join(folder, "db/migrations/9999_zla.sql"), "w", encoding="utf-8") as file:
        file.write("CREATE TABLE org.polowa (a int);\nSELECT 1 / 0;\n")
    done = stack.admin("migrate", conf=conf, check=False)
    assert done.returncode != 0
    with stack.superuser(DATABASE) as db:
        assert db.value("SELECT to_regclass('org.polowa')") is None
        assert db.value("SELECT count(*) FROM public.migracja WHERE nazwa LIKE '9999%%'") == 0


def test_h_a_database_without_the_latest_migration_is_not_ready():
    with stack.superuser(DATABASE) as db:
        db.run("DELETE FROM public.migracja WHERE nazwa = (SELECT nazwa FROM public.migracja ORDER BY applied_at DESC LIMIT 1)")
        db.commit()
    assert stack.admin("ready", conf=conf, check=False).returncode != 0
    assert stack.admin("ready").returncode == 0


def test_i_areas_and_their_list_must_agree():
    shutil.rmtree(_path())
    shutil.copytree(os.path.join(env("EURZAD_SHARE"), "db"), _path())
    _again()
    _write(_path("migrations/obcy/0001_x.sql"), "SELECT 1;\n")
    _refused("migrations/obcy")
    shutil.rmtree(_path("migrations/obcy"))
    _write(_path("migrations/order"), "nigdzie # no such folder\n", "a")
    _refused("migrations/nigdzie")


def _again():
    """The database from nothing, with the files as they are."""
    _drop()
    _make()
    _migrate()


def _function(text):
    _write(_path("functions/zz.sql"), text)


def test_j_functions_are_made_again_when_their_text_changes_and_dropped_when_it_is_gone():
    with open(_path("migrations/order"), encoding="utf-8") as file:
        text = file.read()
    _write(_path("migrations/order"), text.replace("nigdzie # no such folder\n", ""))
    _function("CREATE OR REPLACE FUNCTION org.proba(a int) RETURNS int LANGUAGE sql AS $$ SELECT a + 1 $$;\n")
    assert "db/functions" in stack.admin("ready", conf=conf, check=False).stderr
    before = _shape(DATABASE)
    assert _migrate().stdout == "odtworzono funkcje\n"
    assert _migrate().stdout == ""
    assert "migracje: " in stack.admin("ready", conf=conf).stdout
    with stack.superuser(DATABASE) as db:
        assert db.value("SELECT org.proba(1)") == 2
    _function("CREATE OR REPLACE FUNCTION org.proba(a int, b int) RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;\n")
    _migrate()
    with stack.superuser(DATABASE) as db:
        assert db.column("SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'proba'") == [
            "org.proba(integer,integer)"]
    os.remove(_path("functions/zz.sql"))
    _migrate()
    assert _shape(DATABASE) == before


def test_k_a_function_that_names_what_is_not_there_leaves_everything_as_it_was():
    before = _shape(DATABASE)
    for body in ("LANGUAGE sql AS $$ SELECT nie_ma FROM org.jst $$", "LANGUAGE plpgsql AS $$ BEGIN RETURN 1 $$"):
        _function(f"CREATE OR REPLACE FUNCTION org.proba() RETURNS text {body};\n")
        done = _migrate(check=False)
        assert done.returncode != 0 and "finish.sql" in done.stderr, (body, done.stderr)
        assert _shape(DATABASE) == before
    os.remove(_path("functions/zz.sql"))


def test_l_what_a_restore_leaves_open_is_closed_again():
    with stack.superuser(DATABASE) as db:
        db.run(f"GRANT TEMPORARY ON DATABASE {DATABASE} TO PUBLIC")
        db.run("GRANT SELECT ON public.migracja TO PUBLIC")
        db.commit()
    _migrate()
    with stack.superuser(DATABASE) as db:
        assert not db.value("SELECT has_database_privilege('eurzad_web', current_database(), 'TEMPORARY')")
        assert db.value("SELECT has_database_privilege('eurzad_admin', current_database(), 'TEMPORARY')")
        assert not db.value("SELECT has_table_privilege('eurzad_web', 'public.migracja', 'SELECT')")
        assert db.value("SELECT has_table_privilege('eurzad_admin', 'public.migracja', 'SELECT')")


if __name__ == "__main__":
    tap.main()
