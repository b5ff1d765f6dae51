-- owner: job.zadanie

-- name: job_insert (rodzaj, klucz, dane)
INSERT INTO job.zadanie (jst, rodzaj, klucz, dane) VALUES (NULLIF(app_jst(), ''), $1, $2, $3::jsonb)
ON CONFLICT (rodzaj, klucz) DO NOTHING;
