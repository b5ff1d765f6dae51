-- Functions of esp: partner systems, whose letters.

CREATE OR REPLACE FUNCTION esp.partner_nowa_wersja() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE esp.partner_wersja SET nr = nr + 1;
    RETURN NULL;
END $$;

-- Does whoever acts see this letter? For policies of what belongs to it.
CREATE OR REPLACE FUNCTION esp.widzi_dokument(p_jst text, p_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM esp.dokument d WHERE d.jst = p_jst AND d.id = p_id);
END $$;
