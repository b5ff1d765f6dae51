"""What every answer promises a browser, what nginx keeps, and what broken requests are told."""
import gzip
import re
import secrets
import socket
import urllib.parse

import browser
import routes
import stack
import tap
from fcgi_client import Answer, Client, exchange
from tap import env

NEEDS = ("eod/skrzynka", "portal/moje_sprawy", "portal/portal")


def setup_module():
    global citizen
    citizen = browser.login("obywatel")


def anonymous(path, **headers):
    return browser.Browser().request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def raw(data, timeout=30):
    """Bytes to nginx as they are; returns status line and everything that came."""
    base = browser.Browser().base
    with socket.create_connection((base.hostname, base.port), timeout) as sock:
        sock.sendall(data)
        out = b""
        while True:
            try:
                part = sock.recv(65536)
            except ConnectionResetError:
                break
            if not part:
                break
            out += part
    return int(out.split(b" ", 2)[1]) if out else 0, out


# ---- headers ------------------------------------------------------------------------------------------------------
def _public_pages():
    return [r.url() for r in routes.routes() if r.method == "GET" and r.is_public and r.module != "health"]


def test_every_page_has_a_strict_policy_and_says_what_it_is():
    for url in _public_pages():
        page = anonymous(url)
        policy = page.headers.get("content-security-policy", "")
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy and "unsafe" not in policy, (url, policy)
        assert page.headers["x-content-type-options"] == "nosniff", url
        assert page.headers["referrer-policy"] in ("same-origin", "no-referrer"), url
        assert page.headers["x-frame-options"] == "DENY", url
        if page.status == 200:
            assert page.headers["content-type"] == "text/html; charset=utf-8", url
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:|<style|\sstyle=", page.text), url


def test_versions_are_not_told():
    page = anonymous("/")
    assert page.headers["server"] == "nginx" and "x-powered-by" not in page.headers


def test_private_pages_are_never_stored():
    for path in ("/konto", "/konto/dane", "/konto/pisma"):
        page = citizen.get(path)
        assert page.headers["cache-control"] == "no-store" and "etag" not in page.headers, path
    page = citizen.get("/jst")
    assert page.headers["cache-control"] == "no-store", "a public page with a person's name on it"


def test_error_pages_have_a_number_and_nothing_of_the_inside():
    page = anonymous("/nie-ma-takiej-strony")
    assert page.status == 404 and page.headers["cache-control"] == "no-store"
    assert page.headers["x-request-id"][:8] in page.text
    for word in (".c:", "SELECT", "psql", "ERROR", "/usr/", "fcgi"):
        assert word not in page.text, word


