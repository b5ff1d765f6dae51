// Letters the system has sent: the Maildir of the development mail server.
import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setting } from './browser.mjs';

function decode(body, encoding) {
    switch (encoding.toLowerCase()) {
        case 'base64':
            return Buffer.from(body, 'base64').toString('utf8');
        case 'quoted-printable':
            return Buffer.from(body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi,
                (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
        default:
            return Buffer.from(body, 'latin1').toString('utf8');
    }
}

// RFC 2047 words of a header.
function words(text) {
    return text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, word) =>
        decode(kind.toLowerCase() === 'b' ? word : word.replaceAll('_', ' '),
            kind.toLowerCase() === 'b' ? 'base64' : 'quoted-printable'));
}

function split(text) {
    const end = text.search(/\r?\n\r?\n/);
    const head = text.slice(0, end).replace(/\r?\n[ \t]+/g, ' ');
    const header = (name) => words(head.match(new RegExp(`^${name}:\\s*(.*?)\\r?$`, 'im'))?.[1] ?? '');
    return { header, body: text.slice(end).replace(/^(\r?\n){2}/, '') };
}

function parse(text) {
    const { header, body } = split(text);
    const boundary = header('Content-Type').match(/boundary="?([^";]+)/i)?.[1];
    const part = boundary ? split(body.split(`--${boundary}`)[1].replace(/^\r?\n/, '')) : { header, body };
    return {
        to: header('To'), subject: header('Subject'),
        text: decode(part.body, part.header('Content-Transfer-Encoding')),
    };
}

const FOLDER = () => join(setting('EURZAD_MAIL'), 'new');

function all() {
    return readdirSync(FOLDER()).sort().map((name) => parse(readFileSync(join(FOLDER(), name), 'latin1')));
}

// The newest letter to somebody whose text holds the words; waits until eurzad-jobs has sent it.
export async function letterTo(address, words_) {
    const patience = AbortSignal.timeout(60000);
    const folder = watch(FOLDER()); // opened before the first look, so that nothing comes between
    try {
        for (;;) {
            const found = all().filter((m) => m.to.includes(address) && `${m.subject}\n${m.text}`.includes(words_));
            if (found.length) {
                return found.at(-1);
            }
            await once(folder, 'change', { signal: patience });
        }
    } catch (fault) {
        if (fault.name !== 'AbortError') {
            throw fault;
        }
    } finally {
        folder.close();
    }
    throw new Error(`no mail to ${address} with „${words_}”; there are:\n${all().map((m) => `${m.to}: ${m.subject}`).join('\n')}`);
}

// The first address of this portal in a letter, without the host.
export function linkIn(letter) {
    const link = letter.text.match(/https?:\/\/[^\s<>"]+/)?.[0];
    if (!link) {
        throw new Error(`no link in:\n${letter.text}`);
    }
    const url = new URL(link);
    return url.pathname + url.search;
}
