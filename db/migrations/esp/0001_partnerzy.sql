-- Government systems that call us over SOAP: from which addresses, and what each may do in which unit. A right is a row; it is
-- not deleted but ends, so that it stays known who could do what when.
CREATE TABLE esp.partner (
    identyfikator text PRIMARY KEY CHECK (identyfikator ~ '^[A-Za-z0-9._-]{1,100}$'),
    nazwa         text NOT NULL CHECK (nazwa <> ''),
    adresy        inet[] NOT NULL CHECK (cardinality(adresy) > 0),
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE esp.partner_prawo (
    partner  text NOT NULL REFERENCES esp.partner,
    usluga   text NOT NULL CHECK (usluga ~ '^[a-z][a-z0-9_]*$'),      -- the name in eurzad_service()
    operacja text NOT NULL CHECK (operacja ~ '^[A-Za-z][A-Za-z0-9_]*$'),
    jst      text NOT NULL,                                           -- TERYT of a unit, or '*': every unit
    teryt    text GENERATED ALWAYS AS (NULLIF(jst, '*')) STORED REFERENCES org.jst,
    od       timestamptz NOT NULL DEFAULT now(),
    koniec   timestamptz CHECK (koniec >= od),
    nadal    text NOT NULL,
    odebral  text,
    PRIMARY KEY (partner, usluga, operacja, jst, od),
    CHECK ((koniec IS NULL) = (odebral IS NULL))
);
CREATE UNIQUE INDEX partner_prawo_obowiazuje ON esp.partner_prawo (partner, usluga, operacja, jst) WHERE koniec IS NULL;

-- One number for both tables: whoever keeps a copy of them sees by it that they changed.
CREATE TABLE esp.partner_wersja (
    jeden int PRIMARY KEY CHECK (jeden = 1),
    nr    bigint NOT NULL
);
INSERT INTO esp.partner_wersja VALUES (1, 1);

CREATE FUNCTION esp.partner_nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE esp.partner_wersja SET nr = nr + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER nowa_wersja AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON esp.partner
    FOR EACH STATEMENT EXECUTE FUNCTION esp.partner_nowa_wersja();
CREATE TRIGGER nowa_wersja AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON esp.partner_prawo
    FOR EACH STATEMENT EXECUTE FUNCTION esp.partner_nowa_wersja();

-- eurzad-soap reads them before anybody is known, so as the public; the other programs cannot. The administrator writes.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['esp.partner', 'esp.partner_prawo', 'esp.partner_wersja'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY czytanie ON %s FOR SELECT TO eurzad_soap USING ((SELECT app_kind()) = ''public'')', t);
        EXECUTE format('CREATE POLICY administrator ON %s USING ((SELECT app_kind()) = ''system'')', t);
        EXECUTE format('GRANT SELECT ON %s TO eurzad_soap, eurzad_admin', t);
    END LOOP;
END $$;
GRANT INSERT ON esp.partner, esp.partner_prawo TO eurzad_admin;
GRANT UPDATE (nazwa, adresy) ON esp.partner TO eurzad_admin;
GRANT UPDATE (koniec, odebral) ON esp.partner_prawo TO eurzad_admin;
GRANT UPDATE (nr) ON esp.partner_wersja TO eurzad_admin;
