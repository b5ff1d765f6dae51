"""Who reaches what by SQL alone: every table × every kind and role × reading and writing, against tests/db/table.expected.

The file is the reviewed truth, one line a table; a difference fails in either direction. It is written anew with
    EURZAD_WRITE=1 ./eurzad test db/test_dostep
and then read line by line before it is committed. Words in it:

    office     clerks of the unit with one role each: kancelaria, dekretujacy, referent, akceptujacy, podpisujacy
    bez_roli   a clerk of the unit who has no role that counts there: he calls himself administrator of the region
    obcy       a clerk of another unit with all roles there; shown nowhere unless he reaches a row of this one
    region     the administrator of the region, in his own unit
    citizen, partner   those whom the row is about; inny_* the others

Every table has one row of the unit, about the same citizen and partner, referring to the others by the same ids. What a
policy lets through and a constraint then refuses counts as reached."""
import functools
import os
import shutil
import tempfile

import psycopg2

import stack
import tap
from stack import OFFICE_ROLES as OFFICE

DATABASE = "eurzad_proba_dostepu"
UNIT, ELSEWHERE = "0803012", "0801062"
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "table.expected")
OWNER, STRANGER, FREE, CLERK = 900001, 900002, 900003, 7  # FREE: a clerk's account that is in no unit yet
ROLES = OFFICE.split() + ["administrator"]
# Where any other word would show less than the policies say.
SPECIAL = {("org.konto", "rodzaj"): "pracownik", ("org.pracownik_rola", "rola"): "administrator",
           ("audit.zdarzenie", "obiekt"): "dokument", ("audit.zdarzenie", "typ"): "dokument.zlozony"}
DEEDS = ("reads", "inserts", "updates", "deletes")


def setup_module():
    global folder, db
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    os.chmod(folder, 0o755)
    conf = stack.make_database(DATABASE, folder)
    stack.admin("migrate", conf=conf)
    db = stack.superuser(DATABASE)
    for table in tables():
        _make_row(table)
    db.run("INSERT INTO org.konto (id, login, rodzaj, email, haslo) OVERRIDING SYSTEM VALUE"
           " VALUES (%s, 'free', 'pracownik', 'f', 'x')", FREE)


def teardown_module():
    db.connection.rollback()
    db.close()
    stack.drop_database(DATABASE)
    shutil.rmtree(folder)


def tables():
    return [t for t in db.column("SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND"
                                 " c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|public$)' ORDER BY 1")]


# ---- one row of every table -----------------------------------------------------------------------------------------
def _columns(table):
    return db.rows("SELECT attname, format_type(atttypid, NULL), attidentity <> '' FROM pg_attribute"
                   " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
                   " ORDER BY attnum", table)


def _value(table, name, kind):
    if name == "jst" or (table == "org.jst" and name == "teryt"):
        return UNIT
    if name in ("konto_id", "adresat_konto_id") or (table == "org.konto" and name == "id"):
        return OWNER
    if (table, name) in SPECIAL:
        return SPECIAL[table, name]
    if name == "partner":
        return "partner"
    if name == "sha256" or name.endswith("_sha256"):
        return "x"
    return {"text": "x", "bigint": CLERK, "integer": 7, "boolean": True, "bytea": b"x", "json": "{}", "jsonb": "{}",
            "date": "2026-01-02", "timestamp with time zone": "2026-01-02 10:00:00+00", "numeric": 1, "text[]": "{x}",
            "regclass": "org.jst", "inet[]": "{127.0.0.1}"}[kind]


def _insert(table, with_identity):
    fields = [(n, t) for n, t, identity in _columns(table) if with_identity or not identity]
    return (f"INSERT INTO {table} ({', '.join(n for n, _ in fields)}){' OVERRIDING SYSTEM VALUE' if with_identity else ''}"
            f" VALUES ({', '.join(['%s'] * len(fields))})", [_value(table, n, t) for n, t in fields])


def _make_row(table):
    for name in db.column("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", table):
        db.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    db.run("SET LOCAL session_replication_role = replica")
    if table not in ("audit.obiekt", "audit.typ", "org.rola"):  # made by migrate, and needed as they are
        db.run(f"DELETE FROM {table}")
        sql, args = _insert(table, with_identity=True)
        db.run(sql, *args)
    db.run("SET LOCAL session_replication_role = origin")


