"""Second opinions: whatever the command accepts must be accepted by programs that share no code with it and had no part
in making the file: xmlsec1 and xmldsigjs (second.mjs) for XML, `openssl cms` for CMS, pdfsig for PDF.

Each function takes runs that passed and returns a list of sentences, one for every disagreement, and how many files it
looked at."""
import base64
import concurrent.futures
import hashlib
import io
import json
import pathlib
import subprocess
import tempfile
import urllib.parse
import zipfile

from lxml import etree

import pki
import xades

HERE = pathlib.Path(__file__).resolve().parent
AT = str(int(pki.dt.datetime(2026, 6, 1, 12, tzinfo=pki.dt.timezone.utc).timestamp()))


def entities():
    """Everybody's certificate by the digest that the report names."""
    world = vars(pki.world()).values()
    return {hashlib.sha256(e.der).hexdigest(): e for e in world if isinstance(e, pki.Entity)}


def _each(function, items):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return [answer for answer in pool.map(function, items) if answer]


def _tail(done):
    return (done.stderr.strip().splitlines() or done.stdout.strip().splitlines() or ["no output"])[-1][:200]


# ---- XML ----

OUTERMOST = "(//*[local-name()='Signature' and not(ancestor::*[local-name()='Signature'])])[{}]"


def xmlsec(path, index, cert, folder, cwd=None, uris="empty,same-doc"):
    """Empty when xmlsec1 agrees that this signature is good with this certificate's key."""
    pem = pathlib.Path(folder) / f"{hashlib.sha256(cert.der).hexdigest()}.pem"
    if not pem.exists():
        pem.write_bytes(cert.pem)
    done = subprocess.run(
        [
            "xmlsec1",
            "--verify",
            "--pubkey-cert-pem",
            pem,
            "--enabled-reference-uris",
            uris,
            "--id-attr:Id",
            xades.XADES + ":SignedProperties",
            "--id-attr:Id",
            xades.DS + ":Object",
            "--id-attr:Id",
            xades.DS + ":KeyInfo",
            "--node-xpath",
            OUTERMOST.format(index + 1),
            path,
        ],
        capture_output=True,
        text=True,
        cwd=cwd,
    )
    return (
        ""
        if done.returncode == 0
        else f"{pathlib.Path(path).name}, signature {index}: xmlsec1 does not accept it: {_tail(done)}"
    )


def by_xmlsec(runs):
    known = entities()
    with tempfile.TemporaryDirectory() as folder:
        for entity in known.values():
            (pathlib.Path(folder) / f"{hashlib.sha256(entity.der).hexdigest()}.pem").write_bytes(entity.pem)
        tasks = [
            (r.path, i, known[s["cert_sha256"]], folder) for r in runs for i, s in enumerate(r.report["signatures"])
        ]
        return _each(lambda t: xmlsec(*t), tasks), len(tasks)


def _is_known_to_node(run):
    """xmldsigjs ignores XPath, removes the wrong signature where there are several, and lets no xml: attribute be
    inherited in C14N 1.0; C14N 1.1 it does not have."""
    data = run.case.bytes()
    return (
        len(run.report["signatures"]) == 1
        and not any(uri.encode() in data for uri in (xades.XPATH, xades.XPATH2, xades.C14N11))
        and not (b" xml:lang=" in data and xades.C14N.encode() + b'"' in data)
    )


def by_node(runs, modules):
    """modules: the folder with node_modules."""
    known = entities()
    questions = [
        {
            "file": str(r.path),
            "index": 0,
            "cert": base64.b64encode(known[r.report["signatures"][0]["cert_sha256"]].der).decode(),
        }
        for r in runs
        if _is_known_to_node(r)
    ]
    done = subprocess.run(
        ["node", HERE / "second.mjs"], input=json.dumps(questions), capture_output=True, text=True, cwd=modules
    )
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    answers = json.loads(done.stdout)
    return [f"{a['file']}: xmldsigjs does not accept it: {a['why']}" for a in answers if a["ok"] is False], sum(
        a["ok"] is True for a in answers
    )


