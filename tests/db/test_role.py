"""The programs refuse a database role that stands above the policies: superuser, BYPASSRLS, owner of tables."""
import contextlib
import os
import shutil
import tempfile

import stack
import tap
from fcgi_client import Answer, Client, exchange
from tap import listens, wait_until

ALONE = True  # gives the programs' roles more than they may have


def setup_module():
    global folder, conf
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    conf = stack.conf_with(os.path.join(folder, "eurzad.conf"), web_socket=folder + "/web.sock", web_workers="1",
                           soap_socket=folder + "/soap.sock", soap_workers="1")


def teardown_module():
    shutil.rmtree(folder)


@contextlib.contextmanager
def role_with(name, grant, revoke):
    stack.execute(grant.format(name))
    try:
        yield
    finally:
        stack.execute(revoke.format(name))


def test_cheap_passwords_are_for_made_up_people_only():
    strict = stack.conf_with(os.path.join(folder, "strict.conf"), password_memory="64", cookie_secure="yes")
    done = stack.admin("user", conf=strict, check=False)
    assert done.returncode == 2 and "password_memory" in done.stderr, done.stderr


def started(name):
    return stack.running(name, conf)


ABOVE = (("ALTER ROLE {} SUPERUSER", "ALTER ROLE {} NOSUPERUSER"),
         ("ALTER ROLE {} BYPASSRLS", "ALTER ROLE {} NOBYPASSRLS"),
         ("GRANT eurzad_owner TO {}", "REVOKE eurzad_owner FROM {}"))


def test_the_program_starts_with_its_proper_role():
    with started("eurzad-web"):
        wait_until(lambda: listens(folder + "/web.sock"), 60, "the socket")
        assert Client(folder + "/web.sock").get("/jst").status == 200


def _answers(path):
    """Nobody may take the connection, so a short while of silence is the good case."""
    try:
        return Answer(exchange(path, {"REQUEST_METHOD": "GET", "REQUEST_URI": "/jst", "DOCUMENT_URI": "/jst",
                                      "QUERY_STRING": "", "REMOTE_ADDR": "192.0.2.1"}, timeout=2), "/jst").status
    except OSError:
        return 0


def test_eurzad_web_serves_nothing_with_a_role_above_the_policies():
    for grant, revoke in ABOVE:
        with role_with("eurzad_web", grant, revoke), started("eurzad-web") as (process, log):
            wait_until(lambda: "role_refused" in log(), 60, f"the refusal after {grant}: {log()[-500:]}")
            assert _answers(folder + "/web.sock") != 200, grant


def test_eurzad_soap_serves_nothing_with_a_role_above_the_policies():
    for grant, revoke in ABOVE:
        with role_with("eurzad_soap", grant, revoke), started("eurzad-soap") as (process, log):
            wait_until(lambda: "superuser/bypass or owner" in log(), 60, f"the refusal after {grant}")


def test_eurzad_jobs_ends_with_a_role_above_the_policies():
    for grant, revoke in ABOVE:
        with role_with("eurzad_jobs", grant, revoke), started("eurzad-jobs") as (process, log):
            assert process.wait(60) != 0, grant
            assert "jobs.refused" in log(), log()


if __name__ == "__main__":
    tap.main()
