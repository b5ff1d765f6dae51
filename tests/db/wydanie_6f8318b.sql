-- A small office as commit 6f8318b left it: every table has a row. Run as superuser after the ten migrations of that
-- commit; ids are given, so that rows can name each other, and the sequences stand after them.

INSERT INTO org.jst (teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba, ludnosc, organ, slug, adres_skrytki)
VALUES ('08', 'lubuskie', 'Województwo Lubuskie', 'Urząd Marszałkowski', 'województwo', 'W', '', 'Zielona Góra', 980000,
        'Marszałek', 'lubuskie', '/umwl/skrytka'),
       ('0801062', 'Santok', 'Gmina Santok', 'Urząd Gminy Santok', 'gmina wiejska', 'G', 'gorzowski', 'Santok', 8500, 'Wójt',
        'santok', '/santok/skrytka'),
       ('0803012', 'Bledzew', 'Gmina Bledzew', 'Urząd Gminy Bledzew', 'gmina wiejska', 'G', 'międzyrzecki', 'Bledzew', 4300,
        'Wójt', 'bledzew', '/bledzew/skrytka');
INSERT INTO org.konto (id, login, rodzaj, email, haslo, potwierdzone_at) OVERRIDING SYSTEM VALUE
VALUES (1, 'obywatel', 'obywatel', 'o@example.pl', '$argon2id$x', now()), (2, 'kancelaria', 'pracownik', 'k@example.pl', 'x', now()),
       (3, 'wszechstronny', 'pracownik', 'w@example.pl', 'x', now()), (4, 'administrator', 'pracownik', 'a@example.pl', 'x', NULL);
INSERT INTO org.obywatel (konto_id, imie, nazwisko, pesel, miejscowosc) VALUES (1, 'Anna', 'Żak', '44051401359', 'Santok');
INSERT INTO org.token (hash, konto_id, cel, wazny_do) VALUES ('ab', 4, 'haslo', now() + interval '1 day');
INSERT INTO org.logowanie (login_hash, bledy, ostatni_at) VALUES ('cd', 3, now());
INSERT INTO org.komorka (jst, id, kod, nazwa, nadrzedna_id) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 'OR', 'Referat Organizacyjny', NULL), ('0801062', 2, 'OR-I', 'Informatyka', 1),
       ('0803012', 3, 'OR', 'Referat Organizacyjny', NULL);
INSERT INTO org.pracownik (jst, id, konto_id, imie, nazwisko, stanowisko, komorka_id, kieruje, aktywny) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 2, 'Ewa', 'Nowak', 'podinspektor', 1, false, true), ('0801062', 2, 3, 'Jan', 'Łoś', 'sekretarz', 1, true, true),
       ('0803012', 3, 3, 'Jan', 'Łoś', 'sekretarz', 3, true, true), ('0801062', 4, 4, 'Iga', 'Bąk', 'informatyk', 2, false, false);
INSERT INTO org.pracownik_rola (jst, pracownik_id, rola)
VALUES ('0801062', 1, 'kancelaria'), ('0801062', 2, 'dekretujacy'), ('0801062', 2, 'referent'), ('0801062', 2, 'akceptujacy'),
       ('0801062', 2, 'podpisujacy'), ('0803012', 3, 'referent'), ('0801062', 4, 'administrator');
INSERT INTO org.licznik (jst, zakres, rok, ostatni) VALUES ('0801062', 'rpw', 2026, 1);

INSERT INTO store.blob (jst, sha256, rozmiar)
SELECT '0801062', encode(sha256(convert_to(x, 'UTF8')), 'hex'), length(x) FROM unnest('{pismo,zal,upo,wynik,dowod,szkic}'::text[]) x;
INSERT INTO store.blob_czesc (jst, sha256, nr, dane)
SELECT '0801062', encode(sha256(convert_to(x, 'UTF8')), 'hex'), 0, convert_to(x, 'UTF8')
  FROM unnest('{pismo,zal,upo,wynik,dowod,szkic}'::text[]) x;
CREATE FUNCTION pg_temp.sha(x text) RETURNS text LANGUAGE sql AS $$ SELECT encode(sha256(convert_to(x, 'UTF8')), 'hex') $$;

INSERT INTO esp.dokument (jst, id, kanal, konto_id, partner, nadawca_nazwa, nadawca_typ_id, nadawca_id, tytul, nazwa_pliku, mime,
                          sha256, rozmiar, podpis, podpis_raport, klucz, wplynelo_at, odcisk) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 'konto', 1, NULL, 'Anna Żak', 'konto', '1', 'Pismo ogólne', 'p.xml', 'application/xml', pg_temp.sha('pismo'),
        5, 'NONE', '{}', 'k1', now(), NULL),
       ('0801062', 2, 'soap', NULL, 'zus', 'ZUS', 'ePUAP-ID', 'zus', 'Pismo', 'p.xml', 'application/xml', pg_temp.sha('pismo'),
        5, 'TOTAL_PASSED', '{}', 'k2', now(), pg_temp.sha('odcisk'));
INSERT INTO esp.zalacznik VALUES ('0801062', 1, 1, 'z.pdf', 'application/pdf', pg_temp.sha('zal'), 3);
INSERT INTO esp.dokument_dowod VALUES ('0801062', 2, pg_temp.sha('dowod'), 'ocsp', now());
INSERT INTO esp.podpis_wynik VALUES ('0801062', 2, 1, now(), 'TOTAL_PASSED', '{}');
INSERT INTO eod.jrwa_wykaz (id, poziom, nazwa, valid_from) OVERRIDING SYSTEM VALUE VALUES (1, 'G', 'Wykaz gmin', '2011-01-01');
INSERT INTO eod.jrwa_klasa VALUES (1, '5010', 'Sprawy', 'B5', NULL, 'potwierdzona', false);
INSERT INTO eod.sprawa (jst, id, komorka_id, komorka_kod, wykaz_id, symbol, numer, rok, znak, tytul, kategoria, data_wszczecia,
                        sposob_wszczecia, termin, termin_podstawa, prowadzacy_id, konto_id) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 'OR', 1, '5010', 1, 2026, 'OR.5010.1.2026', 'Sprawa', 'B5', '2026-11-02', 'na_wniosek', '2026-12-02',
        'KPA art. 35', 2, 1);
