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

-- Doubling pauses from 10 s to 6 h; given up after 24 tries (about four days), a job that looks again and again after 64.
-- name: jobs_failed (id, blad)
UPDATE job.zadanie
   SET blad = left($2, 500),
       stan = CASE WHEN proby >= CASE WHEN rodzaj IN ('podpis', 'utrwalenie') THEN 64 ELSE 24 END
                   THEN 'porzucone' ELSE 'czeka' END,
       nastepna_at = now() + least(interval '10 seconds' * power(2, least(proby, 20) - 1), interval '6 hours')
 WHERE id = $1;

-- A job that is done for now and has to look again: pauses grow in the same way, for about two weeks.
-- name: jobs_again (id, powod)
UPDATE job.zadanie
   SET blad = left($2, 500),
       stan = CASE WHEN proby >= 64 THEN 'porzucone' ELSE 'czeka' END,
       nastepna_at = now() + least(interval '10 seconds' * power(2, least(proby, 20) - 1), interval '6 hours')
 WHERE id = $1;

-- What the documents rest on is kept with them; the cache may forget.
-- name: jobs_sweep_evidence ()
DELETE FROM ca.dowod WHERE pobrano_at < now() - interval '30 days';

-- name: jobs_sweep ()
DELETE FROM job.zadanie WHERE stan = 'zrobione' AND zrobione_at < now() - interval '30 days';

-- name: jobs_address (konto_id)
SELECT email FROM org.konto WHERE id = $1 AND aktywne;

-- name: jobs_units ()
SELECT teryt FROM org.jst ORDER BY teryt;