# ---- who tries ------------------------------------------------------------------------------------------------------
def _principals():
    """(word of the file, settings)"""
    yield "public", dict(kind="public", jst=UNIT)
    yield "citizen", dict(kind="citizen", jst=UNIT, konto=OWNER)
    yield "inny_citizen", dict(kind="citizen", jst=UNIT, konto=STRANGER)
    yield "partner", dict(kind="partner", jst=UNIT, partner="partner")
    yield "inny_partner", dict(kind="partner", jst=UNIT, partner="inny")
    for role in ROLES:
        yield role, dict(kind="clerk", jst=UNIT, konto=STRANGER, user=CLERK, roles=role)
    yield "bez_roli", dict(kind="clerk", jst=UNIT, konto=STRANGER, user=CLERK, roles="region")
    yield "obcy", dict(kind="clerk", jst=ELSEWHERE, konto=STRANGER, user=CLERK, roles=" ".join(ROLES + ["region"]))
    yield "region", dict(kind="clerk", jst="08", konto=STRANGER, user=CLERK, roles="region")
    yield "system", dict(kind="system", jst=UNIT)


def _attempt(sql, *args):
    """Did it reach a row? Refused for rights: no. Stopped by a constraint only: yes."""
    db.run("SAVEPOINT attempt")
    try:
        return db.run(sql, *args) > 0
    except psycopg2.errors.InsufficientPrivilege:
        return False
    except psycopg2.IntegrityError:
        return True
    finally:
        db.run("ROLLBACK TO attempt")


def _changeable(table):
    return db.value("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
                    " AND attgenerated = '' AND attidentity = '' AND has_column_privilege('eurzad_web', attrelid, attnum,"
                    " 'UPDATE') ORDER BY attname = 'jst' LIMIT 1", table)


def _deeds(table, who):
    column = _changeable(table)
    sql, args = _insert(table, with_identity=False)
    if table == "org.pracownik":
        args = [FREE if value == OWNER else value for value in args]
    db.act(**who)
    db.run("SET LOCAL ROLE eurzad_web")
    done = [_attempt(f"SELECT 1 FROM {table} LIMIT 1"), _attempt(sql, *args),
            bool(column) and _attempt(f"UPDATE {table} SET {column} = {column}"), _attempt(f"DELETE FROM {table}")]
    db.run("RESET ROLE")
    return done


def _words(names):
    office = OFFICE.split()
    if all(role in names for role in office):
        names = [n for n in names if n not in office]
        names.insert(sum(n in ("public", "citizen", "inny_citizen", "partner", "inny_partner") for n in names), "office")
    return " ".join(names)


def _line(table):
    reached = {deed: [] for deed in DEEDS}
    for word, who in _principals():
        for deed, done in zip(DEEDS, _deeds(table, who)):
            if done:
                reached[deed].append(word)
    said = "; ".join(f"{deed}: {_words(names)}" for deed, names in reached.items() if names)
    return f"{table} {said or 'nobody as eurzad_web'}"


def _expected():
    with open(EXPECTED, encoding="utf-8") as file:
        return [line for line in file.read().split("\n") if line and not line.startswith("#")]


def _write(lines):
    with open(EXPECTED, encoding="utf-8") as file:
        head = [line for line in file.read().split("\n") if line.startswith("#")]
    with open(EXPECTED, "w", encoding="utf-8") as file:
        file.write("\n".join(head + lines) + "\n")


def test_a_every_table_is_reached_by_those_of_the_file_and_nobody_else():
    found = [_line(table) for table in tables()]
    assert len(found) > 35
    if os.environ.get("EURZAD_WRITE"):
        _write(found)
    faults = [f"- {line}" for line in _expected() if line not in found]
    faults += [f"+ {line}" for line in found if line not in _expected()]
    assert faults == [], "\n".join(["tests/db/table.expected is not what the database does:"] + faults)


def apart(test):
    """What the test does is undone."""
    @functools.wraps(test)
    def run():
        db.run("RESET ROLE")
        db.run("SAVEPOINT test")
        try:
            test()
        finally:
            db.run("ROLLBACK TO test")
    return run


# ---- the mechanism on a table of its own ------------------------------------------------------------------------------
def _payroll():
    db.run("SET LOCAL ROLE eurzad_owner")
    db.act("system")
    db.run("CREATE TABLE org.lista_plac (jst text, id bigint, kwota numeric, PRIMARY KEY (jst, id))")
    db.run("SELECT tenant_table('org.lista_plac', '{clerk,system}', '{placowy}')")
    db.run("SELECT tenant_writers('org.lista_plac', '{placowy}', '{}', '{}')")
    db.run("GRANT SELECT, INSERT, UPDATE, DELETE ON org.lista_plac TO eurzad_program")
    db.run("RESET ROLE")
    db.run("INSERT INTO org.lista_plac VALUES (%s, 1, 5000), (%s, 1, 7000)", UNIT, ELSEWHERE)


