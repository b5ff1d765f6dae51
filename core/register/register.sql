-- name: register_history (obiekt, id)
SELECT z.czas, z.typ, t.zdanie, z.aktor, z.stanowisko, z.dane->>'opis' AS opis, z.dane->>'tresc' AS tresc
  FROM audit.zdarzenie z LEFT JOIN audit.typ t ON t.typ = z.typ
 WHERE z.jst = app_jst() AND z.obiekt = $1 AND z.obiekt_id = $2
 ORDER BY z.lp
 LIMIT 1000;
