/* Finds the class of a case in the unit's wykaz akt. */
#include "modules/eod/jrwa/jrwa.h"

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "jrwa_sql.h"

static enum err check(struct ctx *ctx, const char *symbol, const struct db_rows *r)
{
    if (r->n == 0)
        return ctx_fail_field(ctx, "symbol", mem_printf(ctx->mem, "W wykazie akt nie ma klasy %s.", symbol));
    if (db_flag(r, 0, "grupujaca"))
        return ctx_fail_field(
            ctx, "symbol", mem_printf(ctx->mem, "Klasa %s tylko grupuje inne klasy. Wybierz klasę końcową.", symbol));
    if (db_flag(r, 0, "potwierdzona") || ctx->app->conf.jrwa_niepotwierdzone)
        return ERR_OK;
    return ctx_fail_field(ctx, "symbol",
                          mem_printf(ctx->mem,
                                     "Klasa %s nie jest potwierdzona w wykazie akt, więc nie można w niej "
                                     "założyć sprawy. Wybierz inną klasę.",
                                     symbol));
}

enum err jrwa_do_sprawy(struct ctx *ctx, const char *symbol, struct jrwa_klasa *ret_k)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_jrwa_klasa, DB_ARGS(db_text(symbol)), &r);

    if (!e)
        e = check(ctx, symbol, r);
    if (e)
        return e;
    *ret_k = (struct jrwa_klasa){
        .wykaz_id = db_int(r, 0, "wykaz_id"),
        .symbol = db_str(r, 0, "symbol"),
        .haslo = db_str(r, 0, "haslo"),
        .potwierdzona = db_flag(r, 0, "potwierdzona"),
    };
    ret_k->kategoria = ret_k->potwierdzona ? db_str(r, 0, "kategoria") : JRWA_KATEGORIA_NIEPOTWIERDZONA;
    return ERR_OK;
}

enum err jrwa_search(struct ctx *ctx, const char *q, bool tylko_koncowe, int limit, struct db_rows **ret_rows)
{
    return db_query(
        ctx, &SQL_jrwa_search,
        DB_ARGS(db_text(q), db_bool(tylko_koncowe), db_bool(ctx->app->conf.jrwa_niepotwierdzone), db_i64(limit)),
        ret_rows);
}
