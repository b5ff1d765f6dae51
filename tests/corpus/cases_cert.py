"""Which certificate, whose, and whether it was good at the time: checks 24-29."""
import datetime as dt

from cryptography import x509

import pki
import stamps
from case import good, never, unproven
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
BASE = "form-exc-exc-exc"


# ---- 24: the certificate that the signed properties name ----
never("named-other-certificate-of-key", 24, Plan(chain=[w.ewa_again, w.ca]), pair="cert-pair-same-key", only=True)
never("named-other-of-same-name", 24, Plan(chain=[w.ewa_twin, w.ca]), pair="cert-pair-twin")
never("named-none", 24, Plan(chain=[w.jan, w.ca]), pair=BASE)
never("named-absent", (8, 24), Plan(cert_ref=""), pair=BASE, only=True)
never("named-twice", 24, Plan(chain=[w.ewa, w.ewa, w.ca]), pair="cert-chain-with-others", only=True)
never(
    "named-mallory-signed",
    (22, 23),
    Plan(
        signer=w.ewa,
        method=(METHODS["ecdsa-sha256"][0], lambda k, d: METHODS["ecdsa-sha256"][1](w.mallory.key, d)),
        chain=[w.mallory, w.ewa, w.ca],
    ),
    pair="cert-chain-with-others",
    only=True,
)
never("named-mallory", 25, Plan(signer=w.mallory, chain=[w.mallory, w.ewa, w.ca]), pair=BASE, only=True)
never(
    "named-issuer-serial-of-other",
    24,
    Plan(
        cert_ref=cert_reference(w.ewa).replace(
            "</xades:CertDigest>",
            f"</xades:CertDigest><xades:IssuerSerialV2>{b64(issuer_serial_v2(w.jan))}</xades:IssuerSerialV2>",
        )
    ),
    pair="cert-issuer-serial",
    only=True,
)
never(
    "named-issuer-of-other",
    24,
    Plan(
        cert_ref=cert_reference(w.ewa).replace(
            "</xades:CertDigest>",
            f"</xades:CertDigest><xades:IssuerSerialV2>{b64(issuer_serial_v2(w.rsa3072))}</xades:IssuerSerialV2>",
        )
    ),
    pair="cert-issuer-serial",
    only=True,
)
never(
    "named-issuer-garbage",
    (15, 24),
    Plan(
        cert_ref=cert_reference(w.ewa).replace(
            "</xades:CertDigest>", "</xades:CertDigest><xades:IssuerSerialV2>AAAA</xades:IssuerSerialV2>"
        )
    ),
    pair="cert-issuer-serial",
    only=True,
)
never(
    "named-legacy-serial-of-other",
    24,
    Plan(
        cert_ref=cert_reference(w.ewa, legacy=True).replace(
            f">{w.ewa.cert.serial_number}<", f">{w.jan.cert.serial_number}<"
        )
    ),
    profiles=FOREIGN,
    pair="legacy-signing-certificate",
    only=True,
)
never(
    "named-legacy-serial-tail",
    24,
    Plan(
        cert_ref=cert_reference(w.ewa, legacy=True).replace(
            f">{w.ewa.cert.serial_number}<", f">{w.ewa.cert.serial_number}0<"
        )
    ),
    profiles=FOREIGN,
    pair="legacy-signing-certificate",
    only=True,
)
for digest in ("md5", "sha1", "ripemd160", "sha224"):
    never(f"named-by-{digest}", (16, 24), Plan(cert_digest=digest), pair="cert-digest-sha384", only=True)
    never(
        f"named-legacy-by-{digest}",
        (16, 24),
        Plan(cert_digest=digest, legacy=True),
        profiles=FOREIGN,
        pair="legacy-signing-certificate",
        only=True,
    )
