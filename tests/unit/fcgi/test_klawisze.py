"""Keys of the office (fcgi/static/keys.js): one key means one thing on all pages, and what cannot be undone asks first."""
import pathlib
import re

import tap

TOP = pathlib.Path(__file__).resolve().parents[3]
SHEETS = sorted(TOP.glob("fcgi/xsl/*.xsl")) + sorted(TOP.glob("modules/*/*/*.xsl"))

MEANING = {
    "/": "", "[": "Cała skrzynka|Od początku|", "]": "Następne|", "a": "Akceptuj", "c": "Przedłóż", "d": "Dekretuj", "e": "Zmień",
    "f": "Szukaj na tej liście", "g z": "", "l": "Dołącz pismo do istniejącej sprawy|", "m": "Metryka",
    "n": "Nowe pismo|Powołaj nowego administratora|Załóż sprawę|",  # something new
    "p": "Podpisz", "r": "Zarejestruj", "s": "Otwórz sprawę|Sprawa", "t": "Zakończ sprawę", "v": r"Wydruk \(PDF\)", "w": "Wyślij",
    "x": "Zwróć do poprawy", "z": r"Zapisz.*|",
}
FOR_EVER = {"Akceptuj", "Podpisz", "Wyślij", "Zarejestruj", "Załóż sprawę"}

BUTTON = re.compile(r'<xsl:call-template name="(?:button|klik)">(.*?)\n\s*</xsl:call-template>', re.S)


def _parameter(call, name):
    found = re.search(rf'<xsl:with-param name="{name}"(?: select="\'([^\']*)\'")?', call)
    return found and (found.group(1) or "")


def _keys(sheet):
    """(key, label, asks) of links, fields and buttons of the sheet."""
    text = sheet.read_text(encoding="utf-8")
    for key, rest, label in re.findall(r'data-key="([^"]+)"([^>]*)>\s*(?:<xsl:text>)?([^<]*)', text):
        told = re.search(r'data-key-label="([^"]*)"', rest)
        yield key, told.group(1) if told else label.strip(), "data-ask" in rest
    for call in BUTTON.findall(text):
        if _parameter(call, "key"):
            yield _parameter(call, "key"), _parameter(call, "label"), _parameter(call, "ask") is not None


ALL = [(sheet.name, *row) for sheet in SHEETS for row in _keys(sheet)]


def test_one_key_means_one_thing():
    assert len(ALL) > 20, ALL
    assert [row for row in ALL if row[1] not in MEANING or not re.fullmatch(MEANING[row[1]], row[2])] == []


def test_no_page_takes_the_keys_of_the_list():
    assert not {row[1] for row in ALL} & set("jko?")


def test_what_cannot_be_undone_asks():
    buttons = [row for row in ALL if row[2] in FOR_EVER and row[0] != "przesylka.xsl"]  # there it is a link to the form
    assert {row[2] for row in buttons} == FOR_EVER, buttons
    assert [row for row in buttons if not row[3]] == []


if __name__ == "__main__":
    tap.main()
