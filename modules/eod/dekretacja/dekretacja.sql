-- The lock makes two simultaneous assignments queue: the second sees where the first has put the letter.
-- name: dekretacja_lock (przesylka_id)
SELECT p.stan, p.u_komorki_id, p.u_pracownika_id, 'RPW/' || p.rpw_numer || '/' || p.rpw_rok AS rpw, p.sprawa_id
  FROM eod.przesylka p WHERE p.jst = app_jst() AND p.id = $1 FOR UPDATE;

-- Read after the lock was got, so that it tells of the present.
-- name: dekretacja_holder (przesylka_id)
SELECT eod.w_moich_rekach(p.u_komorki_id, p.u_pracownika_id) AS u_mnie,
       coalesce(o.imie || ' ' || o.nazwisko, k.nazwa, s.znak) AS u_kogo,
       EXISTS (SELECT FROM eod.dekretacja d
                WHERE d.jst = p.jst AND d.przesylka_id = p.id AND d.od_id = app_user()) AS moja
  FROM eod.przesylka p
  LEFT JOIN org.pracownik o ON o.jst = p.jst AND o.id = p.u_pracownika_id
  LEFT JOIN org.komorka k ON k.jst = p.jst AND k.id = p.u_komorki_id
  LEFT JOIN eod.sprawa s ON s.jst = p.jst AND s.id = p.sprawa_id
 WHERE p.jst = app_jst() AND p.id = $1;

-- name: dekretacja_komorka (id)
SELECT nazwa FROM org.komorka WHERE jst = app_jst() AND id = $1 AND aktywna AND eod.ma_dekretujacego(id);

-- Of those named, how many are no active clerks of this unit.
-- name: dekretacja_obcy (ids)
SELECT count(*) AS n FROM unnest(string_to_array($1, ',')::bigint[]) AS i(id)
 WHERE NOT EXISTS (SELECT FROM org.pracownik p WHERE p.jst = app_jst() AND p.id = i.id AND p.aktywny);

-- Where the letter came from into the present inbox: the last step that brought it here and was no return.
-- name: dekretacja_last (przesylka_id)
SELECT d.od_id, d.z_komorki_id, d.termin, a.imie || ' ' || a.nazwisko AS od, a.aktywny, k.nazwa AS z_komorki,
       CASE WHEN d.z_komorki_id IS NOT NULL THEN eod.ma_dekretujacego(d.z_komorki_id) END AS obsadzona
  FROM eod.przesylka p
  JOIN eod.dekretacja d ON d.jst = p.jst AND d.przesylka_id = p.id AND d.rola = 'wiodacy' AND NOT d.zwrot
   AND (d.do_komorki_id = p.u_komorki_id OR d.do_id = p.u_pracownika_id)
  JOIN org.pracownik a ON a.jst = d.jst AND a.id = d.od_id
  LEFT JOIN org.komorka k ON k.jst = d.jst AND k.id = d.z_komorki_id
 WHERE p.jst = app_jst() AND p.id = $1
 ORDER BY d.id DESC
 LIMIT 1;
