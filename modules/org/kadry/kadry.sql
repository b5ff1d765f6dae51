-- name: kadry_one (id)
SELECT p.id, p.imie || ' ' || p.nazwisko AS name, p.stanowisko, p.komorka_id, k.kod, k.nazwa, p.kieruje,
       array_to_string(ARRAY(SELECT r.rola FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id), ' ')
       AS roles
  FROM org.pracownik p JOIN org.komorka k ON k.jst = p.jst AND k.id = p.komorka_id
 WHERE p.jst = app_jst() AND p.id = $1 AND p.aktywny;

-- roles '' = all clerks
-- name: kadry_list (roles)
SELECT p.id, p.imie || ' ' || p.nazwisko AS name, p.stanowisko, k.kod AS komorka, p.komorka_id
  FROM org.pracownik p JOIN org.komorka k ON k.jst = p.jst AND k.id = p.komorka_id
 WHERE p.jst = app_jst() AND p.aktywny
   AND ($1 = '' OR EXISTS (SELECT FROM org.pracownik_rola r
                            WHERE r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = ANY (string_to_array($1, ' '))))
 ORDER BY p.nazwisko COLLATE "pl-x-icu", p.imie COLLATE "pl-x-icu", p.id;

-- name: kadry_komorki ()
SELECT k.id, k.kod, k.nazwa,
       (SELECT p.imie || ' ' || p.nazwisko FROM org.pracownik p
         WHERE p.jst = k.jst AND p.komorka_id = k.id AND p.kieruje AND p.aktywny ORDER BY p.id LIMIT 1) AS kierownik
  FROM org.komorka k
 WHERE k.jst = app_jst() AND k.aktywna
 ORDER BY k.nazwa COLLATE "pl-x-icu", k.id;
