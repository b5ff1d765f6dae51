"""Filing while a part is away: nothing is half taken, and the sender is told to try again."""
import re
import secrets

import stack
import tap
from soap_client import envelope, field, nadaj, post
from tap import service


def document():
    """A small document that nobody has sent before."""
    return f"<pismo><nr>{secrets.token_hex(8)}</nr></pismo>".encode()


def stored():
    return stack.value("SELECT (SELECT count(*) FROM esp.dokument) + (SELECT count(*) FROM esp.upo)"
                       " + (SELECT count(*) FROM store.blob)")


def test_without_the_signer_nothing_is_taken_and_the_sender_is_told_to_try_again():
    sent = document()
    service("stop", "signer")
    try:
        before = stored()
        status, text = post(envelope(sent))
        assert stored() == before, "something was stored"
        assert status in (500, 503) and re.search(r"<faultcode>[^<]*Server</faultcode>", text), text[-400:]
        assert field(text, "komunikat")
    finally:
        service("start", "signer")
    assert nadaj(sent).status.kod == 1


def test_while_the_service_is_down_the_answer_is_a_fault_too():
    service("stop", "soap")
    try:
        status, text = post(envelope(document()))
        assert status == 503 and "Fault" in text and re.search(r"faultcode>[^<]*Server<", text)
    finally:
        service("start", "soap")
    assert nadaj(document()).status.kod == 1


if __name__ == "__main__":
    tap.main()
