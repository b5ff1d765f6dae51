"""Drives the corpus through the command under test: `eurzad-admin -c CONF verify FILE… --profile --trust --at --format json`.

Many files go into one call, because most of a call is starting the program."""
import collections
import dataclasses
import json
import pathlib
import socket
import subprocess
import threading

import case
import cases_cert
import pki

CHUNK = 300
PASS_STATUS = {"TOTAL_PASSED": 0, "TOTAL_FAILED": 1, "INDETERMINATE": 2}


@dataclasses.dataclass
class Run:
    """One file under one profile, and what the command said."""

    case: case.Case
    profile: str
    path: pathlib.Path
    report: dict = None
    line: str = ""

    @property
    def name(self):
        return f"{self.case.name} ({self.profile})"


def trust_folders():
    """What lies in each folder given as --trust."""
    w = pki.world()
    std = {"root.pem": w.root.pem, "tsa.crt": w.tsa_root.der}
    return {
        "std": std,
        "crl": std | cases_cert.trust_crls(),
        "ocsp": std | cases_cert.trust_answers(),
        "lies": std | cases_cert.trust_lies(),
        "tsa-crl": std | {"tsa.crl": cases_cert.trust_crls()["tsa.crl"]},
        "tsa": {"tsa.pem": w.tsa_root.pem},
        "false": {"root.pem": w.false_root.pem, "tsa.pem": w.tsa_root.pem},
        "pinned": {"a.pem": w.pinned.pem, "b.cer": w.pinned_rsa.der, "tsa.pem": w.tsa_root.pem},
        "weak": {"a.pem": w.pinned_rsa512.pem, "b.pem": w.pinned_rsa1024.pem},
        "seal": std | {"seal.pem": w.seal.pem},
    }


class Listener:
    """Counts who connects; nobody may."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self):
        self.socket.close()


class Driver:
    def __init__(self, folder, build):
        self.folder = pathlib.Path(folder)
        self.program = pathlib.Path(build) / "bin" / "eurzad-admin"
        self.conf = self.folder / "korpus.conf"
        self.conf.write_text("db = host=/nonexistent dbname=nic\n", encoding="utf-8")
        for name, files in trust_folders().items():
            (self.folder / "trust" / name).mkdir(parents=True)
            for file, data in files.items():
                (self.folder / "trust" / name / file).write_bytes(data)
        (self.folder / "files").mkdir()

    def write(self, name, data):
        path = self.folder / "files" / name
        path.write_bytes(data)
        return path

    def command(self, files, profile="foreign", trust="std", at=case.AT, form="json"):
        return subprocess.run(
            [
                self.program,
                "-c",
                self.conf,
                "verify",
                *files,
                "--profile",
                profile,
                "--trust",
                self.folder / "trust" / trust,
                "--at",
                at,
                "--format",
                form,
            ],
            capture_output=True,
            text=True,
            timeout=300,
        )

    def judge(self, files, **how):
        """The reports, one for each file and in their order; the text of each line; all of standard error."""
        reports, lines, errors = [], [], ""
        for start in range(0, len(files), CHUNK):
            part = files[start : start + CHUNK]
            done = self.command(part, **how)
            got = done.stdout.splitlines()
            errors += done.stderr
            if len(got) != len(part):
                raise AssertionError(
                    f"{len(part)} files, {len(got)} answers, status {done.returncode}: {done.stderr[-3000:]}"
                )
            for file, line in zip(part, got):
                report = json.loads(line)
                if report["file"] != str(file):
                    raise AssertionError(f"the answer for {file} speaks of {report['file']}")
                reports.append(report)
                lines.append(line)
            worst = {r["indication"] for r in reports[start:]}
            wanted = 1 if worst - {"TOTAL_PASSED", "INDETERMINATE"} else 2 if "INDETERMINATE" in worst else 0
            if done.returncode != wanted:
                raise AssertionError(f"status {done.returncode}, should be {wanted} for {sorted(worst)}")
        return reports, lines, errors

    def all(self, cases):
        """Every case under each of its profiles."""
        groups = collections.defaultdict(list)
        for c in cases:
            path = self.write(f"{c.name}.{c.ext}", c.bytes())
            for profile in c.profiles:
                groups[profile, c.trust, c.at].append(Run(c, profile, path))
        errors = ""
        for (profile, trust, at), runs in groups.items():
            reports, lines, said = self.judge([r.path for r in runs], profile=profile, trust=trust, at=at)
            errors += said
            for run, report, line in zip(runs, reports, lines):
                run.report, run.line = report, line
        return [run for runs in groups.values() for run in runs], errors


def verdict(run):
    """What is wrong with the answer, or an empty text."""
    c, r = run.case, run.report
    said = f"{r['indication']} {r['subindication']} checks {r['checks'] or '-'}: {r['reason']}"
    if r["indication"] not in c.expect:
        return f"should be {' or '.join(sorted(c.expect))}, is {said}"
    if r["indication"] != "TOTAL_PASSED":
        if c.checks and not c.checks & set(r["checks"].split(",")):
            return f"should name check {' or '.join(sorted(c.checks, key=int))}, is {said}"
        if c.subs and r["subindication"] not in c.subs:
            return f"should be {' or '.join(sorted(c.subs))}, is {said}"
        if not r["reason"]:
            return f"no reason given: {said}"
    elif r["checks"] or r["subindication"]:
        return f"passed with a failed check: {said}"
    if c.also:
        try:
            c.also(r)
        except AssertionError as problem:
            return f"{problem} ({said})"
    return ""
