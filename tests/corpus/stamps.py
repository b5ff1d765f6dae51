"""Time stamps (RFC 3161), and the unsigned properties that make a signature B-T and B-LT."""
import datetime as dt
import hashlib

import cms
import der
import pki
from xades import C14N, DS, EXC, XADES, b64, c14n, digested, q

STAMPED = dt.datetime(2026, 6, 1, 11, 0, 30)
_serial = iter(range(1, 1 << 30))


def tst_info(data, digest="sha256", at=STAMPED, serial=None):
    imprint = hashlib.new(digest, data).digest()
    return der.seq(
        der.integer(1),
        der.oid("1.3.6.1.4.1.99999.3161"),
        der.seq(der.seq(der.oid(cms.OIDS[digest]), der.null()), der.octets(imprint)),
        der.integer(serial or next(_serial)),
        der.time(at),
        der.seq(der.integer(1)),
    )  # accuracy: one second


def token(data, tsa=None, *, digest="sha256", at=STAMPED, md="sha256", econtent=cms.TST_INFO, info=None, certs=True):
    """A token over data."""
    return cms.signed_data(
        info or tst_info(data, digest, at), tsa or pki.world().tsa, kind=econtent, md=md, certs=certs, at=at
    )


def signature_stamp(tsa=None, *, method=EXC, over=None, state=True, wrap=None, **options):
    """Unsigned property SignatureTimeStamp. over(signature) replaces the stamped bytes; wrap(token) the token."""

    def maker(signature, plan):
        value = signature.find(q(DS, "SignatureValue"))
        data = over(signature) if over else c14n(value, method)
        made = token(data, tsa, **options)
        made = wrap(made) if wrap else made
        inner = f'<ds:CanonicalizationMethod Algorithm="{method}"/>' if state else ""
        return (
            f"<xades:SignatureTimeStamp>{inner}<xades:EncapsulatedTimeStamp>{b64(made)}"
            "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>"
        )

    return maker


def plain_stamp(tsa=None, **options):
    """Without ds:CanonicalizationMethod: the inclusive form counts."""
    return signature_stamp(tsa, method=C14N, state=False, **options)


def values(crls=(), ocsps=(), certs=()):
    """Unsigned properties CertificateValues and RevocationValues; arguments may be functions, called late."""

    def maker(signature, plan):
        out = ""
        if certs:
            out += (
                "<xades:CertificateValues>"
                + "".join(
                    f"<xades:EncapsulatedX509Certificate>{b64(c.der)}</xades:EncapsulatedX509Certificate>"
                    for c in certs
                )
                + "</xades:CertificateValues>"
            )
        inner = ""
        if crls:
            inner += (
                "<xades:CRLValues>"
                + "".join(f"<xades:EncapsulatedCRLValue>{b64(c)}</xades:EncapsulatedCRLValue>" for c in crls)
                + "</xades:CRLValues>"
            )
        if ocsps:
            inner += (
                "<xades:OCSPValues>"
                + "".join(f"<xades:EncapsulatedOCSPValue>{b64(o)}</xades:EncapsulatedOCSPValue>" for o in ocsps)
                + "</xades:OCSPValues>"
            )
        return out + (f"<xades:RevocationValues>{inner}</xades:RevocationValues>" if inner else "")

    return maker


def archived(signature, plan, method):
    """What an archive stamp covers (EN 319 132-1, 5.5.2): all that was signed, the signature, what was added so far."""
    root = signature.getroottree().getroot()
    out = b"".join(digested(root, signature, ref) for ref in plan.references())
    for name in ("SignedInfo", "SignatureValue", "KeyInfo"):
        out += c14n(signature.find(q(DS, name)), method)
    out += b"".join(c14n(node, method) for node in signature.find(f".//{q(XADES, 'UnsignedSignatureProperties')}"))
    for node in signature.findall(q(DS, "Object")):
        if node.find(q(XADES, "QualifyingProperties")) is None:
            out += c14n(node, method)
    return out


def archive_stamp(tsa=None, *, method=EXC, state=True, over=archived, prefix="xades141", **options):
    """Unsigned property ArchiveTimeStamp; over(signature, plan, method): other bytes than it should cover."""

    def maker(signature, plan):
        inner = f'<ds:CanonicalizationMethod Algorithm="{method}"/>' if state else ""
        made = token(over(signature, plan, method), tsa, at=STAMPED + dt.timedelta(minutes=5), **options)
        return (
            f"<{prefix}:ArchiveTimeStamp>{inner}<xades:EncapsulatedTimeStamp>{b64(made)}</xades:EncapsulatedTimeStamp>"
            f"</{prefix}:ArchiveTimeStamp>"
        )

    return maker
