-- owner: audit.glowa_drzewa audit.lisc audit.lancuch_w_glowie

-- name: drzewo_leaves (jst, dzien, n)
SELECT numer, sha256 FROM audit.lisc WHERE jst = $1 AND dzien = $2::date AND lp < $3::bigint ORDER BY lp;

-- The leaf of a receipt and the newest signed head whose tree has it.
-- name: drzewo_leaf (numer, jst)
SELECT l.jst, l.dzien, l.lp, l.numer AS numer_upo, l.sha256 AS upo_sha256, g.numer, g.zamknieta, g.n_lisci,
       g.korzen_lisci, g.utworzono_at, g.sha256
  FROM audit.lisc l
  LEFT JOIN LATERAL (SELECT * FROM audit.glowa_drzewa g
                      WHERE g.jst = l.jst AND g.dzien = l.dzien AND g.n_lisci > l.lp AND g.podpis IS NOT NULL
                      ORDER BY g.numer DESC LIMIT 1) g ON true
 WHERE l.numer = $1 AND l.jst = $2;

-- name: drzewo_head (jst, numer)
SELECT g.jst, g.numer, g.dzien, g.zamknieta, g.n_lisci, g.n_lancuchow, g.utworzono_at, g.tresc, g.sha256, g.podpis,
       g.znacznik, g.certyfikaty
  FROM audit.glowa_drzewa g WHERE g.jst = $1 AND g.numer = $2 AND g.podpis IS NOT NULL;

-- name: drzewo_heads (jst, po)
SELECT jst, numer, tresc, translate(encode(podpis, 'base64'), E'\n', '') AS podpis,
       translate(encode(znacznik, 'base64'), E'\n', '') AS znacznik, certyfikaty
  FROM audit.glowa_drzewa WHERE jst = $1 AND numer > $2 AND podpis IS NOT NULL ORDER BY numer LIMIT 500;
