"""Whom the office trusts: folders of certificates, trusted lists that must be signed, dates instead of deletions."""
import base64
import datetime
import json
import os

import stack
import tap
import xades

LOCKS = ("trust",)

TSL = "http://uri.etsi.org/02231/v2#"
STATUS = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
TYPES = "http://uri.etsi.org/TrstSvc/Svctype/"
LAND = "ZZ"


def setup_module():
    global maker, operator, stranger, qualified, other, stamps
    maker = xades.Maker()
    operator, stranger = maker.signer("Prowadzacy liste"), maker.signer("Obcy")
    qualified, other, stamps = maker.ca("Kwalifikowany A"), maker.ca("Kwalifikowany B"), maker.ca("Znaczniki")


def teardown_module():
    with stack.superuser() as db:
        db.run("DELETE FROM ca.kotwica WHERE sha256 = ANY (%s)",
               [k.sha256() for k in (operator, stranger, qualified, other, stamps)])
        db.run("DELETE FROM ca.lista WHERE terytorium = %s", LAND)
        db.commit()
    maker.__exit__()


def when(days):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def qualifications(*rules):
    """An extension: (qualifier, criteria) of certificates for which all of the criteria hold."""
    return ("<ServiceInformationExtensions><Extension Critical='true'><q:Qualifications xmlns:q='http://uri.etsi.org/TrstSvc/"
            "SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#' xmlns:x='http://uri.etsi.org/01903/v1.3.2#'>" + "".join(
                "<q:QualificationElement><q:Qualifiers><q:Qualifier uri='http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
                f"{qualifier}'/></q:Qualifiers><q:CriteriaList assert='all'>{criteria}</q:CriteriaList>"
                "</q:QualificationElement>" for qualifier, criteria in rules)
            + "</q:Qualifications></Extension></ServiceInformationExtensions>")


def service(key, kind="CA/QC", status="granted", since="2020-01-01T00:00:00Z", history="", extensions=""):
    return (f"<TSPService><ServiceInformation><ServiceTypeIdentifier>{TYPES}{kind}</ServiceTypeIdentifier><ServiceName>"
            f"<Name xml:lang='pl'>Usługa {kind}</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>"
            f"{base64.b64encode(key.der()).decode()}</X509Certificate></DigitalId></ServiceDigitalIdentity>"
            f"<ServiceStatus>{STATUS}{status}</ServiceStatus><StatusStartingTime>{since}</StatusStartingTime>"
            f"{extensions}</ServiceInformation><ServiceHistory>{history}</ServiceHistory></TSPService>")


def past(kind, status, since):
    return (f"<ServiceHistoryInstance><ServiceTypeIdentifier>{TYPES}{kind}</ServiceTypeIdentifier><ServiceStatus>{STATUS}"
            f"{status}</ServiceStatus><StatusStartingTime>{since}</StatusStartingTime></ServiceHistoryInstance>")


def the_list(services, number, next_days=30, issued_days=-1):
    return (f"<TrustServiceStatusList xmlns='{TSL}'><SchemeInformation><TSLVersionIdentifier>5</TSLVersionIdentifier>"
            f"<TSLSequenceNumber>{number}</TSLSequenceNumber>"
            f"<TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric</TSLType>"
            f"<SchemeTerritory>{LAND}</SchemeTerritory><ListIssueDateTime>{when(issued_days)}</ListIssueDateTime>"
            f"<NextUpdate><dateTime>{when(next_days)}</dateTime></NextUpdate></SchemeInformation>"
            f"<TrustServiceProviderList><TrustServiceProvider><TSPServices>{''.join(services)}</TSPServices>"
            f"</TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>").encode()


def bring(data, *words, signer="operator"):
    words = words or ("--signer", globals()[signer].cert)
    return stack.admin("trust", "import-list", maker.write("list.xml", data), *words, check=False)


def accepted(data):
    done = bring(data)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(data, *said, **words):
    """Exit status 1 with these words, and nothing changed."""
    before = stack.value("SELECT nr FROM ca.wersja"), stack.value("SELECT count(*) FROM ca.lista")
    done = bring(data, **words)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    for word in said:
        assert word in done.stderr, done.stderr
    assert before == (stack.value("SELECT nr FROM ca.wersja"), stack.value("SELECT count(*) FROM ca.lista"))


def rows(key):
    return stack.rows("SELECT cel, wazna_od::date::text, coalesce(wazna_do::date::text, ''), status FROM ca.kotwica"
                      " WHERE sha256 = %s ORDER BY cel, wazna_od", key.sha256())


