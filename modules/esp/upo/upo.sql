-- owner: esp.upo esp.upo_publiczne

-- name: upo_insert (numer, rodzaj, dokument_id, doreczenie_id, konto_id, partner, sha256, doreczono_at, wystawiono_at)
INSERT INTO esp.upo (jst, numer, rodzaj, dokument_id, doreczenie_id, konto_id, partner, sha256, doreczono_at, wystawiono_at)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: upo_publish (numer, rodzaj, sha256, dokument_sha256, doreczono_at, wystawiono_at)
INSERT INTO esp.upo_publiczne (numer, jst, rodzaj, sha256, dokument_sha256, doreczono_at, wystawiono_at)
VALUES ($1, app_jst(), $2, $3, $4, $5, $6);

-- name: upo_of_dokument (dokument_id)
SELECT numer, rodzaj, sha256, (extract(epoch FROM doreczono_at) * 1000000)::bigint AS doreczono_us,
       (extract(epoch FROM wystawiono_at) * 1000000)::bigint AS wystawiono_us
  FROM esp.upo WHERE jst = app_jst() AND dokument_id = $1;

-- name: upo_of_doreczenie (doreczenie_id)
SELECT numer, rodzaj, sha256, (extract(epoch FROM doreczono_at) * 1000000)::bigint AS doreczono_us,
       (extract(epoch FROM wystawiono_at) * 1000000)::bigint AS wystawiono_us
  FROM esp.upo WHERE jst = app_jst() AND doreczenie_id = $1;

-- name: upo_by_numer (numer)
SELECT numer, rodzaj, sha256, (extract(epoch FROM doreczono_at) * 1000000)::bigint AS doreczono_us,
       (extract(epoch FROM wystawiono_at) * 1000000)::bigint AS wystawiono_us
  FROM esp.upo WHERE jst = app_jst() AND numer = $1;

-- The same receipt with the evidence for its seal put in, when it is there.
-- name: upo_lt (sha256)
SELECT lt_sha256 FROM esp.utrwalone WHERE jst = app_jst() AND sha256 = $1;

-- The number is often retyped from paper.
-- name: upo_public (numer)
SELECT u.numer, u.jst, u.rodzaj, u.sha256, u.dokument_sha256, u.doreczono_at, u.wystawiono_at,
       (extract(epoch FROM u.wystawiono_at) * 1000000)::bigint AS wystawiono_us, j.nazwa_jst, j.nazwa_urzedu, j.slug
  FROM esp.upo_publiczne u JOIN org.jst j ON j.teryt = u.jst
 WHERE u.numer = numer_przepisany($1);

-- name: upo_about_document (dokument_sha256)
SELECT u.numer, u.jst, u.rodzaj, u.sha256, u.dokument_sha256, u.doreczono_at, u.wystawiono_at, j.nazwa_jst,
       j.nazwa_urzedu, j.slug
  FROM esp.upo_publiczne u JOIN org.jst j ON j.teryt = u.jst
 WHERE u.dokument_sha256 = $1
 ORDER BY u.wystawiono_at, u.numer
 LIMIT 20;
