"""A browser that speaks FastCGI straight to eurzad-web over its unix socket: cookies, forms with their csrf token,
redirects, files. For the page tests, which need no nginx.

    c = Client(sock)
    c.post("/logowanie", {"login": "referent", "haslo": "…"})     # fetches the form first for its token
    page = c.get("/eod")                                           # follows redirects
    assert page.status == 200 and "Skrzynka" in page.text
"""
import re
import secrets
import socket
import struct
import urllib.parse

BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7
RESPONDER = 1


class Answer:
    """Status, headers (lower-case names, last one counts) and body of one answer."""

    def __init__(self, raw, url):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.url = url
        self.headers = {}
        self.cookies = []
        for line in head.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self.cookies.append(value)
            self.headers[name.lower()] = value
        if "status" not in self.headers:
            raise ConnectionError(f"no FastCGI answer to {url}: {raw[:100]!r}")
        self.status = int(self.headers["status"].split()[0])

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def location(self):
        return self.headers.get("location", "")

    def csrf(self):
        """The token of the first form of the page; "" when there is none."""
        found = re.search(r'name="csrf"[^>]*value="([0-9a-f]+)"', self.text) if self.body else None
        return found.group(1) if found else ""

    def __repr__(self):
        return f"<{self.status} {self.url}>"


def _record(kind, content=b""):
    return struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content


def _stream(kind, content):
    parts = [_record(kind, content[i:i + 32768]) for i in range(0, len(content), 32768)]
    return b"".join(parts) + _record(kind)


def _length(n):
    return bytes([n]) if n < 128 else struct.pack("!I", n | 0x80000000)


def _params(pairs):
    out = b""
    for name, value in pairs.items():
        name, value = name.encode(), value.encode("utf-8", "surrogateescape")
        out += _length(len(name)) + _length(len(value)) + name + value
    return out


def _read_exactly(sock, n):
    data = b""
    while len(data) < n:
        part = sock.recv(n - len(data))
        if not part:
            raise ConnectionError("the worker closed the connection")
        data += part
    return data


def exchange(path, params, body=b"", timeout=60):
    """One FastCGI request; returns what the program wrote."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(timeout)
        sock.connect(path)
        head = _record(BEGIN, struct.pack("!HB5x", RESPONDER, 0)) + _stream(PARAMS, _params(params))
        try:
            sock.sendall(head + _stream(STDIN, body))
        except BrokenPipeError:
            pass  # an answer may come before the whole body was read
        out = b""
        while True:
            _, kind, _, length, padding = struct.unpack("!BBHHBx", _read_exactly(sock, 8))
            content = _read_exactly(sock, length + padding)[:length]
            if kind == STDOUT:
                out += content
            elif kind == END:
                return out


def multipart(fields, files):
    """fields: {name: value or list}; files: {name: (file name, bytes, type) or list}. Returns (content type, body)."""
    boundary = "----eurzad" + secrets.token_hex(12)
    out = b""
    for name, values in fields.items():
        for value in values if isinstance(values, (list, tuple)) else [values]:
            out += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n').encode()
    for name, given in files.items():
        for file_name, content, kind in given if isinstance(given, list) else [given]:
            out += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
                    f"Content-Type: {kind}\r\n\r\n").encode() + content + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", out + f"--{boundary}--\r\n".encode()


class Client:
    def __init__(self, path, address="192.0.2.1"):
        self.path = path
        self.address = address
        self.cookies = {}

    def request(self, method, url, body=b"", content_type="", headers=None):
        """One request, no redirects followed. headers: {"If-None-Match": …}."""
        path, _, query = url.partition("?")
        params = {
            "GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": method, "REQUEST_URI": url, "QUERY_STRING": query,
            "DOCUMENT_URI": path, "REMOTE_ADDR": self.address, "REQUEST_ID": secrets.token_hex(16),
            "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)) if body or method == "POST" else "",
        }
        if self.cookies:
            params["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            params["HTTP_SEC_FETCH_SITE"] = "same-origin"
        for name, value in (headers or {}).items():
            params["HTTP_" + name.upper().replace("-", "_")] = value
        answer = Answer(exchange(self.path, params, body), url)
        self._take_cookies(answer)
        return answer

    def _take_cookies(self, answer):
        for line in answer.cookies:
            name, _, value = line.split(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def _follow(self, answer, follow):
        for _ in range(5):
            if not follow or answer.status not in (301, 303):
                return answer
            answer = self.request("GET", answer.location)
        raise AssertionError(f"redirects without end at {answer.location}")

    def get(self, url, headers=None, follow=True):
        return self._follow(self.request("GET", url, headers=headers), follow)

    def post(self, url, data=None, files=None, headers=None, follow=True, csrf=True, form=None):
        """Sends a form. csrf=True fetches the page `form` (url when not given) for the token; a string is sent as it
        is; False sends none. The token comes first, as the server wants it before any file."""
        if csrf is True:
            csrf = self.get(form or url).csrf()
        fields = {"csrf": csrf} if csrf else {}
        fields.update(data or {})
        if files:
            content_type, body = multipart(fields, files)
        else:
            content_type = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._follow(self.request("POST", url, body, content_type, headers), follow)
