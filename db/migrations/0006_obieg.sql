-- The clerks' desk: the queue of the kancelaria, since when and until when an item lies in an inbox, search.

-- What has arrived and waits for its number. A queue of its own, so that the desk stays quick however many documents
-- there are; a row comes with the document and goes with the number, each in the same transaction.
CREATE TABLE eod.do_rejestracji (
    jst         text NOT NULL,
    dokument_id bigint NOT NULL,
    PRIMARY KEY (jst, dokument_id),
    FOREIGN KEY (jst, dokument_id) REFERENCES esp.dokument
);
SELECT tenant_table('eod.do_rejestracji', '{clerk,system}');
CREATE POLICY wplyw ON eod.do_rejestracji FOR INSERT
    WITH CHECK (jst = app_jst() AND app_kind() IN ('citizen', 'partner'));
GRANT SELECT, INSERT, DELETE ON eod.do_rejestracji TO eurzad_program;

CREATE FUNCTION eod.czeka_na_rejestracje() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO eod.do_rejestracji (jst, dokument_id) VALUES (NEW.jst, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER do_rejestracji AFTER INSERT ON esp.dokument
    FOR EACH ROW EXECUTE FUNCTION eod.czeka_na_rejestracje();

-- Documents from before, unit by unit, for row security is forced.
DO $$
DECLARE
    unit text;
BEGIN
    PERFORM set_config('app.kind', 'system', true);
    FOR unit IN SELECT teryt FROM org.jst LOOP
        PERFORM set_config('app.jst', unit, true);
        INSERT INTO eod.do_rejestracji (jst, dokument_id)
        SELECT d.jst, d.id FROM esp.dokument d
         WHERE NOT EXISTS (SELECT FROM eod.przesylka p WHERE p.jst = d.jst AND p.dokument_id = d.id);
    END LOOP;
    PERFORM set_config('app.jst', '', true);
END $$;

-- Patterns for LIKE ALL: every word of a search, Polish letters or not. No words: an empty array, which matches all.
CREATE FUNCTION eod.wzorce(q text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg('%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'), '{}')
      FROM regexp_split_to_table(bez_ogonkow(q), '\s+') w WHERE w <> ''
$$;

ALTER TABLE eod.przesylka
    ADD termin  date,                                  -- of the last dekretacja that set one
    ADD lezy_od timestamptz NOT NULL DEFAULT now(),    -- since when it lies in the present inbox
    ADD szukaj  text NOT NULL GENERATED ALWAYS AS
        (bez_ogonkow('rpw/' || rpw_numer::text || '/' || rpw_rok::text || ' ' || tytul || ' ' || nadawca_nazwa || ' ' ||
                     znak_obcy)) STORED;
GRANT UPDATE (termin, lezy_od) ON eod.przesylka TO eurzad_program;
DROP INDEX eod.przesylka_skrzynka;
DROP INDEX eod.przesylka_komorka;
CREATE INDEX przesylka_skrzynka ON eod.przesylka (jst, u_pracownika_id, stan, termin, id) WHERE u_pracownika_id IS NOT NULL;
CREATE INDEX przesylka_komorka ON eod.przesylka (jst, u_komorki_id, stan, termin, id) WHERE u_komorki_id IS NOT NULL;

-- Is there somebody who can take a letter out of the komórka's inbox?
CREATE FUNCTION eod.ma_dekretujacego(komorka bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM org.pracownik p
                     JOIN org.pracownik_rola r ON r.jst = p.jst AND r.pracownik_id = p.id AND r.rola = 'dekretujacy'
                    WHERE p.jst = app_jst() AND p.komorka_id = $1 AND p.kieruje AND p.aktywny)
$$;

-- Does a letter that lies in this inbox lie in the hands of the clerk who acts: his own inbox, that of the komórka he
-- heads or of a clerk in it? What lies where nobody is left to take it is in the hands of everyone who assigns letters.
CREATE FUNCTION eod.w_moich_rekach(u_komorki bigint, u_pracownika bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM org.pracownik ja
                    WHERE ja.jst = app_jst() AND ja.id = app_user() AND ja.aktywny
                      AND (ja.id = $2
                           OR (ja.kieruje AND ja.komorka_id = $1)
                           OR (ja.kieruje AND ja.komorka_id = (SELECT o.komorka_id FROM org.pracownik o
                                                                WHERE o.jst = app_jst() AND o.id = $2))
                           OR ($1 IS NOT NULL AND NOT eod.ma_dekretujacego($1))))
$$;

DROP INDEX eod.dekretacja_do_wiadomosci;
CREATE INDEX dekretacja_do_wiadomosci ON eod.dekretacja (jst, do_id, id)
    WHERE rola = 'do_wiadomosci' AND odczytano_at IS NULL;

-- From which komórka's inbox it went: that is where a return goes back to, whoever heads the komórka then.
ALTER TABLE eod.dekretacja
    ADD z_komorki_id bigint,
    ADD FOREIGN KEY (jst, z_komorki_id) REFERENCES org.komorka;

ALTER TABLE eod.sprawa
    ADD szukaj text NOT NULL GENERATED ALWAYS AS (bez_ogonkow(znak || ' ' || tytul || ' ' || strona_nazwa)) STORED;
CREATE INDEX sprawa_komorka ON eod.sprawa (jst, komorka_id, id);
CREATE INDEX sprawa_moje ON eod.sprawa (jst, prowadzacy_id, id);

ALTER TABLE eod.pismo
    ADD stan_od        timestamptz NOT NULL DEFAULT now(), -- since when it is in this state
    ADD adresat_rodzaj text NOT NULL DEFAULT 'osoba' CHECK (adresat_rodzaj IN ('osoba', 'instytucja'));
GRANT UPDATE (stan_od) ON eod.pismo TO eurzad_program;
CREATE INDEX pismo_projekty ON eod.pismo (jst, autor_id, id) WHERE stan = 'ROBOCZE';

-- Why the letter does not go to the addressee's account though he has one (KPA art. 39 § 2).
ALTER TABLE eod.wysylka
    ADD powod text NOT NULL DEFAULT '';
CREATE INDEX wysylka_lista ON eod.wysylka (jst, id);

-- A case as lists show it. The reader's own policies apply.
CREATE VIEW eod.sprawa_na_liscie WITH (security_invoker = true) AS
SELECT s.jst, s.id, s.znak, s.tytul, s.strona_nazwa, s.prowadzacy_id, s.komorka_id, p.imie || ' ' || p.nazwisko AS prowadzacy,
       s.stan, s.data_wszczecia, s.termin, s.data_zakonczenia, s.szukaj
  FROM eod.sprawa s JOIN org.pracownik p ON p.jst = s.jst AND p.id = s.prowadzacy_id;
GRANT SELECT ON eod.sprawa_na_liscie TO eurzad_program;

-- A letter with its present version and its case, as lists show it.
CREATE VIEW eod.pismo_biezace WITH (security_invoker = true) AS
SELECT p.jst, p.id, p.sprawa_id, p.stan, p.stan_od, p.wersja, p.autor_id, p.akceptujacy_id, p.adresat_nazwa, w.tytul,
       s.znak, s.termin, s.prowadzacy_id, a.imie || ' ' || a.nazwisko AS autor
  FROM eod.pismo p
  JOIN eod.pismo_wersja w ON w.jst = p.jst AND w.pismo_id = p.id AND w.wersja = p.wersja
  JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
  JOIN org.pracownik a ON a.jst = p.jst AND a.id = w.autor_id;
GRANT SELECT ON eod.pismo_biezace TO eurzad_program;

-- What anybody may learn of a signed letter from the identifier on its printout: no person, no content.
CREATE TABLE eod.pismo_publiczne (
    numer        text PRIMARY KEY,
    jst          text NOT NULL REFERENCES org.jst,
    pismo_id     bigint NOT NULL,
    sha256       text NOT NULL,
    podpisano_at timestamptz NOT NULL,
    FOREIGN KEY (jst, pismo_id) REFERENCES eod.pismo
);
CREATE INDEX pismo_publiczne_sha256 ON eod.pismo_publiczne (sha256);
ALTER TABLE eod.pismo_publiczne ENABLE ROW LEVEL SECURITY;
ALTER TABLE eod.pismo_publiczne FORCE ROW LEVEL SECURITY;
CREATE POLICY czytanie ON eod.pismo_publiczne FOR SELECT USING (true);
CREATE POLICY jednostka ON eod.pismo_publiczne FOR INSERT WITH CHECK (jst = app_jst() AND app_kind() = 'clerk');
GRANT SELECT, INSERT ON eod.pismo_publiczne TO eurzad_program;
