-- name: kadry_region_units ()
SELECT j.teryt, j.nazwa_jst,
       coalesce((SELECT string_agg(p.imie || ' ' || p.nazwisko, ', ' ORDER BY p.nazwisko COLLATE "pl-x-icu", p.id)
                   FROM org.pracownik p
                   JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = 'administrator'
                  WHERE p.jst = j.teryt AND p.aktywny), '') AS administratorzy,
       (SELECT count(*) FROM org.pracownik p WHERE p.jst = j.teryt AND p.aktywny) AS pracownicy
  FROM org.jst j
 ORDER BY j.poziom <> 'W', j.nazwa_jst COLLATE "pl-x-icu", j.teryt;

-- name: kadry_region_clerks (teryt)
SELECT p.id, p.imie || ' ' || p.nazwisko AS name, p.stanowisko, k.kod AS komorka, p.aktywny,
       array_to_string(ARRAY(SELECT r.rola FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id
                              ORDER BY r.rola), ' ') AS roles
  FROM org.pracownik p JOIN org.komorka k ON k.jst = p.jst AND k.id = p.komorka_id
 WHERE p.jst = $1
 ORDER BY p.nazwisko COLLATE "pl-x-icu", p.imie COLLATE "pl-x-icu", p.id;

-- The region adds komórki and changes none, so one that is there is taken as it is.
-- name: kadry_region_insert (teryt, konto_id, imie, nazwisko, stanowisko, komorka_kod, komorka_nazwa)
WITH jest AS (SELECT id FROM org.komorka WHERE jst = $1 AND kod = $6),
     nowa AS (INSERT INTO org.komorka (jst, kod, nazwa) SELECT $1, $6, $7 WHERE NOT EXISTS (SELECT FROM jest) RETURNING id),
     nowy AS (INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id)
              SELECT $1, $2, $3, $4, $5, id FROM (TABLE jest UNION ALL TABLE nowa) k RETURNING id)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola) SELECT $1, id, 'administrator' FROM nowy
RETURNING pracownik_id AS id;

-- name: kadry_region_role (teryt, pracownik_id)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola) VALUES ($1, $2, 'administrator') ON CONFLICT DO NOTHING;

-- name: kadry_region_role_take (teryt, pracownik_id)
DELETE FROM org.pracownik_rola WHERE jst = $1 AND pracownik_id = $2 AND rola = 'administrator';

-- name: kadry_region_works (teryt, id)
SELECT id FROM org.pracownik WHERE jst = $1 AND id = $2 AND aktywny;
