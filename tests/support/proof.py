"""Second opinions on what the system hands out: xmlsec1 on seals, pdftotext on prints, our eurzad-admin beside them."""
import os
import subprocess
import tempfile

from lxml import etree

import stack
from tap import env

UPO = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"


def _with_file(data, suffix, command):
    with tempfile.NamedTemporaryFile(suffix=suffix, dir="/var/tmp") as file:
        file.write(data)
        file.flush()
        os.chmod(file.name, 0o644)
        return command(file.name)


def xmlsec(data):
    """True when xmlsec1 verifies the signature and its certificate leads to the demonstration root."""
    anchors = [os.path.join(env("EURZAD_TRUST"), name) for name in os.listdir(env("EURZAD_TRUST"))
               if name.endswith(".pem")]
    command = ["xmlsec1", "--verify"] + [word for a in anchors for word in ("--trusted-pem", a)]
    command += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"]
    return _with_file(data, ".xml", lambda name: subprocess.run(command + [name], stdout=subprocess.DEVNULL,
                                                                stderr=subprocess.DEVNULL).returncode == 0)


def check_seal(data):
    """The seal holds for xmlsec1 and for us, and breaks for both when one letter of the text changes."""
    assert xmlsec(data), "xmlsec1 does not verify it"
    done = _with_file(data, ".xml", lambda name: stack.admin("verify", name, "--profile", "narrow", check=False))
    assert done.returncode == 0, done.stdout + done.stderr
    at = data.rindex(b"</pos:Nazwa>") if b"</pos:Nazwa>" in data else data.index(b"<ds:Signature") - 20
    broken = data[:at - 1] + (b"x" if data[at - 1:at] != b"x" else b"y") + data[at:]
    assert not xmlsec(broken), "xmlsec1 verifies an altered document"
    assert _with_file(broken, ".xml", lambda name: stack.admin("verify", name, check=False)).returncode == 1


def upo(data):
    """Facts of a receipt: {"numer", "rodzaj", "adresat", "nadawca", "sha256", "doreczono"}."""
    root = etree.fromstring(data)
    body = root[0]

    def text(path):
        return body.findtext("/".join("p:" + step for step in path.split("/")), namespaces={"p": UPO})

    extra = {e.get("TypInformacjiUzupelniajacej"): e.text for e in body.iter(f"{{{UPO}}}InformacjaUzupelniajaca")}
    return {"rodzaj": etree.QName(body).localname, "numer": text("IdentyfikatorPoswiadczenia"),
            "adresat": text("Adresat/Nazwa"), "nadawca": text("Nadawca/Nazwa"),
            "sha256": extra.get("Skrót SHA-256 dokumentu"),
            "doreczono": text("DataDoreczenia") or text("DataOdbioru")}


def pdf_text(data, area=None):
    """area: x, y, width, height in millimetres, of the first page; None = all of it."""
    assert data[:5] == b"%PDF-", data[:20]
    where = ["-layout"]
    if area:
        where = ["-l", "1", "-r", "254"] + [word for pair in zip(("-x", "-y", "-W", "-H"), (str(10 * mm) for mm in area))
                                            for word in pair]
    return _with_file(data, ".pdf", lambda name: subprocess.run(["pdftotext", *where, name, "-"], check=True,
                                                                stdout=subprocess.PIPE, text=True).stdout)
