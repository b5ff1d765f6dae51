// What every page must have, and the walk over all the pages a person can reach. The list of pages comes from the
// programs' own route tables, so a new page is looked at without anybody adding it here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { axe, setting } from './browser.mjs';

const MODULES = fileURLToPath(new URL('../../modules', import.meta.url));
// Width and colours; what width or colours alone cannot change is not asked again.
const LOOKS = [[1280, 'light'], [1280, 'dark', ['color-contrast']], [360, 'light', ['target-size']], [360, 'dark']];
const NARROWEST = 320; // WCAG 2.2, 1.4.10: content reflows without scrolling in two directions

// Pages that look different at each stage of a letter: more of them are looked at.
const STAGES = /^\/(eod\/(przesylki(\/rejestruj)?|sprawy|pisma)|konto\/(pisma|sprawy|doreczenia)\/\{jst\})\/\{(id|dokument)\}$/;

// Every GET route of the system: { path, matches(path) }, the most literal first.
export function routes() {
    const rows = readdirSync(MODULES, { recursive: true }).filter((name) => name.endsWith('_page.c')).flatMap((name) =>
        [...readFileSync(join(MODULES, name), 'utf8').matchAll(/\{\s*GET,\s*"([^"]+)"/g)].map((m) => m[1]));
    return rows.sort((a, b) => a.split('{').length - b.split('{').length).map((path) => {
        const shape = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
        return { path, matches: (address) => shape.test(address) };
    });
}

async function overflow(page, width) {
    return page.evaluate((w) => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) {
            return [];
        }
        const inScroller = (e) => e && e !== document.body
            && (getComputedStyle(e).overflowX !== 'visible' || inScroller(e.parentElement));
        const wide = [...document.querySelectorAll('body *')].filter((e) =>
            e.getBoundingClientRect().right > w + 1 && !inScroller(e.parentElement));
        return [`scrolls sideways: ${wide.slice(0, 3).map((e) => `${e.tagName}.${e.className}`).join(', ')}`];
    }, width);
}

// Two frames later styles are applied; then running transitions are over when the browser says so.
function settled(page) {
    return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        .then(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined)))));
}

function frame() {
    const faults = [];
    // Blocks of code are not sentences of the page.
    const text = [...document.querySelectorAll('pre')].reduce((rest, code) => rest.replace(code.innerText, ''),
        document.body.innerText);
    if (!document.documentElement.lang) {
        faults.push('no language');
    }
    if (document.querySelectorAll('h1').length !== 1 || !document.querySelector('h1').innerText.trim()) {
        faults.push('not exactly one h1');
    }
    if (!document.title.includes('e-Urząd')) {
        faults.push(`title „${document.title}”`);
    }
    if (/\bundefined\b|\bNaN\b|\{\w+\}|\d{4}-\d\d-\d\dT\d\d:|\.\.|„”|: ,|\(\)/.test(text)) {
        faults.push(`raw or missing value: ${text.match(/.{0,30}(\bundefined\b|\bNaN\b|\{\w+\}|\d{4}-\d\d-\d\dT\d\d:|\.\.|„”|: ,|\(\)).{0,30}/)[0]}`);
    }
    return faults;
}

// What the page is made of: each element with its class inside the one that holds it. Colours and sizes of a piece do not
// depend on its words, so a page whose pieces have all been looked at in every look needs one look.
const looked = new Set();

function pieces() {
    const name = (e) => `${e.tagName}.${[...e.classList].sort().join('.')}`;
    return [...new Set([...document.querySelectorAll('body *')].map((e) => `${name(e.parentElement)} > ${name(e)}`))];
}

const looks = new WeakMap();

async function show(page, width, colorScheme) {
    const look = `${width} ${colorScheme}`;
    if (looks.get(page) === look) {
        return;
    }
    looks.set(page, look);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
}

// All faults of the page that is open: its frame, axe, and whether it overflows at any width. again: axe has seen this page,
// with another row or another person; only pieces that are new to it are looked at.
export async function faults(person, again = false) {
    const { page } = person;
    const here = new URL(page.url());
    const found = new Map((await page.evaluate(frame)).map((fault) => [fault, []]));
    const note = (where, list) => list.forEach((fault) => found.set(fault, [...(found.get(fault) ?? []), where]));
    const parts = await page.evaluate(pieces);
    const isNew = parts.some((piece) => !looked.has(piece));
    for (const [width, colorScheme, rules] of isNew ? LOOKS : LOOKS.slice(0, 1)) {
        await show(page, width, colorScheme);
        if (isNew || !again) {
            note(`${width} ${colorScheme}`, await axe(page, rules));
        }
        if (colorScheme === 'light') {
            note(width, await overflow(page, width));
        }
    }
    parts.forEach((piece) => looked.add(piece));
    for (const width of isNew ? [NARROWEST] : [360, NARROWEST]) {
        await show(page, width, 'light');
        note(width, await overflow(page, width));
    }
    await show(page, ...LOOKS[0]);
    return [...found].map(([fault, looks]) => `${here.pathname}${here.search}: ${fault} [${looks.join(', ')}]`);
}

// Walks from the routes without parameters along the links. seen: Map route path → number of pages looked at, shared by
// all persons. Returns the faults. A file offered for download counts as seen once it answers 200.
export async function walk(person, all, seen) {
    const found = [];
    const mine = new Map();
    const known = new Set();
    const guessed = new Set();
    const queue = all.map((r) => r.path).filter((path) => !path.includes('{'));

    while (queue.length) {
        const address = queue.shift();
        const url = new URL(address, setting('EURZAD_URL'));
        const route = all.find((r) => r.matches(decodeURIComponent(url.pathname)));
        const name = route?.path;
        // Whoever comes late still sees some: what stands there differs from person to person.
        const most = STAGES.test(name) ? { each: 5, least: 3, total: 15 } : { each: 2, least: 0, total: 4 };
        const [his, all_] = [mine.get(name) ?? 0, seen.get(name) ?? 0];
        if (known.has(address) || (route && (his >= most.each || (his >= most.least && all_ >= most.total)))) {
            continue;
        }
        known.add(address);
        if (!route) {
            found.push(`a link to no page: ${address}`);
            continue;
        }
        const answer = await person.context.request.get(address, { maxRedirects: 0 });
        if (answer.status() === 303 || answer.status() === 403 || (guessed.has(address) && [404, 409].includes(answer.status()))) {
            continue; // not this person's, or not at this stage
        }
        if (answer.status() !== 200) {
            found.push(`${address}: ${answer.status()}`);
            continue;
        }
        mine.set(name, (mine.get(name) ?? 0) + 1);
        seen.set(name, (seen.get(name) ?? 0) + 1);
        if (!answer.headers()['content-type'].startsWith('text/html')) {
            continue;
        }
        await person.go(address);
        found.push(...await faults(person, all_ > 0));
        // A form's own page is met only after a fault, so no link leads there
        for (const below of all.filter((r) => r.path.startsWith(`${name}/`) && !r.path.slice(name.length).includes('{'))) {
            guessed.add(url.pathname + below.path.slice(name.length));
        }
        queue.push(...[...guessed].filter((guess) => !known.has(guess)));
        queue.push(...await person.page.$$eval('a[href]', (links) => links
            .filter((a) => a.origin === location.origin && !a.pathname.startsWith('/static/'))
            .map((a) => a.pathname + a.search)));
    }
    return found;
}
