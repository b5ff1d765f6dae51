"""A browser without a screen that comes through nginx: the same forms, tokens and redirects as fcgi_client.Client.

    referent = browser.login("referent")
    page = referent.get("/eod")
    anna = browser.citizen("anna")            # a new citizen with an account of his own
"""
import html
import http.client
import re
import secrets
import urllib.parse

import stack
from fcgi_client import Answer, Client
from tap import env

PASSWORD = "demo"


class HttpAnswer(Answer):
    def __init__(self, response, body, url):
        self.url, self.status, self.body = url, response.status, body
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.cookies = response.headers.get_all("Set-Cookie") or []


class Browser(Client):
    """Each request on a connection of its own, so that a Browser may be used by several threads."""

    def __init__(self, base=None):
        super().__init__(path=None)
        self.base = urllib.parse.urlsplit(base or env("EURZAD_URL"))
        self.login = ""

    def connect(self, timeout=60):
        return http.client.HTTPConnection(self.base.hostname, self.base.port, timeout=timeout)

    def request(self, method, url, body=b"", content_type="", headers=None):
        url = url.removeprefix(f"{self.base.scheme}://{self.base.netloc}")
        send = {"Connection": "close"}
        if content_type:
            send["Content-Type"] = content_type
        if self.cookies:
            send["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            send["Sec-Fetch-Site"] = "same-origin"
        send.update(headers or {})
        send = {name: value for name, value in send.items() if value is not None}
        connection = self.connect()
        try:
            connection.request(method, url, body or (b"" if method == "POST" else None), send)
            response = connection.getresponse()
            answer = HttpAnswer(response, response.read(), url)
        finally:
            connection.close()
        self._take_cookies(answer)
        return answer

    def session(self):
        """The session's token, "" when there is none."""
        return self.cookies.get("__Host-sesja") or self.cookies.get("sesja", "")

    def copy(self):
        """A second window with the same cookies."""
        other = Browser(self.base.geturl())
        other.cookies = dict(self.cookies)
        other.login = self.login
        return other


def text_of(page):
    """What a person reads: no tags, one space between words."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page.text))).strip()


def login(name, password=PASSWORD, base=None):
    """name: a demo person of this program's unit ("referent") or any log-in."""
    browser, name = Browser(base), stack.person(name)
    answer = browser.post("/logowanie", {"login": name, "haslo": password}, follow=False)
    assert answer.status == 303 and "/logowanie" not in answer.location, f"log-in of {name}: {answer} {answer.location}"
    browser.login = name
    return browser


def register(address, imie="Zażółć", nazwisko="Gęśla-Jaźń", password="bardzo-Długie-hasło-9"):
    """A citizen's account by the whole way: form, mailed link, confirmation. Returns the mail."""
    browser = Browser()
    page = browser.post("/rejestracja", {"imie": imie, "nazwisko": nazwisko, "email": address, "haslo": password,
                                         "haslo2": password})
    assert page.url == "/rejestracja/wyslano", f"{page}: {text_of(page)}"
    message = stack.wait_mail(address)
    link = stack.mail_link(message)
    token = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0]
    # Mail is often opened in another browser than the form was filled in.
    page = Browser().post("/rejestracja/potwierdz", {"token": token}, form=link)
    assert page.url == "/logowanie", f"{page}: {text_of(page)}"
    return message


def citizen(name=None, **words):
    """A new citizen, logged in."""
    address = f"{name or 'osoba'}-{secrets.token_hex(4)}@example.pl"
    register(address, **words)
    return login(address, words.get("password", "bardzo-Długie-hasło-9"))


def clerk(login_name, roles, unit=stack.UNIT, password="bardzo-Długie-hasło-9",
          komorka=("OR", "Referat Organizacyjny")):
    """A new clerk made with eurzad-admin."""
    stack.admin("user", "add-clerk", unit, login_name, login_name + "@example.pl", "Jan", "Próbny", "inspektor",
                *komorka,
                *roles, input=password + "\n")


def forms(page):
    """The forms of a page: {action: {field: value}}; a select has its chosen (or first) value, buttons are left out."""
    found = {}
    for attributes, body in re.findall(r"<form\b([^>]*)>(.*?)</form>", page.text, re.S):
        action = re.search(r'action="([^"]*)"', attributes)
        fields = {}
        for tag in re.findall(r"<input\b[^>]*>", body):
            name = _attribute(tag, "name")
            kind = _attribute(tag, "type")
            if name and (kind not in ("checkbox", "radio", "submit", "file") or " checked" in tag):
                fields[name] = _attribute(tag, "value")
        for attributes_, inner in re.findall(r"<textarea\b([^>]*)>(.*?)</textarea>", body, re.S):
            fields[_attribute(attributes_, "name")] = html.unescape(inner)
        for attributes_, inner in re.findall(r"<select\b([^>]*)>(.*?)</select>", body, re.S):
            options = re.findall(r"<option\b[^>]*>", inner)
            chosen = [o for o in options if " selected" in o] or options[:1]
            fields[_attribute(attributes_, "name")] = _attribute(chosen[0], "value") if chosen else ""
        found[html.unescape(action.group(1)) if action else page.url] = fields
    return found


def options(page, select):
    """{text: value} of a select of the page."""
    body = re.search(rf'<select\b[^>]*name="{select}"[^>]*>(.*?)</select>', page.text, re.S)
    assert body, f"{page.url} has no select {select}"
    return {html.unescape(re.sub(r"<[^>]*>", "", text)).strip(): html.unescape(_attribute(tag, "value"))
            for tag, text in re.findall(r"(<option\b[^>]*>)(.*?)</option>", body.group(1), re.S)}


def _attribute(tag, name):
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return html.unescape(found.group(1)) if found else ""


def links(page, pattern):
    """Addresses on the page that match the pattern wholly, in order, each once."""
    found = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', page.text)]
    return list(dict.fromkeys(link for link in found if re.fullmatch(pattern, link)))


def radios(page, name):
    """{text of the label: value} of a group of radio buttons."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", page.text):
        if _attribute(tag, "type") == "radio" and _attribute(tag, "name") == name:
            label = re.search(rf'<label\b[^>]*for="{re.escape(_attribute(tag, "id"))}"[^>]*>(.*?)</label>', page.text,
                              re.S)
            found[html.unescape(re.sub(r"<[^>]*>", "", label.group(1))).strip() if label else ""] = _attribute(tag,
                                                                                                               "value")
    return found
