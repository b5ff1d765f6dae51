-- Functions of esp: partner systems.

CREATE OR REPLACE FUNCTION esp.partner_nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE esp.partner_wersja SET nr = nr + 1;
    RETURN NULL;
END $$;
