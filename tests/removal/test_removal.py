"""Every module that nothing USES is taken out of a copy of the tree, folder and line: what is left builds, starts and passes
its own tests. Run by name, for it builds the house once and tests it once for each module:

    ./eurzad test removal
    EURZAD_REMOVAL="eod/metryka portal/moje_sprawy" EURZAD_REMOVAL_SUITES="unit page" ./eurzad test removal
"""
import os
import pathlib
import re
import shutil
import tempfile

import house
import tap

TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-removal-"))
MODULES = os.environ.get("EURZAD_REMOVAL", "").split() or house.leaves()
SUITES = os.environ.get("EURZAD_REMOVAL_SUITES", "db soap page unit").split()


def setup_module():
    global copy
    copy = house.House(TEMP / "tree")
    nodes = house.TOP / "tests/node_modules"
    if nodes.exists():
        (copy.top / "tests/node_modules").symlink_to(nodes)


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


def without(module):
    copy.remove(module)
    try:
        assert copy.codecheck() == []
        clean = {name: value for name, value in os.environ.items() if not re.match("EURZAD_|PG|REDIS_", name)}
        copy.must("./eurzad", "test", *SUITES, env=clean)
    finally:
        copy.put_back(module)


for _module in MODULES:
    globals()[f"test_without_{_module.replace('/', '_')}"] = lambda module=_module: without(module)

if __name__ == "__main__":
    tap.main()
