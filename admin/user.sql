-- name: user_account (login, email, haslo)
INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) VALUES ($1, 'pracownik', $2, $3, now())
RETURNING id;

-- name: user_komorka (kod, nazwa)
INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), $1, $2)
ON CONFLICT (jst, kod) DO UPDATE SET aktywna = true
RETURNING id;

-- name: user_clerk (konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
INSERT INTO org.pracownik (jst, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje)
VALUES (app_jst(), $1, $2, $3, $4, $5, $6)
RETURNING id;

-- name: user_role (pracownik_id, rola)
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola) VALUES (app_jst(), $1, $2);

-- name: user_totp (login, secret)
UPDATE org.konto SET totp = $2, totp_krok = 0 WHERE login = $1 AND rodzaj = 'pracownik';
