-- owner: eod.do_rejestracji eod.przesylka eod.dekretacja

-- The row of the queue is the lock: of two registrations of one document the second finds it gone.
-- name: przesylka_take (dokument_id)
DELETE FROM eod.do_rejestracji WHERE jst = app_jst() AND dokument_id = $1 RETURNING dokument_id;

-- name: przesylka_registered (dokument_id)
SELECT id, 'RPW/' || rpw_numer || '/' || rpw_rok AS rpw FROM eod.przesylka WHERE jst = app_jst() AND dokument_id = $1;

-- name: przesylka_next (rok)
SELECT org.nastepny_numer('RPW', $1::int) AS numer;

-- name: przesylka_insert (dokument_id, numer, rok, tytul, nadawca, adres, data, znak, zalacznikow, uwagi, teraz, stan, komorka, pracownik)
INSERT INTO eod.przesylka (jst, dokument_id, rpw_numer, rpw_rok, tytul, nadawca_nazwa, nadawca_adres, data_na_pismie,
                           znak_obcy, liczba_zalacznikow, uwagi, wplynelo_at, zarejestrowano_at, zarejestrowal_id, stan,
                           u_komorki_id, u_pracownika_id, lezy_od)
SELECT app_jst(), d.id, $2, $3, $4, $5, $6, $7::date, $8, $9, $10, d.wplynelo_at, $11, app_user(), $12, $13, $14, $11
  FROM esp.dokument d WHERE d.jst = app_jst() AND d.id = $1
RETURNING id;

-- Leadership first: heads who assign letters and run no cases; of these the one who does not sign, that is the deputy.
-- name: przesylka_targets ()
SELECT k.id, k.kod, k.nazwa, h.kierownik, k.nazwa || ' (' || k.kod || ') – ' || h.kierownik AS label,
       CASE WHEN row_number() OVER (ORDER BY h.referent, h.podpisujacy, k.id) = 1 THEN 1 END AS domyslna
  FROM org.komorka k
  CROSS JOIN LATERAL (
       SELECT p.imie || ' ' || p.nazwisko AS kierownik, bool_or(r.rola = 'referent') AS referent,
              bool_or(r.rola = 'podpisujacy') AS podpisujacy
         FROM org.pracownik p JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id
        WHERE p.jst = k.jst AND p.komorka_id = k.id AND p.kieruje AND p.aktywny
        GROUP BY p.id, p.imie, p.nazwisko
       HAVING bool_or(r.rola = 'dekretujacy')
        ORDER BY p.id
        LIMIT 1) h
 WHERE k.jst = app_jst() AND k.aktywna
 ORDER BY h.referent, h.podpisujacy, k.id;

-- name: przesylka_target_ok (komorka_id)
SELECT id FROM org.komorka WHERE jst = app_jst() AND id = $1 AND aktywna AND eod.ma_dekretujacego(id);

-- The clerk of an open case, where he still works on cases.
-- name: przesylka_case_clerk (sprawa_id)
SELECT s.prowadzacy_id, s.znak
  FROM eod.sprawa_na_liscie s
  JOIN org.pracownik p ON p.jst = s.jst AND p.id = s.prowadzacy_id AND p.aktywny
  JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = 'referent'
 WHERE s.jst = app_jst() AND s.id = $1 AND s.stan = 'W_TOKU';

-- Without a word to look for the index is followed and only the page is read, which CASE makes the planner believe. The
-- case of each is looked up, whatever he believes about the size of a page.
-- name: przesylka_list (q, stan, po_klucz, po_id, limit)
SELECT p.id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS numer, p.rpw_rok || '-' || p.rpw_numer AS klucz, p.tytul,
       p.nadawca_nazwa, p.znak_obcy, p.data_na_pismie, p.wplynelo_at, p.stan, p.termin, p.liczba_zalacznikow, p.uwagi,
       coalesce(o.imie || ' ' || o.nazwisko, k.nazwa, s.znak) AS u_kogo, s.id AS sprawa_id
  FROM (SELECT * FROM eod.przesylka
         WHERE jst = app_jst() AND CASE $1 WHEN '' THEN true ELSE szukaj LIKE ALL ((SELECT wzorce($1))::text[]) END
           AND CASE $2 WHEN '' THEN true ELSE stan = $2 END
           AND (rpw_rok, rpw_numer, id) < (split_part($3, '-', 1)::int, split_part($3, '-', 2)::bigint, $4::bigint)
         ORDER BY rpw_rok DESC, rpw_numer DESC
         LIMIT $5::int) p
  LEFT JOIN org.pracownik o ON o.jst = p.jst AND o.id = p.u_pracownika_id
  LEFT JOIN org.komorka k ON k.jst = p.jst AND k.id = p.u_komorki_id
  LEFT JOIN LATERAL (SELECT id, znak FROM eod.sprawa_na_liscie WHERE jst = p.jst AND id = p.sprawa_id LIMIT 1) s ON true
 ORDER BY p.rpw_rok DESC, p.rpw_numer DESC;

