"""Impatient people: the same form sent twice at the same moment and again afterwards. One result, the same receipt."""
import re
import threading

import browser
import office
import proof
import stack
import tap

NEEDS = ("eod/dekretacja", "eod/pismo", "eod/przesylka", "eod/skrzynka", "eod/sprawa")
LOCKS = ("journal",)


def setup_module():
    global urzad, citizen
    urzad = office.Office()
    citizen = browser.citizen("niecierpliwa")


def together(*actions):
    """Runs them in threads that start at the same moment; their results in order."""
    results, gate = [None] * len(actions), threading.Barrier(len(actions))

    def run(i):
        gate.wait()
        try:
            results[i] = actions[i]()
        except Exception as error:
            results[i] = error
    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def twice(person, page, action, data=None, count="SELECT 0", *args, clicks=2):
    """The form of the page sent by several clicks at once, then once more. No answer may be an internal error; returns
    all answers and by how much count grew."""
    if isinstance(page, str):
        page = person.get(page)
    fields = {**browser.forms(page)[action], **(data or {})}
    csrf = fields.pop("csrf")
    before = stack.value(count, *args)
    send = lambda: person.copy().post(action, fields, csrf=csrf, follow=False)
    answers = together(*[send] * clicks) + [send()]
    for answer in answers:
        assert answer.status in (303, 403, 409), office.said(answer)
    assert any(answer.status == 303 for answer in answers)
    return answers, stack.value(count, *args) - before


def locations(answers):
    return {answer.location for answer in answers if answer.status == 303}


def test_sending_a_letter():
    for clicks in (2, 4):
        preview = office.draft(citizen, stack.SLUG, "Podwójne", "Treść")
        answers, grown = twice(citizen, preview, preview.removesuffix("/podglad") + "/wyslij", None,
                               f"SELECT count(*) FROM esp.dokument WHERE {stack.QUIET}", clicks=clicks)
        assert grown == 1, grown
        assert all(a.status == 303 for a in answers) and len(locations(answers)) == 1, answers
        number = locations(answers).pop().rsplit("/", 1)[1]
        assert stack.value("SELECT count(*) FROM esp.upo WHERE dokument_id = %s AND jst = %s", number,
                           stack.UNIT) == 1


def test_sending_while_it_is_being_changed():
    preview = office.draft(citizen, stack.SLUG, "Zmieniane", "Pierwsza treść")
    address = preview.removesuffix("/podglad")
    page, edit = citizen.get(preview), citizen.get(address)
    send = {**browser.forms(page)[address + "/wyslij"]}
    change = {**browser.forms(edit)[address], "tresc": "Druga treść", "tytul": "Zmieniane", "akcja": "dalej"}
    csrf = send.pop("csrf")
    change.pop("csrf")
    answers = together(lambda: citizen.copy().post(address + "/wyslij", send, csrf=csrf, follow=False),
                       lambda: citizen.copy().post(address, change, csrf=csrf, follow=False))
    assert all(a.status in (303, 409) for a in answers), [office.said(a) for a in answers]
    sent = stack.rows("SELECT sha256 FROM esp.dokument WHERE tytul = 'Zmieniane'")
    assert len(sent) <= 1
    if sent:
        assert sent[0][0] == send["sha256"], "another text was filed than the one shown"


def test_registering():
    dokument = office.file(citizen, stack.SLUG).dokument
    address = f"/eod/przesylki/rejestruj/{dokument}"
    page = urzad.person("kancelaria").get(address)
    komu = [v for k, v in browser.options(page, "komu").items() if "Sekretarz" in k][0]
    _, grown = twice(urzad.person("kancelaria"), page, address, {"komu": komu}, f"SELECT count(*) FROM eod.przesylka WHERE {stack.QUIET}",
                     clicks=3)
    assert grown == 1, grown
    _no_gaps("SELECT array_agg(rpw_numer ORDER BY rpw_numer) FROM eod.przesylka WHERE jst = %s")


def _no_gaps(sql):
    numbers = stack.value(sql, stack.UNIT)
    assert numbers == list(range(1, len(numbers) + 1)), numbers


def test_two_clerks_decree_the_same_letter():
    przesylka = urzad.register(office.file(citizen, stack.SLUG).dokument)
    address = f"/eod/przesylki/{przesylka}/dekretacja"
    page = urzad.person("sekretarz").get(address)
    komu = [v for k, v in browser.options(page, "komu").items() if "Referat Organizacyjny" in k][0]
    _, grown = twice(urzad.person("sekretarz"), page, address, {"komu": komu}, "SELECT count(*) FROM eod.dekretacja"
                     " WHERE rola = 'wiodacy' AND przesylka_id = %s", przesylka, clicks=3)
    assert grown == 1, grown


