-- The register of what went out is searched as that of what came in: number, addressee, sign.
ALTER TABLE eod.wysylka
    ADD szukaj text NOT NULL GENERATED ALWAYS AS
        (bez_ogonkow('RPW-W/' || numer || '/' || rok || ' ' || adresat_nazwa || ' ' || znak)) STORED;
