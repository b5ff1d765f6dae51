"""eurzad-admin oblicz: what it prints, its exit codes, examples from a file; and the law parameters seed brought in."""
import json
import os
import secrets
import tempfile

import stack
import tap

NEW = "proba_" + secrets.token_hex(6)  # keys of this run
ROW = "wartosc, jednostka, podstawa, stan, wpisal <> zatwierdzil"


def oblicz(*args):
    return stack.admin("oblicz", *args, check=False)


def calculated(*args):
    done = oblicz(*args, "--format", "json")
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def test_the_parameters_of_the_module_are_there():
    rows = dict((r[0], r[1:]) for r in stack.rows(f"SELECT klucz, {ROW} FROM prawo.parametr WHERE jst = ''"
                                                  " AND klucz LIKE 'kpa.%%' AND superseded_at IS NULL"))
    assert rows["kpa.zalatwienie.miesiac"] == ("1", "months", "KPA art. 35 § 3 – miesiąc", "confirmed", True), rows
    assert rows["kpa.zalatwienie.niezwlocznie"][3] == "unconfirmed", rows


def test_seed_again_adds_and_changes_nothing():
    before = stack.rows("SELECT p::text FROM prawo.parametr p ORDER BY 1")
    done = stack.admin("seed")
    assert "sprawa_parametry.csv: 0 nowych parametrów prawa" in done.stdout, done.stdout
    assert "inny wpis" not in done.stdout, done.stdout
    assert stack.rows("SELECT p::text FROM prawo.parametr p ORDER BY 1") == before