-- name: przesylka_get (id)
SELECT p.id, p.dokument_id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS rpw, p.tytul, p.nadawca_nazwa, p.nadawca_adres,
       p.data_na_pismie, p.znak_obcy, p.liczba_zalacznikow, p.uwagi, p.wplynelo_at, p.zarejestrowano_at,
       r.imie || ' ' || r.nazwisko AS zarejestrowal, p.stan, p.termin, p.lezy_od, p.u_komorki_id, p.u_pracownika_id,
       coalesce(o.imie || ' ' || o.nazwisko || ' (' || o.stanowisko || ')', k.nazwa) AS u_kogo,
       p.sprawa_id, s.znak AS sprawa_znak, s.tytul AS sprawa_tytul, p.lp_w_aktach,
       CASE WHEN p.stan <> 'W_SPRAWIE' AND eod.w_moich_rekach(p.u_komorki_id, p.u_pracownika_id) THEN 1 END AS u_mnie,
       u.numer AS upo
  FROM eod.przesylka p
  JOIN org.pracownik r ON r.jst = p.jst AND r.id = p.zarejestrowal_id
  LEFT JOIN org.pracownik o ON o.jst = p.jst AND o.id = p.u_pracownika_id
  LEFT JOIN org.komorka k ON k.jst = p.jst AND k.id = p.u_komorki_id
  LEFT JOIN eod.sprawa_na_liscie s ON s.jst = p.jst AND s.id = p.sprawa_id
  LEFT JOIN esp.upo u ON u.jst = p.jst AND u.dokument_id = p.dokument_id
 WHERE p.jst = app_jst() AND p.id = $1;

-- name: przesylka_chain (id)
SELECT d.id, a.imie || ' ' || a.nazwisko AS od, a.stanowisko AS od_stanowisko,
       coalesce(b.imie || ' ' || b.nazwisko, k.nazwa) AS komu, d.rola, d.polecenie, d.termin,
       CASE WHEN d.zwrot THEN 1 END AS zwrot, d.created_at, d.odczytano_at
  FROM eod.dekretacja d
  JOIN org.pracownik a ON a.jst = d.jst AND a.id = d.od_id
  LEFT JOIN org.pracownik b ON b.jst = d.jst AND b.id = d.do_id
  LEFT JOIN org.komorka k ON k.jst = d.jst AND k.id = d.do_komorki_id
 WHERE d.jst = app_jst() AND d.przesylka_id = $1
 ORDER BY d.id
 LIMIT 500;

-- name: przesylka_history (id, dokument_id)
SELECT z.czas, z.typ, audit.zdanie(coalesce(t.zdanie, z.typ), z.dane) AS zdanie, z.aktor, z.stanowisko, z.dane->>'komu' AS komu, z.dane->>'tresc' AS tresc,
       z.dane->>'znak' AS znak, z.dane->>'rpw' AS rpw, z.dane->>'numer' AS numer, z.dane->>'sposob' AS sposob, z.dane->>'wersja' AS wersja,
       z.dane->>'dokument' AS dokument, z.dane->>'upo' AS upo
  FROM audit.zdarzenie z LEFT JOIN audit.typ t ON t.typ = z.typ
 WHERE z.jst = app_jst()
   AND ((z.obiekt = 'przesylka' AND z.obiekt_id = $1) OR (z.obiekt = 'dokument' AND z.obiekt_id = $2))
 ORDER BY z.czas, z.nr
 LIMIT 500;

-- name: przesylka_step (przesylka_id, do_komorki_id, do_id, rola, polecenie, termin, zwrot, teraz, z_komorki_id)
INSERT INTO eod.dekretacja (jst, przesylka_id, od_id, do_komorki_id, do_id, rola, polecenie, termin, zwrot, created_at,
                            z_komorki_id)
VALUES (app_jst(), $1, app_user(), $2, $3, $4, $5, $6::date, $7, $8, $9);

-- A term set once holds until another one is set.
-- name: przesylka_move (przesylka_id, stan, komorka, pracownik, termin, teraz)
UPDATE eod.przesylka
   SET stan = $2, u_komorki_id = $3, u_pracownika_id = $4, termin = coalesce($5::date, termin), lezy_od = $6
 WHERE jst = app_jst() AND id = $1;

-- name: przesylka_to_case (przesylka_id, sprawa_id)
UPDATE eod.przesylka
   SET stan = 'W_SPRAWIE', sprawa_id = $2, u_komorki_id = NULL, u_pracownika_id = NULL,
       lp_w_aktach = (SELECT coalesce(max(a.lp_w_aktach), 0) + 1 FROM eod.przesylka a
                       WHERE a.jst = app_jst() AND a.sprawa_id = $2)
 WHERE jst = app_jst() AND id = $1;

-- Active clerks who have not got it to know yet; the clerk who acts and the one who leads it know anyway.
-- name: przesylka_inform (przesylka_id, ids, prowadzacy, teraz)
INSERT INTO eod.dekretacja (jst, przesylka_id, od_id, do_id, rola, created_at)
SELECT app_jst(), $1, app_user(), p.id, 'do_wiadomosci', $4
  FROM org.pracownik p
 WHERE p.jst = app_jst() AND p.aktywny AND p.id = ANY (string_to_array($2, ',')::bigint[])
   AND p.id <> app_user() AND p.id <> coalesce($3::bigint, 0)
   AND NOT EXISTS (SELECT FROM eod.dekretacja d WHERE d.jst = p.jst AND d.przesylka_id = $1 AND d.do_id = p.id
                      AND d.rola = 'do_wiadomosci' AND d.odczytano_at IS NULL);

-- name: przesylka_read (id, teraz)
UPDATE eod.dekretacja SET odczytano_at = $2
 WHERE jst = app_jst() AND przesylka_id = $1 AND do_id = app_user() AND rola = 'do_wiadomosci' AND odczytano_at IS NULL;

-- name: przesylka_case_by_sign (znak)
SELECT id, znak, tytul, CASE WHEN stan = 'W_TOKU' THEN 1 END AS otwarta, prowadzacy_id, prowadzacy
  FROM eod.sprawa_na_liscie WHERE jst = app_jst() AND znak = $1;