INSERT INTO eod.przesylka (jst, id, dokument_id, rpw_numer, rpw_rok, tytul, nadawca_nazwa, wplynelo_at, zarejestrowano_at,
                           zarejestrowal_id, stan, sprawa_id, lp_w_aktach) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 1, 2026, 'Pismo ogólne', 'Anna Żak', now(), now(), 1, 'W_SPRAWIE', 1, 1);
DELETE FROM eod.do_rejestracji WHERE dokument_id = 1;
INSERT INTO eod.dekretacja (jst, id, przesylka_id, od_id, do_id, rola, created_at) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 1, 2, 'wiodacy', now());
INSERT INTO eod.pismo (jst, id, sprawa_id, stan, wersja, autor_id, adresat_nazwa, adresat_konto_id, sha256, podpisal_id,
                       podpisano_at, created_at) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 'WYSLANE', 1, 2, 'Anna Żak', 1, pg_temp.sha('wynik'), 2, now(), now());
INSERT INTO eod.pismo_wersja VALUES ('0801062', 1, 1, 'Odpowiedź', 'Treść', 2, now());
INSERT INTO eod.akceptacja (jst, id, pismo_id, wersja, kto_id, wynik, created_at) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 1, 2, 'ZAAKCEPTOWANO', now());
INSERT INTO eod.pismo_publiczne VALUES ('PISMO-1', '0801062', 1, pg_temp.sha('wynik'), now());
INSERT INTO esp.doreczenie (jst, id, konto_id, pismo_id, sprawa_id, znak, tytul, sha256, udostepniono_at) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 1, 1, 'OR.5010.1.2026', 'Odpowiedź', pg_temp.sha('wynik'), now());
INSERT INTO eod.wysylka (jst, id, pismo_id, numer, rok, adresat_nazwa, znak, sposob, wyslano_at, wyslal_id, doreczenie_id)
OVERRIDING SYSTEM VALUE VALUES ('0801062', 1, 1, 1, 2026, 'Anna Żak', 'OR.5010.1.2026', 'konto', now(), 1, 1);
INSERT INTO esp.upo VALUES ('0801062', 'UPP-1', 'UPP', 1, NULL, 1, NULL, pg_temp.sha('upo'), now(), now());
INSERT INTO esp.upo_publiczne VALUES ('UPP-1', '0801062', 'UPP', pg_temp.sha('upo'), pg_temp.sha('pismo'), now(), now());
INSERT INTO esp.utrwalenie VALUES ('0801062', pg_temp.sha('upo'), NULL, now());
INSERT INTO forms.szkic (jst, id, konto_id, formularz, dane) OVERRIDING SYSTEM VALUE VALUES ('0801062', 1, 1, 'ogolne', '{"a": 1}');
INSERT INTO forms.szkic_plik (jst, szkic_id, id, nazwa, mime, sha256, rozmiar) OVERRIDING SYSTEM VALUE
VALUES ('0801062', 1, 1, 's.pdf', 'application/pdf', pg_temp.sha('szkic'), 5);

INSERT INTO ca.lista (id, terytorium, numer, wydano_at, nastepna_at, sha256, podpisal, podpis_sha256, dodal) OVERRIDING SYSTEM VALUE
VALUES (1, 'PL', 7, now(), now(), pg_temp.sha('lista'), 'Urząd', pg_temp.sha('podpis'), 'root');
INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, odwolania, zrodlo, lista_id, dodal)
VALUES ('tsa', pg_temp.sha('kotwica'), 'x', 'CN=TSA', now(), 'gdy_znane', 'lista', 1, 'root');
INSERT INTO ca.dowod VALUES (pg_temp.sha('dowod'), 'ocsp', 'x', now(), now());
INSERT INTO ca.dowod_certyfikatu VALUES (pg_temp.sha('cert'), pg_temp.sha('dowod'));
INSERT INTO audit.lisc VALUES ('0801062', '2026-11-02', 0, 'UPP-1', pg_temp.sha('upo'));
INSERT INTO audit.glowa_drzewa (jst, numer, dzien, zamknieta, n_lisci, korzen_lisci, n_lancuchow, korzen_lancuchow, utworzono_at,
                                tresc, sha256)
VALUES ('0801062', 1, '2026-11-02', true, 1, pg_temp.sha('a'), 1, pg_temp.sha('b'), now(), 'głowa', pg_temp.sha('głowa'));
INSERT INTO audit.lancuch_w_glowie VALUES ('0801062', 'dokument', 1, 1, 1, sha256('x'));
INSERT INTO job.zadanie (jst, rodzaj, klucz, dane) VALUES ('0801062', 'mail', 'k', '{"do": "o@example.pl"}');
SELECT set_config('app.kind', 'citizen', true), set_config('app.jst', '0801062', true), set_config('app.konto', '1', true),
       set_config('app.user', '0', true), set_config('app.partner', '', true);
SELECT audit.dopisz('dokument.zlozony', 'dokument', 1, NULL, 'Anna Żak', '', now(), '{"tytul": "Pismo ogólne"}');
SELECT setval(pg_get_serial_sequence(c.oid::regclass::text, a.attname), 100)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' AND a.attname = 'id';
