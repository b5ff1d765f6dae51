// A person at a browser: Chromium over playwright-core, against the stack whose addresses the launcher gives.
// No waiting by the clock: every step waits for the page it leads to. What a browser complains about (a script error, a
// refused resource, a 5xx) is kept in person.complaints and fails the case that looks there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function setting(name) {
    const value = process.env[name];
    if (!value) {
        throw new Error(`${name} is not set: run ./eurzad test browser`);
    }
    return value;
}

// The unit this program works in, as ctest gives it, with demo people known by their bare names (see stack.py).
export const UNIT = process.env.EURZAD_TEST_JST ?? '0801062';
const [, unitRow] = readFileSync(fileURLToPath(new URL('../../db/seed/jst.csv', import.meta.url)), 'utf8').split('\n')
    .map((line) => line.split(';')).filter(([teryt]) => ['teryt', UNIT].includes(teryt));
export const SLUG = unitRow.at(-2);
export const NAME = unitRow[1];
export const OFFICE = unitRow[2];
const PEOPLE = ['kancelaria', 'sekretarz', 'wojt', 'kierownik', 'referent', 'administrator', 'obywatel'];

export function person(login) {
    return PEOPLE.includes(login) && UNIT !== '0801062' ? `${UNIT}-${login}` : login;
}

export function launch() {
    return chromium.launch({
        executablePath: process.env.EURZAD_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--lang=pl'],
        env: { ...process.env, LANGUAGE: 'pl', LANG: 'pl_PL.UTF-8' }, // the browser's own words, for pictures
    });
}

// eurzad-admin of the stack; its output, also when it ends with a complaint.
export function admin(...args) {
    const [program, ...rest] = setting('EURZAD_ADMIN').split(' ');
    return execFileSync(program, [...rest, ...args], { encoding: 'utf8' });
}

// SQL as superuser, past every policy: for what only another office or another year could bring.
export function sql(text) {
    return execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-U', 'postgres', '-c', text],
        { encoding: 'utf8' }).trim();
}

// The code an authenticator shows now (RFC 6238, SHA-1, 6 digits, 30 seconds) for a secret in base 32.
export function totp(secret) {
    const bits = [...secret.replace(/[\s=]/g, '')].map((c) =>
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
    const mac = createHmac('sha1', key).update(counter).digest();
    const offset = mac[19] & 15;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}

export class Person {
    // options: of browser.newContext (viewport, colorScheme, javaScriptEnabled, storageState …)
    static async open(browser, options = {}) {
        const context = await browser.newContext({
            baseURL: setting('EURZAD_URL'), locale: 'pl-PL', viewport: { width: 1280, height: 900 }, ...options,
        });
        return new Person(context, await context.newPage());
    }

    constructor(context, page) {
        this.context = context;
        this.page = page;
        this.complaints = [];
        page.setDefaultTimeout(30000);
        page.on('pageerror', (e) => this.complaints.push(`${page.url()}: ${e.message}`));
        page.on('console', (m) => {
            // The status of a refused page is checked where it is expected; everything else is a defect.
            if (['error', 'warning'].includes(m.type()) && !m.text().startsWith('Failed to load resource')) {
                this.complaints.push(`${page.url()}: ${m.text()}`);
            }
        });
        page.on('response', (r) => {
            const document = r.request().resourceType() === 'document';
            if (r.status() >= 500 || (r.status() >= 400 && !document)) {
                this.complaints.push(`${r.request().method()} ${r.url()}: ${r.status()}`);
            }
        });
    }

    close() {
        return this.context.close();
    }

    async go(path, status = 200) {
        const answer = await this.page.goto(path, { waitUntil: 'load' });
        assert.equal(answer.status(), status, `GET ${path}`);
    }

    // Does what leads to another page, and waits until that page is there.
    async leads(action) {
        const [, answer] = await Promise.all([
            this.page.waitForEvent('load'),
            this.page.waitForResponse((r) => r.request().isNavigationRequest() && (r.status() < 300 || r.status() >= 400)),
            action(),
        ]);
        return answer;
    }

    press(name, within = this.page) {
        return this.leads(() => within.getByRole('button', { name, exact: true }).click());
    }

    follow(name, within = this.page) {
        return this.leads(() => within.getByRole('link', { name, exact: typeof name === 'string' }).first().click());
    }

    async fill(values) {
        for (const [label, value] of Object.entries(values)) {
            await this.page.getByLabel(label, { exact: true }).fill(value);
        }
    }

    // The option of a list that contains the text.
    async choose(label, text) {
        const list = this.page.getByLabel(label, { exact: true });
        await list.selectOption(await list.locator('option', { hasText: text }).first().getAttribute('value'));
    }

    get path() {
        return new URL(this.page.url()).pathname;
    }

    heading() {
        return this.page.locator('h1').innerText();
    }

    main() {
        return this.page.locator('main').innerText();
    }

    async sees(...texts) {
        const main = (await this.main()).replaceAll('\u00a0', ' ');
        for (const text of texts) {
            assert.ok(text instanceof RegExp ? text.test(main) : main.includes(text), `no ${text} in:\n${main}`);
        }
    }

    async logIn(login, password = 'demo') {
        await this.go('/logowanie');
        await this.fill({ 'Login lub adres e-mail': person(login), 'Hasło': password });
        await this.press('Zaloguj się', this.page.locator('main'));
        assert.notEqual(this.path, '/logowanie', await this.main());
    }

    // What a click downloads, as bytes.
    async download(name) {
        const link = this.page.getByRole('link', { name, exact: typeof name === 'string' }).first();
        return this.fetch(await link.getAttribute('href'));
    }

    async fetch(path) {
        const answer = await this.context.request.get(path);
        assert.equal(answer.status(), 200, `GET ${path}`);
        return answer.body();
    }

    content() {
        assert.deepEqual(this.complaints, []);
    }
}

// Violations of axe-core on the page as it stands: "rule: element (why)". rules: only these.
export async function axe(page, rules) {
    const devtools = await page.context().newCDPSession(page);
    // Straight through the debugger: the page's own content security policy lets no foreign script in.
    await devtools.send('Runtime.evaluate', { expression: AXE });
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
        expression: `axe.run(document, ${JSON.stringify({ runOnly: rules ?? AXE_TAGS, resultTypes: ['violations'] })})
            .then((r) => r.violations.map(({ id, nodes: [n], nodes }) => id + ' (' + nodes.length + ' times): '
                + n.html.slice(0, 160) + ' – ' + n.failureSummary.replace(/\\s+/g, ' ').slice(0, 300)))`,
        awaitPromise: true, returnByValue: true,
    });
    await devtools.detach();
    assert.ok(!exceptionDetails, JSON.stringify(exceptionDetails));
    return result.value;
}

// One person's visit, "" a visitor's: what the browser complained about by its end fails the case.
export async function personAs(browser, login, deed, options) {
    const person = await Person.open(browser, options);
    try {
        if (login) {
            await person.logIn(login);
        }
        await deed(person);
        person.content();
    } finally {
        await person.close();
    }
}
