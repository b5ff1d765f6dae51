"""The term of a case shows its basis and leads to how it was calculated."""
import re

import browser
import office
import stack
import tap

NEEDS = ("eod/dekretacja",)


def setup_module():
    global unit, citizen, sprawa
    unit = office.Office()
    citizen = browser.citizen()
    sprawa = unit.case_for(unit.file(citizen).dokument)


def row(sprawa):
    return stack.rows("SELECT termin::text, termin_podstawa, data_wszczecia::text FROM eod.sprawa WHERE jst = %s AND"
                      " id = %s", unit.unit, sprawa)[0]


def test_the_case_shows_the_basis_and_leads_on():
    termin, podstawa, _ = row(sprawa)
    page = unit.person("referent").get(f"/eod/sprawy/{sprawa}")
    assert podstawa == "KPA art. 35 § 3 – miesiąc" and podstawa in browser.text_of(page)
    assert browser.links(page, rf"/eod/sprawy/{sprawa}/termin") == [f"/eod/sprawy/{sprawa}/termin"]


def test_how_it_was_calculated():
    termin, podstawa, wplyw = row(sprawa)
    page = unit.person("referent").get(f"/eod/sprawy/{sprawa}/termin")
    assert page.status == 200, office.said(page)
    text = browser.text_of(page)
    assert f"{wplyw} + 1 miesiąc" in text and termin in text, text
    assert podstawa in text and "kpa.zalatwienie.miesiac" in text and "potwierdzony" in text
    assert stack.value("SELECT sha256 FROM prawo.slad WHERE jst = %s AND obiekt = 'sprawa' AND obiekt_id = %s",
                       unit.unit, sprawa) in text


def test_the_tables_speak():
    page = unit.person("referent").get(f"/eod/sprawy/{sprawa}/termin")
    tables = re.findall(r"<table.*?</table>", page.text, re.S)
    assert len(tables) == 2
    for table in tables:
        body = table.split("<tbody>")[1]
        assert table.count('scope="col"') in (5, 6)
        assert body.count("<tr>") == body.count('scope="row"') > 0, table


def test_the_event_carries_the_hash_of_the_trace():
    event, trace = stack.rows("SELECT z.dane->>'slad', t.sha256 FROM audit.zdarzenie z JOIN prawo.slad t ON t.jst = z.jst"
                              " AND t.obiekt = 'sprawa' AND t.obiekt_id = z.obiekt_id WHERE z.jst = %s AND z.typ ="
                              " 'sprawa.zalozona' AND z.obiekt_id = %s", unit.unit, sprawa)[0]
    assert event == trace and len(trace) == 64


def test_a_value_that_is_unconfirmed_is_shown_as_such():
    quick = unit.open_case(unit.to_clerk(unit.file(citizen).dokument), termin="niezwlocznie")
    page = unit.person("referent").get(f"/eod/sprawy/{quick}/termin")
    assert "niepotwierdzony" in browser.text_of(page)
    assert "której nie potwierdzono" in browser.text_of(page)


def test_a_term_of_special_law_has_no_calculation():
    special = unit.open_case(unit.to_clerk(unit.file(citizen).dokument), termin="szczegolny", termin_data="2099-12-08",
                             termin_podstawa="art. 13 u.d.i.p.")
    page = unit.person("referent").get(f"/eod/sprawy/{special}")
    assert "art. 13 u.d.i.p." in browser.text_of(page)
    assert not browser.links(page, rf"/eod/sprawy/{special}/termin")
    assert unit.person("referent").get(f"/eod/sprawy/{special}/termin").status == 404


def test_another_unit_sees_nothing():
    other = office.Office(stack.OTHER)
    assert other.person("referent").get(f"/eod/sprawy/{sprawa}/termin").status == 404


if __name__ == "__main__":
    tap.main()
