"""A signature that cannot be judged when the letter comes in, because the certification authority is away: nobody waits
for it, the clerk sees that it is being checked, and later what came of it."""
import os
import secrets
import shutil

import browser
import office
import responder
import soap_client
import stack
import tap
import xades
from tap import wait_until

NEEDS = ("eod/przesylka", "esp/skrytka")
LOCKS = ("trust",)


def setup_module():
    global maker, authority, ca, by_ocsp, by_crl, revoked, clerks
    maker, authority = xades.Maker(), responder.Responder()
    ca = maker.ca("Urząd kwalifikowany " + secrets.token_hex(4))
    by_ocsp = maker.signer("Jan Podpisujacy", ca, ocsp=authority.url)
    by_crl = maker.signer("Anna Podpisujaca", ca, ocsp="http://127.0.0.1:1/", crl=authority.url + "crl")
    revoked = maker.signer("Piotr Uniewazniony", ca, ocsp=authority.url)
    authority.know(by_ocsp)
    authority.know(by_crl)
    authority.revoke(revoked, days_ago=2)
    os.mkdir(maker.path("kotwice"))
    shutil.copy(ca.cert, maker.path("kotwice/ca.pem"))
    stack.admin("trust", "import-dir", maker.path("kotwice"), "--purpose", "kwalifikowany", "--from", "2020-01-01",
                "--revocation", "required")
    clerks = {stack.UNIT: browser.login("kancelaria"), stack.OTHER: browser.login(stack.person("kancelaria", stack.OTHER))}
    stack.reload("web", "soap", "jobs")  # who asks every few seconds whether the anchors changed


def teardown_module():
    stack.execute("UPDATE ca.kotwica SET wazna_do = wazna_od WHERE sha256 = %s", ca.sha256())
    stack.execute("UPDATE job.zadanie SET stan = 'porzucone' WHERE rodzaj = 'podpis' AND stan = 'czeka'")
    authority.__exit__()
    maker.__exit__()


def letter():
    return f"<pismo><tresc>Wniosek {secrets.token_hex(8)}</tresc></pismo>".encode()


def file(key, unit=stack.UNIT):
    """Files a signed letter; returns its id."""
    answer = soap_client.nadaj(maker.sign(letter(), key), to=soap_client.box(unit))
    return stack.value("SELECT dokument_id FROM esp.upo WHERE numer = %s", answer.identyfikatorUpp)


def seen(dokument, unit=stack.UNIT):
    """What the clerk reads about the signature."""
    page = clerks[unit].get(f"/eod/przesylki/rejestruj/{dokument}")
    assert page.status == 200, page
    return browser.text_of(page)


def results(dokument, unit=stack.UNIT):
    return stack.rows("SELECT podpis, raport ->> 'subindication' FROM esp.podpis_wynik WHERE jst = %s AND dokument_id = %s"
                      " ORDER BY lp", unit, dokument)


def hurry():
    """Pauses between tries are skipped."""
    stack.execute("UPDATE job.zadanie SET nastepna_at = now() WHERE rodzaj = 'podpis' AND stan = 'czeka'")


def settled(dokument, unit=stack.UNIT):
    def done():
        hurry()
        found = results(dokument, unit)
        return found and found[-1][1] != "TRY_LATER"
    wait_until(done, 60, f"the result for {dokument}")
    return results(dokument, unit)[-1]


def test_a_the_whole_way_of_a_letter_whose_authority_is_away():
    authority.away()
    first = file(by_ocsp)
    assert "Sprawdzenie podpisu w toku" in seen(first) and "Jan Podpisujacy" in seen(first)
    wait_until(lambda: results(first), 60, "the first try")
    assert results(first)[-1] == ("INDETERMINATE", "TRY_LATER")
    assert stack.value("SELECT stan FROM job.zadanie WHERE rodzaj = 'podpis' AND klucz = %s",
                       f"{stack.UNIT}/{first}") == "czeka"
    authority.serve(ca)
    assert settled(first) == ("TOTAL_PASSED", "")
    text = seen(first)
    assert "Podpis poprawny, podpisał(a): Jan Podpisujacy" in text and "w toku" not in text, text
    assert "Sprawdzono ponownie" in text
    assert stack.value("SELECT podpis FROM esp.dokument WHERE jst = %s AND id = %s", stack.UNIT,
                       first) == "INDETERMINATE"  # as it was filed


