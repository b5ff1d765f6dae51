"""The service skrytka (nadaj) as government systems call it: with zeep from our contract and from the platform's own,
and with messages no proper client would send."""
import base64
import gzip
import hashlib
import os
import re
import secrets

import zeep.exceptions
from lxml import etree

import browser
import office
import proof
import soap_client
import stack
import tap
from soap_client import check_fault, direct, envelope, field, nadaj, post
from tap import Skip, env

NEEDS = ("eod/przesylka", "portal/weryfikacja")

TITLE = "Zażółć gęślą jaźń – ŁÓDŹ"


def document(text=None, name=None):
    """A small document that nobody has sent before."""
    return f"<pismo><tytul>{TITLE}</tytul><nr>{name or secrets.token_hex(8)}</nr>{text or ''}</pismo>".encode()


def count():
    return stack.value(f"SELECT (SELECT count(*) FROM esp.dokument WHERE {stack.QUIET})"
                       f" + (SELECT count(*) FROM esp.upo WHERE {stack.QUIET})"
                       f" + (SELECT count(*) FROM store.blob WHERE {stack.QUIET})")


def stored_nothing(action):
    before = count()
    result = action()
    assert count() == before, "something was stored"
    return result


def refused(*args, **words):
    """nadaj must end in a fault that stores nothing; returns (kod, komunikat)."""
    status, text = stored_nothing(lambda: post(envelope(*args, **words)))
    assert status == 500, (status, text[:300])
    return check_fault(text)


# ---- good ---------------------------------------------------------------------------------------------------------
def test_a_document_gets_a_sealed_receipt():
    sent = document()
    answer = nadaj(sent, "pismo-żółć.xml")
    assert answer.status.kod == 1
    assert re.fullmatch(rf"LUB-UPP-{stack.UNIT}-\d{{4}}-\d{{9}}", answer.identyfikatorUpp)
    proof.check_seal(answer.zalacznik.zawartosc)
    facts = proof.upo(answer.zalacznik.zawartosc)
    assert facts["numer"] == answer.identyfikatorUpp and facts["rodzaj"] == "UPP"
    assert facts["sha256"] == hashlib.sha256(sent).hexdigest()
    assert stack.NAME in facts["adresat"] and soap_client.PARTNER in facts["nadawca"]
    row = stack.rows("SELECT nazwa_pliku, partner, kanal, sha256 FROM esp.dokument WHERE jst = %s AND id = %s",
                     stack.UNIT, answer.identyfikatorDokumentu)
    assert row == [("pismo-żółć.xml", soap_client.PARTNER, "soap", hashlib.sha256(sent).hexdigest())]
    stored = stack.value("SELECT string_agg(dane, ''::bytea ORDER BY nr) FROM store.blob_czesc WHERE jst = %s AND"
                         " sha256 = %s",
                         stack.UNIT, hashlib.sha256(sent).hexdigest())
    assert bytes(stored) == sent, "not byte for byte"


def test_it_lies_on_the_desk_of_the_kancelaria():
    answer = nadaj(document(), "skrzynka.xml")
    address = f"/eod/przesylki/rejestruj/{answer.identyfikatorDokumentu}"
    kancelaria = browser.login("kancelaria")
    assert office.listed(kancelaria, address)
    page = kancelaria.get(address)
    assert page.status == 200 and soap_client.PARTNER in page.text
    assert browser.login(stack.person("kancelaria", stack.OTHER)).get(address).status == 404


def test_anybody_can_check_the_receipt_by_its_number():
    answer = nadaj(document())
    page = browser.Browser().get("/weryfikacja?numer=" + answer.identyfikatorUpp)
    assert page.status == 200 and stack.NAME in browser.text_of(page) and answer.identyfikatorUpp in page.text


def test_the_same_again_gives_the_same_receipt():
    sent = document()
    first, second = nadaj(sent), nadaj(sent)
    assert first.identyfikatorUpp == second.identyfikatorUpp
    assert first.zalacznik.zawartosc == second.zalacznik.zawartosc
    assert first.identyfikatorDokumentu == second.identyfikatorDokumentu


def test_the_same_to_another_unit_is_another_document():
    sent = document()
    assert nadaj(sent).identyfikatorUpp != nadaj(sent, to=soap_client.box(stack.OTHER)).identyfikatorUpp


