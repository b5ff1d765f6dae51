"""Lists and papers that leave the office: the register of letters, a spis spraw and the metryka as PDF, as CSV and as they
will look on paper, all from the page that is on the screen."""
import csv
import io
import re
import secrets

import browser
import office
import proof
import stack
import tap

NEEDS = ("eod/dekretacja", "eod/metryka", "eod/pismo", "eod/przesylka", "eod/skrzynka", "eod/sprawa", "esp/skrytka")

ROWS = 200
TOO_MANY = 5001
# Of rows that are put in by hand, so that the numbers of this year keep their order
YEAR, YEAR_OF_MANY = 2001, 2000


def setup_module():
    global urzad, obcy, word, sprawa, znak, rejestr, dokument
    urzad, obcy = office.Office(), office.Office(stack.OTHER)
    word = "druk" + secrets.token_hex(5)
    filed = urzad.file(browser.citizen("drukowany", nazwisko="Łącka-Gżegżółka"), f"{word} wniosek")
    dokument = filed.dokument
    sprawa = urzad.case_for(dokument)
    urzad.ready_letter(sprawa, "Odpowiedź", "Uprzejmie informuję.")
    znak = urzad.znak(sprawa)
    rejestr = f"/eod/przesylki?q={word}"
    teardown_module()
    _many_rows(word, ROWS, YEAR)


def teardown_module():
    """Also before: a run that was broken off may have left its rows on a stack that is kept."""
    with stack.superuser() as db:
        gone = db.column("DELETE FROM eod.przesylka WHERE jst = %s AND rpw_rok IN (%s, %s) RETURNING dokument_id",
                         stack.UNIT, YEAR, YEAR_OF_MANY)
        for table, key in (("eod.do_rejestracji", "dokument_id"), ("esp.dokument", "id")):
            db.run(f"DELETE FROM {table} WHERE jst = %s AND {key} = ANY (%s)", stack.UNIT, gone)
        db.commit()


def _many_rows(word, n, year):
    """Entries of a long register, in the hands of the kancelaria's office; one of them by somebody who means ill."""
    with stack.superuser() as db:
        names = [n for n in db.column("SELECT attname::text FROM pg_attribute WHERE attrelid = 'esp.dokument'::regclass"
                                      " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")
                 if n not in ("id", "klucz")]
        columns = ", ".join(names)
        db.run(f"INSERT INTO esp.dokument (klucz, {columns}) SELECT %s || '-' || n, {columns}"
               f" FROM esp.dokument, generate_series(1, {n}) n WHERE jst = %s AND id = %s",
               word, stack.UNIT, dokument)
        db.run("DELETE FROM eod.do_rejestracji r USING esp.dokument d WHERE r.jst = d.jst AND r.dokument_id = d.id"
               " AND d.jst = %s AND d.klucz LIKE %s", stack.UNIT, word + "-%")
        db.run("INSERT INTO eod.przesylka (jst, dokument_id, rpw_numer, rpw_rok, tytul, nadawca_nazwa, uwagi,"
               " wplynelo_at, zarejestrowano_at, zarejestrowal_id, stan, u_komorki_id)"
               " SELECT d.jst, d.id, row_number() OVER (ORDER BY d.id), %s,"
               " %s || ' ' || CASE WHEN row_number() OVER (ORDER BY d.id) = 7 THEN repeat('konstantynopol', 20)"
               " ELSE 'Zażółć gęślą jaźń' END,"
               " CASE WHEN row_number() OVER (ORDER BY d.id) = 9 THEN '=HYPERLINK(\"http://x\";\"y\")'"
               " ELSE 'Żaneta Łącka' END, '', d.wplynelo_at, d.wplynelo_at, p.zarejestrowal_id, 'DO_DEKRETACJI',"
               " (SELECT id FROM org.komorka WHERE jst = d.jst ORDER BY id LIMIT 1)"
               " FROM esp.dokument d, eod.przesylka p WHERE d.jst = %s AND d.klucz LIKE %s"
               " AND p.jst = d.jst AND p.dokument_id = %s", year, word, stack.UNIT, word + "-%", dokument)
        db.commit()


def _page(path, form, who="kancelaria", unit=None):
    return (unit or urzad).person(who).get(path + ("&" if "?" in path else "?") + "plik=" + form)


