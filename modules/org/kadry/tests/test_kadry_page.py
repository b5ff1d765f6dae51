"""The register of a unit's clerks: a new one with all faults at once, roles, the account off and on, the list and its files."""
import secrets

import browser
import office
import stack
import tap

PATH = "/eod/administracja"


def setup_module():
    global administrator, login, row
    administrator = browser.login("administrator")
    login = f"nowa.{secrets.token_hex(4)}"
    row = None


def fields(**changed):
    return {"imie": "Żaneta", "nazwisko": "Ćma", "stanowisko": "podinspektor", "login": login, "email": f"{login}@example.pl",
            "komorka_kod": "OŚ", "komorka_nazwa": "Ochrona Środowiska", "role": ["referent", "kancelaria"], **changed}


def roles():
    return [r[0] for r in stack.rows("SELECT rola FROM org.pracownik_rola WHERE jst = %s AND pracownik_id = %s ORDER BY rola",
                                     stack.UNIT, row.rsplit("/", 1)[1])]


def test_all_faults_at_once_and_nothing_typed_is_lost():
    page = administrator.post(PATH + "/nowy", fields(imie="", login="Wielkie Litery", email="x", komorka_kod="4X", role=[]))
    assert page.status == 422
    for field in ("imie", "login", "email", "komorka_kod", "role"):
        assert f'id="{field}-fault"' in page.text and f'href="#{field}"' in page.text, field
    assert 'value="Ćma"' in page.text and "OR – Referat Organizacyjny" in browser.text_of(page)
    page = administrator.post(PATH + "/nowy", fields(imie=""))
    assert page.text.count('checked="checked"') == 2, "roles ticked before the fault"
    for forged in (["referent", "wymyslona"], [","], ["referent kancelaria wymyslona"]):
        assert administrator.post(PATH + "/nowy", fields(role=forged)).status == 422, forged


def test_the_role_of_the_region_is_its_own_unit_s():
    assert "Administrator regionu" not in administrator.get(PATH + "/nowy").text
    page = administrator.post(PATH + "/nowy", fields(role=["referent", "region"]))
    assert page.status == 422 and 'id="role-fault"' in page.text
    assert "Administrator regionu" in browser.login("region").get(PATH + "/nowy").text


def test_a_new_clerk_gets_a_link():
    global row
    page = administrator.post(PATH + "/nowy", fields())
    text = browser.text_of(page)
    row = page.url
    assert row.startswith(PATH + "/") and "Odnośnik do ustawienia hasła wysłaliśmy" in text and "Żaneta Ćma" in text, text
    assert "Założenie konta pracownika: Role: Kancelaria, Prowadzący sprawy" in text
    assert roles() == ["kancelaria", "referent"]
    assert "/haslo/nowe?token=" in stack.mail_link(stack.wait_mail(f"{login}@example.pl"))
    assert administrator.post(PATH + "/nowy", fields()).status == 409, "a log-in name taken"


def test_a_change_tells_what_the_roles_have_become():
    page = administrator.post(row + "/zmiana", {"stanowisko": "inspektor", "role": ["referent", "akceptujacy"], "imie": "Inna"})
    text = browser.text_of(page)
    assert page.url == row and "Stanowisko, Role: Prowadzący sprawy, Akceptujący" in text and "Żaneta" in text, text
    assert roles() == ["akceptujacy", "referent"]
    page = administrator.get(row + "/zmiana")
    assert page.text.count('checked="checked"') == 2 and 'value="inspektor"' in page.text
    assert administrator.post(row + "/zmiana", {"stanowisko": "inspektor", "role": []}).status == 422


def test_the_account_is_turned_off_and_on():
    for state, word in (("WYLACZONE", "Wyłączenie konta pracownika"), ("CZYNNE", "Włączenie konta pracownika")):
        text = browser.text_of(administrator.post(row, {"stan": state, "powod": "urlop"}))
        assert word in text and "urlop" in text, text
        assert administrator.post(row, {"stan": state}).status == 409


def test_not_over_himself():
    me = PATH + "/" + str(stack.value("SELECT p.id FROM org.pracownik p JOIN org.konto k ON k.id = p.konto_id WHERE p.jst = %s"
                                      " AND k.login = %s", stack.UNIT, stack.person("administrator")))
    for answer in (administrator.post(me, {"stan": "WYLACZONE"}),
                   administrator.post(me + "/zmiana", {"stanowisko": "x", "role": ["referent"]})):
        assert answer.status == 422 and "Nie możesz odebrać sobie roli" in browser.text_of(answer)


def test_the_list_is_narrowed_ordered_and_taken_along():
    text = browser.text_of(administrator.get(office.query(PATH, q="cma zaneta")))
    assert "Żaneta Ćma" in text and "Anna Kos" not in text
    text = browser.text_of(administrator.get(office.query(PATH, role="podpisujacy")))
    assert "Joanna Nowicka" in text and "Anna Kos" not in text
    text = browser.text_of(administrator.get(office.query(PATH, porzadek="komorka")))
    assert text.index("Ewa Malinowska") < text.index("Anna Kos") < text.index("Joanna Nowicka"), text
    assert "Nie ma wpisów" in browser.text_of(administrator.get(office.query(PATH, q="nikogo takiego")))
    page = administrator.get(PATH + "/csv")
    assert page.status == 200 and "Żaneta Ćma" in page.text and "Prowadzący sprawy, Akceptujący" in page.text
    assert administrator.get(office.query(PATH, plik="pdf")).body.startswith(b"%PDF")


def test_what_has_no_row_is_not_offered():
    text = administrator.get(PATH).text
    assert "/wczytaj" not in text and "/zbiorczo" not in text and PATH + "/nowy" in text


if __name__ == "__main__":
    tap.main()
