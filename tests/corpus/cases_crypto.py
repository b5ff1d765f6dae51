"""Algorithms, keys and the calculation: checks 16-23."""
from lxml import etree

import pki
from case import PASSED, either, never
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
BASE = "form-exc-exc-exc"
WEAK = dict(subs=("CRYPTO_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"))

# ---- 16: methods and digests ----
for method, who in {
    "rsa-md5": "rsa3072",
    "rsa-sha1": "rsa3072",
    "rsa-sha224": "rsa3072",
    "ecdsa-sha1": "ewa",
    "ecdsa-sha224": "ewa",
}.items():
    never(
        f"method-{method}",
        16,
        Plan(signer=getattr(w, who), method=method),
        pair=f"key-{who}-{'rsa' if 'rsa3072' == who else 'ecdsa'}-sha256-sha256",
        only=True,
        **WEAK,
    )
for method in ("dsa-sha1", "dsa-sha256"):
    never(f"method-{method}", (16, 17), Plan(signer=w.dsa2048, method=method), pair=BASE, **WEAK)
for digest in ("md5", "sha1", "ripemd160", "sha224"):
    never(f"digest-{digest}", 16, Plan(digest=digest), pair="key-ewa-ecdsa-sha256-sha256", only=True, **WEAK)
    both = default_refs(Plan())
    for which, name in ((0, "document"), (1, "properties")):
        mixed = default_refs(Plan())
        mixed[which].digest = digest
        never(
            f"digest-{digest}-{name}-only", 16, Plan(refs=mixed), pair="key-ewa-ecdsa-sha256-sha256", only=True, **WEAK
        )
    third = [Ref("#S-ki", digest=digest, transforms=[transform(EXC)])]
    never(
        f"digest-{digest}-third-only",
        (11, 16),
        Plan(key_info_id="S-ki", more_refs=third),
        profiles=FOREIGN,
        pair="signed-key-info",
        only=True,
        **WEAK,
    )
RENAMED = {
    "empty": "",
    "unknown": "urn:nieznane",
    "hash-of-method": MORE + "ecdsa-sha256#",
    "upper": (MORE + "ecdsa-sha256").upper(),
    "blank": " " + MORE + "ecdsa-sha256",
    "rsa-of-ec": MORE + "rsa-sha256",
    "hmac": MORE + "hmac-sha256",
    "digest": ENC + "sha256",
    "ripemd160": MORE + "rsa-ripemd160",
    "whirlpool": MORE2007 + "ecdsa-whirlpool",
}
for name, uri in RENAMED.items():
    never(f"method-named-{name}", (16, 17), Plan(signed_info=lambda si, u=uri: si[1].set("Algorithm", u)), pair=BASE)
never("method-unnamed", 16, Plan(signed_info=lambda si: si[1].attrib.pop("Algorithm") and None), pair=BASE, only=True)
for name, uri in {
    "empty": "",
    "unknown": "urn:nieznane",
    "upper": (ENC + "SHA256"),
    "md5": MORE + "md5",
    "signature": MORE + "rsa-sha256",
}.items():
    never(
        f"digest-named-{name}",
        16,
        Plan(signed_info=lambda si, u=uri: si[2].find(q(DS, "DigestMethod")).set("Algorithm", u)),
        pair=BASE,
    )
never(
    "digest-unnamed",
    16,
    Plan(signed_info=lambda si: si[2].find(q(DS, "DigestMethod")).attrib.pop("Algorithm") and None),
    pair=BASE,
)
never(
    "digest-with-child",
    (8, 12, 14, 16),
    Plan(refs=[Ref("", id="S-doc", transforms=Plan.doc_transforms, method_inner="<x/>"), default_refs(Plan())[1]]),
    pair=BASE,
)
never("method-with-child", (8, 12, 14, 16), Plan(method_inner="<x/>"), pair=BASE)


