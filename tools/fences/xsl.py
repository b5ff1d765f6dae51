"""Sheets are laid into one folder and what pages import is compiled as one, so names must hold in the whole tree: of
sheets, and of named templates. A sheet imports shared ones (fcgi/xsl, documents of docs/) and those of its own module."""
import collections
import pathlib
import re

_IMPORT = re.compile(r'<xsl:(?:import|include) href="([^"]*)"')
_NAMED = re.compile(r'<xsl:template name="([^"]*)"')
_DOCUMENT = re.compile(r"^eurzad_document\((?:\$\{CMAKE_CURRENT_SOURCE_DIR\}/)?(\S+)\.md\)", re.M)
FORBIDDEN = ("disable-output-escaping", "document(", " style=", "<script>", " onclick=")


def sheets(top):
    return sorted([*top.glob("fcgi/xsl/*.xsl"), *top.glob("modules/*/*/*.xsl")])


def _documents(top):
    """Sheets made of documents: docs/x.md is x.xsl with a template x."""
    return {pathlib.PurePath(name).name for name in _DOCUMENT.findall((top / "CMakeLists.txt").read_text())}


def _twice(kind, places):
    for name, paths in sorted(places.items()):
        if len(paths) > 1:
            yield f"{paths[1]}: {kind} {name} exists already: {paths[0]}"


def faults(top):
    top = pathlib.Path(top)
    documents = _documents(top)
    shared = {p.name for p in top.glob("fcgi/xsl/*.xsl")} | {f"{name}.xsl" for name in documents}
    names, templates = collections.defaultdict(list), collections.defaultdict(list)
    for name in documents:
        names[name].append(f"docs/{name}.md")
        templates[name].append(f"docs/{name}.md")
    for path in sheets(top):
        text, place = path.read_text(encoding="utf-8"), path.relative_to(top)
        names[path.stem].append(place)
        own = {p.name for p in path.parent.glob("*.xsl")}
        for other in _IMPORT.findall(text):
            if other not in shared | own:
                yield f"{place}: imports {other}, which is neither in fcgi/xsl nor in its folder"
        for name in _NAMED.findall(text):
            templates[name].append(place)
        for word in FORBIDDEN:
            if word in text:
                yield f"{place}: {word}"
    yield from _twice("a sheet", names)
    yield from _twice("a template", templates)
