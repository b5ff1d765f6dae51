-- name: journal_units ()
SELECT teryt FROM org.jst ORDER BY teryt;

-- name: journal_kinds ()
SELECT DISTINCT obiekt COLLATE "C" AS obiekt FROM audit.zdarzenie WHERE jst = app_jst() ORDER BY 1;

-- name: journal_page (obiekt, obiekt_id, lp)
SELECT obiekt, obiekt_id, lp, (extract(epoch FROM czas) * 1000000)::bigint AS czas_us, typ,
       coalesce(konto_id, 0) AS konto_id, coalesce(pracownik_id, 0) AS pracownik_id, aktor, stanowisko,
       coalesce(sprawa_id, 0) AS sprawa_id, dane::text AS dane, encode(poprzedni_hash, 'hex') AS poprzedni,
       encode(hash, 'hex') AS hash
  FROM audit.zdarzenie
 WHERE jst = app_jst() AND obiekt = $1 AND (obiekt_id, lp) > ($2::bigint, $3::bigint)
 ORDER BY obiekt_id, lp
 LIMIT 2000;

-- name: journal_ends ()
SELECT obiekt, obiekt_id, 0 AS glowa, lp, encode(hash, 'hex') AS hash
  FROM audit.glowa WHERE jst = app_jst() ORDER BY obiekt COLLATE "C", obiekt_id;

-- name: journal_leaves ()
SELECT dzien, lp, numer, sha256 FROM audit.lisc WHERE jst = app_jst() ORDER BY dzien, lp;

-- name: journal_bounds ()
SELECT obiekt, obiekt_id, glowa, lp, encode(hash, 'hex') AS hash
  FROM audit.lancuch_w_glowie WHERE jst = app_jst() ORDER BY obiekt COLLATE "C", obiekt_id, glowa;

-- name: journal_heads ()
SELECT numer, tresc, podpis, znacznik, certyfikaty, translate(encode(podpis, 'base64'), E'\n', '') AS podpis64,
       translate(encode(znacznik, 'base64'), E'\n', '') AS znacznik64
  FROM audit.glowa_drzewa WHERE jst = app_jst() ORDER BY numer;

-- Receipts that differ from their leaf, or have none although their day is closed (a day is given to transactions that
-- ended late).
-- name: journal_receipts ()
SELECT numer, powod FROM (
    SELECT l.numer, l.dzien,
           CASE WHEN u.numer IS NULL THEN 'liść drzewa mówi o poświadczeniu, którego nie ma'
                WHEN u.sha256 <> l.sha256 THEN 'plik jest inny niż w liściu drzewa'
                WHEN p.sha256 IS DISTINCT FROM l.sha256 THEN 'dane publiczne są inne niż w liściu drzewa' END AS powod
      FROM audit.lisc l
      LEFT JOIN esp.upo u ON u.jst = l.jst AND u.numer = l.numer
      LEFT JOIN esp.upo_publiczne p ON p.numer = l.numer
     WHERE l.jst = app_jst()
     UNION ALL
    SELECT u.numer, (u.wystawiono_at AT TIME ZONE 'Europe/Warsaw')::date, 'nie ma go w żadnym drzewie'
      FROM esp.upo u
     WHERE u.jst = app_jst()
       AND (u.wystawiono_at AT TIME ZONE 'Europe/Warsaw')::date
           < (SELECT max(dzien) FROM audit.glowa_drzewa WHERE jst = app_jst() AND zamknieta)
       AND NOT EXISTS (SELECT FROM audit.lisc l WHERE l.jst = u.jst AND l.numer = u.numer)) r
 WHERE powod IS NOT NULL
 ORDER BY dzien, numer
 LIMIT 1;
