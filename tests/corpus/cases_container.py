"""What citizens really send besides XML: CMS (CAdES), signed PDF (PAdES) and ASiC containers."""
import hashlib
import io
import urllib.parse
import warnings
import zipfile

import cms as cmsmaker
import pki
import stamps
from case import either, good, never, unproven
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
TEXT = "Treść pliku: zażółć gęślą jaźń.\n".encode() * 10


def cms(data, who=None, *, more=(), **options):
    """CMS SignedData over data; more: further signers."""
    return cmsmaker.signed_data(data, who or w.ewa, *more, **options)


def fmt(name):
    def look(report):
        got = report["signatures"][0]["format"]
        assert got == name, f"format {got}, should be {name}"

    return look


CAdES = dict(profiles=FOREIGN, ext="p7m")
for who in ("ewa", "p384", "rsa2048", "rsa3072"):
    for md in ("sha256", "sha384", "sha512"):
        good(f"cms-{who}-{md}", (lambda a=who, b=md: cms(TEXT, getattr(w, a), md=b)), also=fmt("CAdES"), **CAdES)
good("cms-pinned", lambda: cms(TEXT, w.pinned), trust="pinned", **CAdES)
good("cms-two", lambda: cms(TEXT, more=[w.jan]), **CAdES)
good("cms-empty-content", lambda: cms(b""), **CAdES)
either("cms-pss", lambda: cms(TEXT, w.rsa3072, pss=True), also=lambda r: None, **CAdES)
never(
    "cms-pss-changed",
    (),
    lambda: cms(TEXT, w.rsa3072, pss=True).replace(b"pliku", b"pliki", 1),
    pair="cms-pss",
    **CAdES,
)
never(
    "cms-changed",
    (22, 23),
    lambda: cms(TEXT).replace(b"pliku", b"pliki", 1),
    pair="cms-ewa-sha256",
    subs="HASH_FAILURE",
    only=True,
    **CAdES,
)
never(
    "cms-value-changed",
    (22, 23),
    lambda: (lambda d: d[:-3] + bytes([d[-3] ^ 1]) + d[-2:])(cms(TEXT)),
    pair="cms-ewa-sha256",
    **CAdES,
)
never("cms-cut", (), lambda: cms(TEXT)[:-9], pair="cms-ewa-sha256", **CAdES)
never("cms-tail", (), lambda: cms(TEXT) + b"x", pair="cms-ewa-sha256", **CAdES)
never("cms-without-certificate", 24, lambda: cms(TEXT, certs=False), pair="cms-ewa-sha256", **CAdES)
never("cms-stranger", 25, lambda: cms(TEXT, w.stranger), pair="cms-pinned", only=True, **CAdES)
never("cms-false-ca", 25, lambda: cms(TEXT, w.false_ewa), pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-expired", 25, lambda: cms(TEXT, w.expired), pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-second-stranger", 25, lambda: cms(TEXT, more=[w.stranger]), pair="cms-two", only=True, **CAdES)
never("cms-wrong-purpose", 26, lambda: cms(TEXT, w.tls), pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-revoked", 27, lambda: cms(TEXT, w.revoked), trust="crl", pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-held", 29, lambda: cms(TEXT, w.held), trust="crl", pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-sha1", 16, lambda: cms(TEXT, md="sha1"), pair="cms-ewa-sha256", only=True, **CAdES)
never("cms-md5", 16, lambda: cms(TEXT, w.rsa3072, md="md5"), pair="cms-rsa3072-sha256", only=True, **CAdES)
never("cms-weak-key", (16, 17, 25), lambda: cms(TEXT, w.rsa1024), pair="cms-rsa2048-sha256", **CAdES)
never("cms-weak-curve", (16, 17, 25), lambda: cms(TEXT, w.secp256k1), pair="cms-ewa-sha256", **CAdES)
unproven(
    "cms-detached-alone",
    (),
    lambda: cms(TEXT, detached=True),
    profiles=FOREIGN,
    ext="p7s",
    subs="SIGNED_DATA_NOT_FOUND",
    pair="cms-ewa-sha256",
)
never(
    "cms-named-other-certificate",
    24,
    lambda: cms(TEXT, w.ewa, names=w.ewa_again),
    pair="cms-ewa-sha256",
    only=True,
    **CAdES,
)
never("cms-not-named", 24, lambda: cms(TEXT, cades=False), pair="cms-ewa-sha256", **CAdES)
never(
    "cms-future",
    28,
    lambda: cms(TEXT, at=cmsmaker.dt.datetime(2026, 6, 1, 13)),
    pair="cms-ewa-sha256",
    only=True,
    **CAdES,
)
never(
    "cms-claimed-before-expiry",
    25,
    lambda: cms(TEXT, w.expired, at=cmsmaker.dt.datetime(2026, 2, 1)),
    pair="cms-ewa-sha256",
    only=True,
    **CAdES,
)
never("cms-narrow", (), lambda: cms(TEXT, w.stranger), profiles=("narrow",), ext="p7m")


# ---- PDF ----
def pdf_objects():
    return [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[4 0 R]>>",
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Podpis)/Rect[0 0 0 0]/P 3 0 R/F 132/V 5 0 R>>",
    ]


