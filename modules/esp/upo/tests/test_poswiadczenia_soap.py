"""The service poswiadczenia (pobierz): a system fetches the receipts of what it has filed, and nobody else's."""
import secrets

import zeep.exceptions

import proof
import soap_client
import stack
import tap
from soap_client import direct, field, nadaj, post
from tap import env

NEEDS = ("esp/skrytka",)

NS = "urn:lubuskie:eurzad:poswiadczenia:1"
PATH = "/soap/poswiadczenia"
ADDRESS = "192.0.2.80"


def document():
    return f"<pismo><nr>{secrets.token_hex(8)}</nr></pismo>".encode()


def envelope(number, partner=soap_client.PARTNER):
    return ('<?xml version="1.0" encoding="UTF-8"?>'
            f'<s:Envelope xmlns:s="{soap_client.SOAP}" xmlns:ob="{soap_client.OB}"><s:Header><ob:IdentyfikatorPodmiotu>'
            f'{partner}</ob:IdentyfikatorPodmiotu></s:Header><s:Body><p:Pobierz xmlns:p="{NS}"><p:numer>{number}</p:numer>'
            "</p:Pobierz></s:Body></s:Envelope>")


def client():
    made = soap_client.client(env("EURZAD_SOAP_URL") + "/poswiadczenia?wsdl")
    return made.create_service(next(iter(made.wsdl.bindings)), env("EURZAD_SOAP_URL") + "/poswiadczenia")


def test_zeep_fetches_what_nadaj_gave():
    given = nadaj(document())
    got = client().pobierz(numer=given.identyfikatorUpp, _soapheaders={"podmiot": soap_client.PARTNER})
    assert (got.numer, got.rodzaj, got.dlugoterminowe) == (given.identyfikatorUpp, "UPP", False)
    assert got.zawartosc == given.zalacznik.zawartosc
    assert got.wystawiono.date() == stack.value("SELECT wystawiono_at FROM esp.upo WHERE numer = %s",
                                                got.numer).astimezone(got.wystawiono.tzinfo).date()
    proof.check_seal(got.zawartosc)


def test_a_number_as_people_type_it():
    number = nadaj(document()).identyfikatorUpp
    status, text = post(envelope(f" {number.lower()} "), PATH)
    assert status == 200 and field(text, "numer") == number, text[:500]


def test_unknown_numbers_are_a_fault_of_this_contract():
    try:
        client().pobierz(numer=f"LUB-UPP-{stack.UNIT}-2026-999999999", _soapheaders={"podmiot": soap_client.PARTNER})
        raise AssertionError("no fault")
    except zeep.exceptions.Fault as fault:
        found = fault.detail.find(f"{{{NS}}}Blad")
        assert int(found.findtext(f"{{{NS}}}kod")) > 100 and found.findtext(f"{{{NS}}}komunikat") == fault.message


def test_others_see_nothing_of_it():
    other = "p-" + secrets.token_hex(6)
    stack.admin("partner", "add", other, "Inny system", ADDRESS)
    stack.admin("partner", "grant", other, "poswiadczenia", "pobierz", stack.UNIT)
    mine, elsewhere = nadaj(document()), nadaj(document(), to=soap_client.box(stack.OTHER))
    with soap_client.program() as socket:
        def ask(number):
            return direct(socket, partner=other, address=ADDRESS, path=PATH, message=envelope(number, other))
        for number, why in ((mine.identyfikatorUpp, "Nie ma takiego"), (elsewhere.identyfikatorUpp, "w tej jednostce")):
            answer = ask(number)
            assert why in answer and "zawartosc" not in answer, answer


def test_the_right_to_file_is_no_right_to_fetch():
    other = "p-" + secrets.token_hex(6)
    stack.admin("partner", "add", other, "Inny system", ADDRESS)
    stack.admin("partner", "grant", other, "skrytka", "nadaj", "*")
    with soap_client.program() as socket:
        sent = direct(socket, document(), other, ADDRESS)
        answer = direct(socket, partner=other, address=ADDRESS, path=PATH,
                        message=envelope(field(sent, "identyfikatorUpp"), other))
        assert "do wywołania tej operacji" in answer, answer


def test_messages_of_the_other_service_are_none_here():
    status, text = post(soap_client.envelope(document()), PATH)
    assert status == 500 and "Blad" in text and "identyfikatorUpp" not in text, text
    status, text = post(envelope("X"), "/soap/skrytka")
    assert status == 500
    soap_client.check_fault(text)


if __name__ == "__main__":
    tap.main()