def _as(kind, jst=UNIT, roles="", **who):
    db.run("RESET ROLE")
    db.act(kind, jst, roles=roles, user=CLERK if kind == "clerk" else 0, **who)
    db.run("SET LOCAL ROLE eurzad_web")


@apart
def test_b_a_referent_reads_no_payroll_and_whoever_makes_it_does():
    _payroll()
    for roles, seen in (("referent", []), (OFFICE + " administrator", []), ("", []), ("placowy", [5000]),
                        ("referent placowy", [5000])):
        _as("clerk", roles=roles)
        assert db.column("SELECT kwota FROM org.lista_plac") == seen, roles
    _as("clerk", ELSEWHERE, "placowy")
    assert db.column("SELECT kwota FROM org.lista_plac") == [7000]
    assert db.refused("INSERT INTO org.lista_plac VALUES (%s, 2, 1)", UNIT) == "42501"
    _as("clerk", roles="placowy")
    assert db.refused("INSERT INTO org.lista_plac VALUES (%s, 2, 1)", UNIT) is None
    assert db.refused("UPDATE org.lista_plac SET kwota = 0") == "42501"
    assert db.value("SELECT kwota FROM org.lista_plac WHERE id = 1 FOR UPDATE") == 5000
    assert db.run("DELETE FROM org.lista_plac") == 0
    _as("clerk", roles="referent")
    assert db.refused("INSERT INTO org.lista_plac VALUES (%s, 3, 1)", UNIT) == "42501"
    for kind in ("public", "citizen", "partner"):
        _as(kind)
        assert db.column("SELECT kwota FROM org.lista_plac") == [], kind


@apart
def test_c_nor_does_he_read_its_events_or_write_any():
    _payroll()
    _as("clerk", roles="placowy")
    db.run("SELECT audit.dopisz('sprawa.zalozona', 'lista_plac', 1, NULL, '{}')")
    read = "SELECT count(*) FROM audit.zdarzenie WHERE obiekt = 'lista_plac'"
    assert db.value(read) == 1
    _as("clerk", roles="referent")
    assert db.value(read) == 0
    assert db.refused("SELECT audit.dopisz('sprawa.zalozona', 'lista_plac', 1, NULL, '{}')") == "42501"


# ---- the holes ----------------------------------------------------------------------------------------------------
@apart
def test_d_the_public_and_strangers_read_no_file():
    for kind, konto in (("public", 0), ("citizen", STRANGER), ("partner", 0)):
        _as(kind, konto=konto)
        for table in ("store.blob", "store.blob_czesc"):
            assert db.value(f"SELECT count(*) FROM {table}") == 0, (kind, table)
        for sql in ("SELECT store.zapisz('x', 1, NULL)", "SELECT store.dopisz('x', 0, 'y')"):
            assert kind != "public" or db.refused(sql) == "42501"
        assert db.refused("INSERT INTO store.blob (jst, sha256, rozmiar) VALUES (%s, 'y', 1)", UNIT) == "42501"
    _as("citizen", konto=OWNER)
    assert db.value("SELECT count(*) FROM store.blob_czesc") == 1
    _as("clerk", roles="administrator")
    assert db.value("SELECT count(*) FROM store.blob_czesc") == 0


@apart
def test_e_nothing_is_put_into_anothers_document_or_draft():
    attachment = "INSERT INTO esp.zalacznik VALUES (%s, 7, 8, 'n', 'm', 'x', 1)"
    file = "INSERT INTO forms.szkic_plik (jst, szkic_id, nazwa, mime, sha256, rozmiar) VALUES (%s, 7, 'n', 'm', 'x', 1)"
    for konto in (STRANGER, OWNER):
        _as("citizen", konto=konto)
        assert _attempt(attachment, UNIT) == (konto == OWNER), konto
        assert _attempt(file, UNIT) == (konto == OWNER), konto


