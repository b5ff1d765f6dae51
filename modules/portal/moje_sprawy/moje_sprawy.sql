-- Row-level security gives a citizen his own documents, cases and deliveries, and the letters registered from them.

-- name: moje_pisma (przed, limit)
SELECT d.jst, j.slug, j.nazwa_jst, d.id, d.tytul, d.wplynelo_at, u.numer AS upo, p.stan, s.id AS sprawa_id, s.znak
  FROM esp.dokument d
  JOIN org.jst j ON j.teryt = d.jst
  LEFT JOIN esp.upo u ON u.jst = d.jst AND u.dokument_id = d.id
  LEFT JOIN eod.przesylka p ON p.jst = d.jst AND p.dokument_id = d.id
  LEFT JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
 WHERE d.konto_id = app_konto() AND ($1::bigint = 0 OR d.id < $1)
 ORDER BY d.id DESC
 LIMIT $2::int;

-- name: moje_sprawy ()
SELECT s.jst, j.slug, j.nazwa_jst, s.id, s.znak, s.tytul, s.stan, s.data_wszczecia, s.termin, s.data_zakonczenia,
       (SELECT count(*) FROM esp.doreczenie d WHERE d.jst = s.jst AND d.sprawa_id = s.id AND d.odebrano_at IS NULL)
       AS do_odbioru,
       CASE WHEN s.stan = 'W_TOKU' AND s.termin < current_date THEN 1 END AS po_terminie
  FROM eod.sprawa s JOIN org.jst j ON j.teryt = s.jst
 WHERE s.konto_id = app_konto()
 ORDER BY s.stan = 'ZALATWIONA', s.id DESC
 LIMIT 500;

-- name: moja_sprawa (id)
SELECT s.jst, j.slug, j.nazwa_jst, j.nazwa_urzedu, s.id, s.znak, s.tytul, s.stan, s.data_wszczecia, s.sposob_wszczecia,
       s.termin, s.termin_podstawa, s.data_zakonczenia, s.sposob_zalatwienia, coalesce(k.nazwa, s.komorka_kod) AS komorka,
       (SELECT count(*) FROM esp.doreczenie d WHERE d.jst = s.jst AND d.sprawa_id = s.id AND d.odebrano_at IS NULL)
       AS do_odbioru,
       CASE WHEN s.stan = 'W_TOKU' AND s.termin < current_date THEN 1 END AS po_terminie
  FROM eod.sprawa s
  JOIN org.jst j ON j.teryt = s.jst
  LEFT JOIN org.komorka k ON k.jst = s.jst AND k.id = s.komorka_id
 WHERE s.jst = app_jst() AND s.id = $1;

-- Events of the case, and those of letters from the time before they belonged to it.
-- name: moja_sprawa_zdarzenia (sprawa_id)
WITH moje AS (
    SELECT id, dokument_id FROM eod.przesylka WHERE jst = app_jst() AND sprawa_id = $1
)
SELECT z.czas, audit.zdanie(t.zdanie_jawne, z.dane) AS zdanie, z.obiekt, z.obiekt_id, coalesce(d.tytul, dr.tytul) AS tytul, d.id AS pismo_id, dr.id AS doreczenie_id
  FROM audit.zdarzenie z JOIN audit.typ t ON t.typ = z.typ
  LEFT JOIN moje m ON z.obiekt = 'przesylka' AND m.id = z.obiekt_id
  LEFT JOIN esp.dokument d ON d.jst = z.jst AND d.id = CASE z.obiekt WHEN 'dokument' THEN z.obiekt_id
                                                                     WHEN 'przesylka' THEN m.dokument_id END
  LEFT JOIN esp.doreczenie dr ON dr.jst = z.jst AND ((z.obiekt = 'doreczenie' AND dr.id = z.obiekt_id)
                                                     OR (z.obiekt = 'pismo' AND dr.pismo_id = z.obiekt_id))
 WHERE z.jst = app_jst()
   AND (z.sprawa_id = $1 OR (z.obiekt = 'przesylka' AND m.id IS NOT NULL)
        OR (z.obiekt = 'dokument' AND z.obiekt_id IN (SELECT dokument_id FROM moje)))
 ORDER BY z.czas, z.nr
 LIMIT 500;

-- name: moje_pismo_zdarzenia (dokument_id)
SELECT z.czas, audit.zdanie(t.zdanie_jawne, z.dane) AS zdanie, z.obiekt, z.obiekt_id, NULL AS tytul, NULL AS pismo_id, NULL AS doreczenie_id
  FROM audit.zdarzenie z JOIN audit.typ t ON t.typ = z.typ
 WHERE z.jst = app_jst()
   AND ((z.obiekt = 'dokument' AND z.obiekt_id = $1)
        OR (z.obiekt = 'przesylka'
            AND z.obiekt_id = (SELECT p.id FROM eod.przesylka p WHERE p.jst = app_jst() AND p.dokument_id = $1)))
 ORDER BY z.czas, z.nr
 LIMIT 100;

-- name: moja_sprawa_doreczenia (sprawa_id)
SELECT id, tytul, udostepniono_at, odebrano_at, data_doreczenia
  FROM esp.doreczenie WHERE jst = app_jst() AND sprawa_id = $1
 ORDER BY udostepniono_at DESC, id DESC
 LIMIT 200;

-- name: moje_pismo_stan (dokument_id)
SELECT p.stan, p.rpw_numer || '/' || p.rpw_rok AS rpw, p.zarejestrowano_at, s.id AS sprawa_id, s.znak
  FROM eod.przesylka p
  LEFT JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
 WHERE p.jst = app_jst() AND p.dokument_id = $1;
