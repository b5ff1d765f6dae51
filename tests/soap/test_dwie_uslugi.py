"""A second service in the same program: a module with a contract of its own, written into a copy of the tree, whose message
has the same body element as nadaj. It edits no shared file but for the module's line, and neither service takes the other's
messages, headers or exceptions.

Only what is new is compiled; the rest comes from the build under test, with its own link command."""
import json
import pathlib
import re
import secrets
import shutil
import subprocess
import tempfile

import soap_client
import stack
import tap
from soap_client import direct, field
from tap import env

NEEDS = ("esp/skrytka",)

TOP = pathlib.Path(stack.TOP)
TEMP = pathlib.Path(tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp"))
TREE, BUILD = TEMP / "tree", TEMP / "build"
PARTNER, ADDRESS = "p-" + secrets.token_hex(6), "192.0.2.70"
NS = "http://ws.epuap.gov.pl/doreczyciel/"
LINE = "eurzad_module(esp/proba USES org/jst)\n"

WSDL = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions name="proba" targetNamespace="{NS}" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="{NS}"
             xmlns:ob="http://wsdl.epuap.gov.pl/obiekty/" xmlns:pr="urn:proba"
             xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <types>
    <xsd:schema><xsd:import namespace="http://wsdl.epuap.gov.pl/obiekty/" schemaLocation="obiekty.xsd"/></xsd:schema>
    <xsd:schema targetNamespace="urn:proba" elementFormDefault="qualified">
      <xsd:element name="Termin" type="xsd:string"/>
      <xsd:element name="Liczba"><xsd:complexType><xsd:sequence>
        <xsd:element name="n" type="xsd:int"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="Blad"><xsd:complexType><xsd:sequence>
        <xsd:element name="opis" type="xsd:string"/><xsd:element name="numer" type="xsd:int"/>
        <xsd:element name="uwagi" type="xsd:string" minOccurs="0"/></xsd:sequence></xsd:complexType></xsd:element>
      <xsd:element name="Wynik"><xsd:complexType><xsd:sequence>
        <xsd:element name="opis" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
    </xsd:schema>
  </types>
  <message name="in"><part name="podmiot" element="ob:IdentyfikatorPodmiotu"/><part name="termin" element="pr:Termin"/>
    <part name="liczba" element="pr:Liczba"/><part name="dokument" element="ob:Dokument"/></message>
  <message name="out"><part name="wynik" element="pr:Wynik"/></message>
  <message name="fault"><part name="blad" element="pr:Blad"/></message>
  <portType name="proba"><operation name="dorecz"><input message="tns:in"/><output message="tns:out"/>
    <fault name="fault" message="tns:fault"/></operation></portType>
  <binding name="proba" type="tns:proba">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="dorecz"><soap:operation soapAction="{NS}dorecz"/>
      <input><soap:header message="tns:in" part="podmiot" use="literal"/><soap:header message="tns:in" part="termin"
        use="literal"/><soap:header message="tns:in" part="liczba" use="literal"/><soap:body parts="dokument"
        use="literal"/></input>
      <output><soap:body use="literal"/></output><fault name="fault"><soap:fault name="fault" use="literal"/></fault>
    </operation></binding>
  <service name="proba"><port name="proba" binding="tns:proba"><soap:address location="@ADRES@"/></port></service>
</definitions>
"""
SERVICE = ("eurzad_service(proba WSDL proba.wsdl PATH /soap/proba EPUAP /pk_external_ws/services/proba"
           " CALLER ob:IdentyfikatorPodmiotu)\n")
CODE = """/* An operation of the trial: says what it was given. */
#include "modules/org/jst/jst.h"
#include "proba_service.h"

OP(dorecz, ob__DokumentTyp, _pr__Wynik)

static enum err dorecz(struct op *op, const struct ob__DokumentTyp *in, struct _pr__Wynik *out)
{
    const char *termin = op->header->pr__Termin;
    enum err e = ctx_act_in(op->ctx, "%s");

    if (e)
        return e;
    if (!termin)
        return ctx_fail(op->ctx, ERR_INVALID, "Brak <terminu>.", "no Termin");
    out->opis = mem_printf(op->ctx->mem, "dorecz %%s na %%s%%s", in->nazwaPliku, termin,
                           op->header->pr__Liczba ? " z liczbą" : "");
    return ERR_OK;
}
""" % stack.UNIT


def run(*command, cwd=TOP):
    done = subprocess.run([str(c) for c in command], cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def cache_value(name):
    found = re.search(rf"^{name}:\w+=(.*)$", (pathlib.Path(env("EURZAD_BUILD")) / "CMakeCache.txt").read_text(), re.M)
    return found.group(1) if found else ""


def write_module():
    skip = shutil.ignore_patterns(".git", "build", "var", "node_modules", "__pycache__")
    shutil.copytree(TOP, TREE, ignore=skip, symlinks=True)
    folder = TREE / "modules/esp/proba"
    folder.mkdir()
    (folder / "proba.wsdl").write_text(WSDL, encoding="utf-8")
    (folder / "service.cmake").write_text(SERVICE)
    (folder / "proba_soap.c").write_text(CODE, encoding="utf-8")
    lists = TREE / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("eurzad_module(esp/skrytka", LINE + "eurzad_module(esp/skrytka", 1))


def setup_module():
    """eurzad-soap with both services: BUILD's new objects in front of those of the build under test."""
    write_module()
    run("cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_C_COMPILER=" + cache_value("CMAKE_C_COMPILER"))
    run("ninja", "-C", BUILD, "service_proba")
    # Compiled by their own commands: the build system would make the whole core first.
    commands = [c for c in json.loads((BUILD / "compile_commands.json").read_text())
                if re.search(r"/(proba\w*|services)\.c$", c["file"])]
    assert len(commands) == 5, commands  # two of gSOAP, the row, the operation, the table
    for c in commands:
        target = re.search(r" -o (\S+)", c["command"]).group(1)
        (BUILD / target).parent.mkdir(parents=True, exist_ok=True)
        run("nice", "sh", "-c", c["command"], cwd=c["directory"])
    objects = [re.search(r" -o (\S+)", c["command"]).group(1) for c in commands]
    build = pathlib.Path(env("EURZAD_BUILD"))
    command = run("ninja", "-C", build, "-t", "commands", "bin/eurzad-soap").strip().split("\n")[-1]
    assert "-o bin/eurzad-soap " in command, command[-500:]
    run("sh", "-c", command.replace("-o bin/eurzad-soap ", f"-o {TEMP}/eurzad-soap " + " ".join(
        str(BUILD / o) for o in objects) + " "), cwd=build)
    shutil.copytree(build / "share", TEMP / "share")
    shutil.copy(TREE / "modules/esp/proba/proba.wsdl", TEMP / "share/wsdl")
    stack.admin("partner", "add", PARTNER, "Dwie usługi", ADDRESS)
    for service, operation in (("skrytka", "nadaj"), ("proba", "dorecz")):
        stack.admin("partner", "grant", PARTNER, service, operation, stack.UNIT)


def teardown_module():
    shutil.rmtree(TEMP, ignore_errors=True)


def program():
    return soap_client.program(TEMP / "eurzad-soap", share_dir=str(TEMP / "share"))


def header(*more):
    return f"<ob:IdentyfikatorPodmiotu>{PARTNER}</ob:IdentyfikatorPodmiotu>" + "".join(more)


TERM = '<p:Termin xmlns:p="urn:proba">jutro</p:Termin>'


def dorecz(socket, *more, path="/soap/proba", **words):
    return direct(socket, secrets.token_bytes(4).hex().join(("<a>", "</a>")).encode(), PARTNER, ADDRESS, path=path,
                  header=header(*more), **words)


# ---- cases --------------------------------------------------------------------------------------------------------
def test_the_same_element_goes_where_the_path_says():
    with program() as socket:
        for path in ("/soap/proba", "/pk_external_ws/services/proba"):
            assert field(dorecz(socket, TERM, path=path), "opis") == "dorecz pismo.xml na jutro"
        for path in ("/soap/skrytka", "/pk_external_ws/services/skrytka"):
            answer = direct(socket, b"<a>" + secrets.token_hex(4).encode() + b"</a>", PARTNER, ADDRESS, path=path)
            assert field(answer, "kod") == "1" and field(answer, "identyfikatorUpp"), answer[:500]


def test_each_has_its_own_headers():
    with program() as socket:
        number = '<p:Liczba xmlns:p="urn:proba"><p:n>7</p:n></p:Liczba>'
        assert field(dorecz(socket, TERM, number), "opis") == "dorecz pismo.xml na jutro z liczbą"
        assert "Brak nagłówka AdresSkrytki" in dorecz(socket, TERM, path="/soap/skrytka")


def test_each_has_its_own_exception():
    """Of the operation, of gSOAP, and of the program that reads no further."""
    with program() as socket:
        for answer in (dorecz(socket), dorecz(socket, TERM, encoded="!!!!"), dorecz(socket, TERM, body=b"")):
            assert re.search(r'<pr:Blad xmlns:pr="urn:proba"><pr:opis>[^<]+</pr:opis><pr:numer>10\d</pr:numer></pr:Blad>',
                             answer) and "Wyjatek" not in answer, answer
        assert "<pr:opis>Brak &lt;terminu&gt;.</pr:opis>" in dorecz(socket)
        soap_client.check_fault(dorecz(socket, path="/soap/skrytka"))


def test_each_contract_is_served():
    with program() as socket:
        for name, mark in (("proba", "doreczyciel"), ("skrytka", "skrytka")):
            text = direct(socket, method="GET", query="wsdl", path=f"/soap/{name}")
            assert f'targetNamespace="http://ws.epuap.gov.pl/{mark}/"' in text and f"/soap/{name}\"/>" in text, text[:300]
        assert "WyjatekTyp" in direct(socket, method="GET", path="/soap/obiekty.xsd")


def test_rights_are_those_of_the_service():
    stack.admin("partner", "revoke", PARTNER, "proba", "dorecz", stack.UNIT)
    try:
        with program() as socket:
            assert "do wywołania tej operacji" in dorecz(socket, TERM)
            assert field(direct(socket, b"<a/>", PARTNER, ADDRESS), "kod") == "1"
    finally:
        stack.admin("partner", "grant", PARTNER, "proba", "dorecz", stack.UNIT)


def test_no_name_of_one_contract_is_a_name_of_the_other():
    names = [set(re.findall(r"^#define \S+ (\S+)$", path.read_text(), re.M)) for path in (
        BUILD / "gen/soap/proba/proba_names.h",
        pathlib.Path(env("EURZAD_BUILD")) / "gen/soap/skrytka/skrytka_names.h")]
    assert all(len(n) > 100 for n in names) and not names[0] & names[1]
    for kind in ("C", "Server", "_service"):  # and nothing is global that is not among them
        found = run("nm", "--defined-only", "--extern-only", "--format=posix", *BUILD.rglob(f"proba{kind}.c.o")).split("\n")
        assert [n for n in (line.split(" ")[0] for line in found) if n and not n.startswith("proba_")
                and "asan" not in n] == [], kind


if __name__ == "__main__":
    tap.main()
