-- owner: org.rola

-- name: migrate_applied ()
SELECT nazwa, sha256 FROM public.migracja ORDER BY nazwa;

-- name: migrate_note (nazwa, sha256)
INSERT INTO public.migracja (nazwa, sha256) VALUES ($1, $2);

-- Are the functions those of files with this SHA-256?
-- name: migrate_functions (sha256)
SELECT count(*) > 0 AND bool_and(sha256 = $1) AS present FROM public.funkcja;

-- name: migrate_role (nazwa, etykieta, modul)
INSERT INTO org.rola AS r (nazwa, etykieta, modul) VALUES ($1, $2, $3)
ON CONFLICT (nazwa) DO UPDATE SET etykieta = EXCLUDED.etykieta, modul = EXCLUDED.modul
 WHERE (r.etykieta, r.modul) IS DISTINCT FROM (EXCLUDED.etykieta, EXCLUDED.modul);

-- name: migrate_bodies_later ()
SELECT set_config('check_function_bodies', 'off', true);

-- name: migrate_functions_note (sha256)
UPDATE public.funkcja SET sha256 = $1;
