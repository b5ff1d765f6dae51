-- name: podpis_dokument (id)
SELECT d.sha256, (extract(epoch FROM d.wplynelo_at) * 1000000)::bigint AS wplynelo_us,
       coalesce(w.podpis, d.podpis) AS podpis, coalesce(w.raport, d.podpis_raport) ->> 'subindication' AS podstawa,
       coalesce(w.lp, 0) AS lp
  FROM esp.dokument d
  LEFT JOIN LATERAL (SELECT lp, podpis, raport FROM esp.podpis_wynik w
                      WHERE w.jst = d.jst AND w.dokument_id = d.id ORDER BY lp DESC LIMIT 1) w ON true
 WHERE d.jst = app_jst() AND d.id = $1;

-- name: podpis_dowody (dokument_id)
SELECT sha256, rodzaj FROM esp.dokument_dowod
 WHERE jst = app_jst() AND dokument_id = $1 AND rodzaj IN ('ocsp', 'crl') ORDER BY sha256 LIMIT 64;

-- name: podpis_wynik (dokument_id, lp, at, podpis, raport)
INSERT INTO esp.podpis_wynik (jst, dokument_id, lp, at, podpis, raport) VALUES (app_jst(), $1, $2, $3, $4, $5::jsonb);

-- name: podpis_dowod (dokument_id, sha256, rodzaj, at)
INSERT INTO esp.dokument_dowod (jst, dokument_id, sha256, rodzaj, dodano_at) VALUES (app_jst(), $1, $2, $3, $4)
ON CONFLICT DO NOTHING;
