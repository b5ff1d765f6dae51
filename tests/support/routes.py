"""The route tables of the programs, read from the C sources: what there is to call, and who may."""
import glob
import os
import re

from stack import TOP

_TABLE = re.compile(r"const struct route (\w+)_routes\[\] = \{(.*?)\n\};", re.S)
_ROW = re.compile(r'\{\s*(GET|POST),\s*"([^"]+)",\s*([A-Z_| ]+?),\s*(\w+),\s*([A-Z_0-9| ]+?),\s*(\w+)\s*\}', re.S)
_MACRO = re.compile(r"#define (\w+)[ \t]+((?:[^\n]*\\\n)*[^\n]*)")

PUBLIC, CITIZEN, CLERK = "public", "obywatel", "pracownik"


class Route:
    def __init__(self, module, method, path, roles, flags):
        self.module, self.method, self.path = module, method, path
        self.roles = roles  # {"public"}, {"obywatel"}, {"pracownik"} or clerk's roles: {"kancelaria", …}
        self.flags = flags

    @property
    def is_public(self):
        return PUBLIC in self.roles

    def url(self, **values):
        """An address for it; what is not given gets a value that is no row of anybody."""
        known = {"jst": "santok", "slug": "santok", "numer": "0801062-2026-0-X", "rok": "2026", "komorka": "OR",
                 "symbol": "0000", **values}
        return re.sub(r"\{(\w+)\}", lambda name: str(known.get(name.group(1), 999999999)), self.path)

    def allows(self, role):
        """role: "public", "obywatel" or a clerk's role."""
        if self.is_public:
            return True
        return role in self.roles or (CLERK in self.roles and role not in (PUBLIC, CITIZEN))

    def __repr__(self):
        return f"{self.method} {self.path}"


def _sources():
    for pattern in ("fcgi/*.c", "modules/*/*/*_page.c"):
        yield from sorted(glob.glob(os.path.join(TOP, pattern)))


def _macros():
    found = {}
    for path in glob.glob(os.path.join(TOP, "modules/*/*/*.[ch]")):
        with open(path, encoding="utf-8") as file:
            found.update(_MACRO.findall(file.read()))
    return found


def _roles(text, macros):
    roles = set()
    for word in re.findall(r"[A-Z_]+", text):
        if word.startswith("ROLE_"):
            roles.add(word.removeprefix("ROLE_").removeprefix("EOD_").removesuffix("_JST").lower())
        elif word in macros:
            roles |= _roles(macros[word], macros)
        else:
            raise ValueError(f"unknown role {word}")
    return roles


def routes():
    """Every row of every table; a row that cannot be read is an error, so that none is left out of a test."""
    macros, found = _macros(), []
    for path in _sources():
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for module, body in _TABLE.findall(text):
            rows = _ROW.findall(body)
            if len(rows) != len(re.findall(r'\{\s*(?:GET|POST),', body)):
                raise ValueError(f"{path}: a row of {module}_routes cannot be read")
            found += [Route(module, method, url, _roles(role, macros), set(re.findall(r"ROUTE_\w+", flags)))
                      for method, url, role, _, flags, _ in rows]
    return found