never(
    "named-second-is-signer",
    (23, 24, 22, 25, 26),
    Plan(
        cert_ref=cert_reference(w.ca).replace(
            "</xades:SigningCertificateV2>", cert_reference(w.ewa)[len("<xades:SigningCertificateV2>") :]
        )
    ),
    pair="cert-named-with-chain",
)
never(
    "named-new-form-other-old-form-right",
    (8, 24),
    Plan(cert_ref=cert_reference(w.ewa, legacy=True) + cert_reference(w.jan)),
    profiles=FOREIGN,
    pair="legacy-signing-certificate",
    only=True,
)
never(
    "named-in-unsigned", (8, 24), Plan(cert_ref="", unsigned=[lambda s, p: cert_reference(w.ewa)]), pair=BASE, only=True
)
never(
    "certificates-eleven",
    (24, 15),
    Plan(chain=[w.ewa, w.ca] + [w.jan, w.p384, w.p521, w.rsa2048, w.rsa3072, w.deep, w.ca2, w.ca3, w.rsa_ca]),
    pair="cert-ten",
    only=True,
)
_fat = pki.make(
    "Gruby Certyfikat",
    "p256",
    w.ca,
    more=[
        (
            x509.UnrecognizedExtension(
                x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), b"\x04\x82\x50\x00" + b"x" * 0x5000
            ),
            False,
        )
    ],
)
never("certificate-too-large", (15, 24), Plan(signer=_fat), pair="cert-known-ext", only=True)
never(
    "certificate-garbage",
    (15, 24),
    Plan(after=lambda r, s: setattr(s.find(".//" + q(DS, "X509Certificate")), "text", b64(b"certyfikat"))),
    pair=BASE,
)
never(
    "certificate-tail",
    (15, 24),
    Plan(after=lambda r, s: setattr(s.find(".//" + q(DS, "X509Certificate")), "text", b64(w.ewa.der + b"x"))),
    pair=BASE,
    only=True,
)
never(
    "certificate-pem",
    (15, 24),
    Plan(after=lambda r, s: setattr(s.find(".//" + q(DS, "X509Certificate")), "text", w.ewa.pem.decode())),
    pair=BASE,
    only=True,
)

# ---- 25: the chain ----
NO_CHAIN = (
    "NO_CERTIFICATE_CHAIN_FOUND",
    "NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    "CHAIN_CONSTRAINTS_FAILURE",
)
unproven("chain-stranger", 25, Plan(signer=w.stranger), pair="cert-pinned", subs=NO_CHAIN, only=True)
unproven("chain-none-trusted", 25, Plan(), trust="tsa", pair=BASE, subs=NO_CHAIN, only=True)
unproven("chain-other-root", 25, Plan(), trust="false", pair=BASE, subs=NO_CHAIN, only=True)
never("chain-false-ca-same-names", 25, Plan(signer=w.false_ewa), pair=BASE, subs=NO_CHAIN, only=True)
never(
    "chain-false-root-along",
    25,
    Plan(signer=w.false_ewa, chain=[w.false_ewa, w.false_ca, w.false_root]),
    pair="cert-chain-with-root",
    subs=NO_CHAIN,
    only=True,
)
never(
    "chain-false-ca-and-true",
    25,
    Plan(signer=w.false_ewa, chain=[w.false_ewa, w.ca, w.false_ca]),
    pair=BASE,
    subs=NO_CHAIN,
)
unproven("chain-intermediate-missing", 25, Plan(chain=[w.ewa]), pair=BASE, subs=NO_CHAIN, only=True)
unproven("chain-intermediate-other", 25, Plan(chain=[w.ewa, w.rsa_ca]), pair=BASE, subs=NO_CHAIN, only=True)
never("chain-of-person", (25, 26), Plan(signer=w.of_person, chain=[w.of_person, w.not_ca, w.ca]), pair=BASE, only=True)
never(
    "chain-too-long",
    (25, 26),
    Plan(signer=w.too_long, chain=[w.too_long, w.second_level, w.ca]),
    pair="cert-deep",
    only=True,
)
never("chain-no-keysign", (25, 26), Plan(signer=w.of_no_keysign), pair=BASE, only=True)
never("chain-out-of-names", (25, 26), Plan(signer=w.out_of_names), pair="cert-in-names", only=True)
for who in ("sha1_cert", "md5_cert", "of_weak_ca"):
    never(f"chain-{who.replace('_', '-')}", (17, 25), Plan(signer=getattr(w, who)), pair=BASE, only=True)
