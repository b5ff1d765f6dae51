"""Which ctest entries are meant: usage: choose.py BUILD WORD…

A word is a suite (page), one of its entries (page/droga, page/test_droga, unit/core/test_date, unit/test_date) or the tests of
a module (page/sprawa). Prints their names, one a line; a word that names nothing ends with status 1 and says what there is.
"""
import json
import subprocess
import sys


def entries(build):
    """name -> labels"""
    told = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, stdout=subprocess.PIPE).stdout
    found = {}
    for test in json.loads(told)["tests"]:
        labels = next((p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"), [])
        found[test["name"]] = labels
    return found


def meant(word, name, labels):
    suite, _, rest = name.partition("/")
    wanted_suite, _, wanted = word.partition("/")
    if suite != wanted_suite:
        return False
    last = rest.rpartition("/")[2]
    return wanted in ("", rest, last, last.removeprefix("test_"), last.removeprefix("fuzz_")) or word in labels or \
        rest.startswith(wanted + "/")


def main():
    every = entries(sys.argv[1])
    chosen = []
    for word in sys.argv[2:]:
        found = [name for name, labels in every.items() if meant(word, name, labels)]
        if not found:
            suite = word.partition("/")[0]
            there = sorted(name for name in every if name.startswith(suite + "/")) or sorted({n.split("/")[0] for n in every})
            sys.exit(f"Nie ma testu „{word}”. Są: {' '.join(there)}")
        chosen += [name for name in found if name not in chosen]
    print("\n".join(chosen))


if __name__ == "__main__":
    main()
