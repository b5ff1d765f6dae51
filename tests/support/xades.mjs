// Signs a document as a citizen's own program would: XAdES-BES, enveloped, with a certificate made here. The openssl and
// xmlsec1 commands do it, so nothing of the system's own signing code checks itself.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

function run(program, ...args) {
    return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function template(certificate, id) {
    const der = run('openssl', 'x509', '-in', certificate, '-outform', 'DER');
    return `<ds:Signature xmlns:ds="${DS}" Id="${id}"><ds:SignedInfo>`
        + `<ds:CanonicalizationMethod Algorithm="${C14N}"/>`
        + '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        + `<ds:Reference Id="${id}-ref" URI=""><ds:Transforms><ds:Transform Algorithm="${DS}enveloped-signature"/>`
        + `<ds:Transform Algorithm="${C14N}"/></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue/>`
        + `</ds:Reference><ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#${id}-props">`
        + `<ds:Transforms><ds:Transform Algorithm="${C14N}"/></ds:Transforms>`
        + `<ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/>`
        + `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${der.toString('base64')}</ds:X509Certificate></ds:X509Data>`
        + `</ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${id}">`
        + `<xades:SignedProperties Id="${id}-props"><xades:SignedSignatureProperties>`
        + `<xades:SigningTime>${new Date().toISOString().replace(/\.\d+/, '')}</xades:SigningTime>`
        + `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${SHA256}"/>`
        + `<ds:DigestValue>${createHash('sha256').update(der).digest('base64')}</ds:DigestValue></xades:CertDigest>`
        + '</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties><xades:SignedDataObjectProperties>'
        + `<xades:DataObjectFormat ObjectReference="#${id}-ref"><xades:MimeType>text/xml</xades:MimeType>`
        + '</xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>'
        + `</xades:QualifyingProperties></ds:Object></ds:Signature>`;
}

// xml: Buffer of the document; who: common name in the certificate. Returns the signed bytes.
export function sign(xml, who) {
    const folder = mkdtempSync(join(tmpdir(), 'eurzad-podpis-'));
    const file = (name) => join(folder, name);
    try {
        run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-sha256', '-utf8', '-days', '30',
            '-subj', `/C=PL/CN=${who}`, '-addext', 'keyUsage=critical,digitalSignature,nonRepudiation',
            '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', file('key'), '-out', file('crt'));
        const text = xml.toString('utf8');
        const end = text.lastIndexOf('</');
        writeFileSync(file('in.xml'), `${text.slice(0, end)}${template(file('crt'), 'podpis-1')}${text.slice(end)}`);
        run('xmlsec1', '--sign', '--id-attr:Id', `${XADES}:SignedProperties`,
            '--privkey-pem', `${file('key')},${file('crt')}`, '--output', file('out.xml'), file('in.xml'));
        return readFileSync(file('out.xml'));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