def test_b_the_job_is_done_and_the_trail_tells_of_it():
    dokument = stack.value("SELECT max(dokument_id) FROM esp.podpis_wynik WHERE jst = %s", stack.UNIT)
    wait_until(lambda: stack.value("SELECT stan FROM job.zadanie WHERE rodzaj = 'podpis' AND klucz = %s",
                                   f"{stack.UNIT}/{dokument}") == "zrobione", 30, "the end of the job")
    told = stack.rows("SELECT dane ->> 'wynik', dane ->> 'poprzednio' FROM audit.zdarzenie WHERE jst = %s AND typ ="
                      " 'podpis.sprawdzony' AND obiekt_id = %s ORDER BY lp", stack.UNIT, dokument)
    assert told == [("TOTAL_PASSED", "INDETERMINATE")], told
    stack.admin("journal", "verify", stack.UNIT)


def test_c_the_evidence_lies_beside_the_document_in_its_unit_alone():
    dokument = stack.value("SELECT max(dokument_id) FROM esp.podpis_wynik WHERE jst = %s", stack.UNIT)
    kinds = [kind for kind, in stack.rows("SELECT rodzaj FROM esp.dokument_dowod WHERE jst = %s AND dokument_id = %s"
                                          " ORDER BY rodzaj", stack.UNIT, dokument)]
    assert "ocsp" in kinds and kinds.count("certyfikat") == 2, kinds
    with stack.program("eurzad_web", "clerk", jst=stack.UNIT, user=1) as db:
        assert db.value("SELECT count(*) FROM esp.dokument_dowod WHERE dokument_id = %s", dokument) == len(kinds)
    with stack.program("eurzad_web", "partner", jst=stack.UNIT, partner=soap_client.PARTNER) as db:  # who sent it
        assert db.value("SELECT count(*) FROM esp.podpis_wynik WHERE dokument_id = %s", dokument) > 0
        assert db.value("SELECT count(*) FROM esp.dokument_dowod WHERE dokument_id = %s", dokument) == 0
    for table in ("esp.dokument_dowod", "esp.podpis_wynik"):
        with stack.program("eurzad_web", "clerk", jst=stack.OTHER, user=1) as db:
            assert db.value(f"SELECT count(*) FROM {table} WHERE dokument_id = %s", dokument) == 0, table


def test_d_a_revoked_certificate_fails():
    authority.away()
    dokument = file(revoked)
    assert "w toku" in seen(dokument)
    authority.serve(ca)
    assert settled(dokument) == ("TOTAL_FAILED", "REVOKED")
    assert "Podpis nieważny, podpisał(a): Piotr Uniewazniony" in seen(dokument), seen(dokument)


def test_e_revoked_after_the_receipt_it_was_good():
    late = maker.signer("Ewa Pozniejsza", ca, ocsp=authority.url)
    authority.away()
    dokument = file(late)
    authority.revoke(late, days_ago=-0.001)
    authority.serve(ca)
    assert settled(dokument) == ("TOTAL_PASSED", "")


def test_f_the_list_is_asked_when_the_responder_is_not_there():
    authority.serve(ca)
    dokument = file(by_crl)
    assert settled(dokument) == ("TOTAL_PASSED", "")
    assert stack.value("SELECT count(*) FROM esp.dokument_dowod WHERE jst = %s AND dokument_id = %s AND rodzaj = 'crl'",
                       stack.UNIT, dokument) == 1


