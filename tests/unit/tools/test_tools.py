"""The tools that write code: what they accept, what they refuse, and that the result compiles, passes and is served.

EURZAD_BUILD names the build whose libraries are used, EURZAD_CONF the stack under test; ctest sets the first and
`./eurzad test` the second.
"""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import house
import stack
import tap
from fcgi_client import Client

TOP = pathlib.Path(__file__).resolve().parents[3]
TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-tools-"))
MODULE = "zsi/proba"
NAME = "proba"
REGISTER = "zsi/probny"
REGISTER_LINES = 220  # what a register of twelve fields, three orders and two filters may cost


def run(*command, cwd=TOP, **more):
    return subprocess.run([str(c) for c in command], cwd=cwd, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)


def must(*command, **more):
    done = run(*command, **more)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


# ---- the launcher ----

def test_a_shell_can_eval_the_environment():
    says = must("bash", "-c", 'set -eu; set -a; eval "$(./eurzad env)"; printf "%s\\n" "$EURZAD_ADMIN" "$EURZAD_URL" "$PGHOST"')
    assert says.split("\n")[:3] == [tap.env(name) for name in ("EURZAD_ADMIN", "EURZAD_URL", "PGHOST")], says


# ---- sql2c ----

def sql2c(text):
    """(exit status, message, header, code) for one .sql file."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=TEMP))
    source, header, code = folder / "x.sql", folder / "x_sql.h", folder / "x_sql.c"
    source.write_text(text, encoding="utf-8")
    done = run("tools/sql2c", source.parent, source)
    if done.returncode:
        assert not header.exists() and not code.exists(), "a refused file leaves nothing"
        return done.returncode, done.stdout, "", ""
    return 0, done.stdout, header.read_text(encoding="utf-8"), code.read_text(encoding="utf-8")


def compiled(code, header, expression):
    """What a C program prints that has the generated statements."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=TEMP))
    (folder / "x_sql.h").write_text(header, encoding="utf-8")
    (folder / "x_sql.c").write_text(code, encoding="utf-8")
    (folder / "main.c").write_text(f'#include <stdio.h>\n#include "x_sql.h"\nint main(void) {{ {expression} return 0; }}\n')
    flags = must("pkg-config", "--cflags", "talloc").split()
    must("gcc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-I", TOP, "-I", folder, *flags, folder / "main.c",
         folder / "x_sql.c", "-o", folder / "x")
    return must(folder / "x")


def test_sql2c_good_statements():
    status, message, header, code = sql2c(
        "-- A file may begin with words.\n\n"
        "-- name: a_one (id, note)\n-- why\nSELECT $2, $1,\n   -- inside\n   $1;\n\n"
        "-- name: a_two ()\nSELECT ';' AS semicolon\n")
    assert status == 0, message
    assert "SQL_a_one; /* id, note */" in header and "SQL_a_two; /* no arguments */" in header
    out = compiled(code, header, 'printf("%s|%d|%s", SQL_a_one.name, SQL_a_one.n_args, SQL_a_one.text);'
                                 'printf("#%d|%s", SQL_a_two.n_args, SQL_a_two.text);')
    assert out == "a_one|2|SELECT $2, $1,\n   $1\n#0|SELECT ';' AS semicolon\n", out
    names = compiled(code, header, 'printf("%s,%s,%d", SQL_a_one.args[0], SQL_a_one.args[1], !SQL_a_two.args[0]);')
    assert names == "id,note,1", names


def test_sql2c_escapes_for_c():
    text = r"""SELECT 'a\b', "quoted", E'\n', '%s %d', '??=', 'zażółć /* */ // ''x''' """.rstrip()
    status, message, header, code = sql2c(f"-- name: a ()\n{text};\n")
    assert status == 0, message
    assert compiled(code, header, "fputs(SQL_a.text, stdout);") == text + "\n"


