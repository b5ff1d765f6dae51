"""One office at work: each step of a letter's way as the person whose step it is would take it, through the screens.

    urzad = office.Office()                              # the program's own unit; Office(stack.OTHER) the other
    zlozone = urzad.file(citizen, "Wniosek", "Proszę…")  # document and UPO
    przesylka = urzad.register(zlozone.dokument)
    urzad.decree("sekretarz", przesylka, "Referat Organizacyjny")
    urzad.decree("kierownik", przesylka, "Anna Kos")
    sprawa = urzad.open_case(przesylka)
    pismo = urzad.write(sprawa, "Odpowiedź", "Uprzejmie informuję…")
    …                                                    # or urzad.answer(zlozone.dokument): all of it up to sending

A step fails with what the screen says. The csrf token and prefilled values come from the form that the step's page
shows, so a step also proves that the screen offers it.
"""
import http.client
import re
import secrets
import urllib.parse

import browser
import stack
from tap import wait_until

NEEDS = ("forms/szkic", "portal/moje_sprawy")


class Filed:
    def __init__(self, slug, dokument, upo, answer):
        self.slug, self.dokument, self.upo, self.answer = slug, dokument, upo, answer

    @property
    def address(self):
        return f"/konto/pisma/{self.slug}/{self.dokument}"


def said(page):
    """What a refusing page says, for a message of a failed assertion."""
    return f"{page}: {browser.text_of(page)[-900:]}"


def number(url):
    return int(re.search(r"/(\d+)(?:$|[/?#])", url).group(1))


def do(person, page, action, data=None, files=None, expect=303):
    """Sends the form of the page whose action is `action`, its prefilled values changed by data. Returns the answer."""
    if isinstance(page, str):
        page = person.get(page)
    assert page.status == 200, said(page)
    forms = browser.forms(page)
    assert action in forms, f"{page.url} offers {sorted(forms)}, not {action}"
    fields = {**forms[action], **(data or {})}
    csrf = fields.pop("csrf", False)
    answer = person.post(action, fields, files=files, csrf=csrf, follow=False)
    assert expect is None or answer.status == expect, said(answer)
    return answer


def listed(person, address, start="/eod", pages=40):
    """Is the address on the list that begins at start, on whichever page of it?"""
    todo, seen = [start], set()
    while todo and len(seen) < pages:
        here = todo.pop(0)
        seen.add(here)
        page = person.get(here)
        assert page.status == 200, said(page)
        if f'href="{address}"' in page.text:
            return True
        further = browser.links(page, re.escape(start) + r"\?.*")
        # „Dalsze” is a small form that is got, with nothing but hidden fields.
        further += [query(action, **fields) for action, fields in browser.forms(page).items()
                    if action == start and fields and "csrf" not in fields]
        todo += [link for link in further if link not in seen and link not in todo]
    return False


# ---- the citizen --------------------------------------------------------------------------------------------------
def draft(citizen, slug, title, text, files=(), case=""):
    """A letter written and frozen for sending; the address of its preview. files: (name, bytes[, type])."""
    start = f"/e-urzad/{slug}/pismo-ogolne"
    address = do(citizen, start, start).location
    attached = [(f[0], f[1], f[2] if len(f) > 2 else "application/octet-stream") for f in files]
    answer = do(citizen, address, address, {"tytul": title, "tresc": text, "rodzaj": "wniosek", "znak_sprawy": case,
                                            "akcja": "dalej"}, files={"pliki": attached} if attached else None)
    assert answer.location == address + "/podglad", said(citizen.get(answer.location))
    return answer.location


def send(citizen, preview):
    """Sends what the preview shows."""
    action = preview.removesuffix("/podglad") + "/wyslij"
    return filed(citizen, do(citizen, preview, action))


def filed(citizen, answer):
    """The receipt on the page that an accepted sending leads to."""
    found = re.fullmatch(r"/konto/pisma/([a-z0-9-]+)/(\d+)", answer.location)
    assert found, said(citizen.get(answer.location))
    page = citizen.get(answer.location)
    upo = re.search(r"LUB-UPP-[\w-]+", page.text)
    assert page.status == 200 and upo, said(page)
    return Filed(found.group(1), int(found.group(2)), upo.group(0), page)


