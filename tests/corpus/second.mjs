// The second opinion on XML signatures: xmldsigjs, which shares no code with libxml2, xmlsec or the system. Reads a JSON
// list of {file, index, cert} on standard input (index: which of the signatures that stand in no other; cert: base64 DER)
// and answers with a JSON list of {file, index, ok, why}. ok is null where the library does not know the form: C14N 1.1,
// Filter 2.0, EC key values, archive stamps.
import { readFileSync } from 'node:fs';
import { webcrypto, X509Certificate } from 'node:crypto';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import * as xpath from 'xpath';
import { setNodeDependencies } from 'xml-core';
import * as xadesjs from 'xadesjs';

setNodeDependencies({ DOMParser, XMLSerializer, xpath });

// The library imports an EC key again without saying its curve; it is told here which key it was given.
let curve = '';
const subtle = new Proxy(webcrypto.subtle, {
    get: (target, name) => name !== 'importKey' ? target[name].bind(target)
        : (format, data, algorithm, ...rest) => target.importKey(
            format, data, algorithm.name === 'ECDSA' ? { namedCurve: curve, ...algorithm } : algorithm, ...rest),
});
xadesjs.Application.setEngine('NodeJS', { subtle, getRandomValues: (a) => webcrypto.getRandomValues(a) });

const DS = 'http://www.w3.org/2000/09/xmldsig#';

function signatures(node, found = []) {
    for (let child = node.firstChild; child; child = child.nextSibling) {
        if (child.nodeType !== 1) continue;
        if (child.localName === 'Signature' && child.namespaceURI === DS) found.push(child);
        else signatures(child, found);
    }
    return found;
}

async function keyOf(cert, method) {
    const spki = new X509Certificate(Buffer.from(cert, 'base64')).publicKey;
    const hash = `SHA-${method.match(/sha(\d+)/)[1]}`;
    if (spki.asymmetricKeyType === 'ec')
        curve = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }[spki.asymmetricKeyDetails.namedCurve];
    const algorithm = spki.asymmetricKeyType === 'ec'
        ? { name: 'ECDSA', namedCurve: curve }
        : { name: 'RSASSA-PKCS1-v1_5', hash };
    return webcrypto.subtle.importKey('spki', spki.export({ type: 'spki', format: 'der' }), algorithm, true, ['verify']);
}

async function opinion({ file, index, cert }) {
    try {
        const document = new DOMParser().parseFromString(readFileSync(file, 'utf8'), 'application/xml');
        const signature = signatures(document)[index];
        const method = signature.getElementsByTagNameNS(DS, 'SignatureMethod')[0].getAttribute('Algorithm');
        const signed = new xadesjs.SignedXml(document);
        signed.LoadXml(signature);
        const ok = await signed.Verify(await keyOf(cert, method));
        return { file, index, ok, why: ok ? '' : 'invalid' };
    } catch (error) {
        const known = /Unknown transform|Unsupported KeyValue|'ArchiveTimeStamp'/.test(String(error.message));
        return { file, index, ok: known ? null : false, why: String(error.message).slice(0, 200) };
    }
}

const answers = [];
for (const question of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await opinion(question));
console.log(JSON.stringify(answers));
