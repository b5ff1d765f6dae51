"""The whole way of one letter, from the citizen's keyboard to the closed case, over HTTP, each step by whose it is."""
import datetime
import glob
import hashlib
import re
import secrets

from lxml import etree

import browser
import office
import proof
import stack
import tap
from tap import env

NEEDS = ("eod/dekretacja", "eod/metryka", "eod/pismo", "eod/przesylka", "eod/skrzynka", "eod/sprawa",
         "portal/weryfikacja")
LOCKS = ("journal",)

TITLE = "Wniosek o zaświadczenie – żółw " + secrets.token_hex(3)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + secrets.token_hex(20000).encode()
TXT = "Zażółć gęślą jaźń\n".encode()
TEXT = "Proszę o zaświadczenie.\n\nZażółć gęślą jaźń <b>&amp; „cudzysłów”\n\n\tKoniec"


def setup_module():
    global urzad, inna, citizen, address
    urzad, inna = office.Office(), office.Office(stack.OTHER)
    citizen = browser.citizen("anna", imie="Anna Łucja", nazwisko="Żak-Święcicka")
    address = citizen.login
    citizen.post("/konto/dane", {"imie": "Anna Łucja", "nazwisko": "Żak-Święcicka", "ulica": "Łąkowa", "budynek": "7",
                                 "kod_pocztowy": "66-431", "miejscowosc": "Santok"})


# ---- the citizen files --------------------------------------------------------------------------------------------
def test_01_the_citizen_files_a_letter_with_two_attachments():
    global filed, preview
    preview = office.draft(citizen, stack.SLUG, TITLE, TEXT, [("mapa działki.pdf", PDF), ("Notatka żółta.txt", TXT)])
    page = citizen.get(preview)
    for word in (TITLE, "Zażółć gęślą jaźń <b>&amp; „cudzysłów”", "mapa działki.pdf", "Notatka żółta.txt", "Łąkowa 7"):
        assert word in browser.text_of(page) or word in page.text, word
    filed = office.send(citizen, preview)
    assert re.fullmatch(rf"LUB-UPP-{stack.UNIT}-\d{{4}}-\d{{9}}", filed.upo)


def test_02_sending_again_gives_the_same_receipt():
    action = preview.removesuffix("/podglad")
    for path in ("", "/podglad"):
        page = citizen.get(action + path)
        assert page.url == filed.address and filed.upo in page.text
    token = citizen.get("/konto/dane").csrf()
    sha = hashlib.sha256(citizen.get(filed.address + "/xml").body).hexdigest()
    again = citizen.post(action + "/wyslij", {"sha256": sha}, csrf=token)
    assert again.url == filed.address and filed.upo in again.text


def test_03_the_receipt_is_sealed_and_speaks_of_exactly_this_document():
    global document
    document = citizen.get(filed.address + "/xml").body
    receipt = citizen.get(f"/konto/upo/{stack.SLUG}/{filed.upo}/xml")
    assert receipt.headers["content-disposition"].startswith("attachment")
    proof.check_seal(receipt.body)
    facts = proof.upo(receipt.body)
    assert facts["numer"] == filed.upo and facts["rodzaj"] == "UPP"
    assert facts["sha256"] == hashlib.sha256(document).hexdigest()
    assert "Żak-Święcicka" in facts["nadawca"] and stack.NAME in facts["adresat"]
    sent = datetime.datetime.fromisoformat(facts["doreczono"])
    assert abs(sent - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=30)


def test_04_the_document_holds_what_was_written_and_the_files_byte_for_byte():
    root = etree.fromstring(document)
    text = "".join(root.itertext())
    for line in TEXT.split("\n\n"):
        assert line.strip() in text, line
    pages = [citizen.get(f"{filed.address}/zalacznik/{lp}") for lp in (1, 2)]
    assert [p.body for p in pages] == [PDF, TXT]
    assert "filename*=UTF-8''mapa%20dzia%C5%82ki.pdf" in pages[0].headers["content-disposition"]
    assert all("sandbox" in p.headers["content-security-policy"] or p.headers["content-type"] == "application/pdf"
               for p in pages)
    assert citizen.get(filed.address + "/zalacznik/3").status == 404


