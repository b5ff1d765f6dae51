-- name: konto_admin_add (login, rodzaj, email, haslo)
INSERT INTO org.konto (login, rodzaj, email, haslo, potwierdzone_at) VALUES ($1, $2, $3, $4, now())
ON CONFLICT (login) DO NOTHING
RETURNING id;

-- name: konto_admin_totp (login, secret)
UPDATE org.konto SET totp = $2, totp_krok = 0 WHERE login = $1 AND rodzaj = 'pracownik';

-- name: konto_demo_citizen (konto_id, imie, nazwisko)
INSERT INTO org.obywatel (konto_id, imie, nazwisko, ulica, budynek, kod_pocztowy, miejscowosc)
VALUES ($1, $2, $3, 'Lipowa', '3', '66-431', 'Santok');
