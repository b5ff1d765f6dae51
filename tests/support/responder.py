"""A certification authority that answers on loopback: OCSP (RFC 6960, by openssl) at /, its CRL at /crl.

    with responder.Responder() as r:             # bound to its port before any certificate names it
        key = maker.signer("Jan", ca, ocsp=r.url)
        r.serve(ca)                              # until then, and after r.away(), it answers 503
        r.revoke(key, days_ago=3)
"""
import datetime
import http.server
import os
import shutil
import subprocess
import tempfile
import threading


def _stamp(days):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%y%m%d%H%M%SZ")


class Responder:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
        self.ca = None
        self.listing = {}  # serial -> line of openssl's index
        self.requests = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self._send(outer.answer(body))

            def do_GET(self):
                self._send(outer.crl() if self.path == "/crl" else None)

            def _send(self, data):
                self.send_response(200 if data else 503)
                # whoever looks at this instead of at the bytes is mistaken
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def serve(self, ca):
        self.ca = ca

    def away(self):
        self.ca = None

    def _serial(self, key):
        text = subprocess.run(["openssl", "x509", "-in", key.cert, "-noout", "-serial"], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        return text.strip().split("=")[1]

    def know(self, key):
        self.listing[self._serial(key)] = f"V\t{_stamp(365)}\t\t{{}}\tunknown\t/CN=x\n"

    def revoke(self, key, days_ago=1, reason="keyCompromise"):
        self.listing[self._serial(key)] = f"R\t{_stamp(365)}\t{_stamp(-days_ago)},{reason}\t{{}}\tunknown\t/CN=x\n"

    def _write_index(self):
        with open(self.path("index.txt"), "w", encoding="ascii") as file:
            file.writelines(line.format(serial) for serial, line in self.listing.items())
        with open(self.path("index.txt.attr"), "w", encoding="ascii") as file:
            file.write("unique_subject = no\n")

    def answer(self, request):
        with self.lock:
            self.requests += 1
            if not self.ca:
                return None
            self._write_index()
            with open(self.path("request"), "wb") as file:
                file.write(request)
            done = subprocess.run(["openssl", "ocsp", "-index", self.path("index.txt"), "-CA", self.ca.cert, "-rsigner",
                                   self.ca.cert, "-rkey", self.ca.key, "-reqin", self.path("request"), "-respout",
                                   self.path("response"), "-ndays", "1", "-rmd", "sha256"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return open(self.path("response"), "rb").read() if done.returncode == 0 else None

    def crl(self):
        with self.lock:
            if not self.ca:
                return None
            self._write_index()
            with open(self.path("ca.cnf"), "w", encoding="ascii") as file:
                file.write(f"[ca]\ndefault_ca=x\n[x]\ndatabase={self.path('index.txt')}\ndefault_md=sha256\n"
                           "default_crl_days=1\n")
            subprocess.run(["openssl", "ca", "-gencrl", "-config", self.path("ca.cnf"), "-cert", self.ca.cert, "-keyfile",
                            self.ca.key, "-out", self.path("crl.pem")], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            return subprocess.run(["openssl", "crl", "-in", self.path("crl.pem"), "-outform", "DER"], check=True,
                                  stdout=subprocess.PIPE).stdout
