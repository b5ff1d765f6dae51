-- owner: eod.jrwa_wykaz eod.jrwa_klasa

-- The version in force of the unit's level; cities with powiat rights use that of gminas.
-- name: jrwa_wykaz ()
SELECT w.id, w.nazwa, w.valid_from
  FROM eod.jrwa_wykaz w JOIN org.jst j ON w.poziom = CASE j.poziom WHEN 'M' THEN 'G' ELSE j.poziom END
 WHERE j.teryt = app_jst() AND w.valid_from <= current_date AND (w.valid_to IS NULL OR w.valid_to >= current_date)
 ORDER BY w.valid_from DESC
 LIMIT 1;

-- name: jrwa_klasa (wykaz_id, symbol)
SELECT symbol, haslo, kategoria, status = 'potwierdzona' AS potwierdzona, grupujaca
  FROM eod.jrwa_klasa WHERE wykaz_id = $1 AND symbol = $2;

-- name: jrwa_search (wykaz_id, q, koncowe, niepotwierdzone, limit)
SELECT k.symbol, k.haslo, k.kategoria, k.kategoria_inne, CASE WHEN k.status = 'potwierdzona' THEN 1 END AS potwierdzona,
       CASE WHEN k.grupujaca THEN 1 END AS grupujaca,
       CASE WHEN NOT k.grupujaca AND ((k.status = 'potwierdzona' AND k.kategoria IS NOT NULL) OR $4::boolean) THEN 1 END
       AS dostepna
  FROM eod.jrwa_klasa k
 WHERE k.wykaz_id = $1 AND (NOT $3::boolean OR NOT k.grupujaca)
   AND (starts_with(k.symbol, trim($2)) OR bez_ogonkow(k.haslo) LIKE ALL ((SELECT wzorce($2))::text[]))
 ORDER BY k.symbol COLLATE "C"
 LIMIT $5::int;
