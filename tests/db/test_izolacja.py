"""Row-level security, generated from the catalogue: for each tenant table a row of unit B is made (past constraints,
in a transaction that is rolled back), then principals of unit A and other persons try to read, change, delete and
insert it."""
import psycopg2

import stack
import tap
from stack import OTHER as B
from stack import PROGRAMS
from stack import UNIT as A
from test_schemat import tenant_tables

ALONE = True  # locks whole tables

OWNER_KONTO, OTHER_KONTO = 900001, 900002  # whose the row is, and somebody else
OWNER_PARTNER, OTHER_PARTNER = "partner_b", "partner_a"

# What a principal may see of a unit that is not his, or of another person's: deliberate, each with the reason.
PUBLIC_KNOWLEDGE = {
    ("org.komorka", "citizen"): "how an office is divided is public information",
}
# Inside the unit somebody acts in (a citizen filing there) he needs these; they hold nothing of a person.
SHARED_IN_UNIT = {"org.licznik"} | {t for t, _ in PUBLIC_KNOWLEDGE}

REFUSED = {"42501"}  # insufficient_privilege: no grant, or a policy's WITH CHECK


def setup_module():
    global db
    db = stack.superuser()


def teardown_module():
    db.connection.rollback()
    db.close()


def columns(table):
    """(name, type, is identity) of what an INSERT gives."""
    return db.rows("SELECT attname, format_type(atttypid, NULL), attidentity <> '' FROM pg_attribute"
                   " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
                   " ORDER BY attnum", table)


def value_for(name, kind, unit):
    if name == "jst":
        return unit
    if name == "konto_id" or name == "adresat_konto_id":
        return OWNER_KONTO
    if name == "partner":
        return OWNER_PARTNER
    return {"text": "x", "bigint": 7, "integer": 7, "boolean": True, "bytea": b"x", "json": "{}", "jsonb": "{}",
            "date": "2026-01-02", "timestamp with time zone": "2026-01-02 10:00:00+00", "numeric": 1}[kind]


def insert_into(table, unit, with_identity=True):
    fields = [(n, t) for n, t, identity in columns(table) if with_identity or not identity]
    names = ", ".join(n for n, _ in fields)
    marks = ", ".join(["%s"] * len(fields))
    overriding = " OVERRIDING SYSTEM VALUE" if with_identity else ""
    return (f"INSERT INTO {table} ({names}){overriding} VALUES ({marks})", [value_for(n, t, unit) for n, t in fields])


def make_row(table, unit):
    """A row past every constraint: checks and unique keys are dropped for this transaction, references not followed."""
    for name, kind in db.rows("SELECT conname, contype FROM pg_constraint WHERE conrelid = %s::regclass"
                              " AND contype = 'c'", table):
        db.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    db.run("SET LOCAL session_replication_role = replica")
    db.run(f"DELETE FROM {table}")
    sql, args = insert_into(table, unit)
    db.run(sql, *args)
    db.run("SET LOCAL session_replication_role = origin")


def as_program(role, kind, unit, konto=0, partner=""):
    db.run("RESET ROLE")
    db.act(kind, unit, konto, 7 if kind == "clerk" else 0, partner)
    db.run(f"SET LOCAL ROLE {role}")


def visible(table, unit=B):
    db.run("SAVEPOINT look")
    try:
        return db.value(f"SELECT count(*) FROM {table} WHERE jst = %s", unit)
    except psycopg2.errors.InsufficientPrivilege:
        db.run("ROLLBACK TO look")
        return 0


def attempt(sql, *args):
    """Rows touched; 0 when refused for rights; any other failure is a failure of the test."""
    db.run("SAVEPOINT attempt")
    try:
        n = db.run(sql, *args)
        db.run("ROLLBACK TO attempt")
        return n
    except psycopg2.Error as error:
        db.run("ROLLBACK TO attempt")
        if error.pgcode in REFUSED:
            return 0
        return f"{error.pgcode} {error}"


