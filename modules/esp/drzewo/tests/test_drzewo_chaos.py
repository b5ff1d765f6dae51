"""The program that closes the days of the trees, while the signer is away."""
import browser
import office
import stack
import tap

NEEDS = ("portal/weryfikacja",)

DAYS = ("2026-03-02", "2026-03-03")


def move(dokument, day):
    """The receipt as if it had been issued then."""
    with stack.superuser() as db:
        for table in ("esp.upo", "esp.upo_publiczne"):
            db.run(f"UPDATE {table} SET doreczono_at = %s, wystawiono_at = %s WHERE jst = %s AND numer LIKE %s",
                   day + " 12:00+01", f"{day} 12:00:{dokument % 60:02d}+01", stack.UNIT, f"%{dokument:09d}")
        db.commit()


def wait_for_heads(teryt, n):
    tap.wait_until(lambda: stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s AND podpis IS NOT NULL",
                                       teryt) >= n, 30, "signed heads")


def test_jobs_close_missed_days_once_and_wait_for_the_signer():
    teryt = stack.UNIT
    stack.empty(teryt)
    sender = office.QuickSender("obywatel")
    for day in DAYS:
        move(office.number(sender.send_until_done(sender.draft())), day)
    before = stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s", teryt)
    tap.service("stop", "signer")
    try:
        tap.service("restart", "jobs")
        tap.wait_until(lambda: stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s", teryt)
                       == before + 2, 30, "heads of two days")
        assert stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s AND podpis IS NULL", teryt) == 2
        # Nobody is shown a head before it is signed, and the check says how many wait.
        assert browser.Browser().get(f"/weryfikacja/glowy/{teryt}").status == 404
        done = stack.admin("journal", "verify", teryt)
        assert "w tym 2 bez podpisu" in done.stdout, done.stdout
    finally:
        tap.service("start", "signer")
    tap.service("restart", "jobs")
    wait_for_heads(teryt, before + 2)
    tap.service("restart", "jobs")
    stack.admin("drzewo", "zamknij", teryt)
    assert [row[0] for row in stack.rows("SELECT dzien::text FROM audit.glowa_drzewa WHERE jst = %s AND zamknieta ORDER BY numer",
                                              teryt)][-2:] == list(DAYS)
    stack.admin("journal", "verify", teryt)


if __name__ == "__main__":
    tap.main()