@apart
def test_f_a_receipt_is_published_as_it_was_issued():
    publish = "INSERT INTO esp.upo_publiczne VALUES ('y', %s, 'UPP', %s, 'z', now(), now())"
    db.run("SET LOCAL session_replication_role = replica")
    db.run("INSERT INTO esp.upo VALUES (%s, 'y', 'UPP', 8, NULL, %s, NULL, 'sha-y', now(), now())", UNIT, OWNER)
    db.run("SET LOCAL session_replication_role = origin")
    _as("citizen", konto=OWNER)
    assert db.refused(publish, UNIT, "another") == "42501"
    assert db.refused(publish, UNIT, "sha-y") is None
    _as("citizen", konto=STRANGER)
    assert db.refused(publish, UNIT, "sha-y") == "42501"


@apart
def test_g_nobody_gives_himself_a_role():
    grant = "INSERT INTO org.pracownik_rola VALUES (%s, 7, 'administrator')"
    for roles in [OFFICE, ""] + OFFICE.split():
        _as("clerk", roles=roles)
        assert db.refused(grant, UNIT) == "42501", roles
        assert db.run("DELETE FROM org.pracownik_rola") == 0
        assert db.run("UPDATE org.pracownik SET aktywny = true") == 0
    _as("clerk", roles="administrator")
    assert _attempt(grant, UNIT)


@apart
def test_h_no_clerk_is_made_of_a_citizens_account_or_of_one_that_is_taken():
    add = ("INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id)"
           " VALUES (%s, %s, 'A', 'B', 'c', 7)")
    db.run("SET LOCAL session_replication_role = replica")
    db.run("INSERT INTO org.konto (id, login, rodzaj, email, haslo) OVERRIDING SYSTEM VALUE VALUES"
           " (800001, 'a', 'obywatel', 'a', 'x')")
    db.run("SET LOCAL session_replication_role = origin")
    for roles, jst in (("administrator", UNIT), ("region", "08")):
        _as("clerk", jst, roles)
        assert db.refused(add, UNIT, 800001) == "42501", roles  # a citizen's
        assert db.refused(add, UNIT, OWNER) == "42501", roles   # of a clerk already
        assert _attempt(add, UNIT, FREE), roles
    _as("clerk", roles=OFFICE)
    assert db.refused(add, UNIT, FREE) == "42501"


@apart
def test_i_one_changes_no_account_not_even_ones_own():
    for kind in ("citizen", "clerk"):
        _as(kind, konto=OWNER)
        assert db.value("SELECT count(*) FROM org.konto") == 1
        assert db.run("UPDATE org.konto SET rodzaj = 'pracownik', totp = NULL") == 0


@apart
def test_j_the_public_writes_no_event_and_orders_no_work():
    _as("public")
    assert db.refused("SELECT audit.dopisz('dokument.zlozony', 'dokument', 7, NULL, '{}')") == "42501"
    assert db.refused("INSERT INTO job.zadanie (jst, rodzaj, dane) VALUES (%s, 'mail', '{}')", UNIT) == "42501"


@apart
def test_k_the_time_and_the_name_of_an_event_are_those_of_the_transaction():
    _as("citizen", konto=OWNER, aktor="Jan Kowalski")
    db.run("SELECT audit.dopisz('dokument.zlozony', 'dokument', 7, NULL, '{}')")
    db.run("RESET ROLE")
    assert db.rows("SELECT aktor, czas = now() FROM audit.zdarzenie WHERE obiekt = 'dokument'"
                   " AND obiekt_id = 7 AND aktor <> 'x'") == [("Jan Kowalski", True)]
    assert db.value("SELECT count(*) FROM pg_proc WHERE proname = 'dopisz' AND pronamespace = 'audit'::regnamespace"
                    " AND pg_get_function_identity_arguments(oid) ~ 'aktor|czas|timestamp'") == 0


# ---- the administrator of the region -----------------------------------------------------------------------------------
@apart
def test_l_the_region_appoints_administrators_and_gives_no_other_role():
    _as("clerk", "08", "region")
    for role in ROLES + ["region"]:
        assert _attempt("INSERT INTO org.pracownik_rola VALUES (%s, 7, %s)", UNIT, role) == (role == "administrator"), role
    assert db.run("UPDATE org.pracownik SET aktywny = false") == 0
    for jst in (UNIT, ELSEWHERE):  # the role means nothing in another unit
        _as("clerk", jst, "region")
        assert db.refused("INSERT INTO org.pracownik_rola VALUES (%s, 7, 'administrator')", UNIT) == "42501"


if __name__ == "__main__":
    tap.main()