def touch(table, role):
    """What the present principal can do to rows of unit B: names of what succeeded."""
    done = []
    column = db.value("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT"
                      " attisdropped"
                      " AND attgenerated = '' AND attidentity = ''"
                      " AND has_column_privilege(%s, attrelid, attnum, 'UPDATE') ORDER BY attname = 'jst' LIMIT 1",
                      table, role)
    if attempt(f"UPDATE {table} SET {column or 'jst'} = {column or 'jst'} WHERE jst = %s", B) != 0:
        done.append("update")
    if attempt(f"DELETE FROM {table} WHERE jst = %s", B) != 0:
        done.append("delete")
    sql, args = insert_into(table, B, with_identity=False)
    if attempt(sql, *args) != 0:
        done.append("insert")
    return done


def strangers():
    """Principals who have nothing to do with unit B: (label, role, kind, konto, partner)."""
    for role in PROGRAMS:
        yield f"clerk of A as {role}", role, "clerk", OTHER_KONTO, ""
        yield f"citizen in A as {role}", role, "citizen", OTHER_KONTO, ""
        yield f"partner in A as {role}", role, "partner", 0, OTHER_PARTNER
        yield f"public in A as {role}", role, "public", 0, ""


def _leaks(table):
    found = []
    for label, role, kind, konto, partner in strangers():
        as_program(role, kind, A, konto, partner)
        if visible(table) and (table, kind) not in PUBLIC_KNOWLEDGE:
            found.append(f"{label} sees it")
        found += [f"{label}: {deed}" for deed in touch(table, role)]
    return found


def _case(table):
    def run():
        db.connection.rollback()
        make_row(table, B)
        as_program("eurzad_jobs", "system", B)
        assert visible(table) == 1 or stack.value("SELECT NOT has_table_privilege('eurzad_jobs', %s, 'SELECT')",
                                                  table), \
            "the row is not there even for the system: this test proves nothing"
        faults = _leaks(table)
        faults += _other_persons(table)
        faults += _without_settings(table)
        faults += _moving(table)
        db.connection.rollback()
        assert faults == [], faults
    return run


def _other_persons(table):
    """Acting in unit B itself, yet not the person the row is about; and the public."""
    found = []
    if table in SHARED_IN_UNIT:
        return found
    for kind, konto, partner in (("citizen", OTHER_KONTO, ""), ("partner", 0, OTHER_PARTNER), ("public", 0, "")):
        as_program("eurzad_web", kind, B, konto, partner)
        if visible(table):
            found.append(f"another {kind} in B sees it")
        found += [f"another {kind} in B: {deed}" for deed in touch(table, "eurzad_web") if deed != "insert"]
    return found


def _without_settings(table):
    """A forgotten setting is an error or nothing at all, never rows."""
    db.run("RESET ROLE")
    for name in ("kind", "jst", "konto", "user", "partner"):
        db.run(f"SELECT set_config('app.{name}', '', true)")
    db.run("SET LOCAL ROLE eurzad_web")
    db.run("SAVEPOINT look")
    try:
        n = db.value(f"SELECT count(*) FROM {table}")
    except psycopg2.Error:
        n = 0
    db.run("ROLLBACK TO look")
    return [f"{n} rows without a principal"] if n else []


def _moving(table):
    """A row of one's own unit cannot be pushed into another."""
    db.run("RESET ROLE")
    make_row(table, A)
    found = []
    for kind in ("clerk", "citizen", "partner", "system"):
        as_program("eurzad_web", kind, A, OWNER_KONTO, OWNER_PARTNER)
        if attempt(f"UPDATE {table} SET jst = %s WHERE jst = %s", B, A) != 0:
            found.append(f"{kind} moves a row to another unit")
    return found


