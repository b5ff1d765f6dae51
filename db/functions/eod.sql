-- Functions of eod: the queue of the kancelaria, the wykaz akt, in whose hands a letter lies.

CREATE OR REPLACE FUNCTION eod.czeka_na_rejestracje() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO eod.do_rejestracji (jst, dokument_id) VALUES (NEW.jst, NEW.id);
    RETURN NULL;
END $$;

-- The wykaz akt in force today of the unit's level; cities with powiat rights use that of gminas. NULL: there is none.
CREATE OR REPLACE FUNCTION eod.wykaz_akt() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT w.id FROM eod.jrwa_wykaz w JOIN org.jst j ON w.poziom = CASE j.poziom WHEN 'M' THEN 'G' ELSE j.poziom END
     WHERE j.teryt = app_jst() AND w.valid_from <= current_date AND (w.valid_to IS NULL OR w.valid_to >= current_date)
     ORDER BY w.valid_from DESC LIMIT 1
$$;

-- Is there somebody who can take a letter out of the komórka's inbox?
CREATE OR REPLACE FUNCTION eod.ma_dekretujacego(komorka bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM org.pracownik p
                     JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = 'dekretujacy'
                    WHERE p.jst = app_jst() AND p.komorka_id = $1 AND p.kieruje AND p.aktywny);
END $$;

-- Does a letter that lies in this inbox lie in the hands of the clerk who acts: his own inbox, that of the komórka he
-- heads or of a clerk in it? What lies where nobody is left to take it is in the hands of everyone who assigns letters.
CREATE OR REPLACE FUNCTION eod.w_moich_rekach(u_komorki bigint, u_pracownika bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM org.pracownik ja
                    WHERE ja.jst = app_jst() AND ja.id = app_user() AND ja.aktywny
                      AND (ja.id = $2
                           OR (ja.kieruje AND ja.komorka_id = $1)
                           OR (ja.kieruje AND ja.komorka_id = (SELECT o.komorka_id FROM org.pracownik o
                                                                WHERE o.jst = app_jst() AND o.id = $2))
                           OR ($1 IS NOT NULL AND NOT eod.ma_dekretujacego($1))));
END $$;
