-- name: partner_add (identyfikator, nazwa, adresy)
INSERT INTO esp.partner (identyfikator, nazwa, adresy) VALUES ($1, $2, string_to_array($3, ' ')::inet[])
ON CONFLICT (identyfikator) DO UPDATE SET nazwa = excluded.nazwa, adresy = excluded.adresy;

-- name: partner_known (identyfikator)
SELECT count(*) AS n FROM esp.partner WHERE identyfikator = $1;

-- name: partner_unit_known (jst)
SELECT count(*) AS n FROM org.jst WHERE teryt = $1;

-- name: partner_grant (partner, usluga, operacja, jst, kto)
INSERT INTO esp.partner_prawo (partner, usluga, operacja, jst, nadal) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (partner, usluga, operacja, jst) WHERE koniec IS NULL DO NOTHING;

-- name: partner_revoke (partner, usluga, operacja, jst, kto)
UPDATE esp.partner_prawo SET koniec = now(), odebral = $5
 WHERE partner = $1 AND koniec IS NULL
   AND ($2::text IS NULL OR (usluga = $2 AND operacja = $3 AND jst = $4));

-- name: partner_list ()
SELECT p.identyfikator, p.nazwa,
       (SELECT string_agg(host(a), ' ' ORDER BY a) FROM unnest(p.adresy) a) AS adresy,
       r.usluga, r.operacja, r.jst, to_char(r.od, 'YYYY-MM-DD') AS od
  FROM esp.partner p LEFT JOIN esp.partner_prawo r ON r.partner = p.identyfikator AND r.koniec IS NULL
 ORDER BY p.identyfikator, r.usluga, r.operacja, r.jst;
