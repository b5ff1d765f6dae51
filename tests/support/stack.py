"""The stack under test from the side: its database in every role, eurzad-admin, Redis, mail, processes.

    with stack.program("eurzad_web", kind="clerk", jst=UNIT, user=7) as db:    # rolled back at the end
        assert db.value("SELECT count(*) FROM eod.sprawa") == 0
    assert stack.value("SELECT count(*) FROM esp.upo") == 3                       # as superuser, past every policy
    stack.admin("journal", "verify")
"""
import contextlib
import csv
import email
import email.policy
import glob
import os
import re
import shlex
import signal
import socket
import subprocess

import psycopg2

from tap import env, listens, service, wait_until

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The unit in which this program works and another, with demo people in both; nobody else writes there while it runs. By
# hand, without ctest, they are the units of the tests in C: Santok and Bledzew.
UNIT = os.environ.get("EURZAD_TEST_JST", "0801062")
OTHER = os.environ.get("EURZAD_TEST_OTHER", "0803012")
_PREFIX = {"0801062": "", "0803012": "inna-"}
_PEOPLE = {"kancelaria", "sekretarz", "wojt", "kierownik", "referent", "administrator", "obywatel"}


PROGRAMS = ("eurzad_web", "eurzad_soap", "eurzad_jobs", "eurzad_admin")  # their roles in the database
OFFICE_ROLES = "kancelaria dekretujacy referent akceptujacy podpisujacy"  # clerks' roles in the circulation of letters


def person(name, unit=UNIT):
    """The log-in of a demo person of the unit (eurzad-admin demo), known by the bare name; any other name is itself."""
    return _PREFIX.get(unit, unit + "-") + name if name in _PEOPLE else name


def _dictionary():
    with open(os.path.join(TOP, "db/seed/jst.csv"), encoding="utf-8") as file:
        return {row["teryt"]: row for row in csv.DictReader(file, delimiter=";")}


_UNITS = _dictionary()
SLUG = _UNITS[UNIT]["slug"]         # santok, in addresses
NAME = _UNITS[UNIT]["nazwa"]        # Santok
OFFICE = _UNITS[UNIT]["nazwa_jst"]  # Gmina Santok
OTHER_SLUG = _UNITS[OTHER]["slug"]


def _pool():
    with open(os.path.join(TOP, "tests/support/units"), encoding="ascii") as file:
        return " ".join(line for line in file if line[0].isdigit()).split()


# A condition for SQL: every unit where no other program works meanwhile, those in C included, for one of them commits. For
# counts that must not grow.
QUIET = "jst NOT IN ('" + "', '".join(unit for unit in [*_pool(), *_PREFIX] if unit not in (UNIT, OTHER)) + "')"


# ---- database -----------------------------------------------------------------------------------------------------
class Db:
    """One connection in one transaction. psycopg2 speaks DB-API; these are the three shapes of a question."""

    def __init__(self, dbname=None, user="postgres"):
        self.connection = psycopg2.connect(host=env("PGHOST"), port=env("PGPORT"), user=user,
                                           dbname=dbname or env("PGDATABASE"))
        self.cursor = self.connection.cursor()

    def run(self, sql, *args):
        """Number of rows; commits nothing."""
        self.cursor.execute(sql, args or None)
        return self.cursor.rowcount

    def rows(self, sql, *args):
        self.run(sql, *args)
        return self.cursor.fetchall()

    def value(self, sql, *args):
        row = self.run(sql, *args) and self.cursor.fetchone()
        return row[0] if row else None

    def column(self, sql, *args):
        return [row[0] for row in self.rows(sql, *args)]

    def act(self, kind, jst="", konto=0, user=0, partner="", roles=OFFICE_ROLES, aktor="", stanowisko=""):
        """The principal, as core/ctx/db does at the beginning of each transaction. roles: of a clerk, parted by blanks."""
        settings = {"kind": kind, "jst": jst, "konto": konto, "user": user, "partner": partner, "aktor": aktor,
                    "stanowisko": stanowisko, "roles": roles if kind == "clerk" else ""}
        self.run("SELECT set_config('app.czas', now()::text, true), "
                 + ", ".join(f"set_config('app.{name}', %s, true)" for name in settings), *map(str, settings.values()))
        return self

    def refused(self, sql, *args):
        """SQLSTATE with which the statement fails, None when it passes; the transaction goes on either way."""
        self.run("SAVEPOINT attempt")
        try:
            self.run(sql, *args)
            self.run("RELEASE attempt")
            return None
        except psycopg2.Error as error:
            self.run("ROLLBACK TO attempt")
            return error.pgcode

    def commit(self):
        self.connection.commit()

    def close(self):
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.rollback()
        self.close()