SPACE = 12000


def pdf(
    who=None, *, sub="ETSI.CAdES.detached", make=None, append=b"", change=None, cover=None, md="sha256", twist=None
):
    """A page with one signature. cover(range) may lie about what the signature covers."""
    objects = pdf_objects() + [
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/"
        + sub.encode()
        + b"/M(D:20260601110000Z)/ByteRange[0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]/Contents<"
        + b"0" * SPACE
        + b">>>"
    ]
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    start = out.index(b"/Contents<") + len(b"/Contents")
    end = start + SPACE + 2
    span = (start, end, len(out) - end)
    claimed = cover(span) if cover else span
    for mark, number in zip((b"AAAAAAAAAA", b"BBBBBBBBBB", b"CCCCCCCCCC"), claimed):
        out = out.replace(mark, b"%-10d" % number, 1)
    signed = bytes(out[: claimed[0]] + out[claimed[1] : claimed[1] + claimed[2]])
    value = (make or (lambda d: cms(d, who, detached=True, md=md)))(signed)
    out[start + 1 : start + 1 + len(value) * 2] = value.hex().encode()
    data = bytes(out) + append
    return change(data) if change else data


PAdES = dict(profiles=FOREIGN, ext="pdf")
for who in ("ewa", "rsa2048", "rsa3072"):
    for md in ("sha256", "sha512"):
        good(f"pdf-{who}-{md}", (lambda a=who, b=md: pdf(getattr(w, a), md=b)), also=fmt("PAdES"), **PAdES)
good("pdf-adobe", lambda: pdf(sub="adbe.pkcs7.detached", make=lambda d: cms(d, detached=True)), **PAdES)
never(
    "pdf-changed",
    (22, 23),
    lambda: pdf(change=lambda d: d.replace(b"0 0 300 200", b"0 0 300 201")),
    pair="pdf-ewa-sha256",
    subs="HASH_FAILURE",
    only=True,
    **PAdES,
)
never(
    "pdf-changed-last",
    (22, 23),
    lambda: pdf(change=lambda d: d.replace(b"startxref", b"startXref")),
    pair="pdf-ewa-sha256",
    **PAdES,
)
UPDATE = b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Annots[4 0 R]>>\nendobj\n"


def updated(data):
    """A later revision changes the page."""
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    at = len(data)
    xref = at + len(UPDATE)
    return (
        data
        + UPDATE
        + b"xref\n3 1\n%010d 00000 n \ntrailer<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (at, previous, xref)
    )


never("pdf-page-changed-later", (), lambda: pdf(change=updated), pair="pdf-ewa-sha256", only=True, **PAdES)
never("pdf-text-appended", (), lambda: pdf(append=b"% dopisek\n1 0 obj<<>>endobj\n"), pair="pdf-ewa-sha256", **PAdES)
never(
    "pdf-covers-less-at-end",
    (),
    lambda: pdf(cover=lambda s: (s[0], s[1], s[2] - 60)),
    pair="pdf-ewa-sha256",
    only=True,
    **PAdES,
)
never(
    "pdf-covers-less-before",
    (),
    lambda: pdf(cover=lambda s: (s[0] - 40, s[1], s[2])),
    pair="pdf-ewa-sha256",
    only=True,
    **PAdES,
)
never(
    "pdf-covers-less-behind",
    (),
    lambda: pdf(cover=lambda s: (s[0], s[1] + 40, s[2] - 40)),
    pair="pdf-ewa-sha256",
    only=True,
    **PAdES,
)
never("pdf-stranger", 25, lambda: pdf(w.stranger), pair="pdf-ewa-sha256", only=True, **PAdES)
never("pdf-expired", 25, lambda: pdf(w.expired), pair="pdf-ewa-sha256", only=True, **PAdES)
never("pdf-revoked", 27, lambda: pdf(w.revoked), trust="crl", pair="pdf-ewa-sha256", only=True, **PAdES)
never("pdf-sha1", 16, lambda: pdf(md="sha1"), pair="pdf-ewa-sha256", only=True, **PAdES)
never("pdf-other-filter", (), lambda: pdf(sub="adbe.x509.rsa_sha1"), pair="pdf-ewa-sha256", **PAdES)
never(
    "pdf-value-of-other",
    (22, 23),
    lambda: pdf(make=lambda d: cms(b"inne", detached=True)),
    pair="pdf-ewa-sha256",
    subs="HASH_FAILURE",
    only=True,
    **PAdES,
)
never("pdf-content-inside", (), lambda: pdf(make=lambda d: cms(b"inne")), pair="pdf-ewa-sha256", **PAdES)
never("pdf-garbage-value", (), lambda: pdf(make=lambda d: b"0\x03\x02\x01\x01"), pair="pdf-ewa-sha256", **PAdES)
never("pdf-empty-value", (), lambda: pdf(make=lambda d: b""), pair="pdf-ewa-sha256", **PAdES)
never("pdf-range-zero", (), lambda: pdf(cover=lambda s: (0, 0, 0)), pair="pdf-ewa-sha256", **PAdES)
never("pdf-range-beyond", (), lambda: pdf(cover=lambda s: (s[0], s[1], 9999999999)), pair="pdf-ewa-sha256", **PAdES)