# really verified, or refused cleanly as unsupported: never something in between
def supported_or_refused(name, plan, **more):
    def look(report):
        if report["indication"] != PASSED:
            numbers = set(report["checks"].split(","))
            assert numbers & {"16", "17"}, f"refused, but by checks {report['checks']}"
            assert "CRYPTO_CONSTRAINTS" in report["subindication"], report["subindication"]

    either(name, plan, also=look, profiles=FOREIGN, **more)


def flipped(value):
    return b64(bytes([value[0] ^ 1]) + value[1:])


for method in ("pss-sha256", "pss-sha384", "pss-sha512"):
    supported_or_refused(f"new-{method}", Plan(signer=w.rsa3072, method=method))
    never(
        f"new-{method}-value-bad",
        (),
        Plan(signer=w.rsa3072, method=method, value=flipped),
        profiles=FOREIGN,
        pair=f"new-{method}",
    )
    never(
        f"new-{method}-changed",
        (),
        Plan(signer=w.rsa3072, method=method, text=lambda d: d.replace(b"100.00", b"900.00")),
        profiles=FOREIGN,
        pair=f"new-{method}",
    )
never("new-pss-sha1", 16, Plan(signer=w.rsa3072, method="pss-sha1"), pair="new-pss-sha256", **WEAK)
never(
    "new-pss-named-pkcs1",
    (),
    Plan(signer=w.rsa3072, method=(MORE + "rsa-sha256", METHODS["pss-sha256"][1])),
    pair="new-pss-sha256",
)
never(
    "new-pkcs1-named-pss",
    (),
    Plan(signer=w.rsa3072, method=(METHODS["pss-sha256"][0], METHODS["rsa-sha256"][1])),
    pair="new-pss-sha256",
)
for who in ("ed25519", "ed448"):
    supported_or_refused(f"new-{who}", Plan(signer=getattr(w, who)))
    never(f"new-{who}-value-bad", (), Plan(signer=getattr(w, who), value=flipped), profiles=FOREIGN, pair=f"new-{who}")
supported_or_refused("new-ecdsa-sha3", Plan(method="ecdsa-sha3-256"))
supported_or_refused("new-digest-sha3", Plan(digest="sha3-256"))
supported_or_refused("new-digest-sha3-512", Plan(digest="sha3-512"))
never(
    "new-digest-sha3-bad",
    (),
    Plan(digest="sha3-256", text=lambda d: d.replace(b"100.00", b"900.00")),
    profiles=FOREIGN,
    pair="new-digest-sha3",
)

# ---- 17: keys ----
for who, method in {
    "rsa512": "rsa-sha256",
    "rsa1024": "rsa-sha256",
    "secp256k1": "ecdsa-sha256",
    "brainpool256": "ecdsa-sha256",
    "p224": "ecdsa-sha256",
}.items():
    never(
        f"weak-key-{who}",
        (16, 17, 25),
        Plan(signer=getattr(w, who), method=method),
        pair=BASE,
        **(WEAK if who != "rsa512" else {}),
    )
for size in ("rsa512", "rsa1024"):
    # trusted by itself: no chain has anything to say, only the key's strength
    never(
        f"weak-key-{size}-pinned",
        17,
        Plan(signer=getattr(w, f"pinned_{size}")),
        trust="weak",
        pair="cert-pinned-rsa",
        only=True,
        profiles=FOREIGN,
    )
never(
    "key-of-other-kind-rsa-method",
    (16, 17),
    Plan(
        signer=w.ewa,
        method=(
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            lambda k, d: w.rsa3072.key.sign(d, padding.PKCS1v15(), hashes.SHA256()),
        ),
    ),
    pair=BASE,
)
never(
    "key-of-other-kind-ec-method",
    (16, 17),
    Plan(signer=w.rsa3072, method=(MORE + "ecdsa-sha256", lambda k, d: METHODS["ecdsa-sha256"][1](w.ewa.key, d))),
    pair=BASE,
)
never(
    "key-small-after-2028",
    17,
    Plan(signer=w.rsa2048),
    at="2029-06-01T12:00:00Z",
    profiles=FOREIGN,
    pair="key-rsa2048-rsa-sha256",
    only=True,
    **WEAK,
)

