"""wsdl2c: contracts it refuses, and what it makes of one. Two services in one program: tests/soap/test_dwie_uslugi.py."""
import pathlib
import re
import shutil
import subprocess
import tempfile

import tap

TOP = pathlib.Path(__file__).resolve().parents[3]
TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-wsdl2c-"))
CONTRACT = (TOP / "modules/esp/upo/poswiadczenia.wsdl").read_text(encoding="utf-8")


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


def made(text, *schemas):
    """(exit status, message, folder) for a contract."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=TEMP))
    (folder / "x.wsdl").write_text(text, encoding="utf-8")
    done = subprocess.run(["tools/wsdl2c", "--name", "proba", "--wsdl", str(folder / "x.wsdl"), "--path", "/soap/proba",
                           "--caller", "ob:IdentyfikatorPodmiotu", *schemas, str(folder / "out")],
                          cwd=TOP, capture_output=True, text=True)
    return done.returncode, done.stderr, folder / "out"


def replaced(*pairs):
    text = CONTRACT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


CODE = '<xs:element name="kod" type="xs:int"/>'
MESSAGE = '<xs:element name="komunikat" type="xs:string"/>'


def test_what_cannot_be_served_is_refused_before_anything_is_made():
    second = ('<wsdl:message name="innyFaultMsg"><wsdl:part name="blad" element="ob:Wyjatek"/></wsdl:message>\n'
              '  <wsdl:portType name="poswiadczenia">')
    cases = (
        ("no obiekty.xsd", CONTRACT, ()),
        ("the exception Blad wants wiek", replaced((CODE, CODE + '<xs:element name="wiek" type="xs:int"/>')), None),
        ("has no place for the code", replaced((CODE, "")), None),
        ("has no place for the message", replaced((MESSAGE, "")), None),
        ("no element Brak", replaced(('element="tns:Blad"', 'element="tns:Brak"')), None),
        ("faults of several kinds", replaced(
            ('<wsdl:portType name="poswiadczenia">', second),
            ('message="tns:pobierzFaultMsg"/>', 'message="tns:pobierzFaultMsg"/><wsdl:fault name="drugi"'
                                                ' message="tns:innyFaultMsg"/>')), None),
    )
    for message, text, schemas in cases:
        status, said, out = made(text, *(("--schemas", "wsdl") if schemas is None else schemas))
        assert status == 1 and message in said, (message, said)
        assert not out.exists(), message


def test_what_it_makes():
    optional = '<xs:element name="uwagi" type="xs:string" minOccurs="0"/>'
    status, said, out = made(replaced((CODE, CODE + optional)), "--schemas", "wsdl")
    assert status == 0, said
    row = (out / "proba_service.c").read_text(encoding="utf-8")
    assert '"SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", NULL' in row, "SOAP 1.2 is not ours"
    assert '.schemas = schemas' in row and '"obiekty.xsd", NULL' in row
    assert "soap->header->ob__IdentyfikatorPodmiotu" in row and ".epuap_path = NULL" in row
    names = (out / "proba_names.h").read_text()
    assert re.search(r"^#define __proba__pobierz proba___proba__pobierz$", names, re.M)
    assert "#define soap_getheader proba_soap_getheader" in names
    before = {p.name: p.read_bytes() for p in out.iterdir() if p.suffix in (".c", ".h") and p.name != "services.h"}
    subprocess.run(["tools/wsdl2c", "--name", "proba", "--wsdl", str(out.parent / "x.wsdl"), "--path", "/soap/proba",
                    "--caller", "ob:IdentyfikatorPodmiotu", "--schemas", "wsdl", str(out)], cwd=TOP, check=True)
    assert before == {name: (out / name).read_bytes() for name in before}, "the same contract makes other bytes"


if __name__ == "__main__":
    tap.main()
