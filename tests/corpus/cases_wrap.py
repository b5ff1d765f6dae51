"""Signature wrapping: XSW 1-8 in both orders, over a part referred to by Id and over the whole document; and the XAdES
kin (fake properties, objects and manifests are in cases_shape.py)."""
from lxml import etree

import pki
from case import good, never
from xades import *

w = pki.world()
BASE = "form-exc-exc-exc"
NS = "urn:korpus:koperta"
FORGED = "999999.00"


def message(body_id="B"):
    return f'<k:koperta xmlns:k="{NS}"><k:tresc Id="{body_id}"><kwota>100.00</kwota></k:tresc>' f"<k:inne/></k:koperta>"


def by_part(signature_inside):
    """A signature over k:tresc by Id, as SAML and SOAP have it; inside the part or beside it."""
    both = default_refs(Plan())
    part = Ref(
        "#B",
        id="S-doc",
        transforms=(transform(ENVELOPED), transform(EXC)),
        digested=lambda r, s: c14n(
            without(r, [s]).getroot().find("{%s}tresc" % NS) if signature_inside else r.find("{%s}tresc" % NS)
        ),
    )
    place = (lambda r, s: r[0].append(s)) if signature_inside else (lambda r, s: r.append(s))
    return Plan(root=message(), refs=[part, both[1]], place=place)


def whole():
    return Plan(root=message())


def forged(body):
    twin = copy.deepcopy(body)
    for s in list(twin.iter(q(DS, "Signature"))):
        s.getparent().remove(s)
    twin.find(".//kwota").text = FORGED
    return twin


def extension():
    return etree.Element(f"{{{NS}}}rozszerzenie")


# each takes the root, the signed body and the signature, and returns the new root
def xsw1(root, body, s, first):
    """Forged root around; the original inside the signature."""
    new = forged(root)
    new.append(s)
    obj = etree.SubElement(s, q(DS, "Object"))
    obj.append(root)
    return new


def xsw2(root, body, s, first):
    """Forged root; the original beside the moved signature."""
    new = forged(root)
    new.insert(0, s) if first else new.append(s)
    new.insert(0 if not first else len(new), root)
    return new


def xsw3(root, body, s, first):
    """A forged part before (or behind) the signed one."""
    twin = forged(body)
    twin.set("Id", "B2")
    body.addprevious(twin) if first else body.addnext(twin)
    return root


def xsw4(root, body, s, first):
    """The forged part is the signed one's parent."""
    twin = forged(body)
    twin.set("Id", "B2")
    body.getparent().replace(body, twin)
    twin.insert(0, body) if first else twin.append(body)
    return root


def xsw5(root, body, s, first):
    """The signature travels with the forged part, which keeps the Id; the original is appended."""
    original = copy.deepcopy(body)
    for x in list(original.iter(q(DS, "Signature"))):
        x.getparent().remove(x)
    body.find(".//kwota").text = FORGED
    body.set("Id", "B2")
    root.insert(0, original) if first else root.append(original)
    return root


def xsw6(root, body, s, first):
    """The original is hidden in the signature that travels with the forged part."""
    original = copy.deepcopy(body)
    for x in list(original.iter(q(DS, "Signature"))):
        x.getparent().remove(x)
    body.find(".//kwota").text = FORGED
    body.set("Id", "B2")
    s.insert(0, original) if first else s.append(original)
    return root


def xsw7(root, body, s, first):
    """The original (or the forged part) in an element of open content."""
    twin = forged(body)
    twin.set("Id", "B2")
    open_content = extension()
    body.addprevious(open_content) if first else body.addnext(open_content)
    open_content.append(twin)
    return root


def xsw8(root, body, s, first):
    """The original in a ds:Object of the signature, the forged part in its place."""
    twin = forged(body)
    twin.set("Id", "B2")
    body.getparent().replace(body, twin)
    if s.getparent() is None or s in body.iter():
        twin.append(s)
    obj = etree.Element(q(DS, "Object"))
    obj.append(body)
    s.insert(0, obj) if first else s.append(obj)
    return root