# ---- 18: the public key taken for a secret ----
PUBLIC = pki.serialization.PublicFormat
SECRETS = {
    "spki-der": lambda e: e.key.public_key().public_bytes(pki.DER, PUBLIC.SubjectPublicKeyInfo),
    "spki-pem": lambda e: e.key.public_key().public_bytes(pki.PEM, PUBLIC.SubjectPublicKeyInfo),
    "cert-der": lambda e: e.der,
    "cert-pem": lambda e: e.pem,
    "cert-base64": lambda e: b64(e.der).encode(),
    "empty": lambda e: b"",
    "modulus": lambda e: e.key.public_key().public_numbers().n.to_bytes(384, "big"),
}
for name, secret in SECRETS.items():
    for digest in ("sha1", "sha256"):
        never(
            f"hmac-{digest}-{name}",
            16,
            Plan(signer=w.rsa3072, method=hmac_method(digest, secret)),
            pair="key-rsa3072-rsa-sha256-sha256",
            only=digest == "sha256",
        )
never(
    "hmac-truncated",
    (12, 14, 16),
    Plan(
        method=hmac_method("sha256", SECRETS["empty"]),
        method_inner="<ds:HMACOutputLength>0</ds:HMACOutputLength>",
        value=lambda v: "AA==",
    ),
    pair=BASE,
)
never(
    "hmac-key-name",
    (8, 12, 16),
    Plan(method=hmac_method("sha256", SECRETS["empty"]), key_info="<ds:KeyName>sekret</ds:KeyName>"),
    pair=BASE,
)

# ---- 20, 21: the document chooses the key ----
m = w.mallory
AS_MALLORY = (MORE + "ecdsa-sha256", lambda key, data: METHODS["ecdsa-sha256"][1](m.key, data))
EWA = x509_data(w.ewa.chain())
ENCRYPTED = '<xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"><xenc:CipherData><xenc:CipherReference URI="http://127.0.0.1:@PORT@/k"/></xenc:CipherData></xenc:EncryptedKey>'
DSIG11 = 'xmlns:d="http://www.w3.org/2009/xmldsig11#"'
spki = b64(SECRETS["spki-der"](m))
KEYS = {
    "value": key_value(m),
    "der-value": f"<d:DEREncodedKeyValue {DSIG11}>{spki}</d:DEREncodedKeyValue>",
    "name": "<ds:KeyName>ewa</ds:KeyName>",
    "retrieval-same": f'<ds:RetrievalMethod URI="#S-k" Type="{DS}X509Data"/>',
    "retrieval-http": f'<ds:RetrievalMethod URI="http://127.0.0.1:@PORT@/k" Type="{DS}rawX509Certificate"/>',
    "retrieval-file": f'<ds:RetrievalMethod URI="file:///etc/ssl/certs/ca-certificates.crt" Type="{DS}rawX509Certificate"/>',
    "reference": f'<d:KeyInfoReference {DSIG11} URI="#S-k"/>',
    "encrypted": ENCRYPTED,
    "pgp": "<ds:PGPData><ds:PGPKeyID>AAAA</ds:PGPKeyID></ds:PGPData>",
    "spki": "<ds:SPKIData><ds:SPKISexp>AAAA</ds:SPKISexp></ds:SPKIData>",
    "mgmt": "<ds:MgmtData>x</ds:MgmtData>",
    "mallory-cert": x509_data([m]),
}
for name, xml in KEYS.items():
    data = xml + EWA
    never(f"key-{name}-before-certificate", (), Plan(method=AS_MALLORY, key_info=data), pair="key-value-beside")
    never(f"key-{name}-after-certificate", (), Plan(method=AS_MALLORY, key_info=EWA + xml), pair="key-value-beside")
    never(f"key-{name}-alone", (8, 12, 24), Plan(method=AS_MALLORY, key_info=xml), pair="key-value-beside")
    never(f"key-{name}-alone-names-mallory", (8, 12, 24, 25), Plan(signer=m, key_info=xml), pair="key-value-beside")
