-- The dictionary of the trail's events: what a kind of event is called, and whether and in what words a citizen sees it.
-- `eurzad-admin migrate` fills it from the EVENT rows of the modules; nobody else writes it.
CREATE TABLE audit.typ (
    typ            text PRIMARY KEY CHECK (typ ~ '^[a-z_]+\.[a-z_]+$'),
    zdanie         text NOT NULL CHECK (zdanie <> ''),
    zdanie_jawne   text CHECK (zdanie_jawne <> ''),
    jawny          boolean NOT NULL GENERATED ALWAYS AS (zdanie_jawne IS NOT NULL) STORED
);
ALTER TABLE audit.typ ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.typ FORCE ROW LEVEL SECURITY;
CREATE POLICY slownik ON audit.typ FOR SELECT USING (true);
CREATE POLICY zmiana ON audit.typ TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT ON audit.typ TO eurzad_program;

-- A citizen sees of the trail what the dictionary says he is told: events of his documents, of the letters they became in the
-- register, before these belong to a case, and of his cases.
DROP POLICY obywatel ON audit.zdarzenie;
DROP POLICY obywatel_przesylka ON audit.zdarzenie;
CREATE POLICY obywatel ON audit.zdarzenie FOR SELECT
    USING ((SELECT app_kind()) = 'citizen'
           AND typ IN (SELECT t.typ FROM audit.typ t WHERE t.jawny)
           AND ((obiekt = 'dokument'
                 AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = zdarzenie.jst AND d.id = obiekt_id))
                OR (obiekt = 'przesylka'
                    AND EXISTS (SELECT FROM eod.przesylka p WHERE p.jst = zdarzenie.jst AND p.id = obiekt_id))
                OR (sprawa_id IS NOT NULL
                    AND EXISTS (SELECT FROM eod.sprawa s WHERE s.jst = zdarzenie.jst AND s.id = sprawa_id))));
