-- name: trust_add (cel, sha256, der, podmiot, od, do, odwolania, usluga, kto, polityka)
INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, wazna_do, odwolania, zrodlo, usluga, dodal, polityka)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'katalog', $8, $9, $10)
ON CONFLICT (cel, sha256, wazna_od) DO NOTHING;

-- An end on a day that has passed long ago would make what was accepted since then look wrong; that is what is asked for.
-- name: trust_end (sha256, cel, do, kto)
UPDATE ca.kotwica
   SET wazna_do = greatest($3::timestamptz, wazna_od), zakonczona = true, zmieniono_at = now(), zmienil = $4
 WHERE sha256 = $1 AND ($2::text IS NULL OR cel = $2) AND (wazna_do IS NULL OR wazna_do > $3::timestamptz);

-- name: trust_known (sha256)
SELECT count(*) AS n FROM ca.kotwica WHERE sha256 = $1;

-- name: trust_list (cel, at)
SELECT k.cel, k.sha256, k.podmiot, to_char(k.wazna_od AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS od,
       coalesce(to_char(k.wazna_do AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '') AS do_dnia, k.odwolania, k.polityka, k.zrodlo, k.usluga,
       k.status, coalesce(l.terytorium || ' nr ' || l.numer, '') AS lista
  FROM ca.kotwica k LEFT JOIN ca.lista l ON l.id = k.lista_id
 WHERE ($1::text IS NULL OR k.cel = $1)
   AND ($2::timestamptz IS NULL OR (k.wazna_od <= $2 AND (k.wazna_do IS NULL OR k.wazna_do > $2)))
 ORDER BY k.cel, k.podmiot, k.wazna_od;

-- Two imports at the same time: the second waits here and then sees the number of the first.
-- name: trust_list_lock (terytorium)
SELECT pg_advisory_xact_lock(hashtextextended('ca.lista ' || $1, 7));

-- name: trust_list_newest (terytorium)
SELECT numer, sha256 FROM ca.lista WHERE terytorium = $1 ORDER BY numer DESC LIMIT 1;

-- name: trust_list_insert (terytorium, numer, wydano, nastepna, adres, sha256, podpisal, podpis_sha256, kto)
INSERT INTO ca.lista (terytorium, numer, wydano_at, nastepna_at, adres, sha256, podpisal, podpis_sha256, dodal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- A certificate in two services of one list is trusted as long as the longer-lived of them, and both say what its
-- certificates are.
-- name: trust_list_period (cel, sha256, der, podmiot, od, do, lista, usluga, status, kto, kwalifikacje)
INSERT INTO ca.kotwica AS k (cel, sha256, der, podmiot, wazna_od, wazna_do, odwolania, zrodlo, lista_id, usluga, status, dodal,
                             kwalifikacje)
VALUES ($1, $2, $3, $4, $5, $6, 'wymagane', 'lista', $7, $8, $9, $10, $11::jsonb)
ON CONFLICT (cel, sha256, wazna_od) DO UPDATE
   SET wazna_do = CASE WHEN k.lista_id = excluded.lista_id AND (k.wazna_do IS NULL OR excluded.wazna_do IS NULL) THEN NULL
                       WHEN k.lista_id = excluded.lista_id THEN greatest(k.wazna_do, excluded.wazna_do)
                       ELSE excluded.wazna_do END,
       kwalifikacje = CASE WHEN k.lista_id = excluded.lista_id THEN k.kwalifikacje || excluded.kwalifikacje
                           ELSE excluded.kwalifikacje END,
       lista_id = excluded.lista_id, usluga = excluded.usluga, status = excluded.status,
       zmieniono_at = now(), zmienil = $10
 WHERE k.zrodlo = 'lista' AND NOT k.zakonczona;

-- What an earlier list of the territory had and this one has no more ends on the day this one was issued.
-- name: trust_list_gone (lista, terytorium, wydano, kto)
UPDATE ca.kotwica k SET wazna_do = greatest($3::timestamptz, k.wazna_od), zmieniono_at = now(), zmienil = $4
  FROM ca.lista l
 WHERE k.lista_id = l.id AND l.terytorium = $2 AND l.id <> $1
   AND (k.wazna_do IS NULL OR k.wazna_do > $3::timestamptz);
