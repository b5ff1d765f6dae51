"""Bytes before they are a signature: checks 1-5. The signature is good; the file must be refused all the same."""
from lxml import etree

from case import bad, good, never, unsigned
from xades import *

FOREIGN = ("foreign",)
NARROW = ("narrow",)
BASE = "form-exc-exc-exc"


def text(change, **more):
    return Plan(text=change, **more)


def declared(encoding, codec=None, bom=b""):
    """The document in another encoding; what is signed stays the same, for the canonical form is UTF-8."""

    def change(data):
        body = data[data.index(b"?>") + 2 :].decode()
        return bom + (f'<?xml version="1.0" encoding="{encoding}"?>' + body).encode(codec or encoding)

    return change


# ---- 1: size and encoding ----
bad(
    "input-too-large",
    (1, 2),
    lambda: sign(
        Plan(
            root=f"<list>{'<p>' + 'x' * 4_000_000 + '</p>'}{'<p>' + 'y' * 4_000_000 + '</p>'}"
            f"{'<p>' + 'z' * 4_000_000 + '</p>'}{'<p>' + 'z' * 6_000_000 + '</p>'}</list>"
        )
    ),
    pair="content-long-text-exc",
    profiles=FOREIGN,
)
for encoding in ("ISO-8859-2", "windows-1250", "UTF-16LE", "UTF-16BE"):
    if encoding == "windows-1250":
        bad("input-windows-1250", (1, 2), text(declared("windows-1250", "cp1250")), pair=BASE, only=True)
    else:
        bad(f"input-{encoding.lower()}", (1, 2), text(declared(encoding)), pair=BASE, only=True)
bad("input-utf-16", (1, 2), text(declared("UTF-16")), pair=BASE, only=True)
bad("input-utf-32", (1, 2), text(declared("UTF-32")), pair=BASE)
bad("input-utf-7", (1, 2), text(declared("UTF-7")), pair=BASE, only=True)
unsigned("input-ebcdic", Plan(root="<pismo>zwykly tekst</pismo>", text=declared("IBM037", "cp037")), pair=BASE)
bad("input-declared-latin", (1, 2), text(declared("ISO-8859-1", "utf-8")), pair=BASE, only=True)
bad("input-declared-utf-16", (1, 2), text(declared("UTF-16", "utf-8")), pair=BASE)
bad("input-bom-latin", (1, 2), text(declared("ISO-8859-1", "utf-8", b"\xef\xbb\xbf")), pair=BASE, only=True)
bad("input-bom-of-utf-16", (1, 2), text(lambda d: b"\xff\xfe" + d), pair=BASE)
for encoding in ("ISO-8859-2", "windows-1250", "ISO-2022-JP", "EUC-KR", "nieznane"):
    bad(
        f"input-ascii-declared-{encoding.lower()}",
        (1, 2),
        Plan(root="<pismo>zwykly tekst</pismo>", text=declared(encoding, "ascii")),
        pair=BASE,
        only=True,
    )
good("input-utf-8-lower", text(declared("utf-8")))
BAD_UTF8 = {
    "overlong": b"\xc0\xaf",
    "overlong-3": b"\xe0\x80\xaf",
    "surrogate": b"\xed\xa0\x80",
    "lone": b"\x80",
    "cut": b"\xe2\x82",
    "too-high": b"\xf4\x90\x80\x80",
    "ff": b"\xff",
    "latin": b"\xb3",
}
for name, data in BAD_UTF8.items():
    bad(f"input-utf8-{name}", (1, 2), text(lambda d, x=data: d.replace(b"</tytul>", x + b"</tytul>")), pair=BASE)
    bad(f"input-utf8-{name}-behind", (1, 2), text(lambda d, x=data: d + x), pair=BASE, only=True)
for name, data in {
    "nul": b"\0",
    "bell": b"\x07",
    "escape": b"\x1b",
    "fffe": b"\xef\xbf\xbe",
    "ref-nul": b"&#0;",
    "ref-bell": b"&#7;",
    "ref-fffe": b"&#xFFFE;",
}.items():
    bad(f"input-character-{name}", (1, 2), text(lambda d, x=data: d.replace(b"</tytul>", x + b"</tytul>")), pair=BASE)
bad("input-nul-behind", (1, 2), text(lambda d: d + b"\0<x/>"), pair=BASE, only=True)

