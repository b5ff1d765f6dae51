/* The wykaz akt as a register that is only read: its classes come from the dictionary of the law. */
#include "jrwa_sql.h"
#include "modules/eod/jrwa/jrwa.h"

static const struct word STANY[] = {
    { "POTWIERDZONA", "potwierdzona", "ok" },
    { "NIEPOTWIERDZONA", "niepotwierdzona", "warn" },
    { "GRUPUJE", "grupuje", "" },
    { 0 },
};

static const struct column COLUMNS[] = {
    { "symbol", "Symbol", COLUMN_TEXT, COLUMN_SEARCHED },
    { "haslo", "Hasło klasyfikacyjne", COLUMN_TEXT, COLUMN_LISTED | COLUMN_SEARCHED },
    { "kategoria", "Kategoria", COLUMN_TEXT, COLUMN_LISTED },
    { "kategoria_inne", "W innych komórkach", COLUMN_TEXT, COLUMN_LISTED },
    { "stan", "Stan", COLUMN_WORD, COLUMN_LISTED | COLUMN_FILTERED, .words = STANY },
    { 0 },
};

static const struct order ORDERS[] = { { "symbol", "symbol", &SQL_jrwa_by_symbol, "" }, { 0 } };

const struct reg jrwa_register = {
    .object = "jrwa",
    .path = "/eod/jrwa",
    .title = "Wykaz akt",
    .columns = COLUMNS,
    .orders = ORDERS,
    .sheet = "jrwa",
    .extra = &SQL_jrwa_wykaz,
    .first_column = "Symbol",
    .on_page = 500,
};