for name in ("retrieval-same", "retrieval-http", "retrieval-file", "reference", "encrypted"):
    never(
        f"key-{name}-beside-good", (8, 12, 20, 21), Plan(key_info=EWA + KEYS[name]), pair="key-value-beside", only=True
    )
never(
    "key-x509-without-certificate",
    24,
    Plan(key_info="<ds:X509Data><ds:X509SubjectName>CN=Ewa Dobra,C=PL</ds:X509SubjectName></ds:X509Data>"),
    profiles=FOREIGN,
    pair="subject-name-beside",
    only=True,
)
never(
    "key-x509-ski",
    (12, 24),
    Plan(key_info="<ds:X509Data><ds:X509SKI>AAAA</ds:X509SKI></ds:X509Data>"),
    pair="subject-name-beside",
)
never("key-info-empty", (8, 24), Plan(key_info=""), pair=BASE)
never(
    "key-x509-crl-inside",
    (12,),
    Plan(key_info=EWA.replace("</ds:X509Data>", "<ds:X509CRL>AAAA</ds:X509CRL></ds:X509Data>")),
    profiles=("narrow",),
    pair=BASE,
)

# ---- 22, 23: digests and value ----
CHANGES = {
    "amount": (b"100.00", b"900.00"),
    "attribute": (b'"PLN"', b'"EUR"'),
    "title": (b"Wniosek", b"Pozew__"),
    "element-name": (b"tytul>", b"tytuX>"),
    "added-element": (b"<tytul>", b"<x/><tytul>"),
    "removed": (b"<kwota", b"<kwotb"),
    "space": (b"</tytul>", b" </tytul>"),
    "namespace": (b"urn:korpus:pismo", b"urn:korpus:pismp"),
    "attribute-added": (b"<tytul>", b'<tytul x="1">'),
    "before-signature": (b"<ds:Signature ", b" <ds:Signature "),
    "behind-signature": (b"</ds:Signature>", b"</ds:Signature> "),
}
for name, (old, new) in CHANGES.items():
    plan = Plan(
        text=lambda d, a=old, b=new: d.replace(b"</kwota>", b"</kwotb>").replace(a, b)
        if a == b"<kwota"
        else d.replace(a, b, 1)
        if a != b"tytul>"
        else d.replace(a, b)
    )
    never(f"changed-{name}", (7, 22, 23), plan, subs="HASH_FAILURE", pair=BASE, only=True)
for name, (old, new) in {
    "time": (b"2026-06-01T11:00:00Z", b"2026-06-01T11:00:01Z"),
    "mime": (b"text/xml", b"text/htm"),
    "added": (
        b"</xades:SignedSignatureProperties>",
        b"<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>x</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties>",
    ),
}.items():
    never(
        f"changed-properties-{name}",
        (22, 23),
        Plan(text=lambda d, a=old, b=new: d.replace(a, b)),
        subs="HASH_FAILURE",
        pair=BASE,
        only=True,
    )
never(
    "changed-key-info-signed",
    (22, 23),
    Plan(
        key_info_id="S-ki",
        more_refs=[Ref("#S-ki", transforms=[transform(EXC)])],
        after=lambda r, s: s.find(q(DS, "KeyInfo")).append(
            etree.fromstring(f'<ds:KeyName xmlns:ds="{DS}">x</ds:KeyName>')
        ),
    ),
    subs="HASH_FAILURE",
    profiles=FOREIGN,
    pair="signed-key-info",
    only=True,
)
never(
    "changed-object-signed",
    (22, 23),
    Plan(
        objects_after='<ds:Object Id="S-more"><d>1</d></ds:Object>',
        more_refs=[Ref("#S-more", transforms=[transform(EXC)])],
        text=lambda d: d.replace(b"<d>1<", b"<d>2<"),
    ),
    subs="HASH_FAILURE",
    profiles=FOREIGN,
    pair="signed-object-after",
    only=True,
)