def test_opening_a_case():
    przesylka = urzad.to_clerk(office.file(citizen, stack.SLUG).dokument)
    address = f"/eod/przesylki/{przesylka}/sprawa"
    answers, grown = twice(urzad.person("referent"), address, address, {"symbol": urzad.symbol()},
                           f"SELECT count(*) FROM eod.sprawa WHERE {stack.QUIET}", clicks=3)
    assert grown == 1, grown
    assert len(locations(answers)) == 1, answers


def test_steps_of_a_letter():
    sprawa = urzad.case_for(office.file(citizen, stack.SLUG).dokument)
    address = f"/eod/sprawy/{sprawa}/pismo"
    answers, grown = twice(urzad.person("referent"), address, address, {"tytul": "Dwa razy", "tresc": "Treść"},
                           f"SELECT count(*) FROM eod.pismo WHERE {stack.QUIET}", clicks=3)
    assert grown == 1, grown
    pismo = office.number(locations(answers).pop())
    for who, step, data, count in (
            ("referent", "przedloz", {}, "SELECT count(*) FROM audit.zdarzenie WHERE typ = 'pismo.przedlozone' AND"
                                         " obiekt_id = %s"),
            ("kierownik", "akceptuj", {}, "SELECT count(*) FROM eod.akceptacja WHERE pismo_id = %s"),
            ("wojt", "podpisz", {}, "SELECT count(*) FROM audit.zdarzenie WHERE typ = 'pismo.podpisane' AND obiekt_id"
                                    " = %s"),
            ("kancelaria", "wyslij", {"sposob": "konto"}, "SELECT count(*) FROM eod.wysylka WHERE pismo_id = %s")):
        page, action = urzad._step_page(urzad.person(who), pismo, step)
        _, grown = twice(urzad.person(who), page, action, data, count, pismo, clicks=3)
        assert grown == 1, (step, grown)
    _no_gaps("SELECT array_agg(numer ORDER BY numer) FROM eod.wysylka WHERE jst = %s")
    delivery = urzad.delivery(pismo)
    page = f"/konto/doreczenia/{stack.SLUG}/{delivery}"
    _, grown = twice(citizen, page, page + "/odbierz", None, "SELECT count(*) FROM esp.upo WHERE doreczenie_id = %s",
                     delivery, clicks=3)
    assert grown == 1, grown
    address = f"/eod/sprawy/{sprawa}/zakoncz"
    _, grown = twice(urzad.person("referent"), address, address, {"sposob": "Załatwiono."},
                     "SELECT count(*) FROM audit.zdarzenie WHERE typ = 'sprawa.zakonczona' AND sprawa_id = %s", sprawa,
                     clicks=3)
    assert grown == 1, grown


def test_two_people_disagree_at_the_same_moment():
    """Accepting and returning at once: one wins, the other is told."""
    pismo = urzad.write(urzad.case_for(office.file(citizen, stack.SLUG).dokument), "Spór", "Treść")
    urzad.submit(pismo)
    person = urzad.person("kierownik")
    (page, accept), (page2, back) = (urzad._step_page(person, pismo, step) for step in ("akceptuj", "zwroc"))
    a, b = dict(browser.forms(page)[accept]), dict(browser.forms(page2)[back])
    csrf = a.pop("csrf")
    b.pop("csrf")
    answers = together(lambda: person.copy().post(accept, a, csrf=csrf, follow=False),
                       lambda: person.copy().post(back, {**b, "powod": "Nie."}, csrf=csrf, follow=False))
    assert sorted(x.status for x in answers) in ([303, 409], [303, 403], [303, 303]), answers
    verdicts = stack.value("SELECT count(*) FROM eod.akceptacja WHERE pismo_id = %s", pismo)
    assert verdicts == sum(x.status == 303 for x in answers), verdicts
    if verdicts == 2:  # an accepted letter may still be returned; then that is its end
        assert urzad.state(pismo).startswith("ROBOCZE")


def test_registering_an_account_twice():
    address = "dwa-razy-" + re.sub(r"\W", "", citizen.login)[-12:] + "@example.pl"
    person = browser.Browser()
    page = person.get("/rejestracja")
    data = {"imie": "A", "nazwisko": "B", "email": address, "haslo": "bardzo-Długie-hasło-9",
            "haslo2": "bardzo-Długie-hasło-9"}
    answers, grown = twice(person, page, "/rejestracja", data, "SELECT count(*) FROM org.konto WHERE email = %s", address, clicks=3)
    assert grown == 1 and locations(answers) == {"/rejestracja/wyslano"}


def test_afterwards_everything_verifies():
    assert stack.admin("journal", "verify").stdout.startswith("OK")
    receipt = citizen.get("/konto/pisma")
    numbers = browser.links(receipt, rf"/konto/pisma/{stack.SLUG}/\d+")
    assert numbers
    upo = re.search(r"LUB-UPP-[\w-]+", citizen.get(numbers[0]).text).group(0)
    assert proof.xmlsec(citizen.get(f"/konto/upo/{stack.SLUG}/{upo}/xml").body)


if __name__ == "__main__":
    tap.main()
