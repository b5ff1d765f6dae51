"""Numbers of another unit or another person, put by hand into every address and hidden field: nothing is shown, nothing
changes. The values are those of real rows, so a check that is missing somewhere would find something."""
import hashlib
import re

import browser
import office
import routes
import stack
import tap

NEEDS = ("eod/dekretacja", "eod/pismo", "eod/przesylka", "eod/skrzynka", "eod/sprawa")

CLERKS = ("kancelaria", "sekretarz", "wojt", "kierownik", "referent", "administrator")


def setup_module():
    """In each unit: a letter waiting, one on the clerk's desk, a case with a draft, a submitted, an accepted, a signed
    and a sent letter."""
    global ours, theirs, mine, theirs_rows, our_rows, other_citizen
    ours, theirs = office.Office(), office.Office(stack.OTHER)
    mine = browser.citizen("wlasciciel")
    other_citizen = browser.citizen("obcy", nazwisko="Obca")
    theirs_rows, our_rows = _rows_of(theirs, other_citizen), _rows_of(ours, mine)


def _rows_of(unit, citizen):
    filed = unit.file(citizen, files=[("a.txt", b"tajne")])
    sprawa = unit.case_for(filed.dokument)
    letters = {"ROBOCZE": unit.write(sprawa, "Projekt", "Tajny projekt")}
    letters["PRZEDLOZONE"] = unit.write(sprawa, "Przedłożone", "Tajne")
    unit.submit(letters["PRZEDLOZONE"])
    letters["ZAAKCEPTOWANE"] = unit.write(sprawa, "Zaakceptowane", "Tajne")
    unit.submit(letters["ZAAKCEPTOWANE"])
    unit.accept(letters["ZAAKCEPTOWANE"])
    letters["PODPISANE"] = unit.ready_letter(sprawa)
    letters["WYSLANE"] = unit.ready_letter(sprawa, "Wysłane", "Tajna treść")
    unit.dispatch(letters["WYSLANE"])
    waiting = unit.file(citizen, files=[("a.txt", b"tajne")])
    on_desk = unit.register(unit.file(citizen).dokument)
    at_clerk = unit.to_clerk(unit.file(citizen).dokument)
    draft = office.draft(citizen, unit.slug, "Szkic", "Tajny szkic", [("b.txt", b"tajne")])
    who = "imie || ' ' || nazwisko = 'Anna Kos'"
    return {"filed": filed, "sprawa": sprawa, "letters": letters, "waiting": waiting, "on_desk": on_desk,
            "at_clerk": at_clerk,
            "delivery": unit.delivery(letters["WYSLANE"]), "draft": int(re.search(r"/(\d+)/", draft).group(1)),
            "clerk": stack.value(f"SELECT id FROM org.pracownik WHERE jst = %s AND {who}", unit.unit),
            "head": stack.value("SELECT id FROM org.pracownik WHERE jst = %s AND nazwisko = 'Wiśniewski'", unit.unit),
            "komorka": stack.value("SELECT id FROM org.komorka WHERE jst = %s AND kod = 'OR'", unit.unit),
            "przesylka": stack.value("SELECT id FROM eod.przesylka WHERE jst = %s AND sprawa_id = %s", unit.unit,
                                     sprawa),
            "znak": unit.znak(sprawa), "file": stack.value("SELECT id FROM forms.szkic_plik WHERE jst = %s AND"
                                                           " szkic_id = %s",
                                                           unit.unit, int(re.search(r"/(\d+)/", draft).group(1)))}


def _fingerprint(unit):
    """Everything the unit has, as one text; two equal ones mean that nothing changed."""
    digest = hashlib.sha256()
    with stack.superuser() as db:
        for table in stack.table_names():
            columns = db.column("SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass"
                                " AND attnum > 0", table)
            if "jst" in columns:
                for row in db.rows(f"SELECT t::text FROM {table} t WHERE jst = %s ORDER BY 1", unit):
                    digest.update(row[0].encode())
    return digest.hexdigest()


def _ids(route, rows):
    """Sets of values for the places of the route's address, each set from rows of the given unit."""
    path = route.path
    if path.startswith("/eod/przesylki/rejestruj/"):
        return [{"dokument": rows["waiting"].dokument, "lp": 1}, {"dokument": rows["filed"].dokument, "lp": 1}]
    if path.startswith("/eod/przesylki/{id}"):
        return [{"id": rows[key], "lp": 1} for key in ("przesylka", "on_desk", "at_clerk")]
    if path.startswith("/eod/sprawy/{id}"):
        return [{"id": rows["sprawa"]}]
    if path.startswith("/eod/pisma/{id}"):
        return [{"id": pismo} for pismo in rows["letters"].values()]
    if path.startswith("/eod/upo/"):
        return [{"numer": rows["filed"].upo}]
    if path.startswith("/eod/administracja/{id}"):
        return [{"id": rows["clerk"]}, {"id": rows["head"]}]
    if path.startswith("/konto/pisma/"):
        return [{"id": rows["filed"].dokument, "lp": 1}]
    if path.startswith("/konto/doreczenia/"):
        return [{"id": rows["delivery"], "lp": 1}]
    if path.startswith("/konto/sprawy/"):
        return [{"id": rows["sprawa"]}]
    if path.startswith("/konto/upo/"):
        return [{"numer": rows["filed"].upo}]
    if "/pismo-ogolne/{id}" in path:
        return [{"id": rows["draft"]}]
    return None