def _table(answer):
    """Rows of the file; the mark of UTF-8 is there."""
    assert answer.status == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8", answer
    assert answer.body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), delimiter=";"))


def _paper(answer):
    """Texts of the pages."""
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf", office.said(answer)
    pages = proof.pdf_text(answer.body).split("\f")
    assert pages.pop() == ""
    return pages


# ---- a long register ----------------------------------------------------------------------------------------------
def test_the_screen_offers_all_three_and_keeps_the_search():
    page = urzad.person("kancelaria").get(rejestr)
    for form in ("html", "pdf", "csv"):
        assert f"/eod/przesylki?plik={form}&q={word}" in browser.links(page, r"/eod/przesylki\?.*"), form
    assert len(re.findall(r'<a href="/eod/przesylki/\d+" data-row', page.text)) == 25


def test_the_paper_has_every_row_a_head_on_every_page_and_the_day():
    pages = _paper(_page(rejestr, "pdf"))
    whole = "".join(pages)
    assert len(pages) > 5
    for n, page in enumerate(pages, 1):
        assert len(re.findall(r"Numer\s+Wpłynęło\s+Tytuł\s+Nadawca", page)) == 1, page
        assert f"Strona {n} z {len(pages)}" in page
        assert "Wydrukowano " in page and stack.OFFICE in page, page
    for n in range(1, ROWS + 1):
        assert len(re.findall(rf"\bRPW/{n}/{YEAR}\b", whole)) == 1, n
    assert "Szukane słowa" in pages[0] and word in pages[0]
    assert "Zażółć" in whole and "do dekretacji" in whole
    assert "Pobierz" not in whole and "Szukaj\n" not in whole


def test_the_file_has_data_for_programs_and_no_formulas():
    head, *rows = _table(_page(rejestr, "csv"))
    assert head[:5] == ["Numer", "Wpłynęło", "Tytuł", "Nadawca", "Data na piśmie"], head
    assert len(rows) == ROWS + 1 and {len(row) for row in rows} == {len(head)}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", rows[0][1]), rows[0]
    ill = next(row for row in rows if row[0] == f"RPW/9/{YEAR}")
    assert ill[3] == "'=HYPERLINK(\"http://x\";\"y\")", ill


def test_columns_are_chosen_on_the_preview():
    page = _page(rejestr, "html")
    assert page.status == 200 and f"RPW/1/{YEAR}" in page.text and f"RPW/{ROWS}/{YEAR}" in page.text, office.said(page)
    assert 'name="kolumna" value="11"' in page.text and f'name="q" value="{word}"' in page.text
    assert _table(_page(rejestr + "&kolumna=1&kolumna=4", "csv"))[0] == ["Numer", "Nadawca"]
    assert "Wpłynęło" not in _paper(_page(rejestr + "&kolumna=1&kolumna=4", "pdf"))[0]
    chosen = browser.text_of(_page(rejestr + "&kolumna=4", "html"))
    assert "Żaneta Łącka" in chosen and f"RPW/1/{YEAR}" not in chosen
    for nonsense in ("0", "-1", "x", "99999999999999999999", "65", "40"):
        assert len(_table(_page(rejestr + "&kolumna=" + nonsense, "csv"))[0]) == 11, nonsense


def test_an_empty_list_says_so():
    nothing = "/eod/przesylki?q=nie" + secrets.token_hex(8)
    assert _table(_page(nothing, "csv")) == [_table(_page(rejestr, "csv"))[0]]
    assert "Brak pozycji." in _paper(_page(nothing, "pdf"))[0]
    assert "Brak pozycji." in browser.text_of(_page(nothing, "html"))


def test_hostile_addresses_are_harmless():
    odd = "/eod/przesylki?q=%22%3E%3Cscript%3E%26&x%22y=%3Cb%3E"
    page = urzad.person("kancelaria").get(odd)
    assert "<script>&" not in page.text and "plik=pdf&amp;q=%22%3E%3Cscript%3E%26&amp;x%22y=%3Cb%3E" in page.text
    assert '"><script>' in _paper(_page(odd, "pdf"))[0].replace("\n", "")
    assert _page("/eod/przesylki", "exe").headers["content-type"].startswith("text/html")


