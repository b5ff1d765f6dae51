-- owner: eod.jrwa_wykaz eod.jrwa_klasa

-- name: jrwa_wykaz ()
SELECT nazwa, valid_from FROM eod.jrwa_wykaz WHERE id = eod.wykaz_akt();

-- name: jrwa_klasa (symbol)
SELECT wykaz_id, symbol, haslo, kategoria, status = 'potwierdzona' AND kategoria IS NOT NULL AS potwierdzona, grupujaca
  FROM eod.jrwa_klasa WHERE wykaz_id = (SELECT eod.wykaz_akt()) AND symbol = $1;

-- name: jrwa_search (q, koncowe, niepotwierdzone, limit)
SELECT k.symbol, k.haslo, k.kategoria, k.kategoria_inne, CASE WHEN k.status = 'potwierdzona' THEN 1 END AS potwierdzona,
       CASE WHEN k.grupujaca THEN 1 END AS grupujaca,
       CASE WHEN NOT k.grupujaca AND ((k.status = 'potwierdzona' AND k.kategoria IS NOT NULL) OR $3::boolean) THEN 1 END
       AS dostepna
  FROM eod.jrwa_klasa k
 WHERE k.wykaz_id = (SELECT eod.wykaz_akt()) AND (NOT $2::boolean OR NOT k.grupujaca)
   AND (starts_with(k.symbol, trim($1)) OR bez_ogonkow(k.haslo) LIKE ALL ((SELECT wzorce($1))::text[]))
 ORDER BY k.symbol COLLATE "C"
 LIMIT $4::int;

-- The register: a symbol behind a 1 is a number of its own, 0 and 00 too.
-- name: jrwa_by_symbol (q, stan, po_klucz, po_id, limit)
SELECT * FROM (SELECT ('1' || symbol)::bigint AS id, symbol AS numer, symbol COLLATE "C" AS klucz, haslo, kategoria,
                      kategoria_inne, CASE WHEN grupujaca THEN 'GRUPUJE' ELSE upper(status) END AS stan
                 FROM eod.jrwa_klasa WHERE wykaz_id = (SELECT eod.wykaz_akt())) k
 WHERE (starts_with(numer, trim($1)) OR bez_ogonkow(haslo) LIKE ALL ((SELECT wzorce($1))::text[]))
   AND ($2 = '' OR stan = $2) AND ($4::bigint = 0 OR klucz > $3)
 ORDER BY klucz LIMIT $5::int;
