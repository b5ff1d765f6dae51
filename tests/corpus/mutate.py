"""Mutations of documents that pass: bytes and trees changed at random, from a constant seed. None may pass unless what
was signed is the same."""
import copy
import random

from lxml import etree

import xades

SEED = 20260601
QUIET = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def of_bytes(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(data))
        what = chance.randrange(6)
        if what == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            data[at] = chance.randrange(256)
        elif what == 2:
            del data[at : at + chance.choice((1, 1, 2, 16))]
        elif what == 3:
            data[at:at] = chance.choice(
                (b" ", b"\n", b"<!-- -->", b"<![CDATA[]]>", b"<?x?>", b"0", b"=", b"&#x20;", b"<x/>", b"\x00", b"A" * 9)
            )
        elif what == 4:
            end = at + chance.randrange(1, 40)
            data[at:at] = data[at:end]
        else:
            other = chance.randrange(len(data))
            size = chance.randrange(1, 12)
            data[at : at + size], data[other : other + size] = data[other : other + size], data[at : at + size]
    return bytes(data)


def of_tree(data, chance):
    root = etree.fromstring(data, QUIET)
    nodes = [n for n in root.iter() if isinstance(n.tag, str)]
    inner = [n for n in nodes if n.getparent() is not None]
    if not inner:
        return data
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        node, other = chance.choice(inner), chance.choice(nodes)
        what = chance.randrange(8)
        if node.getparent() is None:
            continue  # an earlier mutation took it away
        try:
            if what == 0:
                node.getparent().remove(node)
            elif what == 1:
                node.addnext(copy.deepcopy(node))
            elif what == 2:
                other.insert(chance.randrange(len(other) + 1), copy.deepcopy(node))
            elif what == 3:
                if all(n is not other for n in node.iter()):  # never into itself
                    other.insert(chance.randrange(len(other) + 1), node)
            elif what == 4:
                node.text = chance.choice((other.text, "", "0", (node.text or "") + " ", "AAAA"))
            elif what == 5:
                names = list(node.attrib) or ["Id"]
                node.set(
                    chance.choice(names),
                    chance.choice(["", "S", "S-sp", "#S", "#S-sp", xades.C14N, xades.EXC, xades.ENVELOPED, "x"]),
                )
            elif what == 6:
                for name in list(node.attrib)[:1]:
                    del node.attrib[name]
            else:
                node.tag = chance.choice((other.tag, "x"))
        except (ValueError, TypeError):
            pass
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def signed_content(data):
    """What a reader takes from the document: its canonical form without the signatures that stand in no other, or
    with the signature as root its objects without properties. None when it cannot be read."""
    try:
        root = etree.fromstring(data, QUIET)
    except (etree.XMLSyntaxError, ValueError):
        return None
    signature = xades.q(xades.DS, "Signature")
    if root.tag == signature:
        objects = [
            o
            for o in root.findall(xades.q(xades.DS, "Object"))
            if o.find(xades.q(xades.XADES, "QualifyingProperties")) is None
        ]
        # a file in base64 is signed decoded: neither white space nor the element around it counts
        return [xades.c14n(o) if len(o) else "".join(o.text.split()) if o.text else "" for o in objects]
    outer = [s for s in root.iter(signature) if not any(a.tag == signature for a in s.iterancestors())]
    properties = [
        xades.c14n(p)
        for s in outer
        for p in s.iter(xades.q(xades.XADES, "SignedProperties"))
        if not any(a.tag == xades.q(xades.XADES, "UnsignedProperties") for a in p.iterancestors())
    ]
    try:
        return [xades.c14n(xades.without(root, outer))] + properties
    except (AttributeError, TypeError):
        return None


def mutants(cases, rounds):
    """(name, bytes, original) of every case, half by bytes and half by tree; unchanged ones are left out."""
    for case in cases:
        chance = random.Random(f"{SEED} {case.name}")
        data = case.bytes()
        for number in range(rounds):
            changed = (of_tree if number % 2 else of_bytes)(data, chance)
            if changed != data:
                yield f"{case.name}-{number:04}", changed, data
