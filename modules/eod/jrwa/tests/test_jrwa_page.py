"""The wykaz akt: the version in force, classes by symbol, word and state, as a file and on paper; nothing in it is changed."""
import browser
import office
import stack
import tap

PATH = "/eod/jrwa"


def setup_module():
    global referent
    referent = browser.login("referent")


def test_the_whole_wykaz_stands_on_one_page():
    page = referent.get(PATH)
    text = browser.text_of(page)
    assert "Jednolity rzeczowy wykaz akt organów gminy" in text and "obowiązuje od 01.01.2011" in text
    n = stack.value("SELECT count(*) FROM eod.jrwa_klasa k JOIN eod.jrwa_wykaz w ON w.id = k.wykaz_id WHERE w.poziom = 'G'")
    assert page.text.count("<tr>") == 1 + n > 70
    assert not browser.links(page, PATH + r"/[0-9]+"), "a class has no page of its own"
    assert PATH + "/nowy" not in page.text and PATH + "/1431" not in page.text


def test_classes_by_symbol_word_and_state():
    for q in ("1431", "informacji PUBLICZNEJ", " 143"):
        assert "Udostępnianie informacji publicznej na wniosek" in browser.text_of(referent.get(office.query(PATH, q=q))), q
    text = browser.text_of(referent.get(office.query(PATH, stan="POTWIERDZONA")))
    assert "Sesje rady gminy" in text and "Udostępnianie informacji publicznej" not in text
    assert "Nie ma wpisów" in browser.text_of(referent.get(office.query(PATH, q="%")))


def test_as_a_file_and_on_paper():
    lines = referent.get(office.query(PATH + "/csv", q="sesje")).text.splitlines()
    assert len(lines) == 2 and lines[0].endswith("Symbol;Hasło klasyfikacyjne;Kategoria;W innych komórkach;Stan"), lines
    assert lines[1] == "0002;Sesje rady gminy;A;Bc;potwierdzona"
    assert referent.get(office.query(PATH, plik="pdf")).body.startswith(b"%PDF")


def test_nothing_is_written():
    assert referent.post(PATH, {"symbol": "1"}).status == 405
    assert referent.get(PATH + "/nowy").status == 404


if __name__ == "__main__":
    tap.main()
