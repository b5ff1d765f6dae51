"""Trees of receipts and their heads: what a database administrator, or a hand in an exported file, changes is found and
named; an older copy put back is found against heads known from elsewhere."""
import json
import os
import re
import tempfile

import office
import stack
import tap
from stack import PROGRAMS
from tap import env

NEEDS = ("portal/weryfikacja",)
LOCKS = ("journal",)

DAYS = ("2026-03-02", "2026-03-03")


def setup_module():
    """Two closed days and one head of today, with letters really filed. The days are written into the receipts, past
    what programs can do, before anything is signed."""
    global unit, folder, exported
    unit = stack.UNIT
    stack.empty(unit)
    folder = tempfile.TemporaryDirectory(dir="/var/tmp")
    sender = office.QuickSender("obywatel")
    for day, n in ((DAYS[0], 5), (DAYS[1], 3), (None, 4)):
        for _ in range(n):
            at = sender.send_until_done(sender.draft())
            if day:
                move(office.number(at), day)
    stack.admin("drzewo", "zamknij", unit, "--dzien", "dzisiaj")
    sender.send_until_done(sender.draft())
    stack.admin("drzewo", "zamknij", unit, "--dzien", "dzisiaj")
    exported = export()


def move(dokument, day):
    with stack.superuser() as db:
        for table in ("esp.upo", "esp.upo_publiczne"):
            db.run(f"UPDATE {table} SET doreczono_at = %s, wystawiono_at = %s WHERE jst = %s AND numer LIKE %s",
                   day + " 12:00+01", f"{day} 12:00:{dokument % 60:02d}+01", unit, f"%{dokument:09d}")
        db.commit()


def teardown_module():
    folder.cleanup()


def export():
    return [json.loads(line) for line in stack.admin("journal", "export", unit).stdout.splitlines()]


