-- owner: ca.kotwica ca.lista ca.wersja

-- name: trust_version ()
SELECT nr FROM ca.wersja;

-- name: trust_anchors ()
SELECT cel, sha256, der, odwolania = 'wymagane' AS wymagane, polityka, kwalifikacje::text AS kwalifikacje,
       (extract(epoch FROM wazna_od) * 1000000)::bigint AS od_us,
       (extract(epoch FROM wazna_do) * 1000000)::bigint AS do_us
  FROM ca.kotwica ORDER BY id;
