// Every page of the system, as every person who can reach it sees it: WCAG 2.2 AA by axe-core in four looks, narrow
// screens, the keyboard, no JavaScript, the content security policy.
// needs: eod/dekretacja eod/metryka eod/pismo eod/przesylka eod/skrzynka eod/sprawa portal/moje_sprawy portal/portal portal/weryfikacja
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { launch, NAME, OFFICE, Person, SLUG, sql, totp, UNIT } from '../support/browser.mjs';
import { letterTo, linkIn } from '../support/mail.mjs';
import { faults, routes, walk } from '../support/pages.mjs';
import { run } from '../support/tap.mjs';
import * as story from '../support/story.mjs';

const mark = Date.now().toString(36);
const browser = await launch();
const all = routes();
const seen = new Map();
const letter = (n) => ({
    tytul: `Wniosek o naprawę nawierzchni drogi gminnej przy ul. Świętego Wawrzyńca w Lipkach Wielkich, część ${n} (${mark})`,
    tresc: 'Proszę o naprawę.\n\nDziury są głębokie.',
});

async function as(login, deed, options) {
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

function walked(login) {
    return as(login, async (person) => assert.deepEqual(await walk(person, all, seen), []));
}

// What stands out when the focus is on an element: an outline or a ring of its own or of ::after.
function focusShows() {
    const e = document.activeElement;
    const rings = [getComputedStyle(e), getComputedStyle(e, '::after')].some((s) =>
        (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none');
    const box = e.getBoundingClientRect();
    return rings && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}

// Goes on with Tab alone from where the focus is. Returns what had the focus, in order, until the named one.
async function tabTo(person, wanted) {
    const { page } = person;
    const passed = [];
    for (let presses = 0; presses < 200; presses++) {
        await page.keyboard.press('Tab');
        const name = await page.evaluate(() => {
            const e = document.activeElement;
            return e === document.body ? '' : e.id || e.textContent.trim() || e.name || e.tagName;
        });
        if (!name) {
            continue; // in the browser's own bars
        }
        assert.ok(await page.evaluate(focusShows), `the focus does not show on „${name}” of ${person.path}`);
        passed.push(name);
        if (name === wanted) {
            return passed;
        }
    }
    throw new Error(`Tab never reaches „${wanted}” on ${person.path}: ${passed.join(', ')}`);
}

// An error page: the summary has the focus and each of its links leads to the field it names.
async function summaryLeads(person, ...fields) {
    const { page } = person;
    assert.equal(await page.evaluate(() => document.activeElement.id), 'summary');
    assert.match(await page.title(), /^Błąd: /);
    const links = page.locator('#summary a');
    assert.deepEqual(await links.evaluateAll((all_) => all_.map((a) => a.hash.slice(1))), fields);
    for (const [i, field] of fields.entries()) {
        await links.nth(i).focus();
        await page.keyboard.press('Enter');
        const focus = await page.evaluate(() => ({
            id: document.activeElement.id, described: document.activeElement.getAttribute('aria-describedby'),
            group: document.activeElement.closest('fieldset')?.getAttribute('aria-describedby'),
        }));
        assert.equal(focus.id, field);
        assert.ok(`${focus.described} ${focus.group}`.includes('-fault'), `${field} is not tied to its fault`);
    }
}

// Letters of one citizen, each left at another stage: 1 is answered and closed, 10 has only just come, 11 is a draft.
async function everyStage(citizen, { kancelaria, sekretarz, kierownik, referent, wojt }) {
    const title = (n) => letter(n).tytul;
    const answer = (n) => `Odpowiedź w sprawie drogi, część ${n} (${mark})`;
    const znaki = [];
    for (let n = 1; n <= 11; n++) {
        await story.startLetter(citizen);
        if (n < 11) {
            await story.sendLetter(citizen, letter(n), n === 2 ? [] : story.FILES);
        }
    }
    await story.fillLetter(citizen, letter(11));
    await citizen.press('Dalej: sprawdź pismo');
    for (let n = 1; n <= 9; n++) {
        await story.registerLetter(kancelaria, title(n));
    }
    for (let n = 1; n <= 8; n++) {
        await story.decree(sekretarz, title(n), 'Referat Organizacyjny', 'Proszę o pilne załatwienie');
        await story.decree(kierownik, title(n), 'Anna Kos');
    }
    for (let n = 1; n <= 7; n++) {
        znaki[n] = await story.openCase(referent, title(n));
        await story.writeAnswer(referent, answer(n), 'Naprawimy drogę.');
        if (n <= 6) {
            await story.submit(referent, 'Piotr Wiśniewski');
        }
    }
    await story.giveBack(kierownik, answer(5), 'Proszę podać termin naprawy.');
    await story.pick(referent, answer(5));
    await story.saveVersion(referent, 'Naprawimy drogę do końca roku.');
    for (let n = 1; n <= 4; n++) {
        await story.accept(kierownik, answer(n));
    }
    for (let n = 1; n <= 3; n++) {
        await story.signLetter(wojt, answer(n));
    }
    for (let n = 1; n <= 2; n++) {
        await story.dispatch(kancelaria, answer(n));
    }
    await story.collect(citizen, answer(1));
    await story.closeCase(referent, znaki[1], 'udzielono odpowiedzi');
    // Receipts of today are leaves of a signed head, so their proofs can be looked at.
    execSync(`${process.env.EURZAD_ADMIN} drzewo zamknij ${UNIT} --dzien dzisiaj`);
}

await run([
    ['letters at every stage', async () => {
        const people = {};
        for (const login of ['obywatel', 'kancelaria', 'sekretarz', 'kierownik', 'referent', 'wojt']) {
            people[login] = await Person.open(browser);
            await people[login].logIn(login);
        }
        await everyStage(people.obywatel, people);
        for (const person of Object.values(people)) {
            person.content();
            await person.close();
        }
    }],
    ['pages of a visitor', () => walked('')],
    ['pages of a citizen', () => walked('obywatel')],
    ['pages of the kancelaria', () => walked('kancelaria')],
    ['pages of sekretarz', () => walked('sekretarz')],
    ['pages of kierownik', () => walked('kierownik')],
    ['pages of the referent', () => walked('referent')],
    ['pages of wójt', () => walked('wojt')],
    ['pages of administrator', () => walked('administrator')],
    ['pages of the administrator of the region', () => walked('region')],
    ['refusals and empty results', () => as('', async (visitor) => {
        const found = [];
        for (const [path, status] of [['/nie-ma-takiej-strony', 404], ['/jst/nie-ma-takiego-urzędu', 404],
            ['/rejestracja/potwierdz?token=zly', 200], ['/haslo/nowe?token=zly', 200],
            ['/jst?q=%3Cb%3EPozna%C5%84%22', 200], ['/e-urzad?q=Pozna%C5%84', 200],
            ['/weryfikacja?numer=LUB-UPP-0000000-2026-000000001', 200]]) {
            const answer = await visitor.page.goto(path);
            assert.ok([status, 404, 422].includes(answer.status()), `${path}: ${answer.status()}`);
            found.push(...await faults(visitor));
        }
        assert.deepEqual(found, []);
    })],
    ['verdicts on signed files', () => as('obywatel', async (citizen) => {
        await citizen.go('/konto/pisma');
        await citizen.follow(letter(1).tytul, citizen.page.locator('main'));
        await citizen.follow('Pokaż poświadczenie');
        const [receipt, printout] = [await citizen.download(/\.xml$/), await citizen.download(/\.pdf$/)];
        const found = [];
        for (const [name, buffer, verdict] of [
            ['upo.xml', receipt, 'autentyczne'],
            ['upo.xml', Buffer.from(receipt.toString().replace(NAME, NAME.toUpperCase())), 'zmieniony'],
            ['upo.pdf', printout, 'Podpis pod tym plikiem jest poprawny'],
            ['zepsuty.pdf', Buffer.concat([printout, Buffer.from('dopisek')]), 'nie można potwierdzić'],
            ['notatka.txt', Buffer.from('bez podpisu'), 'nie jest podpisany'],
        ]) {
            await citizen.go('/weryfikacja');
            await citizen.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
            await citizen.press('Sprawdź plik');
            await citizen.sees(verdict);
            found.push(...await faults(citizen));
        }
        assert.deepEqual(found, []);
    })],
    ['another person’s page and a page of the office are refused politely', () => as('obywatel', async (citizen) => {
        const found = [];
        for (const [path, status] of [['/eod/administracja', 403], [`/konto/pisma/${SLUG}/999999`, 404]]) {
            await citizen.go(path, status);
            found.push(...await faults(citizen));
        }
        assert.deepEqual(found, []);
    })],
    ['faults of forms are named, tied to the fields and reachable', () => as('', async (visitor) => {
        const found = [];
        const novalidate = () => visitor.page.evaluate(() =>
            document.querySelectorAll('main form').forEach((f) => { f.noValidate = true; }));
        await visitor.go('/logowanie');
        await novalidate();
        await visitor.press('Zaloguj się', visitor.page.locator('main'));
        await summaryLeads(visitor, 'login', 'haslo');
        found.push(...await faults(visitor));
        await visitor.go('/rejestracja');
        await novalidate();
        await visitor.press('Załóż konto');
        await summaryLeads(visitor, 'imie', 'nazwisko', 'email', 'haslo', 'haslo2');
        found.push(...await faults(visitor));
        assert.deepEqual(found, []);
    })],
    ['a new clerk with a second factor, serving two offices', () => as('administrator', async (administrator) => {
        const found = [];
        const look = async (person, path) => {
            found.push(...await faults(person));
            seen.set(path, 1);
        };
        const login = `urszula.${mark}`;
        await administrator.go('/eod/administracja/nowy');
        await administrator.fill({
            'Imię': 'Urszula', Nazwisko: 'Brzęczyszczykiewicz-Śliwińska', Stanowisko: 'podinspektor ds. gospodarki odpadami',
            Login: login, 'Adres e-mail': `${login}@example.pl`, 'Kod komórki': 'OŚ', 'Nazwa komórki': 'Referat Ochrony Środowiska',
        });
        await administrator.press('Dodaj pracownika');
        await summaryLeads(administrator, 'role');
        await look(administrator, '/eod/administracja/nowy');
        await administrator.page.getByLabel('Prowadzący sprawy').check();
        await administrator.press('Dodaj pracownika');
        await administrator.press('Nadaj nowy klucz');
        await look(administrator, '/eod/administracja/{id}');
        const secret = await administrator.page.locator('main code').innerText();

        await as('', async (clerk) => {
            await clerk.go(linkIn(await letterTo(`${login}@example.pl`, 'hasło')));
            await look(clerk, '/haslo/nowe');
            await clerk.fill({ 'Nowe hasło': story.PASSWORD, 'Powtórz hasło': story.PASSWORD });
            await clerk.press('Ustaw hasło');
            await clerk.logIn(login, story.PASSWORD);
            assert.equal(clerk.path, '/logowanie/kod');
            await look(clerk, '/logowanie/kod');
            await clerk.fill({ 'Kod z aplikacji uwierzytelniającej': '000000' });
            await clerk.press('Dalej');
            await summaryLeads(clerk, 'kod');
            await clerk.fill({ 'Kod z aplikacji uwierzytelniającej': totp(secret) });
            await clerk.press('Dalej');
            assert.equal(clerk.path, '/eod');
        });
        sql(`WITH k AS (INSERT INTO org.komorka (jst, kod, nazwa) VALUES ('0801011', 'T${mark}', 'Referat') RETURNING id)
            INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id)
            SELECT '0801011', o.id, 'Urszula', 'Śliwińska', 'inspektor', k.id FROM org.konto o, k WHERE login = '${login}';
            UPDATE org.konto SET totp = NULL WHERE login = '${login}'`);
        await as('', async (clerk) => {
            await clerk.logIn(login, story.PASSWORD);
            assert.equal(clerk.path, '/logowanie/jednostka');
            await look(clerk, '/logowanie/jednostka');
            await clerk.press(OFFICE, clerk.page.locator('main'));
            assert.equal(clerk.path, '/eod');
        });
        assert.deepEqual(found, []);
    })],
    ['a letter is written, checked and sent with the keyboard alone', () => as('obywatel', async (citizen) => {
        const { page } = citizen;
        const type = (text) => page.keyboard.type(text);
        const enter = () => citizen.leads(() => page.keyboard.press('Enter'));
        await citizen.go(`/e-urzad/${SLUG}/pismo-ogolne`);
        await tabTo(citizen, 'Zacznij pisać');
        await enter();
        await tabTo(citizen, 'Dalej: sprawdź pismo');
        await enter();
        await summaryLeads(citizen, 'rodzaj', 'tytul', 'tresc');
        await citizen.go(citizen.path);
        const before = await tabTo(citizen, 'rodzaj');
        assert.equal(before[0], 'Przejdź do treści');
        await page.keyboard.press('Space');
        await page.keyboard.press('Tab');
        await type(letter(12).tytul);
        await page.keyboard.press('Tab');
        await type('Proszę o naprawę.');
        await tabTo(citizen, 'Dalej: sprawdź pismo');
        await enter();
        await tabTo(citizen, 'Wyślij bez podpisu');
        await enter();
        await story.receipt(citizen);
    })],
    ['the kancelaria finds and registers it with the keyboard alone', () => as('kancelaria', async (clerk) => {
        const { page } = clerk;
        const found = [];
        await clerk.go('/eod');
        await page.locator('[aria-keyshortcuts]').first().waitFor(); // shortcuts are there
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Skróty klawiszowe' }).waitFor();
        found.push(...await faults(clerk));
        await page.keyboard.press('Escape');
        const row = () => page.evaluate(() => document.activeElement.closest('tr') ? document.activeElement.textContent : '');
        let here = '';
        do {
            await page.keyboard.press('j');
            assert.notEqual(await row(), here, 'the last row');
            here = await row();
        } while (here !== letter(12).tytul);
        await clerk.leads(() => page.keyboard.press('Enter'));
        await tabTo(clerk, 'tytul');
        await page.keyboard.press('Control+A');
        await page.keyboard.press('Delete');
        await page.evaluate(() => document.querySelectorAll('main form').forEach((f) => { f.noValidate = true; }));
        await tabTo(clerk, 'komu');
        await tabTo(clerk, 'Zarejestrujr');
        await clerk.leads(() => page.keyboard.press('Enter'));
        await summaryLeads(clerk, 'tytul');
        found.push(...await faults(clerk));
        await page.keyboard.type('Naprawa drogi');
        await tabTo(clerk, 'komu');
        await page.keyboard.type('Do dekretacji: Sekretarz');
        await tabTo(clerk, 'Zarejestrujr');
        await clerk.leads(() => page.keyboard.press('Enter'));
        await clerk.sees('Naprawa drogi', 'do dekretacji Sekretarz Gminy');
        assert.deepEqual(found, []);
    })],
    ['a letter with files is sent without JavaScript', () => as('obywatel', async (citizen) => {
        await story.startLetter(citizen);
        await story.sendLetter(citizen, letter(13), story.FILES);
        await citizen.sees(...story.FILES.map((f) => f.name));
    }, { javaScriptEnabled: false })],
    ['no page was left out', () => {
        // Letters of the office have no attachments yet
        const none = ['/konto/doreczenia/{jst}/{id}/zalacznik/{lp}'];
        assert.deepEqual(all.map((r) => r.path).filter((path) => !seen.has(path)), none);
    }],
]);
await browser.close();
