"""A copy of the tree from which modules were taken: folder and line of CMakeLists.txt, nothing else.

needs nothing of the stack; who starts programs of the copy passes the configuration."""
import json
import pathlib
import re
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
_LINE = re.compile(r"^eurzad_module\((\S+?)(?: USES ([^)]*))?\)\n", re.M)


def leaves(top=TOP):
    """Modules that no other USES."""
    table = {m.group(1): (m.group(2) or "").split() for m in _LINE.finditer((top / "CMakeLists.txt").read_text())}
    used = {name for names in table.values() for name in names}
    return sorted(set(table) - used)


def _must(*command, **more):
    done = subprocess.run([str(c) for c in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def compile_alone(made, objects, generated=()):
    """Objects of the build in `made`, by their own commands: the build system would make the whole core first. generated:
    targets that write what they include."""
    commands = {re.search(r" -o (\S+)", c["command"]).group(1): c
                for c in json.loads((made / "compile_commands.json").read_text())}
    sources = [pathlib.Path(commands[name]["file"]) for name in objects]
    for path in sources:
        if not path.exists():
            # The last command is the one that writes it; those before make the libraries of its target.
            _must("sh", "-c", _must("ninja", "-C", made, "-t", "commands", path.relative_to(made)).strip().split("\n")[-1], cwd=made)
    if generated:
        _must("ninja", "-C", made, *generated)
    for name in objects:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        _must("nice", "sh", "-c", commands[name]["command"], cwd=commands[name]["directory"])


class House:
    def __init__(self, folder):
        self.top = pathlib.Path(folder)
        skip = shutil.ignore_patterns(".git", "build", "var", "node_modules", "__pycache__")
        shutil.copytree(TOP, self.top, ignore=skip, symlinks=True)

    def remove(self, module):
        shutil.rmtree(self.top / "modules" / module)
        lines = self.top / "CMakeLists.txt"
        text = lines.read_text()
        lines.write_text(re.sub(rf"^eurzad_module\({module}(?: USES [^)]*)?\)\n", "", text, flags=re.M))
        assert lines.read_text() != text, module

    def put_back(self, module):
        shutil.copytree(TOP / "modules" / module, self.top / "modules" / module)
        shutil.copy(TOP / "CMakeLists.txt", self.top)

    def run(self, *command, **more):
        return subprocess.run([str(c) for c in command], cwd=self.top, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, **more)

    def must(self, *command, **more):
        return _must(*command, cwd=self.top, **more)

    def codecheck(self):
        """Its faults; headers are those of the whole tree, which compile."""
        out = self.run("/usr/bin/python3", "-B", "tools/codecheck", "headers_compile_alone").stdout
        return [line for line in out.split("\n") if line.startswith(("# ", "not ok", "Traceback"))]