# ---- CMS, PDF, ASiC ----


def _anchors(folder):
    path = pathlib.Path(folder) / "anchors.pem"
    w = pki.world()
    path.write_bytes(w.root.pem + w.pinned.pem + w.pinned_rsa.pem)
    return path


def openssl_cms(data, folder, content=None):
    with tempfile.TemporaryDirectory(dir=folder) as own:
        signed = pathlib.Path(own) / "signed"
        signed.write_bytes(data)
        command = [
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            signed,
            "-CAfile",
            _anchors(own),
            "-purpose",
            "any",
            "-attime",
            AT,
            "-cades",
            "-out",
            "/dev/null",
        ]
        if content is not None:
            (pathlib.Path(own) / "content").write_bytes(content)
            command += ["-content", pathlib.Path(own) / "content"]
        done = subprocess.run(command, capture_output=True, text=True)
        return "" if done.returncode == 0 else _tail(done)


def by_openssl(runs):
    with tempfile.TemporaryDirectory() as folder:

        def ask(run):
            why = openssl_cms(run.case.bytes(), folder)
            return why and f"{run.name}: openssl cms does not accept it: {why}"

        return _each(ask, runs), len(runs)


def by_pdfsig(runs):
    def ask(run):
        done = subprocess.run(["pdfsig", "-nocert", run.path], capture_output=True, text=True)
        good = (
            done.stdout.count("Signature is Valid") == len(run.report["signatures"])
            and "Total document signed" in done.stdout
        )
        return None if good else f"{run.name}: pdfsig does not accept it: {done.stdout[-300:]}"

    return _each(ask, runs), len(runs)


def _container(run, folder):
    known = entities()
    with tempfile.TemporaryDirectory(dir=folder) as own, zipfile.ZipFile(io.BytesIO(run.case.bytes())) as z:
        z.extractall(own)
        names = z.namelist()
        for name in names:
            if name.endswith(".xml") and "signatures" in name:
                for i, s in enumerate(run.report["signatures"]):
                    why = xmlsec(
                        pathlib.Path(own) / name, i, known[s["cert_sha256"]], folder, own, "same-doc,local,remote"
                    )
                    if why:
                        return why
            elif name.endswith(".p7s"):
                manifest = next((n for n in names if "Manifest" in n), None)
                content = z.read(manifest or next(n for n in names if not n.startswith("META-INF") and n != "mimetype"))
                why = openssl_cms(z.read(name), folder, content)
                if why:
                    return why
                for ref in etree.fromstring(content).findall("{*}DataObjectReference") if manifest else ():
                    data = z.read(urllib.parse.unquote(ref.get("URI")))
                    if base64.b64decode(ref.findtext("{*}DigestValue")) != hashlib.sha256(data).digest():
                        return f"{ref.get('URI')} is not what the manifest says"
    return ""


def by_unpacking(runs):
    with tempfile.TemporaryDirectory() as folder:
        return [f"{r.name}: {why}" for r in runs if (why := _container(r, folder))], len(runs)


def ask_all(runs, modules=None):
    """Disagreements, and how many opinions each program gave. Without modules xmldsigjs is not asked."""
    seen, passed = set(), []
    for run in runs:
        if run.report["indication"] == "TOTAL_PASSED" and run.case.second and run.path not in seen:
            seen.add(run.path)
            passed.append(run)
    of = lambda *ext: [r for r in passed if r.case.ext in ext]
    programs = {
        "xmlsec1": lambda: by_xmlsec(of("xml")),
        "openssl cms": lambda: by_openssl(of("p7m")),
        "pdfsig": lambda: by_pdfsig(of("pdf")),
        "unpacking": lambda: by_unpacking(of("asice", "asics")),
    }
    if modules:
        programs["xmldsigjs"] = lambda: by_node(of("xml"), modules)
    problems, counts = [], {}
    for name, program in programs.items():
        wrong, counts[name] = program()
        problems += wrong
    return problems, counts
