-- owner: prawo.parametr prawo.parametr_stan

-- name: parametr_stan ()
SELECT jst, numer FROM prawo.parametr_stan WHERE jst IN ('', app_jst());

-- name: parametr_live (jst)
SELECT jst, klucz, wersja, wartosc, jednostka, valid_from, valid_to, podstawa, uwaga, stan = 'confirmed' AS confirmed
  FROM prawo.parametr
 WHERE jst = $1 AND superseded_at IS NULL
 ORDER BY klucz COLLATE "C", valid_from;
