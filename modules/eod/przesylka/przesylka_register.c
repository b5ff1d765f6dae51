/* The list of what came in as a table. Entries are made by przesylka_enter() and moved by dekretacja and sprawa. */
#include "modules/eod/przesylka/przesylka.h"
#include "przesylka_sql.h"

#define L COLUMN_LISTED
#define S COLUMN_SEARCHED

const struct word przesylka_stany[] = {
    { "DO_DEKRETACJI", "do dekretacji", "warn" },
    { "U_PROWADZACEGO", "u prowadzącego", "info" },
    { "W_SPRAWIE", "w sprawie", "ok" },
    { 0 },
};

#define DEKRETUJE ROLE_EOD_DEKRETUJACY
#define ZWRACA (ROLE_EOD_DEKRETUJACY | ROLE_EOD_REFERENT)
#define PROWADZI ROLE_EOD_REFERENT

const struct step przesylka_kroki[] = {
    { "DO_DEKRETACJI", "DO_DEKRETACJI", DEKRETUJE, "dekretacja.dokonana", .code = "dekretacja" },
    { "DO_DEKRETACJI", "U_PROWADZACEGO", DEKRETUJE, "dekretacja.dokonana", .code = "dekretacja" },
    { "U_PROWADZACEGO", "DO_DEKRETACJI", DEKRETUJE, "dekretacja.dokonana", .code = "dekretacja" },
    { "U_PROWADZACEGO", "U_PROWADZACEGO", DEKRETUJE, "dekretacja.dokonana", .code = "dekretacja" },
    { "DO_DEKRETACJI", "DO_DEKRETACJI", ZWRACA, "dekretacja.zwrocona", .reason = true, .code = "zwrot" },
    { "DO_DEKRETACJI", "U_PROWADZACEGO", ZWRACA, "dekretacja.zwrocona", .reason = true, .code = "zwrot" },
    { "U_PROWADZACEGO", "DO_DEKRETACJI", ZWRACA, "dekretacja.zwrocona", .reason = true, .code = "zwrot" },
    { "U_PROWADZACEGO", "U_PROWADZACEGO", ZWRACA, "dekretacja.zwrocona", .reason = true, .code = "zwrot" },
    { "U_PROWADZACEGO", "W_SPRAWIE", PROWADZI, "sprawa.zalozona", .code = "sprawa" },
    { "U_PROWADZACEGO", "W_SPRAWIE", PROWADZI, "sprawa.dolaczono", .code = "dolaczenie" },
    { 0 },
};

static const struct column COLUMNS[] = {
    { "wplynelo_at", "Wpłynęło", COLUMN_DATE, L },
    { "tytul", "Tytuł", COLUMN_TEXT, L | S },
    { "nadawca_nazwa", "Nadawca", COLUMN_TEXT, L | S },
    { "data_na_pismie", "Data na piśmie", COLUMN_DATE, L },
    { "znak_obcy", "Znak na piśmie", COLUMN_TEXT, L | S },
    { "stan", "Stan", COLUMN_WORD, L | COLUMN_FILTERED, .words = przesylka_stany },
    { "u_kogo", "Przydzielono", COLUMN_TEXT, L },
    { "termin", "Termin", COLUMN_DATE, L },
    { "liczba_zalacznikow", "Zał.", COLUMN_INT, L },
    { "uwagi", "Uwagi", COLUMN_TEXT, L },
    { 0 },
};

static const struct order ORDERS[] = { { "numer", "najnowsze", &SQL_przesylka_list, "9999-0" }, { 0 } };

const struct reg przesylka_register = {
    .object = "przesylka",
    .path = "/eod/przesylki",
    .title = "Rejestr przesyłek wpływających",
    .columns = COLUMNS,
    .orders = ORDERS,
    .sheet = "przesylki",
};
