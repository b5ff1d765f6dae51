"""The list of the 95 units: searched with and without Polish letters, pairs of the same name told apart."""
import re
import urllib.parse

import browser
import stack
import tap


def found(q, where="/jst"):
    """Slugs the search gives, in order."""
    page = browser.Browser().get(where + "?q=" + urllib.parse.quote(q))
    assert page.status == 200, page
    return [link.rsplit("/", 1)[1] for link in browser.links(page, where + r"/[a-z0-9-]+")]


def units():
    return stack.rows("SELECT teryt, slug, nazwa_jst, nazwa, rodzaj, siedziba, poziom, powiat FROM org.jst ORDER BY"
                      " teryt")


def test_all_95_are_listed():
    slugs = found("")
    assert len(slugs) == len(set(slugs)) == 95, len(slugs)
    assert set(slugs) == {u[1] for u in units()}
    levels = [u[6] for u in units()]
    assert {p: levels.count(p) for p in "WPMG"} == {"W": 1, "P": 12, "M": 2, "G": 80}, levels


def test_every_unit_has_its_page():
    for teryt, slug, nazwa_jst, *_ in units():
        page = browser.Browser().get("/jst/" + slug)
        assert page.status == 200 and nazwa_jst in browser.text_of(page), slug
        assert teryt in page.text, slug


def test_every_unit_is_found_by_its_name_with_and_without_polish_letters():
    plain = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
    for _, slug, nazwa_jst, nazwa, *_ in units():
        for word in (nazwa_jst, nazwa, nazwa_jst.upper(), nazwa_jst.translate(plain).lower(), "  " + nazwa + " "):
            assert slug in found(word), (slug, word)


def test_every_unit_can_be_written_to():
    slugs = found("", "/e-urzad")
    assert len(set(slugs)) == 95
    for slug in slugs:
        assert browser.Browser().get("/e-urzad/" + slug).status == 200, slug


def test_units_with_the_same_name_are_told_apart():
    by_name = {}
    for unit in units():
        by_name.setdefault(unit[3], []).append(unit)
    pairs = {name: same for name, same in by_name.items() if len([u for u in same if u[6] == "G"]) > 1}
    assert len(pairs) == 4, sorted(pairs)
    for name, same in pairs.items():
        shown = {}
        page = browser.Browser().get("/jst?q=" + urllib.parse.quote(name))
        for _, slug, *_ in same:
            assert slug in [link.rsplit("/", 1)[1] for link in browser.links(page, r"/jst/[a-z0-9-]+")], slug
            title = browser.text_of(browser.Browser().get("/jst/" + slug))
            shown[slug] = re.search(re.escape(name) + r"|gmina \w+", title) and title[:120]
        assert len(set(shown.values())) == len(same), shown
        assert len({u[2] for u in same}) == len(same) or len({(u[2], u[4]) for u in same}) == len(same), same


def test_two_words_in_any_order():
    assert "santok" in found("gmina santok") and "santok" in found("santok gmina")


def test_nothing_found_is_said():
    page = browser.Browser().get("/jst?q=xyzxyz")
    assert page.status == 200 and not browser.links(page, r"/jst/[a-z0-9-]+")
    assert "xyzxyz" in page.text


def test_signs_of_search_patterns_are_ordinary_letters():
    for q in ("%", "_", "\\", "a_b", "100%", "'", '"', "$1", "[a]", ".*", "(", "a" * 300, "łódź; DROP TABLE"):
        page = browser.Browser().get("/jst?q=" + urllib.parse.quote(q))
        assert page.status == 200, (q, page)
    # Signs that are neither letters nor digits separate words; alone they are no word at all.
    assert found("%") == found("_") == found("\\") == found("")
    assert found("x%y") == [] and found("s%k") != found("")


def test_an_unknown_unit_is_not_found():
    for slug in ("nie-ma", "0801062", "SANTOK", "santok.", "%20santok"):
        assert browser.Browser().get("/jst/" + slug).status == 404, slug


if __name__ == "__main__":
    tap.main()
