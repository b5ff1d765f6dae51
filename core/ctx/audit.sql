-- owner: audit.zdarzenie audit.glowa audit.typ audit.obiekt

-- name: audit_append (typ, obiekt, obiekt_id, sprawa_id, dane)
SELECT audit.dopisz($1, $2, $3, $4, $5::json) AS lp;