def file(citizen, slug, title=None, text="Proszę o załatwienie sprawy.\n\nZażółć gęślą jaźń.", files=(), case=""):
    return send(citizen, draft(citizen, slug, title or "Pismo " + secrets.token_hex(4), text, files, case))


def citizens(n):
    """Log-in names of n citizens with password "demo", made past the form for tests that need many at once."""
    made = ["tlum-" + secrets.token_hex(6) + "@example.pl" for _ in range(n)]
    with stack.superuser() as db:
        for login in made:
            konto = db.value("INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) SELECT %s, rodzaj,"
                             " %s, haslo, now()"
                             " FROM org.konto WHERE login = 'obywatel' RETURNING id", login, login)
            db.run("INSERT INTO org.obywatel (konto_id, imie, nazwisko, miejscowosc) VALUES (%s, 'Jan', 'Tłum',"
                   " 'Santok')", konto)
        db.commit()
    return made


def patiently(step, seconds=20):
    """What step() gives, which is tried again while it fails: a worker that found a part of the system hanging leaves
    that part alone for a while after it is back, and says 503 meanwhile."""
    results, faults = [], []

    def works():
        try:
            results.append(step())
        except (OSError, http.client.HTTPException, AssertionError) as fault:
            faults.append(fault)
        return results
    try:
        wait_until(works, seconds, "a step that succeeds", pause=0.2)
    except AssertionError:
        raise faults[-1]
    return results[0]


class QuickSender:
    """Files letters with as few requests as can be, for many at once and while parts of the system are away: no
    screens, one token of the session, and the patience of a person who tries again."""

    def __init__(self, login, slug=stack.SLUG):
        self.login, self.slug = login, slug
        self.log_in()

    def log_in(self):
        self.citizen = browser.login(self.login)
        self.token = self.citizen.get("/konto/dane").csrf()
        assert self.token

    def draft(self, title=None):
        """(address of the draft, sha256 of the frozen document)"""
        start = f"/e-urzad/{self.slug}/pismo-ogolne"
        address = self.post(start).location
        assert "/pismo-ogolne/" in address, address
        answer = self.post(address, {"tytul": title or "Pismo " + secrets.token_hex(6), "tresc": "Treść " + address,
                                     "rodzaj": "wniosek", "akcja": "dalej"})
        assert answer.location == address + "/podglad", answer.location
        page = self.get(answer.location)
        return address, re.search(r'name="sha256"[^>]*value="(\w+)"', page.text).group(1)

    def get(self, url):
        return self._expected(200, lambda: self.citizen.get(url))

    def post(self, url, data=None, expect=303):
        return self._expected(expect, lambda: self.citizen.post(url, data or {}, csrf=self.token, follow=False))

    def _expected(self, status, ask):
        """The answer with that status, None for any."""
        def once():
            answer = ask()
            assert status in (None, answer.status), said(answer)
            return answer
        return patiently(once)

    def send(self, frozen):
        """The answer to sending it, whatever it is."""
        return self.post(frozen[0] + "/wyslij", {"sha256": frozen[1]}, expect=None)

    def send_until_done(self, frozen, seconds=180):
        """Sends the same draft again while the system is not there; logs in again when the session is gone. Gives the
        address of the accepted letter, /konto/pisma/…: from then on it must never be lost."""
        accepted = []
        wait_until(lambda: self._try_to_send(frozen, accepted), seconds, "a letter to be accepted", pause=0.2)
        return accepted[0]

    def _try_to_send(self, frozen, ret_accepted):
        try:
            answer = self.send(frozen)
            if answer.status == 303 and answer.location.startswith("/konto/pisma/"):
                ret_accepted.append(answer.location)
            elif answer.status in (303, 403) and not answer.location.startswith("/e-urzad/"):
                self.log_in()
            elif answer.status < 500:
                raise RuntimeError(said(answer) + answer.location)
        except (OSError, http.client.HTTPException, AssertionError):
            pass  # cut in the middle, or log-in not possible yet: a person presses the button again
        return ret_accepted


