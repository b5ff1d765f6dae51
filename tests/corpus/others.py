"""Documents signed by programs that are not ours and not the corpus's: xmlsec1 fills templates, xadesjs makes whole
XAdES signatures."""
import base64
import json
import pathlib
import subprocess
import tempfile

from lxml import etree

import pki
import xades

HERE = pathlib.Path(__file__).resolve().parent


def by_xmlsec():
    """{file name: bytes}; templates without a single digest or value."""
    w = pki.world()
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for who in ("rsa2048", "rsa3072", "ewa", "p384"):
            entity = getattr(w, who)
            (folder / "key.pem").write_bytes(entity.key_pem)
            for si in (xades.EXC, xades.C14N, xades.C14N11):
                for document in (xades.EXC, xades.C14N):
                    root = etree.fromstring(
                        xades.sign(
                            xades.Plan(
                                signer=entity,
                                c14n=si,
                                doc_transforms=(xades.transform(xades.ENVELOPED), xades.transform(document)),
                            )
                        )
                    )
                    for node in root.iter(xades.q(xades.DS, "DigestValue"), xades.q(xades.DS, "SignatureValue")):
                        if node.getparent().tag != xades.q(xades.XADES, "CertDigest"):
                            node.text = None
                    (folder / "template.xml").write_bytes(xades.serialize(root))
                    subprocess.run(
                        [
                            "xmlsec1",
                            "--sign",
                            "--privkey-pem",
                            folder / "key.pem",
                            "--id-attr:Id",
                            xades.XADES + ":SignedProperties",
                            "--output",
                            folder / "out.xml",
                            folder / "template.xml",
                        ],
                        check=True,
                        capture_output=True,
                    )
                    name = f"xmlsec-{who}-{si.rsplit('/', 1)[1].strip('#')}-{document.rsplit('/', 1)[1].strip('#')}.xml"
                    out[name] = (folder / "out.xml").read_bytes()
    return out


def by_xadesjs(modules):
    """{file name: bytes}; keys and certificates are the corpus's, all else is the library's."""
    w = pki.world()
    orders = []
    for who in ("ewa", "p384", "rsa2048", "rsa3072"):
        entity = getattr(w, who)
        key = base64.b64encode(
            entity.key.private_bytes(pki.DER, pki.serialization.PrivateFormat.PKCS8, pki.serialization.NoEncryption())
        )
        for transforms in (["enveloped"], ["enveloped", "exc-c14n"], ["enveloped", "c14n"]):
            for version in (1, 2):
                orders.append(
                    {
                        "name": f"xadesjs-{who}-{'-'.join(transforms)}-v{version}.xml",
                        "key": key.decode(),
                        "transforms": transforms,
                        "version": version,
                        "kind": who,
                        "document": xades.pismo(),
                        "certificates": [base64.b64encode(e.der).decode() for e in entity.chain()],
                        "time": "2026-06-01T11:00:00Z",
                    }
                )
    done = subprocess.run(
        ["node", HERE / "others.mjs"], input=json.dumps(orders), capture_output=True, text=True, cwd=modules
    )
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return {name: text.encode() for name, text in json.loads(done.stdout).items()}
