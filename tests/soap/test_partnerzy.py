"""Partners and their rights: who may call from where, which operation, in which unit; and what of it is seen in the log."""
import json
import os
import re
import secrets

import soap_client
import stack
import tap
from soap_client import check_fault, direct, envelope, field

NEEDS = ("esp/skrytka",)

ADDRESS = "192.0.2.50"


def document():
    return f"<pismo><nr>{secrets.token_hex(8)}</nr></pismo>".encode()


def partner(*rights, address=ADDRESS):
    """A new system with these rights (service, operation, unit)."""
    name = "p-" + secrets.token_hex(6)
    stack.admin("partner", "add", name, "System z testu", address)
    for right in rights:
        stack.admin("partner", "grant", name, *right)
    return name


def taken(text):
    assert field(text, "kod") == "1" and "Fault" not in text, text[:500]


def refused(text, why):
    code, message = check_fault(text)
    assert why in message, message
    return code


# ---- rights -------------------------------------------------------------------------------------------------------
def test_a_right_is_for_one_unit():
    name = partner(("skrytka", "nadaj", stack.UNIT))
    with soap_client.program() as socket:
        taken(direct(socket, document(), name, ADDRESS))
        taken(direct(socket, document(), name, ADDRESS, trial="1"))
        for trial in ("0", "1"):
            refused(direct(socket, document(), name, ADDRESS, to=soap_client.box(stack.OTHER), trial=trial),
                    "w tej jednostce")
    assert stack.value("SELECT count(*) FROM esp.dokument WHERE partner = %s AND jst <> %s", name, stack.UNIT) == 0


def test_a_right_for_every_unit():
    name = partner(("skrytka", "nadaj", "*"))
    with soap_client.program() as socket:
        taken(direct(socket, document(), name, ADDRESS))
        taken(direct(socket, document(), name, ADDRESS, to=soap_client.box(stack.OTHER)))


def test_a_right_is_for_one_operation_of_one_service():
    without, others = partner(), partner(("skrytka", "nadajAny", "*"), ("doreczyciel", "nadaj", "*"))
    with soap_client.program() as socket:
        for name in (without, others):
            assert refused(direct(socket, document(), name, ADDRESS), "do wywołania tej operacji")


def test_an_address_nobody_has_is_refused_before_the_message_is_read():
    name = partner(("skrytka", "nadaj", "*"))
    with soap_client.program() as socket:
        refused(direct(socket, document(), name, "192.0.2.51", body=b""), "nie jest uprawniony")
        refused(direct(socket, document(), name, ADDRESS, body=b""), "niepełny")


def test_an_address_belongs_to_its_system():
    one, other = partner(("skrytka", "nadaj", "*")), partner(("skrytka", "nadaj", "*"), address="192.0.2.52")
    with soap_client.program() as socket:
        refused(direct(socket, document(), other, ADDRESS), "nie jest uprawniony")
        taken(direct(socket, document(), one, ADDRESS))
        taken(direct(socket, document(), other, "192.0.2.52"))


def test_a_withdrawn_right_is_none_and_stays_known():
    name = partner(("skrytka", "nadaj", "*"))
    with soap_client.program() as socket:
        taken(direct(socket, document(), name, ADDRESS))
    stack.admin("partner", "revoke", name, "skrytka", "nadaj", "*")
    with soap_client.program() as socket:
        refused(direct(socket, document(), name, ADDRESS), "do wywołania tej operacji")
    assert stack.rows("SELECT koniec IS NOT NULL, nadal <> '', odebral <> '' FROM esp.partner_prawo WHERE partner = %s",
                      name) == [(True, True, True)]
    stack.admin("partner", "grant", name, "skrytka", "nadaj", "*")
    with soap_client.program() as socket:
        taken(direct(socket, document(), name, ADDRESS))


def test_a_running_program_notices():
    name = partner(("skrytka", "nadaj", "*"))
    with soap_client.program() as socket:
        taken(direct(socket, document(), name, ADDRESS))
        stack.admin("partner", "revoke", name)
        tap.wait_until(lambda: "Fault" in direct(socket, document(), name, ADDRESS), 30, "the end of the right")