# ---- the office ---------------------------------------------------------------------------------------------------
class Office:
    def __init__(self, unit=stack.UNIT):
        self.unit = unit
        self.slug = stack.value("SELECT slug FROM org.jst WHERE teryt = %s", unit)
        self._people = {}

    def person(self, name):
        if name not in self._people:
            self._people[name] = browser.login(stack.person(name, self.unit))
        return self._people[name]

    def log_in_again(self):
        self._people.clear()

    def file(self, citizen, *args, **words):
        return file(citizen, self.slug, *args, **words)

    # Each step: (who) does (what) on (whose page).
    def register(self, dokument, to="Sekretarz", expect=303, **fields):
        """The kancelaria enters a document in the register; to: what the receiver's line begins or ends with."""
        clerk, address = self.person("kancelaria"), f"/eod/przesylki/rejestruj/{dokument}"
        page = clerk.get(address)
        assert page.status == 200, said(page)
        fields.setdefault("komu", _choice(page, "komu", to))
        answer = do(clerk, page, address, fields, expect=expect)
        return number(answer.location) if answer.status == 303 else answer

    def decree(self, who, przesylka, to, instruction="Proszę załatwić.", expect=303, **fields):
        """to: name of a komórka or of a clerk."""
        clerk, address = self.person(who), f"/eod/przesylki/{przesylka}/dekretacja"
        page = clerk.get(address)
        assert page.status == 200, said(page)
        fields.setdefault("komu", _choice(page, "komu", to))
        return do(clerk, page, address, {"polecenie": instruction, **fields}, expect=expect)

    def give_back_letter(self, who, przesylka, reason):
        address = f"/eod/przesylki/{przesylka}/zwrot"
        return do(self.person(who), address, address, {"powod": reason})

    def symbol(self):
        """A class of the wykaz that the page of a new case offers."""
        return stack.value("SELECT symbol FROM eod.jrwa_klasa k JOIN eod.jrwa_wykaz w ON w.id = k.wykaz_id"
                           " WHERE w.poziom = 'G' AND NOT grupujaca AND kategoria IS NOT NULL AND status ="
                           " 'potwierdzona'"
                           " ORDER BY symbol LIMIT 1")

    def open_case(self, przesylka, symbol=None, who="referent", expect=303, **fields):
        address = f"/eod/przesylki/{przesylka}/sprawa"
        answer = do(self.person(who), address, address, {"symbol": symbol or self.symbol(), **fields}, expect=expect)
        return number(answer.location) if answer.status == 303 else answer

    def join_case(self, przesylka, znak, who="referent"):
        address = f"/eod/przesylki/{przesylka}/dolacz"
        return number(do(self.person(who), address, address, {"znak": znak}).location)

    def write(self, sprawa, title, text, who="referent", expect=303, **fields):
        address = f"/eod/sprawy/{sprawa}/pismo"
        answer = do(self.person(who), address, address, {"tytul": title, "tresc": text, **fields}, expect=expect)
        return number(answer.location) if answer.status == 303 else answer

    def save(self, pismo, text, who="referent", expect=303, **fields):
        """A new version."""
        address = f"/eod/pisma/{pismo}"
        return do(self.person(who), address, address, {"tresc": text, **fields}, expect=expect)

    def submit(self, pismo, to="Wiśniewski", who="referent", expect=303):
        clerk = self.person(who)
        page, action = self._step_page(clerk, pismo, "przedloz")
        return do(clerk, page, action, {"akceptujacy": _choice(page, "akceptujacy", to)}, expect=expect)

    def accept(self, pismo, who="kierownik", expect=303):
        return self._step(who, pismo, "akceptuj", expect=expect)

    def give_back(self, pismo, reason, who="kierownik", expect=303):
        return self._step(who, pismo, "zwroc", {"powod": reason}, expect)

    def sign(self, pismo, who="wojt", expect=303):
        return self._step(who, pismo, "podpisz", expect=expect)

    def dispatch(self, pismo, how="konto", who="kancelaria", reason="", expect=303):
        return self._step(who, pismo, "wyslij", {"sposob": how, "powod": reason}, expect)

    def cancel(self, pismo, who="referent", expect=303):
        return self._step(who, pismo, "anuluj", expect=expect)

    def close(self, sprawa, how="Udzielono odpowiedzi.", who="referent", expect=303):
        address = f"/eod/sprawy/{sprawa}/zakoncz"
        return do(self.person(who), address, address, {"sposob": how}, expect=expect)

    def _step_page(self, clerk, pismo, step):
        """The page whose form takes the step: the letter's own, or one of the step's."""
        action = f"/eod/pisma/{pismo}/{step}"
        page = clerk.get(f"/eod/pisma/{pismo}")
        assert page.status == 200, said(page)
        if action not in browser.forms(page):
            page = clerk.get(action)
        return page, action

    def _step(self, who, pismo, step, data=None, expect=303):
        page, action = self._step_page(self.person(who), pismo, step)
        return do(self.person(who), page, action, data, expect=expect)

    # Longer ways.
    def to_clerk(self, dokument):
        """From the kancelaria to the desk of the referent; the przesyłka."""
        przesylka = self.register(dokument)
        self.decree("sekretarz", przesylka, "Referat Organizacyjny")
        self.decree("kierownik", przesylka, "Anna Kos")
        return przesylka

    def case_for(self, dokument):
        return self.open_case(self.to_clerk(dokument))

    def ready_letter(self, sprawa, title="Odpowiedź", text="Uprzejmie informujemy, że wniosek został rozpatrzony."):
        """Written, accepted, signed: waits for the kancelaria."""
        pismo = self.write(sprawa, title, text)
        self.submit(pismo)
        self.accept(pismo)
        self.sign(pismo)
        return pismo

    def answer(self, dokument):
        """All of it up to sending to the citizen's account; (sprawa, pismo, doręczenie)."""
        sprawa = self.case_for(dokument)
        pismo = self.ready_letter(sprawa)
        self.dispatch(pismo)
        return sprawa, pismo, self.delivery(pismo)

    # What is known about things, past the screens.
    def znak(self, sprawa):
        return stack.value("SELECT znak FROM eod.sprawa WHERE jst = %s AND id = %s", self.unit, sprawa)

    def delivery(self, pismo):
        return stack.value("SELECT id FROM esp.doreczenie WHERE jst = %s AND pismo_id = %s", self.unit, pismo)

    def state(self, pismo):
        return stack.value("SELECT stan || '/' || wersja FROM eod.pismo WHERE jst = %s AND id = %s", self.unit, pismo)

    def events(self, sprawa=None, **of):
        """Kinds of events in order: of a case, or of an object (obiekt=, obiekt_id=)."""
        if sprawa:
            return [t for (t,) in stack.rows("SELECT typ FROM audit.zdarzenie WHERE jst = %s AND sprawa_id = %s"
                                             " ORDER BY czas, nr", self.unit, sprawa)]
        return [t for (t,) in stack.rows("SELECT typ FROM audit.zdarzenie WHERE jst = %s AND obiekt = %s AND obiekt_id"
                                         " = %s"
                                         " ORDER BY lp", self.unit, of["obiekt"], of["obiekt_id"])]


def _choice(page, select, words):
    """The value of the line of a select (or of the label of a radio button) in which the words stand."""
    if re.search(rf'<select\b[^>]*name="{select}"', page.text):
        lines = browser.options(page, select)
    else:
        lines = browser.radios(page, select)
    fitting = [value for line, value in lines.items() if words in line]
    assert fitting, f"{page.url}: no {select} with „{words}” among {sorted(lines)}"
    return fitting[0]


def collect(citizen, slug, doreczenie):
    """The citizen confirms receipt; the page with the letter."""
    address = f"/konto/doreczenia/{slug}/{doreczenie}"
    answer = do(citizen, address, address + "/odbierz")
    return citizen.get(answer.location)


def query(url, **words):
    return url + "?" + urllib.parse.urlencode(words)
