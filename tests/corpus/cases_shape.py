"""The shape of the signature: checks 7-10. Each document's digests and value are right; only its shape is not."""
from lxml import etree

import pki
from case import bad, good, never, unsigned
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
NARROW = ("narrow",)
BASE = "form-exc-exc-exc"


def child(signature, name):
    return signature.find(q(DS, name))


def put_inside(name):
    """The signature as child of this element of the document."""
    return lambda root, signature: root.find("{*}" + name).append(signature)


# ---- 7: where the signature stands ----

unsigned("no-signature", lambda: pismo().encode())
never("no-signature-only-empty", (7, 8), lambda: f'<pismo><ds:Signature xmlns:ds="{DS}"/></pismo>'.encode())
bad("place-in-child", 7, Plan(place=put_inside("tresc")), pair=BASE, only=True)
bad(
    "place-in-empty-wrapper", 7, Plan(place=lambda r, s: etree.SubElement(r, "podpisy").append(s)), pair=BASE, only=True
)


def moved(name):
    def after(root, signature):
        root.find("{*}" + name).append(signature)

    return after


for name in ("tytul", "kwota", "tresc"):
    bad(f"place-moved-to-{name}", 7, Plan(after=moved(name)), pair=BASE, only=True)


def wrapped(root, signature):
    top = etree.Element("koperta")
    top.append(root)
    return top


bad("place-wrapped-document", (7, 11), Plan(after=wrapped), pair=BASE)
bad(
    "place-followed-by-element",
    7,
    Plan(place=lambda r, s: (r.append(s), etree.SubElement(r, "po"))),
    profiles=NARROW,
    pair=BASE,
    only=True,
)
bad(
    "place-too-many",
    7,
    [Plan(id=f"S{i}", doc_transforms=(CONSTANT_XPATH, transform(EXC))) for i in range(70)],
    profiles=FOREIGN,
    pair="parallel-ten",
)


# ---- 8: the parts, each once ----


def doubled(name, change=None):
    def after(root, signature):
        node = child(signature, name)
        twin = copy.deepcopy(node)
        if change:
            change(twin)
        node.addnext(twin)

    return after


def dropped(*path):
    def after(root, signature):
        node = signature
        for step in path:
            node = node.find("{*}" + step)
        node.getparent().remove(node)

    return after


for name in ("SignedInfo", "SignatureValue", "KeyInfo", "Object"):
    # the twin's Ids are others, so that check 10 has nothing to say
    def renamed(twin):
        for element in twin.iter():
            for attribute in ("Id",):
                if attribute in element.attrib:
                    element.set(attribute, element.get(attribute) + "-2")

    bad(f"parts-two-{name}", 8, Plan(after=doubled(name, renamed)), pair=BASE, only=name in ("KeyInfo", "Object"))
for name in ("SignedInfo", "SignatureValue", "KeyInfo", "Object"):
    bad(f"parts-no-{name}", (8, 24), Plan(after=dropped(name)), pair=BASE)
for name, path in {
    "qualifying": ("Object", "QualifyingProperties"),
    "signed-properties": ("Object", "QualifyingProperties", "SignedProperties"),
}.items():
    bad(f"parts-no-{name}", (8, 10, 11), Plan(after=dropped(*path)), pair=BASE)


def added(where, xml, first=False):
    def after(root, signature):
        node = signature
        for step in where:
            node = node.find("{*}" + step)
        new = etree.fromstring(f'<x xmlns:ds="{DS}" xmlns:xades="{XADES}">{xml}</x>')[0]
        node.insert(0, new) if first else node.append(new)

    return after


QP = ("Object", "QualifyingProperties")
FAKE_SP = '<xades:SignedProperties Id="F-sp"><xades:SignedSignatureProperties><xades:SigningTime>2020-01-01T00:00:00Z</xades:SigningTime></xades:SignedSignatureProperties></xades:SignedProperties>'
FAKE_QP = f'<xades:QualifyingProperties Target="#S">{FAKE_SP}</xades:QualifyingProperties>'
for first in (True, False):
    side = "before" if first else "after"
    bad(
        f"fake-object-{side}",
        8,
        Plan(
            after=(
                lambda f: lambda r, s: (child(s, "Object").addprevious if f else child(s, "Object").addnext)(
                    etree.fromstring(f'<ds:Object xmlns:ds="{DS}" xmlns:xades="{XADES}">{FAKE_QP}</ds:Object>')
                )
                and None
            )(first)
        ),
        pair=BASE,
        only=True,
    )
    bad(
        f"fake-object-data-{side}",
        8,
        Plan(
            after=(
                lambda f: lambda r, s: (child(s, "Object").addprevious if f else child(s, "Object").addnext)(
                    etree.fromstring(f'<ds:Object xmlns:ds="{DS}"><x/></ds:Object>')
                )
                and None
            )(first)
        ),
        pair="signed-object-after",
        only=True,
    )
    bad(f"fake-qualifying-{side}", 8, Plan(after=added(("Object",), FAKE_QP, first)), pair=BASE, only=True)
    bad(f"fake-signed-properties-{side}", 8, Plan(after=added(QP, FAKE_SP, first)), pair=BASE, only=True)
    bad(f"fake-element-in-qualifying-{side}", 8, Plan(after=added(QP, "<dane/>", first)), pair=BASE, only=True)
    bad(f"fake-element-in-object-{side}", 8, Plan(after=added(("Object",), "<dane/>", first)), pair=BASE, only=True)
    bad(f"fake-element-in-signature-{side}", 8, Plan(after=added((), "<dane/>", first)), pair=BASE, only=not first)
