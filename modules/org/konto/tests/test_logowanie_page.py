"""Logging in and out: passwords, lock-out, one-time codes, mailed links, life of a session, Redis lost and away."""
import base64
import hashlib
import hmac
import json
import re
import secrets
import struct
import time
import urllib.parse

import browser
import stack
import tap

NEEDS = ("eod/jrwa", "eod/skrzynka", "portal/moje_sprawy", "portal/portal", "portal/weryfikacja")

PASSWORD = "bardzo-Długie-hasło-9"


def text(page):
    return browser.text_of(page)


def attempt(login, password, person=None):
    return (person or browser.Browser()).post("/logowanie", {"login": stack.person(login), "haslo": password}, follow=False)


def key_of(person):
    return "sesja:" + hashlib.sha256(person.session().encode()).hexdigest()


def totp(secret, at=None):
    digest = hmac.new(base64.b32decode(secret), struct.pack("!Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('!I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1000000:06d}"


# ---- passwords ----------------------------------------------------------------------------------------------------
def test_a_clerk_comes_to_the_office_and_a_citizen_to_his_account():
    assert attempt("referent", "demo").location == "/eod"
    assert attempt("obywatel", "demo").location == "/konto"
    assert attempt(stack.person("obywatel").upper(), "demo").location == "/konto"  # log-in names do not tell letters' sizes apart


def test_a_wrong_password_and_an_unknown_name_look_alike():
    known, unknown = attempt("sekretarz", "nie to"), attempt("nikt-" + secrets.token_hex(4), "nie to")
    assert known.status == unknown.status
    strip = re.compile(r'value="[^"]*"|Numer[^<]*')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)
    assert attempt("sekretarz", "demo").status == 303


def test_the_password_is_never_shown_again():
    page = attempt("sekretarz", "Tajne-Hasło-123")
    assert "Tajne-Hasło-123" not in page.text
    attempt("sekretarz", "demo")


def test_lock_out_is_the_same_for_a_name_that_does_not_exist():
    name = "blokada-" + secrets.token_hex(4)
    browser.clerk(name, ["referent"])
    answers = {}
    for login in (name, "nikt-" + secrets.token_hex(4)):
        seen = []
        for _ in range(7):
            page = attempt(login, "nie to hasło")
            seen.append((page.status, "zbyt wiele" in text(page).lower()))
        answers[login] = seen
    assert len(set(map(tuple, answers.values()))) == 1, answers
    assert seen[-1][1] and not seen[0][1], seen
    page = attempt(name, PASSWORD)
    assert page.status != 303 and "zbyt wiele" in text(page).lower(), "the right password opens a locked account"


def test_a_lock_ends_and_a_good_password_clears_the_count():
    name = "odblokowany-" + secrets.token_hex(4)
    browser.clerk(name, ["referent"])
    for _ in range(5):
        attempt(name, "nie to hasło")
    digest = hashlib.sha256(name.encode()).hexdigest()
    assert stack.execute("UPDATE org.logowanie SET blokada_do = now() - interval '1 second' WHERE login_hash = %s",
                         digest) == 1
    assert attempt(name, PASSWORD).status == 303
    assert not stack.value("SELECT bledy FROM org.logowanie WHERE login_hash = %s", digest)


def test_the_table_of_wrong_passwords_holds_no_names():
    assert stack.rows("SELECT login_hash FROM org.logowanie WHERE login_hash !~ '^[0-9a-f]{64}$'") == []


def test_where_to_go_after_log_in_stays_on_this_site():
    for powrot, wanted in (("/konto/pisma", "/konto/pisma"), ("https://zly.example/", "/konto"),
                           ("//zly.example", "/konto"),
                           ("/\\zly.example", "/konto"), ("javascript:alert(1)", "/konto"),
                           ("/\t/zly.example", "/%20/zly.example"),
                           ("", "/konto"), ("/konto?x=1&y=%C5%82", "/konto?x=1&y=%C5%82")):
        page = browser.Browser().post("/logowanie", {"login": "obywatel", "haslo": "demo", "powrot": powrot},
                                      follow=False)
        assert page.status == 303 and page.location == wanted, (powrot, page.location)


def test_an_account_not_confirmed_does_not_log_in():
    address = f"niepotwierdzony-{secrets.token_hex(4)}@example.pl"
    browser.Browser().post("/rejestracja", {"imie": "A", "nazwisko": "B", "email": address, "haslo": PASSWORD,
                                            "haslo2": PASSWORD})
    assert attempt(address, PASSWORD).status != 303


def test_an_inactive_account_does_not_log_in():
    name = "nieaktywny-" + secrets.token_hex(4)
    browser.clerk(name, ["referent"])
    assert attempt(name, PASSWORD).status == 303
    stack.execute("UPDATE org.konto SET aktywne = false WHERE login = %s", name)
    assert attempt(name, PASSWORD).status != 303


# ---- one-time codes -----------------------------------------------------------------------------------------------
def with_totp():
    name = "totp-" + secrets.token_hex(4)
    browser.clerk(name, ["referent"])
    uri = stack.admin("user", "totp", name).stdout.strip()
    secret = urllib.parse.parse_qs(urllib.parse.urlsplit(uri).query)["secret"][0]
    assert uri.startswith("otpauth://totp/") and name in urllib.parse.unquote(uri)
    return name, secret


def before_the_code(name):
    person = browser.Browser()
    page = attempt(name, PASSWORD, person)
    assert page.status == 303 and page.location == "/logowanie/kod", page
    assert person.get("/eod/jrwa", follow=False).status == 303, "in without the second factor"
    return person


def test_a_clerk_with_a_second_factor_needs_its_code():
    name, secret = with_totp()
    person = before_the_code(name)
    wrong = f"{(int(totp(secret)) + 1) % 1000000:06d}"
    page = person.post("/logowanie/kod", {"kod": wrong}, follow=False)
    assert page.status == 422 and "nieprawidłowy" in text(page)
    page = person.post("/logowanie/kod", {"kod": totp(secret)}, follow=False)
    assert page.status == 303 and page.location == "/eod", text(page)
    assert person.get("/eod/jrwa", follow=False).status == 200


def test_a_code_is_good_once():
    name, secret = with_totp()
    code = totp(secret)
    assert before_the_code(name).post("/logowanie/kod", {"kod": code}, follow=False).status == 303
    assert before_the_code(name).post("/logowanie/kod", {"kod": code}, follow=False).status == 422


def test_guessing_codes_locks_the_account():
    name, secret = with_totp()
    person = before_the_code(name)
    good = {totp(secret, time.time() + 30 * k) for k in range(-2, 4)}
    guesses = (g for g in (f"{i:06d}" for i in range(100)) if g not in good)
    for _ in range(5):
        person.post("/logowanie/kod", {"kod": next(guesses)}, follow=False)
    page = person.post("/logowanie/kod", {"kod": totp(secret)}, follow=False)
    assert page.status == 422 and "zbyt wiele" in text(page).lower()


def test_the_page_for_the_code_is_only_for_those_who_gave_the_password():
    person = browser.Browser()
    assert person.get("/logowanie/kod", follow=False).location == "/logowanie"
    page = person.post("/logowanie/kod", {"kod": "123456"}, form="/logowanie", follow=False)
    assert page.status == 303 and page.location == "/logowanie"


# ---- several units ------------------------------------------------------------------------------------------------
def test_a_clerk_of_two_units_chooses_one_and_no_third():
    name = "dwie-" + secrets.token_hex(4)
    browser.clerk(name, ["referent"])
    with stack.superuser() as db:
        komorka = db.value("SELECT id FROM org.komorka WHERE jst = %s ORDER BY id LIMIT 1", stack.OTHER)
        clerk = db.value("INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id)"
                         " SELECT %s, id, 'Jan', 'Próbny', 'inspektor', %s FROM org.konto WHERE login = %s"
                         " RETURNING id",
                         stack.OTHER, komorka, name)
        db.run("INSERT INTO org.pracownik_rola VALUES (%s, %s, 'kancelaria')", stack.OTHER, clerk)
        db.commit()
    person = browser.Browser()
    page = attempt(name, PASSWORD, person)
    assert page.location == "/logowanie/jednostka", page.location
    page = person.get("/logowanie/jednostka")
    assert stack.UNIT in page.text and stack.OTHER in page.text
    assert person.get("/eod/jrwa", follow=False).status == 303, "in before a unit is chosen"
    assert person.post("/logowanie/jednostka", {"jst": "0801011"}, follow=False).status in (403, 404, 422)
    page = person.post("/logowanie/jednostka", {"jst": stack.OTHER}, follow=False)
    assert page.status == 303 and page.location == "/eod"
    session = json.loads(stack.redis("GET", key_of(person)))
    assert session["jst"] == stack.OTHER and session["roles"] == ["kancelaria"], session


# ---- mailed links -------------------------------------------------------------------------------------------------
def test_registration_with_the_mailed_link():
    address = f"żółw.{secrets.token_hex(4)}@example.pl".replace("ż", "z").replace("ó", "o").replace("ł", "l")
    message = browser.register(address, "Żaneta", "Łęcka-Ćwiek")
    assert "Potwierdź adres e-mail" in message["Subject"]
    person = browser.login(address, PASSWORD)
    page = person.get("/konto/dane")
    assert 'value="Żaneta"' in page.text and 'value="Łęcka-Ćwiek"' in page.text


def test_a_link_is_good_once():
    address = f"raz-{secrets.token_hex(4)}@example.pl"
    token = urllib.parse.urlsplit(stack.mail_link(browser.register(address))).query.removeprefix("token=")
    page = browser.Browser().post("/rejestracja/potwierdz", {"token": token}, follow=False,
                                  form="/rejestracja/potwierdz?token=" + token)
    assert page.status == 422 and "użyty" in text(page)


def test_opening_the_link_alone_changes_nothing():
    # Programs that look into mail open links; only the button confirms.
    address = f"podglad-{secrets.token_hex(4)}@example.pl"
    browser.Browser().post("/rejestracja", {"imie": "A", "nazwisko": "B", "email": address, "haslo": PASSWORD,
                                            "haslo2": PASSWORD})
    assert browser.Browser().get(stack.mail_link(stack.wait_mail(address))).status == 200
    assert attempt(address, PASSWORD).status != 303


def test_registering_an_address_that_exists_answers_the_same_and_tells_its_owner():
    address = f"zajety-{secrets.token_hex(4)}@example.pl"
    browser.register(address)
    page = browser.Browser().post("/rejestracja", {"imie": "Obcy", "nazwisko": "Człowiek", "email": address.upper(),
                                                   "haslo": "inne-długie-hasło-7", "haslo2": "inne-długie-hasło-7"})
    assert page.url == "/rejestracja/wyslano", text(page)
    message = stack.wait_mail(address, 2)
    assert "Masz już konto" in message["Subject"]
    assert attempt(address, "inne-długie-hasło-7").status != 303
    assert attempt(address, PASSWORD).status == 303


def test_what_registration_refuses():
    good = {"imie": "A", "nazwisko": "B", "email": "x@example.pl", "haslo": PASSWORD, "haslo2": PASSWORD}
    for change, field in (({"email": "nie adres"}, "email"), ({"email": "a@b@c.pl"}, "email"),
                          ({"email": "a@example.pl\r\nBcc: c@d.pl"}, "email"),
                          ({"haslo": "krótkie", "haslo2": "krótkie"}, "haslo"),
                          ({"haslo2": "inne-hasło-123"}, "haslo2"), ({"imie": ""}, "imie"),
                          ({"nazwisko": " "}, "nazwisko"),
                          ({"imie": "x" * 81}, "imie")):
        page = browser.Browser().post("/rejestracja", {**good, **change}, follow=False)
        assert page.status == 422, (change, page)
        assert f'id="{field}"' in page.text and PASSWORD not in page.text


def test_reset_of_a_password_ends_every_session_and_spends_the_other_links():
    address = f"reset-{secrets.token_hex(4)}@example.pl"
    browser.register(address)
    phone, laptop = browser.login(address, PASSWORD), browser.login(address, PASSWORD)
    for _ in range(2):
        assert browser.Browser().post("/haslo", {"email": address}).url == "/haslo/wyslano"
    stack.wait_mail(address, 3)
    first, second = [stack.mail_link(m) for m in stack.mails(address)[1:]]
    token = urllib.parse.parse_qs(urllib.parse.urlsplit(second).query)["token"][0]
    new = "zupełnie-Nowe-hasło-8"
    page = browser.Browser().post("/haslo/nowe", {"token": token, "haslo": new, "haslo2": new}, form=second)
    assert page.url == "/logowanie", text(page)
    for person in (phone, laptop):
        assert person.get("/konto", follow=False).status == 303, "an old session lives on"
    assert attempt(address, PASSWORD).status != 303 and attempt(address, new).status == 303
    old = urllib.parse.parse_qs(urllib.parse.urlsplit(first).query)["token"][0]
    page = browser.Browser().post("/haslo/nowe", {"token": old, "haslo": PASSWORD, "haslo2": PASSWORD}, form=first,
                                  follow=False)
    assert page.status == 422
    assert attempt(address, new).status == 303


def test_a_reset_for_an_unknown_address_answers_the_same():
    address = f"nikt-{secrets.token_hex(4)}@example.pl"
    assert browser.Browser().post("/haslo", {"email": address}).url == "/haslo/wyslano"


def test_an_old_link_is_refused():
    address = f"stary-{secrets.token_hex(4)}@example.pl"
    browser.register(address)
    browser.Browser().post("/haslo", {"email": address})
    link = stack.mail_link(stack.wait_mail(address, 2))
    stack.execute("UPDATE org.token SET wazny_do = now() - interval '1 second' WHERE cel = 'haslo' AND konto_id ="
                  " (SELECT id FROM org.konto WHERE login = %s)", address)
    token = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0]
    page = browser.Browser().post("/haslo/nowe", {"token": token, "haslo": "nowe-długie-hasło",
                                                  "haslo2": "nowe-długie-hasło"},
                                  form=link, follow=False)
    assert page.status == 422


