"""Who writes which table and who may read it.

A table is written by one folder of the tree: a module, a room of core/ or a program. The head of one of that folder's .sql
files says so:

    -- owner: eod.przesylka eod.dekretacja

The owner's tables are read by modules that name the owner in their USES (CMakeLists.txt) and by the programs; those of
core/ by everybody. Whoever needs a column but must not depend on its owner (two modules that know each other, as the letter
its case and the case its letters) reads a view: what a view shows is public, as a header is.
"""
import pathlib
import re

_TABLE = re.compile(r"^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+\.\w+)", re.M)
_OWNER = re.compile(r"^-- owner: (.*)$", re.M)
_WRITTEN = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(\w+\.\w+)", re.I)
_NAMED = re.compile(r"\b([a-z_]\w*\.[a-z_]\w*)\b")
FOLDERS = ("core", "modules", "jobs", "admin", "fcgi", "soap")

# What somebody else than the owner writes, and why that is right.
ALSO_WRITES = {
    # core/ puts work into the queue; the program that does it takes it out.
    "jobs": {"job.zadanie"},
    # Whom we trust and who may call us is read by the programs and decided by an operator at the command line; the
    # dictionary of events is written by the command that makes the tables.
    "admin": {"ca.kotwica", "ca.lista", "esp.partner", "esp.partner_prawo", "audit.typ"},
}


def folder_of(path):
    """The folder that stands for a .sql file: modules/eod/sprawa is eod/sprawa."""
    if path.parts[0] == "modules":
        return "/".join(path.parts[1:3])
    return "/".join(path.parts[:2]) if path.parts[0] == "core" else path.parts[0]


def tables(top):
    """Every table of the migrations."""
    return {name for path in sorted((top / "db/migrations").rglob("*.sql"))
            for name in _TABLE.findall(path.read_text(encoding="utf-8"))}


def _files(top):
    for folder in FOLDERS:
        for path in sorted((top / folder).rglob("*.sql")):
            if "tests" not in path.parts:
                yield path.relative_to(top), path.read_text(encoding="utf-8")


def _statements(text):
    """Name and text of each statement, without comments and literals."""
    for block in re.split(r"^-- name: ", text, flags=re.M)[1:]:
        name, _, body = block.partition("\n")
        yield name.split()[0], re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", body))


def owners(top, known):
    """table -> folder, and what is wrong with the declarations."""
    found, faults = {}, []
    for path, text in _files(top):
        for line in _OWNER.findall(text):
            for table in line.split():
                if table not in known:
                    faults.append(f"{path}: owner of {table}, which no migration makes")
                elif found.get(table, folder_of(path)) != folder_of(path):
                    faults.append(f"{path}: {table} has an owner already, {found[table]}")
                found.setdefault(table, folder_of(path))
    # The table of a module that was taken out stays in the database, and nobody's statements name it.
    named = {name for _, text in _files(top) for _, body in _statements(text) for name in _NAMED.findall(body)}
    faults += [f"{table}: no module's .sql says '-- owner: {table}'" for table in sorted((known & named) - set(found))]
    return found, faults


def _may_write(folder, owner, table):
    return folder == owner or table in ALSO_WRITES.get(folder, ())


def _may_read(folder, owner, uses):
    if folder == owner or owner.startswith("core/"):
        return True
    return folder in ("jobs", "admin") or owner in uses.get(folder, ())


def faults(top, uses):
    """uses: module -> the modules it names."""
    top = pathlib.Path(top)
    known = tables(top)
    owner_of, wrong = owners(top, known)
    yield from wrong
    for path, text in _files(top):
        folder = folder_of(path)
        for name, body in _statements(text):
            written = {t for t in _WRITTEN.findall(body) if t in owner_of}
            for table in sorted(written):
                if not _may_write(folder, owner_of[table], table):
                    yield f"{path}: {name} writes {table}, which belongs to {owner_of[table]}"
            for table in sorted({t for t in _NAMED.findall(body) if t in owner_of} - written):
                if not _may_read(folder, owner_of[table], uses):
                    yield f"{path}: {name} reads {table}, but {folder} does not USE {owner_of[table]}"
