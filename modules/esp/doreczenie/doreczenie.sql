-- owner: esp.doreczenie

-- name: doreczenie_insert (konto_id, pismo_id, sprawa_id, znak, tytul, sha256, udostepniono_at)
INSERT INTO esp.doreczenie (jst, konto_id, pismo_id, sprawa_id, znak, tytul, sha256, udostepniono_at)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (jst, pismo_id) DO NOTHING
RETURNING id;

-- The lock makes a double click queue: the second finds the letter collected.
-- name: doreczenie_lock (id)
SELECT konto_id, sprawa_id, znak, sha256, odebrano_at FROM esp.doreczenie WHERE jst = app_jst() AND id = $1 FOR UPDATE;

-- The date of delivery is that of the clock in Poland (the session's time zone).
-- name: doreczenie_collect (id, odebrano_at)
UPDATE esp.doreczenie SET odebrano_at = $2::timestamptz, data_doreczenia = $2::timestamptz::date
 WHERE jst = app_jst() AND id = $1;

-- name: doreczenie_list ()
SELECT d.jst, d.id, d.znak, d.tytul, j.nazwa_jst, j.slug, d.udostepniono_at, d.odebrano_at, d.data_doreczenia, u.numer AS upo
  FROM esp.doreczenie d
  JOIN org.jst j ON j.teryt = d.jst
  LEFT JOIN esp.upo u ON u.jst = d.jst AND u.doreczenie_id = d.id
 ORDER BY d.udostepniono_at DESC, d.id DESC
 LIMIT 500;

-- The letter itself is given out after receipt has been confirmed, not before.
-- name: doreczenie_get (id)
SELECT d.jst, d.id, d.konto_id, d.pismo_id, d.sprawa_id, d.znak, d.tytul, j.nazwa_jst, j.nazwa_urzedu, j.slug,
       d.udostepniono_at, d.odebrano_at, d.data_doreczenia, u.numer AS upo,
       CASE WHEN d.odebrano_at IS NOT NULL OR app_kind() <> 'citizen' THEN d.sha256 END AS sha256
  FROM esp.doreczenie d
  JOIN org.jst j ON j.teryt = d.jst
  LEFT JOIN esp.upo u ON u.jst = d.jst AND u.doreczenie_id = d.id
 WHERE d.jst = app_jst() AND d.id = $1;
