"""Promises R1 to R4 of an inbox: programs are killed, restarted and flooded while letters are filed. What was
acknowledged is there afterwards with its document and its receipt; nothing is there twice; numbers of registers have
no gaps."""
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

import browser
import office
import proof
import soap_client
import stack
import tap
from fcgi_client import Answer, Client, exchange
from tap import env, service, wait_until

NEEDS = ("eod/dekretacja", "eod/pismo", "eod/przesylka", "eod/skrzynka", "eod/sprawa", "esp/skrytka")

SENDERS = 16 if tap.LONG else 6
MANY = int(os.environ.get("EURZAD_CHAOS_MANY", "200" if tap.LONG else "32"))
LETTERS = 6 * SENDERS if tap.LONG else 3 * SENDERS  # filed while one program is killed again and again
REQUESTS = 1000 if tap.LONG else 250  # over which memory stays flat


def setup_module():
    global senders, urzad, earlier
    # Other suites may have left rows made by hand.
    earlier = stack.value("SELECT coalesce(max(id), 0) FROM esp.dokument")
    urzad = office.Office()
    senders = [office.QuickSender(login) for login in office.citizens(SENDERS)]


def all_up():
    def answers():
        try:
            browser.login("obywatel")
            return soap_client.post(soap_client.envelope(b"<a/>", trial="1"))[0] == 200
        except (OSError, AssertionError):
            return False
    wait_until(answers, 120, "the whole system")


def back(*names):
    for name in names:
        try:
            service("pid", name)
        except Exception:
            service("start", name)
    all_up()


def log_in_again():
    """Sessions do not survive Redis."""
    urzad.log_in_again()
    for sender in senders:
        office.patiently(sender.log_in)


