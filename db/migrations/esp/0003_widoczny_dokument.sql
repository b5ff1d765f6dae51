-- Whose letter it is, asked by a function. A policy with a subquery is planned and begun with every statement on its table,
-- also for clerks, whom it does not concern; a function only when it is called.
CREATE FUNCTION esp.widzi_dokument(p_jst text, p_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM esp.dokument d WHERE d.jst = p_jst AND d.id = p_id);
END $$;

ALTER POLICY wlasciciel ON esp.zalacznik
    USING ((SELECT app_kind()) = ANY ('{citizen,partner}') AND esp.widzi_dokument(jst, dokument_id));
ALTER POLICY wlasciciel ON esp.podpis_wynik
    USING ((SELECT app_kind()) = ANY ('{citizen,partner}') AND esp.widzi_dokument(jst, dokument_id));
