"""What `cmake --install` of the release puts on a production host, looked at in a folder: nothing is missing that a unit
or a template names, and systemd makes every user and folder without a word."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import tap

TOP = pathlib.Path(__file__).resolve().parents[3]
ROOT = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-install-"))
UNITS = ROOT / "usr/lib/systemd/system"


def run(*command):
    return subprocess.run([str(c) for c in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={"DESTDIR": str(ROOT), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"})


def setup_module():
    done = run("cmake", "--install", TOP / "build/release")
    assert done.returncode == 0, done.stdout[-2000:]
    # the users of the packages our files speak of
    (ROOT / "etc").mkdir(exist_ok=True)
    (ROOT / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n")
    (ROOT / "etc/group").write_text("root:x:0:\nwww-data:x:33:\nredis:x:105:\n")


def teardown_module():
    shutil.rmtree(ROOT)


def settings(unit, name):
    return re.findall(rf"^{name}=(.*)$", (UNITS / unit).read_text(encoding="utf-8"), re.MULTILINE)


def units():
    found = sorted(path.name for path in UNITS.glob("eurzad*.service"))
    assert found == [f"eurzad-{name}.service" for name in ("jobs", "signer", "soap", "web")]
    return found


def test_a_users_are_made():
    users = run("systemd-sysusers", f"--root={ROOT}")
    assert users.returncode == 0, users.stdout
    assert not [line for line in users.stdout.splitlines() if not line.startswith("Creating ")], users.stdout
    known = {line.split(":")[0] for line in (ROOT / "etc/passwd").read_text().splitlines()}
    groups = {line.split(":")[0] for line in (ROOT / "etc/group").read_text().splitlines()}
    for unit in units():
        assert set(settings(unit, "User")) <= known, unit
        assert set(settings(unit, "Group") + " ".join(settings(unit, "SupplementaryGroups")).split()) <= groups, unit


def test_b_folders_are_made():
    if os.geteuid() != 0:
        raise tap.Skip("only root can give folders to other users")
    folders = run("systemd-tmpfiles", f"--root={ROOT}", "--create", "eurzad.conf")
    assert (folders.returncode, folders.stdout) == (0, "")
    for name in ("run/eurzad", "etc/eurzad/trust", "var/lib/eurzad/keys", "var/cache/eurzad"):
        assert (ROOT / name).is_dir(), name


def test_c_what_the_units_name_is_there():
    for unit in units():
        for path in settings(unit, "ExecStart") + settings(unit, "Documentation"):
            assert (ROOT / path.split()[0].removeprefix("file:").lstrip("/")).is_file(), path


def test_d_what_nginx_is_told_is_there():
    for template in sorted((ROOT / "etc/eurzad/nginx").glob("*.conf")):
        text = template.read_text(encoding="utf-8")
        assert "@" not in re.sub(r"location @\w+|= @\w+", "", text), f"{template.name} is not filled"
        for path in re.findall(r'(?:include|alias) "(/[^"]+)"', text):
            assert (ROOT / path.lstrip("/")).exists(), path


def test_e_the_programs_say_their_settings():
    done = run(ROOT / "usr/bin/eurzad-admin", "--print-config")
    assert done.returncode == 0, done.stdout
    assert f"share_dir = /{(ROOT / 'usr/share/eurzad').relative_to(ROOT)}" in done.stdout
    for name in ("xsl", "static", "wsdl", "db/migrations", "db/seed", "db/setup.sql"):
        assert (ROOT / "usr/share/eurzad" / name).exists(), name


if __name__ == "__main__":
    tap.main()
