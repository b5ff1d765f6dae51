// Without a mouse, without JavaScript, without luck: a letter from its first field to the register with the keyboard alone, the
// same without scripts, faults of forms, pages that are not there.
// needs: eod/przesylka eod/skrzynka portal/portal portal/weryfikacja
import assert from 'node:assert/strict';
import { launch, personAs, SLUG } from '../support/browser.mjs';
import { summaryLeads, tabTo } from '../support/keyboard.mjs';
import { faults } from '../support/pages.mjs';
import { run } from '../support/tap.mjs';
import * as story from '../support/story.mjs';

const mark = Date.now().toString(36);
const browser = await launch();
const letter = (n) => ({ tytul: `Wniosek o naprawę nawierzchni drogi, część ${n} (${mark})`, tresc: 'Proszę o naprawę.' });
const as = (login, deed, options) => personAs(browser, login, deed, options);

await run([
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
        await type(letter(1).tytul);
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
        } while (here !== letter(1).tytul);
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
        // A number is given for ever: its key asks, Escape gives none.
        const asked = page.getByRole('dialog', { name: 'Zarejestrować przesyłkę i nadać jej numer? Numeru nie można cofnąć.' });
        await tabTo(clerk, 'Zarejestrujr');
        await page.keyboard.press('r');
        await asked.waitFor();
        found.push(...await faults(clerk));
        await page.keyboard.press('Escape');
        await asked.waitFor({ state: 'hidden' });
        await page.keyboard.press('r');
        await asked.waitFor();
        await clerk.leads(() => page.keyboard.press('Enter'));
        await clerk.sees('Naprawa drogi', 'do dekretacji Sekretarz Gminy');
        assert.deepEqual(found, []);
    })],
    ['a letter with files is sent without JavaScript', () => as('obywatel', async (citizen) => {
        await story.startLetter(citizen);
        await story.sendLetter(citizen, letter(2), story.FILES);
        await citizen.sees(...story.FILES.map((f) => f.name));
    }, { javaScriptEnabled: false })],
]);
await browser.close();