def _plausible(rows):
    """Fields that some form has, with good values of the given unit."""
    return {"tytul": "Podrzucone", "tresc": "Podrzucone", "nadawca_nazwa": "Podrzucony", "komu": f"k{rows['komorka']}",
            "polecenie": "x", "powod": "x", "symbol": "0000", "termin": "miesiac", "wersja": "1",
            "akceptujacy": str(rows["head"]),
            "sposob": "konto", "odpowiedz_na": str(rows["przesylka"]), "znak": rows["znak"], "akcja": "dalej",
            "sha256": "0" * 64,
            "imie": "Podrzucony", "nazwisko": "Podrzucony", "stanowisko": "x", "komorka": str(rows["komorka"]),
            "role": "referent",
            "liczba_zalacznikow": "0"}


def _places():
    found = [r for r in routes.routes() if re.search(r"\{(id|dokument|numer)\}", r.path) and not r.is_public]
    unknown = [r for r in found if _ids(r, our_rows) is None]
    assert unknown == [], f"no rows known for {unknown}: add them to _ids()"
    return found


def test_the_owner_himself_is_let_in():
    """Otherwise the refusals below would prove nothing."""
    seen = 0
    for route in _places():
        if route.method == "POST" or route.path.endswith("/totp"):
            continue
        for values in _ids(route, our_rows):
            people = [mine] if "obywatel" in route.roles else [ours.person(n) for n in CLERKS]
            answers = {p.get(route.url(**values)).status for p in people}
            assert 500 not in answers, (route, answers)
            seen += 200 in answers
    assert seen > 25, seen


def test_clerks_see_nothing_of_another_unit():
    faults = []
    before = _fingerprint(stack.OTHER)
    for route in _places():
        if "obywatel" in route.roles:
            continue
        for values in _ids(route, theirs_rows):
            for name in CLERKS:
                person = ours.person(name)
                if route.method == "GET":
                    answer = person.request("GET", route.url(**values))
                else:
                    answer = person.post(route.url(**values), _plausible(our_rows), csrf=_token(person), follow=False)
                if answer.status not in (403, 404, 409):
                    faults.append(f"{route} {values} {name}: {answer.status} {answer.location}")
    assert faults == [], "\n".join(faults)
    assert _fingerprint(stack.OTHER) == before, "something of the other unit changed"


def _token(person):
    if not getattr(person, "token", None):
        page = person.get("/eod") if "/eod" in person.get("/eod").url else person.get("/konto/dane")
        person.token = page.csrf()
        assert person.token
    return person.token


def test_a_citizen_sees_nothing_of_another_one_in_any_unit():
    faults = []
    before = {unit: _fingerprint(unit) for unit in (stack.UNIT, stack.OTHER)}
    for person, rows, slugs in ((mine, theirs_rows, (theirs.slug, ours.slug)),
                                (other_citizen, our_rows, (ours.slug, theirs.slug))):
        token = person.get("/konto/dane").csrf()
        for route in _places():
            if "obywatel" not in route.roles:
                continue
            for values in _ids(route, rows):
                for slug in slugs:
                    url = route.url(jst=slug, **values)
                    if route.method == "GET":
                        answer = person.request("GET", url)
                    else:
                        answer = person.post(url, _plausible(our_rows), csrf=token, follow=False,
                                             files={"podpisany": [("a.xml", b"<a/>", "text/xml")]}
                                             if url.endswith("podpisany") else None)
                    quiet = url.endswith("/usun") and answer.location == "/konto"  # the second click of a pair
                    if answer.status not in (403, 404, 409) and not quiet:
                        faults.append(f"{route} {url} {person.login}: {answer.status} {answer.location}")
    assert faults == [], "\n".join(faults)
    assert before == {unit: _fingerprint(unit) for unit in (stack.UNIT, stack.OTHER)}, "something changed"


def test_the_owner_s_number_under_another_unit_s_address_is_nothing():
    faults = []
    for route in _places():
        if "obywatel" in route.roles and route.method == "GET":
            for values in _ids(route, our_rows):
                answer = mine.request("GET", route.url(jst=theirs.slug, **values))
                if answer.status != 404:
                    faults.append(f"{route}: {answer.status}")
    assert faults == [], "\n".join(faults)


def _forged(page_owner, address, action, field, value, **more):
    page = page_owner.get(address)
    assert page.status == 200, office.said(page)
    assert action in browser.forms(page), (address, list(browser.forms(page)))
    before = _fingerprint(stack.OTHER)
    answer = office.do(page_owner, page, action, {**more, field: value}, expect=None)
    assert _fingerprint(stack.OTHER) == before, "the other unit changed"
    assert answer.status in (403, 404, 409, 422), f"{action} {field}={value}: {answer.status} {answer.location}"


