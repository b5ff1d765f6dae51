"""The commands of eurzad-admin: the help names all of them, the program's own and the modules'."""
import stack
import tap

NEEDS = ("esp/drzewo", "org/kadry")


def test_the_help_lists_every_command():
    done = stack.admin(check=False)
    assert done.returncode == 2, done.returncode
    named = [line.split()[0] for line in done.stderr.splitlines() if line.startswith("  ")]
    assert {"migrate", "seed", "demo", "ready", "journal", "verify", "trust", "oblicz", "drzewo", "user"} <= set(named), named
    assert len(named) == len(set(named)), named
    assert stack.admin("nieznane", check=False).returncode == 2


def test_seeds_of_all_modules_run_again_without_harm():
    before = [stack.value(f"SELECT count(*) FROM {t}") for t in ("org.jst", "eod.jrwa_klasa", "org.pracownik", "org.konto")]
    stack.admin("seed")
    stack.admin("demo")
    after = [stack.value(f"SELECT count(*) FROM {t}") for t in ("org.jst", "eod.jrwa_klasa", "org.pracownik", "org.konto")]
    assert before == after and before[0] == 95 and before[1] > 100, (before, after)


def test_the_dictionary_of_events_is_that_of_the_build():
    try:
        with stack.superuser() as db:
            db.run("UPDATE audit.typ SET zdanie = 'inaczej' WHERE typ = 'pracownik.totp'")
            db.commit()
        done = stack.admin("ready", check=False)
        assert done.returncode == 1 and "pracownik.totp" in done.stderr, done
    finally:
        stack.admin("migrate")
    assert stack.admin("ready").returncode == 0
    assert stack.value("SELECT zdanie FROM audit.typ WHERE typ = 'pracownik.totp'") != "inaczej"


if __name__ == "__main__":
    tap.main()
