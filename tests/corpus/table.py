"""Prints the list "check -> documents that only it stops" of README.md. With --write puts it there."""
import collections
import pathlib
import re
import sys

import corpus

README = pathlib.Path(__file__).resolve().parent / "README.md"


def stems(names):
    """target-other, target-empty … as "target-* (9)"."""
    groups = collections.defaultdict(list)
    for name in names:
        groups[name.split("-")[0]].append(name)
    return ", ".join(f"`{g[0]}`" if len(g) == 1 else f"`{stem}-*` ({len(g)})" for stem, g in sorted(groups.items()))


def table():
    rows = collections.defaultdict(list)
    for case in corpus.CASES.values():
        if case.only and case.checks:
            rows[
                min(case.checks, key=int) if len(case.checks) == 1 else " or ".join(sorted(case.checks, key=int))
            ].append(case.name)
    lines = [
        f"| {check} | {stems(names)} |"
        for check, names in sorted(rows.items(), key=lambda r: [int(n) for n in r[0].split(" or ")])
    ]
    return "| check | documents |\n|---|---|\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        text = README.read_text(encoding="utf-8")
        text = text.replace("@TABLE@\n", "| check | documents |\n|---|---|\n\n")
        README.write_text(
            re.sub(
                r"\| check \| documents \|\n\|---\|---\|\n.*?\n(?=Not here)", lambda _: table() + "\n", text, flags=re.S
            ),
            encoding="utf-8",
        )
    else:
        print(table(), end="")
