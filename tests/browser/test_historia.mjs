// The main job in a real browser, as the people do it: from a new account to a closed case.
import assert from 'node:assert/strict';
import { admin, launch, Person } from '../support/browser.mjs';
import { story as tell } from '../support/tap.mjs';
import * as story from '../support/story.mjs';
import { sign } from '../support/xades.mjs';

const mark = Date.now().toString(36);
const letter = {
    tytul: `Wniosek o zezwolenie na usunięcie drzewa ${mark}`,
    tresc: 'Proszę o zezwolenie na usunięcie suchej lipy na działce nr 12/3 w Santoku.\n\nDrzewo zagraża dachowi stodoły.',
};
const signedLetter = { tytul: `Skarga na hałas ${mark}`, tresc: 'Nocny hałas przy ul. Długiej trwa od tygodnia.', rodzaj: 'skarga' };
const email = `jadwiga.${mark}@example.pl`;
const browser = await launch();
const citizen = await Person.open(browser);
let upo;
let sent;
let receiptXml;
let signedUpo;

await tell([
    ['a citizen opens an account with the link of the letter', async () => {
        await story.register(citizen, { imie: 'Jadwiga', nazwisko: 'Święcicka-Łoś', email });
        await citizen.logIn(email, story.PASSWORD);
        assert.equal(citizen.path, '/konto');
        citizen.content();
    }],
    ['she finds her office without Polish letters', async () => {
        await citizen.go('/e-urzad');
        await citizen.fill({ 'Szukaj urzędu': 'zagan' });
        await citizen.press('Szukaj');
        await citizen.sees('Żagań');
        const draft = await story.startLetter(citizen, 'santok');
        assert.match(draft, /^\/e-urzad\/[a-z0-9-]+\/pismo-ogolne\/\d+$/);
    }],
    ['what she types is kept by itself', async () => {
        await story.fillLetter(citizen, letter);
        await citizen.page.getByText(/Szkic zapisany o/).waitFor();
        await citizen.page.reload();
        assert.equal(await citizen.page.getByLabel('Tytuł', { exact: true }).inputValue(), letter.tytul);
        assert.equal(await citizen.page.getByLabel('Treść', { exact: true }).inputValue(), letter.tresc);
    }],
    ['two attachments, a preview of what the office gets, the receipt', async () => {
        await citizen.page.getByLabel('Dodaj pliki (nieobowiązkowe)').setInputFiles(story.FILES);
        await citizen.page.getByText(/^Razem/).waitFor();
        await citizen.press('Dalej: sprawdź pismo');
        await citizen.sees(letter.tytul, 'Drzewo zagraża dachowi stodoły.', ...story.FILES.map((f) => f.name));
        await citizen.press('Wyślij bez podpisu');
        ({ upo, address: sent } = await story.receipt(citizen));
        await citizen.sees('Pismo zostało wysłane', ...story.FILES.map((f) => f.name));
        citizen.content();
    }],
    ['the receipt as page, PDF and XML', async () => {
        await citizen.follow('Pokaż poświadczenie');
        await citizen.sees(upo, 'Jadwiga Święcicka-Łoś', story.OFFICE);
        assert.equal((await citizen.download(/\.pdf$/)).subarray(0, 5).toString(), '%PDF-');
        receiptXml = await citizen.download(/\.xml$/);
        assert.ok(receiptXml.includes(upo) && receiptXml.includes('Signature'));
    }],
    ['anybody checks the receipt by its number and by the file', async () => {
        const anybody = await Person.open(browser);
        await anybody.go('/weryfikacja');
        await anybody.fill({ 'Numer poświadczenia': upo });
        await anybody.press('Sprawdź numer');
        await anybody.sees('Wynik sprawdzenia', upo, story.OFFICE);
        assert.ok(!(await anybody.main()).includes('Święcicka'), 'the sender is nobody\'s business');
        const check = async (buffer) => {
            await anybody.page.getByLabel('Plik poświadczenia (XML) albo dokument')
                .setInputFiles({ name: `${upo}.xml`, mimeType: 'text/xml', buffer });
            await anybody.press('Sprawdź plik');
            return anybody.page.locator('.notice').first().getAttribute('class');
        };
        assert.equal(await check(receiptXml), 'notice ok');
        assert.equal(await check(Buffer.from(receiptXml.toString().replace('Jadwiga', 'Jagoda'))), 'notice error');
        anybody.content();
        await anybody.close();
    }],
    ['she signs a second letter with her own program', async () => {
        await story.startLetter(citizen);
        await story.fillLetter(citizen, signedLetter);
        await citizen.press('Dalej: sprawdź pismo');
        const xml = await citizen.download('Pobierz plik do podpisu');
        await citizen.page.getByLabel('Podpisany plik XML')
            .setInputFiles({ name: 'pismo-podpisane.xml', mimeType: 'text/xml', buffer: sign(xml, 'Jadwiga Święcicka-Łoś') });
        await citizen.press('Wyślij podpisane pismo');
        ({ upo: signedUpo } = await story.receipt(citizen));
        await citizen.sees('Jadwiga Święcicka-Łoś');
        citizen.content();
    }],
]);
await browser.close();
