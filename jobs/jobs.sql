-- owner: job.okres
-- A lease: the row cannot be taken by another runner before nastepna_at, even if this one dies. The lane of mail takes
-- its kinds, the other lane all the rest, unknown ones too.
-- name: jobs_lease (rodzaje_poczty, poczta)
UPDATE job.zadanie z SET proby = proby + 1, nastepna_at = now() + interval '2 minutes'
 WHERE id = (SELECT id FROM job.zadanie WHERE stan = 'czeka' AND nastepna_at <= now()
                AND (rodzaj = ANY ($1::text[])) = $2::boolean
              ORDER BY nastepna_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, coalesce(jst, '') AS jst, rodzaj, dane, proby;

-- name: jobs_done (id)
UPDATE job.zadanie SET stan = 'zrobione', zrobione_at = now(), blad = NULL WHERE id = $1;

-- One that failed, or is done for now and has to look again: pauses double from 10 s.
-- name: jobs_later (id, powod, proby, przerwa)
UPDATE job.zadanie
   SET blad = left($2, 500),
       stan = CASE WHEN proby >= $3::int THEN 'porzucone' ELSE 'czeka' END,
       nastepna_at = now() + least(interval '10 seconds' * power(2, least(proby, 20) - 1), interval '1 second' * $4::int)
 WHERE id = $1;

-- The row of job.okres decides who queues a period: the second of two runners waits for the first and then finds it done.
-- name: jobs_plan (rodzaj, okres)
WITH nowy AS (
    INSERT INTO job.okres AS o (rodzaj, okres) VALUES ($1, $2)
    ON CONFLICT (rodzaj) DO UPDATE SET poprzedni = o.okres, okres = EXCLUDED.okres
     WHERE o.okres < EXCLUDED.okres
       AND NOT EXISTS (SELECT FROM job.zadanie z WHERE z.rodzaj = o.rodzaj AND z.stan = 'czeka')
    RETURNING rodzaj, extract(epoch FROM poprzedni)::bigint AS od, extract(epoch FROM okres)::bigint AS "do"
)
INSERT INTO job.zadanie (rodzaj, klucz, dane)
SELECT rodzaj, 'okres/' || "do", jsonb_build_object('od', od, 'do', "do") FROM nowy
ON CONFLICT (rodzaj, klucz) DO NOTHING;

-- name: jobs_start (rodzaj)
WITH czeka AS (
    UPDATE job.zadanie SET nastepna_at = now() WHERE rodzaj = $1 AND stan = 'czeka' RETURNING id
)
INSERT INTO job.zadanie (rodzaj, dane) SELECT $1, '{}' WHERE NOT EXISTS (SELECT FROM czeka);

-- name: jobs_sweep ()
DELETE FROM job.zadanie WHERE stan = 'zrobione' AND zrobione_at < now() - interval '30 days';

-- name: jobs_units ()
SELECT teryt FROM org.jst ORDER BY teryt;