bad(
    "fake-object-signed-second-properties",
    8,
    Plan(
        objects_after=(f'<ds:Object xmlns:xades="{XADES}" Id="S-more">{FAKE_QP}</ds:Object>'),
        more_refs=[Ref("#S-more", transforms=[transform(EXC)])],
    ),
    profiles=FOREIGN,
    pair="signed-object-after",
    only=True,
)
bad(
    "fake-object-signed-nested-properties",
    8,
    Plan(
        objects_after=(f'<ds:Object xmlns:xades="{XADES}" Id="S-more"><y>{FAKE_SP}</y></ds:Object>'),
        more_refs=[Ref("#S-more", transforms=[transform(EXC)])],
    ),
    profiles=FOREIGN,
    pair="signed-object-after",
    only=True,
)
bad(
    "fake-text-in-object", 8, Plan(after=lambda r, s: setattr(child(s, "Object"), "text", "dane")), pair=BASE, only=True
)
bad(
    "properties-other-version",
    (8, 11),
    Plan(text=lambda d: d.replace(XADES.encode(), b"http://uri.etsi.org/01903/v1.1.1#")),
    pair=BASE,
)
bad(
    "properties-no-namespace",
    (8, 10, 11),
    Plan(text=lambda d: d.replace(b'xmlns:xades="' + XADES.encode(), b'xmlns:xades="urn:x')),
    pair=BASE,
)
bad(
    "unsigned-twice",
    8,
    Plan(
        after=added(QP, "<xades:UnsignedProperties/><xades:UnsignedProperties/>")
        and (lambda r, s: [added(QP, "<xades:UnsignedProperties/>")(r, s) for _ in range(2)] and None)
    ),
    pair=BASE,
    only=True,
)
bad("unsigned-first", 8, Plan(after=added(QP, "<xades:UnsignedProperties/>", True)), pair=BASE, only=True)
good("unsigned-empty", Plan(after=added(QP, "<xades:UnsignedProperties/>")), profiles=FOREIGN)
bad("order-value-first", 8, Plan(after=lambda r, s: s.insert(0, child(s, "SignatureValue"))), pair=BASE)
bad("order-key-info-last", 8, Plan(after=lambda r, s: s.append(child(s, "KeyInfo"))), pair=BASE)
never("time-missing-narrow", (8, 28), Plan(time=None), profiles=NARROW, pair=BASE)
never("time-nonsense", (8, 28), Plan(time="wczoraj"), pair=BASE)
never("time-zone-narrow", (8, 28), Plan(time="2026-06-01T13:00:00+02:00"), profiles=NARROW, pair="time-with-zone")
for name, inner in {"element": "<x>2026-06-01T11:00:00Z</x>", "split": "2026-06-01<x/>T11:00:00Z"}.items():
    never(f"time-with-{name}", (5, 8, 15, 28), Plan(time=inner), profiles=NARROW, pair=BASE, only=True)

# ---- 9: properties of this signature ----
for name, target in {
    "other": "#T",
    "empty": "",
    "bare": "S",
    "only-hash": "#",
    "xpointer": "#xpointer(/)",
    "longer": "#S2",
    "case": "#s",
    "outside": "http://example.invalid/#S",
}.items():
    bad(f"target-{name}", 9, Plan(target=target), pair=BASE, only=True)
bad(
    "target-missing",
    9,
    Plan(after=lambda r, s: s.find(".//" + q(XADES, "QualifyingProperties")).attrib.pop("Target") and None),
    pair=BASE,
    only=True,
)
bad("target-no-signature-id", 9, Plan(after=lambda r, s: s.attrib.pop("Id") and None), pair=BASE, only=True)
bad("target-other-signature-id", 9, Plan(after=lambda r, s: s.set("Id", "X")), pair=BASE, only=True)
bad(
    "target-lower-case-id", (9, 10), Plan(after=lambda r, s: (s.attrib.pop("Id"), s.set("id", "S")) and None), pair=BASE
)

# ---- 10: Ids ----
for spelling in ("Id", "ID", "id", "xml:id"):
    for part in ("S-sp", "S", "S-val", "S-doc"):
        for where in ("before", "after"):
            twin = f'<podrobka {spelling}="{part}"/>'
            root = f'<pismo xmlns="urn:korpus:pismo">{twin}<tytul>x</tytul></pismo>'
            if where == "after":
                # behind the signature; the document's digest covers it
                bad(
                    f"ids-{spelling.replace(':', '')}-{part}-{where}",
                    (7, 10),
                    Plan(root="<pismo/>", place=(lambda r, s, t=twin: (r.append(s), r.append(etree.fromstring(t))))),
                    pair="ids-of-other-name",
                    only=True,
                    profiles=FOREIGN,
                )
            else:
                bad(
                    f"ids-{spelling.replace(':', '')}-{part}-{where}",
                    10,
                    Plan(root=root),
                    pair="ids-of-other-name",
                    only=True,
                )
good("ids-of-other-name", Plan(root='<pismo><x Id="S-sp2" id="s-sp" Name="S-sp"/></pismo>'))
good("ids-in-foreign-attribute", Plan(root='<pismo xmlns:b="urn:b"><x b:nazwa="S-sp"/></pismo>'))
bad(
    "ids-key-info-twice",
    (10, 11),
    Plan(
        root='<pismo><x Id="S-ki"/></pismo>',
        key_info_id="S-ki",
        more_refs=[Ref("#S-ki", transforms=[transform(EXC)], digested=lambda r, s: c14n(child(s, "KeyInfo")))],
    ),
    profiles=FOREIGN,
    pair="signed-key-info",
)
bad("ids-within-signature", 10, Plan(key_info_id="S-sp"), pair=BASE)
