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

-- ==== the register of clerks ====

-- name: kadry_get (id)
SELECT * FROM org.pracownik_wpis WHERE jst = app_jst() AND id = $1;

-- name: kadry_by_name (q, stan, role, po_klucz, po_id, limit)
SELECT *, po_nazwisku AS klucz FROM org.pracownik_wpis
 WHERE jst = app_jst() AND szukaj LIKE ALL ((SELECT wzorce($1))::text[])
   AND ($2 = '' OR stan = $2) AND ($3 = '' OR $3 = ANY (string_to_array(role, ' ')))
   AND (po_nazwisku, id) > ($4, $5::bigint)
 ORDER BY po_nazwisku, id LIMIT $6::int;

-- name: kadry_by_komorka (q, stan, role, po_klucz, po_id, limit)
SELECT *, po_komorce AS klucz FROM org.pracownik_wpis
 WHERE jst = app_jst() AND szukaj LIKE ALL ((SELECT wzorce($1))::text[])
   AND ($2 = '' OR stan = $2) AND ($3 = '' OR $3 = ANY (string_to_array(role, ' ')))
   AND (po_komorce, id) > ($4, $5::bigint)
 ORDER BY po_komorce, id LIMIT $6::int;

-- name: kadry_lock (id)
SELECT CASE WHEN aktywny THEN 'CZYNNE' ELSE 'WYLACZONE' END AS stan
  FROM org.pracownik WHERE jst = app_jst() AND id = $1 FOR UPDATE;

-- name: kadry_move (id, stan)
UPDATE org.pracownik SET aktywny = $2 = 'CZYNNE' WHERE jst = app_jst() AND id = $1 RETURNING id;

-- name: kadry_change (id, stanowisko, role)
WITH zabrane AS (DELETE FROM org.pracownik_rola
                  WHERE jst = app_jst() AND pracownik_id = $1 AND rola <> ALL (string_to_array($3, ' '))),
     nadane AS (INSERT INTO org.pracownik_rola (jst, pracownik_id, rola)
                SELECT app_jst(), $1, rola FROM unnest(string_to_array($3, ' ')) rola ON CONFLICT DO NOTHING)
UPDATE org.pracownik SET stanowisko = $2 WHERE jst = app_jst() AND id = $1
RETURNING id;

-- name: kadry_konto (login, email, haslo)
SELECT org.zaloz_konto_pracownika($1, $2, $3) AS id;

-- name: kadry_token (konto_id, hash, hours)
SELECT org.zaloz_token_hasla($1, $2, $3);

-- name: kadry_insert (konto_id, imie, nazwisko, stanowisko, komorka_kod, komorka_nazwa, kieruje, role)
WITH komorka AS (INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), $5, $6)
                 ON CONFLICT (jst, kod) DO UPDATE SET aktywna = true RETURNING id),
     nowy AS (INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
              SELECT app_jst(), $1, $2, $3, $4, id, $7::boolean FROM komorka RETURNING id)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola)
SELECT app_jst(), id, rola FROM nowy, unnest(string_to_array($8, ' ')) rola
RETURNING pracownik_id AS id;

-- name: kadry_totp (id, secret)
SELECT org.nadaj_totp($1, $2) AS done;