def test_a_setting_that_is_missing_altogether_is_an_error():
    # Policies ask once a statement, at its first row; an empty table has none to refuse.
    full = {t for t in stack.table_names() if stack.value(f"SELECT EXISTS (SELECT FROM {t})")}
    assert {"org.pracownik", "org.komorka", "org.pracownik_rola"} <= full
    for role in PROGRAMS:
        with stack.Db(user=role) as fresh:
            for table in ("eod.sprawa", "esp.dokument", "store.blob", "audit.zdarzenie", "org.pracownik",
                          "org.komorka", "org.pracownik_rola"):
                if table in full:
                    assert fresh.refused(f"SELECT * FROM {table}") == "42704", (role, table)


def test_the_settings_do_not_outlive_their_transaction():
    with stack.Db(user="eurzad_web") as fresh:
        fresh.act("clerk", A, 1, 1)
        fresh.connection.commit()
        # PostgreSQL keeps the name with an empty text; an empty principal must match no policy.
        assert not fresh.value("SELECT count(*) FROM org.pracownik")
        fresh.connection.rollback()


def test_what_the_queue_holds_is_for_its_program_alone():
    with stack.program("eurzad_web", "system", jst=B) as web:
        assert web.refused("SELECT dane FROM job.zadanie") == "42501"
        assert web.refused("UPDATE job.zadanie SET stan = 'zrobione'") == "42501"


def test_what_belongs_to_no_unit_is_not_for_everybody():
    konto = stack.value("SELECT id FROM org.konto WHERE login = 'obywatel'")
    for kind in ("clerk", "citizen", "partner", "public"):
        with stack.program("eurzad_web", kind, jst=A, konto=OTHER_KONTO) as web:
            for table in ("org.konto", "org.obywatel", "org.token", "org.logowanie"):
                assert web.value(f"SELECT count(*) FROM {table}") == 0, (kind, table)
            assert web.run("UPDATE org.konto SET haslo = haslo WHERE id = %s", konto) == 0
            assert web.refused("UPDATE org.jst SET nazwa = nazwa") == "42501"
            assert web.refused("DELETE FROM org.jst") == "42501"
            new = "INSERT INTO eod.jrwa_wykaz (poziom, nazwa, valid_from) VALUES ('G', 'x', now())"
            assert web.refused(new) == "42501"


def test_what_everybody_may_read_is_written_by_its_unit_alone():
    for table in ("esp.upo_publiczne", "eod.pismo_publiczne", "audit.lisc", "audit.glowa_drzewa"):
        db.connection.rollback()
        make_row(table, B)
        for label, role, kind, konto, partner in strangers():
            as_program(role, kind, A, konto, partner)
            assert visible(table) == 1, (table, label)
            assert touch(table, role) == [], (table, label, touch(table, role))
    db.connection.rollback()


def test_law_is_read_by_all_what_a_unit_sets_in_that_unit_alone_and_written_by_neither():
    for table in ("prawo.parametr", "prawo.parametr_stan"):
        db.connection.rollback()
        make_row(table, B)
        for label, role, kind, konto, partner in strangers():
            as_program(role, kind, A, konto, partner)
            assert visible(table) == 0, (table, label)
            assert touch(table, role) == [], (table, label, touch(table, role))
        for kind in ("public", "citizen", "clerk", "partner"):
            as_program("eurzad_web", kind, B, OTHER_KONTO, OTHER_PARTNER)
            assert visible(table) == 1, (table, kind)
            assert touch(table, "eurzad_web") == [], (table, kind, touch(table, "eurzad_web"))
        assert _without_settings(table) == []
        db.run("RESET ROLE")
        make_row(table, "")
        for label, role, kind, konto, partner in strangers():
            as_program(role, kind, A, konto, partner)
            assert visible(table, "") == 1, (table, label)
            assert touch(table, role) == [], (table, label, touch(table, role))
    db.connection.rollback()


# One case for each tenant table.
for _table in tenant_tables() if __name__ == "__main__" else ():
    globals()["test_table_" + _table.replace(".", "_")] = _case(_table)

if __name__ == "__main__":
    tap.main()