for number, wrap in enumerate((xsw1, xsw2, xsw3, xsw4, xsw5, xsw6, xsw7, xsw8), 1):
    for first in (True, False):
        order = "before" if first else "after"

        def changed(root, signature, f=wrap, first=first):
            return f(root, root.find("{%s}tresc" % NS), signature, first)

        for inside in (True, False):
            plan = by_part(inside)
            plan.after = changed
            never(f"xsw{number}-{order}-{'inside' if inside else 'beside'}", (), plan, pair=BASE)
        plan = whole()
        plan.after = changed
        never(f"xsw{number}-{order}-whole", (), plan, pair="wrap-unwrapped")
good("wrap-unwrapped", whole())


# wrapping with the same Id twice: whose parser finds which?
def twins(root, signature, first):
    body = root.find("{%s}tresc" % NS)
    twin = forged(body)
    body.addprevious(twin) if first else body.addnext(twin)


for first in (True, False):
    plan = by_part(False)
    plan.after = lambda r, s, f=first: twins(r, s, f)
    never(f"wrap-same-id-{'before' if first else 'after'}", (10, 11), plan, pair=BASE)


# misplaced content with URI="": where enveloped-signature removes what stands inside the signature
def inside_signature(path):
    def after(root, signature):
        node = signature if not path else signature.find(path)
        node.append(forged(root.find("{%s}tresc" % NS)))

    return after


for name, path in {
    "signature": "",
    "key-info": "{*}KeyInfo",
    "object": "{*}Object",
    "x509": "{*}KeyInfo/{*}X509Data",
    "qualifying": "{*}Object/{*}QualifyingProperties",
}.items():
    plan = whole()
    plan.after = inside_signature(path)
    never(
        f"wrap-content-in-{name}",
        (8, 12),
        plan,
        profiles=("narrow",) if name == "x509" else ("foreign", "narrow"),
        pair="wrap-unwrapped",
        only=True,
    )


# two signatures' parts mixed: the properties of one in the other
def mixed():
    one = etree.fromstring(sign(Plan()))
    two = etree.fromstring(sign(Plan(time="2026-05-01T11:00:00Z")))
    a, b = one[-1], two[-1]
    a.replace(a.find(q(DS, "Object")), b.find(q(DS, "Object")))
    return serialize(one)


def other_document():
    one = etree.fromstring(sign(Plan()))
    two = etree.fromstring(sign(Plan(root=pismo("Inne pismo"))))
    one.replace(one[-1], two[-1])
    return serialize(one)


never("wrap-properties-of-other", (22, 23), mixed, pair=BASE, subs="HASH_FAILURE", only=True)
never("wrap-signature-of-other-document", (22, 23), other_document, pair=BASE, subs="HASH_FAILURE", only=True)
# the constant XPath takes away every signature: what stands inside a second, empty one is not signed
hidden = Plan(
    doc_transforms=(CONSTANT_XPATH, transform(EXC)),
    after=lambda r, s: r.append(
        etree.fromstring(f'<ds:Signature xmlns:ds="{DS}"><ds:Object><kwota>{FORGED}</kwota></ds:Object></ds:Signature>')
    ),
)
never("wrap-xpath-hidden-in-signature", (7, 8), hidden, profiles=("foreign",), pair="constant-xpath", only=True)
hidden_first = Plan(
    doc_transforms=(CONSTANT_XPATH, transform(EXC)),
    after=lambda r, s: r.insert(
        0,
        etree.fromstring(
            f'<ds:Signature xmlns:ds="{DS}"><ds:Object><kwota>{FORGED}</kwota></ds:Object></ds:Signature>'
        ),
    ),
)
never("wrap-xpath-hidden-before", (7, 8), hidden_first, profiles=("foreign",), pair="constant-xpath", only=True)
