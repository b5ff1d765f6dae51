"""Makes XML signatures, good ones and ones with exactly one thing wrong. Written for the corpus from the standards, on
lxml's canonical form; it shares nothing with the system's own code.

    document = sign(Plan(root="<pismo>…</pismo>", signer=world().ewa, …))

A Plan says everything; what a Plan leaves out is a correct XAdES B-B signature of the narrow profile. Every digest and
the value are calculated the way a lax verifier would, so that a document made here is refused for the one reason that
its Plan names and for no other."""
import base64
import copy
import dataclasses
import hashlib
import hmac
import typing

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa, utils
from lxml import etree

import der
import pki

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
MORE2007 = "http://www.w3.org/2007/05/xmldsig-more#"
MORE2021 = "http://www.w3.org/2021/04/xmldsig-more#"
ENC = "http://www.w3.org/2001/04/xmlenc#"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
EXC_COMMENTS = EXC + "WithComments"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N_COMMENTS = C14N + "#WithComments"
C14N11 = "http://www.w3.org/2006/12/xml-c14n11"
C14N11_COMMENTS = C14N11 + "#WithComments"
ENVELOPED = DS + "enveloped-signature"
BASE64 = DS + "base64"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
XPATH2 = "http://www.w3.org/2002/06/xmldsig-filter2"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
TYPE_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
TYPE_COUNTER = "http://uri.etsi.org/01903#CountersignedSignature"

DIGESTS = {
    "md5": (MORE + "md5", hashlib.md5),
    "sha1": (DS + "sha1", hashlib.sha1),
    "ripemd160": (ENC + "ripemd160", lambda d: hashlib.new("ripemd160", d)),
    "sha224": (MORE + "sha224", hashlib.sha224),
    "sha256": (ENC + "sha256", hashlib.sha256),
    "sha384": (MORE + "sha384", hashlib.sha384),
    "sha512": (ENC + "sha512", hashlib.sha512),
    "sha3-256": (MORE2007 + "sha3-256", hashlib.sha3_256),
    "sha3-512": (MORE2007 + "sha3-512", hashlib.sha3_512),
}
HASHES = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha3-256": hashes.SHA3_256,
    "sha3-512": hashes.SHA3_512,
}
PARSER = etree.XMLParser(resolve_entities=False, strip_cdata=False, no_network=True, huge_tree=True)


PORT = ["9"]  # of the test's listener, which nothing may reach: "@PORT@" in any text of a Plan


def ported(text):
    return text.replace("@PORT@", PORT[0])


def q(ns, name):
    return f"{{{ns}}}{name}"


def b64(data):
    return base64.b64encode(data).decode()


# ---- canonical form ----

XML_NS = "{http://www.w3.org/XML/1998/namespace}"


def _alone(element, exclusive):
    """The element as a document of its own that keeps every namespace in scope, and for the inclusive forms the xml:
    attributes that it inherits."""
    top = etree.Element(element.tag, attrib=dict(element.attrib), nsmap=element.nsmap)
    for above in () if exclusive else element.iterancestors():
        for name, value in above.attrib.items():
            if name in (XML_NS + "lang", XML_NS + "space") and name not in top.attrib:
                top.set(name, value)
    top.text = element.text
    for child in element:
        top.append(copy.deepcopy(child))
    return top


def c14n(node, algorithm=EXC, prefixes=None):
    """Canonical bytes of an element or of a whole tree."""
    comments = algorithm in (EXC_COMMENTS, C14N_COMMENTS, C14N11_COMMENTS)
    exclusive = algorithm.startswith(EXC)
    if isinstance(node, etree._Element):
        # lxml takes a subtree in its context for the exclusive form only
        node = node if exclusive and not prefixes else _alone(node, exclusive)
        node = copy.deepcopy(node)
        node.tail = None
        node = etree.ElementTree(node)
    return etree.tostring(
        node,
        method="c14n",
        exclusive=exclusive,
        with_comments=comments,
        inclusive_ns_prefixes=prefixes if exclusive else None,
    )


# ---- values ----


def _raw_ecdsa(key, signature):
    r, s = utils.decode_dss_signature(signature)
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def rsa_method(name, uri=None):
    return (uri or MORE + "rsa-" + name, lambda key, data: key.sign(data, padding.PKCS1v15(), HASHES[name]()))


