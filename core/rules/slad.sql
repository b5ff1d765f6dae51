-- owner: prawo.slad prawo.slad_parametr

-- name: slad_insert (obiekt, obiekt_id, rodzaj, dzien, wiedza_at, wynik, kroki, parametry, sha256)
INSERT INTO prawo.slad (jst, obiekt, obiekt_id, rodzaj, dzien, wiedza_at, wynik, kroki, parametry, sha256)
VALUES (app_jst(), $1, $2, $3, $4::date, $5, $6::json, $7::json, $8::json, $9)
RETURNING id;

-- name: slad_parametr_insert (slad_id, parametr_jst, klucz, valid_from, wersja)
INSERT INTO prawo.slad_parametr (jst, slad_id, parametr_jst, klucz, valid_from, wersja)
VALUES (app_jst(), $1, $2, $3, $4::date, $5::int);

-- name: slad_get (obiekt, obiekt_id, rodzaj)
SELECT rodzaj, dzien, wiedza_at, (extract(epoch FROM wiedza_at) * 1000000)::bigint AS wiedza_us,
       wynik, kroki, parametry, sha256
  FROM prawo.slad
 WHERE jst = app_jst() AND obiekt = $1 AND obiekt_id = $2 AND rodzaj = $3
 ORDER BY id DESC
 LIMIT 1;

-- name: slad_has (obiekt, obiekt_id, rodzaj)
SELECT EXISTS (SELECT FROM prawo.slad
                WHERE jst = app_jst() AND obiekt = $1 AND obiekt_id = $2 AND rodzaj = $3) AS jest;
