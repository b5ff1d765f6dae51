"""The people, authorities and certificates of the corpus. Keys are made anew for every run; names, dates and structure
are always the same. Everything is valid from 2025 to 2035 unless its name says otherwise; documents are signed and
judged in the middle of 2026 (NOW)."""
import datetime as dt
import functools
import warnings

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as EKU
from cryptography.x509.oid import NameOID, ObjectIdentifier

warnings.simplefilter("ignore")  # old algorithms are used on purpose

NOW = dt.datetime(2026, 6, 1, 12, 0, 0)
FROM = dt.datetime(2025, 1, 1)
TO = dt.datetime(2035, 1, 1)

DER = serialization.Encoding.DER
PEM = serialization.Encoding.PEM

KEYS = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "p224": lambda: ec.generate_private_key(ec.SECP224R1()),
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "brainpool256": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "rsa512": lambda: rsa.generate_private_key(65537, 512),
    "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa3072": lambda: rsa.generate_private_key(65537, 3072),
    "dsa2048": lambda: dsa.generate_private_key(2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ed448": ed448.Ed448PrivateKey.generate,
}


class Entity:
    """A certificate with its key and the chain above it (issuer first, the root last)."""

    def __init__(self, name, cert, key, issuer=None):
        self.name, self.cert, self.key, self.issuer = name, cert, key, issuer

    @property
    def der(self):
        return self.cert.public_bytes(DER)

    @property
    def pem(self):
        return self.cert.public_bytes(PEM)

    @property
    def key_pem(self):
        return self.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    def chain(self):
        """The certificates a signature carries: the signer first, the root never."""
        out = [self]
        while out[-1].issuer is not None and out[-1].issuer is not out[-1]:
            out.append(out[-1].issuer)
        return out if len(out) == 1 else out[:-1]


def subject_of(name, **extra):
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "PL")]
    if "org" in extra:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, extra["org"]))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, name))
    return x509.Name(parts)


def usage(*bits):
    names = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ]
    return x509.KeyUsage(**{n: n in bits for n in names})


SIGNING = usage("digital_signature", "content_commitment")
ISSUING = usage("key_cert_sign", "crl_sign")
_serial = iter(range(0x1001, 1 << 30))