def ecdsa_method(name, uri=None):
    return (uri or MORE + "ecdsa-" + name, lambda key, data: _raw_ecdsa(key, key.sign(data, ec.ECDSA(HASHES[name]()))))


def pss_method(name):
    mgf = HASHES[name]
    return (
        MORE2007 + name + "-rsa-MGF1",
        lambda key, data: key.sign(data, padding.PSS(padding.MGF1(mgf()), mgf.digest_size), mgf()),
    )


def _dsa(name):
    def value(key, data):
        if not isinstance(key, dsa.DSAPrivateKey):
            raise TypeError("DSA wants a DSA key")
        size = (key.key_size == 2048) and 32 or 20
        r, s = utils.decode_dss_signature(key.sign(data, HASHES[name]()))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    return value


def hmac_method(name, secret):
    """secret(entity) -> the bytes a confused verifier would take for the key."""
    return (MORE + "hmac-" + name if name != "sha1" else DS + "hmac-sha1", ("hmac", secret, DIGESTS[name][1]))


METHODS = {f"rsa-{n}": rsa_method(n) for n in ("sha224", "sha256", "sha384", "sha512")}
METHODS |= {f"ecdsa-{n}": ecdsa_method(n) for n in ("sha224", "sha256", "sha384", "sha512")}
METHODS |= {f"pss-{n}": pss_method(n) for n in ("sha256", "sha384", "sha512", "sha1")}
METHODS |= {
    "rsa-md5": rsa_method("md5"),
    "rsa-sha1": rsa_method("sha1", DS + "rsa-sha1"),
    "ecdsa-sha1": ecdsa_method("sha1"),
    "ecdsa-sha3-256": ecdsa_method("sha3-256", MORE2021 + "ecdsa-sha3-256"),
    "dsa-sha1": (DS + "dsa-sha1", _dsa("sha1")),
    "dsa-sha256": ("http://www.w3.org/2009/xmldsig11#dsa-sha256", _dsa("sha256")),
    "eddsa-ed25519": (MORE2021 + "eddsa-ed25519", lambda key, data: key.sign(data)),
    "eddsa-ed448": (MORE2021 + "eddsa-ed448", lambda key, data: key.sign(data)),
}


def natural_method(entity):
    """The method a careful program would choose for this key."""
    key = entity.key
    if isinstance(key, rsa.RSAPrivateKey):
        return "rsa-sha256"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {384: "ecdsa-sha384", 521: "ecdsa-sha512"}.get(key.curve.key_size, "ecdsa-sha256")
    if isinstance(key, dsa.DSAPrivateKey):
        return "dsa-sha256"
    return "eddsa-ed25519" if "25519" in type(key).__name__ else "eddsa-ed448"


# ---- the plan ----


def transform(algorithm, inner=""):
    return f'<ds:Transform Algorithm="{algorithm}">{inner}</ds:Transform>'


CONSTANT_XPATH = transform(XPATH, f'<ds:XPath xmlns:ds="{DS}">not(ancestor-or-self::ds:Signature)</ds:XPath>')
CONSTANT_FILTER = transform(
    XPATH2, f'<f:XPath xmlns:f="{XPATH2}" xmlns:ds="{DS}" Filter="subtract">' "/descendant::ds:Signature</f:XPath>"
)


@dataclasses.dataclass
class Ref:
    """One ds:Reference. `digested(tree, signature)` overrides which bytes its digest covers."""

    uri: typing.Optional[str] = ""
    type: str = ""
    id: str = ""
    transforms: typing.Sequence[str] = ()
    digest: str = "sha256"
    digested: typing.Optional[typing.Callable] = None
    inner: str = ""  # further children behind DigestValue
    method_inner: str = ""  # children of DigestMethod