def test_sql2c_refuses():
    cases = {
        "-- name: a (x, y)\nSELECT $1;\n": "names 2 arguments, uses [1]",
        "-- name: a (x)\nSELECT $1, $2;\n": "names 1 arguments, uses [1, 2]",
        "-- name: a ()\nSELECT $1;\n": "names 0 arguments, uses [1]",
        "-- name: a (x, y)\nSELECT $1, $3;\n": "names 2 arguments, uses [1, 3]",
        "-- name: a ()\nSELECT 1;\n-- name: a ()\nSELECT 2;\n": "x.sql:3: a: defined twice",
        "SELECT 1;\n-- name: a ()\nSELECT 1;\n": "x.sql:1: text before the first",
        "-- name: a ()\nSELECT 1; SELECT 2;\n": "more than one statement",
        "-- name: a ()\nSELECT 1;\nDELETE FROM x;\n": "more than one statement",
        "-- name: a ()\n\n-- name: b ()\nSELECT 1;\n": "x.sql:1: a: empty statement",
        "-- name: a ()\n;\n": "empty statement",
        "-- name: a\nSELECT 1;\n": "x.sql:1: expected",
        "-- name: A ()\nSELECT 1;\n": "expected",
        "-- name: a-b ()\nSELECT 1;\n": "expected",
        "-- name: a (x y)\nSELECT $1 \n -- name: b ()\nSELECT 1": "expected",
        "--name: a ()\nSELECT 1;\n": "expected",
        "-- name: a ()\nSELECT 1\n  -- name: b ()\nSELECT 2\n": "x.sql:3: expected",
    }
    for text, expected in cases.items():
        status, message, _, _ = sql2c(text)
        assert status == 1 and expected in message, (text, message)


def test_sql2c_usage():
    assert "sql2c FOLDER IN.sql" in run("tools/sql2c").stdout
    assert run("tools/sql2c", TEMP, "/nonexistent.sql").returncode != 0


# ---- new-module, and what the build makes of it ----

TREE = TEMP / "tree"
BUILD = TEMP / "build"


PRISTINE = (TOP / "CMakeLists.txt").read_text()


def setup_module():
    skip = shutil.ignore_patterns(".git", "build", "var", "node_modules", "__pycache__")
    shutil.copytree(TOP, TREE, ignore=skip, symlinks=True)


def cache_value(name):
    cache = pathlib.Path(tap.env("EURZAD_BUILD")) / "CMakeCache.txt"
    found = re.search(rf"^{name}:\w+=(.*)$", cache.read_text(), re.M)
    return found.group(1) if found else ""


def test_new_module_bad_names():
    for arguments in ([], ["zsi"], ["zsi/"], ["/x"], ["zsi/Proba"], ["zsi/1a"], ["zsi/../x"], ["zsi/a-b"], ["a/b", "c/d"]):
        done = run(TREE / "tools/new-module", *arguments, cwd=TREE)
        assert done.returncode == 1 and "new-module AREA/NAME" in done.stdout, (arguments, done.stdout)
    assert (TREE / "CMakeLists.txt").read_text() == PRISTINE


def test_new_module_writes_its_files():
    out = must(TREE / "tools/new-module", MODULE, cwd=TEMP)
    files = [f"modules/{MODULE}/{NAME}{end}" for end in (".h", ".c", ".sql", "_page.c", ".def", ".xsl")]
    for path in files + [f"modules/{MODULE}/tests/test_{NAME}.c"]:
        assert f"wrote {path}" in out and (TREE / path).is_file(), path
        assert "@" not in re.sub(r'@n"', "", (TREE / path).read_text()), f"a mark is left in {path}"
    text = (TREE / "CMakeLists.txt").read_text()
    assert text.count(f"eurzad_module({MODULE} USES org/jst)") == 1
    assert text.replace(f"eurzad_module({MODULE} USES org/jst)\n", "") == PRISTINE
    assert (TREE / "tests/page/role.expected").read_text().endswith(f"\n[{MODULE}]\nGET /{MODULE} pracownik\n")


def test_new_module_refuses_a_second_time():
    mine = TREE / f"modules/{MODULE}/{NAME}.c"
    mine.write_text("/* my work */\n" + mine.read_text())
    for again in (MODULE, f"eod/{NAME}", "zsi/jst"):
        done = run(TREE / "tools/new-module", again, cwd=TREE)
        assert done.returncode == 1 and "there is a module" in done.stdout, done.stdout
    assert mine.read_text().startswith("/* my work */")
    assert (TREE / "CMakeLists.txt").read_text().count(NAME) == 1


def test_new_register_writes_its_files_in_few_lines():
    before = (TREE / "CMakeLists.txt").read_text()
    out = must(TREE / "tools/new-module", "--register", REGISTER, cwd=TEMP)
    product = [f"modules/{REGISTER}/probny{end}" for end in (".h", ".sql", ".def", "_register.c", "_page.c")]
    product.append("db/migrations/zsi/0001_probny.sql")
    tests = [f"modules/{REGISTER}/tests/test_probny{end}" for end in (".c", "_page.py")]
    for path in product + tests:
        assert f"wrote {path}" in out and (TREE / path).is_file(), path
        assert "@" not in (TREE / path).read_text().replace("b@c", ""), f"a mark is left in {path}"
    lines = sum((TREE / path).read_text().count("\n") for path in product)
    assert lines <= REGISTER_LINES, lines
    assert (TREE / "CMakeLists.txt").read_text().replace(f"eurzad_module({REGISTER} USES org/kadry)\n", "") == before
    assert (TREE / "db/migrations/order").read_text().endswith("\nzsi\n")
    lines = (TREE / "tests/db/table.expected").read_text().split("\n")
    assert [line for line in lines if not line.startswith("zsi.probny reads: ")] == \
        (TOP / "tests/db/table.expected").read_text().split("\n"), "one more line in its place"


