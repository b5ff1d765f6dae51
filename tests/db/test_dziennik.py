"""The trail cannot be rewritten by a program, and what a database administrator does to it is found and named."""
import json
import re

import stack
import tap
from stack import PROGRAMS, UNIT

LOCKS = ("journal",)

OBJECT = 990000


def setup_module():
    """Three chains of their own; everything is taken away again at the end."""
    with stack.superuser() as db:
        db.act("system", UNIT, aktor="Łucja Żak", stanowisko="st.\nspec.")
        db.run("SET LOCAL ROLE eurzad_web")
        for lp in range(1, 6):
            for offset in range(3):
                db.run("SELECT audit.dopisz('proba.krok', 'proba', %s, NULL, %s)",
                       OBJECT + offset, json.dumps({"lp": lp, "tekst": "zażółć \"gęślą\"\n"}))
        db.commit()


def teardown_module():
    with stack.superuser() as db:
        db.run("DELETE FROM audit.zdarzenie WHERE obiekt = 'proba'")
        db.run("DELETE FROM audit.glowa WHERE obiekt = 'proba'")
        db.commit()


def verify(unit=UNIT):
    done = stack.admin("journal", "verify", unit, check=False)
    return done.returncode, done.stdout


def tampered(*statements):
    """Does it as superuser, verifies, puts everything back; returns what verify said."""
    with stack.superuser() as db:
        before = (db.rows("SELECT * FROM audit.zdarzenie WHERE obiekt = 'proba'"),
                  db.rows("SELECT * FROM audit.glowa WHERE obiekt = 'proba'"))
        for sql in statements:
            assert db.run(sql) > 0, sql
        db.commit()
    try:
        status, text = verify()
    finally:
        _restore(*before)
    assert status == 1, (status, text)
    assert verify()[0] == 0, "not restored"
    return text


def _restore(events, heads):
    with stack.superuser() as db:
        db.run("DELETE FROM audit.zdarzenie WHERE obiekt = 'proba'")
        db.run("DELETE FROM audit.glowa WHERE obiekt = 'proba'")
        for event in events:
            event = [json.dumps(v) if isinstance(v, (dict, list)) else v for v in event]
            db.run(f"INSERT INTO audit.zdarzenie OVERRIDING SYSTEM VALUE VALUES ({', '.join(['%s'] * len(event))})",
                   *event)
        for head in heads:
            db.run("INSERT INTO audit.glowa VALUES (%s, %s, %s, %s, %s)", *head)
        db.commit()


def named(text, offset, lp):
    found = re.search(r"zdarzenie proba/(\d+) nr (\d+)", text)
    assert found and found.groups() == (str(OBJECT + offset), str(lp)), text


def test_an_untouched_trail_is_in_order():
    status, text = verify()
    assert status == 0 and re.search(r"OK: \d+ zdarzeń w \d+ łańcuchach", text), text
    assert int(re.search(r"OK: (\d+)", text).group(1)) >= 15


def test_all_units_are_looked_at_without_a_code():
    done = stack.admin("journal", "verify", check=False)
    assert done.returncode == 0, done.stdout


def test_programs_cannot_write_into_the_trail():
    for role in PROGRAMS:
        for kind in ("clerk", "system"):
            with stack.program(role, kind, jst=UNIT, konto=1, user=1) as db:
                for sql in ("UPDATE audit.zdarzenie SET aktor = 'ktoś'", "DELETE FROM audit.zdarzenie",
                            "TRUNCATE audit.zdarzenie", "UPDATE audit.glowa SET lp = lp + 1", "DELETE FROM audit.glowa",
                            "INSERT INTO audit.glowa VALUES ('" + UNIT + "', 'proba', 1, 1, '')",
                            "ALTER TABLE audit.zdarzenie DISABLE ROW LEVEL SECURITY",
                            "DROP TABLE audit.zdarzenie", "SET ROLE eurzad_owner",
                            "CREATE OR REPLACE FUNCTION audit.skrot(z audit.zdarzenie) RETURNS bytea LANGUAGE sql AS"
                            " 'SELECT NULL::bytea'"):
                    assert db.refused(sql) == "42501", (role, sql)


def test_the_public_and_partners_cannot_read_it():
    for kind in ("public", "partner"):
        with stack.program("eurzad_web", kind, jst=UNIT, partner="x") as db:
            assert db.value("SELECT count(*) FROM audit.zdarzenie") == 0