@dataclasses.dataclass
class Plan:
    root: typing.Optional[str] = ""  # the document; "" is pismo(), None: the signature is the root (enveloping)
    signer: typing.Any = None  # pki.Entity; None is world().ewa
    id: str = "S"
    method: typing.Any = None  # name or (uri, function); None is the natural one of the key
    c14n: str = EXC
    c14n_inner: str = ""
    method_inner: str = ""
    refs: typing.Optional[list] = None  # None is document + properties
    doc_transforms: typing.Sequence[str] = (transform(ENVELOPED), transform(EXC))
    sp_transforms: typing.Sequence[str] = (transform(EXC),)
    digest: str = "sha256"
    more_refs: typing.Sequence[Ref] = ()
    chain: typing.Any = None  # entities in X509Data; None is the signer's chain
    key_info: typing.Optional[str] = None  # whole inside of KeyInfo
    key_info_more: str = ""  # behind X509Data
    key_info_id: str = ""
    time: typing.Optional[str] = "2026-06-01T11:00:00Z"
    cert_ref: typing.Optional[str] = None  # whole SigningCertificateV2; None is the right one
    cert_digest: str = "sha256"
    issuer_serial: bool = False
    cert_of: typing.Any = None  # entity that SigningCertificateV2 names; None is the signer
    legacy: bool = False  # SigningCertificate of version 1
    role: str = ""  # behind the certificate: policy, place, roles
    data_format: typing.Optional[str] = None  # whole SignedDataObjectProperties; None is the right one
    properties_tail: str = ""  # inside SignedProperties, at its end
    target: typing.Optional[str] = None
    objects_before: str = ""  # further ds:Object before the one with the properties
    objects_after: str = ""
    qualifying_more: str = ""  # beside QualifyingProperties in the Object
    unsigned: typing.Sequence[
        typing.Callable
    ] = ()  # each: f(signature element, plan) -> xml in UnsignedSignatureProperties
    place: typing.Optional[typing.Callable] = None  # f(root, signature): where the signature goes; None appends
    before: typing.Optional[typing.Callable] = None  # f(root, signature): changes the tree before digests
    after: typing.Optional[
        typing.Callable
    ] = None  # f(root, signature): changes the tree after signing; may return a new root
    text: typing.Optional[typing.Callable] = None  # f(bytes) -> bytes, the last word
    value: typing.Optional[typing.Callable] = None  # f(value bytes) -> text of SignatureValue
    signed_info: typing.Optional[typing.Callable] = None  # f(SignedInfo element) before signing

    def references(self):
        return (self.refs if self.refs is not None else default_refs(self)) + list(self.more_refs)


def pismo(title="Wniosek o wydanie zaświadczenia", more="", attrs=""):
    return (
        f'<pismo xmlns:k="urn:korpus:pismo" k:wersja="1" {attrs}><tytul>{title}</tytul><kwota waluta="PLN">100.00</kwota>'
        f"<tresc>Zażółć gęślą jaźń.</tresc>{more}</pismo>"
    )


def issuer_serial_v2(entity):
    issuer = entity.cert.issuer.public_bytes()
    return der.seq(der.seq(der.explicit(4, issuer)), der.integer(entity.cert.serial_number))


def cert_reference(entity, digest="sha256", issuer_serial=False, legacy=False):
    uri, function = DIGESTS[digest]
    inner = (
        f'<xades:CertDigest><ds:DigestMethod Algorithm="{uri}"/><ds:DigestValue>{b64(function(entity.der).digest())}'
        "</ds:DigestValue></xades:CertDigest>"
    )
    if legacy:
        inner += (
            f"<xades:IssuerSerial><ds:X509IssuerName>{entity.cert.issuer.rfc4514_string()}</ds:X509IssuerName>"
            f"<ds:X509SerialNumber>{entity.cert.serial_number}</ds:X509SerialNumber></xades:IssuerSerial>"
        )
        return f"<xades:SigningCertificate><xades:Cert>{inner}</xades:Cert></xades:SigningCertificate>"
    if issuer_serial:
        inner += f"<xades:IssuerSerialV2>{b64(issuer_serial_v2(entity))}</xades:IssuerSerialV2>"
    return f"<xades:SigningCertificateV2><xades:Cert>{inner}</xades:Cert></xades:SigningCertificateV2>"


def x509_data(entities):
    certs = "".join(f"<ds:X509Certificate>{b64(e.der)}</ds:X509Certificate>" for e in entities)
    return f"<ds:X509Data>{certs}</ds:X509Data>"