def test_g_two_units_at_once():
    authority.away()
    ours = [file(by_ocsp) for _ in range(2)]
    theirs = [file(by_ocsp, stack.OTHER) for _ in range(2)]
    authority.serve(ca)
    for dokument in ours:
        assert settled(dokument) == ("TOTAL_PASSED", "")
        assert "Podpis poprawny" in seen(dokument)
    for dokument in theirs:
        assert settled(dokument, stack.OTHER) == ("TOTAL_PASSED", "")
        assert "Podpis poprawny" in seen(dokument, stack.OTHER)


def test_h_what_was_fetched_is_used_again():
    authority.serve(ca)
    dokument = file(by_ocsp)
    assert settled(dokument) == ("TOTAL_PASSED", "")
    before = authority.requests
    again = file(by_ocsp)
    assert settled(again) == ("TOTAL_PASSED", "")
    assert authority.requests == before, "the authority was asked although the answer was at hand"


def test_i_a_suspended_certificate_is_asked_about_until_it_is_released():
    held = maker.signer("Maria Zawieszona", ca, ocsp=authority.url)
    authority.revoke(held, days_ago=1, reason="certificateHold")
    dokument = file(held)
    wait_until(lambda: results(dokument), 60, "the first try")
    assert results(dokument)[-1] == ("INDETERMINATE", "TRY_LATER")
    assert "zawieszony" in seen(dokument), seen(dokument)
    authority.know(held)
    assert settled(dokument) == ("TOTAL_PASSED", "")


def test_j_an_address_inside_is_not_asked():
    """10.0.0.1 stands for whatever runs beside the office; a certificate of a stranger must not lead there."""
    inside = maker.signer("Zlosliwy", ca, ocsp="http://10.0.0.1/", crl="http://[fd00::1]/crl")
    dokument = file(inside)
    wait_until(lambda: results(dokument), 60, "the first try")
    assert results(dokument)[-1] == ("INDETERMINATE", "TRY_LATER")


def test_k_the_receipt_with_its_evidence_is_given_out_only_when_asked_for():
    """The dev stack's seals have no authority to ask, so a row is put there as the job would."""
    sender, other = browser.citizen("nadawca"), browser.citizen("obcy")
    filed = office.file(sender, stack.value("SELECT slug FROM org.jst WHERE teryt = %s", stack.UNIT))
    address = f"/konto/upo/{filed.slug}/{filed.upo}/xml"
    issued = sender.get(address)
    assert issued.status == 200
    missing = sender.get(address + "?poziom=LT")
    assert missing.status == 404 and "nie ma jeszcze postaci z dowodami" in browser.text_of(missing)
    with stack.superuser() as db:
        sha = db.value("SELECT sha256 FROM esp.upo WHERE numer = %s", filed.upo)
        lt = db.value("INSERT INTO store.blob (jst, sha256, rozmiar) VALUES (%s, encode(sha256('<lt/>'), 'hex'), 5)"
                      " ON CONFLICT (jst, sha256) DO UPDATE SET rozmiar = 5 RETURNING sha256", stack.UNIT)
        db.run("INSERT INTO store.blob_czesc (jst, sha256, nr, dane) VALUES (%s, %s, 0, '<lt/>') ON CONFLICT DO NOTHING",
               stack.UNIT, lt)
        db.run("INSERT INTO esp.utrwalenie (jst, sha256, lt_sha256, at) VALUES (%s, %s, %s, now())", stack.UNIT, sha, lt)
        db.commit()
    assert sender.get(address + "?poziom=LT").text == "<lt/>"
    assert sender.get(address).text == issued.text
    assert clerks[stack.UNIT].get(f"/eod/upo/{filed.upo}/xml?poziom=LT").text == "<lt/>"
    assert clerks[stack.OTHER].get(f"/eod/upo/{filed.upo}/xml?poziom=LT").status == 404
    assert other.get(address + "?poziom=LT").status == 404


if __name__ == "__main__":
    tap.main()
