"""A database that commit 6f8318b made, with a row in every table, keeps all of them through `eurzad-admin migrate`."""
import hashlib
import os
import shutil
import tempfile

import stack
import tap
from tap import env

DATABASE = "eurzad_proba_wydania"
ROWS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wydanie_6f8318b.sql")


def setup_module():
    global folder, conf
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    os.chmod(folder, 0o755)
    conf = stack.make_database(DATABASE, folder)


def teardown_module():
    stack.drop_database(DATABASE)
    shutil.rmtree(folder)


def _migrate_as_6f8318b():
    """What `migrate` of that commit did with the ten files, which have not changed since."""
    path = os.path.join(env("EURZAD_SHARE"), "db/migrations")
    names = sorted(f for f in os.listdir(path) if f.endswith(".sql"))
    assert len(names) == 10, names
    with stack.Db(DATABASE, "eurzad_owner") as db:
        db.run("CREATE TABLE public.migracja (nazwa text PRIMARY KEY, sha256 text NOT NULL,"
               " applied_at timestamptz NOT NULL DEFAULT now())")
        db.run("GRANT SELECT ON public.migracja TO PUBLIC")
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                text = file.read()
            for key, value in (("kind", "system"), ("jst", ""), ("konto", "0"), ("user", "0"), ("partner", "")):
                db.run(f"SELECT set_config('app.{key}', %s, true)", value)
            db.cursor.execute(text)
            db.run("INSERT INTO public.migracja VALUES (%s, %s)", name, hashlib.sha256(text).hexdigest())
            db.commit()


def _columns():
    """Of every table: its columns, as an expression that shows a row."""
    with stack.superuser(DATABASE) as db:
        return dict(db.rows(
            "SELECT c.oid::regclass::text, string_agg(quote_ident(a.attname), ', ' ORDER BY attnum)"
            "  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
            "   AND c.relname <> 'migracja' GROUP BY 1"))


def _content(columns):
    with stack.superuser(DATABASE) as db:
        return {t: sorted(db.column(f"SELECT row({c})::text FROM {t}")) for t, c in columns.items()}


def test_every_row_is_kept():
    _migrate_as_6f8318b()
    with open(ROWS, encoding="utf-8") as file, stack.superuser(DATABASE) as db:
        db.cursor.execute(file.read())
        db.commit()
    columns = _columns()
    before = _content(columns)
    empty = [t for t, found in before.items() if not found]
    assert empty == [], empty
    done = stack.admin("migrate", conf=conf)
    assert not any(f"zastosowano {n:04}" in done.stdout for n in range(1, 11)), done.stdout
    after = _content(columns)
    for table, rows in before.items():
        assert after[table] == rows, (table, rows, after[table])
    assert stack.admin("ready", conf=conf).returncode == 0


def test_the_programs_go_on_with_it():
    for command in ("seed", "demo"):
        stack.admin(command, conf=conf)
    done = stack.admin("journal", "verify", "0803012", conf=conf)
    assert "OK" in done.stdout, done.stdout
    with stack.Db(DATABASE, "eurzad_web") as db:
        db.act("citizen", "0801062", konto=1)
        assert db.column("SELECT tytul FROM esp.dokument") == ["Pismo ogólne"]


if __name__ == "__main__":
    tap.main()
