"""Documents that must pass: what our programs make, and what others make on purpose."""
import textwrap

from lxml import etree

import pki
import stamps
from case import bad, good
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
NARROW = ("narrow",)
FORMS = {"exc": EXC, "c14n": C14N, "c14n11": C14N11}


def level(name):
    def look(report):
        got = report["signatures"][0]["level"]
        assert got == name, f"level {got}, should be {name}"

    return look


# every canonical form in every place
for si in FORMS:
    for doc in FORMS:
        for sp in FORMS:
            good(
                f"form-{si}-{doc}-{sp}",
                Plan(
                    c14n=FORMS[si],
                    doc_transforms=(transform(ENVELOPED), transform(FORMS[doc])),
                    sp_transforms=(transform(FORMS[sp]),),
                ),
                mutate=si == doc == sp,
            )
good("properties-without-transforms", Plan(sp_transforms=()))
good("document-enveloped-only", Plan(doc_transforms=(transform(ENVELOPED),)), profiles=FOREIGN)

# every key and digest
for who, methods in {
    "ewa": ("ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"),
    "p384": ("ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"),
    "p521": ("ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"),
    "rsa3072": ("rsa-sha256", "rsa-sha384", "rsa-sha512"),
}.items():
    for method in methods:
        for digest in ("sha256", "sha384", "sha512"):
            good(f"key-{who}-{method}-{digest}", Plan(signer=getattr(w, who), method=method, digest=digest))
for method in ("rsa-sha256", "rsa-sha384", "rsa-sha512"):
    good(f"key-rsa2048-{method}", Plan(signer=w.rsa2048, method=method), profiles=FOREIGN, mutate=True)
bad(
    "key-rsa2048-narrow",
    17,
    Plan(signer=w.rsa2048),
    profiles=NARROW,
    pair="key-rsa2048-rsa-sha256",
    only=True,
    expect=("TOTAL_FAILED", "INDETERMINATE"),
)

# contents
CONTENTS = {
    "prefixed": '<a:list xmlns:a="urn:a" xmlns:b="urn:b" b:klasa="x"><a:poz b:nr="1">ą</a:poz><b:x xmlns:a="urn:c"><a:y/></b:x></a:list>',
    "xml-attributes": '<list xml:lang="pl" xml:space="preserve"> <poz xml:lang="en"/> </list>',
    "references": '<list a="&#9;&#10;&#13;&lt;&amp;&quot;">&lt;&gt;&amp;&#x17C;&#13;&#x1F600;</list>',
    "no-namespace": "<list><poz/></list>",
    "default-undeclared": '<list xmlns="urn:x"><poz xmlns=""/></list>',
    "unused-namespaces": '<list xmlns:p1="urn:1" xmlns:p2="urn:2" xmlns:xs="http://www.w3.org/2001/XMLSchema"><poz/></list>',
    "empty": "<list/>",
    "ids-of-business": '<list Id="a"><poz ID="b"/><poz id="c"/><poz xml:id="d"/></list>',
    "twins-of-business": '<list Id="a"><poz Id="a"/><poz id="a"/></list>',
    "schema-location": '<list xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd"/>',
    "xinclude-as-data": '<list xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/hostname"/></list>',
    "long-text": f"<list>{'Zażółć gęślą jaźń. ' * 20000}</list>",
    "many-elements": f"<list>{'<poz>1</poz>' * 20000}</list>",
    "many-attributes": "<list " + " ".join(f'a{i}="{i}"' for i in range(500)) + "/>",
    "deep-200": "<a>" * 200 + "</a>" * 200,
    "astral": "<list>\U0001F600\U0002070E</list>",
    "long-attachment": f"<list>{'QUJD' * 100000}</list>",
}
for name, root in CONTENTS.items():
    for form in ("exc", "c14n"):
        good(
            f"content-{name}-{form}",
            Plan(
                root=root,
                c14n=FORMS[form],
                doc_transforms=(transform(ENVELOPED), transform(FORMS[form])),
                sp_transforms=(transform(FORMS[form]),),
            ),
            mutate=form == "exc" and name in ("prefixed", "xml-attributes", "references"),
        )
