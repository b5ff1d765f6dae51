-- owner: esp.dokument esp.zalacznik esp.dokument_dowod esp.podpis_wynik

-- Two submissions of one key at the same time: the second waits here until the first has committed, then finds it.
-- name: skrytka_lock (klucz)
SELECT pg_advisory_xact_lock(hashtextextended(app_jst() || E'\n' || $1, 3));

-- The earlier submission with this key, if there is one, and an id for a new one: with it the document, its receipt
-- and the trail can be written without waiting for each other.
-- name: skrytka_find (klucz)
SELECT d.id, d.sha256, nextval('esp.dokument_id_seq') AS nowe_id
  FROM (SELECT 1) jeden LEFT JOIN esp.dokument d ON d.jst = app_jst() AND d.klucz = $1;

-- The earlier filing of the same signature by the same sender.
-- name: skrytka_find_signed (odcisk, nadawca_typ_id, nadawca_id)
SELECT id FROM esp.dokument
 WHERE jst = app_jst() AND odcisk = $1 AND nadawca_typ_id = $2 AND nadawca_id = $3
 ORDER BY id LIMIT 1;

-- name: skrytka_insert (kanal, konto, partner, nazwa, typ, id, adres, zwrotny, tytul, wzor, znak, plik, mime, sha, rozmiar, podpis, raport, klucz, at, id, odcisk)
INSERT INTO esp.dokument (jst, kanal, konto_id, partner, nadawca_nazwa, nadawca_typ_id, nadawca_id, nadawca_adres,
                          adres_odpowiedzi, tytul, wzor, znak_sprawy, nazwa_pliku, mime, sha256, rozmiar, podpis,
                          podpis_raport, klucz, wplynelo_at, id, odcisk)
OVERRIDING SYSTEM VALUE
VALUES (app_jst(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::jsonb, $18, $19, $20, $21);

-- name: skrytka_attach (dokument_id, lp, nazwa, mime, sha256, rozmiar)
INSERT INTO esp.zalacznik (jst, dokument_id, lp, nazwa, mime, sha256, rozmiar) VALUES (app_jst(), $1, $2, $3, $4, $5, $6);

-- name: skrytka_evidence (dokument_id, sha256, rodzaj, at)
INSERT INTO esp.dokument_dowod (jst, dokument_id, sha256, rodzaj, dodano_at) VALUES (app_jst(), $1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- podpis, podpis_raport, podpis_at: the newest result, of the moment of filing unless the signature was checked again.
-- name: skrytka_dokument (id)
SELECT d.jst, d.id, d.kanal, d.konto_id, d.partner, d.nadawca_nazwa, d.nadawca_typ_id, d.nadawca_id, d.nadawca_adres,
       d.adres_odpowiedzi, d.tytul, d.wzor, d.znak_sprawy, d.nazwa_pliku, d.mime, d.sha256, d.rozmiar, d.klucz,
       d.wplynelo_at, coalesce(w.podpis, d.podpis) AS podpis, coalesce(w.raport, d.podpis_raport) AS podpis_raport,
       coalesce(w.at, d.wplynelo_at) AS podpis_at
  FROM esp.dokument d
  LEFT JOIN LATERAL (SELECT podpis, raport, at FROM esp.podpis_wynik w
                      WHERE w.jst = d.jst AND w.dokument_id = d.id ORDER BY lp DESC LIMIT 1) w ON true
 WHERE d.jst = app_jst() AND d.id = $1;

-- name: skrytka_zalaczniki (dokument_id)
SELECT lp, nazwa, mime, rozmiar, sha256 FROM esp.zalacznik WHERE jst = app_jst() AND dokument_id = $1 ORDER BY lp;
