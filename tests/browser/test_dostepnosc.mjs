// Every page of the system, as every person who can reach it sees it: WCAG 2.2 AA by axe-core in four looks, narrow
// screens, the content security policy. The keyboard and no JavaScript: test_klawiatura.
// needs: eod/dekretacja eod/metryka eod/pismo eod/przesylka eod/skrzynka eod/sprawa portal/moje_sprawy portal/portal portal/weryfikacja
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { launch, NAME, OFFICE, Person, personAs, SLUG, sql, totp, UNIT } from '../support/browser.mjs';
import { summaryLeads } from '../support/keyboard.mjs';
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

const as = (login, deed, options) => personAs(browser, login, deed, options);

// The walks of all persons, two at a time; each is waited for by its own case. Who has most to do comes first, for later ones see
// only some of what was seen (pages.mjs).
function startWalks() {
    const walks = {};
    for (const lane of [['', 'obywatel', 'administrator', 'region'], ['referent', 'kancelaria', 'sekretarz', 'kierownik', 'wojt']]) {
        let before = Promise.resolve();
        for (const login of lane) {
            before = before.then(() => as(login, async (person) => { walks[login].found = await walk(person, all, seen); }))
                .catch((error) => { walks[login].found = [error]; });
            walks[login] = { ended: before };
        }
    }
    return walks;
}
let walks;

async function walked(login) {
    walks ??= startWalks();
    await walks[login].ended;
    assert.deepEqual(walks[login].found, []);
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
    ['no page was left out', () => {
        // Letters of the office have no attachments yet
        const none = ['/konto/doreczenia/{jst}/{id}/zalacznik/{lp}'];
        assert.deepEqual(all.map((r) => r.path).filter((path) => !seen.has(path)), none);
    }],
]);
await browser.close();