good("content-no-declaration", Plan(text=lambda d: d[d.index(b"?>") + 3 :]))
good("content-comment", Plan(root=pismo(more="<uwaga>tak<!-- nie --></uwaga>")), profiles=FOREIGN)
good("content-cdata", Plan(root=pismo(more="<uwaga><![CDATA[a < b]]></uwaga>")), profiles=FOREIGN)
good("content-crlf", Plan(text=lambda d: d.replace(b"</tytul>", b"</tytul>").replace(b"\n", b"\r\n")))
good(
    "prefix-list",
    Plan(
        root='<p:pismo xmlns:p="urn:p" xmlns:q="urn:q"><p:t a="q:x"/></p:pismo>',
        doc_transforms=(
            transform(ENVELOPED),
            transform(EXC, f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="q"/>'),
        ),
    ),
)
good("prefix-list-signed-info", Plan(c14n_inner=f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="ds xades"/>'))


# the signature's own writing
def spread(root, signature):
    """White space between all elements of the signature that no digest forbids."""
    for element in (signature, signature.find(q(DS, "KeyInfo")), signature.find(q(DS, "Object"))):
        element.text = "\n  "
        for child in element:
            child.tail = "\n  "


def folded(value):
    return "\n" + "\n".join(textwrap.wrap(b64(value), 40)) + "\n"


good("writing-spread", Plan(before=spread))
good("writing-folded-value", Plan(value=folded))
good("writing-crlf-value", Plan(value=lambda v: folded(v).replace("\n", "\r\n")))
good(
    "writing-folded-certificate",
    Plan(
        after=lambda r, s: [
            setattr(c, "text", folded(base64.b64decode(c.text))) for c in s.iter(q(DS, "X509Certificate"))
        ]
        and None
    ),
)


good("writing-other-ids", Plan(id="id-0f3a.X_1"))
good("first-in-root", Plan(place=lambda r, s: r.insert(0, s)), profiles=FOREIGN)
good("middle-of-root", Plan(place=lambda r, s: r.insert(1, s)), profiles=FOREIGN)
for name, where in (("first", 0), ("middle", 1)):
    bad(
        f"not-last-{name}",
        7,
        Plan(place=lambda r, s, n=where: r.insert(n, s)),
        profiles=NARROW,
        pair=f"{name}-{'in' if name == 'first' else 'of'}-root",
        only=True,
    )

# certificates
for who in ("below_root", "deep", "documents", "only_nr", "only_ds", "known_ext", "in_names"):
    good(f"cert-{who.replace('_', '-')}", Plan(signer=getattr(w, who)))
good("cert-pinned", Plan(signer=w.pinned), trust="pinned")
good("cert-pinned-rsa", Plan(signer=w.pinned_rsa), trust="pinned", profiles=FOREIGN)
good("cert-pinned-among-anchors", Plan(signer=w.seal), trust="seal")
good("cert-chain-reversed", Plan(chain=[w.ca, w.ewa]))
good("cert-chain-with-root", Plan(chain=[w.ewa, w.ca, w.root]))
good("cert-chain-with-others", Plan(chain=[w.jan, w.ewa, w.rsa_ca, w.ca]))
good("cert-ten", Plan(chain=[w.ewa, w.ca, w.root, w.jan, w.rsa_ca, w.p384, w.p521, w.rsa3072, w.ca2, w.ca3]))
good("cert-two-x509data", Plan(key_info=x509_data([w.ewa]) + x509_data([w.ca])), profiles=FOREIGN)
good("cert-issuer-serial", Plan(issuer_serial=True))
for digest in ("sha384", "sha512"):
    good(f"cert-digest-{digest}", Plan(cert_digest=digest))
good(
    "cert-named-with-chain",
    Plan(
        cert_ref=cert_reference(w.ewa).replace(
            "</xades:SigningCertificateV2>", cert_reference(w.ca)[len("<xades:SigningCertificateV2>") :]
        )
    ),
    profiles=FOREIGN,
)
good("cert-pair-same-key", Plan(signer=w.ewa_again))
good("cert-pair-twin", Plan(signer=w.ewa_twin))

# other programs' forms
good("legacy-signing-certificate", Plan(legacy=True), profiles=FOREIGN, mutate=True)
bad(
    "legacy-narrow",
    24,
    Plan(legacy=True),
    profiles=NARROW,
    pair="legacy-signing-certificate",
    only=True,
    expect=("TOTAL_FAILED", "INDETERMINATE"),
)
good("key-value-beside", Plan(key_info_more=key_value(w.ewa)), profiles=FOREIGN)
good("key-name-beside", Plan(key_info_more="<ds:KeyName>Ewa</ds:KeyName>"), profiles=FOREIGN)
good(
    "subject-name-beside",
    Plan(
        key_info=x509_data(w.ewa.chain()).replace(
            "<ds:X509Data>", "<ds:X509Data><ds:X509SubjectName>CN=Ewa</ds:X509SubjectName>", 1
        )
    ),
    profiles=FOREIGN,
)
SIGNED_KEY_INFO = dict(key_info_id="S-ki", more_refs=[Ref("#S-ki", transforms=[transform(EXC)])])
good("signed-key-info", Plan(**SIGNED_KEY_INFO), profiles=FOREIGN, mutate=True)
bad("signed-key-info-narrow", (8, 11), Plan(**SIGNED_KEY_INFO), profiles=NARROW, pair="signed-key-info", only=True)
EXTRA = '<ds:Object Id="S-more"><dane xmlns="urn:korpus:dane">1</dane></ds:Object>'
SIGNED_OBJECT = dict(more_refs=[Ref("#S-more", transforms=[transform(EXC)])])
good("signed-object-after", Plan(objects_after=EXTRA, **SIGNED_OBJECT), profiles=FOREIGN, mutate=True)
good("signed-object-before", Plan(objects_before=EXTRA, **SIGNED_OBJECT), profiles=FOREIGN)
good(
    "signed-object-and-key-info",
    Plan(
        objects_after=EXTRA,
        key_info_id="S-ki",
        more_refs=[Ref("#S-more", transforms=[transform(EXC)]), Ref("#S-ki", transforms=[transform(EXC)])],
    ),
    profiles=FOREIGN,
)
good("signed-object-plain", Plan(objects_after=EXTRA, more_refs=[Ref("#S-more")]), profiles=FOREIGN)
bad(
    "signed-object-narrow",
    (8, 11),
    Plan(objects_after=EXTRA, **SIGNED_OBJECT),
    profiles=NARROW,
    pair="signed-object-after",
)
good("constant-xpath", Plan(doc_transforms=(CONSTANT_XPATH, transform(EXC))), profiles=FOREIGN, mutate=True)
good("constant-xpath-alone", Plan(doc_transforms=(CONSTANT_XPATH,)), profiles=FOREIGN)
good("constant-filter", Plan(doc_transforms=(CONSTANT_FILTER, transform(EXC))), profiles=FOREIGN)
bad(
    "constant-xpath-narrow",
    12,
    Plan(doc_transforms=(CONSTANT_XPATH, transform(EXC))),
    profiles=NARROW,
    pair="constant-xpath",
    only=True,
)
bad(
    "constant-filter-narrow",
    12,
    Plan(doc_transforms=(CONSTANT_FILTER, transform(EXC))),
    profiles=NARROW,
    pair="constant-filter",
    only=True,
)
good("no-data-format", Plan(data_format=""), profiles=FOREIGN)
good("time-with-zone", Plan(time="2026-06-01T13:00:00+02:00"), profiles=FOREIGN)
good("time-with-fraction", Plan(time="2026-06-01T11:00:00.123Z"), profiles=FOREIGN)
good("time-almost-future", Plan(time="2026-06-01T12:04:00Z"))
good("time-old", Plan(time="2025-02-01T12:00:00Z"))
PLACE = "<xades:SignatureProductionPlaceV2><xades:City>Gorzów</xades:City></xades:SignatureProductionPlaceV2>"
ROLE = "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>wójt</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>"
IMPLIED = "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier>"
good("signed-role", Plan(role=ROLE))
good("signed-place", Plan(role=PLACE), profiles=FOREIGN)
good("signed-implied-policy", Plan(role=IMPLIED), profiles=FOREIGN)


# enveloping: the signature is the root
PROPERTIES = Ref("#S-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)])


def enveloping(content, transforms=(transform(EXC),), attrs="", **more):
    return Plan(
        root=None,
        objects_before=f'<ds:Object Id="S-obj"{attrs}>{content}</ds:Object>',
        data_format="",
        refs=[Ref("#S-obj", id="S-doc", transforms=list(transforms)), PROPERTIES],
        **more,
    )


PAYLOAD = b64("Treść pliku: zażółć.".encode() * 20)
good("enveloping-xml", enveloping(pismo()), profiles=FOREIGN, mutate=True)
good("enveloping-xml-inclusive", enveloping(pismo(), (transform(C14N),)), profiles=FOREIGN)
good("enveloping-xml-plain", enveloping(pismo(), ()), profiles=FOREIGN)
good(
    "enveloping-base64",
    enveloping(PAYLOAD, (transform(BASE64),), ' Encoding="http://www.w3.org/2000/09/xmldsig#base64"'),
    profiles=FOREIGN,
    mutate=True,
)
good(
    "enveloping-two",
    Plan(
        root=None,
        data_format="",
        objects_before=f'<ds:Object Id="o1">{pismo()}</ds:Object><ds:Object Id="o2">{PAYLOAD}</ds:Object>',
        refs=[Ref("#o1", transforms=[transform(EXC)]), Ref("#o2", transforms=[transform(BASE64)]), PROPERTIES],
    ),
    profiles=FOREIGN,
)
for name, inside in {"element": '<x y="niepodpisane"/>', "comment": "<!-- niepodpisane -->"}.items():
    # the transform sees the text only, so what stands in it is not signed
    bad(
        f"enveloping-base64-with-{name}",
        (5, 8, 11, 12, 15),
        enveloping(PAYLOAD[:40] + inside + PAYLOAD[40:], (transform(BASE64),)),
        profiles=FOREIGN,
        pair="enveloping-base64",
        only=True,
    )
bad("enveloping-narrow", (7, 8, 11), enveloping(pismo()), profiles=NARROW, pair="enveloping-xml")
bad(
    "enveloping-uncovered-object",
    8,
    Plan(
        root=None,
        data_format="",
        objects_before=(f'<ds:Object Id="o1">{pismo()}</ds:Object><ds:Object Id="o2">{PAYLOAD}</ds:Object>'),
        refs=[Ref("#o1", transforms=[transform(EXC)]), PROPERTIES],
    ),
    profiles=FOREIGN,
    pair="enveloping-two",
    only=True,
)
bad("enveloping-nothing", 11, Plan(root=None, data_format="", refs=[PROPERTIES]), profiles=FOREIGN, only=True)


# several signatures
def parallel(**second):
    first = Plan(doc_transforms=(CONSTANT_XPATH, transform(EXC)))
    return [first, Plan(**{"id": "T", "signer": w.jan, "doc_transforms": (CONSTANT_XPATH, transform(EXC)), **second})]


def counted(number):
    def look(report):
        assert len(report["signatures"]) == number, f"{len(report['signatures'])} signatures, should be {number}"

    return look


def of_two(*wanted):
    """The indications of the signatures, in the document's order."""

    def look(report):
        got = tuple(s["indication"] for s in report["signatures"])
        assert got == wanted, f"signatures {got}, should be {wanted}"

    return look


good("parallel", parallel(), profiles=FOREIGN, also=counted(2), mutate=True)
good(
    "parallel-filter",
    [
        Plan(doc_transforms=(CONSTANT_FILTER, transform(EXC))),
        Plan(id="T", signer=w.rsa3072, doc_transforms=(CONSTANT_FILTER, transform(EXC))),
    ],
    profiles=FOREIGN,
    also=counted(2),
)
# the second signs the document together with the first: only the outer one may use enveloped-signature
good(
    "parallel-serial",
    [Plan(doc_transforms=(CONSTANT_XPATH, transform(EXC))), Plan(id="T", signer=w.jan)],
    profiles=FOREIGN,
    also=counted(2),
)
good(
    "parallel-ten",
    [Plan(id=f"S{i}", doc_transforms=(CONSTANT_XPATH, transform(EXC))) for i in range(10)],
    profiles=FOREIGN,
    also=counted(10),
)
bad("parallel-narrow", (7, 12), parallel(), profiles=NARROW, pair="parallel")
bad("parallel-narrow-serial", 7, [Plan(), Plan(id="T", signer=w.jan)], profiles=NARROW, pair="parallel")
bad(
    "parallel-first-broken-by-second",
    (22, 23),
    [Plan(), Plan(id="T", signer=w.jan)],
    profiles=FOREIGN,
    subs="HASH_FAILURE",
    also=of_two("TOTAL_FAILED", "TOTAL_PASSED"),
)
bad(
    "parallel-second-untrusted",
    25,
    parallel(signer=w.stranger),
    profiles=FOREIGN,
    expect=("INDETERMINATE",),
    pair="parallel",
    also=of_two("TOTAL_PASSED", "INDETERMINATE"),
)
bad(
    "parallel-second-value-bad",
    (22, 23),
    parallel(value=lambda v: b64(bytes([v[0] ^ 1]) + v[1:])),
    profiles=FOREIGN,
    subs="SIG_CRYPTO_FAILURE",
    pair="parallel",
    also=of_two("TOTAL_PASSED", "TOTAL_FAILED"),
)
bad("parallel-same-id", 10, parallel(id="S"), profiles=FOREIGN, pair="parallel")


# counter-signatures: seen, never counted
def counter(signer=None, broken=False, uri="#S-val", kind=TYPE_COUNTER):
    def maker(signature, plan):
        holder = etree.SubElement(
            signature.find(f"{q(DS, 'Object')}/{q(XADES, 'QualifyingProperties')}/{q(XADES, 'UnsignedProperties')}")[0],
            q(XADES, "CounterSignature"),
        )
        inner = Plan(
            id="C",
            signer=signer or w.jan,
            place=lambda r, s: holder.append(s),
            data_format="",
            refs=[
                Ref(uri, type=kind, id="C-doc", transforms=[transform(EXC)]),
                Ref("#C-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)]),
            ],
        )
        root = signature.getroottree().getroot()
        made = sign_into(root, inner)
        if broken:
            made.find(q(DS, "SignatureValue")).text = b64(b"x" * 64)
        holder.getparent().remove(holder)
        return holder

    return maker


def one_with_counter(report):
    assert len(report["signatures"]) == 1, "a counter-signature was counted as a signature"


good("counter", Plan(unsigned=[counter()]), profiles=FOREIGN, also=one_with_counter, signers=[w.ewa])
good("counter-bad", Plan(unsigned=[counter(broken=True)]), profiles=FOREIGN, also=one_with_counter, signers=[w.ewa])
good("counter-stranger", Plan(unsigned=[counter(w.stranger)]), profiles=FOREIGN, also=one_with_counter, signers=[w.ewa])
bad(
    "counter-good-signature-bad",
    (22, 23),
    Plan(unsigned=[counter()], value=lambda v: b64(bytes([v[0] ^ 1]) + v[1:])),
    profiles=FOREIGN,
    also=one_with_counter,
    pair="counter",
    subs="SIG_CRYPTO_FAILURE",
)
bad("counter-narrow", (7, 14), Plan(unsigned=[counter()]), profiles=NARROW, pair="counter")

# time stamps and long-term levels
good("stamp", Plan(unsigned=[stamps.signature_stamp()]), also=level("B-T"), mutate=True)
good("stamp-inclusive", Plan(unsigned=[stamps.plain_stamp()]), also=level("B-T"))
good("stamp-c14n11", Plan(unsigned=[stamps.signature_stamp(method=C14N11)]), also=level("B-T"))
good("stamp-rsa", Plan(unsigned=[stamps.signature_stamp(w.tsa_rsa)]), also=level("B-T"))
good("stamp-two", Plan(unsigned=[stamps.signature_stamp(), stamps.signature_stamp(w.tsa_rsa)]), also=level("B-T"))
for digest in ("sha384", "sha512"):
    good(f"stamp-{digest}", Plan(unsigned=[stamps.signature_stamp(digest=digest, md=digest)]), also=level("B-T"))


def evidence_crls():
    return [pki.crl(w.ca), pki.crl(w.root), pki.crl(w.tsa_root)]


good(
    "long-term-crl",
    Plan(unsigned=[stamps.signature_stamp(), stamps.values(evidence_crls(), certs=[w.ca, w.root, w.tsa_root])]),
    profiles=FOREIGN,
    also=level("B-LT"),
)
good(
    "long-term-ocsp",
    Plan(unsigned=[stamps.signature_stamp(), stamps.values([pki.crl(w.root), pki.crl(w.tsa_root)], [pki.ocsp(w.ewa)])]),
    profiles=FOREIGN,
    also=level("B-LT"),
)
good(
    "long-term-ocsp-delegated",
    Plan(
        unsigned=[
            stamps.signature_stamp(),
            stamps.values([pki.crl(w.root), pki.crl(w.tsa_root)], [pki.ocsp(w.ewa, responder=w.responder)]),
        ]
    ),
    profiles=FOREIGN,
    also=level("B-LT"),
)
def archived(*stamps_, values=None, **plan):
    return Plan(unsigned=[stamps.signature_stamp(), values or stamps.values(evidence_crls()), *stamps_], **plan)


def archive_left_out(report):
    """Judged by all the rest, and the clerk is told."""
    level("B-LT")(report)
    assert "znacznik" in report["signatures"][0]["unchecked"], report["signatures"][0]["unchecked"]


def earlier_changed(root, signature):
    """Another good stamp in the place of the one that was archived."""
    properties = signature.find(f".//{q(XADES, 'UnsignedSignatureProperties')}")
    add_unsigned(signature, [stamps.signature_stamp(w.tsa_rsa)])
    properties.replace(properties[0], properties[-1])


for name, plan in {
    "archive": archived(stamps.archive_stamp()),
    "archive-default-form": archived(stamps.archive_stamp(method=C14N, state=False)),
    "archive-c14n11": archived(stamps.archive_stamp(method=C14N11)),
    "archive-sha512": archived(stamps.archive_stamp(digest="sha512", md="sha512")),
    "archive-rsa": archived(stamps.archive_stamp(w.tsa_rsa)),
    "archive-twice": archived(stamps.archive_stamp(), stamps.archive_stamp(w.tsa_rsa)),
    "archive-of-plain-properties": archived(stamps.archive_stamp(method=C14N, state=False), sp_transforms=()),
    "archive-with-signed-object": archived(stamps.archive_stamp(), objects_after=EXTRA, **SIGNED_OBJECT),
    "archive-around": archived(
        stamps.archive_stamp(),
        root=None,
        data_format="",
        objects_before=f'<ds:Object Id="o1">{pismo()}</ds:Object>',
        refs=[Ref("#o1", transforms=[transform(EXC)]), PROPERTIES],
    ),
    "archive-second-of-other-bytes": archived(
        stamps.archive_stamp(), stamps.archive_stamp(over=lambda signature, plan, method: b"inne")
    ),
}.items():
    good(name, plan, profiles=FOREIGN, also=level("B-LTA"), mutate=name == "archive")
for name, plan in {
    "archive-of-other-bytes": archived(stamps.archive_stamp(over=lambda signature, plan, method: c14n(signature))),
    "archive-strange-authority": archived(stamps.archive_stamp(w.tsa_false)),
    "archive-of-nodes-in-other-form": archived(stamps.archive_stamp(), sp_transforms=()),
    "archive-old-kind": archived(stamps.archive_stamp(prefix="xades")),
    "archive-earlier-changed": archived(stamps.archive_stamp(), after=earlier_changed),
    "archive-no-token": archived(
        lambda signature, plan: "<xades141:ArchiveTimeStamp><xades:EncapsulatedTimeStamp>AAAA"
        "</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>"
    ),
    "archive-empty": archived(lambda signature, plan: "<xades141:ArchiveTimeStamp/>"),
}.items():
    good(name, plan, profiles=FOREIGN, also=archive_left_out)