def key_value(entity):
    """ds:KeyValue of this key: what a verifier without check 20 would believe."""
    public = entity.key.public_key()
    if isinstance(entity.key, rsa.RSAPrivateKey):
        n = public.public_numbers()
        size = lambda v: b64(v.to_bytes((v.bit_length() + 7) // 8, "big"))
        inner = f"<ds:RSAKeyValue><ds:Modulus>{size(n.n)}</ds:Modulus><ds:Exponent>{size(n.e)}</ds:Exponent></ds:RSAKeyValue>"
    else:
        point = public.public_bytes(pki.serialization.Encoding.X962, pki.serialization.PublicFormat.UncompressedPoint)
        inner = (
            '<dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#">'
            '<dsig11:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/>'
            f"<dsig11:PublicKey>{b64(point)}</dsig11:PublicKey></dsig11:ECKeyValue>"
        )
    return f"<ds:KeyValue>{inner}</ds:KeyValue>"


def _reference_xml(ref):
    attrs = "".join(f' {k}="{v}"' for k, v in (("Id", ref.id), ("Type", ref.type)) if v)
    uri = "" if ref.uri is None else f' URI="{ref.uri}"'
    transforms = f"<ds:Transforms>{''.join(ref.transforms)}</ds:Transforms>" if ref.transforms else ""
    return (
        f"<ds:Reference{attrs}{uri}>{transforms}"
        f'<ds:DigestMethod Algorithm="{DIGESTS[ref.digest][0]}">{ref.method_inner}</ds:DigestMethod>'
        f"<ds:DigestValue/>{ref.inner}</ds:Reference>"
    )


def default_refs(plan):
    return [
        Ref("", id=f"{plan.id}-doc", transforms=plan.doc_transforms, digest=plan.digest),
        Ref(f"#{plan.id}-sp", type=TYPE_PROPERTIES, transforms=plan.sp_transforms, digest=plan.digest),
    ]


def _method(plan):
    method = plan.method or natural_method(plan.signer)
    return METHODS[method] if isinstance(method, str) else method


def _signature_xml(plan, refs):
    entity = plan.cert_of or plan.signer
    chain = plan.chain if plan.chain is not None else plan.signer.chain()
    key_info = plan.key_info if plan.key_info is not None else x509_data(chain) + plan.key_info_more
    cert = plan.cert_ref
    if cert is None:
        cert = cert_reference(entity, plan.cert_digest, plan.issuer_serial, plan.legacy)
    time = f"<xades:SigningTime>{plan.time}</xades:SigningTime>" if plan.time is not None else ""
    data = plan.data_format
    if data is None:
        data = (
            f'<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#{plan.id}-doc">'
            "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>"
        )
    target = f"#{plan.id}" if plan.target is None else plan.target
    key_info_id = f' Id="{plan.key_info_id}"' if plan.key_info_id else ""
    return (
        f'<ds:Signature xmlns:ds="{DS}" Id="{plan.id}"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{plan.c14n}">{plan.c14n_inner}</ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{_method(plan)[0]}">{plan.method_inner}</ds:SignatureMethod>'
        f"{''.join(map(_reference_xml, refs))}</ds:SignedInfo>"
        f'<ds:SignatureValue Id="{plan.id}-val"/>'
        f"<ds:KeyInfo{key_info_id}>{key_info}</ds:KeyInfo>{plan.objects_before}<ds:Object>"
        f'<xades:QualifyingProperties xmlns:xades="{XADES}" Target="{target}">'
        f'<xades:SignedProperties Id="{plan.id}-sp"><xades:SignedSignatureProperties>{time}{cert}{plan.role}'
        f"</xades:SignedSignatureProperties>{data}{plan.properties_tail}</xades:SignedProperties>"
        f"</xades:QualifyingProperties>{plan.qualifying_more}</ds:Object>{plan.objects_after}</ds:Signature>"
    )


# ---- what a lax verifier would digest ----


def by_id(tree, name):
    """First element with this Id, in any spelling: what a verifier without check 10 finds."""
    for element in tree.iter():
        if isinstance(element.tag, str):
            for key, value in element.attrib.items():
                if key in ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id") and value == name:
                    return element
    raise KeyError(name)


def without(root, victims):
    """A copy of the tree in which these elements are gone; the text behind them stays."""
    marks = [root.getroottree().getelementpath(v) for v in victims]
    copied = copy.deepcopy(root.getroottree())
    for element in [copied.find(m) for m in marks]:
        parent = element.getparent()
        previous = element.getprevious()
        if element.tail:
            if previous is not None:
                previous.tail = (previous.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
        parent.remove(element)
    return copied


def digested(root, signature, ref):
    if ref.digested:
        return ref.digested(root, signature)
    methods = [
        etree.fromstring(t.replace("<ds:Transform ", f'<ds:Transform xmlns:ds="{DS}" ', 1)) for t in ref.transforms
    ]
    names = [m.get("Algorithm") for m in methods]
    canonical = next(
        (m for m in methods if m.get("Algorithm") in (EXC, C14N, C14N11, EXC_COMMENTS, C14N_COMMENTS, C14N11_COMMENTS)),
        None,
    )
    algorithm = canonical.get("Algorithm") if canonical is not None else C14N
    inclusive = canonical.find(q(EXC, "InclusiveNamespaces")) if canonical is not None else None
    prefixes = inclusive.get("PrefixList", "").split() if inclusive is not None else None
    if ref.uri:
        node = by_id(root, ref.uri[1:])
        if BASE64 in names:
            return base64.b64decode("".join(node.itertext()))
        return c14n(node, algorithm, prefixes)
    gone = [signature]
    if XPATH in names or XPATH2 in names:
        gone = [
            s for s in root.iter(q(DS, "Signature")) if not any(a.tag == q(DS, "Signature") for a in s.iterancestors())
        ]
    elif ENVELOPED not in names:
        gone = []
    tree = without(root, gone) if gone else root.getroottree()
    return c14n(tree, algorithm, prefixes)


# ---- signing ----


def sign_into(root, plan):
    """Adds the plan's signature to this tree; returns the signature element."""
    plan.signer = plan.signer or pki.world().ewa
    refs = plan.references()
    signature = etree.fromstring(ported(_signature_xml(plan, refs)), PARSER)
    if root is None:
        root = signature
    elif plan.place:
        plan.place(root, signature)
    else:
        root.append(signature)
    if plan.before:
        plan.before(root, signature)
    signed_info = signature.find(q(DS, "SignedInfo"))
    for node, ref in zip(signed_info.findall(q(DS, "Reference")), refs):
        data = digested(root, signature, ref)
        node.find(q(DS, "DigestValue")).text = b64(DIGESTS[ref.digest][1](data).digest())
    if plan.signed_info:
        plan.signed_info(signed_info)
    prefixes = None
    if plan.c14n_inner:
        prefixes = signed_info[0][0].get("PrefixList", "").split()
    data = c14n(signed_info, plan.c14n, prefixes)
    function = _method(plan)[1]
    if isinstance(function, tuple):
        value = hmac.new(function[1](plan.signer), data, function[2]).digest()
    else:
        value = function(plan.signer.key, data)
    signature.find(q(DS, "SignatureValue")).text = plan.value(value) if plan.value else b64(value)
    add_unsigned(signature, plan.unsigned, plan)
    return signature


def add_unsigned(signature, makers, plan=None):
    """Further unsigned properties, each made from the finished signature."""
    for maker in makers:
        qualifying = signature.find(f"{q(DS, 'Object')}/{q(XADES, 'QualifyingProperties')}")
        properties = qualifying.find(q(XADES, "UnsignedProperties"))
        if properties is None:
            properties = etree.SubElement(qualifying, q(XADES, "UnsignedProperties"))
            etree.SubElement(properties, q(XADES, "UnsignedSignatureProperties"))
        inner = maker(signature, plan)
        if isinstance(inner, etree._Element):
            properties[0].append(inner)
        elif inner:
            top = etree.fromstring(f'<x xmlns:ds="{DS}" xmlns:xades="{XADES}" xmlns:xades141="{XADES141}">{inner}</x>')
            for element in list(top):
                properties[0].append(element)


def serialize(root, declaration=True):
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=declaration)


def sign(plan, *more):
    """The signed document as bytes. Further plans add their signatures one after another."""
    root = None if plan.root is None else etree.fromstring(ported(plan.root or pismo()).encode(), PARSER)
    signature = sign_into(root, plan)
    root = signature if root is None else root
    for other in more:
        sign_into(root, other)
    if plan.after:
        changed = plan.after(root, signature)
        root = changed if changed is not None else root
    data = serialize(root)
    data = plan.text(data) if plan.text else data
    return data.replace(b"@PORT@", PORT[0].encode())
