"""An installation as docs/operations.md says, command by command, under a real systemd: the units with their rules (system
calls, address families, users of their own), the packaged PostgreSQL, Redis and nginx with TLS.

Only by name (`./eurzad test boot`): it needs root, the right to make namespaces, and a checkout on the root file system,
of which it makes an overlay."""
import atexit
import base64
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile

import soap_client
import stack
import tap
from tap import env, wait_until

PARTNER = "epuap"
PROGRAMS = ("web", "soap", "signer", "jobs")
machine = None


def _child(pid):
    """The only child of a process, None when there is none."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return file.read().strip() or None
    except OSError:
        return None


class Machine:
    """What runs below tests/boot/machine.sh."""

    def __init__(self):
        self.pid = None
        self.folder = tempfile.mkdtemp(prefix="eurzad-boot.", dir="/var/tmp")
        atexit.register(self._end)
        self.outer = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private",
                                       os.path.join(stack.TOP, "tests/boot/machine.sh"), self.folder])
        wait_until(self._find, 60, "the first process of the machine")
        wait_until(lambda: self.run("systemctl is-system-running", check=False) in ("running", "degraded"), 180,
                   "the machine to boot")

    def _find(self):
        assert self.outer.poll() is None, "the machine cannot be made here"
        self.pid = _child(_child(self.outer.pid))
        return self.pid

    def run(self, script, check=True, input=None):
        """Runs a shell script there as root; its output without the last line's end."""
        done = subprocess.run(
            ["nsenter", "--target", self.pid, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root",
             "--wd", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root",
             "SYSTEMD_PAGER=", "bash", "-euo", "pipefail", "-c", script],
            input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        assert not check or done.returncode == 0, (script, done.returncode, done.stdout, done.stderr)
        return done.stdout.decode().rstrip("\n")

    def put(self, path, data):
        self.run(f"mkdir -p $(dirname {path}); cat >{path}", input=data)

    def _end(self):
        if self.pid:
            os.kill(int(self.pid), signal.SIGKILL)
        self.outer.wait()
        shutil.rmtree(self.folder)


def blocks():
    """The commands of docs/operations.md, in order: [(heading, text)]."""
    with open(os.path.join(stack.TOP, "docs/operations.md"), encoding="utf-8") as file:
        parts = re.split(r"^## (.*)$", file.read(), flags=re.MULTILINE)
    return [(heading, text) for heading, body in zip(parts[1::2], parts[2::2])
            for text in re.findall(r"^```sh\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)]


def own_things():
    """What an office brings along: keys of its seals, the root they hang from, a certificate for TLS."""
    machine.put("/root/keys.tar", subprocess.run(
        ["tar", "--exclude=ca", "--exclude=*.state", "-C", os.path.join(env("EURZAD_STATE"), "keys"), "-c", "."],
        check=True, stdout=subprocess.PIPE).stdout)
    with open(os.path.join(env("EURZAD_STATE"), "trust/demo-root.pem"), "rb") as file:
        machine.put("/etc/eurzad/trust/root.pem", file.read())
    machine.run("tar -C /var/lib/eurzad/keys -xf /root/keys.tar && chown -R eurzad-signer: /var/lib/eurzad/keys\n"
                "mkdir -p /etc/eurzad/tls && cd /etc/eurzad/tls\n"
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=eurzad.example"
                " -addext subjectAltName=DNS:eurzad.example -keyout privkey.pem -out fullchain.pem 2>/dev/null")


def setup_module():
    global machine
    machine = Machine()
    for heading, text in blocks():
        if heading.startswith("Keys"):
            own_things()
        if "nginx -t" in text:
            admin(f"partner add {PARTNER} Test 127.0.0.1")
            admin(f"partner grant {PARTNER} skrytka nadaj '*'")
        machine.run(f"cd {stack.TOP}\n{text}")


def curl(path, *options, input=None):
    """(status, body) of the address over TLS, as a person outside."""
    answer = machine.run("curl --silent --resolve eurzad.example:443:127.0.0.1 --cacert /etc/eurzad/tls/fullchain.pem"
                         f" --write-out '\\n%{{http_code}}' {' '.join(options)} https://eurzad.example{path}", input=input)
    body, status = answer.rsplit("\n", 1)
    return int(status), body


def pids():
    return [machine.run(f"systemctl show -p MainPID --value eurzad-{p}") for p in PROGRAMS]


def states():
    return machine.run(f"systemctl is-active {' '.join('eurzad-' + p for p in PROGRAMS)}", check=False).split()


def nadaj():
    """Files a letter by SOAP; its receipt."""
    body = soap_client.envelope(partner=PARTNER).encode()
    status, text = curl("/soap/skrytka", "--header 'Content-Type: text/xml; charset=utf-8'",
                        f"""--header 'SOAPAction: "{soap_client.ACTION}"'""", "--data-binary @-", input=body)
    assert status == 200, text
    return base64.b64decode(soap_client.field(text, "zawartosc"))


def admin(command):
    return machine.run(f"eurzad-admin -c /etc/eurzad/eurzad.conf {command}")


# ---- cases, in this order ------------------------------------------------------------------------------------------
def test_a_everything_runs():
    assert states() == ["active"] * len(PROGRAMS)
    for program, pid in zip(PROGRAMS, pids()):
        assert machine.run(f"stat -c %U /proc/{pid}") == f"eurzad-{program}"
        assert "Seccomp:\t2" in machine.run(f"cat /proc/{pid}/status"), "no filter of system calls"
    assert curl("/")[0] == curl("/weryfikacja")[0] == curl("/readyz")[0] == 200


def test_b_a_letter_gets_a_receipt_that_verifies():
    upo = nadaj()
    machine.put("/root/upo.xml", upo)
    status, page = curl("/weryfikacja", "--form plik=@/root/upo.xml")
    assert status == 200 and "autentyczne i niezmienione" in page, page
    report = json.loads(admin("verify /root/upo.xml --profile narrow --trust /etc/eurzad/trust --format json"))
    assert report["indication"] == "TOTAL_PASSED", report


def test_c_the_sandbox_of_the_verifier_holds_under_the_units_rules():
    """What is no signed document is judged too, by a helper that locked itself in."""
    machine.put("/root/b.xml", b"<b/>")
    for _ in range(3):
        status, page = curl("/weryfikacja", "--form plik=@/root/b.xml")
        assert status == 200 and "Ten plik nie jest podpisany" in page, page
    assert "box.no_answer" not in machine.run("journalctl --no-pager -u eurzad-web"), "the helper was lost"


def test_d_mail_leaves():
    machine.run("systemd-run --quiet --unit=poczta /usr/bin/python3 -m aiosmtpd -n -l 127.0.0.1:25"
                " -c aiosmtpd.handlers.Debugging")
    wait_until(lambda: machine.run("echo >/dev/tcp/127.0.0.1/25 && echo yes", check=False) == "yes", 60, "the mail server")
    letter = json.dumps({"to": "a@example.pl", "subject": "Temat", "text": "Treść"})
    machine.run("runuser -u postgres -- psql -X -q -d eurzad", input=(
        f"INSERT INTO job.zadanie (rodzaj, dane) VALUES ('mail', '{letter}');").encode())
    # Jobs that come back by themselves lie in the queue, too.
    sent = """runuser -u postgres -- psql -X -A -t -d eurzad -c "SELECT stan FROM job.zadanie WHERE rodzaj = 'mail'" """
    wait_until(lambda: machine.run(sent) == "zrobione", 60, "the letter to be sent")


def test_e_a_day_is_closed_and_the_journal_holds():
    admin("drzewo zamknij --dzien dzisiaj")
    said = admin("journal verify")
    assert said.startswith("OK") and "bez podpisu" not in said, said


def test_f_an_administrator_is_made():
    machine.run("echo 'a long password 9' | eurzad-admin -c /etc/eurzad/eurzad.conf user add-clerk 0801062 t.lis"
                " t.lis@santok.example Tomasz Lis informatyk SG 'Sekretarz Gminy' administrator")
    assert admin("user totp t.lis").startswith("otpauth://totp/")


def test_g_reload_restart_and_kill():
    machine.run("systemctl reload eurzad-web eurzad-soap eurzad-jobs")
    wait_until(lambda: curl("/readyz")[0] == 200, 60, "the reloaded programs")
    for trouble in ("restart", "kill --signal=KILL"):
        before = pids()
        machine.run(f"systemctl {trouble} {' '.join('eurzad-' + p for p in PROGRAMS)}")
        wait_until(lambda: not set(before) & set(pids()) and states() == ["active"] * len(PROGRAMS), 60, trouble)
        wait_until(lambda: curl("/readyz")[0] == 200, 60, "the pages after " + trouble)
    nadaj()
    assert admin("journal verify").startswith("OK")


def test_h_nothing_was_refused_to_a_program():
    said = machine.run("journalctl --no-pager -o cat -u 'eurzad-*'")
    bad = [line for line in said.splitlines() if '"lvl":"error"' in line or '"lvl":"warn"' in line]
    assert not bad, bad


if __name__ == "__main__":
    tap.main()
