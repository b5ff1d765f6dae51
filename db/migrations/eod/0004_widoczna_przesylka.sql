-- As in esp/0003: the sender's own letters.
ALTER POLICY obywatel ON eod.przesylka
    USING ((SELECT app_kind()) = 'citizen' AND esp.widzi_dokument(jst, dokument_id));