# ---- trusted lists ------------------------------------------------------------------------------------------------
def test_a_lists_nobody_should_believe():
    good = the_list([service(qualified)], 10)
    signed = maker.sign(good, operator)
    refused(good, "nie jest podpis")
    refused(signed.replace(LAND.encode() + b"<", b"ZY<"), "nie został potwierdzony")
    refused(signed, "nie został potwierdzony", signer="stranger")
    refused(maker.sign(good, stranger), "nie został potwierdzony")
    refused(maker.sign(the_list([service(qualified)], 10, next_days=-1, issued_days=-90), operator), "straciła ważność")
    refused(maker.sign(the_list([service(qualified)], 10, issued_days=2), operator), "przyszłości")
    refused(maker.sign(b"<inny/>", operator), "nie jest lista")
    refused(signed.replace(b"<TrustServiceStatusList", b"<!DOCTYPE a><TrustServiceStatusList", 1))
    refused(b"\x00\x01 not a list")
    assert rows(qualified) == []


def test_b_what_is_no_file_or_too_large_cannot_be_done():
    assert stack.admin("trust", "import-list", maker.path("nie-ma"), check=False).returncode == 3
    huge = maker.path("huge.xml")
    with open(huge, "wb") as file:
        file.truncate((32 << 20) + 1)
    assert stack.admin("trust", "import-list", huge, check=False).returncode == 3


def test_c_a_list_becomes_dated_anchors():
    history = past("CA/QC", "granted", "2016-07-01T00:00:00Z") + past("CA/QC", "accredited", "2010-01-01T00:00:00Z")
    said = accepted(maker.sign(the_list([service(qualified, status="withdrawn", since="2024-01-01T00:00:00Z",
                                                 history=history),
                                         service(other), service(stamps, "TSA/QTST"),
                                         service(stranger, "CA/PKC")], 10), operator))
    assert "nr 10" in said and "Prowadzacy liste" in said, said
    assert rows(qualified) == [("kwalifikowany", "2010-01-01", "2016-07-01", "accredited"),
                               ("kwalifikowany", "2016-07-01", "2024-01-01", "granted")]
    assert rows(other) == [("kwalifikowany", "2020-01-01", "", "granted")]
    assert rows(stamps) == [("tsa", "2020-01-01", "", "granted")]
    assert rows(stranger) == []


def test_d_the_same_list_again_changes_nothing():
    data = maker.sign(the_list([service(other)], 11), operator)
    accepted(data)
    version = stack.value("SELECT nr FROM ca.wersja")
    assert "już wczytana" in accepted(data)
    assert version == stack.value("SELECT nr FROM ca.wersja")


def test_e_no_way_back_to_an_older_list():
    refused(maker.sign(the_list([service(other), service(qualified)], 10), operator), "nie jest od niej nowsza")
    refused(maker.sign(the_list([service(other), service(qualified)], 11), operator), "nie jest od niej nowsza")


def test_f_what_a_newer_list_has_no_more_ends():
    assert rows(stamps)[0][2] == when(-1)[:10]
    assert rows(other) == [("kwalifikowany", "2020-01-01", "", "granted")]


def test_g_a_withdrawn_service_ends_on_its_day():
    accepted(maker.sign(the_list([service(other, status="withdrawn", since="2025-03-01T00:00:00Z",
                                          history=past("CA/QC", "granted", "2020-01-01T00:00:00Z"))], 12), operator))
    assert rows(other) == [("kwalifikowany", "2020-01-01", "2025-03-01", "granted")]


def test_h_what_the_list_says_of_certificates_goes_before_what_they_say():
    """In an issuer's service: those who may sign are not in a device, and one policy is not qualified at all."""
    signed = maker.write("pismo.xml", maker.sign(b"<pismo/>", maker.signer("Jan Listowy", qualified, qc=xades.QUALIFIED)))

    def kind(number, *rules):
        accepted(maker.sign(the_list([service(qualified, extensions=qualifications(*rules))], number), operator))
        stack.execute("UPDATE ca.kotwica SET odwolania = 'gdy_znane' WHERE sha256 = %s AND cel = 'kwalifikowany'",
                      qualified.sha256())
        return json.loads(stack.admin("verify", signed, "--format", "json").stdout)["signatures"][0]["kind"]
    may_sign = "<q:KeyUsage><q:KeyUsageBit name='nonRepudiation'>true</q:KeyUsageBit></q:KeyUsage>"
    policy = ("<q:PolicySet><q:PolicyIdentifier><x:Identifier>1.2.3</x:Identifier></q:PolicyIdentifier></q:PolicySet>")
    assert kind(13) == "kwalifikowany"
    assert kind(14, ("QCNoQSCD", may_sign)) == "zaawansowany"
    assert kind(15, ("NotQualified", policy)) == "kwalifikowany"
    assert kind(16, ("NotQualified", policy), ("NotQualified", may_sign)) == "niekwalifikowany"
    assert stack.value("SELECT jsonb_array_length(kwalifikacje) FROM ca.kotwica WHERE sha256 = %s AND cel = 'kwalifikowany'"
                       " AND wazna_do IS NULL",
                       qualified.sha256()) == 2
    assert kind(17) == "kwalifikowany"


