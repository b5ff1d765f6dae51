-- owner: eod.pismo eod.pismo_wersja eod.pismo_publiczne eod.akceptacja eod.wysylka

-- Locks the letter, and its case against being closed meanwhile. What hangs on them is read afterwards.
-- name: pismo_lock (id)
SELECT p.id, s.stan AS sprawa_stan, s.znak
  FROM eod.pismo p JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
 WHERE p.jst = app_jst() AND p.id = $1
   FOR UPDATE OF p FOR SHARE OF s;

-- name: pismo_case_lock (sprawa_id)
SELECT s.stan, s.znak,
       CASE WHEN s.prowadzacy_id = app_user()
              OR EXISTS (SELECT FROM org.pracownik ja
                          WHERE ja.jst = s.jst AND ja.id = app_user() AND ja.kieruje AND ja.komorka_id = s.komorka_id)
            THEN 1 END AS moje
  FROM eod.sprawa s WHERE s.jst = app_jst() AND s.id = $1 FOR UPDATE;

-- name: pismo_letters (sprawa_id)
SELECT p.id, p.nadawca_nazwa, p.nadawca_adres, CASE WHEN d.konto_id IS NOT NULL THEN 1 END AS konto, d.konto_id,
       'RPW/' || p.rpw_numer || '/' || p.rpw_rok || ' – ' || p.nadawca_nazwa || ': ' || p.tytul AS label,
       coalesce(p.data_na_pismie, p.wplynelo_at::date) AS data, p.tytul, p.znak_obcy
  FROM eod.przesylka p JOIN esp.dokument d ON d.jst = p.jst AND d.id = p.dokument_id
 WHERE p.jst = app_jst() AND p.sprawa_id = $1
 ORDER BY p.lp_w_aktach DESC
 LIMIT 200;

-- The very same draft of the same clerk, not worked on since: a second click.
-- name: pismo_same (sprawa_id, tytul, tresc, adresat)
SELECT p.id
  FROM eod.pismo p JOIN eod.pismo_wersja w ON w.jst = p.jst AND w.pismo_id = p.id AND w.wersja = 1
 WHERE p.jst = app_jst() AND p.sprawa_id = $1 AND p.stan = 'ROBOCZE' AND p.wersja = 1 AND p.autor_id = app_user()
   AND w.tytul = $2 AND w.tresc = $3 AND p.adresat_nazwa = $4
 ORDER BY p.id
 LIMIT 1;

-- name: pismo_insert (sprawa_id, odpowiedz_na, nazwa, adres, rodzaj, konto, teraz)
INSERT INTO eod.pismo (jst, sprawa_id, odpowiedz_na_id, stan, wersja, autor_id, adresat_nazwa, adresat_adres,
                       adresat_rodzaj, adresat_konto_id, created_at, stan_od)
VALUES (app_jst(), $1, $2, 'ROBOCZE', 1, app_user(), $3, $4, $5, $6, $7, $7)
RETURNING id;

-- name: pismo_version_insert (pismo_id, wersja, tytul, tresc, teraz)
INSERT INTO eod.pismo_wersja (jst, pismo_id, wersja, tytul, tresc, autor_id, created_at)
VALUES (app_jst(), $1, $2, $3, $4, app_user(), $5);

-- name: pismo_state (id, stan, wersja, akceptujacy_id, teraz)
UPDATE eod.pismo SET stan = $2, wersja = $3, akceptujacy_id = $4, stan_od = $5 WHERE jst = app_jst() AND id = $1;

-- name: pismo_signed (id, sha256, teraz)
UPDATE eod.pismo SET stan = 'PODPISANE', sha256 = $2, podpisal_id = app_user(), podpisano_at = $3, stan_od = $3
 WHERE jst = app_jst() AND id = $1;

-- name: pismo_publish (numer, pismo_id, sha256, teraz)
INSERT INTO eod.pismo_publiczne (numer, jst, pismo_id, sha256, podpisano_at) VALUES ($1, app_jst(), $2, $3, $4);

