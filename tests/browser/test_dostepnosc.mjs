// Every page of the system, as every person who can reach it sees it: WCAG 2.2 AA by axe-core in four looks, narrow
// screens, the keyboard, no JavaScript, the content security policy.
import assert from 'node:assert/strict';
import { axe, launch, Person } from '../support/browser.mjs';
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

async function walked(login) {
    const person = await Person.open(browser);
    if (login) {
        await person.logIn(login);
    }
    const found = await walk(person, all, seen);
    await person.close();
    assert.deepEqual([...found, ...person.complaints], []);
}

await run([
    ['letters to look at', async () => {
        const citizen = await Person.open(browser);
        await citizen.logIn('obywatel');
        for (const n of [1, 2]) {
            await story.startLetter(citizen);
            await story.sendLetter(citizen, letter(n), n === 1 ? story.FILES : []);
        }
        await story.startLetter(citizen);
        await story.fillLetter(citizen, letter(3));
        await citizen.press('Dalej: sprawdź pismo');
        citizen.content();
        await citizen.close();
    }],
    ['pages of a visitor', () => walked('')],
    ['pages of a citizen', () => walked('obywatel')],
    ['pages of administrator', () => walked('administrator')],
]);
await browser.close();
