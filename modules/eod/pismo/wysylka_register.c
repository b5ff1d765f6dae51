/* Rejestr przesyłek wychodzących as a table. */
#include "modules/eod/pismo/pismo.h"
#include "pismo_sql.h"

#define L COLUMN_LISTED
#define S COLUMN_SEARCHED

const struct word pismo_sposoby[] = {
    { PISMO_NA_KONTO, "na konto adresata" },
    { "list_polecony", "list polecony" },
    { "wlasni_pracownicy", "pracownicy urzędu" },
    { 0 },
};

static const struct column COLUMNS[] = {
    { "wyslano_at", "Wysłano", COLUMN_DATE, L },
    { "adresat_nazwa", "Adresat", COLUMN_TEXT, L | S },
    { "znak", "Znak sprawy", COLUMN_TEXT, L | S },
    { "sposob", "Sposób", COLUMN_WORD, L | COLUMN_FILTERED, .words = pismo_sposoby },
    { "odebrano_at", "Odebrano", COLUMN_DATE, L },
    { "wyslal", "Wysłał(a)", COLUMN_TEXT, L },
    { 0 },
};

static const struct order ORDERS[] = { { "numer", "najnowsze", &SQL_pismo_wysylki, "9223372036854775807" }, { 0 } };

const struct reg wysylka_register = {
    .object = "wysylka",
    .path = "/eod/wysylka",
    .title = "Rejestr przesyłek wychodzących",
    .columns = COLUMNS,
    .orders = ORDERS,
    .sheet = "wysylka",
};