def write(rows, name="dziennik.jsonl"):
    path = os.path.join(folder.name, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def verify_file(rows, heads=None, trust=None):
    words = ["journal", "verify", "--file", write(rows), "--trust", trust or env("EURZAD_TRUST")]
    if heads is not None:
        words += ["--heads", write(heads, "glowy.jsonl")]
    # A configuration that leads to no database: the check must not miss it.
    conf = stack.conf_with(os.path.join(folder.name, "conf"), db="host=/nie/ma/takiej dbname=x")
    done = stack.admin(*words, conf=conf, check=False)
    return done.returncode, done.stdout + done.stderr


def spoiled(change):
    """What the check says of the file after change(rows)."""
    rows = json.loads(json.dumps(exported))
    change(rows)
    status, said = verify_file(rows)
    assert status == 1, said
    return said


def places(rows, kind):
    return [i for i, row in enumerate(rows) if row["typ"] == kind]


def verify_database():
    done = stack.admin("journal", "verify", unit, check=False)
    return done.returncode, done.stdout


def tampered(*statements):
    """As superuser, in the database; put back afterwards from copies of the tables."""
    tables = ("audit.zdarzenie", "audit.glowa", "audit.lisc", "audit.lancuch_w_glowie", "audit.glowa_drzewa")
    with stack.superuser() as db:
        for i, table in enumerate(tables):
            db.run(f"CREATE TABLE public.kopia_{i} AS SELECT * FROM {table} WHERE jst = %s", unit)
        db.run("SET LOCAL session_replication_role = replica")
        for sql in statements:
            assert db.run(sql) > 0, sql
        db.commit()
    try:
        status, said = verify_database()
    finally:
        with stack.superuser() as db:
            db.run("SET LOCAL session_replication_role = replica")
            for i, table in enumerate(tables):
                db.run(f"DELETE FROM {table} WHERE jst = %s", unit)
                db.run(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM public.kopia_{i}")
                db.run(f"DROP TABLE public.kopia_{i}")
            db.commit()
    assert status == 1, said
    assert verify_database()[0] == 0, "not restored"
    return said


# ---- as it should be ----------------------------------------------------------------------------------------------
def test_days_and_heads_are_what_was_filed():
    heads = stack.rows("SELECT numer, dzien::text, zamknieta, n_lisci FROM audit.glowa_drzewa WHERE jst = %s"
                       " ORDER BY numer", unit)
    assert [h[0] for h in heads] == list(range(1, len(heads) + 1)), heads
    closed = {h[1]: h[3] for h in heads if h[2]}
    assert closed[DAYS[0]] == 5 and closed[DAYS[1]] == 3, heads
    assert [h[3] for h in heads if not h[2]] == [4, 5], heads
    assert stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s AND podpis IS NULL", unit) == 0


def test_database_and_file_pass():
    status, said = verify_database()
    assert status == 0 and "13 poświadczeń w drzewach" in said, said
    status, said = verify_file(exported, heads=[exported[i] for i in places(exported, "glowa")])
    assert status == 0 and "13 poświadczeń w drzewach" in said, said


def test_all_units_in_one_file_pass():
    rows = [json.loads(line) for line in stack.admin("journal", "export").stdout.splitlines()]
    status, said = verify_file(rows)
    assert status == 0, said


def test_programs_cannot_rewrite_trees():
    for role in PROGRAMS:
        for kind in ("clerk", "system"):
            with stack.program(role, kind, jst=unit, konto=1, user=1) as db:
                for sql in ("UPDATE audit.lisc SET sha256 = repeat('0', 64)", "DELETE FROM audit.lisc",
                            "UPDATE audit.glowa_drzewa SET tresc = ''", "DELETE FROM audit.glowa_drzewa",
                            "DELETE FROM audit.lancuch_w_glowie", "TRUNCATE audit.glowa_drzewa CASCADE"):
                    assert db.refused(sql) == "42501", (role, sql)


def test_a_signed_head_is_not_signed_again():
    with stack.program("eurzad_jobs", "system", jst=unit) as db:
        assert db.run("UPDATE audit.glowa_drzewa SET podpis = '', znacznik = '', certyfikaty = ''") == 0


def test_only_the_system_adds():
    for role in ("eurzad_web", "eurzad_soap"):
        with stack.program(role, "system", jst=unit) as db:
            assert db.refused("INSERT INTO audit.lisc VALUES (%s, '2026-01-01', 0, 'x', repeat('0', 64))",
                              unit) == "42501"
    with stack.program("eurzad_jobs", "clerk", jst=unit, konto=1, user=1) as db:
        assert db.refused("INSERT INTO audit.lisc VALUES (%s, '2026-01-01', 0, 'x', repeat('0', 64))", unit) == "42501"


def test_everybody_reads_leaves_and_heads_but_not_chains():
    with stack.program("eurzad_web", "public") as db:
        assert db.value("SELECT count(*) FROM audit.lisc WHERE jst = %s", unit) == 13
        assert db.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s", unit) > 0
        assert db.value("SELECT count(*) FROM audit.lancuch_w_glowie") == 0


# ---- the database altered -----------------------------------------------------------------------------------------
WHERE = "WHERE jst = '{unit}' AND dzien = '2026-03-02'"


def on(sql):
    return sql.replace("@", WHERE).format(unit=unit)


def test_changed_leaves_are_found():
    said = tampered(on("UPDATE audit.lisc SET sha256 = repeat('a', 64) @ AND lp = 2"))
    assert "liście dnia 2026-03-02" in said and "głowa nr" in said, said


def test_a_deleted_leaf_is_named():
    said = tampered(on("DELETE FROM audit.lisc @ AND lp = 2"))
    assert "usunięto liść nr 2" in said and "2026-03-02" in said, said


def test_a_deleted_last_leaf_is_named():
    said = tampered(on("DELETE FROM audit.lisc @ AND lp = 4"))
    assert "brakuje liścia nr 4" in said, said


def test_swapped_leaves_are_found():
    said = tampered(on("UPDATE audit.lisc SET lp = 99 @ AND lp = 1"), on("UPDATE audit.lisc SET lp = 1 @ AND lp = 2"),
                    on("UPDATE audit.lisc SET lp = 2 @ AND lp = 99"))
    assert "liście dnia 2026-03-02" in said, said


def test_an_added_leaf_is_named():
    said = tampered(on("INSERT INTO audit.lisc SELECT jst, dzien, 5, numer || 'X', sha256 FROM audit.lisc @ AND lp = 4"))
    assert "nie obejmuje żadna głowa" in said and "nr 5" in said, said


def test_a_receipt_exchanged_behind_its_leaf_is_named():
    number = stack.value("SELECT numer FROM audit.lisc WHERE jst = %s ORDER BY dzien, lp LIMIT 1", unit)
    before = stack.value("SELECT sha256 FROM esp.upo_publiczne WHERE numer = %s", number)
    stack.execute("UPDATE esp.upo_publiczne SET sha256 = repeat('b', 64) WHERE numer = %s", number)
    try:
        status, said = verify_database()
    finally:
        stack.execute("UPDATE esp.upo_publiczne SET sha256 = %s WHERE numer = %s", before, number)
    assert status == 1 and number in said and "dane publiczne są inne" in said, said


def test_a_receipt_taken_out_of_its_tree_is_named():
    said = tampered(on("DELETE FROM audit.lisc WHERE jst = '{unit}'"),
                    on("DELETE FROM audit.glowa_drzewa WHERE jst = '{unit}' AND numer > 1"),
                    on("DELETE FROM audit.lancuch_w_glowie WHERE jst = '{unit}' AND glowa > 1"))
    assert "brakuje liścia nr 0" in said, said


REWRITE = ["UPDATE audit.zdarzenie SET aktor = 'Ktoś Inny' WHERE {which} AND lp = 1",
           "UPDATE audit.zdarzenie z SET hash = audit.skrot(z) WHERE {which} AND lp = 1",
           "UPDATE audit.glowa g SET hash = z.hash FROM audit.zdarzenie z WHERE z.jst = g.jst AND z.obiekt = g.obiekt"
           " AND z.obiekt_id = g.obiekt_id AND z.lp = g.lp AND g.jst = '{unit}'"]


def one_chain():
    obiekt, number = stack.rows("SELECT obiekt, obiekt_id FROM audit.glowa WHERE jst = %s AND lp = 1"
                                " ORDER BY obiekt, obiekt_id LIMIT 1", unit)[0]
    return obiekt, number, f"jst = '{unit}' AND obiekt = '{obiekt}' AND obiekt_id = {number}"


def test_a_chain_rewritten_with_its_head_is_named():
    obiekt, number, which = one_chain()
    said = tampered(*[sql.format(which=which, unit=unit) for sql in REWRITE])
    assert f"zdarzenie {obiekt}/{number} nr 1" in said and "przepisane" in said, said


def test_a_chain_rewritten_everywhere_but_in_the_signed_head_is_found():
    obiekt, number, which = one_chain()
    said = tampered(*[sql.format(which=which, unit=unit) for sql in REWRITE],
                    f"UPDATE audit.lancuch_w_glowie l SET hash = g.hash FROM audit.glowa g WHERE l.jst = g.jst"
                    f" AND l.obiekt = g.obiekt AND l.obiekt_id = g.obiekt_id AND l.lp = g.lp AND l.jst = '{unit}'")
    assert "końce łańcuchów nie dają korzenia" in said and "głowa nr 1" in said, said


def test_a_chain_deleted_with_its_head_is_found():
    obiekt, number, which = one_chain()
    said = tampered(f"DELETE FROM audit.zdarzenie WHERE {which}", f"DELETE FROM audit.glowa WHERE {which}")
    assert f"{obiekt}/{number}" in said and "którego nie ma" in said, said


def test_a_chain_made_up_for_the_past_is_found():
    said = tampered(
        "INSERT INTO audit.zdarzenie (jst, obiekt, obiekt_id, lp, czas, typ, aktor, stanowisko, dane, hash) SELECT"
        f" '{unit}', 'wsteczne', 1, 1, min(utworzono_at) - interval '1 day', 'proba.krok', 'x', 'y', '{{}}', ''"
        f" FROM audit.glowa_drzewa WHERE jst = '{unit}'",
        f"UPDATE audit.zdarzenie z SET hash = audit.skrot(z) WHERE jst = '{unit}' AND obiekt = 'wsteczne'",
        f"INSERT INTO audit.glowa SELECT jst, obiekt, obiekt_id, lp, hash FROM audit.zdarzenie WHERE jst = '{unit}'"
        " AND obiekt = 'wsteczne'")
    assert "wsteczne/1 nr 1" in said and "dopisano wstecz" in said, said


def test_altered_heads_are_named():
    text = "replace(tresc, 'poswiadczen: 3', 'poswiadczen: 2')"
    sha = f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
    for change in (f"tresc = {text}, sha256 = {sha}", "podpis = sha256(podpis)", "znacznik = sha256(znacznik)",
                   "certyfikaty = 'x'"):
        said = tampered(f"UPDATE audit.glowa_drzewa SET {change} WHERE jst = '{unit}' AND numer = 2")
        assert "głowa nr 2" in said, said


def test_a_signature_taken_away_is_named():
    said = tampered("UPDATE audit.glowa_drzewa SET podpis = NULL, znacznik = NULL, certyfikaty = NULL"
                    f" WHERE jst = '{unit}' AND numer = 2")
    assert "głowa nr 2 nie ma podpisu" in said, said


def test_a_deleted_head_is_named():
    said = tampered(f"DELETE FROM audit.glowa_drzewa WHERE jst = '{unit}' AND numer = 2")
    assert "usunięto głowę nr 2" in said, said


# ---- the file altered ---------------------------------------------------------------------------------------------
def test_every_changed_value_of_the_file_is_found():
    seen = set()
    for i, row in enumerate(exported):
        kind = row["typ"]
        if kind in seen or kind == "dziennik":
            continue
        seen.add(kind)
        for key, value in row.items():
            changed = value + 1 if isinstance(value, int) else value[:-2] + ("A" if value[-2:-1] != "A" else "B") + \
                value[-1:] if value else "x"
            if (kind, key) == ("glowa", "certyfikaty"):
                changed = value.replace("M", "N", 3)
            said = spoiled(lambda rows, i=i, key=key, changed=changed: rows[i].update({key: changed}))
            assert "NIEZGODNE" in said, (kind, key)
    assert len(seen) == 6, seen


def test_every_deleted_row_of_the_file_is_found():
    for kind in ("zdarzenie", "koniec_lancucha", "lisc", "lancuch_w_glowie", "glowa", "koniec"):
        for at in {places(exported, kind)[0], places(exported, kind)[-1]}:
            spoiled(lambda rows, at=at: rows.pop(at))


def test_deleted_rows_are_found_also_when_the_count_is_adjusted():
    named = {"zdarzenie": "usunięto wszystkie zdarzenia", "koniec_lancucha": "(brak)", "lisc": "brakuje liścia",
             "lancuch_w_glowie": "głowa nr"}
    for kind, words in named.items():
        def change(rows, kind=kind):
            rows.pop(places(rows, kind)[-1])
            rows[-1]["wierszy"] -= 1
        said = spoiled(change)
        assert words in said, (kind, said)


def test_swapped_rows_of_the_file_are_named():
    for kind in ("zdarzenie", "koniec_lancucha", "lisc", "lancuch_w_glowie", "glowa"):
        first, second = places(exported, kind)[:2]

        def change(rows, a=first, b=second):
            rows[a], rows[b] = rows[b], rows[a]
        said = spoiled(change)
        assert re.search(rf"wiersz ({first + 1}|{second + 1})\b", said), (kind, said)


def test_inserted_rows_of_the_file_are_named():
    for kind in ("zdarzenie", "koniec_lancucha", "lisc", "lancuch_w_glowie", "glowa"):
        at = places(exported, kind)[-1]

        def change(rows, at=at):
            rows.insert(at + 1, dict(rows[at]))
            rows[-1]["wierszy"] += 1
        said = spoiled(change)
        assert f"wiersz {at + 2}" in said, (kind, said)


def test_rubbish_is_refused_politely():
    for text in ("", "x\n", "[]\n", '{"typ":"dziennik","wersja":2}\n', "\0\0\n"):
        path = os.path.join(folder.name, "smieci")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = stack.admin("journal", "verify", "--file", path, check=False)
        assert done.returncode == 1 and "NIEZGODNE" in done.stdout, (text, done.stdout, done.stderr)
    assert stack.admin("journal", "verify", "--file", "/nie/ma", check=False).returncode == 3
    for line in ("5", '{"typ":"x"}', '{"typ":"zdarzenie"}', '{"typ":"zdarzenie","jst":"12345678901"}', "{", "\udcff"):
        path = os.path.join(folder.name, "smieci")
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(json.dumps(exported[0]) + "\n" + line + "\n")
        done = stack.admin("journal", "verify", "--file", path, check=False)
        assert done.returncode == 1 and "wiersz 2" in done.stdout, (line, done.stdout)


def test_foreign_trust_is_not_enough():
    empty = os.path.join(folder.name, "puste")
    os.makedirs(empty, exist_ok=True)
    status, said = verify_file(exported, trust=empty)
    assert status == 1 and "głowa nr 1" in said and "nie prowadzi do zaufanego urzędu" in said, said


# ---- an older copy ------------------------------------------------------------------------------------------------
def older():
    """The export as it would have been two heads ago: consistent in itself."""
    last = len(places(exported, "glowa")) - 2
    rows = [r for r in exported if not (r["typ"] == "glowa" and r["numer"] > last)
            and not (r["typ"] == "lancuch_w_glowie" and r["glowa"] > last)]
    days = {re.search("^dzien: (.*)$", r["tresc"], re.M).group(1): int(re.search("^poswiadczen: (.*)$", r["tresc"],
                                                                                re.M).group(1))
            for r in rows if r["typ"] == "glowa"}
    rows = [r for r in rows if r["typ"] != "lisc" or r["lp"] < days.get(r["dzien"], 0)]
    rows = json.loads(json.dumps(rows))
    rows[-1]["wierszy"] = len(rows) - 2
    return rows, last


def test_an_older_copy_put_back_is_found_with_known_heads():
    rows, last = older()
    assert verify_file(rows)[0] == 0, verify_file(rows)
    heads = [exported[i] for i in places(exported, "glowa")]
    assert verify_file(rows, heads=heads[:last])[0] == 0
    status, said = verify_file(rows, heads=heads)
    assert status == 1 and "starsza kopia" in said and f"głowa nr {last + 2}" in said, said


def test_a_unit_that_vanished_is_found_with_known_heads():
    heads = [exported[i] for i in places(exported, "glowa")]
    status, said = verify_file([{**exported[0], "jednostka": ""}], heads=heads)
    assert status == 1 and unit in said and "nie ma danych" in said, said


def test_a_file_of_another_unit_does_not_pass_for_this_one():
    heads = [exported[i] for i in places(exported, "glowa")]
    status, said = verify_file([{**exported[0], "jednostka": stack.OTHER}], heads=heads)
    assert status == 1 and "ani jednej ze znanych głów" in said, said


def test_forged_known_heads_are_refused():
    heads = json.loads(json.dumps([exported[i] for i in places(exported, "glowa")]))
    heads[0]["tresc"] = heads[0]["tresc"].replace("poswiadczen: 5", "poswiadczen: 6")
    status, said = verify_file(exported, heads=heads)
    assert status == 1 and "plik znanych głów, wiersz 1" in said, said


if __name__ == "__main__":
    tap.main()
