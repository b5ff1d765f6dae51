"""The administrator of the region: he finds every unit, appoints its administrators and takes the role back; nobody else does."""
import secrets

import browser
import stack
import tap

UNIT = f"/eod/region/{stack.UNIT}"


def setup_module():
    global region, login
    region = browser.login("region")
    login = f"nowa.{secrets.token_hex(4)}"


def fields(**changed):
    return {"imie": "Łucja", "nazwisko": "Ćma", "stanowisko": "informatyk", "login": login,
            "email": f"{login}@example.pl", "komorka_kod": "OR", "komorka_nazwa": "Referat Organizacyjny",
            "role": "administrator", **changed}


def clerk_id():
    return stack.value("SELECT p.id FROM org.pracownik p JOIN org.konto k ON k.id = p.konto_id WHERE p.jst = %s AND"
                       " k.login = %s", stack.UNIT, login)


def roles():
    return [row[0] for row in stack.rows("SELECT rola FROM org.pracownik_rola WHERE jst = %s AND pracownik_id = %s",
                                         stack.UNIT, clerk_id())]


def set_role(person, give, id=None, unit=stack.UNIT):
    answer = {"id": str(id or clerk_id()), **({"nadaj": "1"} if give else {})}
    return person.post(f"/eod/region/{unit}/rola", answer, form=f"/eod/region/{unit}")


def test_every_unit_and_its_administrators():
    page = region.get("/eod/region")
    assert page.status == 200 and len(browser.links(page, r"/eod/region/[0-9]+")) == 95
    assert UNIT in browser.links(page, r"/eod/region/[0-9]+") and "Tomasz Lis" in browser.text_of(page)
    assert region.get("/eod/region/9999999").status == 404


def test_all_faults_at_once_and_nothing_typed_is_lost():
    page = region.post(f"{UNIT}/nowy", fields(imie="", email="bez małpy", login=login.upper(), komorka_kod="1", komorka_nazwa=""))
    assert page.status == 422
    for field in ("imie", "email", "login", "komorka_kod", "komorka_nazwa"):
        assert f'href="#{field}"' in page.text, field
    assert 'value="Ćma"' in page.text and login.upper() in page.text


def test_he_appoints_a_new_administrator():
    page = region.post(f"{UNIT}/nowy", fields())
    assert page.url == UNIT and "Łucja Ćma" in browser.text_of(page), page
    assert roles() == ["administrator"]
    assert "/haslo/nowe?token=" in stack.mail_link(stack.wait_mail(f"{login}@example.pl"))
    assert region.post(f"{UNIT}/nowy", fields()).status == 409


def test_he_takes_the_role_and_gives_it_back():
    for give, wanted in ((False, []), (False, []), (True, ["administrator"]), (True, ["administrator"])):
        page = set_role(region, give)
        assert page.url == UNIT and roles() == wanted, (give, page)
    events = stack.rows("SELECT typ FROM audit.zdarzenie WHERE jst = '08' AND obiekt = 'pracownik' AND obiekt_id = %s"
                        " ORDER BY lp", clerk_id())
    assert [row[0] for row in events] == ["pracownik.dodany", "administrator.odebrany", "administrator.nadany"]


def test_not_over_himself_nor_over_whom_that_unit_has_not():
    his = stack.value("SELECT p.id FROM org.pracownik p JOIN org.konto k ON k.id = p.konto_id WHERE k.login = 'region'")
    page = set_role(region, False, his, "08")
    assert page.status == 422 and "nie decydujesz" in browser.text_of(page)
    assert set_role(region, True, clerk_id(), stack.OTHER).status == 404


def test_nobody_else_does():
    before = roles()
    for name in ("administrator", "wojt", "referent"):
        clerk = browser.login(name)
        for path in ("/eod/region", UNIT, f"{UNIT}/nowy"):
            assert clerk.get(path).status == 403, (name, path)
        assert clerk.post(f"{UNIT}/nowy", fields(login="obcy.login"), form="/eod").status == 403
        assert clerk.post(f"{UNIT}/rola", {"id": str(clerk_id())}, form="/eod").status == 403
    assert roles() == before


if __name__ == "__main__":
    tap.main()
