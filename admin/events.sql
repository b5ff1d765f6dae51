-- name: events_store (typ, zdanie, zdanie_jawne)
INSERT INTO audit.typ (typ, zdanie, zdanie_jawne) VALUES ($1, $2, $3)
ON CONFLICT (typ) DO UPDATE SET zdanie = EXCLUDED.zdanie, zdanie_jawne = EXCLUDED.zdanie_jawne;

-- name: events_stored ()
SELECT typ, zdanie, zdanie_jawne FROM audit.typ;