def test_05_prints_say_the_same():
    text = proof.pdf_text(citizen.get(f"/konto/upo/{stack.SLUG}/{filed.upo}/pdf").body)
    assert filed.upo in text and "Żak-Święcicka" in text and stack.NAME in text
    text = proof.pdf_text(citizen.get(filed.address + "/pdf").body)
    assert "Zażółć gęślą jaźń" in text and "Łąkowa 7" in text and "Notatka żółta.txt" in text


def test_06_a_mail_tells_of_the_receipt():
    message = stack.wait_mail(address, 2)
    assert filed.upo in stack.mail_text(message)
    for word in (TITLE, "zaświadczenie."):
        assert word not in stack.mail_text(message), "content in a mail"


def test_07_anybody_can_check_the_receipt_and_learns_no_name():
    stranger = browser.Browser()
    page = stranger.get("/weryfikacja?numer=" + filed.upo)
    assert page.status == 200 and stack.NAME in browser.text_of(page)
    assert "Święcicka" not in page.text and TITLE not in page.text
    page = stranger.post("/weryfikacja", {}, files={"plik": [("pismo.xml", document, "text/xml")]}, csrf=False)
    assert page.status == 200 and filed.upo in page.text, office.said(page)
    page = stranger.post("/weryfikacja", {}, files={"plik": [("pismo.xml", document + b" ", "text/xml")]}, csrf=False)
    assert filed.upo not in page.text


# ---- the office ---------------------------------------------------------------------------------------------------
def test_10_the_kancelaria_registers_it():
    global przesylka
    waiting = f"/eod/przesylki/rejestruj/{filed.dokument}"
    assert office.listed(urzad.person("kancelaria"), waiting)
    przesylka = urzad.register(filed.dokument, "Sekretarz")
    assert not office.listed(urzad.person("kancelaria"), waiting)
    assert "zarejestrowa" in browser.text_of(citizen.get(filed.address)).lower()


def test_11_registering_again_leads_to_the_same_entry():
    page = urzad.person("kancelaria").get(f"/eod/przesylki/rejestruj/{filed.dokument}")
    assert page.url == f"/eod/przesylki/{przesylka}"


def test_12_the_sekretarz_decrees_it_to_the_komorka_and_its_head_to_the_clerk():
    letter = f"/eod/przesylki/{przesylka}"
    assert office.listed(urzad.person("sekretarz"), letter)
    urzad.decree("sekretarz", przesylka, "Referat Organizacyjny", "Proszę załatwić w terminie.")
    assert office.listed(urzad.person("kierownik"), letter) and not office.listed(urzad.person("sekretarz"), letter)
    urzad.decree("kierownik", przesylka, "Anna Kos")
    assert office.listed(urzad.person("referent"), letter)


def test_13_who_has_passed_it_on_cannot_decree_it_again():
    answer = urzad.person("sekretarz").post(f"/eod/przesylki/{przesylka}/dekretacja",
                                            {"komu": _clerk_line("Anna Kos"), "polecenie": ""}, follow=False,
                                            csrf=urzad.person("sekretarz").get("/eod").csrf())
    assert answer.status in (403, 409), office.said(answer)


def _clerk_line(name):
    return "p" + str(stack.value("SELECT id FROM org.pracownik WHERE jst = %s AND imie || ' ' || nazwisko = %s",
                                 stack.UNIT, name))


def test_14_the_clerk_sees_the_letter_and_its_files():
    referent = urzad.person("referent")
    page = referent.get(f"/eod/przesylki/{przesylka}")
    assert page.status == 200 and "Żak-Święcicka" in page.text and "Notatka żółta.txt" in page.text
    assert referent.get(f"/eod/przesylki/{przesylka}/xml").body == document
    assert referent.get(f"/eod/przesylki/{przesylka}/zalacznik/1").body == PDF
    receipt = referent.get(f"/eod/upo/{filed.upo}/xml")
    assert receipt.status == 200 and receipt.body == citizen.get(f"/konto/upo/{stack.SLUG}/{filed.upo}/xml").body


