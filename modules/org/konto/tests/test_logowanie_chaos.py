"""Sessions live in Redis: what people meet when it has forgotten everything, or is away."""
import secrets

import browser
import stack
import tap
from browser import text_of as text
from tap import service

NEEDS = ("eod/jrwa", "portal/moje_sprawy", "portal/portal", "portal/weryfikacja")


def attempt(login, password, person):
    return person.post("/logowanie", {"login": stack.person(login), "haslo": password}, follow=False)


def test_after_redis_forgot_everything_people_log_in_again():
    people = [browser.login("obywatel"), browser.login("referent")]
    stack.redis_forget()
    for person, path in zip(people, ("/konto", "/eod/jrwa")):
        page = person.get(path, follow=False)
        assert page.status == 303 and page.location.startswith("/logowanie?powrot="), page
    assert browser.login("obywatel").get("/konto").status == 200
    page = people[0].post("/logowanie", {"login": stack.person("obywatel"), "haslo": "demo"}, follow=False)
    assert page.status == 303 and people[0].get("/konto", follow=False).status == 200


def test_while_redis_is_away_the_portal_stays_and_private_pages_are_politely_unavailable():
    citizen, clerk = browser.login("obywatel"), browser.login("referent")
    service("stop", "redis")
    try:
        for path in ("/", "/jst", "/jst?q=santok", "/jst/santok", "/e-urzad", "/pomoc", "/weryfikacja"):
            uncached = path + ("&" if "?" in path else "?") + "x=" + secrets.token_hex(4)
            assert browser.Browser().get(uncached).status == 200, path
            assert citizen.get(path, follow=False).status == 200, path
        for person, path in ((citizen, "/konto"), (clerk, "/eod/jrwa")):
            page = person.get(path, follow=False)
            assert page.status == 503 and "retry-after" in page.headers, page
            assert "hwil" in text(page), text(page)
        page = browser.Browser().request("POST", "/logowanie", b"login=a&haslo=b&csrf=x",
                                         "application/x-www-form-urlencoded")
        assert page.status in (403, 503)
    finally:
        service("start", "redis")
    # Workers notice at their next try that Redis is back.
    person = browser.Browser()
    tap.wait_until(lambda: attempt("obywatel", "demo", person).status == 303, 30, "log-in")
    tap.wait_until(lambda: person.get("/konto", follow=False).status == 200, 30, "the private page")


if __name__ == "__main__":
    tap.main()