def superuser(dbname=None):
    """Passes every policy; for preparing, looking behind the scenes and tampering."""
    return Db(dbname)


def owner(dbname=None):
    return Db(dbname, "eurzad_owner")


def program(role="eurzad_web", kind=None, **who):
    """As one of the programs; kind None leaves the settings unset."""
    db = Db(user=role)
    return db.act(kind, **who) if kind else db


def value(sql, *args):
    with superuser() as db:
        return db.value(sql, *args)


def rows(sql, *args):
    with superuser() as db:
        return db.rows(sql, *args)


def execute(sql, *args):
    """One statement as superuser, committed."""
    with superuser() as db:
        n = db.run(sql, *args)
        db.commit()
        return n


def make_database(name, folder):
    """A throw-away database as setup.sql leaves a new one; returns the path of a configuration in folder that names it."""
    drop_database(name)
    with contextlib.closing(superuser("postgres")) as db:
        db.connection.autocommit = True
        db.run(f"CREATE DATABASE {name} OWNER eurzad_owner ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'pl-PL'"
               " LOCALE 'C.UTF-8' TEMPLATE template0")
    with superuser(name) as db:
        db.run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        db.commit()
    return conf_with(os.path.join(folder, "eurzad.conf"), db=f"host='{env('PGHOST')}' dbname={name}")


def drop_database(name):
    with contextlib.closing(superuser("postgres")) as db:
        db.connection.autocommit = True
        db.run(f"DROP DATABASE IF EXISTS {name} (FORCE)")