def test_i_the_anchor_lista_signs_too_and_an_end_by_hand_stands():
    os.mkdir(maker.path("listy"))
    with open(operator.cert, "rb") as file:
        maker.write("listy/operator.pem", file.read())
    stack.admin("trust", "import-dir", maker.path("listy"), "--purpose", "lista")
    data = maker.sign(the_list([service(stamps, "TSA/QTST")], 18), operator)
    done = stack.admin("trust", "import-list", maker.write("list.xml", data))
    assert "nr 18" in done.stdout
    assert rows(stamps)[0][2] == ""
    stack.admin("trust", "end", stamps.sha256(), "--at", "2025-05-05")
    data = maker.sign(the_list([service(stamps, "TSA/QTST")], 19), operator)
    stack.admin("trust", "import-list", maker.write("list.xml", data))
    assert rows(stamps) == [("tsa", "2020-01-01", "2025-05-05", "granted")]


def test_j_a_signer_whose_trust_ended_signs_no_more():
    stack.admin("trust", "end", operator.sha256(), "--at", when(-1))
    data = maker.sign(the_list([service(other)], 20), operator)
    done = stack.admin("trust", "import-list", maker.write("list.xml", data), check=False)
    assert done.returncode == 1 and "nie został potwierdzony" in done.stderr


# ---- folders, listing, ending -------------------------------------------------------------------------------------
def test_k_folders_are_imported_once():
    folder = maker.path("partnerzy")
    os.mkdir(folder)
    maker.write("partnerzy/a.der", qualified.der())
    maker.write("partnerzy/README", b"nothing")
    words = ("trust", "import-dir", folder, "--purpose", "partner", "--from", "2021-01-01", "--to", "2031-01-01",
             "--revocation", "required")
    assert "dodano: 1, było wcześniej: 0" in stack.admin(*words).stdout
    assert "dodano: 0, było wcześniej: 1" in stack.admin(*words).stdout
    assert ("partner", "2021-01-01", "2031-01-01", "") in rows(qualified)
    assert stack.value("SELECT odwolania FROM ca.kotwica WHERE cel = 'partner' AND sha256 = %s",
                       qualified.sha256()) == "wymagane"


def test_l_the_list_of_anchors_at_a_moment():
    def listed(*words):
        return qualified.sha256() in stack.admin("trust", "list", "--purpose", "partner", *words).stdout
    assert listed() and listed("--at", "2021-01-01") and listed("--at", "2026-01-01T00:00:00Z")
    assert not listed("--at", "2020-12-31T23:59:59Z") and not listed("--at", "2031-01-01")


def test_m_an_end_is_a_date_and_comes_once():
    version = stack.value("SELECT nr FROM ca.wersja")
    stack.admin("trust", "end", qualified.sha256(), "--purpose", "partner", "--at", "2026-01-01")
    assert ("partner", "2021-01-01", "2026-01-01", "") in rows(qualified)
    assert stack.value("SELECT nr FROM ca.wersja") > version
    again = stack.admin("trust", "end", qualified.sha256(), "--purpose", "partner", "--at", "2027-01-01", check=False)
    assert again.returncode == 1 and "już wcześniej" in again.stderr
    unknown = stack.admin("trust", "end", "0" * 64, "--at", "2027-01-01", check=False)
    assert unknown.returncode == 1 and "Nie ma" in unknown.stderr


def test_n_used_wrongly():
    for words in ((), ("help",), ("import-dir",), ("import-dir", maker.folder), ("end", "0" * 64), ("import-list",),
                  ("import-dir", maker.folder, "--purpose", "inny"), ("list", "--at", "jutro"), ("list", "--at"),
                  ("import-list", "x", "--signer"), ("import-list", "x", "--inny", "y")):
        done = stack.admin("trust", *words, check=False)
        assert done.returncode == 2, (words, done.stderr)
    empty = maker.path("pusty")
    os.mkdir(empty)
    assert stack.admin("trust", "import-dir", empty, "--purpose", "tsa", check=False).returncode == 3
    maker.write("pusty/a.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert stack.admin("trust", "import-dir", empty, "--purpose", "tsa", check=False).returncode == 3


def test_o_programs_that_serve_people_may_only_read():
    for role in ("eurzad_web", "eurzad_soap", "eurzad_jobs"):
        with stack.program(role, "system") as db:
            assert db.value("SELECT count(*) > 0 FROM ca.kotwica")
            assert db.refused("UPDATE ca.kotwica SET wazna_do = NULL") == "42501"
            assert db.refused("UPDATE ca.wersja SET nr = 1") == "42501"
            assert db.refused("INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, odwolania, zrodlo, dodal)"
                              " VALUES ('tsa', repeat('0', 64), 'x', 'x', now(), 'wymagane', 'katalog', 'x')") == "42501"
    with stack.program("eurzad_admin", "system") as db:
        assert db.refused("DELETE FROM ca.kotwica") == "42501"
        assert db.refused("UPDATE ca.kotwica SET der = 'x'") == "42501"


if __name__ == "__main__":
    tap.main()
