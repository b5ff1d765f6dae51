-- name: demo_account (login, rodzaj, email, haslo)
INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) VALUES ($1, $2, $3, $4, now())
ON CONFLICT (login) DO NOTHING
RETURNING id;

-- name: demo_citizen (konto_id, imie, nazwisko)
INSERT INTO org.obywatel (konto_id, imie, nazwisko, ulica, budynek, kod_pocztowy, miejscowosc)
VALUES ($1, $2, $3, 'Lipowa', '3', '66-431', 'Santok');

-- name: demo_unit (kod, nazwa)
INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), $1, $2) ON CONFLICT (jst, kod) DO NOTHING;

-- name: demo_clerk (konto_id, imie, nazwisko, stanowisko, kod, kieruje)
INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
SELECT app_jst(), $1, $2, $3, $4, id, $6::boolean FROM org.komorka WHERE jst = app_jst() AND kod = $5
RETURNING id;

-- name: demo_role (pracownik_id, rola)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola) VALUES (app_jst(), $1, $2);
