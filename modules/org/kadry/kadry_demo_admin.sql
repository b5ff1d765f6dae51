-- name: kadry_demo_komorka (kod, nazwa)
INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), $1, $2) ON CONFLICT (jst, kod) DO NOTHING;

-- name: kadry_demo_clerk (konto_id, imie, nazwisko, stanowisko, kod, kieruje)
INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
SELECT app_jst(), $1, $2, $3, $4, id, $6::boolean FROM org.komorka WHERE jst = app_jst() AND kod = $5
RETURNING id;
