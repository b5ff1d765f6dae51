"""Small certification authorities and XAdES signatures for tests in Python, made with openssl and xmlsec1.

    with xades.Maker() as m:
        root = m.ca("Urząd próbny")
        key = m.signer("Jan Kowalski", root, ocsp="http://127.0.0.1:9000/")
        signed = m.sign(b"<a/>", key)
"""
import base64
import datetime
import hashlib
import os
import shutil
import subprocess
import tempfile

from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
# QcCompliance, QcSSCD, QcType for signatures (ETSI EN 319 412-5)
QUALIFIED = "30293008060604008E4601013008060604008E4601043013060604008E4601063009060704008E46010601"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


class Key:
    """A private key with its certificate: paths of PEM files."""

    def __init__(self, folder, name):
        self.name = name
        self.key = os.path.join(folder, name + ".key")
        self.cert = os.path.join(folder, name + ".pem")

    def der(self):
        return subprocess.run(["openssl", "x509", "-in", self.cert, "-outform", "DER"], check=True,
                              stdout=subprocess.PIPE).stdout

    def sha256(self):
        return hashlib.sha256(self.der()).hexdigest()


class Maker:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="eurzad-", dir="/var/tmp")
        os.chmod(self.folder, 0o755)
        self.n = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def _issue(self, subject, extensions, issuer, days):
        self.n += 1
        key = Key(self.folder, f"k{self.n}")
        conf = self.write(key.name + ".cnf", ("[req]\ndistinguished_name=dn\nstring_mask=utf8only\nutf8=yes\n[dn]\n"
                                              "[x]\n" + "\n".join(extensions) + "\n").encode())
        command = ["openssl", "req", "-x509", "-config", conf, "-extensions", "x", "-newkey", "ec", "-pkeyopt",
                   "ec_paramgen_curve:P-256", "-noenc", "-utf8", "-days", str(days), "-subj",
                   f"/C=PL/O=Proba/CN={subject}", "-keyout", key.key, "-out", key.cert]
        if issuer:
            command += ["-CA", issuer.cert, "-CAkey", issuer.key]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return key

    def ca(self, subject, issuer=None):
        return self._issue(subject, ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign",
                                     "subjectKeyIdentifier=hash"], issuer, 3650)

    def signer(self, subject, issuer=None, ocsp=None, crl=None, qc=None):
        """qc: the qcStatements in hex, like QUALIFIED."""
        lines = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature,nonRepudiation",
                 "subjectKeyIdentifier=hash"]
        if issuer:
            lines.append("authorityKeyIdentifier=keyid")
        if qc:
            lines.append("qcStatements=DER:" + qc)
        if ocsp:
            lines.append("authorityInfoAccess=OCSP;URI:" + ocsp)
        if crl:
            lines.append("crlDistributionPoints=URI:" + crl)
        return self._issue(subject, lines, issuer, 365)

    def sign(self, document, key):
        """Enveloped XAdES B-B over the whole document, as bytes."""
        root = etree.fromstring(document)
        der = key.der()
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        root.append(etree.fromstring(f"""
<ds:Signature xmlns:ds="{DS}" Id="S"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"/><ds:SignatureMethod
 Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/><ds:Reference Id="S-doc" URI=""><ds:Transforms><ds:Transform
 Algorithm="{DS}enveloped-signature"/><ds:Transform Algorithm="{C14N}"/></ds:Transforms><ds:DigestMethod
 Algorithm="{SHA256}"/><ds:DigestValue/></ds:Reference><ds:Reference Type="http://uri.etsi.org/01903#SignedProperties"
 URI="#S-sp"><ds:Transforms><ds:Transform Algorithm="{C14N}"/></ds:Transforms><ds:DigestMethod Algorithm="{SHA256}"/>
<ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue Id="S-val"/><ds:KeyInfo><ds:X509Data><ds:X509Certificate
>{base64.b64encode(der).decode()}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties
 xmlns:xades="{XADES}" Target="#S"><xades:SignedProperties Id="S-sp"><xades:SignedSignatureProperties><xades:SigningTime
>{now}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="{SHA256}"/>
<ds:DigestValue>{base64.b64encode(hashlib.sha256(der).digest()).decode()}</ds:DigestValue></xades:CertDigest></xades:Cert>
</xades:SigningCertificateV2></xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat
 ObjectReference="#S-doc"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>
</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>""".strip()))
        template = self.write("template.xml", etree.tostring(root, encoding="UTF-8", xml_declaration=True))
        done = subprocess.run(["xmlsec1", "--sign", "--privkey-pem", f"{key.key},{key.cert}", "--id-attr:Id",
                               XADES + ":SignedProperties", template], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout
