"""Proofs of receipts: the pages, and the very commands of docs/sprawdzanie.md run against the stack."""
import html
import json
import os
import re
import subprocess
import tempfile
import urllib.parse

import browser
import office
import stack
import tap
from tap import env

SLUG = "deszczno"
DOC = os.path.join(stack.TOP, "docs", "sprawdzanie.md")
FILES = ("dowod.txt", "glowa.txt", "glowa.sig", "glowa.tst", "certyfikaty.pem")


def blocks(kind):
    """The code of the document, in order, by the words behind the fence."""
    with open(DOC, encoding="utf-8") as file:
        return re.findall(rf"^```{kind}\n(.*?)^```", file.read(), re.M | re.S)


def run(folder, commands):
    """(exit status, output) of bash on these lines, as a citizen who stops at the first failure."""
    root = os.path.join(env("EURZAD_TRUST"), "demo-root.pem")
    values = {"ADRES": env("EURZAD_URL"), "NUMER": numbers[1], "KORZEN": root, "JEDNOSTKA": unit,
              "GLOWA": str(head)}
    admin = f"eurzad-admin() {{ {env('EURZAD_ADMIN')} \"$@\"; }}\nln -sfn {env('EURZAD_TRUST')} zaufane\n"
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", admin + commands], cwd=folder, text=True,
                          env={**os.environ, **values}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def setup_module():
    global unit, numbers, receipt, head, fresh
    unit = stack.value("SELECT teryt FROM org.jst WHERE slug = %s", SLUG)
    sender = office.QuickSender("obywatel", SLUG)
    letters = [sender.send_until_done(sender.draft()) for _ in range(3)]
    numbers = [stack.value("SELECT numer FROM esp.upo WHERE jst = %s AND dokument_id = %s", unit, office.number(at))
               for at in letters]
    receipt = sender.citizen.get(f"/konto/upo/{SLUG}/{numbers[1]}/xml").body
    fresh = {n: browser.Browser().get("/weryfikacja/dowod/" + n + "?przed=1") for n in numbers}
    stack.admin("drzewo", "zamknij", unit, "--dzien", "dzisiaj")
    head = stack.value("SELECT max(numer) FROM audit.glowa_drzewa WHERE jst = %s", unit)


def folder_with_receipt():
    folder = tempfile.TemporaryDirectory(dir="/var/tmp")
    with open(os.path.join(folder.name, "upo.xml"), "wb") as file:
        file.write(receipt)
    return folder


def test_before_the_head_the_page_says_when():
    for number, page in fresh.items():
        assert page.status == 200 and "Poświadczenie będzie w drzewie po zamknięciu dnia." in browser.text_of(page), number


def test_then_the_page_shows_the_proof_and_its_files():
    for number in numbers:
        page = browser.Browser().get("/weryfikacja/dowod/" + number)
        assert page.status == 200 and "Poświadczenie jest w drzewie" in browser.text_of(page), page
        for link in browser.links(page, r"/weryfikacja/(dowod/[^/]+/.*|glow.*)"):
            assert browser.Browser().get(link).status == 200, link


def test_the_check_by_number_leads_there():
    page = browser.Browser().get("/weryfikacja?numer=" + numbers[0])
    assert browser.links(page, "/weryfikacja/dowod/" + numbers[0]), browser.text_of(page)


def test_a_number_is_read_as_people_write_it():
    number = numbers[0]
    for written in (number.lower(), f" {number}\n", number.replace("-", " - "), number.replace("-", "–"), number.replace("-", "—"),
                    number.replace("-", "\u2011"), number.replace("-", "\u00a0−\u00a0"), " ".join(number)):
        page = browser.Browser().get("/weryfikacja?" + urllib.parse.urlencode({"numer": written}))
        assert browser.links(page, "/weryfikacja/dowod/" + number), (written, browser.text_of(page))
    for other in (number[:-1], number + "1", number.replace("-", "_"), ""):
        page = browser.Browser().get("/weryfikacja?" + urllib.parse.urlencode({"numer": other}))
        assert not browser.links(page, "/weryfikacja/dowod/" + number), other


def test_the_proof_is_the_same_as_text_and_as_json():
    base = f"/weryfikacja/dowod/{numbers[2]}/"
    text = browser.Browser().get(base + "dowod.txt").text
    proof = json.loads(browser.Browser().get(base + "dowod.json").text)
    sides = re.findall(r"^(lewy|prawy): ([0-9a-f]{64})$", text, re.M)
    assert [(s["strona"][:3], s["skrot"]) for s in proof["sciezka"]] == [(w[:3], h) for w, h in sides]
    assert proof["korzen"] == re.search("^korzen: (.*)$", text, re.M).group(1)
    assert proof["poswiadczenie"] == numbers[2] and proof["jednostka"] == unit


