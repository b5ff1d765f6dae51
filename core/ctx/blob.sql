-- owner: store.blob store.blob_czesc

-- The file, with its bytes when they are one part; stored: they were not there before.
-- name: blob_insert (sha256, size, bytes)
SELECT store.zapisz($1, $2, $3) AS stored;

-- name: blob_chunk_insert (sha256, nr, bytes)
SELECT store.dopisz($1, $2, $3);

-- name: blob_size (sha256)
SELECT rozmiar FROM store.blob WHERE jst = app_jst() AND sha256 = $1;

-- name: blob_chunks (sha256)
SELECT dane FROM store.blob_czesc WHERE jst = app_jst() AND sha256 = $1 ORDER BY nr;
