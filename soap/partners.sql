-- owner: esp.partner esp.partner_prawo esp.partner_wersja

-- name: partners_version ()
SELECT nr FROM esp.partner_wersja;

-- name: partners_addresses ()
SELECT p.identyfikator, host(a) AS adres FROM esp.partner p, unnest(p.adresy) a;

-- name: partners_rights ()
SELECT partner, usluga, operacja, jst FROM esp.partner_prawo WHERE koniec IS NULL;