def test_a_trial_stores_nothing():
    for trial in ("true", "1", " true ", " 1 "):
        status, text = stored_nothing(lambda: post(envelope(document(), trial=trial)))
        assert status == 200 and field(text, "kod") == "1" and field(text, "identyfikatorUpp") is None, (trial,
                                                                                                         text[-400:])
    answer = stored_nothing(lambda: nadaj(document(), trial=True))
    assert answer.identyfikatorUpp is None and answer.zalacznik is None


def test_a_trial_checks_what_a_real_call_checks():
    assert refused(b"", trial="1")
    assert refused(document(), trial="1", to="/nie/ma")


def test_files_of_known_formats_are_taken_as_they_are():
    for name, content in (("a.pdf", b"%PDF-1.4\n%\xe2\xe3\n" + secrets.token_bytes(200)),
                          ("notatka.txt", "zażółć ".encode() + secrets.token_hex(4).encode()),
                          ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + secrets.token_bytes(50))):
        answer = nadaj(content, name, kind="application/octet-stream")
        assert answer.status.kod == 1, name
        assert proof.upo(answer.zalacznik.zawartosc)["sha256"] == hashlib.sha256(content).hexdigest()


def test_programs_are_not_taken():
    for name, content in (("a.exe", b"MZ\x90\0" + b"x" * 200), ("a.bin", secrets.token_bytes(100)),
                          ("a.pdf.exe", b"%PDF-1.4")):
        assert "Urząd nie przyjmuje" in refused(content, name=name)[1]


def test_numbers_grow():
    numbers = [nadaj(document()).identyfikatorUpp for _ in range(5)]
    assert numbers == sorted(set(numbers)), numbers


# ---- the contract -------------------------------------------------------------------------------------------------
def test_the_contract_is_served_with_its_schemas():
    for path in ("/soap/skrytka?wsdl", "/soap/skrytka?WSDL", "/pk_external_ws/services/skrytka?wsdl"):
        status, text = post(b"", path, method="GET")
        assert status == 200 and f'location="{env("EURZAD_URL")}/' in text, path
        assert "@ADRES@" not in re.sub(r"<!--.*?-->", "", text, flags=re.S)
        etree.fromstring(text.encode())


def test_without_wsdl_there_is_nothing_to_get():
    for path in ("/soap/skrytka", "/soap/skrytka?x", "/soap/nie-ma?wsdl", "/soap/", "/soap/../etc/passwd?wsdl",
                 "/soap/skrytka/../../db/setup.sql", "/soap/skrytka?wsdl=1"):
        assert post(b"", path, method="GET")[0] in (400, 404), path


def test_a_client_made_from_the_platform_s_own_contract_works_unchanged():
    folder = os.environ.get("EURZAD_EPUAP_WSDL")
    if not folder:
        raise Skip("EURZAD_EPUAP_WSDL names no folder with the platform's WSDL files")
    wsdl = os.path.join(folder, "skrytka.wsdl")
    sent = document()
    answer = nadaj(sent, wsdl=wsdl)
    assert answer.status.kod == 1 and proof.xmlsec(answer.zalacznik.zawartosc)
    assert nadaj(sent).identyfikatorUpp == answer.identyfikatorUpp
    try:
        nadaj(sent, wsdl=wsdl, to="/nie/ma")
        raise AssertionError("no fault")
    except zeep.exceptions.Fault as fault:
        assert fault.detail.find(f".//{{{soap_client.OB}}}Wyjatek") is not None


def test_the_platform_s_own_path_works_too():
    status, text = post(envelope(document()), "/pk_external_ws/services/skrytka")
    assert status == 200 and field(text, "kod") == "1"


def test_only_the_paths_of_a_service_take_messages():
    for path in ("/soap/", "/soap/nie-ma", "/soap/skrytka/", "/soap/skrytka/x", "/pk_external_ws/services/pull"):
        status, text = stored_nothing(lambda: post(envelope(document()), path))
        assert status == 404, (path, status)
        check_fault(text)


def test_who_is_refused_unread_gets_his_answer_however_much_he_sends():
    status, text = post(envelope(b"x" * 12000000), "/soap/nie-ma")
    assert status == 404 and "Pod tym adresem nie ma usługi" in check_fault(text)[1]


# ---- refusals -----------------------------------------------------------------------------------------------------
def test_zeep_sees_a_fault_with_code_and_message():
    try:
        nadaj(document(), to="/nie/ma")
        raise AssertionError("no fault")
    except zeep.exceptions.Fault as fault:
        wyjatek = fault.detail.find(f".//{{{soap_client.OB}}}Wyjatek")
        assert int(wyjatek.findtext("kod")) > 1 and wyjatek.findtext("komunikat") == fault.message
        made = soap_client.client().wsdl.types.deserialize(wyjatek)
        assert made.kod > 1 and made.komunikat


