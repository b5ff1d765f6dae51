-- owner: ca.dowod ca.dowod_certyfikatu

-- name: dowody_cached (certyfikat_sha256)
SELECT d.rodzaj, d.dane FROM ca.dowod_certyfikatu c JOIN ca.dowod d ON d.sha256 = c.sha256
 WHERE c.certyfikat_sha256 = $1 ORDER BY d.wydano_at DESC LIMIT 8;

-- name: dowody_insert (sha256, rodzaj, dane, wydano, pobrano)
INSERT INTO ca.dowod (sha256, rodzaj, dane, wydano_at, pobrano_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sha256) DO NOTHING;

-- name: dowody_link (certyfikat_sha256, sha256)
INSERT INTO ca.dowod_certyfikatu (certyfikat_sha256, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: dowody_sweep ()
DELETE FROM ca.dowod WHERE pobrano_at < now() - interval '30 days';
