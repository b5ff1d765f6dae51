"""What the signature refers to and how: checks 11-15. Each document's digests and value are right, as far as a lax
verifier could calculate them."""
from lxml import etree

from case import bad, never
from cases_shape import BASE, FOREIGN, NARROW, QP, added, w
from xades import *


# ---- 11: references ----
def refs(*others, doc=True, sp=True):
    plan = Plan()
    both = default_refs(plan)
    return ([both[0]] if doc else []) + ([both[1]] if sp else []) + list(others)


ENVELOPING_TRANSFORMS = (transform(ENVELOPED), transform(EXC))
PART = '<pismo Id="calosc"><czesc Id="czesc">to podpisano</czesc><reszta>tego nie</reszta></pismo>'
bad("refs-none", (8, 11), Plan(refs=[]), pair=BASE)
bad("refs-only-document", 11, Plan(refs=refs(sp=False)), pair=BASE, only=True)
bad("refs-only-properties", 11, Plan(refs=refs(doc=False)), pair=BASE, only=True)
bad(
    "refs-only-part",
    11,
    Plan(root=PART, refs=refs(Ref("#czesc", id="S-doc", transforms=[transform(EXC)]), doc=False)),
    pair=BASE,
    only=True,
)
bad(
    "refs-part-besides",
    11,
    Plan(root=PART, refs=refs(Ref("#czesc", transforms=[transform(EXC)]))),
    pair=BASE,
    only=True,
)
bad(
    "refs-root-by-id",
    11,
    Plan(
        root=PART,
        refs=refs(
            Ref("#calosc", id="S-doc", transforms=ENVELOPING_TRANSFORMS, digested=(lambda r, s: c14n(without(r, [s])))),
            doc=False,
        ),
    ),
    pair=BASE,
    only=True,
)
bad("refs-document-twice", 11, Plan(refs=refs(Ref("", transforms=ENVELOPING_TRANSFORMS))), pair=BASE, only=True)
bad(
    "refs-properties-twice",
    11,
    Plan(refs=refs(Ref("#S-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)]))),
    pair=BASE,
    only=True,
)
bad(
    "refs-properties-untyped",
    11,
    Plan(refs=refs(Ref("#S-sp", transforms=[transform(EXC)]), sp=False)),
    pair=BASE,
    only=True,
)
bad(
    "refs-properties-other-type",
    11,
    Plan(
        refs=refs(
            Ref("#S-sp", type="http://uri.etsi.org/01903/v1.1.1#SignedProperties", transforms=[transform(EXC)]),
            sp=False,
        )
    ),
    pair=BASE,
    only=True,
)
bad(
    "refs-document-typed-as-properties",
    11,
    Plan(refs=[Ref("", type=TYPE_PROPERTIES, id="S-doc", transforms=ENVELOPING_TRANSFORMS), default_refs(Plan())[1]]),
    pair=BASE,
)
bad(
    "refs-signature-properties-only",
    11,
    Plan(
        before=lambda r, s: s.find(".//" + q(XADES, "SignedSignatureProperties")).set("Id", "S-ssp"),
        refs=refs(Ref("#S-ssp", type=TYPE_PROPERTIES, transforms=[transform(EXC)]), sp=False),
    ),
    pair=BASE,
    only=True,
)
bad("refs-no-uri", 11, Plan(refs=refs(Ref(None, id="S-doc", transforms=ENVELOPING_TRANSFORMS), doc=False)), pair=BASE)
bad("refs-value", 11, Plan(refs=refs(Ref("#S-val", transforms=[transform(EXC)], digested=lambda r, s: b""))), pair=BASE)
bad(
    "refs-signed-info",
    11,
    Plan(refs=refs(Ref("#S", transforms=[transform(EXC)], digested=lambda r, s: b""))),
    pair=BASE,
)
bad(
    "refs-five",
    11,
    Plan(
        objects_after="".join(f'<ds:Object Id="o{i}"><d/></ds:Object>' for i in range(3)),
        more_refs=[Ref(f"#o{i}", transforms=[transform(EXC)]) for i in range(3)],
    ),
    pair="signed-object-and-key-info",
    only=True,
)
bad(
    "refs-hundred",
    11,
    Plan(
        objects_after="".join(f'<ds:Object Id="o{i}"><d/></ds:Object>' for i in range(100)),
        more_refs=[Ref(f"#o{i}", transforms=[transform(EXC)]) for i in range(100)],
    ),
    pair="signed-object-and-key-info",
)
SP_BYTES = lambda r, s: c14n(s.find(".//" + q(XADES, "SignedProperties")))
DOC_BYTES = lambda r, s: c14n(without(r, [s]))
for name, uri in {
    "xpointer-id": "#xpointer(id('S-sp'))",
    "xpointer-root": "#xpointer(/)",
    "xpointer-descendant": "#xpointer(//*[@Id='S-sp'])",
    "quote": "#S-sp')|id('S-sp",
    "element-scheme": "#element(S-sp)",
    "percent": "#S%2Dsp",
    "space": "# S-sp",
    "colon": "#a:S-sp",
    "slash": "#/1/2",
    "only-hash": "#",
    "relative": "S-sp",
    "query": "?S-sp",
    "own-name": "dokument.xml#S-sp",
    "newline": "#S-sp&#10;",
    "unicode": "#S\u2010sp",
    "digit": "#1S-sp",
}.items():
    bad(
        f"uri-properties-{name}",
        (10, 11),
        Plan(refs=refs(Ref(uri, type=TYPE_PROPERTIES, transforms=[transform(EXC)], digested=SP_BYTES), sp=False)),
        pair=BASE,
        only=True,
    )
for name, uri in {
    "xpointer-root": "#xpointer(/)",
    "xpointer-all": "#xpointer(/*)",
    "file": "file:///etc/hostname",
    "http": "http://127.0.0.1:@PORT@/x.xml",
    "https": "https://127.0.0.1:@PORT@/x.xml",
    "ftp": "ftp://127.0.0.1:@PORT@/x",
    "data": "data:text/xml,&lt;x/&gt;",
    "relative": "dokument.xml",
    "parent": "../../etc/hostname",
    "absolute": "/etc/hostname",
    "dot": ".",
    "space": " ",
    "urn": "urn:dokument",
    "compressed": "file:///etc/hostname.gz",
    "unc": "//127.0.0.1:@PORT@/x",
    "stdin": "-",
}.items():
    bad(
        f"uri-document-{name}",
        (10, 11),
        Plan(refs=refs(Ref(uri, id="S-doc", transforms=ENVELOPING_TRANSFORMS, digested=DOC_BYTES), doc=False)),
        pair=BASE,
        only=True,
    )
    bad(f"uri-besides-{name}", (10, 11), Plan(refs=refs(Ref(uri, digested=lambda r, s: b"x"))), pair=BASE, only=True)
bad(
    "refs-manifest-type",
    (11, 14),
    Plan(
        objects_after='<ds:Object Id="S-more"><ds:Manifest Id="M"/></ds:Object>',
        more_refs=[Ref("#M", type=DS + "Manifest", transforms=[transform(EXC)])],
    ),
    pair="signed-object-after",
)
bad(
    "data-format-of-nothing",
    11,
    Plan(
        data_format='<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#nic"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>'
    ),
    pair=BASE,
    only=True,
)
never("data-format-missing-narrow", (8, 11), Plan(data_format=""), profiles=NARROW, pair="no-data-format", only=True)

# ---- 12: transforms ----
IDENTITY = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">'
    '<xsl:copy-of select="."/></xsl:template></xsl:stylesheet>'
)
FETCHING = IDENTITY.replace("<xsl:template", '<xsl:import href="http://127.0.0.1:@PORT@/x.xsl"/><xsl:template')
READING = IDENTITY.replace('select="."', "select=\"document('file:///etc/hostname')\"")
LOOPING = (
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/" name="t">'
    '<xsl:call-template name="t"/></xsl:template></xsl:stylesheet>'
)
XP = lambda text, ns="": transform(XPATH, f"<ds:XPath {ns}>{text}</ds:XPath>")
ns_ds = f'xmlns:ds="{DS}"'
FILTER = lambda text, how: transform(XPATH2, f'<f:XPath xmlns:f="{XPATH2}" Filter="{how}">{text}</f:XPath>')
E_, C_ = transform(ENVELOPED), transform(EXC)
RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
for name, chain in {
    "xslt-identity": (E_, transform(XSLT, IDENTITY), C_),
    "xslt-import": (E_, transform(XSLT, FETCHING), C_),
    "xslt-document": (E_, transform(XSLT, READING), C_),
    "xslt-loop": (E_, transform(XSLT, LOOPING), C_),
    "xpath-true": (E_, XP("true()"), C_),
    "xpath-none": (E_, XP("false()"), C_),
    "xpath-part": (E_, XP("ancestor-or-self::tytul"), C_),
    "xpath-heavy": (E_, XP("count(//*//*//*//*//*//*) > 0"), C_),
    "xpath-local-name": (XP("not(ancestor-or-self::*[local-name()='Signature'])"), C_),
    "xpath-spaced": (XP(" not(ancestor-or-self::ds:Signature) "), C_),
    "xpath-more": (XP("not(ancestor-or-self::ds:Signature) or self::tresc"), C_),
    "xpath-and-hidden": (XP("not(ancestor-or-self::ds:Signature) and not(ancestor-or-self::kwota)"), C_),
    "xpath-own-prefix": (
        transform(XPATH, f'<ds:XPath xmlns:dsig="{DS}">not(ancestor-or-self::dsig:Signature)</ds:XPath>'),
        C_,
    ),
    "xpath-other-ds": (
        f'<ds:Transform Algorithm="{XPATH}"><d:XPath xmlns:d="{DS}" xmlns:ds="urn:x">not(ancestor-or-self::ds:Signature)</d:XPath></ds:Transform>',
        C_,
    ),
    "xpath-comment": (XP("not(ancestor-or-self::ds:Signature)<!-- -->"), C_),
    "xpath-two-elements": (
        transform(XPATH, "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath><ds:XPath>true()</ds:XPath>"),
        C_,
    ),
    "filter-union": (E_, FILTER("/", "union"), C_),
    "filter-intersect": (E_, FILTER("//tytul", "intersect"), C_),
    "filter-subtract-content": (E_, FILTER("//kwota", "subtract"), C_),
    "filter-intersect-constant": (FILTER("/descendant::ds:Signature", "intersect"), C_),
    "filter-two": (
        transform(
            XPATH2,
            f'<f:XPath xmlns:f="{XPATH2}" Filter="subtract">/descendant::ds:Signature</f:XPath><f:XPath xmlns:f="{XPATH2}" Filter="union">/</f:XPath>',
        ),
        C_,
    ),
    "base64": (E_, transform(BASE64)),
    "comments": (E_, transform(EXC_COMMENTS)),
    "comments-inclusive": (E_, transform(C14N_COMMENTS)),
    "comments-11": (E_, transform(C14N11_COMMENTS)),
    "four": (E_, C_, C_, C_),
    "canonical-twice": (E_, C_, C_),
    "canonical-first": (C_, E_),
    "relationship": (E_, transform(RELATIONSHIP), C_),
    "unknown": (E_, transform("urn:nieznane"), C_),
    "decrypt": (E_, transform("http://www.w3.org/2002/07/decrypt#XML"), C_),
    "empty-algorithm": (E_, transform(""), C_),
    "no-algorithm": (E_, "<ds:Transform/>", C_),
    "enveloped-with-child": (transform(ENVELOPED, "<x/>"), C_),
    "not-a-transform": (E_, C_, "<x/>"),
    "here": (
        XP(
            "count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) > count(ancestor-or-self::ds:Signature)"
        ),
        C_,
    ),
    "xpointer": (E_, transform("http://www.w3.org/2001/04/xmldsig-more/xptr"), C_),
    "hundred": (E_,) + (C_,) * 100,
}.items():
    bad(
        f"transform-{name}",
        (12, 5) if name == "xpath-comment" else 12,
        Plan(
            doc_transforms=chain,
            refs=None
            if "no-alg" not in name and "not-a" not in name
            else [Ref("", id="S-doc", transforms=chain, digested=DOC_BYTES), default_refs(Plan())[1]],
        ),
        pair=BASE,
        only=name != "xpath-comment",
    )
for name, chain in {
    "enveloped": (E_, C_),
    "xslt": (transform(XSLT, IDENTITY),),
    "xpath": (XP("true()"), C_),
    "comments": (transform(EXC_COMMENTS),),
    "base64": (transform(BASE64),),
    "twice": (C_, C_),
    "filter": (FILTER("/", "union"), C_),
    "unknown": (transform("urn:nieznane"),),
}.items():
    bad(
        f"transform-properties-{name}",
        12,
        Plan(refs=[default_refs(Plan())[0], Ref("#S-sp", type=TYPE_PROPERTIES, transforms=chain, digested=SP_BYTES)]),
        pair=BASE,
        only=True,
    )


def inclusive(prefixes, extra=""):
    return f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="{prefixes}"{extra}/>'


for name, algorithm, inner in (
    ("huge", EXC, inclusive(" ".join(f"p{i}" for i in range(5000)))),
    ("in-inclusive", C14N, inclusive("p")),
    ("in-c14n11", C14N11, inclusive("p")),
    ("twice", EXC, inclusive("p") * 2),
    ("no-list", EXC, f'<ec:InclusiveNamespaces xmlns:ec="{EXC}"/>'),
    ("other-namespace", EXC, '<InclusiveNamespaces xmlns="urn:x" PrefixList="p"/>'),
    ("children", EXC, f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="p"><x/></ec:InclusiveNamespaces>'),
    ("text", EXC, "tekst"),
    ("other-child", EXC, "<x/>"),
):
    bad(
        f"prefixes-{name}",
        12,
        Plan(
            refs=[
                Ref(
                    "",
                    id="S-doc",
                    transforms=[E_, transform(algorithm, inner)],
                    digested=DOC_BYTES if algorithm == EXC else (lambda r, s, a=algorithm: c14n(without(r, [s]), a)),
                ),
                default_refs(Plan())[1],
            ]
        ),
        pair="prefix-list",
        only=True,
    )

# ---- 13: canonical form of SignedInfo ----
for name, algorithm in {"exc": EXC_COMMENTS, "c14n": C14N_COMMENTS, "c14n11": C14N11_COMMENTS}.items():
    bad(f"signed-info-comments-{name}", 13, Plan(c14n=algorithm), pair=f"form-{name}-exc-exc", only=True)
for name, algorithm in {
    "unknown": "urn:nieznane",
    "empty": "",
    "xpath": XPATH,
    "base64": BASE64,
    "xslt": XSLT,
    "enveloped": ENVELOPED,
    "c14n2": "http://www.w3.org/2010/xml-c14n2",
    "minimal": "http://www.w3.org/2000/09/xmldsig#minimal",
}.items():
    bad(f"signed-info-form-{name}", 13, Plan(signed_info=lambda si, a=algorithm: si[0].set("Algorithm", a)), pair=BASE)
bad(
    "signed-info-prefixes-huge",
    13,
    Plan(signed_info=lambda si: si[0].append(etree.fromstring(inclusive(" ".join(f"p{i}" for i in range(5000)))))),
    pair="prefix-list-signed-info",
    only=True,
)
bad(
    "signed-info-prefixes-inclusive",
    13,
    Plan(c14n=C14N, signed_info=lambda si: si[0].append(etree.fromstring(inclusive("p")))),
    pair="prefix-list-signed-info",
    only=True,
)
bad("signed-info-no-form", (8, 13), Plan(signed_info=lambda si: si.remove(si[0])), pair=BASE)
bad("signed-info-two-forms", (8, 11, 13), Plan(signed_info=lambda si: si.insert(0, copy.deepcopy(si[0]))), pair=BASE)

# ---- 14: manifests, HMACOutputLength, nested signatures ----
MANIFEST = (
    f'<ds:Manifest xmlns:ds="{DS}"><ds:Reference URI="http://127.0.0.1:@PORT@/m"><ds:DigestMethod Algorithm="{DIGESTS["sha256"][0]}"/>'
    "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:Manifest>"
)
bad(
    "manifest-in-signed-object",
    14,
    Plan(
        objects_after=f'<ds:Object Id="S-more">{MANIFEST}</ds:Object>',
        more_refs=[Ref("#S-more", transforms=[transform(EXC)])],
    ),
    pair="signed-object-after",
)
bad("manifest-in-content", 14, Plan(root=pismo(more=MANIFEST)), pair=BASE, only=True)
bad("manifest-in-properties", 14, Plan(properties_tail=MANIFEST), pair=BASE)
bad(
    "manifest-in-unsigned",
    14,
    Plan(
        after=added(
            QP,
            f"<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{MANIFEST}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>",
        )
    ),
    pair="unsigned-empty",
)
bad("hmac-output-length", (12, 14), Plan(method_inner="<ds:HMACOutputLength>1</ds:HMACOutputLength>"), pair=BASE)
bad(
    "hmac-output-length-in-content",
    14,
    Plan(root=pismo(more=f'<ds:HMACOutputLength xmlns:ds="{DS}">1</ds:HMACOutputLength>')),
    pair=BASE,
    only=True,
)
NESTED = f'<ds:Signature xmlns:ds="{DS}" Id="N"/>'
bad("nested-in-content", (7, 14), Plan(root=pismo(more=f"<x>{NESTED}</x>")), pair=BASE, only=True)
bad(
    "nested-in-object",
    (7, 8, 14),
    Plan(
        objects_after=f'<ds:Object Id="S-more">{NESTED}</ds:Object>',
        more_refs=[Ref("#S-more", transforms=[transform(EXC)])],
    ),
    pair="signed-object-after",
)
bad("nested-in-key-info", (7, 8, 12, 14), Plan(key_info_more=NESTED), pair=BASE)
bad("nested-in-signed-properties", (7, 14), Plan(properties_tail=f"<x>{NESTED}</x>"), pair=BASE)
bad(
    "nested-in-unsigned",
    (7, 14),
    Plan(
        after=added(
            QP,
            f"<xades:UnsignedProperties><xades:UnsignedSignatureProperties><x>{NESTED}</x></xades:UnsignedSignatureProperties></xades:UnsignedProperties>",
        )
    ),
    pair="counter",
)
bad(
    "nested-counter-outside",
    (7, 14),
    Plan(root=pismo(more=f'<xades:CounterSignature xmlns:xades="{XADES}">{NESTED}</xades:CounterSignature>')),
    pair="counter",
    only=True,
)

# ---- 15: base64 fields ----
FIELDS = {
    "digest": "SignedInfo/{*}Reference/{*}DigestValue",
    "value": "SignatureValue",
    "certificate": "KeyInfo/{*}X509Data/{*}X509Certificate",
}


def spoilt(path, change):
    def after(root, signature):
        node = signature.find("{*}" + path)
        change(node)

    return after


def comment_inside(node):
    text = node.text
    node.text = text[:8]
    comment = etree.Comment("x")
    comment.tail = text[8:]
    node.append(comment)


def comment_and_other(node):
    """The first part alone is what a careless reader takes."""
    node.append(etree.Comment("x"))
    node[-1].tail = "QUJD"


def child_inside(node):
    text = node.text
    node.text = text[:8]
    etree.SubElement(node, "x").tail = text[8:]


for name, path in FIELDS.items():
    bad(
        f"base64-{name}-comment",
        (5, 15),
        Plan(after=spoilt(path, comment_inside)),
        profiles=FOREIGN,
        pair=BASE,
        only=True,
    )
    bad(f"base64-{name}-comment-tail", (5, 15), Plan(after=spoilt(path, comment_and_other)), pair=BASE)
    bad(
        f"base64-{name}-cdata",
        (5, 15),
        Plan(after=spoilt(path, lambda n: setattr(n, "text", etree.CDATA(n.text)))),
        profiles=FOREIGN,
        pair=BASE,
        only=True,
    )
    bad(
        f"base64-{name}-pi",
        (5, 15),
        Plan(after=spoilt(path, lambda n: n.append(etree.ProcessingInstruction("x")))),
        pair=BASE,
    )
    bad(f"base64-{name}-child", (8, 15), Plan(after=spoilt(path, child_inside)), pair=BASE)
    for what, change in {
        "dash": lambda t: "-" + t[1:],
        "dot": lambda t: t[:4] + "." + t[4:],
        "nbsp": lambda t: t[:4] + "\u00a0" + t[4:],
        "nul-like": lambda t: t[:4] + "\u2028" + t[4:],
        "unpadded": lambda t: t.rstrip("=")[:-1],
        "padded-inside": lambda t: t[:4] + "==" + t[4:],
        "tail": lambda t: t + "====",
        "empty": lambda t: "",
        "blank": lambda t: "   ",
        "huge": lambda t: t + "A" * 400000,
    }.items():
        bad(
            f"base64-{name}-{what}",
            (15, 24) if name == "certificate" else 15,
            Plan(after=spoilt(path, lambda n, c=change: setattr(n, "text", c(n.text)))),
            pair=BASE,
            only=name != "digest" and what in ("dot", "nbsp", "nul-like", "tail"),
        )
bad(
    "base64-digest-short",
    15,
    Plan(signed_info=lambda si: setattr(si.find(".//" + q(DS, "DigestValue")), "text", "AAAA")),
    pair=BASE,
)
bad(
    "base64-digest-long",
    15,
    Plan(signed_info=lambda si: setattr(si.find(".//" + q(DS, "DigestValue")), "text", b64(b"x" * 40))),
    pair=BASE,
)
for name, old, new in (
    ("comment", "</ds:DigestValue></xades:CertDigest>", "<!-- --></ds:DigestValue></xades:CertDigest>"),
    ("cdata", "<ds:DigestValue>", "<ds:DigestValue><![CDATA["),
):
    ref = cert_reference(w.ewa).replace(old, new)
    if name == "cdata":
        ref = ref.replace("</ds:DigestValue>", "]]></ds:DigestValue>")
    never(f"base64-cert-digest-{name}", (5, 15), Plan(cert_ref=ref), pair=BASE, only=True)
