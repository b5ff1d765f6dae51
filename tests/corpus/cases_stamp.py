"""Time stamps: check 30, and what a good one is worth (28).

The signer's certificate expired on 1 March 2026 and the document is judged in June. A good stamp of February saves it;
a stamp with any fault must not. So every negative here fails for the stamp's sake alone."""
import datetime as dt


import pki
import stamps
from case import either, good, never
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
FEBRUARY = dt.datetime(2026, 2, 1, 11, 0, 30)
CLAIMED = "2026-02-01T11:00:00Z"


def late(*unsigned, **more):
    return Plan(**{"signer": w.expired, "time": CLAIMED, "unsigned": list(unsigned), **more})


def stamp(tsa=None, **options):
    options.setdefault("at", FEBRUARY)
    return stamps.signature_stamp(tsa, **options)


def stamped_in_february(report):
    assert report["signatures"][0]["stamp_time"].startswith("2026-02-01T11:00:30"), report["signatures"][0][
        "stamp_time"
    ]


good("stamp-before-expiry", late(stamp()), also=stamped_in_february)
good("stamp-before-expiry-c14n11", late(stamp(method=C14N11)), also=stamped_in_february)
good("stamp-before-expiry-inclusive", late(stamps.plain_stamp(at=FEBRUARY)), also=stamped_in_february)
good("stamp-before-expiry-second-good", late(stamp(at=dt.datetime(2026, 2, 20)), stamp()), profiles=FOREIGN)
good(
    "stamp-before-revocation",
    Plan(
        signer=w.revoked,
        time="2026-04-01T12:00:00Z",
        unsigned=[stamps.signature_stamp(at=dt.datetime(2026, 4, 1, 12, 0, 5))],
    ),
    trust="crl",
)
good("stamp-tsa-expired-now", late(stamp(w.tsa_expired)), also=stamped_in_february)


def of_other(signature):
    """The stamp belongs to another signature."""
    return b"<ds:SignatureValue>other</ds:SignatureValue>"


def bytes_of_value(signature):
    """Stamped without the tags: what a careless implementer would stamp."""
    return base64.b64decode(signature.find(q(DS, "SignatureValue")).text)


def without_tags(signature):
    return signature.find(q(DS, "SignatureValue")).text.encode()


def whole(signature):
    return c14n(signature)


def corrupted(token):
    return token[:-5] + bytes([token[-5] ^ 1]) + token[-4:]


def cut(token):
    return token[:-20]


def tailed(token):
    return token + b"\0"


def response(token):
    """A TimeStampResp where the token should be."""
    import der

    return der.seq(der.seq(der.integer(0)), token)


FAULTS = {
    "copied": dict(over=of_other),
    "over-bytes": dict(over=bytes_of_value),
    "over-text": dict(over=without_tags),
    "over-signature": dict(over=whole),
    "corrupted": dict(wrap=corrupted),
    "cut": dict(wrap=cut),
    "tail": dict(wrap=tailed),
    "garbage": dict(wrap=lambda t: b"znacznik"),
    "response": dict(wrap=response),
    "imprint-sha1": dict(digest="sha1"),
    "imprint-md5": dict(digest="md5"),
    "signed-sha1": dict(md="sha1"),
    "other-content-type": dict(econtent="1.2.840.113549.1.7.1"),
    "not-tst-info": dict(info=b"0\x03\x02\x01\x01"),
    "without-certificate": dict(certs=False),
    "tsa-untrusted": dict(tsa=w.tsa_false),
    "tsa-no-purpose": dict(tsa=w.tsa_none),
    "tsa-purpose-not-critical": dict(tsa=w.tsa_plain),
    "tsa-more-purposes": dict(tsa=w.tsa_more),
    "tsa-is-person": dict(tsa=w.ewa),
    "tsa-stranger": dict(tsa=w.stranger),
    "tsa-signer-itself": dict(tsa=w.expired),
    "before-claimed": dict(at=dt.datetime(2026, 1, 1)),
    "after-expiry": dict(at=dt.datetime(2026, 4, 1)),
    "future": dict(at=dt.datetime(2026, 9, 1)),
    "tsa-not-yet": dict(at=dt.datetime(2024, 12, 1)),
}
for name, options in FAULTS.items():
    options = {"tsa": None, **options}
    tsa = options.pop("tsa")
    never(f"stamp-{name}", (25, 30), late(stamp(tsa, **options)), pair="stamp-before-expiry", only=True)