never(
    "chain-expired",
    25,
    Plan(signer=w.expired),
    pair=BASE,
    only=True,
    subs=("EXPIRED", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"),
)
never("chain-early", 25, Plan(signer=w.early), pair=BASE, only=True, subs=("NOT_YET_VALID", "OUT_OF_BOUNDS_NO_POE"))
never("chain-expired-ca", 25, Plan(signer=w.of_expired_ca), pair=BASE, only=True)
good("chain-expired-before", Plan(signer=w.expired, time="2026-01-31T11:00:00Z"), at="2026-02-01T12:00:00Z")
good("chain-expired-ca-before", Plan(signer=w.of_expired_ca, time="2026-01-31T11:00:00Z"), at="2026-02-01T12:00:00Z")
good("chain-early-later", Plan(signer=w.early), at="2026-10-01T12:00:00Z")
never("chain-all-expired", 25, Plan(), at="2036-01-01T12:00:00Z", pair=BASE, only=True)
never("chain-all-early", 25, Plan(time="2024-01-01T12:00:00Z"), at="2024-06-01T12:00:00Z", pair=BASE, only=True)
never(
    "chain-pinned-expired",
    25,
    Plan(signer=w.pinned),
    trust="pinned",
    at="2036-01-01T12:00:00Z",
    pair="cert-pinned",
    only=True,
)

# ---- 26: what the certificate is for ----
USAGE = dict(subs=NO_CHAIN + ("SIG_CONSTRAINTS_FAILURE",))
for who in ("is_ca", "encipher", "certsign", "tls", "unknown_ext"):
    never(f"purpose-{who.replace('_', '-')}", (25, 26), Plan(signer=getattr(w, who)), pair=BASE, only=True, **USAGE)
never("purpose-stamping", 26, Plan(signer=w.tsa), pair="cert-documents", only=True)

# ---- 27, 29: revoked and suspended ----
R = x509.ReasonFlags
BEFORE = dt.datetime(2026, 5, 1)
AFTER = dt.datetime(2026, 6, 10)
REVOKED = ("REVOKED", "REVOKED_NO_POE")
HELD = dict(subs="TRY_LATER")
CA_CRL = [(w.revoked, BEFORE, R.key_compromise), (w.held, BEFORE, R.certificate_hold), (w.later, AFTER, None)]


def trust_crls():
    """Folder `crl`: lists of both authorities, of the time stamping one, and a revoked authority."""
    return {
        "ca.crl": pki.crl(w.ca, CA_CRL),
        "root.crl": pki.crl(w.root, [(w.revoked_ca, BEFORE, R.ca_compromise)]),
        "tsa.crl": pki.crl(
            w.tsa_root, [(w.tsa_revoked, BEFORE, R.key_compromise), (w.tsa_closed, BEFORE, R.cessation_of_operation)]
        ),
    }


def trust_answers():
    """Folder `ocsp`: answers about the same people."""
    return {
        "ewa.ors": pki.ocsp(w.ewa),
        "revoked.ors": pki.ocsp(w.revoked, status="revoked", when=BEFORE, reason=R.key_compromise),
        "held.ors": pki.ocsp(w.held, status="revoked", when=BEFORE, reason=R.certificate_hold),
        "later.ors": pki.ocsp(w.later, responder=w.responder),
    }


def trust_lies():
    """Folder `lies`: revocations of Ewa by those who have no say, or who speak of another time."""
    return {
        "false.crl": pki.crl(w.false_ca, [(w.ewa, BEFORE, R.key_compromise)]),
        "other.crl": pki.crl(w.rsa_ca, [(w.ewa, BEFORE, R.key_compromise)]),
        "wrong-key.crl": pki.crl(w.ca, [(w.ewa, BEFORE, R.key_compromise)], key=w.jan.key),
        "unauthorised.ors": pki.ocsp(w.ewa, status="revoked", when=BEFORE, responder=w.no_responder),
        "jan.ors": pki.ocsp(w.jan, status="revoked", when=BEFORE),
    }


for folder in ("crl", "ocsp"):
    good(f"status-good-{folder}", Plan(), trust=folder)
    good(f"status-revoked-afterwards-{folder}", Plan(signer=w.later), trust=folder)
    never(
        f"status-revoked-{folder}",
        27,
        Plan(signer=w.revoked),
        trust=folder,
        subs=REVOKED,
        pair=f"status-good-{folder}",
        only=True,
    )
    never(
        f"status-held-{folder}", 29, Plan(signer=w.held), trust=folder, pair=f"status-good-{folder}", only=True, **HELD
    )
never("status-revoked-ca", (25, 27), Plan(signer=w.of_revoked_ca), trust="crl", pair="status-good-crl", only=True)
good("status-lies", Plan(), trust="lies")
never("status-lies-jan", 27, Plan(signer=w.jan), trust="lies", subs=REVOKED, pair="status-lies", only=True)
good("status-unknown", Plan(signer=w.revoked))
never(
    "status-revoked-inside-crl",
    27,
    Plan(signer=w.revoked, unsigned=[stamps.values([pki.crl(w.ca, CA_CRL)])]),
    profiles=FOREIGN,
    subs=REVOKED,
    pair="status-good-inside",
    only=True,
)
never(
    "status-revoked-inside-ocsp",
    27,
    Plan(
        signer=w.revoked,
        unsigned=[stamps.values([], [pki.ocsp(w.revoked, status="revoked", when=BEFORE, reason=R.key_compromise)])],
    ),
    profiles=FOREIGN,
    subs=REVOKED,
    pair="status-good-inside",
    only=True,
)
good("status-good-inside", Plan(unsigned=[stamps.values([pki.crl(w.ca), pki.crl(w.root)])]), profiles=FOREIGN)
# a good answer brought along does not silence a revocation known here
never(
    "status-revoked-but-inside-old",
    27,
    Plan(
        signer=w.revoked,
        unsigned=[stamps.values([], [pki.ocsp(w.revoked, at=dt.datetime(2026, 4, 1), until=dt.datetime(2026, 4, 2))])],
    ),
    profiles=FOREIGN,
    trust="crl",
    subs=REVOKED,
    pair="status-good-crl",
    only=True,
)
never(
    "status-revoked-but-inside-of-other",
    27,
    Plan(signer=w.revoked, unsigned=[stamps.values([], [pki.ocsp(w.ewa)])]),
    profiles=FOREIGN,
    trust="crl",
    subs=REVOKED,
    pair="status-good-crl",
    only=True,
)
never(
    "status-revoked-but-inside-false",
    27,
    Plan(signer=w.revoked, unsigned=[stamps.values([], [pki.ocsp(w.revoked, responder=w.no_responder)])]),
    profiles=FOREIGN,
    trust="crl",
    subs=REVOKED,
    pair="status-good-crl",
    only=True,
)

# ---- 28: which time counts ----
never("time-future", 28, Plan(time="2026-06-01T13:00:00Z"), pair="time-almost-future", only=True)
never("time-far-future", 28, Plan(time="2099-01-01T00:00:00Z"), pair="time-almost-future", only=True)
never(
    "time-claimed-before-expiry",
    25,
    Plan(signer=w.expired, time="2026-02-01T12:00:00Z"),
    pair="chain-expired-before",
    only=True,
)
never(
    "time-claimed-before-revocation",
    27,
    Plan(signer=w.revoked, time="2026-04-01T12:00:00Z"),
    trust="crl",
    subs=REVOKED,
    pair="stamp-before-revocation",
    only=True,
)
