// The main job of the system, step by step as the people do it: each function is one person's deed, ends on the page the
// person then sees, and returns what the next one needs. Both the story itself (test_historia) and the walk over every
// page (test_dostepnosc) are made of these.
import assert from 'node:assert/strict';
import { OFFICE, SLUG } from './browser.mjs';
import { linkIn, letterTo } from './mail.mjs';

export const PASSWORD = 'zielony parasol nad Wartą';

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
    + '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64');
export const FILES = [
    { name: 'mapa działki – załącznik nr 1.pdf', mimeType: 'application/pdf', buffer: PDF },
    { name: 'zdjęcie drzewa.png', mimeType: 'image/png', buffer: PNG },
];

// A new account; returns its e-mail address.
export async function register(citizen, { imie, nazwisko, email }) {
    await citizen.go('/');
    await citizen.follow('Zaloguj się');
    await citizen.follow('Załóż konto', citizen.page.locator('main'));
    await citizen.fill({ 'Imię': imie, Nazwisko: nazwisko, 'Adres e-mail': email, 'Hasło': PASSWORD, 'Powtórz hasło': PASSWORD });
    await citizen.press('Załóż konto');
    assert.equal(citizen.path, '/rejestracja/wyslano');
    await citizen.go(linkIn(await letterTo(email, 'kont')));
    await citizen.press('Potwierdzam adres e-mail');
    return email;
}

export async function fillAddress(citizen) {
    await citizen.go('/konto/dane');
    await citizen.fill({ 'Ulica (nieobowiązkowe)': 'Długa', 'Numer budynku (nieobowiązkowe)': '12A' });
}

// Finds the office by typing and opens an empty letter to it.
export async function startLetter(citizen, words = SLUG.replaceAll('-', ' ')) {
    await citizen.go('/');
    await citizen.follow('Załatw sprawę', citizen.page.getByRole('navigation', { name: 'Menu główne' }));
    await citizen.fill({ 'Szukaj urzędu': words });
    await citizen.press('Szukaj');
    await citizen.follow(OFFICE, citizen.page.locator('main'));
    await citizen.follow('Pismo ogólne', citizen.page.locator('main'));
    await citizen.press('Zacznij pisać');
    return citizen.path;
}

export async function fillLetter(citizen, { tytul, tresc, rodzaj = 'wniosek' }) {
    await citizen.page.getByRole('radio', { name: rodzaj, exact: true }).check();
    await citizen.fill({ 'Tytuł': tytul, 'Treść': tresc });
}

// From an empty letter to its receipt; returns the number of the UPO and the address of the sent letter.
export async function sendLetter(citizen, letter, files = []) {
    await fillLetter(citizen, letter);
    if (files.length) {
        await citizen.page.getByLabel('Dodaj pliki (nieobowiązkowe)').setInputFiles(files);
    }
    await citizen.press('Dalej: sprawdź pismo');
    await citizen.sees(letter.tytul);
    await citizen.press('Wyślij bez podpisu');
    return receipt(citizen);
}

// Reads the receipt of the sent letter that is being shown.
export async function receipt(citizen) {
    assert.match(citizen.path, /^\/konto\/pisma\/[a-z0-9-]+\/\d+$/, await citizen.main());
    const upo = await citizen.page.locator('.receipt code').innerText();
    assert.match(upo, /^LUB-UPP-\d{7}-\d{4}-\d+$/);
    return { upo, address: citizen.path };
}

// ---- the office: every deed begins at the clerk's desk ----

// Opens what waits on the clerk's desk under this title.
export async function pick(clerk, tytul) {
    await clerk.go('/eod');
    await clerk.follow(tytul, clerk.page.locator('main'));
}

// The kancelaria enters the letter in the register and hands it to a komórka; returns its RPW number.
export async function registerLetter(clerk, tytul, where = 'Sekretarz') {
    await pick(clerk, tytul);
    await clerk.choose('Przekaż do', where);
    await clerk.press('Zarejestruj');
    return (await clerk.main()).match(/RPW\/\d+\/\d{4}/)[0];
}

export async function decree(clerk, tytul, who, polecenie = '') {
    await pick(clerk, tytul);
    await clerk.choose('Komu', who);
    await clerk.fill({ 'Polecenie (nieobowiązkowe)': polecenie });
    await clerk.press('Dekretuj');
    await clerk.sees('Pismo zadekretowane.');
}

// The referent opens a case in a class found by a word; returns its sign. titled: the case's own title.
export async function openCase(clerk, tytul, { klasa = 'postulaty', titled } = {}) {
    await pick(clerk, tytul);
    await clerk.follow('Załóż sprawę', clerk.page.locator('main'));
    await clerk.fill({ 'Szukaj klasy: początek symbolu albo słowo z hasła': klasa });
    await clerk.press('Szukaj', clerk.page.locator('main'));
    await clerk.page.getByRole('group', { name: 'Wybierz klasę' }).getByRole('radio').first().check();
    if (titled) {
        await clerk.fill({ 'Tytuł sprawy': titled });
    }
    await clerk.press('Załóż sprawę');
    return (await clerk.main()).match(/Założono sprawę (\S+)\./)[1];
}

// Writes the answer in the case that is open; ends on the page of the letter.
export async function writeAnswer(clerk, tytul, tresc) {
    await clerk.follow('Nowe pismo', clerk.page.locator('main'));
    await clerk.fill({ 'Tytuł pisma': tytul, 'Treść': tresc });
    await clerk.press('Zapisz projekt');
}

export async function saveVersion(clerk, tresc) {
    await clerk.fill({ 'Treść': tresc });
    await clerk.press('Zapisz nową wersję');
    await clerk.sees('Zapisano.');
}

export async function submit(clerk, who) {
    await clerk.choose('Akceptujący', who);
    await clerk.press('Przedłóż');
    await clerk.sees('Pismo przedłożone do akceptacji.');
}

export async function giveBack(clerk, tytul, powod) {
    await pick(clerk, tytul);
    await clerk.follow('Zwróć do poprawy', clerk.page.locator('main'));
    await clerk.fill({ 'Powód zwrotu': powod });
    await clerk.press('Zwróć do poprawy');
    await clerk.sees('Pismo zwrócone do poprawy.');
}

export async function accept(clerk, tytul) {
    await pick(clerk, tytul);
    await clerk.press('Akceptuj');
    await clerk.sees('Pismo zaakceptowane.');
}

export async function signLetter(clerk, tytul) {
    await pick(clerk, tytul);
    await clerk.press('Podpisz');
    await clerk.sees('Pismo podpisane i opieczętowane.');
}

export async function dispatch(clerk, tytul) {
    await pick(clerk, tytul);
    await clerk.press('Wyślij');
    await clerk.sees('Pismo wysłane pod numerem');
}

// The citizen opens what came, and confirms it.
export async function collect(citizen, tytul) {
    await citizen.go('/konto');
    await citizen.sees(tytul);
    await citizen.follow('Odbierz pismo', citizen.page.locator('.notice', { hasText: tytul }));
    await citizen.press('Potwierdzam odbiór');
}

// The case with this sign, from the list of cases.
export async function openedCase(clerk, znak) {
    await clerk.go('/eod/sprawy');
    await clerk.follow(znak, clerk.page.locator('main'));
}

export async function closeCase(clerk, znak, sposob) {
    await openedCase(clerk, znak);
    await clerk.follow('Zakończ sprawę', clerk.page.locator('main'));
    await clerk.fill({ 'Sposób załatwienia': sposob });
    await clerk.press('Zakończ sprawę');
    await clerk.sees('Sprawa zakończona.');
}