never(
    "stamp-tsa-expired-then",
    (25, 30),
    Plan(
        signer=w.early,
        time="2026-05-01T11:00:00Z",
        unsigned=[stamps.signature_stamp(w.tsa_expired, at=dt.datetime(2026, 5, 1, 11, 1))],
    ),
    pair="stamp-tsa-expired-now",
)
never(
    "stamp-tsa-revoked",
    (25, 27, 30),
    late(stamp(w.tsa_revoked, at=dt.datetime(2026, 2, 1, 11, 0, 30))),
    trust="tsa-crl",
    pair="stamp-tsa-closed-later",
    only=True,
)
# RFC 3161, 4: a closed authority's older stamps stay good; those of a compromised key do not, whatever their time
good("stamp-tsa-closed-later", late(stamp(w.tsa_closed)), trust="tsa-crl", also=stamped_in_february)
never(
    "stamp-tsa-closed-before",
    (25, 27, 30),
    Plan(signer=w.expired, time=CLAIMED, unsigned=[stamp(w.tsa_closed, at=dt.datetime(2026, 5, 2))]),
    trust="tsa-crl",
    pair="stamp-tsa-closed-later",
)
never("stamp-none", 25, late(), pair="stamp-before-expiry", only=True)
never(
    "stamp-form-said-wrong",
    (25, 30),
    late(stamp(over=lambda s: c14n(s.find(q(DS, "SignatureValue")), C14N)), root='<pismo xmlns:z="urn:z"/>'),
    pair="stamp-before-expiry-inclusive",
    only=True,
)
never(
    "stamp-form-unknown",
    (13, 25, 30),
    late(
        stamp(),
        text=lambda d: d.replace(
            b'<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>',
            b'<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="urn:nieznane"/>',
        ),
    ),
    pair="stamp-before-expiry",
    only=True,
)
never(
    "stamp-in-signed-properties-only",
    (8, 25, 30),
    late(
        role="<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>"
    ),
    pair="stamp-before-expiry",
    only=True,
)
never(
    "stamp-comment-inside",
    (5, 15, 25, 30),
    late(
        stamp(), text=lambda d: d.replace(b"</xades:EncapsulatedTimeStamp>", b"<!-- --></xades:EncapsulatedTimeStamp>")
    ),
    pair="stamp-before-expiry",
    only=True,
)
never(
    "stamp-value-changed",
    (22, 23),
    late(stamp(), value=lambda v: b64(bytes([v[0] ^ 1]) + v[1:])),
    pair="stamp-before-expiry",
    subs="SIG_CRYPTO_FAILURE",
    only=True,
)


def not_above_bb(report):
    """Where the signature stands without the stamp, the stamp must not be counted."""
    for signature in report["signatures"]:
        assert signature["level"] in ("", "B-B"), f"level {signature['level']} by a stamp that is not good"
        assert signature["stamp_time"] == "", f"time {signature['stamp_time']} by a stamp that is not good"


for name in (
    "copied",
    "corrupted",
    "imprint-sha1",
    "tsa-untrusted",
    "tsa-no-purpose",
    "tsa-purpose-not-critical",
    "garbage",
    "other-content-type",
):
    options = {"tsa": None, **FAULTS[name]}
    tsa = options.pop("tsa")
    options["at"] = stamps.STAMPED
    either(
        f"stamp-not-counted-{name}",
        Plan(unsigned=[stamps.signature_stamp(tsa, **options)]),
        also=not_above_bb,
        pair="stamp",
    )
never(
    "stamp-earlier-than-claim",
    30,
    Plan(unsigned=[stamps.signature_stamp(at=dt.datetime(2026, 5, 1))]),
    subs="TIMESTAMP_ORDER_FAILURE",
    pair="stamp",
    only=True,
)
