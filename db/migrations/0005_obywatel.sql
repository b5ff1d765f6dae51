-- What a citizen sees of how the office handles his letter: that it is registered, in whose hands the case is.

-- His own letters in the register of what came in; which columns are shown is decided by modules/portal/moje_sprawy.
CREATE POLICY obywatel ON eod.przesylka FOR SELECT
    USING (app_kind() = 'citizen'
           AND EXISTS (SELECT FROM esp.dokument d WHERE d.jst = przesylka.jst AND d.id = dokument_id));

-- A letter is registered before it belongs to a case, so the event is found through the letter.
CREATE POLICY obywatel_przesylka ON audit.zdarzenie FOR SELECT
    USING (app_kind() = 'citizen' AND typ = 'przesylka.zarejestrowana' AND obiekt = 'przesylka'
           AND EXISTS (SELECT FROM eod.przesylka p WHERE p.jst = zdarzenie.jst AND p.id = obiekt_id));

-- How an office is divided is public (ustawa o dostępie do informacji publicznej, art. 6 ust. 1 pkt 2).
CREATE POLICY struktura ON org.komorka FOR SELECT USING (app_kind() = 'citizen');
