-- name: seed_jst ()
INSERT INTO org.jst (teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, ludnosc, ludnosc_stan, lat,
                     lon, organ, slug, adres_skrytki)
SELECT teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, coalesce(powiat, ''), siedziba, ludnosc::int, ludnosc_stan,
       lat::numeric, lon::numeric, organ, slug, adres_skrytki
  FROM seed_jst
ON CONFLICT (teryt) DO UPDATE
   SET nazwa = EXCLUDED.nazwa, nazwa_jst = EXCLUDED.nazwa_jst, rodzaj = EXCLUDED.rodzaj, poziom = EXCLUDED.poziom,
       powiat = EXCLUDED.powiat, siedziba = EXCLUDED.siedziba, ludnosc = EXCLUDED.ludnosc,
       ludnosc_stan = EXCLUDED.ludnosc_stan, lat = EXCLUDED.lat, lon = EXCLUDED.lon, organ = EXCLUDED.organ;

-- A version of the wykaz in use is never edited: new rows only where the version is new.
-- name: seed_wykaz (poziom, nazwa, valid_from)
INSERT INTO eod.jrwa_wykaz (poziom, nazwa, valid_from) VALUES ($1, $2, $3::date)
ON CONFLICT (poziom, valid_from) DO NOTHING
RETURNING id;

-- name: seed_klasy (wykaz_id)
INSERT INTO eod.jrwa_klasa (wykaz_id, symbol, haslo, kategoria, kategoria_inne, status, grupujaca)
SELECT $1, symbol, haslo, NULLIF(kategoria, ''), NULLIF(kategoria_inne, ''), status, grupujaca = '1'
  FROM seed_jrwa;

-- name: seed_parents (wykaz_id)
INSERT INTO eod.jrwa_klasa (wykaz_id, symbol, haslo, status, grupujaca)
SELECT DISTINCT k.wykaz_id, left(k.symbol, n), '(klasa nadrzędna, nazwa nieustalona)', 'niepotwierdzona', true
  FROM eod.jrwa_klasa k, generate_series(1, length(k.symbol) - 1) n
 WHERE k.wykaz_id = $1
ON CONFLICT DO NOTHING;
