-- Functions of prawo: what triggers of the rows of law do.

CREATE OR REPLACE FUNCTION prawo.parametr_zmieniony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO prawo.parametr_stan AS s (jst, numer) VALUES (NEW.jst, nextval('prawo.parametr_numer'))
    ON CONFLICT (jst) DO UPDATE SET numer = EXCLUDED.numer;
    RETURN NULL;
END $$;

-- A text as a number; NULL for what is none.
CREATE OR REPLACE FUNCTION prawo.liczba(s text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN s ~ '^-?[0-9]+(\.[0-9]+)?$' THEN s::numeric END;

-- What a unit sets is at most what the law allows (max.<key>) on every day of the row.
CREATE OR REPLACE FUNCTION prawo.parametr_najwyzej() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    m record;
BEGIN
    SELECT wartosc, valid_from, podstawa INTO m
      FROM prawo.parametr
     WHERE jst = '' AND klucz = 'max.' || NEW.klucz AND superseded_at IS NULL
       AND daterange(valid_from, valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
       AND NEW.wartosc <> ''
       AND coalesce(prawo.liczba(NEW.wartosc) > prawo.liczba(wartosc), true)
     ORDER BY valid_from
     LIMIT 1;
    IF FOUND THEN
        RAISE check_violation USING MESSAGE = format('%s = %s: od %s najwyżej %s (%s)', NEW.klucz, NEW.wartosc,
                                                     m.valid_from, coalesce(NULLIF(m.wartosc, ''), '?'), m.podstawa);
    END IF;
    RETURN NEW;
END $$;