def test_new_module_passes_codecheck():
    done = run("/usr/bin/python3", "-B", "tools/codecheck", cwd=TREE)
    faults = [line for line in done.stdout.split("\n") if NAME in line or "probny" in line]
    assert not faults, faults


def test_new_module_compiles():
    must("cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_C_COMPILER=" + cache_value("CMAKE_C_COMPILER"),
         "-DCMAKE_BUILD_TYPE=" + cache_value("CMAKE_BUILD_TYPE"), "-DEURZAD_SANITIZE=" + cache_value("EURZAD_SANITIZE"))
    objects = [line.split(":")[0] for line in must("ninja", "-C", BUILD, "-t", "targets", "all").split("\n")
               if re.match(rf"\S*{NAME}\S*\.c\.o: |CMakeFiles/eurzad-web.dir/gen/routes.c.o: |\S*gen/tests/test_zsi.c.o: ", line)]
    assert len(objects) == 6, objects  # the rules, the statements, the page, the test and its main, the route tables
    objects += [line.split(":")[0] for line in must("ninja", "-C", BUILD, "-t", "targets", "all").split("\n")
                if re.match(r"\S*probny\S*\.c\.o: |\S*test_registers.dir/\S*registers.c.o: |\S*core/ctx/audit.c.o: ", line)]
    assert len(objects) == 6 + 6, objects  # the table, its statements, pages and test, the list of registers, the events
    house.compile_alone(BUILD, objects, ["sql_zsi_" + NAME, "sql_zsi_probny", "gen/audit_sql.h"])


def test_routes_of_every_page_once():
    text = (BUILD / "gen/routes.c").read_text()
    pages = [re.sub("_page$", "", p.stem) for p in TREE.glob("modules/*/*/*_page.c")]
    assert NAME in pages and len(pages) > 3
    for page in pages:
        assert text.count(f"extern const struct route {page}_routes[];") == 1, page
        assert text.count(f"\n    {page}_routes,\n") == 1, page
    assert len(re.findall(r"^extern const struct route ", text, re.M)) == len(pages)
    assert re.search(r"_routes,\n    NULL,\n};\n$", text)


def objects_of(pattern):
    return [str(p) for p in sorted(BUILD.rglob("*.o")) if re.search(pattern, p.name)]


def link(target, out, drop, add):
    """The build's own link of `target` with other objects: made by its build system, so the flags are right."""
    build = pathlib.Path(tap.env("EURZAD_BUILD"))
    command = must("ninja", "-C", build, "-t", "commands", target).strip().split("\n")[-1]
    assert f"-o {target}" in command, command[-500:]
    for word in drop:
        command = re.sub(rf"\S*{word}\S*", "", command)
    command = command.replace(f"-o {target}", f"-o {out} {' '.join(add)}")
    done = run("sh", "-c", command, cwd=build)
    assert done.returncode == 0, done.stdout[-4000:]


def test_new_module_test_passes():
    program = TEMP / f"test_{NAME}"
    link("tests/test_org", program, [r"test_org\.dir/"], objects_of(rf"^(test_)?({NAME}|probny)(_sql|_register)?\.c\.o$|^test_zsi\.c\.o$|^audit\.c\.o$"))
    done = run(program, f"test_{NAME}", cwd=TOP, env={**os.environ, "CMOCKA_MESSAGE_OUTPUT": "TAP"})
    assert done.returncode == 0 and re.search(r"^ok 1 ", done.stdout, re.M), done.stdout


def share_of_the_tree():
    """share/ as the build would make it for the copied tree, with both new modules."""
    share = TEMP / "share"
    if not share.exists():
        shutil.copytree(pathlib.Path(tap.env("EURZAD_BUILD")) / "share", share)
        shutil.copy(TREE / f"modules/{MODULE}/{NAME}.xsl", share / "xsl")
        shutil.copytree(TREE / "db/migrations/zsi", share / "db/migrations/zsi")
        shutil.copy(TREE / "db/migrations/order", share / "db/migrations")
    return share


