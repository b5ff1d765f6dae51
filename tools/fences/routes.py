"""What each role may reach stands twice: in the route tables of the C sources and, written by hand, in
tests/page/role.expected. The two are compared here; tests/page/test_trasy.py sends its requests after the file.

    [eod/sprawa]
    GET /eod/sprawy/{id}/zakoncz referent

A section is a module (or fcgi); that of a module which is not in the tree says nothing. The roles are sorted; `no-csrf` at
the end says that a POST needs no token."""
import pathlib
import re

_TABLE = re.compile(r"const struct route (\w+)_routes\[\] = \{(.*?)\n\};", re.S)
_ROW = re.compile(r'\{\s*(GET|POST),\s*"([^"]+)",\s*([A-Z_| ]+?),\s*(\w+),\s*([A-Z_0-9| ]+?),\s*(\w+)(?:,\s*[&\w]+)?\s*\}',
                  re.S)
_MACRO = re.compile(r"#define (\w+)[ \t]+((?:[^\n]*\\\n)*[^\n]*)")
_ROLE = re.compile(r'^ROLE\((\w+), "(\w+)"', re.M)
_LINE = re.compile(r"(GET|POST) (/\S*)((?: [a-z_]+)+)( no-csrf)?")

EXPECTED = "tests/page/role.expected"
VALUES = {"rok": "2026", "komorka": "OR", "symbol": "0000"}  # of a path's names; the tests add their unit's
PUBLIC, CITIZEN, CLERK = "public", "obywatel", "pracownik"


class Route:
    def __init__(self, module, method, path, roles, flags, folder=""):
        self.module, self.method, self.path, self.folder = module, method, path, folder
        self.roles = roles  # {"public"}, {"obywatel"}, {"pracownik"} or clerk's roles: {"kancelaria", …}
        self.flags = flags

    @property
    def is_public(self):
        return PUBLIC in self.roles

    def url(self, **values):
        """An address for it; what is not given gets a value that is no row of anybody."""
        known = {**VALUES, **values}
        return re.sub(r"\{(\w+)\}", lambda name: str(known.get(name.group(1), 999999999)), self.path)

    def allows(self, role):
        """role: "public", "obywatel" or a clerk's role."""
        if self.is_public:
            return True
        return role in self.roles or (CLERK in self.roles and role not in (PUBLIC, CITIZEN))

    def line(self):
        words = [self.method, self.path, *sorted(self.roles)]
        return " ".join(words + ["no-csrf"] * ("ROUTE_NO_CSRF" in self.flags))

    def __repr__(self):
        return f"{self.method} {self.path}"


# ---- the tables ----

def sources(top):
    for pattern in ("fcgi/*.c", "modules/*/*/*_page.c"):
        yield from sorted(top.glob(pattern))


def macros(top):
    """What the words of a row's roles mean: macros of the sources, and ROLE_X for a role of a module's .def."""
    found = {}
    if (top / "core/ctx/role.h").exists():  # the sets of roles that all modules know
        found.update(_MACRO.findall((top / "core/ctx/role.h").read_text(encoding="utf-8")))
    found.update((f"ROLE_{name.upper()}", f'"{name}"') for name in (PUBLIC, CITIZEN, CLERK))
    for path in sorted(top.glob("modules/*/*/*.def")):
        found.update((f"ROLE_{symbol}", f'"{name}"') for symbol, name in _ROLE.findall(path.read_text(encoding="utf-8")))
    for path in sorted(top.glob("modules/*/*/*.[ch]")):
        found.update(_MACRO.findall(path.read_text(encoding="utf-8")))
    return found


def _roles(text, known):
    roles = set(re.findall(r'"(\w+)"', text))
    for word in re.findall(r"\b[A-Z_]+\b", text):
        if word not in known:
            raise ValueError(f"unknown role {word}")
        roles |= _roles(known[word], known)
    return roles


def of_source(path, text, known):
    """Every row of the tables of one file; one that cannot be read is an error, so that none is left out."""
    folder = "/".join(path.parts[-3:-1]) if path.stem.endswith("_page") else path.parts[-2]
    for module, body in _TABLE.findall(text):
        rows = _ROW.findall(body)
        if len(rows) != len(re.findall(r"\{\s*(?:GET|POST),", body)):
            raise ValueError(f"{path}: a row of {module}_routes cannot be read")
        for method, url, role, _, flags, _ in rows:
            yield Route(module, method, url, _roles(role, known), set(re.findall(r"ROUTE_\w+", flags)), folder)


def routes(top):
    known = macros(top)
    return [route for path in sources(top) for route in of_source(path, path.read_text(encoding="utf-8"), known)]


# ---- the file ----

def expected(top):
    """The routes of role.expected whose module is in the tree. A line that is none is an error."""
    folder, found = None, []
    for nr, line in enumerate((top / EXPECTED).read_text(encoding="utf-8").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if line.startswith("["):
            folder = line.strip("[]")
        elif match and folder:
            roles = match.group(3).split()
            if roles != sorted(set(roles)):
                raise ValueError(f"{EXPECTED}:{nr}: the roles are not sorted")
            if folder == "fcgi" or (top / "modules" / folder).is_dir():
                found.append(Route("", match.group(1), match.group(2), set(roles),
                                   {"ROUTE_NO_CSRF"} if match.group(4) else set(), folder))
        elif line and not line.startswith("#"):
            raise ValueError(f"{EXPECTED}:{nr}: neither a section nor a route: {line}")
    return found


def differences(wanted, found):
    """What the tables say otherwise than the file, as sentences that name the line."""
    lines = {(route.folder, route.line()) for route in wanted}
    places = {(route.folder, repr(route)): route.line() for route in wanted}
    rows = {(route.folder, route.line()) for route in found}
    for folder, line in sorted(rows - lines):
        name = " ".join(line.split()[:2])
        if (folder, name) in places:
            yield f"{EXPECTED}: '{places[folder, name]}' stands there, the table of {folder} says '{line}'"
        else:
            yield f"{EXPECTED}: the route is missing; who may reach it? below [{folder}] write: {line}"
    known = {(route.folder, repr(route)) for route in found}
    for (folder, name), line in sorted(places.items()):
        if (folder, name) not in known:
            yield f"{EXPECTED}: '{line}' stands there, but {folder} has no such route"


def faults(top):
    top = pathlib.Path(top)
    try:
        wanted, found = expected(top), routes(top)
    except ValueError as error:
        yield str(error)
        return
    for kind, rows in ((EXPECTED, wanted), ("the tables", found)):
        names = [repr(route) for route in rows]
        yield from (f"{kind}: {name} twice" for name in sorted({n for n in names if names.count(n) > 1}))
    yield from differences(wanted, found)
