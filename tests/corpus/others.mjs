// Signs documents with xadesjs. Reads a JSON list of orders on standard input (see others.py) and answers with a JSON
// object of names and documents.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import * as xpath from 'xpath';
import { setNodeDependencies } from 'xml-core';
import * as xadesjs from 'xadesjs';

setNodeDependencies({ DOMParser, XMLSerializer, xpath });
xadesjs.Application.setEngine('NodeJS', webcrypto);

function algorithmOf(kind) {
    if (kind.startsWith('rsa')) return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return { name: 'ECDSA', namedCurve: kind === 'p384' ? 'P-384' : 'P-256', hash: kind === 'p384' ? 'SHA-384' : 'SHA-256' };
}

async function sign(order) {
    const algorithm = algorithmOf(order.kind);
    const key = await webcrypto.subtle.importKey('pkcs8', Buffer.from(order.key, 'base64'), algorithm, true, ['sign']);
    const document = new DOMParser().parseFromString(order.document, 'application/xml');
    const signed = new xadesjs.SignedXml();
    await signed.Sign(algorithm, key, document, {
        x509: order.certificates,
        references: [{ hash: 'SHA-256', uri: '', transforms: order.transforms }],
        signingTime: { value: new Date(order.time) },
        ...(order.version === 1 ? { signingCertificate: order.certificates[0] } : { signingCertificateV2: order.certificates[0] }),
    });
    document.documentElement.appendChild(document.importNode(signed.GetXml(), true));
    return new XMLSerializer().serializeToString(document);
}

const answers = {};
for (const order of JSON.parse(readFileSync(0, 'utf8'))) answers[order.name] = await sign(order);
console.log(JSON.stringify(answers));