def test_changed_events_are_named():
    for column, text in (("dane", "'{\"lp\": 9}'"), ("aktor", "'Ktoś Inny'"), ("stanowisko", "'wójt'"),
                         ("czas", "czas + interval '1 microsecond'"), ("typ", "'proba.inna'"), ("konto_id", "5"),
                         ("pracownik_id", "5"), ("sprawa_id", "1"), ("hash", "sha256(hash)"),
                         ("poprzedni_hash", "sha256(poprzedni_hash)")):
        said = tampered(f"UPDATE audit.zdarzenie SET {column} = {text} WHERE obiekt_id = {OBJECT + 1} AND lp = 3"
                        " AND obiekt = 'proba'")
        named(said, 1, 3)


def test_a_changed_event_with_a_matching_hash_breaks_the_next():
    where = f"obiekt = 'proba' AND obiekt_id = {OBJECT} AND lp = 2"
    said = tampered(f"UPDATE audit.zdarzenie SET aktor = 'Ktoś Inny' WHERE {where}",
                    f"UPDATE audit.zdarzenie z SET hash = audit.skrot(z) WHERE {where}")
    named(said, 0, 3)


def test_a_deleted_event_is_noticed_at_the_one_after_it():
    named(tampered(f"DELETE FROM audit.zdarzenie WHERE obiekt = 'proba' AND obiekt_id = {OBJECT} AND lp = 4"), 0, 5)
    named(tampered(f"DELETE FROM audit.zdarzenie WHERE obiekt = 'proba' AND obiekt_id = {OBJECT} AND lp = 1"), 0, 2)


def test_a_deleted_end_is_noticed():
    said = tampered(f"DELETE FROM audit.zdarzenie WHERE obiekt = 'proba' AND obiekt_id = {OBJECT + 2} AND lp = 5")
    assert f"proba/{OBJECT + 2}" in said and "nr 4" in said, said


def test_a_deleted_chain_is_noticed():
    said = tampered(f"DELETE FROM audit.zdarzenie WHERE obiekt = 'proba' AND obiekt_id = {OBJECT + 2}")
    assert f"proba/{OBJECT + 2}" in said and "usunięto wszystkie" in said, said


def test_swapped_events_are_named():
    where = f"obiekt = 'proba' AND obiekt_id = {OBJECT + 1}"
    said = tampered(f"UPDATE audit.zdarzenie SET lp = 100 WHERE {where} AND lp = 2",
                    f"UPDATE audit.zdarzenie SET lp = 2 WHERE {where} AND lp = 3",
                    f"UPDATE audit.zdarzenie SET lp = 3 WHERE {where} AND lp = 100")
    named(said, 1, 2)


def test_an_inserted_event_is_named():
    copy = ("INSERT INTO audit.zdarzenie (jst, obiekt, obiekt_id, lp, czas, typ, konto_id, pracownik_id, aktor,"
            " stanowisko,"
            " sprawa_id, dane, poprzedni_hash, hash) SELECT jst, obiekt, obiekt_id, lp + 1, czas, typ, konto_id,"
            " pracownik_id, aktor, stanowisko, sprawa_id, dane, hash, hash FROM audit.zdarzenie"
            f" WHERE obiekt = 'proba' AND obiekt_id = {OBJECT} AND lp = 5")
    named(tampered(copy), 0, 6)


def test_an_inserted_event_with_a_good_hash_does_not_fit_the_head():
    where = f"obiekt = 'proba' AND obiekt_id = {OBJECT}"
    said = tampered("INSERT INTO audit.zdarzenie (jst, obiekt, obiekt_id, lp, czas, typ, konto_id, pracownik_id, aktor,"
                    " stanowisko, sprawa_id, dane, poprzedni_hash, hash) SELECT jst, obiekt, obiekt_id, lp + 1, czas,"
                    " typ,"
                    " konto_id, pracownik_id, aktor, stanowisko, sprawa_id, dane, hash, hash FROM audit.zdarzenie"
                    f" WHERE {where} AND lp = 5",
                    f"UPDATE audit.zdarzenie z SET hash = audit.skrot(z) WHERE {where} AND lp = 6")
    assert f"proba/{OBJECT}" in said and "zapisany koniec" in said, said


def test_a_rewritten_head_is_noticed():
    said = tampered(f"UPDATE audit.glowa SET lp = 4 WHERE obiekt = 'proba' AND obiekt_id = {OBJECT}")
    assert f"proba/{OBJECT}" in said, said


def test_an_event_moved_to_another_object_is_noticed():
    said = tampered(f"UPDATE audit.zdarzenie SET obiekt_id = {OBJECT + 9} WHERE obiekt = 'proba'"
                    f" AND obiekt_id = {OBJECT} AND lp = 5")
    named(said, 9, 5)  # where it stands now it follows nothing


def test_a_deleted_head_with_its_chain_left_is_noticed():
    said = tampered(f"DELETE FROM audit.glowa WHERE obiekt = 'proba' AND obiekt_id = {OBJECT + 1}")
    assert f"proba/{OBJECT + 1}" in said, said


if __name__ == "__main__":
    tap.main()