-- name: pismo_public (numer)
SELECT p.numer, p.sha256, p.podpisano_at, j.nazwa_jst, j.nazwa_urzedu, j.slug
  FROM eod.pismo_publiczne p JOIN org.jst j ON j.teryt = p.jst
 WHERE p.numer = numer_przepisany($1);

-- name: pismo_public_file (sha256)
SELECT p.numer, p.sha256, p.podpisano_at, j.nazwa_jst, j.nazwa_urzedu, j.slug
  FROM eod.pismo_publiczne p JOIN org.jst j ON j.teryt = p.jst
 WHERE p.sha256 = $1
 LIMIT 1;

-- name: pismo_verdict (pismo_id, wersja, wynik, uzasadnienie, teraz)
INSERT INTO eod.akceptacja (jst, pismo_id, wersja, kto_id, wynik, uzasadnienie, created_at)
VALUES (app_jst(), $1, $2, app_user(), $3, $4, $5);

-- name: pismo_signatory ()
SELECT imie, nazwisko, stanowisko FROM org.pracownik WHERE jst = app_jst() AND id = app_user() AND aktywny;

-- name: pismo_next (rok)
SELECT org.nastepny_numer('RPW-W', $1::int) AS numer;

-- name: pismo_dispatch (pismo_id, numer, rok, adresat, znak, sposob, teraz, doreczenie_id, powod)
INSERT INTO eod.wysylka (jst, pismo_id, numer, rok, adresat_nazwa, znak, sposob, wyslano_at, wyslal_id,
                         doreczenie_id, powod)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6, $7, app_user(), $8, $9);

-- name: pismo_get (id)
SELECT p.id, p.sprawa_id, s.znak, s.tytul AS sprawa_tytul, s.stan AS sprawa_stan, s.termin, p.stan, p.stan_od, p.wersja,
       w.tytul, w.tresc, w.created_at AS wersja_at, a.imie || ' ' || a.nazwisko AS autor,
       k.imie || ' ' || k.nazwisko AS akceptujacy, p.akceptujacy_id, p.adresat_nazwa, p.adresat_adres, p.adresat_rodzaj,
       p.adresat_konto_id, p.odpowiedz_na_id, 'RPW/' || o.rpw_numer || '/' || o.rpw_rok AS odpowiedz_na, p.sha256,
       g.imie || ' ' || g.nazwisko AS podpisal, p.podpisano_at, r.imie || ' ' || r.nazwisko AS prowadzacy,
       'RPW-W/' || y.numer || '/' || y.rok AS numer, y.sposob, y.powod, y.wyslano_at, d.odebrano_at, d.data_doreczenia,
       u.numer AS upo,
       CASE WHEN s.prowadzacy_id = app_user()
              OR EXISTS (SELECT FROM org.pracownik ja
                          WHERE ja.jst = s.jst AND ja.id = app_user() AND ja.kieruje AND ja.komorka_id = s.komorka_id)
            THEN 1 END AS moje
  FROM eod.pismo p
  JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
  JOIN eod.pismo_wersja w ON w.jst = p.jst AND w.pismo_id = p.id AND w.wersja = p.wersja
  JOIN org.pracownik a ON a.jst = p.jst AND a.id = w.autor_id
  JOIN org.pracownik r ON r.jst = s.jst AND r.id = s.prowadzacy_id
  LEFT JOIN org.pracownik k ON k.jst = p.jst AND k.id = p.akceptujacy_id
  LEFT JOIN org.pracownik g ON g.jst = p.jst AND g.id = p.podpisal_id
  LEFT JOIN eod.przesylka o ON o.jst = p.jst AND o.id = p.odpowiedz_na_id
  LEFT JOIN eod.wysylka y ON y.jst = p.jst AND y.pismo_id = p.id
  LEFT JOIN esp.doreczenie d ON d.jst = y.jst AND d.id = y.doreczenie_id
  LEFT JOIN esp.upo u ON u.jst = d.jst AND u.doreczenie_id = d.id
 WHERE p.jst = app_jst() AND p.id = $1;

