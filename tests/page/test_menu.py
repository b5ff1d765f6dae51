"""The menus of the frame: what each person finds there, in which order and by which key."""
import re

import browser
import tap

NEEDS = ("eod/skrzynka", "eod/przesylka", "eod/sprawa", "eod/pismo", "org/kadry", "portal/portal", "portal/weryfikacja",
         "portal/moje_sprawy", "forms/szkic", "org/jst")

DESK, REGISTER, CASES = ("/eod", "Skrzynka", "g i"), ("/eod/przesylki", "Rejestr przesyłek", "g r"), ("/eod/sprawy", "Sprawy", "g s")
SIGN, SEND = ("/eod/podpis", "Pisma do podpisu", "g p"), ("/eod/wysylka", "Wysyłka", "g w")
STAFF = ("/eod/administracja", "Administracja", "g a")
OFFICE = {
    "kancelaria": [DESK, REGISTER, CASES, SEND],
    "sekretarz": [DESK, REGISTER, CASES, SEND],
    "referent": [DESK, REGISTER, CASES, SEND],
    "wojt": [DESK, REGISTER, CASES, SIGN, SEND],
    "kierownik": [DESK, REGISTER, CASES, SIGN, SEND],
    "administrator": [DESK, STAFF],
    "region": [DESK, STAFF, ("/eod/region", "Jednostki regionu", "g j")],
}
PORTAL = ["/e-urzad", "/jst", "/weryfikacja", "/pomoc"]


def _links(page, opening):
    """href, text, key and aria-current of the links between `opening` and the end of its <nav>."""
    inside = page.text.split(opening, 1)[1].split("</nav>", 1)[0]
    found = []
    for attributes, text in re.findall(r"<a ([^>]*)>(.*?)</a>", inside, re.S):
        have = dict(re.findall(r'([a-z-]+)="([^"]*)"', attributes))
        found.append((have["href"], text, have.get("data-key", ""), have.get("aria-current", "")))
    return found


def test_each_role_finds_what_it_may_reach():
    for login, wanted in OFFICE.items():
        clerk = browser.login(login)
        links = _links(clerk.get("/eod"), '<nav class="office-nav"')
        assert [link[:3] for link in links] == wanted, (login, links)
        for href, _, _, _ in links:
            assert clerk.get(href).status == 200, (login, href)


def test_the_current_page_is_marked():
    clerk = browser.login("referent")
    for path, wanted in (("/eod", {"/eod": "page"}), ("/eod/sprawy", {"/eod/sprawy": "page"}),
                         ("/eod/sprawy/999999999", {"/eod/sprawy": "true"}), ("/eod/jrwa", {})):
        links = _links(clerk.get(path), '<nav class="office-nav"')
        assert {href: current for href, _, _, current in links if current} == wanted, (path, links)


def test_the_portal_and_its_foot():
    page = browser.Browser().get("/jst")
    assert [link[0] for link in _links(page, '<nav class="main-nav"')] == PORTAL
    assert [link[0] for link in _links(page, '<nav aria-label="Informacje o serwisie"')] == ["/pomoc", "/dostepnosc", "/prywatnosc"]
    page = browser.login("referent").get("/eod")
    assert [link[0] for link in _links(page, '<nav aria-label="Informacje o serwisie"')] == ["/", "/pomoc", "/dostepnosc"]


def test_the_tabs_of_a_citizen():
    page = browser.login("obywatel").get("/konto/pisma")
    links = _links(page, '<nav aria-label="Działy konta"')
    assert [link[0] for link in links] == ["/konto", "/konto/sprawy", "/konto/pisma", "/konto/doreczenia", "/konto/dane"]
    assert [link[3] for link in links] == ["", "", "page", "", ""]


if __name__ == "__main__":
    tap.main()
