-- Only where no live row and no earlier version of this very row stands in the way.
-- name: parametr_seed_insert (klucz, wartosc, jednostka, valid_from, valid_to, podstawa, stan, uwaga, wpisal, zatwierdzil)
INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, valid_to, podstawa, stan, uwaga, wpisal, zatwierdzil)
SELECT $1, $2, $3, $4::date, NULLIF($5, '')::date, $6, $7, $8, $9, $10
 WHERE NOT EXISTS (SELECT FROM prawo.parametr
                    WHERE jst = '' AND klucz = $1
                      AND (valid_from = $4::date
                           OR superseded_at IS NULL AND daterange(valid_from, valid_to, '[]')
                                                        && daterange($4::date, NULLIF($5, '')::date, '[]')));

-- The law has given an open row its end: the next version of that row, which otherwise is as it was.
-- name: parametr_seed_end (klucz, wartosc, jednostka, valid_from, valid_to, podstawa, stan, uwaga, wpisal, zatwierdzil)
WITH otwarty AS (
    UPDATE prawo.parametr SET superseded_at = now()
     WHERE jst = '' AND superseded_at IS NULL AND klucz = $1 AND wartosc = $2 AND jednostka = $3
       AND valid_from = $4::date AND valid_to IS NULL AND $5 <> '' AND podstawa = $6 AND stan = $7
    RETURNING wersja)
INSERT INTO prawo.parametr (klucz, wersja, wartosc, jednostka, valid_from, valid_to, podstawa, stan, uwaga, wpisal,
                            zatwierdzil)
SELECT $1, wersja + 1, $2, $3, $4::date, $5::date, $6, $7, $8, $9, $10 FROM otwarty;

-- name: parametr_seed_same (klucz, wartosc, jednostka, valid_from, valid_to, podstawa, stan, uwaga)
SELECT count(*) AS n FROM prawo.parametr
 WHERE jst = '' AND superseded_at IS NULL AND klucz = $1 AND wartosc = $2 AND jednostka = $3 AND valid_from = $4::date
   AND valid_to IS NOT DISTINCT FROM NULLIF($5, '')::date AND podstawa = $6 AND stan = $7 AND uwaga = $8;
