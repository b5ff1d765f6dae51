-- owner: audit.zdarzenie audit.glowa audit.typ

-- name: audit_append (typ, obiekt, obiekt_id, sprawa_id, aktor, stanowisko, czas, dane)
SELECT audit.dopisz($1, $2, $3, $4, $5, $6, $7, $8::json) AS lp;