def test_a_list_that_is_too_long_is_refused_not_cut():
    many = "tlum" + secrets.token_hex(6)
    _many_rows(many, TOO_MANY, YEAR_OF_MANY)
    assert urzad.person("kancelaria").get(f"/eod/przesylki?q={many}").status == 200
    for form in ("html", "pdf", "csv"):
        page = _page(f"/eod/przesylki?q={many}", form)
        assert page.status == 422 and "ponad 5000 pozycji" in browser.text_of(page), office.said(page)


# ---- metryka and spis spraw ---------------------------------------------------------------------------------------
def test_the_metryka_on_paper_and_as_a_file():
    address = f"/eod/sprawy/{sprawa}/metryka"
    assert f"{address}?plik=pdf" in browser.links(urzad.person("referent").get(address), address + ".*")
    answer = _page(address, "pdf", "referent")
    assert re.search(r'filename="metryka-sprawy-[a-z0-9-]+\.pdf"', answer.headers["content-disposition"])
    text = " ".join("".join(_paper(answer)).split())
    for words in (f"Metryka sprawy {znak}", "Oznaczenie sprawy", "Określenie czynności", "Rejestracja przesyłki",
                  "Anna Kos, inspektor", "Podpisanie i opieczętowanie", "Strona 1 z"):
        assert words in text, (words, text)
    head, *rows = _table(_page(address, "csv", "referent"))
    assert head == ["Lp.", "Data czynności", "Osoba", "Określenie czynności", "Identyfikator dokumentu w aktach"]
    assert [row[0] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert any(row[3].startswith("Założenie sprawy") for row in rows)


def test_a_spis_spraw():
    wzor = re.fullmatch(r"(.+)\.(.+)\.(\d+)\.(\d+)", znak)
    address = f"/eod/spisy/{wzor[4]}/{wzor[1]}/{wzor[2]}"
    page = _paper(_page(address, "pdf", "referent"))
    assert "Kategoria archiwalna" in page[0] and word in "".join(page)
    head, *rows = _table(_page(address, "csv", "referent"))
    assert head[0] == "Lp." and any(word in row[1] for row in rows)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d|", rows[0][4]) and re.fullmatch(r"\d\d\.\d\d\.\d{4}", rows[0][3]), rows[0]


# ---- a letter -----------------------------------------------------------------------------------------------------
def test_the_addressee_of_a_letter_stands_in_the_window_of_the_envelope():
    pismo = urzad.write(sprawa, "Wezwanie", "Wzywamy do uzupełnienia.", adresat="inny", adresat_nazwa="Żaneta Łącka",
                        adresat_adres="ul. Lipowa 3 m. 5, 66-431 Santok", adresat_rodzaj="osoba")
    for step in (urzad.submit, urzad.accept, urzad.sign):
        step(pismo)
    pdf = urzad.person("referent").get(f"/eod/pisma/{pismo}/pdf").body
    assert proof.pdf_text(pdf, (110, 50, 80, 34)).split("\n")[:3] == ["Żaneta Łącka", "ul. Lipowa 3 m. 5", "66-431 Santok"]
    assert stack.OFFICE in proof.pdf_text(pdf, (0, 0, 210, 30))
    assert znak in proof.pdf_text(pdf, (0, 50, 109, 34))
    assert "Wezwanie" not in proof.pdf_text(pdf, (0, 0, 210, 98))


# ---- whoever may not see the page gets no paper either ------------------------------------------------------------
def test_nobody_else():
    for path in (rejestr, f"/eod/sprawy/{sprawa}/metryka", "/eod/spisy/2026/OR/1431"):
        for form in ("html", "pdf", "csv"):
            address = path + ("&" if "?" in path else "?") + "plik=" + form
            assert browser.Browser().get(address, follow=False).status == 303, address
            assert urzad.person("administrator").get(address).status == 403, address
            assert browser.login("obywatel").get(address).status == 403, address


def test_a_foreign_unit():
    for form in ("html", "pdf", "csv"):
        assert _page(f"/eod/sprawy/{sprawa}/metryka", form, "referent", obcy).status == 404
    assert len(_table(_page(rejestr, "csv", unit=obcy))) == 1
    assert word not in "".join(_paper(_page("/eod/przesylki", "pdf", unit=obcy)))


if __name__ == "__main__":
    tap.main()
