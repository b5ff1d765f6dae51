"""A certification authority that answers on loopback: OCSP (RFC 6960) at /, its CRL (by openssl) at /crl.

    with responder.Responder() as r:             # bound to its port before any certificate names it
        key = maker.signer("Jan", ca, ocsp=r.url)
        r.serve(ca)                              # until then, and after r.away(), it answers 503
        r.revoke(key, days_ago=3)

Each answer is dated a second after the one before, however quickly they follow: the newest is known by its date.
"""
import datetime
import http.server
import os
import shutil
import subprocess
import tempfile
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp


def _now(days=0):
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(days=days)


def _stamp(days):
    return _now(days).strftime("%y%m%d%H%M%SZ")


def _certificate(path):
    with open(path, "rb") as file:
        return x509.load_pem_x509_certificate(file.read())


class Responder:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
        self.ca = None
        self.listing = {}  # serial -> (certificate, since when and why it is revoked or None, line of openssl's index)
        self.dated = _now(-1)
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

    def know(self, key):
        self._list(key, None, f"V\t{_stamp(365)}\t\t{{}}\tunknown\t/CN=x\n")

    def revoke(self, key, days_ago=1, reason="keyCompromise"):
        self._list(key, (_now(-days_ago), x509.ReasonFlags(reason)),
                   f"R\t{_stamp(365)}\t{_stamp(-days_ago)},{reason}\t{{}}\tunknown\t/CN=x\n")

    def _list(self, key, revoked, line):
        certificate = _certificate(key.cert)
        text = f"{certificate.serial_number:X}"
        self.listing[certificate.serial_number] = certificate, revoked, line.format(text.zfill(len(text) + len(text) % 2))

    def _write_index(self):
        with open(self.path("index.txt"), "w", encoding="ascii") as file:
            file.writelines(line for _, _, line in self.listing.values())
        with open(self.path("index.txt.attr"), "w", encoding="ascii") as file:
            file.write("unique_subject = no\n")

    def answer(self, request):
        with self.lock:
            self.requests += 1
            asked = ocsp.load_der_ocsp_request(request)
            known = self.listing.get(asked.serial_number)
            if not self.ca or not known:
                return None
            self.dated = max(_now(), self.dated + datetime.timedelta(seconds=1))
            return self._signed(asked, known[0], known[1])

    def _signed(self, asked, certificate, revoked):
        ca, state = _certificate(self.ca.cert), ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        since, why = revoked or (None, None)
        # What the library compares and writes has no time zone; it means UTC.
        bare = {"this_update": self.dated, "next_update": self.dated + datetime.timedelta(days=1), "revocation_time": since}
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate, issuer=ca, algorithm=asked.hash_algorithm, cert_status=state, revocation_reason=why,
            **{name: at and at.replace(tzinfo=None) for name, at in bare.items()})
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, ca)
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        with open(self.ca.key, "rb") as file:
            key = serialization.load_pem_private_key(file.read(), None)
        return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

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
