"""What there is to call, and who may: as the tables of the programs say (routes()) and as it was decided (expected())."""
import os
import pathlib
import sys

import stack
from stack import TOP

sys.path.insert(0, os.path.join(TOP, "tools"))
from fences.routes import CITIZEN, CLERK, PUBLIC, Route  # noqa: E402,F401
from fences import routes as tables  # noqa: E402

tables.VALUES.update(jst=stack.SLUG, slug=stack.SLUG, numer=f"{stack.UNIT}-2026-0-X")


def routes():
    """Every row of every table."""
    return tables.routes(pathlib.Path(TOP))


def expected():
    """Every line of tests/page/role.expected."""
    return tables.expected(pathlib.Path(TOP))


def differences():
    return list(tables.faults(TOP))
