-- owner: esp.utrwalenie

-- What this unit has sealed: receipts and letters, the newest first.
-- name: utrwalenie_newest ()
SELECT sha256 FROM (SELECT sha256, wystawiono_at AS at FROM esp.upo WHERE jst = app_jst()
                    UNION ALL
                    SELECT sha256, podpisano_at FROM eod.pismo_publiczne WHERE jst = app_jst()) p
 ORDER BY at DESC LIMIT 1;

-- name: utrwalenie_waiting ()
SELECT p.sha256 FROM (SELECT sha256, wystawiono_at AS at FROM esp.upo WHERE jst = app_jst()
                      UNION ALL
                      SELECT sha256, podpisano_at FROM eod.pismo_publiczne WHERE jst = app_jst()) p
 WHERE NOT EXISTS (SELECT FROM esp.utrwalenie u WHERE u.jst = app_jst() AND u.sha256 = p.sha256)
   AND NOT EXISTS (SELECT FROM job.zadanie z WHERE z.rodzaj = 'utrwalenie' AND z.klucz = app_jst() || '/' || p.sha256)
 ORDER BY p.at DESC LIMIT 200;

-- name: utrwalenie_insert (sha256, lt_sha256, at)
INSERT INTO esp.utrwalenie (jst, sha256, lt_sha256, at) VALUES (app_jst(), $1, $2, $3) ON CONFLICT DO NOTHING;
