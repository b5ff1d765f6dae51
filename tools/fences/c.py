"""One C for the whole tree: what a line of code may not say."""
import pathlib
import re

FOLDERS = ("core", "modules", "fcgi", "soap", "signer", "jobs", "admin")
# Comments go, literals become empty or are looked at by themselves.
_TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
_NULL = re.compile(r"[!=]= NULL\b|\bNULL [!=]=")
_SQL = re.compile(r'"\s*(?:SELECT|INSERT INTO|UPDATE \w+(?:\.\w+)? SET|DELETE FROM|CREATE|ALTER|DROP|GRANT|REVOKE|TRUNCATE|'
                  r'COPY \w+|WITH \w+ AS)\b')
_FUNCTION = re.compile(r"^(?:[\w*]+ )+\**(\w+)\([^;{]*\)\s*[;{]", re.M)
_OPERATION = re.compile(r"^OP\((\w+),", re.M)
# Words of law are Polish nouns; what is done to them is English. The operations of a contract (wsdl/) and the
# commands that people type (eurzad-admin oblicz, drzewo zamknij) have their names.
POLISH_VERBS = set("""akceptuj anuluj czytaj dodaj dolacz dopisz doprowadz edytuj generuj klonuj kopiuj licz nadpisz odbierz
    oddaj odrzuc odswiez odczytaj otworz oznacz parsuj pobierz podaj podpisz pokaz policz popraw porownaj przedloz przekaz
    przelicz przenies przyjmij przypisz rejestruj rozpocznij sprawdz szukaj ukryj ustaw usun utworz waliduj wczytaj wolno
    wczytaj wpisz wybierz wydaj wydrukuj wyczysc wykonaj wylicz wyslij wyszukaj zakoncz zaloguj zaloz zamknij zapisz
    zarejestruj zatwierdz zbuduj zdekretuj zloz zmien znajdz zrob zwroc""".split())


def sources(top):
    for folder in FOLDERS:
        yield from sorted(p for p in (top / folder).rglob("*.[ch]") if "tests" not in p.parts)


def code_and_literals(text):
    """The text without comments and literals, lines kept; and the literals with the numbers of their lines."""
    literals = []

    def replace(match):
        token = match.group()
        if token[0] == '"':
            literals.append((text.count("\n", 0, match.start()) + 1, token))
            return '""'
        return "''" if token[0] == "'" else "\n" * token.count("\n")

    return _TOKEN.sub(replace, text), literals


def faults(top):
    top = pathlib.Path(top)
    for path in sources(top):
        text, place = path.read_text(encoding="utf-8"), path.relative_to(top)
        code, literals = code_and_literals(text)
        if text.startswith(f"/* {place}"):
            yield f"{place}: opens with its own path; say what it is"
        for nr, line in enumerate(code.split("\n"), 1):
            if _NULL.search(line):
                yield f"{place}:{nr}: a pointer is tested as p or !p"
        for nr, literal in literals:
            if _SQL.match(literal):
                yield f"{place}:{nr}: SQL stands in .sql files: {literal[:40]}"
        operations = set(_OPERATION.findall(code))  # called what the contract calls them
        for name in set(_FUNCTION.findall(code)) - operations:
            for verb in sorted(POLISH_VERBS.intersection(name.split("_"))):
                yield f"{place}: {name}(): verbs are English, not {verb}"