def test_what_is_not_there_says_so():
    for path in ("/weryfikacja/dowod/LUB-UPP-1", f"/weryfikacja/dowod/{numbers[0]}/inny.txt",
                 f"/weryfikacja/glowa/{unit}/{head}/inny", f"/weryfikacja/glowa/{unit}/999999/glowa.txt",
                 f"/weryfikacja/glowa/{unit}/-1/glowa.txt", "/weryfikacja/glowa/x/1/glowa.txt",
                 f"/weryfikacja/glowy/{unit}?po=999999", "/weryfikacja/glowy/0000000"):
        assert browser.Browser().get(path).status == 404, path


def test_the_commands_of_the_document_pass():
    with folder_with_receipt() as folder:
        status, said = run(folder, "".join(blocks("sh")))
        assert status == 0, said
        for line in ("Verified OK", "certyfikaty.pem: OK", "Verification: OK", "Time stamp:", "korzeń: "):
            assert line in said, said
        assert "PL-" + unit in said, said


def test_the_portal_shows_the_document_with_the_same_commands():
    start = browser.Browser().get("/weryfikacja")
    assert browser.links(start, "/weryfikacja/samodzielnie")
    assert browser.links(browser.Browser().get("/weryfikacja/dowod/" + numbers[1]), "/weryfikacja/samodzielnie")
    page = browser.Browser().get("/weryfikacja/samodzielnie")
    assert page.status == 200 and page.text.count("<h1") == 1
    shown = [html.unescape(re.sub("<[^>]*>", "", text)) for text in re.findall(r"<pre\b.*?</pre>", page.text, re.S)]
    assert shown == blocks(r"sh\b[^\n]*"), shown


def test_the_auditors_commands_pass():
    with folder_with_receipt() as folder:
        status, said = run(folder, "".join(blocks("sh") + blocks("sh audyt")))
        assert status == 0 and "OK: " in said.splitlines()[-1], said


def altered(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def test_an_altered_receipt_or_file_fails():
    download, *checks = blocks("sh")
    with folder_with_receipt() as folder:
        status, said = run(folder, download)
        assert status == 0, said
        good = {}
        for name in ("upo.xml",) + FILES:
            with open(os.path.join(folder, name), "rb") as file:
                good[name] = file.read()
        places = {"upo.xml": len(receipt) // 2, "dowod.txt": good["dowod.txt"].rindex(b": ", 0, -80) + 9,
                  "glowa.txt": good["glowa.txt"].index(b"czas: ") + 20, "glowa.sig": 40, "glowa.tst": 300,
                  "certyfikaty.pem": 300}
        for name, at in places.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(altered(good[name], at))
            status, said = run(folder, "".join(checks))
            assert status != 0, (name, said)
            with open(os.path.join(folder, name), "wb") as file:
                file.write(good[name])
        assert run(folder, "".join(checks))[0] == 0


def test_a_receipt_of_another_number_fails():
    with folder_with_receipt() as folder:
        lines = "".join(blocks("sh")).replace("$NUMER\" \"$PLIK", numbers[0] + "\" \"$PLIK")
        assert run(folder, lines)[0] != 0


def test_closing_again_changes_nothing():
    before = stack.rows("SELECT * FROM audit.glowa_drzewa WHERE jst = %s", unit)
    for _ in range(2):
        stack.admin("drzewo", "zamknij", unit, "--dzien", "dzisiaj")
    assert stack.rows("SELECT * FROM audit.glowa_drzewa WHERE jst = %s", unit) == before


def test_a_later_head_of_the_day_extends_the_earlier():
    sender = office.QuickSender("obywatel", SLUG)
    sender.send_until_done(sender.draft())
    stack.admin("drzewo", "zamknij", unit, "--dzien", "dzisiaj")
    rows = stack.rows("SELECT numer, n_lisci, tresc, sha256 FROM audit.glowa_drzewa WHERE jst = %s ORDER BY numer", unit)
    assert rows[-1][0] == rows[-2][0] + 1 and f"poprzednia glowa: {rows[-2][3]}\n" in rows[-1][2], rows
    stack.admin("journal", "verify", unit)
    proof = json.loads(browser.Browser().get(f"/weryfikacja/dowod/{numbers[1]}/dowod.json?nowy=1").text)
    assert proof["glowa"] == rows[-1][0] and proof["poswiadczen"] == rows[-1][1], proof


def test_two_at_once_make_one_head():
    sender = office.QuickSender("obywatel", SLUG)
    sender.send_until_done(sender.draft())
    before = stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s", unit)
    command = env("EURZAD_ADMIN") + f" drzewo zamknij {unit} --dzien dzisiaj"
    both = [subprocess.Popen(command.split(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(4)]
    assert [p.wait() for p in both] == [0] * 4, [p.stdout.read() for p in both]
    assert stack.value("SELECT count(*) FROM audit.glowa_drzewa WHERE jst = %s", unit) == before + 1
    stack.admin("journal", "verify", unit)


if __name__ == "__main__":
    tap.main()