def frozen(n):
    """n drafts ready to be sent, shared out among the senders: [(sender, draft)]."""
    with ThreadPoolExecutor(SENDERS) as pool:
        parts = pool.map(lambda s: [(s, s.draft()) for _ in range((n + SENDERS - 1) // SENDERS)], senders)
        ready = [one for part in parts for one in part][:n]
    return ready


class Blows:
    """What goes wrong meanwhile: strike() says that something was hit. The letters are sent in parts, each after one blow more,
    so that the trouble meets letters in all their moments, and never ends before the last."""

    def __init__(self):
        self.over, self.faults = threading.Event(), []
        self._struck, self._changed, self._given_up = 0, threading.Condition(), False

    def strike(self):
        with self._changed:
            self._struck += 1
            self._changed.notify_all()

    def run(self, meanwhile):
        try:
            meanwhile(self)
        except Exception as error:
            self.faults.append(repr(error))
        with self._changed:
            self._given_up = True
            self._changed.notify_all()

    def wait_for(self, n):
        with self._changed:
            self._changed.wait_for(lambda: self._struck >= n or self._given_up)


def send_all(ready, meanwhile=None, parts=4):
    """Everybody sends and tries again until accepted; meanwhile(blows) runs beside. Addresses of the letters."""
    if not meanwhile:
        with ThreadPoolExecutor(SENDERS) as pool:
            return list(pool.map(lambda one: one[0].send_until_done(one[1]), ready))
    blows = Blows()
    trouble = threading.Thread(target=blows.run, args=(meanwhile,))

    def send(i):
        blows.wait_for(i * parts // len(ready))
        sender, draft = ready[i]
        return sender.send_until_done(draft)
    trouble.start()
    try:
        with ThreadPoolExecutor(SENDERS) as pool:
            return list(pool.map(send, range(len(ready))))
    finally:
        blows.over.set()
        trouble.join()
        assert not blows.faults, blows.faults


def check_kept(letters, ready):
    """Each acknowledged letter: its document byte for byte, one receipt that verifies; each draft was sent once."""
    assert len(set(letters)) == len(letters) == len(ready), "two drafts led to one letter"
    for address, (sender, (draft, sha)) in zip(letters, ready):
        page = sender.get(address)
        upo = re.search(r"LUB-UPP-[\w-]+", page.text).group(0)
        receipt = sender.get(f"/konto/upo/{stack.SLUG}/{upo}/xml").body
        document = sender.get(address + "/xml").body
        assert hashlib.sha256(document).hexdigest() == sha, address
        assert proof.xmlsec(receipt), upo
        assert proof.upo(receipt)["sha256"] == sha and proof.upo(receipt)["numer"] == upo, upo
        sent = stack.rows("SELECT dokument_id FROM forms.szkic WHERE id = %s", office.number(draft))
        assert sent == [(office.number(address),)], (draft, sent)
    check_consistent()


def check_consistent():
    """Whatever happened: no receipt without document, no document without receipt, no number missing or twice."""
    assert stack.value("SELECT count(*) FROM esp.dokument d WHERE d.id > %s AND NOT EXISTS"
                       " (SELECT FROM esp.upo u WHERE u.jst = d.jst AND u.dokument_id = d.id)", earlier) == 0
    assert stack.value("SELECT count(*) FROM esp.upo u WHERE NOT EXISTS"
                       " (SELECT FROM esp.upo_publiczne p WHERE p.numer = u.numer AND p.sha256 = u.sha256)") == 0
    assert stack.value("SELECT count(*) FROM esp.dokument d WHERE NOT EXISTS (SELECT FROM store.blob_czesc c"
                       " WHERE c.jst = d.jst AND c.sha256 = d.sha256)") == 0
    assert stack.value("SELECT count(*) FROM esp.dokument d WHERE d.id > %s AND NOT EXISTS (SELECT FROM audit.zdarzenie z"
                       " WHERE z.jst = d.jst AND z.obiekt = 'dokument' AND z.obiekt_id = d.id)", earlier) == 0
    assert stack.value("SELECT count(*) = count(DISTINCT numer) AND count(*) = count(DISTINCT (jst, dokument_id,"
                       " doreczenie_id))"
                       " FROM esp.upo")
    assert stack.admin("journal", "verify", stack.UNIT).stdout.startswith("OK")


# ---- single parts away --------------------------------------------------------------------------------------------
def test_01_without_the_signer_nothing_is_stored_and_people_are_asked_to_try_again():
    sender, draft = frozen(1)[0]
    counts = ("SELECT (SELECT count(*) FROM esp.dokument) + (SELECT count(*) FROM esp.upo)"
              " + (SELECT count(*) FROM audit.zdarzenie)")
    service("stop", "signer")
    try:
        before = stack.value(counts)
        answer = sender.send(draft)
        assert answer.status == 503 and "retry-after" in answer.headers, office.said(answer)
        text = browser.text_of(answer).lower()
        assert "spróbuj" in text, text[-500:]
        assert stack.value(counts) == before, "something was half stored"
        assert sender.citizen.get("/konto").status == 200, "the rest of the account is away too"
    finally:
        service("start", "signer")
    check_kept([sender.send_until_done(draft)], [(sender, draft)])


def test_02_without_the_signer_a_letter_is_not_signed():
    pismo = urzad.write(urzad.case_for(office.file(senders[0].citizen, stack.SLUG).dokument), "Pismo", "Treść")
    urzad.submit(pismo)
    urzad.accept(pismo)
    service("stop", "signer")
    try:
        answer = urzad.sign(pismo, expect=None)
        assert answer.status == 503, office.said(answer)
        assert urzad.state(pismo) == "ZAAKCEPTOWANE/1"
    finally:
        service("start", "signer")
    urzad.sign(pismo)
    assert urzad.state(pismo) == "PODPISANE/1"


def test_03_mail_waits_for_the_mail_server():
    address = f"poczta-{random.randrange(10 ** 9)}@example.pl"
    service("stop", "mailsink")
    try:
        page = browser.Browser().post("/rejestracja", {"imie": "A", "nazwisko": "B", "email": address,
                                                       "haslo": "bardzo-Długie-hasło-9",
                                                       "haslo2": "bardzo-Długie-hasło-9"})
        assert page.url == "/rejestracja/wyslano", office.said(page)
        wait_until(lambda: stack.value("SELECT proby > 0 AND stan = 'czeka' AND blad IS NOT NULL FROM job.zadanie"
                                       " WHERE dane::text LIKE %s", f"%{address}%"), 60, "a failed attempt")
        assert not stack.mails(address)
    finally:
        service("start", "mailsink")
    stack.execute("UPDATE job.zadanie SET nastepna_at = now() WHERE stan = 'czeka'")  # not to wait for the pause
    stack.wait_mail(address, 1, 120)
    wait_until(lambda: stack.value("SELECT stan = 'zrobione' FROM job.zadanie WHERE dane::text LIKE %s",
                                   f"%{address}%"), 30,
               "the job's end")
    assert len(stack.mails(address)) == 1


def test_04_mail_queued_while_the_jobs_program_is_down_is_sent_later():
    address = f"poczta-{random.randrange(10 ** 9)}@example.pl"
    service("kill", "jobs")
    try:
        browser.Browser().post("/rejestracja", {"imie": "A", "nazwisko": "B", "email": address,
                                                "haslo": "bardzo-Długie-hasło-9", "haslo2": "bardzo-Długie-hasło-9"})
    finally:
        service("start", "jobs")
    stack.wait_mail(address, 1, 120)


def test_05_while_the_database_is_away_pages_are_politely_unavailable():
    service("stop", "pg")
    try:
        page = browser.Browser().get("/jst?q=" + str(random.random()))
        assert page.status == 503 and "retry-after" in page.headers
        assert "hwil" in browser.text_of(page)
        assert browser.Browser().get("/healthz").status == 200
        assert browser.Browser().get("/readyz").status == 503
        status, text = soap_client.post(soap_client.envelope(b"<a/>"))
        assert status in (500, 503) and re.search(r"faultcode>[^<]*Server<", text)
    finally:
        service("start", "pg")
    all_up()


def test_06_while_the_program_is_away_nginx_answers_by_itself():
    service("stop", "web")
    try:
        page = browser.Browser().get("/logowanie")
        assert page.status in (502, 503) and "retry-after" in page.headers
        assert "chwilowo" in browser.text_of(page)
    finally:
        service("start", "web")
    all_up()


# ---- killed under load --------------------------------------------------------------------------------------------
def test_10_workers_killed_while_letters_are_filed():
    ready = frozen(LETTERS)
    killed = []

    def kill(blows):
        while not blows.over.is_set():
            pids = stack.workers("web")
            if pids:
                try:
                    os.kill(random.choice(pids), signal.SIGKILL)
                    killed.append(1)
                    blows.strike()
                except ProcessLookupError:
                    pass
            blows.over.wait(random.uniform(0.05, 0.3))
    letters = send_all(ready, meanwhile=kill)
    assert killed, "nothing was killed: proves nothing"
    all_up()
    check_kept(letters, ready)


def test_11_the_database_restarted_at_once_while_letters_are_filed():
    ready = frozen(LETTERS)

    def restart(blows):
        for _ in range(2):
            # What pg_ctl -m immediate sends; recovery from the log follows.
            os.kill(service("pid", "pg"), signal.SIGQUIT)
            wait_until(lambda: not _runs("pg"), 30, "the end of PostgreSQL")
            service("start", "pg")
            blows.strike()
    letters = send_all(ready, meanwhile=restart, parts=3)
    all_up()
    check_kept(letters, ready)


def _runs(name):
    try:
        service("pid", name)
        return True
    except Exception:
        return False


def _killed_while_filing(name):
    ready, killed = frozen(LETTERS), []

    def kill(blows):
        while not blows.over.wait(random.uniform(0.05, 0.6)):
            service("kill", name)
            killed.append(name)
            service("start", name)
            blows.strike()
    letters = send_all(ready, meanwhile=kill)
    assert len(killed) > 1, "hardly anything was killed: proves nothing"
    back(name)
    log_in_again()
    check_kept(letters, ready)


def test_20_web_killed():
    _killed_while_filing("web")


def test_21_signer_killed():
    _killed_while_filing("signer")


def test_22_nginx_killed():
    _killed_while_filing("nginx")


def test_23_redis_killed():
    _killed_while_filing("redis")


def test_24_jobs_killed():
    _killed_while_filing("jobs")


def test_25_postgresql_killed():
    _killed_while_filing("pg")


def test_26_mailsink_killed():
    _killed_while_filing("mailsink")


def test_27_soap_killed_while_systems_file():
    documents = [f"<a><nr>{random.random()}</nr></a>".encode() for _ in range(40 if tap.LONG else 20)]
    over = threading.Event()

    def kill():
        while not over.is_set():
            over.wait(random.uniform(0.1, 0.4))
            if _runs("soap"):
                service("kill", "soap")
            service("start", "soap")

    def file(content):
        accepted = []

        def taken():
            try:
                status, text = soap_client.post(soap_client.envelope(content))
                if status == 200 and soap_client.field(text, "kod") == "1":
                    accepted.append(soap_client.field(text, "identyfikatorUpp"))
            except OSError:
                pass
            except Exception as error:
                if "http" not in type(error).__module__:
                    raise
            return accepted
        wait_until(taken, 180, "a document to be accepted", pause=0.1)
        return accepted[0]
    trouble = threading.Thread(target=kill)
    trouble.start()
    try:
        with ThreadPoolExecutor(6) as pool:
            numbers = list(pool.map(file, documents))
    finally:
        over.set()
        trouble.join()
    back("soap")
    assert len(set(numbers)) == len(documents)
    for content, number in zip(documents, numbers):
        sha = stack.value("SELECT d.sha256 FROM esp.upo u JOIN esp.dokument d ON d.jst = u.jst AND d.id = u.dokument_id"
                          " WHERE u.numer = %s", number)
        assert sha == hashlib.sha256(content).hexdigest(), number
    check_consistent()


# ---- many at once -------------------------------------------------------------------------------------------------
def test_30_many_letters_at_once():
    global many
    all_up()
    log_in_again()
    ready = frozen(MANY)
    letters = send_all(ready)
    assert len(set(letters)) == MANY
    many = [office.number(address) for address in letters]
    check_consistent()


def test_31_many_registrations_at_once():
    global entries
    clerk = urzad.person("kancelaria")
    token = clerk.get("/eod").csrf()
    komorka = stack.value("SELECT id FROM org.komorka WHERE jst = %s AND kod = 'OR'", stack.UNIT)

    def register(dokument):
        answer = clerk.copy().post(f"/eod/przesylki/rejestruj/{dokument}", csrf=token, follow=False, data={
            "tytul": f"Pismo {dokument}", "nadawca_nazwa": "Jan Kowalski", "komu": f"k{komorka}",
            "liczba_zalacznikow": "0"})
        assert answer.status == 303, office.said(answer)
        return office.number(answer.location)
    with ThreadPoolExecutor(16) as pool:
        entries = list(pool.map(register, many))
    assert len(set(entries)) == MANY
    numbers = stack.value("SELECT array_agg(rpw_numer ORDER BY rpw_numer) FROM eod.przesylka WHERE jst = %s",
                          stack.UNIT)
    assert numbers == list(range(1, len(numbers) + 1)), "gap or duplicate in the register"


def test_32_many_cases_at_once():
    head, clerk = urzad.person("kierownik"), urzad.person("referent")
    head_token, clerk_token = head.get("/eod").csrf(), clerk.get("/eod").csrf()
    who = stack.value("SELECT id FROM org.pracownik WHERE jst = %s AND nazwisko = 'Kos'", stack.UNIT)
    symbol = urzad.symbol()

    def open_case(przesylka):
        answer = head.copy().post(f"/eod/przesylki/{przesylka}/dekretacja", {"komu": f"p{who}", "polecenie": ""},
                                  csrf=head_token, follow=False)
        assert answer.status == 303, office.said(answer)
        answer = clerk.copy().post(f"/eod/przesylki/{przesylka}/sprawa", csrf=clerk_token, follow=False,
                                   data={"symbol": symbol, "tytul": f"Sprawa {przesylka}", "termin": "miesiac"})
        assert answer.status == 303, office.said(answer)
        return office.number(answer.location)
    with ThreadPoolExecutor(16) as pool:
        cases = list(pool.map(open_case, entries))
    assert len(set(cases)) == MANY
    numbers = stack.value("SELECT array_agg(numer ORDER BY numer) FROM eod.sprawa WHERE jst = %s AND symbol = %s"
                          " AND komorka_kod = 'OR'", stack.UNIT, symbol)
    assert numbers == list(range(1, len(numbers) + 1)), "gap or duplicate in the spis spraw"
    assert stack.admin("journal", "verify", stack.UNIT).stdout.startswith("OK")


# ---- memory -------------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def one_worker(name):
    """A second instance with a single worker, so that every request is its: (its size in kB as a function, socket)."""
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    socket, kind = folder + "/s.sock", name.removeprefix("eurzad-")
    conf = stack.conf_with(folder + "/e.conf", worker_requests="0", **{kind + "_socket": socket,
                                                                       kind + "_workers": "1"})
    # Memory given back must count as given back: ASan keeps 256 MB of it otherwise.
    os.environ["ASAN_OPTIONS"] = "quarantine_size_mb=1:thread_local_quarantine_size_kb=64:detect_leaks=0"
    try:
        with stack.running(name, conf, socket) as (process, _):
            wait_until(lambda: stack.children(process.pid), 30, "the worker")
            worker = stack.children(process.pid)[0]
            yield lambda: stack.rss_kb(worker), socket
    finally:
        shutil.rmtree(folder)


def _flat(size, ask):
    """Some requests to warm up, then many more: the size must not follow them."""
    for i in range(REQUESTS // 5):
        ask(i)
    before = size()
    for i in range(REQUESTS):
        ask(i)
    grown = size() - before
    assert grown < (8000 if stack.is_sanitized() else 1500), f"{grown} kB more after {REQUESTS} requests, before {before} kB"


def _page_stays_flat(person, path):
    with one_worker("eurzad-web") as (size, socket):
        client = Client(socket)
        client.cookies = dict(person.cookies)

        def ask(i):
            page = client.request("GET", path)
            assert page.status == 200, page
        _flat(size, ask)


def test_40_memory_stays_flat_over_anonymous_pages():
    all_up()
    _page_stays_flat(browser.Browser(), "/jst?q=santok")


def test_40_memory_stays_flat_over_a_citizen_s_pages():
    _page_stays_flat(browser.login("obywatel"), "/konto")


def test_40_memory_stays_flat_over_a_clerk_s_pages():
    _page_stays_flat(browser.login("kancelaria"), "/eod")


def test_40_memory_stays_flat_over_pages_that_refuse():
    with one_worker("eurzad-web") as (size, socket):
        def ask(i):
            Client(socket).request("POST", "/logowanie", b"csrf=x&a=%zz" * (i % 2 + 1),
                                   "application/x-www-form-urlencoded")
            Client(socket).request("GET", ("/nie-ma", "/jst/%zz", "/konto")[i % 3])
        _flat(size, ask)


def test_41_memory_stays_flat_over_filings():
    body = soap_client.envelope(b"<a>zawsze to samo</a>").encode()
    with one_worker("eurzad-soap") as (size, socket):
        def ask(i):
            answer = Answer(exchange(socket, {
                "REQUEST_METHOD": "POST", "REQUEST_URI": "/soap/skrytka", "DOCUMENT_URI": "/soap/skrytka",
                "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "text/xml; charset=utf-8",
                "CONTENT_LENGTH": str(len(body)), "HTTP_SOAPACTION": '""'}, body), "/soap/skrytka")
            assert "<kod>1</kod>" in answer.text, answer.text[:300]
        _flat(size, ask)


def test_42_a_crash_is_seen_in_the_measures_and_in_the_log():
    def restarts():
        text = browser.Browser().get("/metrics").text
        return int(re.search(r"eurzad_web_worker_restarts_total (\d+)", text).group(1))
    before, victim = restarts(), stack.workers("web")[0]
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: restarts() > before, 30, "the counter of restarts")
    with open(os.path.join(env("EURZAD_STATE"), "log", "web.log"), encoding="utf-8", errors="replace") as file:
        assert '"ev":"worker.died"' in file.read()


if __name__ == "__main__":
    tap.main()
