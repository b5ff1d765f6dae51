-- owner: forms.szkic forms.szkic_plik

-- Two clicks on „Zacznij” at the same time: the second waits and finds the draft of the first.
-- name: szkic_lock_konto ()
SELECT pg_advisory_xact_lock(hashtextextended('szkic' || app_konto(), 0));

-- name: szkic_untouched ()
SELECT id
  FROM forms.szkic s
 WHERE jst = app_jst() AND konto_id = app_konto() AND dokument_id IS NULL AND formularz = 'pismo-ogolne'
   AND coalesce(dane->>'tytul', '') = '' AND coalesce(dane->>'tresc', '') = ''
   AND NOT EXISTS (SELECT FROM forms.szkic_plik p WHERE p.jst = s.jst AND p.szkic_id = s.id)
 ORDER BY id DESC LIMIT 1;

-- name: szkic_reuse (id, znak_sprawy)
UPDATE forms.szkic SET dane = jsonb_build_object('znak_sprawy', $2::text), xml_sha256 = NULL, updated_at = now()
 WHERE jst = app_jst() AND id = $1;

-- name: szkic_count_open ()
SELECT count(*) AS n FROM forms.szkic WHERE konto_id = app_konto() AND dokument_id IS NULL;

-- name: szkic_insert (znak_sprawy)
INSERT INTO forms.szkic (jst, konto_id, formularz, dane)
VALUES (app_jst(), app_konto(), 'pismo-ogolne', jsonb_build_object('znak_sprawy', $1::text))
RETURNING id;

-- name: szkic_get (id)
SELECT id, coalesce(dane->>'tytul', '') AS tytul, coalesce(dane->>'rodzaj', '') AS rodzaj,
       coalesce(dane->>'tresc', '') AS tresc, coalesce(dane->>'znak_sprawy', '') AS znak_sprawy, xml_sha256, dokument_id,
       updated_at
  FROM forms.szkic WHERE jst = app_jst() AND id = $1;

-- name: szkic_files (id)
SELECT id, nazwa, mime, rozmiar, sha256, upper(substring(nazwa FROM '\.([^.]+)$')) AS rodzaj
  FROM forms.szkic_plik WHERE jst = app_jst() AND szkic_id = $1 ORDER BY id;

-- name: szkic_list (jst)
SELECT s.jst, j.slug, j.nazwa_jst, s.id, coalesce(s.dane->>'tytul', '') AS tytul, s.updated_at,
       CASE WHEN s.xml_sha256 IS NOT NULL THEN 1 END AS gotowy
  FROM forms.szkic s JOIN org.jst j ON j.teryt = s.jst
 WHERE s.konto_id = app_konto() AND s.dokument_id IS NULL AND ($1 = '' OR s.jst = $1)
 ORDER BY s.updated_at DESC, s.id DESC
 LIMIT 100;

-- name: szkic_lock (id)
SELECT dokument_id, xml_sha256 FROM forms.szkic WHERE jst = app_jst() AND id = $1 FOR UPDATE;

-- The frozen document stays only while the text is the same.
-- name: szkic_save (id, tytul, rodzaj, tresc, znak_sprawy)
UPDATE forms.szkic s
   SET dane = n.dane, xml_sha256 = NULL, updated_at = now()
  FROM (SELECT jsonb_build_object('tytul', $2::text, 'rodzaj', $3::text, 'tresc', $4::text,
                                  'znak_sprawy', $5::text) AS dane) n
 WHERE s.jst = app_jst() AND s.id = $1 AND s.dane IS DISTINCT FROM n.dane;

-- name: szkic_thaw (id)
UPDATE forms.szkic SET xml_sha256 = NULL, updated_at = now() WHERE jst = app_jst() AND id = $1;

-- name: szkic_frozen (id, sha256)
UPDATE forms.szkic SET xml_sha256 = $2 WHERE jst = app_jst() AND id = $1;

-- name: szkic_sent (id, dokument_id)
UPDATE forms.szkic SET dokument_id = $2, updated_at = now() WHERE jst = app_jst() AND id = $1;

-- name: szkic_file_sums (id, nazwa, sha256)
SELECT count(*) AS n, coalesce(sum(rozmiar), 0)::bigint AS razem,
       count(*) FILTER (WHERE nazwa = $2 AND sha256 = $3) AS takich
  FROM forms.szkic_plik WHERE jst = app_jst() AND szkic_id = $1;

-- name: szkic_file_insert (id, nazwa, mime, sha256, rozmiar)
INSERT INTO forms.szkic_plik (jst, szkic_id, nazwa, mime, sha256, rozmiar) VALUES (app_jst(), $1, $2, $3, $4, $5);

-- name: szkic_file_delete (id, plik_id)
DELETE FROM forms.szkic_plik WHERE jst = app_jst() AND szkic_id = $1 AND id = $2;

-- name: szkic_delete (id)
DELETE FROM forms.szkic WHERE jst = app_jst() AND id = $1;