def test_15_the_clerk_opens_a_case():
    global sprawa, znak
    sprawa = urzad.open_case(przesylka)
    znak = urzad.znak(sprawa)
    year = datetime.date.today().year
    assert re.fullmatch(rf"OR\.{urzad.symbol()}\.\d+\.{year}", znak), znak
    assert znak in urzad.person("referent").get(f"/eod/sprawy/{sprawa}").text
    assert znak in citizen.get(filed.address).text or znak in citizen.get("/konto/sprawy").text


def test_16_the_clerk_writes_and_the_head_returns_it_with_a_reason():
    global pismo
    pismo = urzad.write(sprawa, "Zaświadczenie", "Zaświadczamy, że żółw.\n\nDrugi akapit.")
    assert urzad.state(pismo) == "ROBOCZE/1"
    urzad.submit(pismo)
    assert office.listed(urzad.person("kierownik"), f"/eod/pisma/{pismo}", "/eod/podpis")
    urzad.give_back(pismo, "Brak podstawy prawnej.")
    assert urzad.state(pismo) == "ROBOCZE/1"
    assert "Brak podstawy prawnej." in urzad.person("referent").get(f"/eod/pisma/{pismo}").text


def test_17_a_return_without_a_reason_is_refused():
    urzad.submit(pismo)
    answer = urzad.give_back(pismo, "", expect=None)
    assert answer.status == 422 and urzad.state(pismo) == "PRZEDLOZONE/1"
    urzad.give_back(pismo, "Nadal brak podstawy prawnej.")


def test_18_a_second_version_stands_beside_the_first():
    urzad.save(pismo, "Zaświadczamy, że żółw, na podstawie art. 217 KPA.\n\nDrugi akapit.")
    assert urzad.state(pismo) == "ROBOCZE/2"
    page = browser.text_of(urzad.person("referent").get(f"/eod/pisma/{pismo}/wersje"))
    assert "art. 217 KPA" in page and "Zaświadczamy, że żółw." in page
    versions = stack.rows("SELECT wersja FROM eod.pismo_wersja WHERE jst = %s AND pismo_id = %s ORDER BY 1",
                          stack.UNIT, pismo)
    assert versions == [(1,), (2,)]


def test_19_a_change_upon_an_old_version_is_refused():
    answer = urzad.save(pismo, "Spóźniona zmiana.", expect=None, wersja="1")
    assert answer.status == 409, office.said(answer)
    assert urzad.state(pismo) == "ROBOCZE/2"


def test_20_nobody_can_skip_a_step():
    kierownik, wojt, kancelaria = (urzad.person(n) for n in ("kierownik", "wojt", "kancelaria"))
    for person, step, data in ((kierownik, "akceptuj", {}), (wojt, "podpisz", {}),
                               (kancelaria, "wyslij", {"sposob": "konto"})):
        answer = person.post(f"/eod/pisma/{pismo}/{step}", {"wersja": "2", **data}, csrf=person.get("/eod").csrf(),
                             follow=False)
        assert answer.status in (403, 409), (step, office.said(answer))
    assert urzad.state(pismo) == "ROBOCZE/2"


def test_21_accepted_and_signed():
    urzad.submit(pismo)
    urzad.accept(pismo)
    assert urzad.state(pismo) == "ZAAKCEPTOWANE/2"
    assert office.listed(urzad.person("wojt"), f"/eod/pisma/{pismo}", "/eod/podpis")
    urzad.sign(pismo)
    assert urzad.state(pismo) == "PODPISANE/2"
    sealed = urzad.person("wojt").get(f"/eod/pisma/{pismo}/xml").body
    assert proof.xmlsec(sealed)
    assert "art. 217 KPA" in "".join(etree.fromstring(sealed).itertext())
    assert "art. 217 KPA" in proof.pdf_text(urzad.person("wojt").get(f"/eod/pisma/{pismo}/pdf").body)