def resigned(change):
    return Plan(signed_info=None, after=lambda r, s: change(s))


def digest_swapped(s):
    values = s.findall(".//" + q(DS, "Reference") + "/" + q(DS, "DigestValue"))
    values[0].text, values[1].text = values[1].text, values[0].text


never("value-digests-swapped", (22, 23), resigned(digest_swapped), pair=BASE)
never(
    "value-new-digest-old-value",
    (22, 23),
    Plan(
        after=lambda r, s: (
            setattr(r.find("{*}kwota"), "text", "900.00"),
            setattr(s.find(".//" + q(DS, "DigestValue")), "text", b64(hashlib.sha256(c14n(without(r, [s]))).digest())),
        )
        and None
    ),
    subs="SIG_CRYPTO_FAILURE",
    pair=BASE,
    only=True,
)


def der_form(value):
    half = len(value) // 2
    return b64(utils.encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")))


N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
VALUES = {
    "flipped": flipped,
    "der": der_form,
    "zero": lambda v: b64(bytes(64)),
    "zero-r": lambda v: b64(bytes(32) + v[32:]),
    "zero-s": lambda v: b64(v[:32] + bytes(32)),
    "n": lambda v: b64(N256.to_bytes(32, "big") * 2),
    "halves-swapped": lambda v: b64(v[32:] + v[:32]),
    "short": lambda v: b64(v[:-1]),
    "long": lambda v: b64(v + b"\0"),
    "longer-halves": lambda v: b64(b"\0" + v[:32] + b"\0" + v[32:]),
    "one": lambda v: b64(b"\1"),
    "ones": lambda v: b64((b"\0" * 31 + b"\1") * 2),
    "s-plus-n": lambda v: b64(v[:32] + ((int.from_bytes(v[32:], "big") + N256) % (1 << 256)).to_bytes(32, "big")),
}
for name, change in VALUES.items():
    never(
        f"value-ec-{name}",
        (15, 22, 23),
        Plan(value=change),
        pair=BASE,
        only=name in ("flipped", "zero", "zero-r", "zero-s", "n", "halves-swapped", "ones"),
    )
for name, change in {
    "flipped": flipped,
    "zero": lambda v: b64(bytes(384)),
    "one": lambda v: b64(bytes(383) + b"\1"),
    "short": lambda v: b64(v[1:]),
    "long": lambda v: b64(b"\0" + v),
    "ff": lambda v: b64(b"\xff" * 384),
}.items():
    never(f"value-rsa-{name}", (15, 22, 23), Plan(signer=w.rsa3072, value=change), pair="key-rsa3072-rsa-sha256-sha256")
never(
    "value-rsa-other-digest-info",
    (22, 23),
    Plan(signer=w.rsa3072, method=(MORE + "rsa-sha256", METHODS["rsa-sha512"][1])),
    subs="SIG_CRYPTO_FAILURE",
    pair="key-rsa3072-rsa-sha256-sha256",
    only=True,
)
never("value-other-key", (22, 23), Plan(method=AS_MALLORY), subs="SIG_CRYPTO_FAILURE", pair=BASE, only=True)
never(
    "value-of-other-document",
    (22, 23),
    Plan(
        after=lambda r, s: setattr(
            s.find(q(DS, "SignatureValue")), "text", b64(w.ewa.key.sign(b"x", ec.ECDSA(hashes.SHA256())))[:88]
        )
    ),
    pair=BASE,
)
never(
    "value-other-form-claimed",
    (22, 23),
    Plan(root='<pismo xmlns:z="urn:z"><x/></pismo>', c14n=C14N, after=lambda r, s: s[0][0].set("Algorithm", EXC)),
    subs="SIG_CRYPTO_FAILURE",
    pair=BASE,
    only=True,
)