# ---- ASiC ----
MIME_E = b"application/vnd.etsi.asic-e+zip"
MIME_S = b"application/vnd.etsi.asic-s+zip"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
FILES = {"pismo.txt": TEXT, "załącznik.bin": bytes(range(256))}


def container(members, mime=MIME_E):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in {"mimetype": mime, **members}.items():
            info = zipfile.ZipInfo(name, (2026, 6, 1, 11, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            z.writestr(info, data)
    return out.getvalue()


def quoted(name):
    return urllib.parse.quote(name)


def xades_over(files, **more):
    """META-INF/signatures.xml: a signature that names these files."""
    refs = [Ref(quoted(n), id=f"S-f{i}", digested=lambda r, s, d=d: d) for i, (n, d) in enumerate(files.items())]
    refs += [Ref("#S-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)])]
    formats = "".join(
        f'<xades:DataObjectFormat ObjectReference="#S-f{i}"><xades:MimeType>application/octet-stream</xades:MimeType></xades:DataObjectFormat>'
        for i in range(len(files))
    )
    return sign(
        Plan(
            **{
                "root": f'<asic:XAdESSignatures xmlns:asic="{ASIC}"/>',
                "refs": refs,
                "data_format": f"<xades:SignedDataObjectProperties>{formats}</xades:SignedDataObjectProperties>",
                **more,
            }
        )
    )


def manifest(files, signature="META-INF/signature001.p7s"):
    uri = DIGESTS["sha256"][0]
    inner = "".join(
        f'<asic:DataObjectReference URI="{quoted(n)}" MimeType="application/octet-stream"><ds:DigestMethod Algorithm="{uri}"/>'
        f"<ds:DigestValue>{b64(hashlib.sha256(d).digest())}</ds:DigestValue></asic:DataObjectReference>"
        for n, d in files.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{DS}">'
        f'<asic:SigReference URI="{signature}" MimeType="application/pkcs7-signature"/>{inner}</asic:ASiCManifest>'
    ).encode()


def asic_xades(files=None, signed=None, name="META-INF/signatures.xml", mime=MIME_E, **more):
    files = files or FILES
    return container({**files, name: xades_over(signed or files, **more)}, mime)


def asic_cades(files=None, signed=None, who=None):
    files = files or FILES
    m = manifest(signed or files)
    return container(
        {**files, "META-INF/ASiCManifest001.xml": m, "META-INF/signature001.p7s": cms(m, who, detached=True)}
    )


def whole(report):
    assert all(s["scope"] == "calosc" for s in report["signatures"]), "scope is not the whole"


def part(report):
    assert report["indication"] != "TOTAL_PASSED" or all(
        s["scope"] == "czesc" for s in report["signatures"]
    ), "a part passes for the whole"


AE = dict(profiles=FOREIGN, ext="asice")
AS = dict(profiles=FOREIGN, ext="asics")
ONE = {"pismo.txt": TEXT}
good("asic-e-xades", lambda: asic_xades(), also=whole, **AE)
good("asic-e-xades-rsa", lambda: asic_xades(signer=w.rsa3072), also=whole, **AE)
good("asic-e-xades-one", lambda: asic_xades(ONE), also=whole, **AE)
good("asic-e-xades-legacy", lambda: asic_xades(legacy=True), **AE)
good("asic-e-cades", lambda: asic_cades(), also=whole, **AE)
good("asic-e-cades-rsa", lambda: asic_cades(who=w.rsa3072), also=whole, **AE)
good("asic-e-stamp", lambda: asic_xades(unsigned=[stamps.signature_stamp()]), **AE)
good("asic-s-xades", lambda: asic_xades(ONE, mime=MIME_S), also=whole, **AS)
good(
    "asic-s-cades",
    lambda: container({**ONE, "META-INF/signature.p7s": cms(TEXT, detached=True)}, MIME_S),
    also=whole,
    **AS,
)
either("asic-e-part", lambda: asic_xades(signed=ONE), also=part, **AE)
either("asic-e-cades-part", lambda: asic_cades(signed=ONE), also=part, **AE)
CHANGED = {**FILES, "pismo.txt": TEXT + b"dopisek"}
never(
    "asic-e-xades-changed",
    (22, 23),
    lambda: asic_xades(CHANGED, FILES),
    pair="asic-e-xades",
    subs="HASH_FAILURE",
    only=True,
    **AE,
)
never(
    "asic-e-cades-changed",
    (22, 23),
    lambda: asic_cades(CHANGED, FILES),
    pair="asic-e-cades",
    subs="HASH_FAILURE",
    only=True,
    **AE,
)
never(
    "asic-s-cades-changed",
    (22, 23),
    lambda: container({"pismo.txt": TEXT + b"x", "META-INF/signature.p7s": cms(TEXT, detached=True)}, MIME_S),
    pair="asic-s-cades",
    subs="HASH_FAILURE",
    only=True,
    **AS,
)
never("asic-e-missing-file", (), lambda: asic_xades(ONE, FILES), pair="asic-e-xades", only=True, **AE)
never("asic-e-cades-missing-file", (), lambda: asic_cades(ONE, FILES), pair="asic-e-cades", only=True, **AE)
never(
    "asic-e-manifest-changed",
    (22, 23),
    lambda: container(
        {
            **FILES,
            "META-INF/ASiCManifest001.xml": manifest(CHANGED),
            "META-INF/signature001.p7s": cms(manifest(FILES), detached=True),
        }
    ),
    pair="asic-e-cades",
    **AE,
)
never("asic-e-stranger", 25, lambda: asic_xades(signer=w.stranger), pair="asic-e-xades", only=True, **AE)
never("asic-e-cades-stranger", 25, lambda: asic_cades(who=w.stranger), pair="asic-e-cades", only=True, **AE)
never(
    "asic-e-digest-sha1",
    16,
    lambda: container(
        {
            **ONE,
            "META-INF/signatures.xml": xades_over(
                ONE,
                refs=[
                    Ref("pismo.txt", id="S-f0", digest="sha1", digested=lambda r, s: TEXT),
                    Ref("#S-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)]),
                ],
            ),
        }
    ),
    pair="asic-e-xades-one",
    only=True,
    **AE,
)
never(
    "asic-e-outside-name",
    11,
    lambda: container({**ONE, "META-INF/signatures.xml": xades_over({"../pismo.txt": TEXT})}),
    pair="asic-e-xades-one",
    **AE,
)
never(
    "asic-e-http-name",
    11,
    lambda: container(
        {
            **ONE,
            "META-INF/signatures.xml": xades_over(
                ONE,
                refs=[
                    Ref("http://127.0.0.1:@PORT@/pismo.txt", id="S-f0", digested=lambda r, s: TEXT),
                    Ref("#S-sp", type=TYPE_PROPERTIES, transforms=[transform(EXC)]),
                ],
            ),
        }
    ),
    pair="asic-e-xades-one",
    **AE,
)
never("asic-e-cut", (), lambda: asic_xades()[:-10], pair="asic-e-xades", **AE)


def doubled_member():
    """Two members of one name: whose unpacker takes which?"""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w") as z:
            for name, data in (
                ("mimetype", MIME_E),
                ("pismo.txt", b"podrobione"),
                ("pismo.txt", TEXT),
                ("META-INF/signatures.xml", xades_over(ONE)),
            ):
                z.writestr(zipfile.ZipInfo(name, (2026, 6, 1, 11, 0, 0)), data)
    return out.getvalue()


never("asic-e-member-twice", (), doubled_member, pair="asic-e-xades-one", only=True, **AE)
never(
    "asic-e-bomb",
    (),
    lambda: container({"pismo.txt": b"\0" * 200_000_000, "META-INF/signatures.xml": xades_over(ONE)}),
    pair="asic-e-xades-one",
    **AE,
)
