"""Counts the cases of a run: usage: summary.py RESULTS LOGS SECONDS WORD…

RESULTS holds tests.xml (ctest's JUnit file, which carries each program's TAP output) and tests.log; LOGS may hold reports of
the sanitizers (asan.*, ubsan.*) left by the programs under test. A program that prints no TAP is one case. A program that dies,
or prints fewer cases than it planned, has failed even if every printed case is ok. A run without tests has failed: nothing was
proved. Prints failures in full, a line a suite with the seconds its programs took (side by side, so they add up to more than
the SECONDS of the run), the slowest programs, and at the end `N passed, M failed`.
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


class Suite:
    def __init__(self):
        self.count, self.seconds = Count(), 0.0

    def line(self, name):
        skipped = f", {self.count.skipped} skipped" if self.count.skipped else ""
        return f"      {name:<8} {self.count.passed} passed, {self.count.failed} failed{skipped} ({self.seconds:.0f} s)"


def read_tests(results):
    """The entries of ctest's file, or none and what its log says."""
    try:
        with open(os.path.join(results, "tests.xml"), encoding="utf-8", errors="replace") as file:
            return ET.fromstring(NOT_XML.sub("?", file.read())).findall("testcase"), ""
    except (OSError, ET.ParseError) as fault:
        text = f"==== no result ({fault})\n"
    try:
        with open(os.path.join(results, "tests.log"), encoding="utf-8", errors="replace") as file:
            text += "".join(file.readlines()[-20:])
    except OSError:
        pass
    return [], text


def read_sanitizers(logs):
    texts = []
    for path in sorted(glob.glob(os.path.join(logs, "asan.*")) + glob.glob(os.path.join(logs, "ubsan.*"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(20000)
        if text.strip():
            texts.append(f"==== sanitizer report of a program under test: {os.path.basename(path)}\n{text}\n")
    return texts


def read_all(tests):
    """suite -> Suite, the texts of what failed, (seconds, program) of each."""
    suites, texts, times = {}, [], []
    for test in tests:
        name, seconds = test.get("name"), float(test.get("time") or 0)
        one, text = read_program(name, test.get("status"), test.findtext("system-out") or "")
        suite = suites.setdefault(name.split("/")[0], Suite())
        suite.count.add(one)
        suite.seconds += seconds
        times.append((seconds, name))
        if text:
            texts.append(text)
    return suites, texts, times


def main():
    results, logs, elapsed, words = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    tests, fault = read_tests(results)
    suites, texts, times = read_all(tests)
    for word in words:
        suites.setdefault(word.split("/")[0], Suite())
    total, lines = Count(), []
    for name, suite in suites.items():
        if suite.count.passed + suite.count.failed + suite.count.skipped == 0:
            suite.count.failed = 1
            texts.append(f"==== {name}: no tests\n{fault}")
        total.add(suite.count)
        lines.append(suite.line(name))
    reports = read_sanitizers(logs)
    if reports:
        total.failed += len(reports)
        lines.append(f"      {'memory':<8} 0 passed, {len(reports)} failed")
    for text in texts + reports:
        print(text)
    print("\n".join(lines))
    print(f"      together {elapsed} s; the slowest programs:")
    for seconds, name in sorted(times, reverse=True)[:10]:
        print(f"      {seconds:7.1f} s {name}")
    if total.skipped:
        print(f"{total.skipped} skipped")
    print(f"{total.passed} passed, {total.failed} failed")
    sys.exit(1 if total.failed else 0)


if __name__ == "__main__":
    main()
