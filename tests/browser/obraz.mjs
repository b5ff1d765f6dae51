// Makes docs/img/eurzad.png, the picture of the README, from a running system with demonstration data: the receipt of
// a citizen and the inbox of the office. node browser/obraz.mjs, with the variables of `./eurzad env`.
import { fileURLToPath } from 'node:url';
import { launch, Person } from '../support/browser.mjs';
import * as story from '../support/story.mjs';

const TARGET = fileURLToPath(new URL('../../docs/img/eurzad.png', import.meta.url));
const LETTERS = [
    ['Wniosek o wydanie zaświadczenia o przeznaczeniu działki', 'Proszę o zaświadczenie dla działki nr 12/3 w Santoku.'],
    ['Zawiadomienie o uszkodzonej latarni przy ul. Szkolnej', 'Latarnia przed szkołą nie świeci od poniedziałku.'],
    ['Wniosek o naprawę drogi do Lipek Wielkich', 'Po ulewie droga jest nieprzejezdna dla rowerów.'],
    ['Skarga na nieodebrane odpady segregowane', 'Odpadów z ul. Lipowej nie odebrano dwa razy z rzędu.'],
    ['Wniosek o ustawienie ławek nad Wartą', 'Proszę o trzy ławki przy ścieżce rowerowej.'],
    ['Wniosek o zezwolenie na usunięcie drzewa', 'Proszę o zezwolenie na usunięcie suchej lipy na działce nr 12/3 w Santoku.\n\n'
        + 'Drzewo zagraża dachowi stodoły.'],
];

const browser = await launch();
const look = { viewport: { width: 1180, height: 900 }, deviceScaleFactor: 1 };
const people = {};
for (const login of ['obywatel', 'kancelaria', 'sekretarz', 'kierownik', 'referent']) {
    people[login] = await Person.open(browser, look);
    await people[login].logIn(login);
}
const { obywatel, kancelaria, sekretarz, kierownik, referent } = people;
for (const [n, [tytul, tresc]] of LETTERS.entries()) {
    await story.startLetter(obywatel);
    await story.sendLetter(obywatel, { tytul, tresc, rodzaj: tytul.split(' ')[0].toLowerCase() }, n === 5 ? story.FILES : []);
    if (n < 5) {
        await story.registerLetter(kancelaria, tytul);
        await story.decree(sekretarz, tytul, 'Referat Organizacyjny', n % 2 ? '' : 'Proszę o pilne załatwienie');
        await story.decree(kierownik, tytul, 'Anna Kos', ['Proszę przygotować odpowiedź', 'Do załatwienia'][n % 2]);
    }
}
for (const [tytul] of LETTERS.slice(0, 3)) {
    await story.openCase(referent, tytul);
}
await story.writeAnswer(referent, 'Odpowiedź w sprawie drogi do Lipek Wielkich', 'Drogę naprawimy do końca miesiąca.');
await referent.go('/eod');

const shot = async (person, height) => (await person.page.screenshot({ clip: { x: 0, y: 0, width: 1180, height } })).toString('base64');
const canvas = await browser.newPage({ viewport: { width: 1400, height: 1120 } });
await canvas.setContent(`<style>
    body { margin: 0; background: #dfe9e4; }
    img { position: absolute; width: 1000px; border: 1px solid #b7c6bf; border-radius: 10px; box-shadow: 0 10px 30px rgb(16 35 29 / .18); }
    #receipt { left: 36px; top: 36px; } #inbox { right: 36px; bottom: 36px; }
    </style><img id="receipt" src="data:image/png;base64,${await shot(obywatel, 900)}">
    <img id="inbox" src="data:image/png;base64,${await shot(referent, 560)}">`);
await canvas.screenshot({ path: TARGET });
await browser.close();
