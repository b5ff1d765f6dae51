"""TAP for tests written in Python: a file of functions test_*, ended with

    if __name__ == "__main__":
        tap.main()

Each function is one case: it fails by raising (assert, AssertionError, anything), is left out by raising Skip, and
its name and first line of documentation are what the report shows. Functions setup_module() and teardown_module()
run once when they are there. Names on the command line choose cases.

Environment of the stack under test, set by `./eurzad test`: see env().
"""
import inspect
import os
import socket
import subprocess
import sys
import time
import traceback


LONG = os.environ.get("EURZAD_TEST_LONG") == "1"  # ./eurzad test long: chaos, fuzz and corpus in full length


class Skip(Exception):
    """The case cannot be run here; the text says why."""


def env(name):
    """A variable of the stack under test; its absence is an error with a useful sentence."""
    value = os.environ.get(name)
    if value is None:
        raise RuntimeError(f'{name} is not set: run through ./eurzad test, or: set -a; eval "$(./eurzad env)"')
    return value


def service(action, name):
    """Starts, stops, restarts or kills (SIGKILL) a service of the stack under test; 'pid' returns its pid."""
    done = subprocess.run([env("EURZAD_LAUNCHER"), "service", action, name], check=True, text=True,
                          stdout=subprocess.PIPE)
    return int(done.stdout) if action == "pid" else None


def wait_until(condition, seconds=10, what="condition", pause=0.05):
    """Calls condition() until it is true; AssertionError after that many seconds. The only pause in the tests: for what tells
    nobody that it has happened."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(pause)


def listens(path):
    """Does a program take connections on this socket? Its file is there a moment earlier."""
    with socket.socket(socket.AF_UNIX) as trial:
        return trial.connect_ex(str(path)) == 0


def _comment(text):
    for line in text.rstrip().splitlines():
        print(f"# {line}")


def run(cases, setup=None, teardown=None):
    """Runs (name, function) pairs and prints TAP; returns the number of failures."""
    failed = 0
    print(f"1..{len(cases)}", flush=True)
    try:
        if setup:
            setup()
    except BaseException:
        _comment(traceback.format_exc())
        for number, (name, _) in enumerate(cases, 1):
            print(f"not ok {number} - {name} (setup_module)")
        return len(cases)
    for number, (name, function) in enumerate(cases, 1):
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}", flush=True)
        except KeyboardInterrupt:
            raise
        except BaseException:
            failed += 1
            print(f"not ok {number} - {name}")
            _comment(traceback.format_exc())
            sys.stdout.flush()
    if teardown:
        teardown()
    return failed


def main():
    module = sys.modules["__main__"]
    cases = [
        (name, function)
        for name, function in vars(module).items()
        if name.startswith("test_") and inspect.isfunction(function)
    ]
    if len(sys.argv) > 1:
        cases = [case for case in cases if case[0] in sys.argv[1:]]
    failed = run(cases, getattr(module, "setup_module", None), getattr(module, "teardown_module", None))
    sys.exit(1 if failed or not cases else 0)
