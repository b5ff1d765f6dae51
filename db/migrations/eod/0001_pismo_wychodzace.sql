-- How a letter leaves the office, for the files of its case: eod/pismo knows letters and cases, eod/sprawa only cases.
CREATE VIEW eod.pismo_wychodzace WITH (security_invoker = true) AS
SELECT p.jst, p.id, p.sprawa_id, p.podpisano_at, w.numer, w.rok, w.sposob, w.wyslano_at, w.doreczenie_id
  FROM eod.pismo p LEFT JOIN eod.wysylka w ON w.jst = p.jst AND w.pismo_id = p.id;
GRANT SELECT ON eod.pismo_wychodzace TO eurzad_program;
