"""Every route, called by nobody, by the wrong person, without a token and from a foreign page. Who may call it is read from
role.expected, not from the tables: a row that was widened by mistake is found by its first line and by every request."""
import browser
import routes
import tap

NEEDS = ("eod/jrwa", "eod/skrzynka")

CLERKS = {"kancelaria": {"kancelaria"}, "sekretarz": {"dekretujacy"}, "wojt": {"dekretujacy", "podpisujacy"},
          "kierownik": {"dekretujacy", "akceptujacy", "referent"}, "referent": {"referent"},
          "administrator": {"administrator"}}


def setup_module():
    global all_routes, people
    all_routes = routes.expected()
    people = {name: browser.login(name) for name in [*CLERKS, "obywatel"]}


def _private(method=None):
    return [r for r in all_routes if not r.is_public and method in (None, r.method)]


def _may(name, route):
    if name == "obywatel":
        return route.allows(routes.CITIZEN)
    return any(route.allows(role) for role in CLERKS[name])


def _pairs(method, wanted):
    """(route, name, person) with wanted(name, route): everybody on one route of each distinct set of roles, and on each other route
    one of them, by turns. The router looks at nothing but method and roles, so more would prove the same again."""
    whole = set()
    for turn, route in enumerate(_private(method)):
        names = [name for name in people if wanted(name, route)]
        kind = route.method, frozenset(route.roles)
        if kind in whole and names:
            names = [names[turn % len(names)]]
        whole.add(kind)
        yield from ((route, name, people[name]) for name in names)


def _check(faults, route, answer, wanted, who=""):
    if answer.status not in wanted:
        faults.append(f"{route} {who}: {answer.status}, wanted {sorted(wanted)}")


def test_the_tables_say_what_was_decided():
    faults = routes.differences()
    assert faults == [], "\n".join(faults)


def test_the_tables_are_read():
    assert len(all_routes) > 60, len(all_routes)
    assert len({(r.method, r.path) for r in all_routes}) == len(all_routes)


def test_nobody_is_sent_to_the_log_in_page():
    faults = []
    for route in _private():
        answer = browser.Browser().request(route.method, route.url())
        _check(faults, route, answer, {303})
        if not answer.location.startswith("/logowanie"):
            faults.append(f"{route}: to {answer.location!r}")
        if route.method == "GET" and "powrot=" not in answer.location:
            faults.append(f"{route}: no way back in {answer.location!r}")
    assert faults == [], "\n".join(faults)


def test_the_wrong_person_is_refused():
    faults = []
    for route, name, person in _pairs(None, lambda name, route: not _may(name, route)):
        answer = person.request(route.method, route.url())
        _check(faults, route, answer, {403}, name)
        if "set-cookie" in answer.headers:
            faults.append(f"{route} {name}: cookie on a refusal")
    assert faults == [], "\n".join(faults)


def test_the_right_person_never_meets_an_internal_error():
    faults = []
    for route, name, person in _pairs("GET", _may):
        _check(faults, route, person.request("GET", route.url()), {200, 303, 404, 409, 422}, name)
    assert faults == [], "\n".join(faults)


def test_a_post_without_a_token_is_refused():
    faults = []
    for route, name, person in _pairs("POST", _may):
        for csrf in ("", "0" * 64, "x"):
            body = b"csrf=" + csrf.encode() if csrf else b""
            answer = person.request("POST", route.url(), body, "application/x-www-form-urlencoded")
            _check(faults, route, answer, {403}, name)
    for route in all_routes:
        if route.method == "POST" and route.is_public and "ROUTE_NO_CSRF" not in route.flags:
            answer = browser.Browser().request("POST", route.url(), b"x=1", "application/x-www-form-urlencoded")
            _check(faults, route, answer, {403}, "nobody")
    assert faults == [], "\n".join(faults)


def test_the_token_of_another_session_is_refused():
    token = people["referent"].get("/eod/jrwa").csrf() or people["referent"].get("/eod").csrf()
    other = browser.login("referent")
    assert token, "no form with a token on the clerk's page (log-out at least)"
    answer = other.post("/wyloguj", csrf=token, follow=False)
    assert answer.status == 403
    assert other.get("/eod/jrwa", follow=False).status == 200, "logged out by a foreign token"


def test_a_post_from_a_foreign_page_is_refused_even_with_a_good_token():
    faults = []
    for person, form in ((people["obywatel"], "/konto/dane"), (people["administrator"], "/eod/administracja/nowy")):
        token = person.get(form).csrf()
        assert token
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
                        {"Sec-Fetch-Site": None, "Origin": "https://zly.example"},
                        {"Sec-Fetch-Site": None, "Origin": "null"},
                        {"Sec-Fetch-Site": None, "Origin": person.base.geturl() + ".zly.example"}):
            answer = person.post(form, {"imie": "Zły"}, csrf=token, headers=headers, follow=False)
            if answer.status != 403:
                faults.append(f"{form} {headers}: {answer.status}")
    for route in all_routes:
        if route.method == "POST":
            answer = browser.Browser().request("POST", route.url(), b"x=1", "application/x-www-form-urlencoded",
                                               {"Sec-Fetch-Site": "cross-site"})
            _check(faults, route, answer, {403}, "nobody, cross-site")
    assert faults == [], "\n".join(faults)


def test_the_own_origin_passes_when_the_browser_sends_no_fetch_metadata():
    person = people["obywatel"]
    answer = person.post("/konto/dane", {"imie": "Jan", "nazwisko": "Kowalski", "ulica": "Lipowa", "budynek": "3",
                                         "kod_pocztowy": "66-431", "miejscowosc": "Santok"}, follow=False,
                         headers={"Sec-Fetch-Site": None, "Origin": person.base.geturl()})
    assert answer.status == 303, browser.text_of(answer)


def test_wrong_methods_name_the_right_ones():
    faults = []
    paths = {}
    for route in all_routes:
        paths.setdefault(route.path, set()).add(route.method)
    for path, methods in paths.items():
        url = next(r for r in all_routes if r.path == path).url()
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS") + (() if "POST" in methods else ("POST",)) + \
                (() if "GET" in methods else ("GET",)):
            answer = browser.Browser().request(method, url)
            allow = set(re_split(answer.headers.get("allow", "")))
            if answer.status != 405 or not methods <= allow:
                faults.append(f"{method} {path}: {answer.status} Allow {allow}")
    assert faults == [], "\n".join(faults)


def re_split(text):
    return [word.strip() for word in text.split(",") if word.strip()]


def test_strange_numbers_in_addresses_are_not_found():
    faults = []
    for route in _private("GET"):
        if "{id}" not in route.path and "{dokument}" not in route.path:
            continue
        for name, person in people.items():
            if not _may(name, route):
                continue
            for number in ("0", "-1", "1x", "x", "%27", "9223372036854775808", "99999999999999999999", "1%2F2", "1%00",
                           "%C4%85", "1e3", "0x1", "%20", "1.5"):
                answer = person.request("GET", route.url(id=number, dokument=number))
                _check(faults, route, answer, {400, 404}, f"{name} {number}")
            break
    assert faults == [], "\n".join(faults)


if __name__ == "__main__":
    tap.main()
