"""The commands of eurzad-admin: the help names all of them, the program's own and the modules'."""
import stack
import tap

NEEDS = ("esp/drzewo", "org/kadry", "eod/jrwa", "org/jst", "org/konto")


def test_the_help_lists_every_command():
    done = stack.admin(check=False)
    assert done.returncode == 2, done.returncode
    named = [line.split()[0] for line in done.stderr.splitlines() if line.startswith("  ")]
    assert {"migrate", "seed", "demo", "ready", "journal", "verify", "trust", "oblicz", "drzewo", "user"} <= set(named), named
    assert len(named) == len(set(named)), named
    assert stack.admin("nieznane", check=False).returncode == 2


SEEDED = ("org.jst", "eod.jrwa_klasa", "org.pracownik WHERE jst = '0801062'", "org.konto WHERE login IN ('referent', 'obywatel')")


def counts():
    return [stack.value(f"SELECT count(*) FROM {what}") for what in SEEDED]


def test_seeds_of_all_modules_run_again_without_harm():
    before = counts()
    stack.admin("seed")
    stack.admin("demo")
    assert counts() == before, (before, counts())
    assert before[0] == 95 and before[1] > 100 and before[2:] == [6, 2], before


if __name__ == "__main__":
    tap.main()