def make(
    name,
    key,
    issuer=None,
    *,
    ca=False,
    path=None,
    ku=SIGNING,
    eku=None,
    start=FROM,
    end=TO,
    digest=None,
    more=(),
    serial=None,
    basic=True,
    subject=None,
    public=None,
    identifiers=True,
):
    """A certificate of exactly this content; the issuer's key signs, None is self-signed. `more` are further
    extensions as (value, critical)."""
    key = KEYS[key]() if isinstance(key, str) else key
    signer = issuer.key if issuer else key
    public = public or key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject or subject_of(name))
        .issuer_name(issuer.cert.subject if issuer else (subject or subject_of(name)))
        .public_key(public)
        .serial_number(serial or next(_serial))
        .not_valid_before(start)
        .not_valid_after(end)
    )
    if basic:
        builder = builder.add_extension(x509.BasicConstraints(ca, path), True)
    if ku:
        builder = builder.add_extension(ku, True)
    if eku:
        builder = builder.add_extension(x509.ExtendedKeyUsage(eku[0]), eku[1])
    if identifiers:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        above = issuer.key.public_key() if issuer else public
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), False)
    for value, critical in more:
        builder = builder.add_extension(value, critical)
    if isinstance(signer, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        algorithm = None
    else:
        algorithm = digest or hashes.SHA256()
    return Entity(name, builder.sign(signer, algorithm), key, issuer)


def crl(issuer, revoked=(), *, at=NOW - dt.timedelta(hours=1), until=NOW + dt.timedelta(days=1), key=None):
    """A CRL: revoked is a list of (entity, time, x509.ReasonFlags or None)."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.cert.subject)
        .last_update(at)
        .next_update(until)
        .add_extension(x509.CRLNumber(7), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False)
    )
    for entity, when, reason in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(entity.cert.serial_number).revocation_date(when)
        if reason:
            entry = entry.add_extension(x509.CRLReason(reason), False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key or issuer.key, hashes.SHA256()).public_bytes(DER)


def ocsp(
    entity,
    *,
    status="good",
    when=None,
    reason=None,
    responder=None,
    at=NOW - dt.timedelta(hours=1),
    until=NOW + dt.timedelta(days=1),
    about=None,
):
    """An OCSP answer about entity, signed by its issuer or by a delegated responder."""
    from cryptography.x509 import ocsp as o

    issuer = entity.issuer
    signer = responder or issuer
    states = {"good": o.OCSPCertStatus.GOOD, "revoked": o.OCSPCertStatus.REVOKED, "unknown": o.OCSPCertStatus.UNKNOWN}
    builder = (
        o.OCSPResponseBuilder()
        .add_response(
            cert=(about or entity).cert,
            issuer=issuer.cert,
            algorithm=hashes.SHA256(),
            cert_status=states[status],
            this_update=at,
            next_update=until,
            revocation_time=when,
            revocation_reason=reason,
        )
        .responder_id(o.OCSPResponderEncoding.HASH, signer.cert)
    )
    if responder:
        builder = builder.certificates([responder.cert])
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(DER)


class World:
    """All certificates by name, made when first asked for: world.ewa, world.root …"""

    def __getattr__(self, name):
        maker = globals().get(f"_make_{name}")
        if maker is None:
            raise AttributeError(name)
        value = maker(self)
        setattr(self, name, value)
        return value


def _entity(function):
    globals()[f"_make_{function.__name__}"] = function
    return function


def _simple(name, maker):
    globals()[f"_make_{name}"] = maker


DOC_SIGNING = ([ObjectIdentifier("1.3.6.1.5.5.7.3.36")], False)
STAMPING = ([EKU.TIME_STAMPING], True)

_simple(
    "root", lambda w: make("Korpus Root", "p384", ca=True, ku=ISSUING, subject=subject_of("Korpus Root", org="Korpus"))
)
_simple("ca", lambda w: make("Korpus CA", "p256", w.root, ca=True, path=0, ku=ISSUING))
_simple("rsa_ca", lambda w: make("Korpus RSA CA", "rsa3072", w.root, ca=True, path=0, ku=ISSUING))
_simple("ca2", lambda w: make("Korpus CA Wyzsze", "p256", w.root, ca=True, path=2, ku=ISSUING))
_simple("ca3", lambda w: make("Korpus CA Nizsze", "p256", w.ca2, ca=True, path=0, ku=ISSUING))
# the same names as the real ones, other keys
_simple(
    "false_root",
    lambda w: make("Korpus Root", "p384", ca=True, ku=ISSUING, subject=subject_of("Korpus Root", org="Korpus")),
)
_simple("false_ca", lambda w: make("Korpus CA", "p256", w.false_root, ca=True, path=0, ku=ISSUING))
_simple("false_ewa", lambda w: make("Ewa Dobra", "p256", w.false_ca))

_simple("ewa", lambda w: make("Ewa Dobra", "p256", w.ca))
_simple("jan", lambda w: make("Jan Drugi", "p256", w.ca))
_simple("p384", lambda w: make("Piotr Trzysta", "p384", w.ca))
_simple("p521", lambda w: make("Pawel Pieciuset", "p521", w.ca))
_simple("rsa2048", lambda w: make("Roman Dwa", "rsa2048", w.ca))
_simple("rsa3072", lambda w: make("Roman Trzy", "rsa3072", w.rsa_ca))
_simple("ed25519", lambda w: make("Edward Krzywa", "ed25519", w.ca))
_simple("ed448", lambda w: make("Edyta Krzywa", "ed448", w.ca))
_simple("below_root", lambda w: make("Anna Korzen", "p256", w.root))
_simple("deep", lambda w: make("Daria Gleboka", "p256", w.ca3))
_simple("documents", lambda w: make("Olga Oid", "p256", w.ca, eku=DOC_SIGNING))
_simple("only_nr", lambda w: make("Nina Niezaprzeczalna", "p256", w.ca, ku=usage("content_commitment")))
_simple("only_ds", lambda w: make("Dorota Cyfrowa", "p256", w.ca, ku=usage("digital_signature")))
_simple("pinned", lambda w: make("Podmiot Przypiety", "p256"))
_simple("pinned_rsa", lambda w: make("Podmiot Przypiety RSA", "rsa2048"))
_simple("pinned_rsa512", lambda w: make("Przypiety Slaby 512", "rsa512"))
_simple("pinned_rsa1024", lambda w: make("Przypiety Slaby 1024", "rsa1024"))
_simple("stranger", lambda w: make("Obcy Nieznany", "p256"))
_simple("seal", lambda w: make("Minister Cyfryzacji - pieczec podpisu zaufanego", "rsa3072"))

# weak or forbidden keys
for _n in ("rsa512", "rsa1024", "secp256k1", "brainpool256", "p224", "dsa2048"):
    _simple(_n, lambda w, n=_n: make(f"Slaby {n}", n, w.ca))

# certificates with one fault each (checks 25, 26, 27, 29)
_simple("expired", lambda w: make("Edek Wygasly", "p256", w.ca, end=dt.datetime(2026, 3, 1)))
_simple("early", lambda w: make("Ela Przyszla", "p256", w.ca, start=dt.datetime(2026, 9, 1)))
_simple(
    "expired_ca",
    lambda w: make("Korpus CA Wygasle", "p256", w.root, ca=True, path=0, ku=ISSUING, end=dt.datetime(2026, 3, 1)),
)
_simple("of_expired_ca", lambda w: make("Wanda Wygasla", "p256", w.expired_ca))
_simple(
    "is_ca",
    lambda w: make(
        "Urzad Certyfikat",
        "p256",
        w.root,
        ca=True,
        path=0,
        ku=usage("digital_signature", "content_commitment", "key_cert_sign"),
    ),
)
_simple("encipher", lambda w: make("Szymon Szyfr", "p256", w.ca, ku=usage("key_agreement")))
_simple("certsign", lambda w: make("Celina Wystawca", "p256", w.ca, ku=usage("key_cert_sign")))
_simple("tls", lambda w: make("serwer.invalid", "p256", w.ca, eku=([EKU.SERVER_AUTH], True)))
_simple(
    "unknown_ext",
    lambda w: make(
        "Ula Nieznana",
        "p256",
        w.ca,
        more=[(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00"), True)],
    ),
)
_simple(
    "known_ext",
    lambda w: make(
        "Ula Nieznana",
        "p256",
        w.ca,
        more=[(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00"), False)],
    ),
)
_simple("not_ca", lambda w: make("Zwykly Czlowiek", "p256", w.ca, path=None))
_simple("of_person", lambda w: make("Dziecko Czlowieka", "p256", w.not_ca))
_simple("second_level", lambda w: make("Korpus CA Zabronione", "p256", w.ca, ca=True, path=0, ku=ISSUING))
_simple("too_long", lambda w: make("Zbyt Dlugi", "p256", w.second_level))
_simple("no_keysign_ca", lambda w: make("Korpus CA Bez Prawa", "p256", w.root, ca=True, path=0, ku=usage("crl_sign")))
_simple("of_no_keysign", lambda w: make("Bez Prawa", "p256", w.no_keysign_ca))
_simple("sha1_cert", lambda w: make("Skrot Stary", "p256", w.rsa_ca, digest=hashes.SHA1()))
_simple("md5_cert", lambda w: make("Skrot Najstarszy", "p256", w.rsa_ca, digest=hashes.MD5()))
_simple("weak_ca", lambda w: make("Korpus CA Slabe", "rsa1024", w.root, ca=True, path=0, ku=ISSUING))
_simple("of_weak_ca", lambda w: make("Slabego Urzedu", "p256", w.weak_ca))
_simple(
    "constrained_ca",
    lambda w: make(
        "Korpus CA Ograniczone",
        "p256",
        w.root,
        ca=True,
        path=0,
        ku=ISSUING,
        more=[
            (
                x509.NameConstraints(
                    [x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "DE")]))], None
                ),
                True,
            )
        ],
    ),
)
_simple("out_of_names", lambda w: make("Poza Nazwami", "p256", w.constrained_ca))
_simple(
    "in_names_ca",
    lambda w: make(
        "Korpus CA Nazwane",
        "p256",
        w.root,
        ca=True,
        path=0,
        ku=ISSUING,
        more=[
            (
                x509.NameConstraints(
                    [x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "PL")]))], None
                ),
                True,
            )
        ],
    ),
)
_simple("in_names", lambda w: make("W Nazwach", "p256", w.in_names_ca))
_simple("revoked", lambda w: make("Rafal Uniewazniony", "p256", w.ca))
_simple("held", lambda w: make("Halina Zawieszona", "p256", w.ca))
_simple("later", lambda w: make("Lucjan Pozniej", "p256", w.ca))
_simple("revoked_ca", lambda w: make("Korpus CA Uniewaznione", "p256", w.root, ca=True, path=0, ku=ISSUING))
_simple("of_revoked_ca", lambda w: make("Dziecko Uniewaznionego", "p256", w.revoked_ca))
# another certificate for Ewa's key and name; another key under her name
_simple("ewa_again", lambda w: make("Ewa Dobra", w.ewa.key, w.ca))
_simple("ewa_twin", lambda w: make("Ewa Dobra", "p256", w.ca))
_simple("mallory", lambda w: make("Ewa Dobra", "p256"))

# status and time
_simple(
    "responder",
    lambda w: make(
        "Korpus OCSP",
        "p256",
        w.ca,
        ku=usage("digital_signature"),
        eku=([EKU.OCSP_SIGNING], False),
        more=[(x509.OCSPNoCheck(), False)],
    ),
)
_simple("no_responder", lambda w: make("Korpus nie OCSP", "p256", w.ca, ku=usage("digital_signature")))
_simple("tsa_root", lambda w: make("Korpus TSA Root", "p384", ca=True, ku=ISSUING))
_simple("tsa", lambda w: make("Korpus TSA", "p256", w.tsa_root, eku=STAMPING, ku=usage("digital_signature")))
_simple("tsa_rsa", lambda w: make("Korpus TSA RSA", "rsa3072", w.tsa_root, eku=STAMPING, ku=usage("digital_signature")))
_simple(
    "tsa_plain",
    lambda w: make(
        "Korpus TSA niekrytyczna", "p256", w.tsa_root, eku=([EKU.TIME_STAMPING], False), ku=usage("digital_signature")
    ),
)
_simple(
    "tsa_more",
    lambda w: make(
        "Korpus TSA wielorakie",
        "p256",
        w.tsa_root,
        eku=([EKU.TIME_STAMPING, EKU.CODE_SIGNING], True),
        ku=usage("digital_signature"),
    ),
)
_simple("tsa_none", lambda w: make("Korpus TSA bez celu", "p256", w.tsa_root, ku=usage("digital_signature")))
_simple(
    "tsa_expired",
    lambda w: make(
        "Korpus TSA wygasla",
        "p256",
        w.tsa_root,
        eku=STAMPING,
        ku=usage("digital_signature"),
        end=dt.datetime(2026, 3, 1),
    ),
)
_simple(
    "tsa_revoked",
    lambda w: make("Korpus TSA uniewazniona", "p256", w.tsa_root, eku=STAMPING, ku=usage("digital_signature")),
)
_simple(
    "tsa_closed",
    lambda w: make("Korpus TSA zamknieta", "p256", w.tsa_root, eku=STAMPING, ku=usage("digital_signature")),
)
_simple("tsa_false_root", lambda w: make("Korpus TSA Root", "p384", ca=True, ku=ISSUING))
_simple(
    "tsa_false", lambda w: make("Korpus TSA", "p256", w.tsa_false_root, eku=STAMPING, ku=usage("digital_signature"))
)


@functools.lru_cache(maxsize=1)
def world():
    return World()
