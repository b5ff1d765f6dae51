-- name: konto_address (konto_id)
SELECT email FROM org.konto WHERE id = $1 AND aktywne;
