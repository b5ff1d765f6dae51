-- owner: store.blob store.blob_czesc

-- name: blob_insert (sha256, size)
INSERT INTO store.blob (jst, sha256, rozmiar) VALUES (app_jst(), $1, $2)
ON CONFLICT (jst, sha256) DO NOTHING;

-- A file of one part, in one statement.
-- name: blob_insert_small (sha256, size, bytes)
WITH nowy AS (INSERT INTO store.blob (jst, sha256, rozmiar) VALUES (app_jst(), $1, $2)
              ON CONFLICT (jst, sha256) DO NOTHING RETURNING sha256)
INSERT INTO store.blob_czesc (jst, sha256, nr, dane) SELECT app_jst(), nowy.sha256, 0, $3 FROM nowy;

-- name: blob_chunk_insert (sha256, nr, bytes)
INSERT INTO store.blob_czesc (jst, sha256, nr, dane) VALUES (app_jst(), $1, $2, $3);

-- name: blob_size (sha256)
SELECT rozmiar FROM store.blob WHERE jst = app_jst() AND sha256 = $1;

-- name: blob_chunks (sha256)
SELECT dane FROM store.blob_czesc WHERE jst = app_jst() AND sha256 = $1 ORDER BY nr;
