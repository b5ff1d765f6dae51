/* The list of cases as a table. They are opened and closed by sprawa.c. */
#include "modules/eod/sprawa/sprawa.h"
#include "sprawa_sql.h"

#define L COLUMN_LISTED
#define F COLUMN_FILTERED
#define S COLUMN_SEARCHED

const struct word sprawa_stany[] = {
    { "W_TOKU", "w toku", "info" },
    { "ZALATWIONA", "załatwiona", "ok" },
    { 0 },
};

static const struct word ZAKRES[] = { { "moje", "ja" }, { "komorka", "moja komórka" }, { 0 } };

static const struct column COLUMNS[] = {
    { "termin", "Termin", COLUMN_DATE, L },
    { "stan", "Stan", COLUMN_WORD, L | F, .words = sprawa_stany },
    { "tytul", "Tytuł", COLUMN_TEXT, L | S },
    { "strona_nazwa", "Strona", COLUMN_TEXT, L | S },
    { "data_wszczecia", "Wszczęto", COLUMN_DATE, L },
    { "prowadzacy", "Prowadzący", COLUMN_TEXT, L },
    { "zakres", "Kto prowadzi", COLUMN_WORD, F, .words = ZAKRES },
    { 0 },
};

static const struct order ORDERS[] = { { "numer", "najnowsze", &SQL_sprawa_list }, { 0 } };

const struct reg sprawa_register = {
    .object = "sprawa",
    .path = "/eod/sprawy",
    .title = "Sprawy",
    .columns = COLUMNS,
    .orders = ORDERS,
    .sheet = "sprawy",
    .first_column = "Znak sprawy",
};