def seed_from(text):
    """What seed says to a share folder whose only file of parameters is this one."""
    with tempfile.TemporaryDirectory(prefix="eurzad-", dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        os.makedirs(folder + "/db/parametry")
        os.symlink(stack.conf_value("share_dir") + "/db/seed", folder + "/db/seed")
        with open(folder + "/db/parametry/proba_parametry.csv", "w", encoding="utf-8") as file:
            file.write(text)
        return stack.admin("seed", conf=stack.conf_with(folder + "/eurzad.conf", share_dir=folder)).stdout


def test_seed_keeps_a_row_in_use_and_says_so():
    """A file that says something else now: the row stays, the rest of the file comes in, and all is told."""
    text = ("key,value,unit,valid_from,valid_to,basis,status,note\n"
            "kpa.zalatwienie.miesiac,3,months,1980-09-01,,x,confirmed,\n"
            "kpa.zalatwienie.miesiac,4,months,2030-01-01,,x,confirmed,\n"
            f"{NEW}.zasiew,5,days,2026-01-01,2026-12-31,\"x, y\",unconfirmed,\n")
    first = seed_from(text)
    assert "kpa.zalatwienie.miesiac od 1980-09-01: w bazie jest inny wpis" in first, first
    assert "kpa.zalatwienie.miesiac od 2030-01-01: w bazie jest inny wpis" in first, first
    assert "proba_parametry.csv: 1 nowych" in first, first
    assert "proba_parametry.csv: 0 nowych" in seed_from(text)
    assert stack.value("SELECT string_agg(wartosc, ',') FROM prawo.parametr WHERE klucz = 'kpa.zalatwienie.miesiac'"
                       " AND jst = ''") == "1"
    assert stack.rows("SELECT wartosc, podstawa, valid_to::text FROM prawo.parametr WHERE klucz = %s",
                      NEW + ".zasiew") == [
        ("5", "x, y", "2026-12-31")]
    stack.execute("DELETE FROM prawo.parametr WHERE klucz = 'proba.zasiew'")


def test_seed_brings_a_change_of_the_law():
    """The old row ends, the new one follows; the row that traces may have used stays as it was."""
    head = "key,value,unit,valid_from,valid_to,basis,status,note\n"
    old = NEW + ".zmiana,5,days,2026-01-01,{},x,confirmed,\n"
    first = seed_from(head + old.format(""))
    assert "1 nowych" in first, first
    changed = head + old.format("2026-12-31") + NEW + ".zmiana,6,days,2027-01-01,,y,confirmed,\n"
    second = seed_from(changed)
    assert "2 nowych" in second and "inny wpis" not in second, second
    third = seed_from(changed)
    assert "0 nowych" in third and "inny wpis" not in third, third
    assert stack.rows("SELECT wersja, wartosc, valid_to::text, superseded_at IS NULL FROM prawo.parametr"
                      " WHERE klucz = %s ORDER BY valid_from, wersja", NEW + ".zmiana") == [
        (1, "5", None, False), (2, "5", "2026-12-31", True), (1, "6", None, True)]
    late = seed_from(head + old.format("2026-06-30"))
    assert NEW + ".zmiana od 2026-01-01: w bazie jest inny wpis" in late, late


def test_a_result_with_its_trace():
    answer = calculated("kpa", "--dzien", "2026-11-24", "--dane", "zalatwienie=miesiac")
    assert list(answer) == ["wynik", "slad", "parametry", "niepotwierdzone"]
    assert answer["wynik"] == {"termin": "2026-12-28"}
    assert answer["niepotwierdzone"] == []
    first, second = answer["slad"]
    assert first == {"lp": 1, "opis": "termin załatwienia sprawy od dnia wpływu", "dzialanie": "2026-11-24 + 1 miesiąc",
                     "wynik": "2026-12-24", "zaokraglenie": "", "parametr": "kpa.zalatwienie.miesiac",
                     "podstawa": "KPA art. 35 § 3 – miesiąc"}
    assert second["wynik"] == "2026-12-28" and second["podstawa"] == "KPA art. 57 § 4", second
    assert "Wigilia" in second["dzialanie"], second
    row = answer["parametry"][0]
    assert {k: row[k] for k in ("klucz", "wartosc", "od", "do", "podstawa", "stan")} == {
        "klucz": "kpa.zalatwienie.miesiac", "wartosc": "1", "od": "1980-09-01", "do": "",
        "podstawa": "KPA art. 35 § 3 – miesiąc", "stan": "confirmed"}


def test_data_may_be_given_in_either_way():
    for args in (["--dane", "zalatwienie=dwa_miesiace;wplyw=2026-12-31"], ["zalatwienie=dwa_miesiace", "wplyw=2026-12-31"],
                 ["zalatwienie", "zalatwienie=dwa_miesiace", "wplyw=2026-12-31"]):
        assert calculated("kpa", *args)["wynik"] == {"termin": "2027-03-01"}, args
    text = oblicz("kpa", "zalatwienie=miesiac", "wplyw=2026-11-23")
    assert text.returncode == 0 and text.stdout.startswith("termin = 2026-12-23\n"), text


def test_what_is_unconfirmed_is_named():
    answer = calculated("kpa", "zalatwienie=niezwlocznie", "wplyw=2026-03-02")
    assert answer["wynik"] == {"termin": "2026-03-09"}
    assert answer["niepotwierdzone"] == ["kpa.zalatwienie.niezwlocznie"]


def test_a_unit_s_own_shorter_term_goes_first_there_alone():
    with stack.superuser() as db:
        db.act("system", stack.OTHER, 0, 0, "")
        db.run("INSERT INTO prawo.parametr (jst, klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal,"
               " zatwierdzil) VALUES (%s, 'kpa.zalatwienie.niezwlocznie', '3', 'days', '2026-01-01', 'zarządzenie',"
               " 'confirmed', 'A', 'B')", stack.OTHER)
        db.commit()
    try:
        data = ["kpa", "zalatwienie=niezwlocznie", "wplyw=2026-03-02"]
        assert calculated(*data, "--jst", stack.OTHER)["wynik"] == {"termin": "2026-03-05"}
        assert calculated(*data, "--jst", stack.UNIT)["wynik"] == {"termin": "2026-03-09"}
        assert calculated(*data)["wynik"] == {"termin": "2026-03-09"}
    finally:
        with stack.superuser() as db:
            db.run("DELETE FROM prawo.parametr WHERE jst = %s", stack.OTHER)
            db.commit()


def test_a_refusal_has_its_reason():
    for args, odmowa in ((["zalatwienie=miesiac", "--dzien", "1970-01-02"],
                          {"kod": "BrakParametru", "klucz": "kpa.zalatwienie.miesiac", "dzien": "1970-01-02"}),
                         (["zalatwienie=jutro", "--dzien", "2026-01-02"],
                          {"kod": "BladDanych", "klucz": "zalatwienie", "dzien": "2026-01-02"}),
                         (["zalatwienie=", "--dzien", "2026-01-02"],
                          {"kod": "BladDanych", "klucz": "zalatwienie", "dzien": "2026-01-02"}),
                         (["zalatwienie=miesiac", "wplyw=2026-02-30", "--dzien", "2026-01-02"],
                          {"kod": "BladDanych", "klucz": "wplyw", "dzien": "2026-01-02"})):
        done = oblicz("kpa", *args, "--format", "json")
        answer = json.loads(done.stdout)["odmowa"]
        assert done.returncode == 1 and answer.pop("opis"), (args, done)
        assert answer == odmowa, (args, answer)


def test_used_wrongly():
    for args, said in (([], "zalatwienie"), (["nie_ma"], "nie ma modułu nie_ma"), (["kpa"], "żaden wariant"),
                       (["kpa", "zalatwienie=miesiac", "--dane", "kolor=1"], "nieznana dana kolor"),
                       (["kpa", "inny", "zalatwienie=miesiac"], "żaden wariant"), (["kpa", "--dzien", "wczoraj"], "użycie"),
                       (["kpa", "zalatwienie=miesiac", "--format", "xml"], "użycie"), (["kpa", "--dane"], "użycie"),
                       (["kpa", "--dane", "=1"], "użycie"), (["--wektory", "x", "kpa"], "użycie")):
        done = oblicz(*args)
        assert done.returncode == 2 and done.stdout == "", (args, done)
        assert said in done.stderr and "wplyw" in done.stderr, (args, done.stderr)


def vectors(text):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", dir="/var/tmp", encoding="utf-8") as file:
        os.chmod(file.name, 0o644)
        file.write(text)
        file.flush()
        return oblicz("--wektory", file.name)


HEADER = "id,module,valid_on,input,expected,basis\n"
GOOD = ('a,kpa,2026-03-31,zalatwienie=miesiac,termin=2026-04-30,"KPA art. 35, 57"\n'
        "b,kpa,2026-01-01,zalatwienie=miesiac;wplyw=2028-01-31,termin=2028-02-29,x\n"
        "c,kpa,1970-01-02,zalatwienie=miesiac,refused=kpa.zalatwienie.miesiac,x\n")


def test_examples_that_agree():
    done = vectors(HEADER + GOOD)
    assert (done.returncode, done.stdout) == (0, "3 z 3 zgodnych\n"), done


def test_examples_that_do_not():
    bad = ("d,kpa,2026-03-31,zalatwienie=miesiac,termin=2026-05-01,x\n"
           "e,kpa,2026-03-31,zalatwienie=miesiac,inny=1,x\n"
           "f,kpa,2026-03-31,zalatwienie=miesiac,refused=kpa.zalatwienie.miesiac,x\n"
           "g,kpa,1970-01-02,zalatwienie=miesiac,termin=1970-02-02,x\n"
           "h,nie_ma,2026-03-31,a=1,b=2,x\n"
           "i,kpa,2026-03-31,zalatwienie=miesiac\n"
           "j,kpa,2026-02-30,zalatwienie=miesiac,termin=2026-03-30,x\n")
    done = vectors(HEADER + GOOD + bad)
    assert done.returncode == 1 and done.stdout.endswith("3 z 10 zgodnych\n"), done
    for name in "defghij":
        assert f"\n{name}: " in "\n" + done.stdout, (name, done.stdout)


def test_files_that_are_none():
    assert oblicz("--wektory", "/nie/ma").returncode == 3
    assert vectors("a,b,c\n").returncode == 3
    assert vectors(HEADER + GOOD + 'k,"otwarte\n').returncode == 3


if __name__ == "__main__":
    tap.main()
