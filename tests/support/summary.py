"""Counts the cases of a run: usage: summary.py RESULTS LOGS SUITE…

RESULTS holds SUITE.xml (ctest's JUnit file, which carries each program's TAP output) or SUITE.tap, and SUITE.log; LOGS
may hold reports of the sanitizers (asan.*, ubsan.*) left by the programs under test. A program that prints no TAP is one case.
A program that dies, or prints fewer cases than it planned, has failed even if every printed case is ok. A suite without
tests has failed: nothing was proved. Prints failures in full, a line a suite, and at the end `N passed, M failed`.
"""
import glob
import os
import re
import sys
import xml.etree.ElementTree as ET

CASE = re.compile(r"^\s*(not ok|ok)\b\s*(\d*)\s*-?\s*(.*?)\s*$")
PLAN = re.compile(r"^\s*1\.\.(\d+)\s*(#.*)?$")
SKIP = re.compile(r"#\s*(skip|todo)\b", re.I)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def read_program(name, status, output):
    """One ctest entry: its counts and the text to show when something failed."""
    count, faults, planned, seen = Count(), [], 0, 0
    for line in output.splitlines():
        if plan := PLAN.match(line):
            planned += int(plan[1])
        elif case := CASE.match(line):
            seen += 1
            if SKIP.search(case[3]):
                count.skipped += 1
            elif case[1] == "ok":
                count.passed += 1
            else:
                count.failed += 1
                faults.append(case[3])
    bad = status not in ("run", "notrun", "disabled")
    if status in ("notrun", "disabled"):
        count.failed += 1
        faults.append("not run (program missing or disabled)")
    elif seen == 0:
        if bad:
            count.failed += 1
            faults.append("exit status")
        else:
            count.passed += 1
    elif seen < planned:
        count.failed += planned - seen
        faults.append(f"ended after {seen} of {planned} cases")
    elif bad and count.failed == 0:
        count.failed += 1
        faults.append("ended badly after its last case (crash, sanitizer or time-out)")
    text = ""
    if faults:
        text = f"==== {name}\n{output.rstrip()}\n" + "".join(f"---- {name}: {fault}\n" for fault in faults)
    return count, text


def read_suite(results, suite):
    path = os.path.join(results, suite + ".xml")
    count, texts = Count(), []
    if os.path.exists(os.path.join(results, suite + ".tap")):
        with open(os.path.join(results, suite + ".tap"), encoding="utf-8", errors="replace") as file:
            count, text = read_program(suite, "run", file.read())
        return count, [text] if text else []
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            tests = ET.fromstring(NOT_XML.sub("?", file.read())).findall("testcase")
    except (OSError, ET.ParseError) as fault:
        tests = []
        texts.append(f"==== {suite}: no result ({fault})\n")
    for test in tests:
        one, text = read_program(test.get("name"), test.get("status"), test.findtext("system-out") or "")
        count.add(one)
        if text:
            texts.append(text)
    if not tests:
        count.failed += 1
        try:
            with open(os.path.join(results, suite + ".log"), encoding="utf-8", errors="replace") as file:
                texts.append(f"==== {suite}: no tests\n" + "".join(file.readlines()[-20:]))
        except OSError:
            pass
    return count, texts


def read_sanitizers(logs):
    texts = []
    for path in sorted(glob.glob(os.path.join(logs, "asan.*")) + glob.glob(os.path.join(logs, "ubsan.*"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(20000)
        if text.strip():
            texts.append(f"==== sanitizer report of a program under test: {os.path.basename(path)}\n{text}\n")
    return texts


def main():
    results, logs, suites = sys.argv[1], sys.argv[2], sys.argv[3:]
    total, lines = Count(), []
    for suite in suites:
        count, texts = read_suite(results, suite)
        total.add(count)
        for text in texts:
            print(text)
        skipped = f", {count.skipped} skipped" if count.skipped else ""
        lines.append(f"      {suite:<8} {count.passed} passed, {count.failed} failed{skipped}")
    reports = read_sanitizers(logs)
    for text in reports:
        print(text)
    if reports:
        total.failed += len(reports)
        lines.append(f"      {'memory':<8} 0 passed, {len(reports)} failed")
    print("\n".join(lines))
    if total.skipped:
        print(f"{total.skipped} skipped")
    print(f"{total.passed} passed, {total.failed} failed")
    sys.exit(1 if total.failed else 0)


if __name__ == "__main__":
    main()
