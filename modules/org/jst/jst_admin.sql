-- name: jst_seed_table ()
CREATE TEMP TABLE seed_jst (teryt text, nazwa text, nazwa_jst text, nazwa_urzedu text, rodzaj text, poziom text, powiat text,
                            siedziba text, ludnosc text, ludnosc_stan text, lat text, lon text, organ text, slug text,
                            adres_skrytki text) ON COMMIT DROP;

-- name: jst_seed_copy ()
COPY seed_jst FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER true);

-- name: jst_seed ()
INSERT INTO org.jst (teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, ludnosc, ludnosc_stan, lat,
                     lon, organ, slug, adres_skrytki)
SELECT teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, coalesce(powiat, ''), siedziba, ludnosc::int, ludnosc_stan,
       lat::numeric, lon::numeric, organ, slug, adres_skrytki
  FROM seed_jst
ON CONFLICT (teryt) DO UPDATE
   SET nazwa = EXCLUDED.nazwa, nazwa_jst = EXCLUDED.nazwa_jst, rodzaj = EXCLUDED.rodzaj, poziom = EXCLUDED.poziom,
       powiat = EXCLUDED.powiat, siedziba = EXCLUDED.siedziba, ludnosc = EXCLUDED.ludnosc,
       ludnosc_stan = EXCLUDED.ludnosc_stan, lat = EXCLUDED.lat, lon = EXCLUDED.lon, organ = EXCLUDED.organ;