def table_names(extra=""):
    """Every table of our schemas, "schema.table"."""
    return [row[0] for row in rows(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema|public$)' " + extra + " ORDER BY 1")]


def empty(unit):
    """Everything that ever happened in a unit is forgotten, its people stay: for programs that count from one."""
    with superuser() as db:
        db.run("SET LOCAL session_replication_role = replica")
        for table in db.column("SELECT table_schema || '.' || table_name FROM information_schema.columns JOIN"
                               " information_schema.tables USING (table_schema, table_name) WHERE column_name = 'jst'"
                               " AND table_type = 'BASE TABLE' AND (table_schema <> 'org' OR table_name = 'licznik')"):
            db.run(f"DELETE FROM {table} WHERE jst = %s", unit)
        db.commit()


# ---- command line -------------------------------------------------------------------------------------------------
def admin(*args, conf=None, input=None, check=True):
    """eurzad-admin; returns the finished process with text output. conf: another configuration file."""
    command = shlex.split(env("EURZAD_ADMIN"))
    if conf:
        command[command.index("-c") + 1] = conf
    done = subprocess.run(command + list(args), text=True, input=input, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert not check or done.returncode == 0, f"eurzad-admin {' '.join(args)}: {done.stdout}{done.stderr}"
    return done


def conf_with(path, **changes):
    """Writes a copy of the stack's configuration with other values to path and returns path."""
    with open(env("EURZAD_CONF"), encoding="utf-8") as file:
        lines = [line for line in file if line.split("=")[0].strip() not in changes]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines + [f"{key} = {text}\n" for key, text in changes.items()])
    return path


def conf_value(key):
    text = admin("--print-config").stdout
    found = re.search(rf"^{key}\s*=\s*(.*?)\s*$", text, re.M)
    return found.group(1).strip('"')


# ---- Redis --------------------------------------------------------------------------------------------------------
def redis(*words):
    """One command; answers are bytes, int, None or lists of them."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(10)
        sock.connect(env("REDIS_SOCKET"))
        parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        sock.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts))
        return _redis_answer(sock.makefile("rb"))


def _redis_answer(stream):
    line = stream.readline()[:-2]
    kind, rest = line[:1], line[1:]
    if kind == b"-":
        raise RuntimeError(rest.decode())
    if kind == b":":
        return int(rest)
    if kind == b"$":
        return None if rest == b"-1" else stream.read(int(rest) + 2)[:-2]
    if kind == b"*":
        return [_redis_answer(stream) for _ in range(int(rest))]
    return rest


def redis_keys(pattern):
    """SCAN, for KEYS is a dangerous command and the programs' user may not call it."""
    keys, cursor = set(), b"0"
    while True:
        cursor, part = redis("SCAN", cursor, "MATCH", pattern, "COUNT", 1000)
        keys.update(part)
        if cursor == b"0":
            return keys


def redis_forget():
    """Everything Redis holds is gone, as after FLUSHALL or a restart without persistence."""
    service("restart", "redis")


# ---- mail ---------------------------------------------------------------------------------------------------------
def mails(to=None):
    """Messages that arrived, oldest first; to: only those to that address."""
    found = []
    for path in glob.glob(os.path.join(env("EURZAD_MAIL"), "new", "*")) + \
            glob.glob(os.path.join(env("EURZAD_MAIL"), "cur", "*")):
        try:
            with open(path, "rb") as file:
                message = email.message_from_binary_file(file, policy=email.policy.default)
        except FileNotFoundError:
            continue  # moved meanwhile
        if to is None or to in str(message["To"]):
            found.append((os.stat(path).st_mtime, path, message))
    return [message for _, _, message in sorted(found, key=lambda entry: entry[:2])]


def wait_mail(to, count=1, seconds=60):
    """Waits until that many messages to the address arrived; returns the newest."""
    wait_until(lambda: len(mails(to)) >= count, seconds, f"mail no. {count} to {to}")
    return mails(to)[-1]


def mail_text(message):
    part = message.get_body(preferencelist=("plain", "html"))
    return part.get_content()


def mail_link(message):
    """Path and query of the first link into the portal."""
    return re.search(re.escape(env("EURZAD_URL")) + r"(/\S+)", mail_text(message)).group(1).rstrip(".>)")


# ---- processes ----------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def running(name, conf, socket_path=None):
    """A second instance of a program with a configuration of its own; gives (process, function that reads its log)."""
    log_path = f"{conf}.{os.path.basename(name)}.log"
    with open(log_path, "wb") as log:
        process = subprocess.Popen([os.path.join(env("EURZAD_BIN"), name), "-c", conf], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log)

    def read_log():
        with open(log_path, encoding="utf-8", errors="replace") as file:
            return file.read()
    try:
        if socket_path:
            wait_until(lambda: listens(socket_path), 60, "the socket of " + name)
        yield process, read_log
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def workers(name):
    """Pids of the workers of a prefork program, or of nginx."""
    return children(service("pid", name))


def children(parent):
    """Pids of the living children of a process."""
    pids = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                state, ppid = file.read().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(ppid) == parent and state != "Z":
            pids.append(int(path.split("/")[2]))
    return sorted(pids)


def reload(*names):
    """Every worker of these programs is replaced by one that has seen nothing yet; none is cut off in a request."""
    before = {name: (service("pid", name), workers(name)) for name in names}
    for master, _ in before.values():
        os.kill(master, signal.SIGHUP)
    for name, (master, old) in before.items():
        wait_until(lambda: len(children(master)) == len(old) and not set(old) & set(children(master)), 60,
                   f"new workers of {name}")


def rss_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        return int(re.search(r"^VmRSS:\s*(\d+)", file.read(), re.M).group(1))


def is_sanitized():
    """Programs built with ASan keep freed memory in quarantine: sizes say less there."""
    with open(os.path.join(env("EURZAD_BIN"), "eurzad-web"), "rb") as file:
        return b"__asan_init" in file.read()
