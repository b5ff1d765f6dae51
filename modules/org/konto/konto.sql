-- owner: org.konto org.obywatel org.token org.logowanie

-- name: konto_tries (login_hash)
SELECT bledy, coalesce(blokada_do > now(), false) AS locked FROM org.logowanie WHERE login_hash = $1 FOR UPDATE;

-- The count starts again after a lock has run out or an hour of quiet.
-- name: konto_wrong (login_hash, attempts, lock_seconds)
INSERT INTO org.logowanie AS l (login_hash, bledy, blokada_do, ostatni_at)
VALUES ($1, 1, CASE WHEN $2::int <= 1 THEN now() + make_interval(secs => $3::int) END, now())
ON CONFLICT (login_hash) DO UPDATE
   SET bledy = CASE WHEN l.blokada_do < now() OR l.ostatni_at < now() - interval '1 hour' THEN 1 ELSE l.bledy + 1 END,
       blokada_do = CASE WHEN CASE WHEN l.blokada_do < now() OR l.ostatni_at < now() - interval '1 hour' THEN 1
                                   ELSE l.bledy + 1 END >= $2::int
                         THEN now() + make_interval(secs => $3::int) END,
       ostatni_at = now();

-- name: konto_right (login_hash)
DELETE FROM org.logowanie WHERE login_hash = $1;

-- name: konto_by_login (login)
SELECT id, rodzaj, email, haslo, totp, totp_krok, potwierdzone_at IS NOT NULL AS potwierdzone, aktywne
  FROM org.konto WHERE login = $1;

-- name: konto_by_id (id)
SELECT id, login, rodzaj, email, haslo, totp, totp_krok, aktywne FROM org.konto WHERE id = $1 FOR UPDATE;

-- name: konto_totp_step (id, step)
UPDATE org.konto SET totp_krok = $2 WHERE id = $1;

-- name: konto_rehash (id, haslo)
UPDATE org.konto SET haslo = $2 WHERE id = $1;

-- name: konto_citizen (id)
SELECT imie || ' ' || nazwisko AS name FROM org.obywatel WHERE konto_id = $1;

-- name: konto_units (konto_id)
SELECT j.teryt, j.nazwa_jst
  FROM org.pracownik_konta p JOIN org.jst j ON j.teryt = p.jst
 WHERE p.konto_id = $1
 ORDER BY j.nazwa_jst COLLATE "pl-x-icu";

-- name: konto_clerk (konto_id, jst)
SELECT p.id, p.name, p.stanowisko, j.nazwa_jst, p.roles
  FROM org.pracownik_konta p JOIN org.jst j ON j.teryt = p.jst
 WHERE p.konto_id = $1 AND p.jst = $2;

-- name: konto_insert (login, haslo)
INSERT INTO org.konto (login, rodzaj, email, haslo) VALUES ($1, 'obywatel', $1, $2)
ON CONFLICT (login) DO NOTHING
RETURNING id;

-- name: konto_insert_citizen (konto_id, imie, nazwisko)
INSERT INTO org.obywatel (konto_id, imie, nazwisko) VALUES ($1, $2, $3);

-- name: konto_token_insert (hash, konto_id, cel, hours)
INSERT INTO org.token (hash, konto_id, cel, wazny_do) VALUES ($1, $2, $3, now() + make_interval(hours => $4::int));

-- name: konto_token_use (hash, cel)
UPDATE org.token SET uzyty_at = now() WHERE hash = $1 AND cel = $2 AND uzyty_at IS NULL AND wazny_do > now()
RETURNING konto_id;

-- name: konto_tokens_spend (konto_id, cel)
UPDATE org.token SET uzyty_at = now() WHERE konto_id = $1 AND cel = $2 AND uzyty_at IS NULL;

-- name: konto_confirmed (id)
UPDATE org.konto SET potwierdzone_at = coalesce(potwierdzone_at, now()) WHERE id = $1;

-- A reset link proves the address as well as a confirmation link does.
-- name: konto_new_password (id, haslo)
UPDATE org.konto SET haslo = $2, potwierdzone_at = coalesce(potwierdzone_at, now()) WHERE id = $1
RETURNING login;

-- name: konto_dane ()
SELECT o.imie, o.nazwisko, o.pesel, o.ulica, o.budynek, o.lokal, o.kod_pocztowy, o.miejscowosc, o.telefon, k.email
  FROM org.obywatel o JOIN org.konto k ON k.id = o.konto_id
 WHERE o.konto_id = app_konto();

-- name: konto_dane_update (imie, nazwisko, pesel, ulica, budynek, lokal, kod_pocztowy, miejscowosc, telefon)
UPDATE org.obywatel
   SET imie = $1, nazwisko = $2, pesel = NULLIF($3, ''), ulica = $4, budynek = $5, lokal = $6, kod_pocztowy = $7,
       miejscowosc = $8, telefon = $9
 WHERE konto_id = app_konto();