def test_hidden_fields_with_rows_of_another_unit():
    dokument, letter = our_rows["waiting"].dokument, our_rows["at_clerk"]
    register, decree = f"/eod/przesylki/rejestruj/{dokument}", f"/eod/przesylki/{our_rows['on_desk']}/dekretacja"
    for komu in (f"k{theirs_rows['komorka']}", f"s{theirs_rows['sprawa']}", "k0", "s0", "x1", "", "k-1",
                 "k99999999999999999999"):
        _forged(ours.person("kancelaria"), register, register, "komu", komu)
    for komu in (f"k{theirs_rows['komorka']}", f"p{theirs_rows['clerk']}", "p0", "x", "", "p99999999999999999999"):
        _forged(ours.person("sekretarz"), decree, decree, "komu", komu)
    join = f"/eod/przesylki/{letter}/dolacz"
    theirs_sign = theirs_rows["znak"].replace("OR.", "ZZ.")
    _forged(ours.person("referent"), join, join, "znak", theirs_sign)
    write = f"/eod/sprawy/{our_rows['sprawa']}/pismo"
    _forged(ours.person("referent"), write, write, "odpowiedz_na", str(theirs_rows["przesylka"]), tytul="x", tresc="y")
    submit = f"/eod/pisma/{our_rows['letters']['ROBOCZE']}"
    for who in (theirs_rows["head"], theirs_rows["clerk"], our_rows["clerk"], 0):
        _forged(ours.person("referent"), submit, submit + "/przedloz", "akceptujacy", str(who))
    new = "/eod/administracja/nowy"
    _forged(ours.person("administrator"), new, new, "komorka", str(theirs_rows["komorka"]), **{
        "imie": "A", "nazwisko": "B", "login": "podrzucony-x", "email": "p@example.pl", "stanowisko": "x",
        "role": "referent"})


def test_a_letter_is_not_sent_for_information_to_a_clerk_of_another_unit():
    decree = f"/eod/przesylki/{our_rows['on_desk']}/dekretacja"
    before = _fingerprint(stack.OTHER)
    office.do(ours.person("sekretarz"), decree, decree, {"komu": f"k{our_rows['komorka']}",
                                                         "do_wiadomosci": str(theirs_rows["clerk"])}, expect=None)
    assert _fingerprint(stack.OTHER) == before
    assert stack.value("SELECT count(*) FROM eod.dekretacja WHERE do_id = %s AND jst = %s", theirs_rows["clerk"],
                       stack.UNIT) == 0


def test_another_citizen_s_file_cannot_be_removed_from_his_draft():
    mine_address = f"/e-urzad/{ours.slug}/pismo-ogolne/{our_rows['draft']}"
    before = _fingerprint(stack.OTHER)
    office.do(mine, mine_address, mine_address, {"usun": str(theirs_rows["file"])}, expect=None)
    assert _fingerprint(stack.OTHER) == before
    assert stack.value("SELECT count(*) FROM forms.szkic_plik WHERE id = %s", our_rows["file"]) == 1


def test_a_path_parameter_is_not_overruled_by_a_field_of_the_same_name():
    """/eod/pisma/{theirs} with id={ours} in body and query, and the other way round."""
    person = ours.person("referent")
    mine_id, their_id = our_rows["letters"]["ROBOCZE"], theirs_rows["letters"]["ROBOCZE"]
    assert person.get(f"/eod/pisma/{their_id}?id={mine_id}").status == 404
    page = person.get(f"/eod/pisma/{mine_id}?id={their_id}")
    assert page.status == 200 and "Tajny projekt" in page.text
    answer = person.post(f"/eod/pisma/{their_id}?id={mine_id}", {"id": mine_id, "wersja": "1", "tytul": "x",
                                                                 "tresc": "Podmienione"},
                         csrf=_token(person), follow=False)
    assert answer.status == 404
    assert stack.value("SELECT count(*) FROM eod.pismo_wersja WHERE tresc = 'Podmienione'") == 0


def test_files_of_a_letter_are_reached_through_that_letter_only():
    person = ours.person("referent")
    for lp in (0, 2, 99, -1, "1x"):
        assert person.get(f"/eod/przesylki/{our_rows['przesylka']}/zalacznik/{lp}").status == 404, lp


def test_a_clerk_who_does_not_run_the_case_cannot_write_in_it():
    name = "drugi-referent-" + str(our_rows["sprawa"])
    browser.clerk(name, ["referent"])
    person = browser.login(name, "bardzo-Długie-hasło-9")
    before = stack.value("SELECT count(*) FROM eod.pismo WHERE jst = %s", stack.UNIT)
    answer = person.post(f"/eod/sprawy/{our_rows['sprawa']}/pismo",
                         {"tytul": "x", "tresc": "y", "adresat": "nadawca", "odpowiedz_na": str(our_rows["przesylka"])},
                         csrf=_token(person), follow=False)
    assert answer.status in (403, 404, 409), office.said(answer)
    assert stack.value("SELECT count(*) FROM eod.pismo WHERE jst = %s", stack.UNIT) == before


if __name__ == "__main__":
    tap.main()