def test_private_answers_are_not_compressed_and_public_ones_are():
    page = anonymous("/jst", Accept_Encoding="gzip")
    assert page.headers.get("content-encoding") == "gzip"
    assert "Santok" in gzip.decompress(page.body).decode()
    page = citizen.request("GET", "/jst", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in page.headers


# ---- caching ------------------------------------------------------------------------------------------------------
def test_an_anonymous_page_comes_from_the_cache_the_second_time():
    path = "/jst?q=" + secrets.token_hex(6)
    first, second = anonymous(path), anonymous(path)
    assert first.status == second.status == 200
    assert first.headers["x-request-id"] == second.headers["x-request-id"], "not from the cache"
    third = anonymous(path + "&x=1")
    assert third.headers["x-request-id"] != first.headers["x-request-id"]


def test_a_person_with_a_session_never_gets_or_makes_a_cached_page():
    path = "/jst?q=" + secrets.token_hex(6)
    own = citizen.get(path)
    assert "Kowalski" in own.text or "Wyloguj" in own.text, "the page does not know who is logged in: proves nothing"
    stranger = anonymous(path)
    assert "Kowalski" not in stranger.text and "Wyloguj" not in stranger.text
    assert stranger.headers["x-request-id"] != own.headers["x-request-id"]
    again = citizen.get(path)
    assert again.headers["x-request-id"] not in (stranger.headers["x-request-id"], own.headers["x-request-id"])
    assert "Wyloguj" in again.text


def test_any_session_cookie_keeps_away_from_the_cache():
    path = "/jst?q=" + secrets.token_hex(6)
    kept = anonymous(path)
    for cookie in ("sesja=" + "0" * 64, "__Host-sesja=x", "a=b; sesja=", "a=b;sesja=zzz"):
        page = anonymous(path, Cookie=cookie)
        assert page.headers["x-request-id"] != kept.headers["x-request-id"], cookie
    page = anonymous(path, Cookie="reklama=1")
    assert page.headers["x-request-id"] == kept.headers["x-request-id"], "a foreign cookie makes pages slow"


def test_pages_that_set_a_cookie_or_fail_are_not_kept():
    assert anonymous("/logowanie").headers["set-cookie"] != anonymous("/logowanie").headers["set-cookie"]
    path = "/jst/" + secrets.token_hex(6)
    assert anonymous(path).headers["x-request-id"] != anonymous(path).headers["x-request-id"]


def test_etag_and_304():
    path = "/jst?q=" + secrets.token_hex(6)
    page = anonymous(path)
    tag = page.headers["etag"]
    for value in (tag, "W/" + tag, f'"x", {tag}', "*"):
        again = anonymous(path, If_None_Match=value)
        assert again.status == 304 and again.body == b"", value
    assert anonymous(path, If_None_Match='"inny"').status == 200
    direct = Client(env("EURZAD_WEB_SOCKET")).request("GET", path, headers={"If-None-Match": tag})
    assert direct.status == 304 and direct.body == b"" and direct.headers["etag"] == tag


def test_static_files_live_long_under_their_version():
    page = anonymous("/jst")
    for url in set(re.findall(r'(?:href|src)="(/static/[^"#]*)', page.text)):
        assert "?v=" in url, url
        file = anonymous(url)
        assert file.status == 200 and "immutable" in file.headers["cache-control"], url
        assert file.headers["x-content-type-options"] == "nosniff"
    for url in ("/static/../eurzad.conf", "/static/%2e%2e/db/setup.sql", "/static/", "/static/nie-ma.css"):
        assert raw(f"GET {url} HTTP/1.0\r\n\r\n".encode())[0] in (400, 403, 404), url


# ---- methods ------------------------------------------------------------------------------------------------------
def test_head_tells_the_same_as_get_without_a_body():
    for who, path in ((browser.Browser(), "/jst"), (citizen, "/konto"), (browser.Browser(), "/nie-ma")):
        get, head = who.request("GET", path), who.request("HEAD", path)
        assert (head.status, head.body) == (get.status, b""), path
        direct = Client(env("EURZAD_WEB_SOCKET"))
        direct.cookies = dict(who.cookies)
        get, head = direct.request("GET", path), direct.request("HEAD", path)
        assert (head.status, head.body) == (get.status, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


def test_unknown_methods():
    for method in ("TRACE", "CONNECT", "PROPFIND", "get", "X" * 200):
        status, _ = raw(f"{method} /jst HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert status in (400, 405), (method, status)
    assert Client(env("EURZAD_WEB_SOCKET")).request("BREW", "/jst").status == 405


def test_a_slash_at_the_end_leads_to_the_page_without():
    page = anonymous("/jst/?q=a%20b")
    assert page.status == 301 and page.location.endswith("/jst?q=a%20b"), page.location


# ---- broken requests ----------------------------------------------------------------------------------------------
BAD_ADDRESSES = ["/%", "/%zz", "/%0", "/jst/%00", "/jst/%c3", "/jst/%c3%28", "/jst/%ed%a0%80", "/jst/%f4%90%80%80",
                 "/jst/%c0%af",
                 "/jst/%2e%2e", "/jst/..%2f..", "/jst/%2fetc", "/jst/a%5cb", "/jst/%0a", "/jst/%7f", "/jst?q=%00",
                 "/jst?q=%c3",
                 "/jst?q=%zz", "/jst?q=%ff", "/jst?" + "a=1&" * 2000, "/jst?" + "q" * 200 + "=1", "/" + "a/" * 40]


def test_broken_addresses_are_told_so():
    faults = []
    direct = Client(env("EURZAD_WEB_SOCKET"))
    for url in BAD_ADDRESSES:
        for name, page in (("nginx", anonymous(url)), ("fcgi", direct.request("GET", url))):
            if page.status not in (400, 404, 414):
                faults.append(f"{name} {url[:60]}: {page.status}")
    assert faults == [], "\n".join(faults)


def test_addresses_with_raw_bytes():
    for path in (b"/jst?q=\xc5\x82", b"/jst/\xff", b"/jst?q=a\x01b", b"/jst?q=a\x00b", b"/jst \x7f"):
        status, _ = raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert status in (200, 400, 404), (path, status)


def test_long_addresses_and_cookies():
    assert anonymous("/jst?q=" + "a" * 7000).status in (200, 400, 414)
    assert anonymous("/jst?q=" + "a" * 20000).status == 414
    for n in (4000, 7000):
        assert anonymous("/jst?x=" + secrets.token_hex(4), Cookie="a=" + "b" * n).status == 200, n
    assert anonymous("/jst", Cookie="a=" + "b" * 20000).status in (400, 431)
    assert anonymous("/jst?y=" + secrets.token_hex(4), Cookie="; ".join(f"c{i}=x" for i in range(700))).status == 200
    direct = Client(env("EURZAD_WEB_SOCKET"))
    direct.cookies = {"a": "b" * 60000}
    assert direct.request("GET", "/jst").status in (200, 400)
    for value in ("=", ";;;", "sesja", "sesja==", "\xff\xfe", "a=b, c=d", "sesja=" + "g" * 64, "sesja=" + "A" * 64,
                  'sesja="x"'):
        assert anonymous("/jst?z=" + secrets.token_hex(4), Cookie=value).status == 200, value


def _form(body, content_type="application/x-www-form-urlencoded", person=None, url="/logowanie", length=None):
    person = person or browser.Browser()
    headers = {"Content-Length": length} if length is not None else None
    return person.request("POST", url, body, content_type, headers)


def test_broken_form_bodies():
    person = browser.Browser()
    token = person.get("/logowanie").csrf().encode()
    for body in (b"csrf=" + token + b"&login=%zz&haslo=x", b"csrf=" + token + b"&login=%00&haslo=x",
                 b"csrf=" + token + b"&login=%ff&haslo=x", b"csrf=" + token + b"&login=\xff&haslo=x",
                 b"csrf=" + token + b"&" + b"a=1&" * 2000, b"csrf=" + token + b"&" + b"a" * 300 + b"=1",
                 b"csrf=" + token + b"&login=a%ed%a0%80&haslo=x"):
        assert _form(body, person=person).status == 400, body[:90]
    for kind in ("application/json", "text/plain", "application/xml", "x" * 300, "application/x-www-form-urlencodedx"):
        assert _form(b"csrf=" + token, kind, person).status == 415, kind
    assert _form(b"csrf=" + token + b"&login=" + b"a" * 100000 + b"&haslo=x", person=person).status == 422


def _part(name, content=b"x", file=None):
    extra = b'; filename="' + file + b'"\r\nContent-Type: text/plain' if file is not None else b""
    return b'--B\r\nContent-Disposition: form-data; name="' + name + b'"' + extra + b"\r\n\r\n" + content + b"\r\n"


def test_broken_multipart():
    page = citizen.post(f"/e-urzad/{stack.SLUG}/pismo-ogolne", follow=False)
    url, token = page.location, citizen.get(page.location).csrf().encode()
    first = _part(b"csrf", token)
    good = first + _part(b"tytul", "Łódź".encode()) + b"--B--\r\n"
    kind = "multipart/form-data; boundary=B"
    assert _form(good, kind, citizen, url).status in (200, 303, 422)
    for body, content_type, wanted in (
            (good[:-10], kind, {400}), (good, "multipart/form-data", {400}),
            (good, "multipart/form-data; boundary=" + "b" * 100, {400}), (good, "multipart/form-data; boundary=",
                                                                          {400}),
            (first + _part(b"tytul", b"\xff") + b"--B--\r\n", kind, {400}),
            (first + _part(b"tytul", b"a\x00b") + b"--B--\r\n", kind, {400}),
            (first + _part(b"n" * 300) + b"--B--\r\n", kind, {400}),
            (first + _part(b"\xff") + b"--B--\r\n", kind, {400}),
            (first + _part(b"pliki", b"x", b"\xff.txt") + b"--B--\r\n", kind, {400}),
            (first + b"--B\r\nX: y\r\n\r\nz\r\n--B--\r\n", kind, {400}),
            (first + b"--B\r\n" + b"A: b\r\n" * 5000 + b"\r\nz\r\n--B--\r\n", kind, {400}),
            (first + b"".join(_part(b"p%d" % i) for i in range(2000)) + b"--B--\r\n", kind, {400}),
            (_part(b"pliki", b"x", b"a.txt") + first + b"--B--\r\n", kind, {403}),  # the token comes too late
            (b"", kind, {400, 403, 411}), (b"--B--\r\n", kind, {400, 403})):
        page = _form(body, content_type, citizen, url)
        assert page.status in wanted, (body[:100], content_type, page)
    # Traversal and control characters in names of files end as harmless names.
    for name in (b"../../etc/passwd.txt", b"C:\\a\\b.txt", b"\\\\serwer\\a.txt", b".txt", b"a\tb.txt",
                 b"x" * 400 + b".txt",
                 "Zażółć gęślą.txt".encode(), b"%00.txt", b"con.txt"):
        page = _form(first + _part(b"pliki", b"tekst", name) + b"--B--\r\n", kind, citizen, url)
        assert page.status in (200, 303, 422), (name, page)
    for (name,) in stack.rows("SELECT nazwa FROM forms.szkic_plik WHERE szkic_id = %s", url.rsplit("/", 1)[1]):
        assert not re.search(r"[/\\\x00-\x1f]|^\.\.?$", name) and len(name.encode()) <= 200, name


def test_bodies_that_are_too_large():
    limit = int(stack.conf_value("max_body"))
    head = (f"POST /logowanie HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {limit + 1}\r\nConnection: close\r\n\r\n").encode()
    status, out = raw(head)
    assert status == 413 and "duż".encode() in out
    for length, wanted in ((str(limit + 1), 413), ("99999999999999999999999", 400), ("-1", 400), ("1x", 400),
                           ("", 411)):
        answer = _direct_post(length)
        assert answer.status == wanted, (length, answer)


def _direct_post(length, body=b""):
    """Past nginx, which would mend or refuse the length itself."""
    return Answer(exchange(env("EURZAD_WEB_SOCKET"), {
        "REQUEST_METHOD": "POST", "REQUEST_URI": "/logowanie", "DOCUMENT_URI": "/logowanie", "QUERY_STRING": "",
        "REMOTE_ADDR": "192.0.2.1", "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": length},
        body),
        "/logowanie")


def test_a_body_shorter_than_promised():
    assert _direct_post("100", b"a=1").status == 400


def test_headers_that_claim_an_identity_are_worth_nothing():
    for headers in ({"X-User": "1"}, {"X-Remote-User": "administrator"}, {"X-Forwarded-For": "127.0.0.1"},
                    {"Authorization": "Basic YWRtaW46ZGVtbw=="}, {"X-HTTP-Method-Override": "POST"},
                    {"X-Original-URL": "/eod"}, {"X-Rewrite-URL": "/eod"}, {"X-Sesja": "1"}):
        page = browser.Browser().request("GET", "/konto", headers=headers)
        assert page.status == 303 and page.location.startswith("/logowanie"), (headers, page)
    page = anonymous("/", Host="zly.example")
    assert "zly.example" not in page.text


def test_what_is_typed_is_never_markup():
    word = '"><script>alert(1)</script><b x=\''
    page = browser.Browser().get("/jst?q=" + urllib.parse.quote(word))
    assert "<script>alert" not in page.text and "&lt;script&gt;" in page.text
    page = browser.Browser().post("/rejestracja", {"imie": word, "nazwisko": word, "email": word, "haslo": "x",
                                                   "haslo2": "y"})
    assert page.status == 422 and "<script>alert" not in page.text


def test_private_addresses_of_the_machine_are_not_for_the_net():
    # From this machine they answer; what nginx allows is in its configuration.
    assert anonymous("/healthz").body == b"ok\n" and anonymous("/readyz").status == 200
    with open(env("EURZAD_STATE") + "/etc/nginx/eurzad-locations.conf", encoding="utf-8") as file:
        text = file.read()
    for path in ("/metrics", "/readyz"):
        block = re.search(r"location = " + path + r" \{(.*?)\}", text, re.S).group(1)
        assert "deny all" in block
    assert "eurzad_web_requests_total" in anonymous("/metrics").text


if __name__ == "__main__":
    tap.main()
