-- Letters are registered and assigned before they belong to a case: these events are found through its letters.
-- name: metryka_list (sprawa_id)
WITH listy AS MATERIALIZED (
    SELECT id, dokument_id, 'RPW/' || rpw_numer || '/' || rpw_rok AS rpw
      FROM eod.przesylka WHERE jst = app_jst() AND sprawa_id = $1
), ids AS (
    SELECT z.obiekt, z.obiekt_id, z.lp FROM audit.zdarzenie z WHERE z.jst = app_jst() AND z.sprawa_id = $1
    UNION
    SELECT z.obiekt, z.obiekt_id, z.lp FROM listy l
      JOIN audit.zdarzenie z ON z.jst = app_jst() AND z.obiekt = 'przesylka' AND z.obiekt_id = l.id
    UNION
    SELECT z.obiekt, z.obiekt_id, z.lp FROM listy l
      JOIN audit.zdarzenie z ON z.jst = app_jst() AND z.obiekt = 'dokument' AND z.obiekt_id = l.dokument_id
)
SELECT z.czas, z.typ, audit.zdanie(coalesce(t.zdanie, z.typ), z.dane) AS zdanie, z.aktor, z.stanowisko, z.dane->>'komu' AS komu, z.dane->>'tresc' AS tresc,
       z.dane->>'znak' AS znak, coalesce(z.dane->>'rpw', l.rpw) AS rpw, z.dane->>'numer' AS numer, z.dane->>'sposob' AS sposob,
       z.dane->>'wersja' AS wersja, z.dane->>'dokument' AS dokument, z.dane->>'upo' AS upo
  FROM ids
  JOIN audit.zdarzenie z
    ON z.jst = app_jst() AND z.obiekt = ids.obiekt AND z.obiekt_id = ids.obiekt_id AND z.lp = ids.lp
  LEFT JOIN audit.typ t ON t.typ = z.typ
  LEFT JOIN listy l ON z.obiekt = 'dokument' AND l.dokument_id = z.obiekt_id
 ORDER BY z.czas, z.nr
 LIMIT 5000;
