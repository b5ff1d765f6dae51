"""A letter goes to whom the clerk chose: who is named and not chosen is a fault beside the choice, and before each step that
cannot be undone the page says to whom."""
import browser
import office
import stack
import tap

NEEDS = ("eod/dekretacja", "eod/pismo", "eod/przesylka", "eod/sprawa")


def setup_module():
    global urzad, sprawa
    urzad = office.Office()
    sprawa = urzad.case_for(urzad.file(browser.citizen("adresowany", nazwisko="Wierzba"), "Wniosek").dokument)


def _letters():
    return stack.value("SELECT count(*) FROM eod.pismo WHERE jst = %s AND sprawa_id = %s", stack.UNIT, sprawa)


def test_a_name_without_its_choice_is_a_fault_and_stays():
    before = _letters()
    page = urzad.write(sprawa, "Wezwanie", "Wzywamy.", expect=422, adresat="nadawca", adresat_nazwa="Żaneta Łącka",
                       adresat_adres="ul. Lipowa 3")
    assert "Poniżej wpisano innego adresata" in browser.text_of(page)
    assert 'value="Żaneta Łącka"' in page.text and 'value="ul. Lipowa 3"' in page.text and "Wzywamy." in page.text
    assert _letters() == before


def test_no_choice_at_all():
    page = urzad.write(sprawa, "Wezwanie", "Wzywamy.", expect=422, adresat="")
    assert 'href="#adresat"' in page.text, browser.text_of(page)
    page = urzad.write(sprawa, "Wezwanie", "Wzywamy.", expect=422, adresat="inny")
    assert 'href="#adresat_nazwa"' in page.text, browser.text_of(page)


def test_each_step_says_to_whom():
    pismo = urzad.write(sprawa, "Wezwanie do Żanety", "Wzywamy.", adresat="inny", adresat_nazwa="Żaneta Łącka",
                        adresat_adres="ul. Lipowa 3, 66-431 Santok", adresat_rodzaj="osoba")
    urzad.submit(pismo)
    for who, key, step in (("kierownik", "a", urzad.accept), ("wojt", "p", urzad.sign), ("kancelaria", "w", None)):
        page = urzad.person(who).get(f"/eod/pisma/{pismo}")
        said = browser.text_of(page).replace(" ,", ",")
        assert "Do: Żaneta Łącka, ul. Lipowa 3, 66-431 Santok" in said, said
        ask = page.text.split(f'data-key="{key}" data-ask="')[1].split('"')[0]
        assert "Żaneta Łącka" in ask and "Wezwanie do Żanety" in ask, ask
        if step:
            step(pismo)


if __name__ == "__main__":
    tap.main()
