"""CMS SignedData (RFC 5652, CAdES) written by hand, so that its times are the corpus's own. The openssl command, which
has no part in making it, must accept every good one (second.py)."""
import datetime as dt
import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

import der

DATA = "1.2.840.113549.1.7.1"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CLAIMED = dt.datetime(2026, 6, 1, 11, 0, 0)
OIDS = {
    "sha1": "1.3.14.3.2.26",
    "md5": "1.2.840.113549.2.5",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
ECDSA = {
    "sha1": "1.2.840.10045.4.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}
HASHES = {
    "sha1": hashes.SHA1,
    "md5": hashes.MD5,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def algorithm(name):
    return der.seq(der.oid(OIDS[name]), der.null())


def attribute(oid, value):
    return der.seq(der.oid(oid), der.set_of(value))


def utc_time(moment):
    return der.tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())


def signing_certificate_v2(entity):
    issuer = der.seq(
        der.seq(der.explicit(4, entity.cert.issuer.public_bytes())), der.integer(entity.cert.serial_number)
    )
    return attribute(
        "1.2.840.113549.1.9.16.2.47", der.seq(der.seq(der.seq(der.octets(hashlib.sha256(entity.der).digest()), issuer)))
    )


def _signature(entity, md, data, pss):
    """(AlgorithmIdentifier, value)"""
    if isinstance(entity.key, rsa.RSAPrivateKey) and pss:
        size = hashlib.new(md).digest_size
        mgf = der.seq(der.oid("1.2.840.113549.1.1.8"), algorithm(md))
        parameters = der.seq(der.explicit(0, algorithm(md)), der.explicit(1, mgf), der.explicit(2, der.integer(size)))
        return (
            der.seq(der.oid("1.2.840.113549.1.1.10"), parameters),
            entity.key.sign(data, padding.PSS(padding.MGF1(HASHES[md]()), size), HASHES[md]()),
        )
    if isinstance(entity.key, rsa.RSAPrivateKey):
        return (
            der.seq(der.oid("1.2.840.113549.1.1.1"), der.null()),
            entity.key.sign(data, padding.PKCS1v15(), HASHES[md]()),
        )
    return der.seq(der.oid(ECDSA[md])), entity.key.sign(data, ec.ECDSA(HASHES[md]()))


def signer_info(entity, content, kind, *, md="sha256", at=CLAIMED, cades=True, names=None, pss=False):
    """names: the entity that signingCertificateV2 speaks of."""
    attributes = [
        attribute("1.2.840.113549.1.9.3", der.oid(kind)),
        attribute("1.2.840.113549.1.9.4", der.octets(hashlib.new(md, content).digest())),
    ]
    if at:
        attributes.append(attribute("1.2.840.113549.1.9.5", utc_time(at)))
    if cades:
        attributes.append(signing_certificate_v2(names or entity))
    signed = der.set_of(*attributes)
    method, value = _signature(entity, md, signed, pss)
    sid = der.seq(entity.cert.issuer.public_bytes(), der.integer(entity.cert.serial_number))
    return der.seq(der.integer(1), sid, algorithm(md), b"\xa0" + signed[1:], method, der.octets(value))


def signed_data(content, *signers, kind=DATA, detached=False, certs=True, md="sha256", **more):
    """ContentInfo with the signers' certificates and those above them."""
    chain = dict.fromkeys(e.der for s in signers for e in s.chain()) if certs else {}
    inside = b"" if detached else der.explicit(0, der.octets(content))
    parts = [der.integer(1 if kind == DATA else 3), der.set_of(algorithm(md)), der.seq(der.oid(kind), inside)]
    if chain:
        parts.append(der.tlv(0xA0, *chain))
    parts.append(der.set_of(*(signer_info(s, content, kind, md=md, **more) for s in signers)))
    return der.seq(der.oid("1.2.840.113549.1.7.2"), der.explicit(0, der.seq(*parts)))
