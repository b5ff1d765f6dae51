"""The fences that codecheck guards find what they are for: each is shown a small tree, or a changed copy of a file of ours,
with one fault in it."""
import pathlib
import re
import shutil
import sys
import tempfile

import tap

TOP = pathlib.Path(__file__).resolve().parents[3]
TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-fences-"))
sys.path.insert(0, str(TOP / "tools"))
from fences import c, docs, routes, sql, xsl  # noqa: E402


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


def tree(files):
    """A new folder with these files."""
    top = pathlib.Path(tempfile.mkdtemp(dir=TEMP))
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    return top


# ---- who may reach a route ----

def widened(text, role):
    """The source with one more role in one row of its tables, once for each row."""
    for row in re.finditer(r'(\{\s*(?:GET|POST),\s*"([^"]+)",\s*)([A-Z_| ]+?)(,)', text):
        yield row.group(2), f"{text[:row.start(3)]}{row.group(3)} | {role}{text[row.end(3):]}"


def test_every_widening_of_every_row_is_found():
    wanted, known = routes.expected(TOP), routes.macros(TOP)
    found = {path: list(routes.of_source(path, path.read_text(encoding="utf-8"), known)) for path in routes.sources(TOP)}
    assert list(routes.differences(wanted, [r for rows in found.values() for r in rows])) == []
    tried = 0
    for path in found:
        others = [r for p, rows in found.items() if p != path for r in rows]
        for role in (name for name in known if name.startswith("ROLE_")):
            for url, text in widened(path.read_text(encoding="utf-8"), role):
                rows = list(routes.of_source(path, text, known))
                if sorted(map(routes.Route.line, rows)) == sorted(map(routes.Route.line, found[path])):
                    continue  # the role was in the row already
                tried += 1
                assert any(f" {url} " in fault for fault in routes.differences(wanted, others + rows)), (path, url, role)
    assert tried > 300, tried


def test_a_wider_set_of_roles_is_found():
    known = routes.macros(TOP)
    for name in [n for n, text in known.items() if re.fullmatch(r"[\s\\(]*ROLE_[A-Z_|\s\\()]*", text)]:
        wider = {**known, name: f"({known[name]} | ROLE_PUBLIC)"}
        rows = [r for p in routes.sources(TOP) for r in routes.of_source(p, p.read_text(encoding="utf-8"), wider)]
        used = any(re.search(rf"\b{name}\b", p.read_text(encoding="utf-8")) for p in routes.sources(TOP))
        assert not used or list(routes.differences(routes.expected(TOP), rows)), name


def test_a_route_that_nobody_decided_on_says_how_to_write_it():
    rows = routes.routes(TOP)
    rows.append(routes.Route("nowe", "GET", "/nowe", {"referent"}, set(), "eod/nowe"))
    faults = list(routes.differences(routes.expected(TOP), rows))
    assert len(faults) == 1 and faults[0].endswith("below [eod/nowe] write: GET /nowe referent"), faults
    faults = list(routes.differences(routes.expected(TOP), rows[1:-1]))
    assert len(faults) == 1 and faults[0].endswith("has no such route"), faults


def test_a_row_without_its_token_is_found():
    rows = routes.routes(TOP)
    next(r for r in rows if r.method == "POST" and not r.is_public).flags.add("ROUTE_NO_CSRF")
    assert len(list(routes.differences(routes.expected(TOP), rows))) == 1


# ---- who writes and reads a table ----

MIGRATION = {"db/migrations/0001_a.sql": "CREATE TABLE a.rzecz (id bigint);\nCREATE TABLE a.inna (id bigint);\n"
                                         "CREATE VIEW a.widok AS SELECT 1;\n"}
OWNER = {"modules/a/rzecz/rzecz.sql": "-- owner: a.rzecz a.inna\n\n-- name: rzecz_add ()\nINSERT INTO a.rzecz VALUES (1);\n"}


def of_sql(statement, uses=(), path="modules/a/druga/druga.sql"):
    top = tree({**MIGRATION, **OWNER, path: f"-- name: druga_x ()\n{statement};\n"})
    return list(sql.faults(top, {"a/druga": set(uses), "a/rzecz": set()}))


def test_only_the_owner_writes():
    for statement in ("INSERT INTO a.rzecz VALUES (1)", "UPDATE a.rzecz SET id = 1", "DELETE FROM a.rzecz",
                      "WITH w AS (DELETE FROM\n a.rzecz RETURNING id) SELECT id FROM w", "TRUNCATE a.rzecz"):
        faults = of_sql(statement, ["a/rzecz"])
        assert len(faults) == 1 and "druga_x writes a.rzecz, which belongs to a/rzecz" in faults[0], (statement, faults)


def test_others_read_what_they_use_and_views():
    assert len(of_sql("SELECT 1 FROM a.rzecz")) == 1
    assert len(of_sql("SELECT 1 FROM x JOIN a.rzecz r ON true")) == 1
    assert of_sql("SELECT 1 FROM a.rzecz", ["a/rzecz"]) == []
    assert of_sql("SELECT 1 FROM a.widok") == []
    assert of_sql("SELECT 'a.rzecz' -- a.rzecz") == []
    assert of_sql("SELECT 1 FROM a.rzecz", path="jobs/druga.sql") == []
    assert len(of_sql("SELECT 1 FROM a.rzecz", path="core/ctx/druga.sql")) == 1


