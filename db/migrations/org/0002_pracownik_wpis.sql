-- A clerk as a row of the register of clerks (modules/org/kadry). Log-in and e-mail are shown to the account's owner only.
CREATE VIEW org.pracownik_wpis WITH (security_invoker) AS
SELECT p.jst, p.id, p.imie || ' ' || p.nazwisko AS numer, p.imie, p.nazwisko, p.stanowisko, o.login, o.email,
       k.kod AS komorka_kod, k.nazwa AS komorka_nazwa, p.kieruje,
       array_to_string(ARRAY(SELECT r.rola FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id
                              ORDER BY r.rola), ' ') AS role,
       CASE WHEN p.aktywny THEN 'CZYNNE' ELSE 'WYLACZONE' END AS stan,
       bez_ogonkow(concat_ws(' ', p.imie, p.nazwisko, p.stanowisko, k.kod)) AS szukaj,
       (p.nazwisko || ' ' || p.imie) COLLATE "pl-x-icu" AS po_nazwisku,
       (k.kod || ' ' || p.nazwisko || ' ' || p.imie) COLLATE "pl-x-icu" AS po_komorce
  FROM org.pracownik p JOIN org.komorka k ON k.jst = p.jst AND k.id = p.komorka_id
  LEFT JOIN org.konto o ON o.id = p.konto_id;
GRANT SELECT ON org.pracownik_wpis TO eurzad_program;
