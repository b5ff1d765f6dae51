-- name: migrate_applied ()
SELECT nazwa, sha256 FROM public.migracja ORDER BY nazwa;

-- name: migrate_note (nazwa, sha256)
INSERT INTO public.migracja (nazwa, sha256) VALUES ($1, $2);
