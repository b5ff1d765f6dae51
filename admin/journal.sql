-- name: journal_units ()
SELECT teryt FROM org.jst ORDER BY teryt;

-- name: journal_page (obiekt, obiekt_id, lp)
SELECT obiekt, obiekt_id, lp, (extract(epoch FROM czas) * 1000000)::bigint AS czas_us, czas, typ,
       coalesce(konto_id, 0) AS konto_id, coalesce(pracownik_id, 0) AS pracownik_id, aktor, stanowisko,
       coalesce(sprawa_id, 0) AS sprawa_id, dane::text AS dane, encode(poprzedni_hash, 'hex') AS poprzedni,
       encode(hash, 'hex') AS hash
  FROM audit.zdarzenie
 WHERE jst = app_jst() AND (obiekt, obiekt_id, lp) > ($1, $2::bigint, $3::bigint)
 ORDER BY obiekt, obiekt_id, lp
 LIMIT 2000;

-- name: journal_head (obiekt, obiekt_id)
SELECT lp, encode(hash, 'hex') AS hash FROM audit.glowa WHERE jst = app_jst() AND obiekt = $1 AND obiekt_id = $2;

-- name: journal_lost ()
SELECT obiekt, obiekt_id, lp
  FROM audit.glowa g
 WHERE jst = app_jst()
   AND NOT EXISTS (SELECT FROM audit.zdarzenie z WHERE z.jst = g.jst AND z.obiekt = g.obiekt AND z.obiekt_id = g.obiekt_id)
 ORDER BY obiekt, obiekt_id
 LIMIT 1;
