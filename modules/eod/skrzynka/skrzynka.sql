-- In all of them the few rows of the page are found first and then looked up, whatever the planner believes about the
-- size of the tables: a unit on its first day has no statistics.
-- name: skrzynka_do_rejestracji (po_id, limit)
SELECT d.id, CASE WHEN d.znak_sprawy <> '' THEN d.znak_sprawy END AS znak, d.tytul, d.nadawca_nazwa AS od_kogo,
       d.wplynelo_at AS lezy_od, 'DO_REJESTRACJI' AS stan, NULL AS termin, NULL AS dekretacja
  FROM (SELECT jst, dokument_id FROM eod.do_rejestracji
         WHERE jst = app_jst() AND dokument_id > $1::bigint
         ORDER BY dokument_id LIMIT $2::int) r
  JOIN esp.dokument d ON d.jst = r.jst AND d.id = r.dokument_id
 ORDER BY d.id;

-- Letters in the clerk's own inbox.
-- name: skrzynka_u_prowadzacego (po_klucz, po_id, limit)
SELECT p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS znak, p.tytul, p.nadawca_nazwa AS od_kogo, p.lezy_od, p.stan,
       p.termin, CASE WHEN d.polecenie <> '' THEN d.polecenie END AS dekretacja, CASE WHEN d.zwrot THEN 1 END AS zwrot
  FROM (SELECT * FROM eod.przesylka
         WHERE jst = app_jst() AND u_pracownika_id = app_user() AND stan = 'U_PROWADZACEGO'
           AND (coalesce(termin, 'infinity'), id) > ($1::date, $2::bigint)
         ORDER BY termin, id
         LIMIT $3::int) p
  LEFT JOIN LATERAL (SELECT polecenie, zwrot FROM eod.dekretacja
                      WHERE jst = p.jst AND przesylka_id = p.id AND rola = 'wiodacy' ORDER BY id DESC LIMIT 1) d ON true
 ORDER BY p.termin, p.id;

-- Those the clerk assigns: in the inbox of the komórka he heads; in inboxes that nobody is left to empty; and those of
-- clerks of his komórka who do not work any more.
-- name: skrzynka_do_dekretacji (po_klucz, po_id, limit)
SELECT p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS znak, p.tytul, p.nadawca_nazwa AS od_kogo, p.lezy_od, p.stan,
       p.termin, CASE WHEN d.polecenie <> '' THEN d.polecenie END AS dekretacja, CASE WHEN d.zwrot THEN 1 END AS zwrot
  FROM (SELECT * FROM eod.przesylka
         WHERE jst = app_jst()
           AND ((stan = 'DO_DEKRETACJI'
                 AND u_komorki_id = ANY (ARRAY(
                     SELECT k.id FROM org.komorka k
                      WHERE k.jst = app_jst()
                        AND (k.id = (SELECT ja.komorka_id FROM org.pracownik ja
                                      WHERE ja.jst = app_jst() AND ja.id = app_user() AND ja.kieruje)
                             OR NOT eod.ma_dekretujacego(k.id)))))
                OR (stan = 'U_PROWADZACEGO'
                    AND u_pracownika_id = ANY (ARRAY(
                        SELECT o.id FROM org.pracownik o
                         WHERE o.jst = app_jst() AND NOT o.aktywny
                           AND o.komorka_id = (SELECT ja.komorka_id FROM org.pracownik ja
                                                WHERE ja.jst = app_jst() AND ja.id = app_user() AND ja.kieruje)))))
           AND (coalesce(termin, 'infinity'), id) > ($1::date, $2::bigint)
         ORDER BY termin, id
         LIMIT $3::int) p
  LEFT JOIN LATERAL (SELECT polecenie, zwrot FROM eod.dekretacja
                      WHERE jst = p.jst AND przesylka_id = p.id AND rola = 'wiodacy' ORDER BY id DESC LIMIT 1) d ON true
 ORDER BY p.termin, p.id;