def test_unknown_boxes():
    for to in ("/nie/ma", f"/{stack.UNIT}/inna", "", stack.UNIT, f"/{stack.UNIT}/domyslna/x", "x" * 5000, "/ąę/ół", "' OR 1=1 --"):
        code, message = refused(document(), to=to)
        assert code > 100 and message


def test_the_box_is_found_whatever_the_size_of_its_letters():
    status, text = post(envelope(document(), to=f"/{stack.UNIT}/DOMYSLNA"))
    assert status == 200 and field(text, "kod") == "1"


def test_partners_that_are_not_listed():
    for partner in ("obcy", "", "testowy_podmiot@127.0.0.1", "testowy_podmio", "testowy_podmiot2", "TESTOWY_PODMIOT",
                    "a" * 100,
                    "testowy_podmiot,obcy", " testowy_podmiot"):
        refused(document(), partner=partner)


def test_faults_of_the_parser_carry_the_exception_too():
    for body in (envelope(document(), partner="a" * 200), envelope(encoded="!!!!"), "<a/>", envelope(document())[:300]):
        status, text = stored_nothing(lambda: post(body))
        assert status in (400, 500), status
        check_fault(text)


def test_empty_and_broken_content():
    assert "pust" in refused(b"")[1]
    for encoded in ("!!!!", "A", "zażółć", "<x/>", "QQ==QQ=="):
        status, text = post(envelope(encoded=encoded))
        assert status in (400, 500) and "Fault" in text, (encoded, status, text[-300:])
    status, text = stored_nothing(lambda: post(envelope(document()).replace("<zawartosc>",
                                                                            "<inne>").replace("</zawartosc>",
                                                                                              "</inne>")))
    assert status in (400, 500) and "Fault" in text


def test_base64_with_line_ends_is_fine():
    sent = document("x" * 500)
    lines = base64.encodebytes(sent).decode()
    status, text = post(envelope(encoded="\n" + lines))
    assert status == 200 and field(text, "identyfikatorUpp") == nadaj(sent).identyfikatorUpp


def test_a_document_that_is_too_large():
    limit = int(stack.conf_value("max_document"))
    code, message = refused(b"x" * (limit + 1), name="duzy.bin")
    assert code > 100


def test_a_message_that_is_too_large():
    limit = int(stack.conf_value("max_body"))
    status, text = post(b"x" * (limit + 1))
    assert status == 413 and "Fault" in text


BOMB = ('<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c'
        ' "&b;&b;&b;&b;&b;&b;&b;'
        '&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>')


