/* The list of letters that wait as a table. */
#include "modules/eod/pismo/pismo.h"
#include "pismo_sql.h"

#define L COLUMN_LISTED

static const struct column COLUMNS[] = {
    { "tytul", "Tytuł", COLUMN_TEXT, L },
    { "termin", "Termin sprawy", COLUMN_DATE, L },
    { "stan", "Stan", COLUMN_WORD, L, .words = pismo_stany },
    { "adresat_nazwa", "Adresat", COLUMN_TEXT, L },
    { "autor", "Autor", COLUMN_TEXT, L },
    { "stan_od", "Od kiedy", COLUMN_DATE, L },
    { 0 },
};

static const struct order ORDERS[] = { { "id", "najstarsze", &SQL_pismo_list }, { 0 } };

const struct reg pismo_register = {
    .object = "pismo",
    .path = "/eod/podpis",
    .title = "Pisma do podpisu",
    .columns = COLUMNS,
    .orders = ORDERS,
    .sheet = "pisma_do_podpisu",
    .first_column = "Znak sprawy",
};
