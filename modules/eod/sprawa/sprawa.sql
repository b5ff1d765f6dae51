-- owner: eod.sprawa

-- name: sprawa_letter_lock (przesylka_id)
SELECT p.stan, p.u_pracownika_id, p.sprawa_id, p.dokument_id, p.nadawca_nazwa, p.wplynelo_at::date AS wplyw, d.konto_id,
       'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS rpw
  FROM eod.przesylka p JOIN esp.dokument d ON d.jst = p.jst AND d.id = p.dokument_id
 WHERE p.jst = app_jst() AND p.id = $1
   FOR UPDATE OF p;

-- name: sprawa_letter (przesylka_id)
SELECT p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS rpw, p.tytul, p.nadawca_nazwa, p.wplynelo_at::date AS wplyw,
       p.sprawa_id
  FROM eod.przesylka p WHERE p.jst = app_jst() AND p.id = $1;

-- name: sprawa_sign (id)
SELECT znak FROM eod.sprawa WHERE jst = app_jst() AND id = $1;

-- name: sprawa_next (zakres, rok)
SELECT org.nastepny_numer($1, $2::int) AS numer;

-- name: sprawa_insert (komorka_id, kod, wykaz_id, symbol, numer, rok, znak, tytul, kategoria, wszczecie, termin, podstawa, strona, konto)
INSERT INTO eod.sprawa (jst, komorka_id, komorka_kod, wykaz_id, symbol, numer, rok, znak, tytul, kategoria,
                        data_wszczecia, sposob_wszczecia, termin, termin_podstawa, prowadzacy_id, strona_nazwa, konto_id)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date, 'na_wniosek', $11::date, $12, app_user(), $13, $14)
RETURNING id;

-- The lock keeps the case open, and its numbering of letters in order, until the letter is in it.
-- name: sprawa_lock_by_sign (znak)
SELECT id, znak, stan FROM eod.sprawa WHERE jst = app_jst() AND znak = $1 FOR UPDATE;

-- name: sprawa_get (id)
SELECT s.id, s.znak, s.tytul, s.symbol, j.haslo, s.kategoria, s.rok, s.numer, s.komorka_kod, k.nazwa AS komorka,
       s.data_wszczecia, s.sposob_wszczecia, s.termin, s.termin_podstawa, s.stan, s.data_zakonczenia,
       s.sposob_zalatwienia, s.prowadzacy_id, p.imie || ' ' || p.nazwisko AS prowadzacy,
       p.stanowisko AS prowadzacy_stanowisko, s.strona_nazwa,
       s.konto_id,
       CASE WHEN s.prowadzacy_id = app_user()
              OR EXISTS (SELECT FROM org.pracownik ja
                          WHERE ja.jst = s.jst AND ja.id = app_user() AND ja.kieruje AND ja.komorka_id = s.komorka_id)
            THEN 1 END AS moja
  FROM eod.sprawa s
  JOIN org.komorka k ON k.jst = s.jst AND k.id = s.komorka_id
  JOIN org.pracownik p ON p.jst = s.jst AND p.id = s.prowadzacy_id
  JOIN eod.jrwa_klasa j ON j.wykaz_id = s.wykaz_id AND j.symbol = s.symbol
 WHERE s.jst = app_jst() AND s.id = $1;

-- name: sprawa_przychodzace (id)
SELECT p.lp_w_aktach AS lp, p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS rpw, p.tytul, p.nadawca_nazwa,
       p.wplynelo_at, p.data_na_pismie, p.znak_obcy
  FROM eod.przesylka p
 WHERE p.jst = app_jst() AND p.sprawa_id = $1
 ORDER BY p.lp_w_aktach
 LIMIT 500;

-- name: sprawa_wychodzace (id)
SELECT b.id, b.tytul, b.stan, b.wersja, b.autor, b.adresat_nazwa, w.podpisano_at, w.numer, w.rok, w.sposob,
       w.wyslano_at, w.doreczenie_id, d.odebrano_at, d.data_doreczenia, u.numer AS upo
  FROM eod.pismo_biezace b
  JOIN eod.pismo_wychodzace w ON w.jst = b.jst AND w.id = b.id
  LEFT JOIN esp.doreczenie d ON d.jst = w.jst AND d.id = w.doreczenie_id
  LEFT JOIN esp.upo u ON u.jst = d.jst AND u.doreczenie_id = d.id
 WHERE b.jst = app_jst() AND b.sprawa_id = $1
 ORDER BY b.id
 LIMIT 500;