def test_the_database_holds_neither_passwords_nor_links():
    address = f"skrot-{secrets.token_hex(4)}@example.pl"
    token = urllib.parse.urlsplit(stack.mail_link(browser.register(address))).query.removeprefix("token=")
    assert stack.value("SELECT count(*) FROM org.token WHERE hash = %s", token) == 0
    assert stack.value("SELECT haslo FROM org.konto WHERE login = %s", address).startswith("$argon2id$")


# ---- the session --------------------------------------------------------------------------------------------------
def test_the_identifier_changes_at_log_in():
    person = browser.Browser()
    person.get("/logowanie")
    before = person.session()
    assert before
    attempt("obywatel", "demo", person)
    assert person.session() and person.session() != before
    old = browser.Browser()
    old.cookies = {name: before for name in person.cookies}
    assert old.get("/konto", follow=False).status == 303, "the anonymous identifier opens the account"


def test_an_identifier_of_the_visitor_s_own_making_is_not_taken():
    person = browser.Browser()
    person.cookies["sesja"] = planted = "a" * 64
    attempt("obywatel", "demo", person)
    assert person.session() != planted
    thief = browser.Browser()
    thief.cookies["sesja"] = planted
    assert thief.get("/konto", follow=False).status == 303


def test_the_cookie_s_flags():
    page = attempt("obywatel", "demo")
    cookie = page.headers["set-cookie"]
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie, cookie
    assert "Domain" not in cookie and "Expires" not in cookie and "Max-Age" not in cookie
    if stack.conf_value("cookie_secure") in ("yes", "true", "1"):
        assert cookie.startswith("__Host-sesja=") and "Secure" in cookie