def test_22_what_is_signed_does_not_change():
    referent = urzad.person("referent")
    for step, data in (("", {"wersja": "2", "tytul": "x", "tresc": "y"}), ("/anuluj", {})):
        answer = referent.post(f"/eod/pisma/{pismo}{step}", data, csrf=referent.get("/eod").csrf(), follow=False)
        assert answer.status in (403, 409), office.said(answer)
    assert urzad.state(pismo) == "PODPISANE/2"


def test_23_the_kancelaria_sends_it_to_the_account():
    global doreczenie
    assert office.listed(urzad.person("kancelaria"), f"/eod/pisma/{pismo}", "/eod/wysylka")
    before = len(stack.mails(address))
    urzad.dispatch(pismo)
    assert urzad.state(pismo) == "WYSLANE/2"
    doreczenie = urzad.delivery(pismo)
    message = stack.wait_mail(address, before + 1)
    assert "żółw" not in stack.mail_text(message), "content in a mail"


# ---- the citizen collects -----------------------------------------------------------------------------------------
def test_30_before_receipt_is_confirmed_the_letter_cannot_be_read():
    for path in ("/xml", "/pdf", "/zalacznik/1"):
        assert citizen.get(f"/konto/doreczenia/{stack.SLUG}/{doreczenie}{path}").status == 404, path
    assert "art. 217" not in citizen.get(f"/konto/doreczenia/{stack.SLUG}/{doreczenie}").text


def test_31_the_citizen_confirms_receipt_and_reads():
    page = office.collect(citizen, stack.SLUG, doreczenie)
    assert "art. 217 KPA" in browser.text_of(page), office.said(page)
    upd = re.search(r"LUB-UPD-[\w-]+", page.text).group(0)
    receipt = citizen.get(f"/konto/upo/{stack.SLUG}/{upd}/xml").body
    proof.check_seal(receipt)
    letter = citizen.get(f"/konto/doreczenia/{stack.SLUG}/{doreczenie}/xml").body
    facts = proof.upo(receipt)
    assert facts["rodzaj"] == "UPD" and facts["sha256"] == hashlib.sha256(letter).hexdigest(), facts
    assert letter == urzad.person("wojt").get(f"/eod/pisma/{pismo}/xml").body
    assert proof.xmlsec(letter)
    assert upd in proof.pdf_text(citizen.get(f"/konto/upo/{stack.SLUG}/{upd}/pdf").body)


def test_32_the_day_of_confirmation_is_the_day_of_delivery():
    day, collected = stack.rows("SELECT data_doreczenia, (odebrano_at AT TIME ZONE 'Europe/Warsaw')::date FROM"
                                " esp.doreczenie"
                                " WHERE jst = %s AND id = %s", stack.UNIT, doreczenie)[0]
    assert day == collected
    page = browser.text_of(urzad.person("referent").get(f"/eod/pisma/{pismo}"))
    assert "oręcz" in page or "odebr" in page.lower(), page[-800:]


def test_33_confirming_twice_changes_nothing():
    before = stack.rows("SELECT odebrano_at, data_doreczenia FROM esp.doreczenie WHERE jst = %s AND id = %s",
                        stack.UNIT, doreczenie)
    token = citizen.get("/konto/dane").csrf()
    answer = citizen.post(f"/konto/doreczenia/{stack.SLUG}/{doreczenie}/odbierz", {}, csrf=token, follow=False)
    assert answer.status in (303, 409), office.said(answer)
    assert before == stack.rows("SELECT odebrano_at, data_doreczenia FROM esp.doreczenie WHERE jst = %s AND id = %s",
                                stack.UNIT, doreczenie)
    assert stack.value("SELECT count(*) FROM esp.upo WHERE doreczenie_id = %s AND jst = %s", doreczenie,
                       stack.UNIT) == 1


# ---- the end ------------------------------------------------------------------------------------------------------
def test_40_the_clerk_closes_the_case():
    urzad.close(sprawa, "Wydano zaświadczenie.")
    page = urzad.person("referent").get(f"/eod/sprawy/{sprawa}")
    assert "Wydano zaświadczenie." in page.text
    page = citizen.get(f"/konto/sprawy/{stack.SLUG}/{sprawa}")
    assert page.status == 200 and znak in page.text and "zako" in browser.text_of(page).lower()