def test_a_doctype_inside_the_document_is_refused():
    for inside in (BOMB + "<a>&d;</a>", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
                   '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "<!DOCTYPE a><a/>"):
        code, message = refused(inside.encode())
        assert "root:" not in message


def test_broken_xml_under_an_xml_name_is_refused():
    for inside in (b"<a>", b"<a></b>", b"not xml", b"<a>\xff</a>", b"<?xml version='1.0' encoding='UTF-16'?><a/>",
                   b"<a b='1' b='2'/>", b"<a>" * 5000):
        refused(inside)


def test_a_doctype_in_the_envelope_is_refused():
    for declaration in (BOMB, '<!DOCTYPE a SYSTEM "file:///etc/passwd">'):
        message = envelope(document()).replace("?>", "?>" + declaration, 1).replace("pismo.xml", "&d;")
        status, text = stored_nothing(lambda: post(message))
        assert status in (400, 500) and "Fault" in text and "root:" not in text, (status, text[:300])
    status, text = stored_nothing(lambda: post(envelope(document()).replace("?>", "?><!ELEMENT a ANY>", 1)))
    assert status == 400 and "DOCTYPE" in text, (status, text[:300])


def combs():
    """Messages that cost a parser seconds: attributes, declarations and elements by the thousand, deep ones, long names."""
    good = envelope(document())
    attributes = "".join(f' a{i}=""' for i in range(100000))
    declarations = "".join(f' xmlns:n{i}="u"' for i in range(100000))
    for many in (attributes, declarations):
        yield good.replace("<s:Body", "<s:Body" + many, 1)
        yield good.replace("<s:Envelope", "<s:Envelope" + many, 1)
    yield good.replace("<s:Body>", "<s:Body>" + "<x/>" * 100000, 1)
    yield good.replace("<s:Body>", "<s:Body>" + "<x>" * 100, 1)
    yield good.replace("<s:Body>", "<s:Body>" + "".join(f"<x xmlns:n{i}='u'>" for i in range(60)) * 3, 1)
    yield good.replace("<s:Body>", f"<s:Body><{'x' * 100000}/>", 1)


def test_a_comb_in_the_envelope_is_refused_before_it_is_parsed():
    for message in combs():
        status, text = stored_nothing(lambda: post(message))
        assert status == 400 and "zbyt wiele elementów lub atrybutów" in text, (status, text[:300])


def test_a_comb_inside_the_document_is_refused():
    for inside in (b"<a" + b"".join(b' a%d=""' % i for i in range(30000)) + b"/>", b"<a>" + b"<b/>" * 300000 + b"</a>"):
        code, message = refused(inside)
        assert "zbyt wiele elementów lub atrybutów" in message, message


def test_envelopes_that_are_none():
    good = envelope(document())
    for body in ("", " ", "garbage", "a" * 100000, "<a/>", "<a>", good[:len(good) // 2],
                 good.replace("schemas.xmlsoap.org/soap/envelope/", "x"),
                 good.replace("<s:Body>", "<s:Cialo>").replace("</s:Body>", "</s:Cialo>"),
                 re.sub(r"<s:Body>.*</s:Body>", "<s:Body/>", good), good.replace("ob:Dokument", "ob:Inny"), "{}",
                 "<x>" * 3000, good.replace("<nazwaPliku>", "<nazwaPliku>" + "<y>" * 200)):
        status, text = stored_nothing(lambda: post(body))
        assert status in (400, 411, 413, 500), (body[:60], status, text[-300:])
        if body:
            assert re.search(r"<faultcode>[^<]*Client</faultcode>", text), (body[:60], text[-300:])


def test_other_encodings():
    good = envelope(document(name="utf16"))
    wide = good.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    status, text = post(wide, content_type="text/xml; charset=utf-16")
    assert status == 200 and field(text, "kod") == "1" or status in (400, 415, 500) and "Fault" in text, (status,
                                                                                                          text[:200])
    latin = envelope(document(), name="żółć.xml").replace('encoding="UTF-8"',
                                                          'encoding="ISO-8859-2"').encode("iso-8859-2")
    status, text = post(latin, content_type="text/xml; charset=iso-8859-2")
    if status == 200:  # taken: then the name must have arrived as it was meant
        name = stack.value("SELECT nazwa_pliku FROM esp.dokument WHERE id = %s AND jst = %s",
                           field(text, "identyfikatorDokumentu"), stack.UNIT)
        assert name == "żółć.xml", f"{name!r}: read in another encoding than the message says"
    else:
        assert "Fault" in text, (status, text[:200])
    for body in (good.encode().replace(b"pismo.xml", b"\xff\xfe.xml"), good.encode().replace(b"pismo.xml",
                                                                                             b"\xed\xa0\x80.xml"),
                 good.replace("pismo.xml", "a&#0;b.xml").encode(), good.replace("pismo.xml", "a&#1;b.xml").encode()):
        status, text = post(body)
        assert status in (200, 400, 500), status
        if status == 200:
            name = stack.value("SELECT nazwa_pliku FROM esp.dokument WHERE id = %s AND jst = %s",
                               field(text, "identyfikatorDokumentu"), stack.UNIT)
            assert not re.search("[\x00-\x1f]", name), name


def test_a_message_without_its_header():
    for header in ("", f"<ob:AdresSkrytki>/{stack.UNIT}/domyslna</ob:AdresSkrytki>",
                   f"<ob:IdentyfikatorPodmiotu>{soap_client.PARTNER}</ob:IdentyfikatorPodmiotu>"):
        refused(document(), header=header)
    status, text = stored_nothing(lambda: post(re.sub(r"<s:Header>.*</s:Header>", "", envelope(document()))))
    assert status == 500 and check_fault(text)


def test_answers_and_faults_give_no_header_back():
    header = (f"<ob:IdentyfikatorPodmiotu>{{}}</ob:IdentyfikatorPodmiotu><ob:AdresSkrytki>{soap_client.box()}</ob:AdresSkrytki>"
              "<ob:AdresOdpowiedzi>/znak/domyslna</ob:AdresOdpowiedzi><ob:CzyProbne>0</ob:CzyProbne>"
              f"<ob:DaneDodatkowe>{base64.b64encode(b'znak' * 100).decode()}</ob:DaneDodatkowe>")
    good, stranger = header.format(soap_client.PARTNER), header.format("obcy")
    for message, expected in ((envelope(document(), header=good), 200), (envelope(document(), header=stranger), 500),
                              (envelope(b"", header=good), 500), (envelope(encoded="!!!!", header=good), 500),
                              (envelope(document(), header=good).replace("ob:Dokument", "ob:Inny"), 500)):
        status, text = post(message)
        assert status == expected, (status, text[:300])
        assert "Header" not in text and "/znak/" not in text and "em5ha" not in text, text[:1000]


def test_the_action_header_decides_nothing():
    for action in ("", "http://ws.epuap.gov.pl/skrytka/inna", "urn:x", "http://ws.epuap.gov.pl/pull/usun"):
        status, text = post(envelope(document()), action=action)
        assert status == 200 and field(text, "kod") == "1" or status == 500 and "Fault" in text, (action, status)
        refused(document(), partner="obcy")


def test_names_of_files_are_made_harmless():
    for name in ("../../etc/passwd", "C:\\a\\b.xml", "a\tb.xml", "x" * 500 + ".xml", "<b>.xml", "żółć.xml", ""):
        status, text = post(envelope(document(), name=name))
        if status != 200:
            check_fault(text)
            continue
        stored = stack.value("SELECT nazwa_pliku FROM esp.dokument WHERE id = %s AND jst = %s",
                             field(text, "identyfikatorDokumentu"), stack.UNIT)
        assert stored and not re.search(r"[/\\\x00-\x1f]", stored) and len(stored.encode()) <= 255, (name, stored)


def test_polish_letters_survive_in_both_directions():
    answer = nadaj(document(), "Zażółć gęślą jaźń.xml", reply="/testowy_podmiot/główna")
    row = stack.rows("SELECT nazwa_pliku, adres_odpowiedzi FROM esp.dokument WHERE jst = %s AND id = %s", stack.UNIT,
                     answer.identyfikatorDokumentu)[0]
    assert row == ("Zażółć gęślą jaźń.xml", "/testowy_podmiot/główna"), row
    assert "urząd gminy" in proof.upo(answer.zalacznik.zawartosc)["adresat"].lower()
    assert re.search("[ąćęłńóśźż]", refused(document(), to="/nie/ma")[1] + refused(document(), partner="obcy")[1])


def test_other_methods():
    for method in ("PUT", "DELETE", "HEAD", "OPTIONS"):
        assert post(b"", method=method)[0] in (400, 404, 405, 411, 500, 501), method


def test_a_compressed_body_is_not_unpacked():
    status, text = stored_nothing(lambda: post(gzip.compress(envelope(b"x" * 10000000).encode())))
    assert status in (400, 415, 500)


# ---- two partners -------------------------------------------------------------------------------------------------
def test_two_partners_do_not_meet():
    for who, address in (("pierwszy", "192.0.2.1"), ("drugi", "192.0.2.2")):
        stack.admin("partner", "add", who, "Dwa systemy", address)
        stack.admin("partner", "grant", who, "skrytka", "nadaj", "*")
    sent = document()
    with soap_client.program() as socket:
        first, second = direct(socket, sent, "pierwszy", "192.0.2.1"), direct(socket, sent, "drugi", "192.0.2.2")
        assert field(first, "kod") == field(second, "kod") == "1", (first, second)
        assert field(first, "identyfikatorUpp") != field(second, "identyfikatorUpp"), "one got the other's receipt"
        again = direct(socket, sent, "pierwszy", "192.0.2.1")
        assert field(again, "identyfikatorUpp") == field(first, "identyfikatorUpp")
        for who, address in (("pierwszy", "192.0.2.2"), ("drugi", "192.0.2.1"), ("pierwszy", ""),
                             ("pierwszy", "192.0.2.11")):
            check_fault(direct(socket, document(), who, address))
    for me, other in (("pierwszy", "drugi"), ("drugi", "pierwszy")):
        with stack.program("eurzad_soap", "partner", jst=stack.UNIT, partner=me) as db:
            for table in ("esp.dokument", "esp.upo"):
                assert db.column(f"SELECT DISTINCT partner FROM {table}") == [me], table
            mine = set(db.column("SELECT DISTINCT dokument_id FROM esp.upo"))
            assert mine == set(db.column("SELECT id FROM esp.dokument"))


if __name__ == "__main__":
    tap.main()
