"""Migrations: from an empty database, again, edited afterwards."""
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
    _outside("CREATE DATABASE " + DATABASE + " OWNER eurzad_owner ENCODING 'UTF8' LOCALE_PROVIDER icu"
             " ICU_LOCALE 'pl-PL' LOCALE 'C.UTF-8' TEMPLATE template0")
    with stack.superuser(DATABASE) as db:
        db.run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        db.commit()


def teardown_module():
    _drop()
    shutil.rmtree(folder)


def _outside(sql):
    db = stack.superuser("postgres")
    db.connection.autocommit = True
    db.run(sql)
    db.close()


def _drop():
    _outside(f"DROP DATABASE IF EXISTS {DATABASE} (FORCE)")


def _files():
    return sorted(f for f in os.listdir(os.path.join(folder, "db/migrations")) if f.endswith(".sql"))


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
            SELECT 'function', oid::regprocedure::text, coalesce(proacl::text, '') FROM pg_proc
             WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
            UNION ALL
            SELECT 'grants', oid::regclass::text, coalesce(relacl::text, '') FROM pg_class
             WHERE relkind IN ('r', 'v') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
            ORDER BY 1, 2, 3""")


def test_a_every_file_applies_to_an_empty_database_in_order():
    done = stack.admin("migrate", conf=conf)
    applied = re.findall(r"zastosowano (\S+)", done.stdout)
    assert applied == _files(), done.stdout
    numbers = [int(name[:4]) for name in applied]
    assert numbers == list(range(1, len(numbers) + 1)), numbers


def test_b_the_result_is_what_the_stack_has():
    assert _shape(DATABASE) == _shape(env("PGDATABASE"))


def test_c_a_second_run_changes_nothing():
    before = _shape(DATABASE)
    done = stack.admin("migrate", conf=conf)
    assert "zastosowano" not in done.stdout
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
        assert db.value("SELECT count(*) FROM org.konto") == 7
        assert db.value("SELECT count(*) FROM org.pracownik") == 6


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
        db.run("DELETE FROM public.migracja WHERE nazwa = (SELECT max(nazwa) FROM public.migracja)")
        db.commit()
    assert stack.admin("ready", conf=conf, check=False).returncode != 0
    assert stack.admin("ready").returncode == 0


if __name__ == "__main__":
    tap.main()
