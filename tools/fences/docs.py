"""Documents and comments name what exists: paths of the tree, functions (`name()`), macros (`NAME(…)`).

Documents are README.md, docs/ and fcgi/xsl/README.md, and of them what stands in back-ticks; of headers all comments. Indented examples and names
that stand for others (x.c, NNNN, zsi/…, <area>, …) are examples and mean nothing.
"""
import pathlib
import re

from fences import routes

TOPS = "core|modules|fcgi|soap|signer|jobs|admin|db|tools|tests|docs|wsdl|nginx"
FOLDERS = ("core", "modules", "fcgi", "soap", "signer", "jobs", "admin")
_PATH = re.compile(rf"(?<![\w/.$}}-])((?:{TOPS})/[\w./*-]+)")
_CALL = re.compile(r"\b([A-Za-z_]\w*(?:\.\w+)?)\(")
_EXAMPLE = re.compile(r"(^|[/_.])(x|X|NNNN|zsi|koncesj\w*|probny|ksiegow\w*)([/_.(]|$)|\.\.\.|…|\*$")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
_TICKED = re.compile(r"`([^`\n]+)`")
_INDENTED = re.compile(r"^ \* {5,}.*$", re.M)  # examples of code
_FENCED = re.compile(r"^```.*?^```", re.S | re.M)


def documents(top):
    return [top / "README.md", *sorted(top.glob("docs/*.md")), top / "fcgi/xsl/README.md"]


def _headers(top):
    for folder in FOLDERS:
        yield from (p for p in sorted((top / folder).rglob("*.h")) if "tests" not in p.parts)


def words_of(top):
    """Every word of the code, comments left out: what can be called by name."""
    found = set()
    for pattern in ("*.c", "*.h", "*.def"):
        for path in (p for folder in (*FOLDERS, "tests") for p in sorted((top / folder).rglob(pattern))):
            found.update(re.findall(r"\w+", _COMMENT.sub("", path.read_text(encoding="utf-8"))))
    for path in [*top.rglob("db/**/*.sql"), *top.glob("fcgi/xsl/*.xsl"), *top.glob("tools/cmake/*.cmake"), *top.glob("tests/**/*.py"),
                 *top.glob("fcgi/static/*.js"), *top.glob("tools/*")]:
        if path.is_file():
            found.update(re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace")))
    return found


def _is_taken_out(top, name):
    """Of a module that is gone, folder and line, documents may still tell; role.expected knows which modules there were."""
    module = re.match(r"modules/(\w+/\w+)", name)
    if not module or (top / module.group()).exists() or not (top / routes.EXPECTED).exists():
        return False
    return f"[{module.group(1)}]\n" in (top / routes.EXPECTED).read_text(encoding="utf-8")


def _missing_path(top, name):
    if _EXAMPLE.search(name) or _is_taken_out(top, name):
        return False
    if (top / name).exists() or any(top.glob(name)):
        return False
    # core/doc/xml and modules/eod/sprawa/sprawa mean the pair of files, db/test_dostep the test of that suite.
    return not any((top / path).exists() for path in (f"{name}.c", f"{name}.h", f"tests/{name}.py"))


def _faults(top, place, text, words):
    for name in (found.rstrip(".") for found in _PATH.findall(text)):
        if _missing_path(top, name):
            yield f"{place}: names {name}, which is not there"
    for name in _CALL.findall(text):
        last = name.split(".")[-1]
        if not _EXAMPLE.search(name) and last not in words and len(last) > 2:
            yield f"{place}: names {name}(), which is not there"


def faults(top):
    top = pathlib.Path(top)
    words = words_of(top)
    for path in documents(top):
        text = path.read_text(encoding="utf-8")
        for ticked in _TICKED.findall(_FENCED.sub("", text)):
            yield from _faults(top, path.relative_to(top), ticked, words)
        for link in re.findall(r"\]\(([\w./-]+)\)", text):
            if not (path.parent / link).exists():
                yield f"{path.relative_to(top)}: links to {link}, which is not there"
    for path in _headers(top):
        for comment in _COMMENT.findall(path.read_text(encoding="utf-8")):
            yield from _faults(top, path.relative_to(top), _INDENTED.sub("", comment), words)