-- name: skrzynka_moje_sprawy (po_klucz, po_id, limit)
SELECT id, znak, tytul, strona_nazwa AS od_kogo, data_wszczecia AS lezy_od, stan, termin, NULL AS dekretacja
  FROM eod.sprawa
 WHERE jst = app_jst() AND prowadzacy_id = app_user() AND stan = 'W_TOKU' AND (termin, id) > ($1::date, $2::bigint)
 ORDER BY termin, id
 LIMIT $3::int;

-- Drafts that wait for their author, with the reason when they came back.
-- name: skrzynka_moje_projekty (po_id, limit)
SELECT b.id, b.znak, b.tytul, b.adresat_nazwa AS od_kogo, b.stan_od AS lezy_od, b.stan, b.termin,
       (SELECT CASE c.wynik WHEN 'ZWROCONO' THEN 'Zwrócono: ' || c.uzasadnienie END FROM eod.akceptacja c
         WHERE c.jst = b.jst AND c.pismo_id = b.id AND c.wersja = b.wersja ORDER BY c.id DESC LIMIT 1) AS dekretacja
  FROM (SELECT jst, id FROM eod.pismo
         WHERE jst = app_jst() AND stan = 'ROBOCZE' AND autor_id = app_user() AND id > $1::bigint
         ORDER BY id LIMIT $2::int) p
  JOIN eod.pismo_biezace b ON b.jst = p.jst AND b.id = p.id
 ORDER BY b.id;

-- Letters that the clerk shall accept, or that anybody of a role shall sign or send.
-- name: skrzynka_pisma (stan, po_id, limit)
SELECT b.id, b.znak, b.tytul, CASE WHEN $1 = 'PODPISANE' THEN b.adresat_nazwa ELSE b.autor END AS od_kogo,
       b.stan_od AS lezy_od, b.stan, b.termin, NULL AS dekretacja
  FROM (SELECT jst, id FROM eod.pismo
         WHERE jst = app_jst() AND stan = $1 AND stan NOT IN ('WYSLANE', 'ANULOWANE')
           AND ($1 <> 'PRZEDLOZONE' OR akceptujacy_id = app_user()) AND id > $2::bigint
         ORDER BY id LIMIT $3::int) p
  JOIN eod.pismo_biezace b ON b.jst = p.jst AND b.id = p.id
 ORDER BY b.id;

-- name: skrzynka_do_wiadomosci (po_id, limit)
SELECT d.przesylka_id AS id, d.id AS klucz, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS znak, p.tytul,
       p.nadawca_nazwa AS od_kogo, d.created_at AS lezy_od, p.stan, NULL AS termin,
       'Od: ' || a.imie || ' ' || a.nazwisko AS dekretacja
  FROM (SELECT jst, id, przesylka_id, od_id, created_at FROM eod.dekretacja
         WHERE jst = app_jst() AND do_id = app_user() AND rola = 'do_wiadomosci' AND odczytano_at IS NULL
           AND id > $1::bigint
         ORDER BY id LIMIT $2::int) d
  JOIN eod.przesylka p ON p.jst = d.jst AND p.id = d.przesylka_id
  JOIN org.pracownik a ON a.jst = d.jst AND a.id = d.od_id
 ORDER BY d.id;

-- name: skrzynka_search (q, limit)
(SELECT 'sprawa' AS rodzaj, s.id, s.znak, s.tytul, s.strona_nazwa AS od_kogo, s.stan
   FROM eod.sprawa s
  WHERE s.jst = app_jst() AND s.szukaj LIKE ALL ((SELECT wzorce($1))::text[])
  ORDER BY s.id DESC LIMIT $2::int)
UNION ALL
(SELECT 'przesylka', p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok, p.tytul, p.nadawca_nazwa, p.stan
   FROM eod.przesylka p
  WHERE p.jst = app_jst() AND p.szukaj LIKE ALL ((SELECT wzorce($1))::text[])
  ORDER BY p.id DESC LIMIT $2::int);