-- Of the three scopes one is read, by its own index from the newest on (CASE makes the planner believe that the page is soon
-- full); the others end before they begin. First the few of the page, then what is shown of them.
-- name: sprawa_list (q, stan, zakres, po_id, limit)
SELECT l.id, l.znak AS numer, l.id AS klucz, l.tytul, l.strona_nazwa, l.prowadzacy, l.stan, l.data_wszczecia, l.termin,
       l.data_zakonczenia
  FROM ((SELECT s.jst, s.id FROM eod.sprawa s
          WHERE $3 = 'moje' AND s.jst = app_jst() AND s.id < coalesce(nullif($4::bigint, 0), 9223372036854775807) AND s.prowadzacy_id = app_user()
            AND CASE $2 WHEN '' THEN true ELSE s.stan = $2 END
            AND CASE $1 WHEN '' THEN true ELSE s.szukaj LIKE ALL ((SELECT wzorce($1))::text[]) END
          ORDER BY s.id DESC LIMIT $5::int)
        UNION ALL
        (SELECT s.jst, s.id FROM eod.sprawa s
          WHERE $3 = 'komorka' AND s.jst = app_jst() AND s.id < coalesce(nullif($4::bigint, 0), 9223372036854775807)
            AND s.komorka_id = (SELECT ja.komorka_id FROM org.pracownik ja WHERE ja.jst = app_jst() AND ja.id = app_user())
            AND CASE $2 WHEN '' THEN true ELSE s.stan = $2 END
            AND CASE $1 WHEN '' THEN true ELSE s.szukaj LIKE ALL ((SELECT wzorce($1))::text[]) END
          ORDER BY s.id DESC LIMIT $5::int)
        UNION ALL
        (SELECT s.jst, s.id FROM eod.sprawa s
          WHERE $3 NOT IN ('moje', 'komorka') AND s.jst = app_jst() AND s.id < coalesce(nullif($4::bigint, 0), 9223372036854775807)
            AND CASE $2 WHEN '' THEN true ELSE s.stan = $2 END
            AND CASE $1 WHEN '' THEN true ELSE s.szukaj LIKE ALL ((SELECT wzorce($1))::text[]) END
          ORDER BY s.id DESC LIMIT $5::int)) s
  JOIN eod.sprawa_na_liscie l ON l.jst = s.jst AND l.id = s.id
 ORDER BY l.id DESC;

-- Classes in which the clerk's komórka opened its latest cases: what he most probably looks for.
-- name: sprawa_ostatnie_klasy (limit)
SELECT s.symbol, j.haslo, j.kategoria, CASE WHEN j.status = 'potwierdzona' THEN 1 END AS potwierdzona, 1 AS dostepna
  FROM (SELECT wykaz_id, symbol, max(id) AS ostatnia
          FROM (SELECT wykaz_id, symbol, id FROM eod.sprawa
                 WHERE jst = app_jst()
                   AND komorka_id = (SELECT ja.komorka_id FROM org.pracownik ja
                                      WHERE ja.jst = app_jst() AND ja.id = app_user())
                 ORDER BY id DESC LIMIT 200) o
         GROUP BY wykaz_id, symbol) s
  JOIN eod.jrwa_klasa j ON j.wykaz_id = s.wykaz_id AND j.symbol = s.symbol
 ORDER BY s.ostatnia DESC
 LIMIT $1::int;

-- What must be ended first. A letter that waits in the citizen's account has no date of delivery yet.
-- name: sprawa_obstacles (id)
SELECT CASE WHEN d.id IS NOT NULL THEN 'nieodebrane' ELSE lower(b.stan) END AS kod, b.tytul, b.id AS pismo_id,
       b.adresat_nazwa
  FROM eod.pismo_biezace b
  LEFT JOIN esp.doreczenie d ON d.jst = b.jst AND d.pismo_id = b.id AND d.odebrano_at IS NULL
 WHERE b.jst = app_jst() AND b.sprawa_id = $1 AND b.stan <> 'ANULOWANE' AND (b.stan <> 'WYSLANE' OR d.id IS NOT NULL)
 ORDER BY b.id
 LIMIT 100;

-- name: sprawa_lock (id)
SELECT stan, znak FROM eod.sprawa WHERE jst = app_jst() AND id = $1 FOR UPDATE;

-- name: sprawa_close (id, data, sposob)
UPDATE eod.sprawa SET stan = 'ZALATWIONA', data_zakonczenia = $2::date, sposob_zalatwienia = $3
 WHERE jst = app_jst() AND id = $1;

-- name: sprawa_lata ()
SELECT DISTINCT rok FROM eod.sprawa WHERE jst = app_jst() ORDER BY rok DESC;

-- name: sprawa_spisy (rok)
SELECT g.komorka_kod, k.nazwa AS komorka, g.symbol, j.haslo, g.kategoria, g.n, g.otwarte
  FROM (SELECT s.komorka_kod, s.symbol, max(s.komorka_id) AS komorka_id, max(s.wykaz_id) AS wykaz_id,
               max(s.kategoria) AS kategoria, count(*) AS n, count(*) FILTER (WHERE s.stan = 'W_TOKU') AS otwarte
          FROM eod.sprawa s
         WHERE s.jst = app_jst() AND s.rok = $1::int
         GROUP BY s.komorka_kod, s.symbol) g
  JOIN org.komorka k ON k.jst = app_jst() AND k.id = g.komorka_id
  JOIN eod.jrwa_klasa j ON j.wykaz_id = g.wykaz_id AND j.symbol = g.symbol
 ORDER BY g.komorka_kod COLLATE "pl-x-icu", g.symbol COLLATE "C";

-- name: sprawa_spis (rok, kod, symbol, od, limit)
SELECT s.id, s.numer, s.znak, s.tytul, s.strona_nazwa, l.znak_obcy, l.data_na_pismie AS z_dnia, s.data_wszczecia,
       s.data_zakonczenia, s.sposob_zalatwienia, p.imie || ' ' || p.nazwisko AS prowadzacy, j.haslo, s.kategoria,
       k.nazwa AS komorka
  FROM eod.sprawa s
  JOIN org.pracownik p ON p.jst = s.jst AND p.id = s.prowadzacy_id
  JOIN org.komorka k ON k.jst = s.jst AND k.id = s.komorka_id
  JOIN eod.jrwa_klasa j ON j.wykaz_id = s.wykaz_id AND j.symbol = s.symbol
  LEFT JOIN eod.przesylka l ON l.jst = s.jst AND l.sprawa_id = s.id AND l.lp_w_aktach = 1
 WHERE s.jst = app_jst() AND s.rok = $1::int AND s.komorka_kod = $2 AND s.symbol = $3 AND s.numer >= $4
 ORDER BY s.numer
 LIMIT $5::int;
