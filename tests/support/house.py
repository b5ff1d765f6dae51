"""A copy of the tree from which modules were taken: folder and line of CMakeLists.txt, nothing else.

needs nothing of the stack; who starts programs of the copy passes the configuration."""
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
        done = self.run(*command, **more)
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def codecheck(self):
        """Its faults; headers are those of the whole tree, which compile."""
        out = self.run("/usr/bin/python3", "-B", "tools/codecheck", "headers_compile_alone").stdout
        return [line for line in out.split("\n") if line.startswith(("# ", "not ok", "Traceback"))]
