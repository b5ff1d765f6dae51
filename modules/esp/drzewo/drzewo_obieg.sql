-- Days that can be closed: those with receipts that are in no tree yet, and yesterday, so that the trail is bound every
-- day on which the office had one. A receipt whose transaction ended after its day was closed joins the next open day;
-- no transaction lasts a week, so older ones are not looked through again.
-- name: drzewo_due (today, start_of_today)
WITH otwarty AS (
    SELECT max(dzien + zamknieta::int) AS dzien, max(dzien) FILTER (WHERE zamknieta) AS zamkniety
      FROM audit.glowa_drzewa WHERE jst = app_jst())
SELECT dzien FROM (
    SELECT greatest((u.wystawiono_at AT TIME ZONE 'Europe/Warsaw')::date, o.dzien) AS dzien
      FROM esp.upo u, otwarty o
     WHERE u.jst = app_jst() AND u.wystawiono_at >= coalesce(o.zamkniety - 7, '-infinity')
       AND NOT EXISTS (SELECT FROM audit.lisc l WHERE l.jst = u.jst AND l.numer = u.numer)
     UNION
    SELECT $1::date - 1
      FROM otwarty o
     WHERE coalesce(o.dzien, '-infinity') < $1::date
       AND EXISTS (SELECT FROM audit.zdarzenie WHERE jst = app_jst() AND czas < $2)) d
 WHERE dzien < $1::date
 ORDER BY dzien;

-- The row stays locked until commit: of two that close the same unit the second waits here and then sees the first.
-- name: drzewo_next ()
SELECT org.nastepny_numer('drzewo', 0) AS numer;

-- name: drzewo_last ()
SELECT numer, dzien, zamknieta, sha256 FROM audit.glowa_drzewa WHERE jst = app_jst() ORDER BY numer DESC LIMIT 1;

-- name: drzewo_add_leaves (dzien)
INSERT INTO audit.lisc (jst, dzien, lp, numer, sha256)
SELECT app_jst(), $1::date,
       (SELECT count(*) FROM audit.lisc WHERE jst = app_jst() AND dzien = $1::date)
       + row_number() OVER (ORDER BY u.wystawiono_at, u.numer COLLATE "C") - 1,
       u.numer, u.sha256
  FROM esp.upo u
 WHERE u.jst = app_jst() AND (u.wystawiono_at AT TIME ZONE 'Europe/Warsaw')::date <= $1::date
   AND u.wystawiono_at >= coalesce((SELECT max(dzien) FROM audit.glowa_drzewa WHERE jst = app_jst() AND zamknieta) - 7,
                                   '-infinity')
   AND NOT EXISTS (SELECT FROM audit.lisc l WHERE l.jst = u.jst AND l.numer = u.numer);

-- name: drzewo_add_chains (glowa)
INSERT INTO audit.lancuch_w_glowie (jst, obiekt, obiekt_id, glowa, lp, hash)
SELECT g.jst, g.obiekt, g.obiekt_id, $1, g.lp, g.hash
  FROM audit.glowa g
 WHERE g.jst = app_jst() AND g.lp > 0
   AND NOT EXISTS (SELECT FROM audit.lancuch_w_glowie l
                    WHERE l.jst = g.jst AND l.obiekt = g.obiekt AND l.obiekt_id = g.obiekt_id
                      AND l.lp = g.lp AND l.hash = g.hash);

-- name: drzewo_chains ()
SELECT DISTINCT ON (obiekt COLLATE "C", obiekt_id) obiekt, obiekt_id, lp, encode(hash, 'hex') AS hash
  FROM audit.lancuch_w_glowie
 WHERE jst = app_jst()
 ORDER BY obiekt COLLATE "C", obiekt_id, glowa DESC;

-- name: drzewo_add_head (numer, dzien, zamknieta, n_lisci, korzen_lisci, n_lancuchow, korzen_lancuchow, utworzono_at, tresc, sha256)
INSERT INTO audit.glowa_drzewa (jst, numer, dzien, zamknieta, n_lisci, korzen_lisci, n_lancuchow, korzen_lancuchow,
                                utworzono_at, tresc, sha256)
VALUES (app_jst(), $1, $2::date, $3, $4, $5, $6, $7, $8, $9, $10);

-- A few of each unit: one without a key must not keep the others waiting.
-- name: drzewo_unsigned ()
SELECT jst, numer, tresc
  FROM (SELECT jst, numer, tresc, row_number() OVER (PARTITION BY jst ORDER BY numer) AS n
          FROM audit.glowa_drzewa WHERE podpis IS NULL) g
 WHERE n <= 2
 ORDER BY jst, numer;

-- name: drzewo_sign (numer, podpis, znacznik, certyfikaty)
UPDATE audit.glowa_drzewa SET podpis = $2, znacznik = $3, certyfikaty = $4
 WHERE jst = app_jst() AND numer = $1 AND podpis IS NULL;

-- name: drzewo_units ()
SELECT teryt FROM org.jst ORDER BY teryt;