def configured(folder, **settings):
    """The stack's configuration with other settings."""
    conf = pathlib.Path(tap.env("EURZAD_CONF")).read_text()
    settings = {"web_socket": folder / "web.sock", "share_dir": share_of_the_tree(), "web_workers": 1, **settings}
    for name, value in settings.items():
        conf = re.sub(rf"^{name} *=.*$", "", conf, flags=re.M) + f"\n{name} = {value}\n"
    (folder / "e.conf").write_text(conf)
    return folder / "e.conf"


def web_with_the_modules():
    program = TEMP / "eurzad-web"
    if not program.exists():
        link("bin/eurzad-web", program, [r"gen/routes\.c\.o"],
             objects_of(rf"^({NAME}|probny)(_sql|_page|_register)?\.c\.o$|^(routes|audit)\.c\.o$"))
    return program


@contextlib.contextmanager
def served(conf):
    """eurzad-web with the new modules on a socket of its own."""
    sock = conf.parent / "web.sock"
    with open(conf.parent / "log", "w") as log:
        web = subprocess.Popen([str(web_with_the_modules()), "-c", str(conf)], stderr=log, stdout=log)
    try:
        tap.wait_until(lambda: web.poll() is not None or tap.listens(sock), 60, "the socket")
        assert web.poll() is None, "eurzad-web did not start: " + (conf.parent / "log").read_text()[-2000:]
        yield str(sock)
    finally:
        web.terminate()
        try:
            web.wait(60)
        except subprocess.TimeoutExpired:
            web.kill()


def test_new_module_page_is_served():
    with served(configured(pathlib.Path(tempfile.mkdtemp(dir=TEMP)))) as sock:
        stranger = Client(sock).get(f"/{MODULE}")
        assert "Liczba jednostek" not in stranger.text, "a page for clerks, shown to anybody"
        clerk = Client(sock)
        clerk.post("/logowanie", {"login": "referent", "haslo": "demo"})
        page = clerk.get(f"/{MODULE}")
        assert page.status == 200 and "Liczba jednostek: 95" in page.text, (page, page.text[-500:])


# ---- new-module --register: its own tests, against a database with its migration ----

# The generated page test comes through nginx; here there is none.
DIRECT = """import sys, runpy, browser, fcgi_client
sock, sys.argv = sys.argv[1], sys.argv[2:]
class Direct(fcgi_client.Client):
    def __init__(self, base=None):
        super().__init__(sock)
        self.login = ""
browser.Browser = Direct
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def setup_database(name, conf):
    with stack.superuser("postgres") as db:
        db.connection.autocommit = True
        db.run(f"CREATE DATABASE {name} OWNER eurzad_owner TEMPLATE template0")
    with stack.superuser(name) as db:
        db.run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        db.commit()
    admin = TEMP / "eurzad-admin"
    link("bin/eurzad-admin", admin, [], objects_of(r"^audit\.c\.o$"))
    for command in (["migrate"], ["seed"], ["demo"], ["demo", stack.OTHER, "inna-"]):
        must(admin, "-c", conf, *command, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})


def test_new_register_passes_its_tests():
    name = f"eurzad_tools_{os.getpid()}"
    folder = pathlib.Path(tempfile.mkdtemp(dir=TEMP))
    database = re.search(r"^db *= *(.*)$", pathlib.Path(tap.env("EURZAD_CONF")).read_text(), re.M).group(1)
    conf = configured(folder, db=f"{database} dbname={name}")
    env = {name: value for name, value in os.environ.items() if not name.startswith("EURZAD_TEST_")}
    env.update(EURZAD_CONF=str(conf), CMOCKA_MESSAGE_OUTPUT="TAP")
    try:
        setup_database(name, conf)
        unit = run(TEMP / f"test_{NAME}", "test_probny", cwd=TOP, env=env)
        assert unit.returncode == 0 and "ok 5" in unit.stdout, unit.stdout
        tables = TEMP / "test_tables"
        link("tests/test_register", tables, [r"libtest_domain\.a"],
             objects_of(r"^probny(_sql|_register)?\.c\.o$|^registers\.c\.o$") + [tap.env("EURZAD_BUILD") + "/tests/libtest_domain.a"])
        checked = run(tables, "test_registers", cwd=TOP, env=env)
        assert checked.returncode == 0, checked.stdout
        with served(conf) as sock:
            pages = run("/usr/bin/python3", "-B", "-c", DIRECT, sock, TREE / f"modules/{REGISTER}/tests/test_probny_page.py",
                        env=env)
        assert pages.returncode == 0 and "not ok" not in pages.stdout, pages.stdout
    finally:
        with stack.superuser("postgres") as db:
            db.connection.autocommit = True
            db.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    tap.main()
