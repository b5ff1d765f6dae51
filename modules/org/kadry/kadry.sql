-- owner: org.komorka org.pracownik org.pracownik_rola

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

-- name: kadry_all ()
SELECT p.id, p.imie || ' ' || p.nazwisko AS name, p.stanowisko, k.kod AS komorka, p.aktywny, ko.login,
       array_to_string(ARRAY(SELECT r.rola FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id
                              ORDER BY r.rola), ' ') AS roles
  FROM org.pracownik p JOIN org.komorka k ON k.jst = p.jst AND k.id = p.komorka_id
  LEFT JOIN org.konto ko ON ko.id = p.konto_id
 WHERE p.jst = app_jst()
 ORDER BY p.nazwisko COLLATE "pl-x-icu", p.imie COLLATE "pl-x-icu", p.id;

-- name: kadry_komorka (kod, nazwa)
INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), $1, $2)
ON CONFLICT (jst, kod) DO UPDATE SET aktywna = true
RETURNING id;

-- name: kadry_konto (login, email, haslo)
SELECT org.zaloz_konto_pracownika($1, $2, $3) AS id;

-- name: kadry_token (konto_id, hash, hours)
SELECT org.zaloz_token_hasla($1, $2, $3);

-- name: kadry_insert (konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6)
RETURNING id;

-- name: kadry_roles_clear (pracownik_id)
DELETE FROM org.pracownik_rola WHERE jst = app_jst() AND pracownik_id = $1;

-- name: kadry_role_add (pracownik_id, rola)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola) VALUES (app_jst(), $1, $2);

-- name: kadry_update (id, stanowisko, aktywny)
UPDATE org.pracownik SET stanowisko = $2, aktywny = $3 WHERE jst = app_jst() AND id = $1
RETURNING konto_id;

-- name: kadry_totp (id, secret)
SELECT org.nadaj_totp($1, $2) AS done;
