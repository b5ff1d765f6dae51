"""Anybody may have the signatures of any file checked: the verdict in plain Polish, the details below, nothing kept."""
import os
import secrets
import shutil

import browser
import office
import stack
import tap
import xades

LOCKS = ("trust",)

NOBODY = "Osoba Nieznana"


def setup_module():
    global maker, citizen, signer, unqualified, stranger
    maker = xades.Maker()
    ca = maker.ca("Urząd kwalifikowany " + secrets.token_hex(4))
    signer = maker.signer("Jan Podpisujacy", ca, qc=xades.QUALIFIED)
    unqualified = maker.signer("Jan Podpisujacy", ca)
    stranger = maker.signer(NOBODY, maker.ca("Urząd nieznany"))
    os.mkdir(maker.path("kotwice"))
    shutil.copy(ca.cert, maker.path("kotwice/ca.pem"))
    stack.admin("trust", "import-dir", maker.path("kotwice"), "--purpose", "kwalifikowany", "--from", "2020-01-01")
    citizen = browser.login("obywatel")
    stack.reload("web")  # which asks every few seconds whether the anchors changed


def teardown_module():
    stack.execute("UPDATE ca.kotwica SET wazna_do = wazna_od WHERE usluga = 'ca.pem' AND cel = 'kwalifikowany'")
    maker.__exit__()


def letter():
    return f"<pismo><tresc>Wniosek {secrets.token_hex(8)}</tresc></pismo>".encode()


def check(name, data, expect=200):
    page = browser.Browser().post("/weryfikacja", {}, files={"plik": [(name, data, "application/octet-stream")]}, csrf=False)
    assert page.status == expect, (page.status, browser.text_of(page))
    return browser.text_of(page)


def test_a_the_verdict_on_a_signed_file():
    good = maker.sign(letter(), signer)
    for data, verdict, detail in (
        (good, "Podpis pod tym plikiem jest poprawny.", "Jan Podpisujacy"),
        (good, "Podpis pod tym plikiem jest poprawny.", "kwalifikowany podpis elektroniczny"),
        (maker.sign(letter(), unqualified), "Podpis pod tym plikiem jest poprawny.", "certyfikat niekwalifikowany"),
        (good, "Podpis pod tym plikiem jest poprawny.", "cały dokument"),
        (good.replace(b"Wniosek", b"Wniosex"), "Podpis pod tym plikiem jest nieważny.", "zmieniono po podpisaniu"),
        (maker.sign(letter(), stranger), "Podpisu pod tym plikiem nie można potwierdzić.", NOBODY),
        (good.replace(b"<pismo>", b"<!DOCTYPE pismo><pismo>"), "Nie udało się sprawdzić", "DOCTYPE"),
        (good.replace(b"<pismo>", b"<pismo%s>" % b"".join(b' a%d=""' % i for i in range(30000))), "Nie udało się sprawdzić",
         "zbyt wiele elementów lub atrybutów"),
        (letter(), "nie jest podpisany", ""),
        (b"%PDF-1.4 nie bardzo", "nie jest podpisany", ""),
        (os.urandom(3000), "nie jest podpisany", ""),
    ):
        said = check("plik.xml", data)
        assert verdict in said and detail in said, (verdict, detail, said)


def test_b_a_printed_receipt_is_sealed():
    filed = office.file(citizen, stack.SLUG, "Wniosek")
    pdf = citizen.get(f"/konto/upo/{stack.SLUG}/{filed.upo}/pdf")
    assert pdf.status == 200 and pdf.body.startswith(b"%PDF-"), pdf
    said = check("upo.pdf", pdf.body)
    assert "Podpis pod tym plikiem jest poprawny." in said and "PAdES B-T" in said, said
    assert "nieważny" in check("upo.pdf", pdf.body.replace(b"/Title", b"/Titel", 1))


def test_c_nothing_is_kept():
    before = stack.value(f"SELECT count(*) FROM store.blob WHERE {stack.QUIET}")
    check("plik.xml", maker.sign(letter(), signer))
    assert stack.value(f"SELECT count(*) FROM store.blob WHERE {stack.QUIET}") == before


def test_d_no_file():
    assert "Wybierz plik" in check("", b"", expect=422)


if __name__ == "__main__":
    tap.main()
