"""The named statements of every .sql file, read the way tools/sql2c reads them."""
import glob
import os
import re

from stack import TOP

_NAME = re.compile(r"^-- name: ([a-z0-9_]+) \(([a-z0-9_, ]*)\)\s*$")


class Statement:
    def __init__(self, path, name, args):
        self.path = os.path.relpath(path, TOP)
        self.name = name
        self.args = args
        self.text = ""

    @property
    def is_utility(self):
        """What PREPARE does not take: dictionaries read by eurzad-admin."""
        return self.text.startswith(("CREATE TEMP TABLE", "COPY"))

    @property
    def role(self):
        """The database role of the program that runs it."""
        if self.path in ("admin/migrate.sql", "admin/events.sql"):
            return "eurzad_owner"
        if self.path == "core/rules/parametr_seed.sql":
            return "eurzad_admin"
        if self.path == "modules/esp/drzewo/drzewo_obieg.sql":  # heads are made by jobs and eurzad-admin alone
            return "eurzad_jobs"
        for suffix, role in (("_job.sql", "eurzad_jobs"), ("_admin.sql", "eurzad_admin")):
            if self.path.endswith(suffix):
                return role
        of_folder = {"admin": "eurzad_admin", "jobs": "eurzad_jobs", "soap": "eurzad_soap"}
        return of_folder.get(self.path.split("/")[0], "eurzad_web")


def statements():
    found = []
    for pattern in ("core/*/*.sql", "modules/*/*/*.sql", "fcgi/*.sql", "soap/*.sql", "jobs/*.sql", "admin/*.sql"):
        for path in sorted(glob.glob(os.path.join(TOP, pattern))):
            found += _read(path)
    return found


def _read(path):
    found = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            head = _NAME.match(line)
            if head:
                found.append(Statement(path, head.group(1), [a for a in head.group(2).replace(",", " ").split()]))
            elif found and not line.lstrip().startswith("--"):
                found[-1].text += line
    for statement in found:
        statement.text = statement.text.strip().rstrip(";")
    return found


def seed_tables():
    """The temporary tables that `eurzad-admin seed` reads its dictionaries through."""
    return [s.text.replace(" ON COMMIT DROP", "") for s in statements() if s.text.startswith("CREATE TEMP TABLE")]
