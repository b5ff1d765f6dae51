// The main job in a real browser, as the people do it: from a new account to a closed case.
// needs: eod/dekretacja eod/metryka eod/pismo eod/przesylka eod/skrzynka eod/sprawa portal/moje_sprawy portal/portal portal/weryfikacja
// LOCKS = ("journal",)
import assert from 'node:assert/strict';
import { admin, launch, OFFICE, Person } from '../support/browser.mjs';
import { letterTo, linkIn } from '../support/mail.mjs';
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
const office = {};
for (const login of ['kancelaria', 'sekretarz', 'kierownik', 'referent', 'wojt']) {
    office[login] = await Person.open(browser);
}
const answer = {
    tytul: `Zezwolenie na usunięcie drzewa ${mark}`,
    first: 'Zezwala się.',
    second: 'Zezwala się na usunięcie jednej lipy z działki nr 12/3 w Santoku.\n\nPouczenie: od tej decyzji służy odwołanie.',
};
let upo;
let sent;
let receiptXml;
let znak;

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
        const draft = await story.startLetter(citizen);
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
        await citizen.sees(upo, 'Jadwiga Święcicka-Łoś', OFFICE);
        assert.equal((await citizen.download(/\.pdf$/)).subarray(0, 5).toString(), '%PDF-');
        receiptXml = await citizen.download(/\.xml$/);
        assert.ok(receiptXml.includes(upo) && receiptXml.includes('Signature'));
    }],
    ['anybody checks the receipt by its number and by the file', async () => {
        const anybody = await Person.open(browser);
        await anybody.go('/weryfikacja');
        await anybody.fill({ 'Numer poświadczenia': upo });
        await anybody.press('Sprawdź numer');
        await anybody.sees('Wynik sprawdzenia', upo, OFFICE);
        assert.ok(!(await anybody.main()).includes('Święcicka'), 'the sender is nobody\'s business');
        const check = async (buffer) => {
            await anybody.page.getByLabel('Plik poświadczenia, pisma albo inny podpisany dokument')
                .setInputFiles({ name: `${upo}.xml`, mimeType: 'text/xml', buffer });
            await anybody.press('Sprawdź plik');
            return anybody.page.locator('.notice').first().getAttribute('class');
        };
        assert.equal(await check(receiptXml), 'notice ok');
        assert.equal(await check(Buffer.from(receiptXml.toString().replace('Jadwiga', 'Jagoda'))), 'notice error');
        anybody.content();
        await anybody.close();
    }],
    ['the clerks come to work', async () => {
        for (const [login, clerk] of Object.entries(office)) {
            await clerk.logIn(login);
            assert.equal(clerk.path, '/eod');
        }
    }],
    ['the kancelaria registers her letter', async () => {
        await story.pick(office.kancelaria, letter.tytul);
        await office.kancelaria.sees('Dokument nie jest podpisany', 'Jadwiga Święcicka-Łoś', ...story.FILES.map((f) => f.name));
        assert.deepEqual(await office.kancelaria.download(story.FILES[1].name), story.PNG);
        assert.match(await story.registerLetter(office.kancelaria, letter.tytul), /^RPW\/\d+\/\d{4}$/);
        await citizen.page.goto(sent);
        await citizen.sees('Urząd zarejestrował pismo', 'Urząd ustala, kto zajmie się pismem.');
    }],
    ['sekretarz and kierownik decree it to the referent', async () => {
        await story.decree(office.sekretarz, letter.tytul, 'Referat Organizacyjny', 'Proszę załatwić w tym tygodniu');
        await story.decree(office.kierownik, letter.tytul, 'Anna Kos');
        await story.pick(office.referent, letter.tytul);
        await office.referent.sees('u prowadzącego Anna Kos', 'Marek Zieliński → Referat Organizacyjny',
            'Proszę załatwić w tym tygodniu', 'Piotr Wiśniewski → Anna Kos');
    }],
    ['the referent opens a case and writes the answer', async () => {
        znak = await story.openCase(office.referent, letter.tytul);
        assert.match(znak, new RegExp(`^OR\\.\\d+\\.\\d+\\.${new Date().getFullYear()}`));
        await story.writeAnswer(office.referent, answer.tytul, answer.first);
        await story.submit(office.referent, 'Piotr Wiśniewski');
    }],
    ['the kierownik returns it, the referent writes a second version', async () => {
        await story.giveBack(office.kierownik, answer.tytul, 'Brakuje pouczenia o odwołaniu.');
        await story.pick(office.referent, answer.tytul);
        await office.referent.sees('Do poprawy (Piotr Wiśniewski', 'Brakuje pouczenia o odwołaniu.');
        await story.saveVersion(office.referent, answer.second);
        await office.referent.follow(/co się zmieniło/);
        await office.referent.sees(answer.first, 'Pouczenie: od tej decyzji służy odwołanie.', 'usunięto', 'dodano');
        await office.referent.follow('Wróć do pisma');
        await story.submit(office.referent, 'Piotr Wiśniewski');
    }],
    ['kierownik accepts, wójt signs, kancelaria sends', async () => {
        await story.accept(office.kierownik, answer.tytul);
        await story.signLetter(office.wojt, answer.tytul);
        await office.wojt.sees('Joanna Nowicka', 'Pouczenie: od tej decyzji służy odwołanie.');
        await story.dispatch(office.kancelaria, answer.tytul);
    }],
    ['a case with an unread letter cannot be closed, and the page says why', async () => {
        await story.openedCase(office.referent, znak);
        await office.referent.follow('Zakończ sprawę', office.referent.page.locator('main'));
        await office.referent.sees('adresat musi odebrać pismo', answer.tytul);
    }],
    ['the citizen is told by mail, confirms the receipt and reads the answer', async () => {
        const notice = await letterTo(email, OFFICE);
        assert.ok(!notice.text.includes('12/3'), 'the answer itself is not in the mail');
        await citizen.go(linkIn(notice));
        assert.ok(!(await citizen.main()).includes('Pouczenie: od'), 'nothing is read before the receipt');
        await story.collect(citizen, answer.tytul);
        await citizen.sees('Data doręczenia', 'Zezwala się na usunięcie jednej lipy', 'Joanna Nowicka', /LUB-UPD-\d{7}-/);
        assert.equal((await citizen.download('Wydruk PDF')).subarray(0, 5).toString(), '%PDF-');
        citizen.content();
    }],
    ['the referent closes the case; the metryka tells it all', async () => {
        await story.closeCase(office.referent, znak, 'wydano zezwolenie');
        await office.referent.follow('Metryka', office.referent.page.locator('main'));
        await office.referent.sees(znak, 'Ewa Malinowska', 'Marek Zieliński', 'Piotr Wiśniewski', 'Anna Kos', 'Joanna Nowicka',
            'podinspektor ds. kancelaryjnych');
        for (const clerk of Object.values(office)) {
            clerk.content();
        }
    }],
    ['she sees the way of her case to its end', async () => {
        await citizen.go('/konto/sprawy');
        await citizen.follow(letter.tytul, citizen.page.locator('main'));
        await citizen.sees(znak, 'Urząd zarejestrował pismo', 'Urząd wszczął sprawę i nadał jej znak', 'Urząd wysłał pismo',
            'Odebrano pismo z urzędu', 'Urząd zakończył sprawę', 'wydano zezwolenie', 'Sprawa jest zakończona.');
        citizen.content();
    }],
    ['she signs a second letter with her own program', async () => {
        await story.startLetter(citizen);
        await story.fillLetter(citizen, signedLetter);
        await citizen.press('Dalej: sprawdź pismo');
        const xml = await citizen.download('Pobierz plik do podpisu');
        await citizen.page.getByLabel('Podpisany plik XML')
            .setInputFiles({ name: 'pismo-podpisane.xml', mimeType: 'text/xml', buffer: sign(xml, 'Jadwiga Święcicka-Łoś') });
        await citizen.press('Wyślij podpisane pismo');
        await story.receipt(citizen);
        await story.pick(office.kancelaria, signedLetter.tytul);
        // The certificate is of nobody known here, and that is what the clerk reads
        await office.kancelaria.sees(/podpis/i, 'Jadwiga Święcicka-Łoś');
        assert.equal(await office.kancelaria.page.locator('main .notice').first().getAttribute('class'), 'notice warn');
        office.kancelaria.content();
        citizen.content();
    }],
    ['a signed letter altered on the way is refused', async () => {
        await story.startLetter(citizen);
        await story.fillLetter(citizen, signedLetter);
        await citizen.press('Dalej: sprawdź pismo');
        const xml = sign(await citizen.download('Pobierz plik do podpisu'), 'Jadwiga Święcicka-Łoś');
        await citizen.page.getByLabel('Podpisany plik XML').setInputFiles({
            name: 'pismo.xml', mimeType: 'text/xml', buffer: Buffer.from(xml.toString().replace('Nocny hałas', 'Dzienny hałas')),
        });
        await citizen.press('Wyślij podpisane pismo');
        assert.equal(await citizen.page.evaluate(() => document.activeElement.id), 'summary');
        assert.match(citizen.path, /\/podpisany$/);
    }],
    ['the trail of all this holds', () => {
        assert.match(admin('journal', 'verify'), /OK/);
    }],
]);
await browser.close();
