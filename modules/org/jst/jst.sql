-- owner: org.jst

-- name: jst_by_slug (slug)
SELECT teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, slug, adres_skrytki, ludnosc, ludnosc_stan,
       lat, lon, organ
  FROM org.jst WHERE slug = $1 AND valid_from <= current_date AND (valid_to IS NULL OR valid_to >= current_date);

-- name: jst_by_teryt (teryt)
SELECT teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, slug, adres_skrytki
  FROM org.jst WHERE teryt = $1;

-- name: jst_by_skrytka (adres)
SELECT teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, slug, adres_skrytki
  FROM org.jst WHERE lower(adres_skrytki) = lower($1);

-- Every word of the query must occur somewhere; words were folded by bez_ogonkow on both sides.
-- name: jst_search (q)
SELECT teryt, nazwa, nazwa_jst, rodzaj, poziom, powiat, siedziba, slug
  FROM org.jst
 WHERE NOT EXISTS (SELECT FROM regexp_split_to_table(bez_ogonkow($1), '[^a-z0-9]+') w
                    WHERE position(w IN szukaj) = 0)
   AND valid_from <= current_date AND (valid_to IS NULL OR valid_to >= current_date)
 ORDER BY poziom <> 'W', poziom = 'M' DESC, powiat COLLATE "pl-x-icu", poziom <> 'P', nazwa COLLATE "pl-x-icu", rodzaj;

-- name: jst_count ()
SELECT count(*) AS n FROM org.jst WHERE valid_to IS NULL OR valid_to >= current_date;
