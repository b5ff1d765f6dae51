"""Clients of the SOAP service: zeep as a foreign program would use it, bare envelopes for what zeep would never send.

    answer = soap_client.nadaj(b"<a/>", "pismo.xml")          # zeep; a zeep.exceptions.Fault when refused
    status, text = soap_client.post(soap_client.envelope(b"<a/>"))
"""
import base64
import contextlib
import http.client
import shutil
import tempfile
import urllib.parse
from xml.sax.saxutils import escape

import zeep
from lxml import etree

import stack
from fcgi_client import Answer, exchange
from tap import env

OB = "http://wsdl.epuap.gov.pl/obiekty/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PARTNER = "testowy_podmiot"  # of the test stack: may file into every unit, from 127.0.0.1
ACTION = "http://ws.epuap.gov.pl/skrytka/nadaj"
_clients = {}


def box(unit=stack.UNIT):
    return f"/{unit}/domyslna"


def client(wsdl=None):
    """A zeep client made from the served contract, or from another description of it."""
    wsdl = wsdl or env("EURZAD_SOAP_URL") + "/skrytka?wsdl"
    if wsdl not in _clients:
        _clients[wsdl] = zeep.Client(wsdl, settings=zeep.Settings(strict=True))
    return _clients[wsdl]


def service(wsdl=None):
    """Its operations; a foreign description has a foreign address, ours is used instead."""
    made = client(wsdl)
    name = next(iter(made.wsdl.bindings))
    return made.create_service(name, env("EURZAD_SOAP_URL") + "/skrytka")


def nadaj(content, name="pismo.xml", partner=PARTNER, to=None, trial=False, kind="text/xml", wsdl=None, reply=None):
    headers = {"podmiot": partner, "adresSkrytki": box() if to is None else to,
               "adresOdpowiedzi": reply or f"/{partner}/domyslna", "czyProbne": trial, "daneDodatkowe": b""}
    return service(wsdl).nadaj(nazwaPliku=name, typPliku=kind, zawartosc=content, _soapheaders=headers)


def envelope(content=b"<a/>", name="pismo.xml", partner=PARTNER, to=None, trial="0", encoded=None, header=None):
    """A message as text. encoded: what stands in zawartosc instead of the base64; header: the whole header instead."""
    if header is None:
        header = (f"<ob:IdentyfikatorPodmiotu>{escape(partner)}</ob:IdentyfikatorPodmiotu>"
                  f"<ob:AdresSkrytki>{escape(box() if to is None else to)}</ob:AdresSkrytki>"
                  f"<ob:AdresOdpowiedzi>/{escape(partner)}/domyslna</ob:AdresOdpowiedzi>"
                  f"<ob:CzyProbne>{trial}</ob:CzyProbne>")
    data = base64.b64encode(content).decode() if encoded is None else encoded
    return ('<?xml version="1.0" encoding="UTF-8"?>'
            f'<s:Envelope xmlns:s="{SOAP}" xmlns:ob="{OB}"><s:Header>{header}</s:Header><s:Body><ob:Dokument>'
            f"<nazwaPliku>{escape(name)}</nazwaPliku><typPliku>text/xml</typPliku><zawartosc>{data}</zawartosc>"
            "</ob:Dokument></s:Body></s:Envelope>")


def post(body, path="/soap/skrytka", action=ACTION, content_type="text/xml; charset=utf-8", method="POST"):
    """Sends bytes or text as they are; (status, text of the answer)."""
    base = urllib.parse.urlsplit(env("EURZAD_SOAP_URL"))
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=120)
    try:
        connection.request(method, path, body.encode() if isinstance(body, str) else body,
                           {"Content-Type": content_type, "SOAPAction": f'"{action}"', "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def direct(socket, content=b"<a/>", partner=PARTNER, address="127.0.0.1", path="/soap/skrytka", body=None,
           method="POST", query="", message=None, **words):
    """A message (else nadaj) past nginx, from any address; the text of the answer. body: sent instead of it; its length
    stays."""
    message = (message or envelope(content, partner=partner, **words)).encode()
    answer = Answer(exchange(socket, {
        "REQUEST_METHOD": method, "REQUEST_URI": path, "DOCUMENT_URI": path, "QUERY_STRING": query,
        "REMOTE_ADDR": address, "CONTENT_TYPE": "text/xml; charset=utf-8", "CONTENT_LENGTH": str(len(message)),
        "HTTP_SOAPACTION": '""'}, message if body is None else body), path)
    return answer.text


@contextlib.contextmanager
def program(binary="eurzad-soap", **settings):
    """An eurzad-soap of the test's own, which reads the partners now; gives its socket."""
    folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
    conf = stack.conf_with(folder + "/e.conf", soap_socket=folder + "/soap.sock", soap_workers="1",
                           **settings)
    try:
        with stack.running(str(binary), conf, folder + "/soap.sock"):
            yield folder + "/soap.sock"
    finally:
        shutil.rmtree(folder)


def field(text, name):
    """Text of the first element with that local name, None when there is none."""
    found = etree.fromstring(text.encode()).find(f".//{{*}}{name}")
    return None if found is None else found.text


def check_fault(text):
    """(kod, komunikat) of a fault; it must be one that ePUAP's clients can read."""
    root = etree.fromstring(text.encode())
    fault = root.find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault")
    assert fault is not None, text[:500]
    names = [child.tag for child in fault]
    assert names[:2] == ["faultcode", "faultstring"], names
    assert fault.findtext("faultcode").split(":")[-1] in ("Client", "Server"), text[:500]
    wyjatek = fault.find(f"detail/{{{OB}}}Wyjatek")
    assert wyjatek is not None, text[:800]
    assert [child.tag for child in wyjatek] == ["kod", "komunikat"], text[:800]
    assert int(wyjatek.findtext("kod")) not in (0, 1) and wyjatek.findtext("komunikat")
    return int(wyjatek.findtext("kod")), wyjatek.findtext("komunikat")