def test_every_table_has_one_owner():
    top = tree({**MIGRATION, "modules/a/rzecz/rzecz.sql": "-- owner: a.rzecz\n-- name: x ()\nSELECT 1 FROM a.inna;\n", "modules/a/druga/druga.sql":
                "-- owner: a.rzecz a.nie_ma\n"})
    assert sorted(sql.faults(top, {})) == ["a.inna: no module's .sql says '-- owner: a.inna'",
                                           "modules/a/druga/druga.sql: owner of a.nie_ma, which no migration makes",
                                           "modules/a/rzecz/rzecz.sql: a.rzecz has an owner already, a/druga"]
    assert list(sql.faults(tree(MIGRATION), {})) == []


# ---- sheets ----

def of_xsl(files):
    return list(xsl.faults(tree({"CMakeLists.txt": "eurzad_document(docs/opis.md)\n", "fcgi/xsl/layout.xsl":
                                 '<xsl:template name="stan">', **files})))


def test_a_sheet_imports_shared_ones_and_its_own():
    good = '<xsl:import href="layout.xsl"/><xsl:import href="opis.xsl"/><xsl:import href="b.xsl"/>'
    assert of_xsl({"modules/a/m/a.xsl": good, "modules/a/m/b.xsl": ""}) == []
    faults = of_xsl({"modules/a/m/a.xsl": good, "modules/a/n/b.xsl": ""})
    assert faults == ["modules/a/m/a.xsl: imports b.xsl, which is neither in fcgi/xsl nor in its folder"], faults


def test_names_of_sheets_and_templates_are_unique():
    assert of_xsl({"modules/a/m/a.xsl": '<xsl:template name="stan">'}) == [
        "modules/a/m/a.xsl: a template stan exists already: fcgi/xsl/layout.xsl"]
    assert of_xsl({"modules/a/m/a.xsl": '<xsl:template name="opis">'}) == [
        "modules/a/m/a.xsl: a template opis exists already: docs/opis.md"]
    assert of_xsl({"modules/a/m/layout.xsl": ""}) == ["modules/a/m/layout.xsl: a sheet layout exists already: fcgi/xsl/layout.xsl"]


# ---- code and documents ----

def of_c(code):
    return list(c.faults(tree({"core/base/a.c": code})))


def test_code_has_one_dialect():
    assert of_c("/* A thing. */\nbool f(char *p)\n{\n    return !p; /* p == NULL */\n}\n") == []
    assert of_c('void f(void)\n{\n    say("a == NULL");\n}\n') == []
    for line in ("return p == NULL;", "if (NULL != p)", "return p->q != NULL && x;"):
        assert of_c(f"/* A thing. */\n{line}\n") == ["core/base/a.c:2: a pointer is tested as p or !p"], line
    assert of_c("/* core/base/a.c -- a thing. */\n") == ["core/base/a.c: opens with its own path; say what it is"]


def test_sql_stands_in_its_files():
    for text in ("SELECT 1", " INSERT INTO a.b VALUES (1)", "UPDATE a.b SET c = 1", "DELETE FROM a", "CREATE TEMP TABLE x (a text)",
                 "COPY x FROM STDIN", "WITH x AS (SELECT 1) SELECT 2", "DROP TABLE x"):
        assert len(of_c(f'static const char q[] = "{text}";\n')) == 1, text
    for text in ("Select a file", "UPDATE", "the SELECT of a page", "COMMIT"):
        assert of_c(f'static const char q[] = "{text}"; /* "SELECT 1" */\n') == [], text


def test_verbs_are_english():
    assert of_c("enum err skrytka_zloz(struct ctx *ctx);\n") == ["core/base/a.c: skrytka_zloz(): verbs are English, not zloz"]
    assert of_c("enum err skrytka_file(struct zlozenie *z);\n") == []


def test_documents_name_what_exists():
    files = {"README.md": "", "fcgi/xsl/README.md": "", "core/base/a.h": "/* Calls a_do() and A_MAX(n); see core/base/a.c, and\n"
             " *     a_example() */\nvoid a_do(void);\n#define A_MAX(n) n\n", "core/base/a.c": "", "docs/a.md":
             "`core/base/a`, `a_do()`, `core/base/*.c`, `modules/<area>/x.c`, `x_page.c`, [a](a.md)\n"}
    assert list(docs.faults(tree(files))) == []
    told = {**files, "docs/a.md": "`modules/a/gone/gone.c`\n"}
    assert len(list(docs.faults(tree(told)))) == 1
    assert list(docs.faults(tree({**told, "tests/page/role.expected": "[a/gone]\nGET /gone public\n"}))) == []
    for name, text, what in (("docs/a.md", "`core/base/b.c`", "core/base/b.c"), ("docs/a.md", "`a_leave()`", "a_leave()"),
                             ("docs/a.md", "[b](b.md)", "b.md"), ("core/base/a.h", "/* a_leave() */", "a_leave()"),
                             ("core/base/a.h", '/* A_FORM("/x") */', "A_FORM()"), ("core/base/a.h", "/* core/b.h */", "core/b.h")):
        faults = list(docs.faults(tree({**files, name: files[name] + text})))
        assert len(faults) == 1 and f"{name}: " in faults[0] and what in faults[0], (name, text, faults)


if __name__ == "__main__":
    tap.main()