def test_41_nothing_can_be_added_to_a_closed_case():
    referent = urzad.person("referent")
    answer = referent.post(f"/eod/sprawy/{sprawa}/pismo", {"tytul": "Spóźnione", "tresc": "x",
                                                           "odpowiedz_na": str(przesylka)},
                           csrf=referent.get("/eod").csrf(), follow=False)
    assert answer.status in (409, 422), office.said(answer)


def test_42_the_metryka_tells_it_in_order():
    rows = re.findall(r"<tr\b.*?</tr>", urzad.person("referent").get(f"/eod/sprawy/{sprawa}/metryka").text, re.S)
    text = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)) for row in rows]
    steps = ["Wpływ", "Rejestracja", "Referat Organizacyjny", "Anna Kos", "Założenie sprawy", "Sporządzenie",
             "Przedłożenie",
             "Brak podstawy prawnej", "Przedłożenie", "Nadal brak", "Zmiana", "Przedłożenie", "Akceptacja",
             "Podpisanie",
             "Wysłanie", "Doręczenie", "Zakończenie"]
    at = 0
    for step in steps:
        while at < len(text) and step not in text[at]:
            at += 1
        assert at < len(text), f"{step} is missing or out of order in {text}"
        at += 1
    assert any("Joanna Nowicka" in row and "Podpisanie" in row for row in text)
    assert any("Żak-Święcicka" in row and "Doręczenie" in row for row in text)


def test_43_the_spis_spraw_and_the_search_know_it():
    referent = urzad.person("referent")
    page = referent.get(f"/eod/spisy/{datetime.date.today().year}/OR/{urzad.symbol()}")
    assert page.status == 200, office.said(page)
    assert office.listed(referent, f"/eod/sprawy/{sprawa}", page.url)
    page = referent.get(office.query("/eod/szukaj", q=znak))
    assert f"/eod/sprawy/{sprawa}" in page.text
    plain = TITLE.translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    assert f"/eod/przesylki/{przesylka}" in referent.get(office.query("/eod/szukaj", q=plain)).text or \
        f"/eod/sprawy/{sprawa}" in referent.get(office.query("/eod/szukaj", q=plain)).text


def test_44_the_trail_is_in_order_and_tells_the_same():
    events = urzad.events(sprawa)
    assert events == ["sprawa.zalozona", "pismo.sporzadzone", "pismo.przedlozone", "pismo.zwrocone",
                      "pismo.przedlozone",
                      "pismo.zwrocone", "pismo.zmienione", "pismo.przedlozone", "pismo.zaakceptowane",
                      "pismo.podpisane",
                      "pismo.wyslane", "doreczenie.odebrane", "sprawa.zakonczona"], events
    assert stack.admin("journal", "verify").stdout.startswith("OK")


def test_45_the_citizen_sees_of_the_trail_what_is_his_and_no_clerk_s_name_of_inner_steps():
    text = browser.text_of(citizen.get(f"/konto/sprawy/{stack.SLUG}/{sprawa}")) + browser.text_of(citizen.get(filed.address))
    assert "Brak podstawy prawnej" not in text and "Wiśniewski" not in text


def test_46_the_other_unit_knows_nothing():
    for name in ("kancelaria", "sekretarz", "referent"):
        person = inna.person(name)
        for path in ("/eod", "/eod/przesylki", "/eod/sprawy", "/eod/wysylka", office.query("/eod/szukaj", q=znak),
                     office.query("/eod/szukaj", q="Święcicka")):
            page = person.get(path)
            assert page.status in (200, 403), path
            text = page.text.replace(znak, "", 1) if "szukaj" in path else page.text  # the search repeats its words
            assert TITLE not in text and f"/eod/sprawy/{sprawa}" not in text, (name, path)


def test_47_the_logs_hold_no_personal_data():
    for path in glob.glob(env("EURZAD_STATE") + "/log/*.log") + glob.glob(env("EURZAD_STATE") + "/log/*.jsonl"):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        for word in ("Święcicka", TITLE, "Łąkowa", address, "bardzo-Długie", citizen.session()):
            assert word not in text, (path, word)


if __name__ == "__main__":
    tap.main()