-- name: pismo_wersje (id)
SELECT w.wersja, w.tytul, a.imie || ' ' || a.nazwisko AS autor, w.created_at
  FROM eod.pismo_wersja w JOIN org.pracownik a ON a.jst = w.jst AND a.id = w.autor_id
 WHERE w.jst = app_jst() AND w.pismo_id = $1
 ORDER BY w.wersja
 LIMIT 1000;

-- name: pismo_wersja (id, wersja)
SELECT w.wersja, w.tytul, w.tresc, a.imie || ' ' || a.nazwisko AS autor, w.created_at
  FROM eod.pismo_wersja w JOIN org.pracownik a ON a.jst = w.jst AND a.id = w.autor_id
 WHERE w.jst = app_jst() AND w.pismo_id = $1 AND w.wersja = $2::int;

-- name: pismo_akceptacje (id)
SELECT c.wersja, a.imie || ' ' || a.nazwisko AS kto, c.wynik, c.uzasadnienie, c.created_at
  FROM eod.akceptacja c JOIN org.pracownik a ON a.jst = c.jst AND a.id = c.kto_id
 WHERE c.jst = app_jst() AND c.pismo_id = $1
 ORDER BY c.id
 LIMIT 500;

-- Letters that wait: to be accepted or signed by the clerk who acts (stan ''), or for the kancelaria. First the few of the
-- page, each by its index, then what is shown of them.
-- name: pismo_list (stan, po_id, limit)
SELECT b.id, b.znak AS numer, b.id AS klucz, b.tytul, b.adresat_nazwa, b.autor, b.termin, b.stan, b.stan_od
  FROM ((SELECT jst, id FROM eod.pismo
          WHERE $1 = '' AND jst = app_jst() AND stan = 'PRZEDLOZONE' AND akceptujacy_id = app_user() AND id > $2::bigint
            AND 'akceptujacy' = ANY (app_roles())
          ORDER BY id LIMIT $3::int)
        UNION ALL
        (SELECT jst, id FROM eod.pismo
          WHERE $1 = '' AND jst = app_jst() AND stan = 'ZAAKCEPTOWANE' AND id > $2::bigint
            AND 'podpisujacy' = ANY (app_roles())
          ORDER BY id LIMIT $3::int)
        UNION ALL
        (SELECT jst, id FROM eod.pismo
          WHERE $1 = 'PODPISANE' AND jst = app_jst() AND stan = 'PODPISANE' AND id > $2::bigint
          ORDER BY id LIMIT $3::int)) p
  JOIN eod.pismo_biezace b ON b.jst = p.jst AND b.id = p.id
 ORDER BY b.id
 LIMIT $3::int;

-- name: pismo_wysylki (q, sposob, po_klucz, po_id, limit)
SELECT w.pismo_id AS id, 'RPW-W/' || w.numer || '/' || w.rok AS numer, w.id AS klucz, w.wyslano_at, w.adresat_nazwa,
       w.znak, w.sposob, w.powod, a.imie || ' ' || a.nazwisko AS wyslal, d.odebrano_at
  FROM (SELECT * FROM eod.wysylka
         WHERE jst = app_jst() AND (id, pismo_id) < ($3::bigint, $4::bigint)
           AND CASE $2 WHEN '' THEN true ELSE sposob = $2 END
           AND CASE $1 WHEN '' THEN true ELSE szukaj LIKE ALL ((SELECT wzorce($1))::text[]) END
         ORDER BY id DESC
         LIMIT $5::int) w
  JOIN org.pracownik a ON a.jst = w.jst AND a.id = w.wyslal_id
  LEFT JOIN esp.doreczenie d ON d.jst = w.jst AND d.id = w.doreczenie_id
 ORDER BY w.id DESC;