def test_only_the_programs_that_need_it_read_the_table():
    for role in ("eurzad_web", "eurzad_jobs"):
        with stack.program(role, "system", jst=stack.UNIT) as db:
            for table in ("esp.partner", "esp.partner_prawo"):
                assert db.refused(f"SELECT count(*) FROM {table}") == "42501", (role, table)
    with stack.program("eurzad_soap", "partner", jst=stack.UNIT, partner=soap_client.PARTNER) as db:
        assert db.value("SELECT count(*) FROM esp.partner_prawo") == 0, "a partner sees nobody's rights"
        assert db.refused("INSERT INTO esp.partner_prawo (partner, usluga, operacja, jst, nadal)"
                          " VALUES ('x', 'skrytka', 'nadaj', '*', 'x')") == "42501"


# ---- the command --------------------------------------------------------------------------------------------------
def test_the_command_says_what_it_does_not_accept():
    name = partner()
    for words, why in ((("add", "zły identyfikator", "X", ADDRESS), ""), (("add", "dobry", "X", "nie.adres"), ""),
                       (("grant", "nikt", "skrytka", "nadaj", "*"), "Nie ma takiego systemu"),
                       (("grant", name, "skrytka", "nadaj", "9999999"), "Nie ma jednostki"),
                       (("grant", name, "Skrytka!", "nadaj", "*"), ""),
                       (("revoke", name, "skrytka", "nadaj", "*"), "nie ma takiego prawa"),
                       (("revoke", "nikt"), "Nie ma takiego systemu")):
        done = stack.admin("partner", *words, check=False)
        assert done.returncode == 3 and why in done.stderr, (words, done.returncode, done.stderr)
    for words in ((), ("help",), ("add", name), ("grant", name), ("revoke", name, "skrytka")):
        done = stack.admin("partner", *words, check=False)
        assert done.returncode == 2 and "partner grant" in done.stderr, words


def test_the_list_tells_addresses_and_rights():
    name = partner(("skrytka", "nadaj", stack.UNIT))
    stack.admin("partner", "add", name, "Nowa nazwa", "192.0.2.60", "2001:db8::7")
    stack.admin("partner", "grant", name, "skrytka", "nadaj", stack.UNIT)  # again: nothing new
    text = stack.admin("partner", "list").stdout
    found = re.search(rf"^{name}  „Nowa nazwa”  192\.0\.2\.60 2001:db8::7\n((?:    .*\n)*)", text, re.M)
    assert found and found.group(1).startswith(f"    skrytka nadaj {stack.UNIT}  od "), text
    assert found.group(1).count("\n") == 1, text


# ---- the log ------------------------------------------------------------------------------------------------------
def logged(socket, action, event):
    """Lines of that event which the action adds to the log of the program at that socket."""
    path = os.path.join(os.path.dirname(socket), "e.conf.eurzad-soap.log")
    start = os.path.getsize(path)

    def lines():
        with open(path, encoding="utf-8", errors="replace") as file:
            file.seek(start)
            return [made for made in (json.loads(line) for line in file if line.endswith("\n") and line[0] == "{")
                    if made["ev"] == event]

    action()
    tap.wait_until(lines, 30, f"{event} in the log")  # a long answer leaves before its line
    return lines()


def test_what_failed_is_not_logged_as_if_nothing_had_happened():
    name = partner(("skrytka", "nadaj", "*"))
    with soap_client.program() as socket:
        for message, level, outcome in ((envelope(document(), partner=name), "info", "ok"),
                                        (envelope(document(), partner="obcy"), "warn", "denied"),
                                        (envelope(document(), partner=name, to="/nie/ma"), "warn", "notfound"),
                                        (envelope(document(), partner=name).replace("ob:Dokument", "ob:Inny"), "warn",
                                         "invalid")):
            lines = logged(socket, lambda: direct(socket, address=ADDRESS, message=message), "soap.done")
            assert [(line["lvl"], line["outcome"], line["service"]) for line in lines] == [(level, outcome, "skrytka")]


def test_a_refused_message_is_logged_with_path_and_address():
    with soap_client.program() as socket:
        for path, address in (("/soap/nie-ma", ADDRESS), ("/soap/skrytka", "192.0.2.59")):
            lines = logged(socket, lambda: direct(socket, address=address, path=path), "soap.refused")
            assert [(line["lvl"], line["path"], line["address"]) for line in lines] == [("warn", path, address)]


if __name__ == "__main__":
    tap.main()
