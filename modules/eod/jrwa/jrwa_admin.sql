-- A version of the wykaz in use is never edited: new rows only where the version is new.
-- name: jrwa_seed_wykaz (poziom, nazwa, valid_from)
INSERT INTO eod.jrwa_wykaz (poziom, nazwa, valid_from) VALUES ($1, $2, $3::date)
ON CONFLICT (poziom, valid_from) DO NOTHING
RETURNING id;

-- name: jrwa_seed_table ()
CREATE TEMP TABLE IF NOT EXISTS seed_jrwa (symbol text, haslo text, kategoria text, kategoria_inne text, status text,
                                           grupujaca text) ON COMMIT DROP;

-- name: jrwa_seed_copy ()
COPY seed_jrwa FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER true);

-- Takes the rows out, so that the next wykaz finds the table empty.
-- name: jrwa_seed_klasy (wykaz_id)
WITH klasy AS (DELETE FROM seed_jrwa RETURNING *)
INSERT INTO eod.jrwa_klasa (wykaz_id, symbol, haslo, kategoria, kategoria_inne, status, grupujaca)
SELECT $1, symbol, haslo, NULLIF(kategoria, ''), NULLIF(kategoria_inne, ''), status, grupujaca = '1'
  FROM klasy;

-- name: jrwa_seed_parents (wykaz_id)
INSERT INTO eod.jrwa_klasa (wykaz_id, symbol, haslo, status, grupujaca)
SELECT DISTINCT k.wykaz_id, left(k.symbol, n), '(klasa nadrzędna, nazwa nieustalona)', 'niepotwierdzona', true
  FROM eod.jrwa_klasa k, generate_series(1, length(k.symbol) - 1) n
 WHERE k.wykaz_id = $1
ON CONFLICT DO NOTHING;