# ---- 2: well-formed, within the parser's limits ----
for name, change in {
    "cut": lambda d: d[:-10],
    "cut-half": lambda d: d[: len(d) // 2],
    "two-roots": lambda d: d + b"<pismo/>",
    "text-behind": lambda d: d + b"x",
    "text-before": lambda d: b"x" + d,
    "blank-before": lambda d: b"\n" + d,
    "unclosed": lambda d: d.replace(b"</tytul>", b""),
    "entity-unknown": lambda d: d.replace(b"</tytul>", b"&nic;</tytul>"),
    "attribute-twice": lambda d: d.replace(b'waluta="PLN"', b'waluta="PLN" waluta="EUR"'),
    "prefix-unknown": lambda d: d.replace(b"<tytul>", b"<z:t/><tytul>"),
    "namespace-attribute-twice": lambda d: d.replace(b'waluta="PLN"', b'xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"'),
    "amp": lambda d: d.replace(b"</tytul>", b"&</tytul>"),
    "less-in-attribute": lambda d: d.replace(b'"PLN"', b'"<"'),
    "cdata-end": lambda d: d.replace(b"</tytul>", b"]]></tytul>"),
    "xml-1.1": lambda d: d.replace(b"version='1.0'", b"version='1.1'")
    .replace(b'version="1.0"', b'version="1.1"')
    .replace(b"</tytul>", b"&#1;</tytul>"),
    "dashes": lambda d: d.replace(b"</tytul>", b"<!-- a--b --></tytul>"),
    "xmlns-xml": lambda d: d.replace(b'waluta="PLN"', b'xmlns:xml="urn:x"'),
    "empty-prefix": lambda d: d.replace(b'waluta="PLN"', b'xmlns:p=""'),
    "zip": lambda d: b"PK\x03\x04" + d,
    "gzip": lambda d: __import__("gzip").compress(d, mtime=0),
}.items():
    (unsigned if name in ("text-before", "zip", "gzip") else lambda n, p, **m: never(n, (), p, **m))(
        f"input-{name}", text(change), pair=BASE
    )
unsigned("input-empty", lambda: b"")
unsigned("input-garbage", lambda: bytes(range(256)) * 4)
unsigned("input-html", lambda: b"<!doctype html><html><body>x</body></html>")
bad("input-deep-300", 2, lambda: deepened(300), pair="content-deep-200-exc", only=True)
bad("input-deep-5000", 2, lambda: deepened(5000), pair="content-deep-200-exc", only=True)
bad("input-deep-200000", 2, lambda: (b"<a>" * 200000), profiles=FOREIGN)
bad(
    "input-long-name",
    2,
    text(lambda d: d.replace(b"</tytul>", b"<" + b"n" * 60000 + b"/></tytul>")),
    pair="content-long-text-exc",
)


def deepened(levels):
    """lxml has the same limit as the verifier's parser, so the depth is put in as text and not signed."""
    return sign(Plan()).replace(b"</tytul>", b"<a>" * levels + b"</a>" * levels + b"</tytul>")


# ---- 3, 4: document types and what they fetch ----
DOCTYPES = {
    "empty": "<!DOCTYPE pismo>",
    "internal-empty": "<!DOCTYPE pismo []>",
    "system": '<!DOCTYPE pismo SYSTEM "http://127.0.0.1:@PORT@/x.dtd">',
    "system-file": '<!DOCTYPE pismo SYSTEM "file:///etc/hostname">',
    "public": '<!DOCTYPE pismo PUBLIC "-//X//Y" "http://127.0.0.1:@PORT@/x.dtd">',
    "element": "<!DOCTYPE pismo [<!ELEMENT pismo ANY>]>",
    "attlist-id": "<!DOCTYPE pismo [<!ATTLIST podrobka nr ID #IMPLIED>]>",
    "attlist-default": '<!DOCTYPE pismo [<!ATTLIST kwota waluta CDATA "EUR" stan CDATA "zaplacono">]>',
    "attlist-fixed": '<!DOCTYPE pismo [<!ATTLIST pismo x CDATA #FIXED "1">]>',
    "entity": '<!DOCTYPE pismo [<!ENTITY a "tekst">]>',
    "entity-file": '<!DOCTYPE pismo [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "entity-http": '<!DOCTYPE pismo [<!ENTITY a SYSTEM "http://127.0.0.1:@PORT@/e">]>',
    "parameter": '<!DOCTYPE pismo [<!ENTITY % p SYSTEM "http://127.0.0.1:@PORT@/p"> %p;]>',
    "parameter-file": '<!DOCTYPE pismo [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "notation": '<!DOCTYPE pismo [<!NOTATION n SYSTEM "x">]>',
    "lower-name": "<!DOCTYPE x>",
    "comment-before": "<!-- a --><!DOCTYPE pismo>",
    "spaces": "<!DOCTYPE\n\tpismo\n>",
    "ftp": '<!DOCTYPE pismo SYSTEM "ftp://127.0.0.1:@PORT@/x.dtd">',
    "unparsed": '<!DOCTYPE pismo [<!NOTATION g SYSTEM "g"><!ENTITY a SYSTEM "a.gif" NDATA g>]>',
}
for name, doctype in DOCTYPES.items():
    bad(f"doctype-{name}", 3, text(lambda d, x=doctype: d.replace(b"?>", b"?>" + x.encode(), 1)), pair=BASE, only=True)
    bad(
        f"doctype-{name}-no-declaration",
        3,
        text(lambda d, x=doctype: x.encode() + d[d.index(b"?>") + 2 :]),
        pair="content-no-declaration",
        only=True,
    )
for name, (doctype, used) in {
    "file": ('<!DOCTYPE pismo [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
    "internal": ('<!DOCTYPE pismo [<!ENTITY a "x">]>', "&a;"),
    "in-attribute": ('<!DOCTYPE pismo [<!ENTITY a "x">]>', '<x y="&a;"/>'),
    "markup": ('<!DOCTYPE pismo [<!ENTITY a "<kwota>1</kwota>">]>', "&a;"),
}.items():
    bad(
        f"entity-{name}",
        (2, 3),
        text(
            lambda d, x=doctype, u=used: d.replace(b"?>", b"?>" + x.encode(), 1).replace(
                b"</tytul>", u.encode() + b"</tytul>"
            )
        ),
        pair=BASE,
    )
LAUGHS = (
    "<!DOCTYPE pismo [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE pismo [<!ENTITY a '{'x' * 50000}'>]>"
bad(
    "entity-billion-laughs",
    (2, 3),
    text(lambda d: d.replace(b"?>", b"?>" + LAUGHS.encode(), 1).replace(b"</tytul>", b"&a9;</tytul>")),
    pair=BASE,
)
bad(
    "entity-billion-laughs-attribute",
    (2, 3),
    text(lambda d: d.replace(b"?>", b"?>" + LAUGHS.encode(), 1).replace(b'"PLN"', b'"&a9;"')),
    pair=BASE,
)
bad(
    "entity-quadratic",
    (2, 3),
    text(lambda d: d.replace(b"?>", b"?>" + QUADRATIC.encode(), 1).replace(b"</tytul>", b"&a;" * 1000 + b"</tytul>")),
    pair=BASE,
)
bad(
    "entity-recursive",
    (2, 3),
    text(
        lambda d: d.replace(b"?>", b"?><!DOCTYPE p [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", 1).replace(
            b"</tytul>", b"&a;</tytul>"
        )
    ),
    pair=BASE,
)

# ---- 5: what readers of the text could take differently ----
INSTRUCTIONS = {
    "content": lambda: Plan(root=pismo(more="<x><?polecenie tak?></x>")),
    "before": lambda: Plan(before=lambda r, s: r.addprevious(etree.ProcessingInstruction("polecenie", "tak"))),
    "behind": lambda: Plan(before=lambda r, s: r.addnext(etree.ProcessingInstruction("koniec"))),
    "in-title": lambda: Plan(root=pismo("Wniosek<?x?> o wydanie")),
}
# The one exception: documents of the Central Repository name their style sheet before the root. Nobody fetches it.
good(
    "style-sheet-before",
    Plan(
        before=lambda r, s: r.addprevious(
            etree.ProcessingInstruction("xml-stylesheet", 'href="http://127.0.0.1:9/s.xsl" type="text/xsl"')
        )
    ),
    second=False,  # xmlsec1 agrees; xmldsigjs leaves out what stands before the root
)
for name, plan in INSTRUCTIONS.items():
    bad(f"instruction-{name}", 5, plan(), pair=BASE, only=True)
bad(
    "instruction-in-signature",
    (5, 8, 15),
    Plan(after=lambda r, s: s.insert(0, etree.ProcessingInstruction("x"))),
    pair=BASE,
    only=True,
)
COMMENTS = {
    "content": Plan(root=pismo(more="<uwaga>tak<!-- nie --></uwaga>")),
    "cut-number": text(lambda d: d.replace(b"100.00", b"100<!-- -->.00")),
    "cut-name": text(lambda d: d.replace(b"Wniosek o", b"Wniosek<!-- --> o")),
    "first": text(lambda d: d.replace(b"<tytul>", b"<!-- x --><tytul>")),
    "cdata-content": Plan(root=pismo(more="<uwaga><![CDATA[a < b]]></uwaga>")),
    "cdata-later": text(lambda d: d.replace(b"100.00", b"<![CDATA[100.00]]>")),
    "cdata-cut": text(lambda d: d.replace(b"100.00", b"10<![CDATA[0.0]]>0")),
}
for name, plan in COMMENTS.items():
    bad(f"comment-{name}", 5, plan, profiles=NARROW, pair=BASE, only=True)