def aged(person, **seconds):
    """Makes the session older, as if that much time had passed since it began or was last used."""
    session = json.loads(stack.redis("GET", key_of(person)))
    for name, age in seconds.items():
        session[name] -= age
    stack.redis("SET", key_of(person), json.dumps(session))


def test_a_session_ends_when_idle_and_in_any_case():
    idle = int(stack.conf_value("session_idle"))
    absolute = int(stack.conf_value("session_absolute"))
    for change in ({"seen": idle + 120}, {"created": absolute + 1}):
        person = browser.login("obywatel")
        assert person.get("/konto", follow=False).status == 200
        aged(person, **change)
        page = person.get("/konto", follow=False)
        assert page.status == 303 and page.location.startswith("/logowanie"), change
        assert stack.redis("GET", key_of(person)) is None, "the old session stays in Redis"
    person = browser.login("obywatel")
    aged(person, seen=idle - 120, created=absolute - 120)
    assert person.get("/konto", follow=False).status == 200


def test_redis_forgets_a_session_by_itself():
    person = browser.login("obywatel")
    left = stack.redis("TTL", key_of(person))
    assert 0 < left <= int(stack.conf_value("session_idle")) + 120, left


def test_the_key_in_redis_is_not_the_cookie():
    person = browser.login("obywatel")
    assert not [key for key in stack.redis_keys("*") if person.session().encode() in key]


def test_logging_out():
    person = browser.login("obywatel")
    before, key = person.copy(), key_of(person)
    page = person.post("/wyloguj", form="/konto/dane", follow=False)
    assert page.status == 303 and page.location == "/" and "Max-Age=0" in page.headers["set-cookie"]
    assert stack.redis("GET", key) is None
    assert before.get("/konto", follow=False).status == 303, "the old cookie still opens the account"
    assert browser.Browser().get("/wyloguj", follow=False).status == 405, "a link must not log out"


def test_what_stands_in_redis_is_not_believed():
    person = browser.login("obywatel")
    good = json.loads(stack.redis("GET", key_of(person)))
    for broken in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"kind":"clerk"}', b'{"kind":7,"konto":"x","seen":"y"}',
                   json.dumps({**good, "kind": "administrator"}).encode(), json.dumps({**good, "konto": -1}).encode(),
                   json.dumps({**good, "seen": 1e300}).encode(), b"[" * 5000, b'{"a":' * 3000):
        stack.redis("SET", key_of(person), broken)
        page = person.get("/konto", follow=False)
        assert page.status in (200, 303, 403, 404), (broken[:60], page)


if __name__ == "__main__":
    tap.main()
