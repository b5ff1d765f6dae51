-- The same document with the evidence for its seal put in (XAdES B-LT), where there is one: for whoever shows the document,
-- which knows nothing of how evidence is gathered.
CREATE VIEW esp.utrwalone WITH (security_invoker = true) AS
SELECT jst, sha256, lt_sha256 FROM esp.utrwalenie WHERE lt_sha256 IS NOT NULL;
GRANT SELECT ON esp.utrwalone TO eurzad_program;
