"""A module that nothing USES can be taken out of the house: folder and line, and the rest is linked, starts and passes
codecheck. Quick: the programs are the build's own, linked without the module's objects and with the tables made anew; that
a source includes what is gone, codecheck finds. The whole, every module built and tested, is tests/removal.

EURZAD_BUILD names the build, EURZAD_CONF the stack under test; EURZAD_REMOVAL another module."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import house
import tap
from fcgi_client import Client

TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-removal-"))
NEEDS = ("eod/skrzynka",)
MODULE = os.environ.get("EURZAD_REMOVAL", NEEDS[0])
BUILD = pathlib.Path(tap.env("EURZAD_BUILD"))


def setup_module():
    global copy, made
    copy = house.House(TEMP / "tree")
    made = copy.top / "build"
    copy.remove(MODULE)


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


def test_the_module_is_one_that_nothing_uses():
    assert MODULE in house.leaves() and len(house.leaves()) > 3, house.leaves()


def test_the_rest_passes_codecheck():
    assert copy.codecheck() == []


def _setting(name):
    return re.search(rf"^{name}:\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.M).group(1)


def test_the_rest_is_configured():
    out = copy.must("cmake", "-S", copy.top, "-B", made, "-G", "Ninja", "-DCMAKE_C_COMPILER=" + _setting("CMAKE_C_COMPILER"),
                    "-DCMAKE_BUILD_TYPE=" + _setting("CMAKE_BUILD_TYPE"),
                    "-DEURZAD_SANITIZE=" + _setting("EURZAD_SANITIZE"))
    assert f"needs {MODULE}" in out or "left out" in out, out[-2000:]
    copy.must("ninja", "-C", made, "share")


def _link(program):
    """The program of the copy, of the build's objects where the copy makes the same ones."""
    command = copy.must("ninja", "-C", made, "-t", "commands", f"bin/{program}").strip().split("\n")[-1]
    words = command.split(f" -o bin/{program} ")
    assert len(words) == 2, command[-500:]
    parts = [word for part in words for word in part.split() if re.search(r"\.(o|a)$", word)]
    gone = "CMakeFiles/[a-z]+_" + MODULE.replace("/", "_") + r"\."
    assert not [p for p in parts if re.match(gone, p)]
    again = [p for p in parts if "/gen/" in p and _is_another(p) or not (BUILD / p).exists()]
    again += _menu(parts)
    house.compile_alone(made, again)
    for part in set(parts) - set(again):
        (made / part).parent.mkdir(parents=True, exist_ok=True)
        (made / part).unlink(missing_ok=True)
        (made / part).symlink_to(BUILD / part)
    # Objects in front of the archive that has them too.
    command = command.replace(f" -o bin/{program} ", f" {' '.join(set(again) - set(parts))} -o bin/{program} ")
    done = subprocess.run(["sh", "-c", command], cwd=made, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout[-4000:]
    return made / "bin" / program


def _menu(parts):
    """The menus come from the rows of the modules. Roles and settings do too, but everything is compiled with those: a module
    that has some is taken out by tests/removal alone."""
    rows = [(tree / "gen/rows.def").read_text().replace(str(tree), "") for tree in (made, BUILD)]
    return ["CMakeFiles/fcgi_layer.dir/fcgi/menu.c.o"] if rows[0] != rows[1] and "libfcgi_layer.a" in parts else []


def _is_another(part):
    """Is the generated source of this object another one without the module?"""
    source = "gen/" + part.rsplit("/gen/", 1)[1].removesuffix(".o")
    return not (made / source).exists() or (made / source).read_bytes() != (BUILD / source).read_bytes()


def _start(program, settings):
    conf = re.sub(r"^(\w+_socket|share_dir|\w+_workers) *=.*$", lambda line: line.group() if line.group(1) not in settings else "",
                  pathlib.Path(tap.env("EURZAD_CONF")).read_text(), flags=re.M)
    path = TEMP / f"{program.name}.conf"
    path.write_text(conf + "".join(f"\n{key} = {value}" for key, value in settings.items()) + "\n")
    log = open(TEMP / f"{program.name}.log", "w")
    return subprocess.Popen([program, "-c", path], stdout=log, stderr=log)


def _serves(program, socket, path, status):
    running = _start(program, {socket: TEMP / socket, "share_dir": made / "share", socket.replace("socket", "workers"): 1})
    try:
        tap.wait_until(lambda: running.poll() is not None or tap.listens(TEMP / socket), 120, "the socket")
        assert running.poll() is None, (TEMP / f"{program.name}.log").read_text()[-2000:]
        answer = Client(str(TEMP / socket)).get(path)
        assert answer.status == status, (answer, answer.text[-500:])
    finally:
        running.terminate()
        running.wait(60)


def test_the_web_program_starts_with_every_sheet_that_is_left():
    web = _link("eurzad-web")
    gone = {p.name for p in (house.TOP / "modules" / MODULE).glob("*.xsl")}
    assert not gone & {p.name for p in (made / "share/xsl").iterdir()}, gone
    _serves(web, "web_socket", "/logowanie", 200)


def test_its_routes_are_gone():
    text = (made / "gen/routes.c").read_text()
    pages = [p.stem.removesuffix("_page") for p in (house.TOP / "modules" / MODULE).glob("*_page.c")]
    assert not [page for page in pages if f" {page}_routes" in text] and "konto_routes" in text, pages


def test_the_other_programs_start():
    _serves(_link("eurzad-soap"), "soap_socket", "/soap/skrytka?wsdl", 200)
    for program in ("eurzad-jobs", "eurzad-admin"):
        done = subprocess.run([_link(program), "--help"], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert "undefined" not in done.stdout, done.stdout[-2000:]


if __name__ == "__main__":
    tap.main()
