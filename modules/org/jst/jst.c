/* The dictionary of units. */
#include "modules/org/jst/jst.h"

#include "core/ctx/db.h"
#include "jst_sql.h"

static enum err read_one(struct ctx *ctx, const struct db_sql *sql, const char *key, struct jst *ret_jst)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, sql, DB_ARGS(db_text(key)), "Nie ma takiej jednostki.", &r);

    if (e)
        return e;
    *ret_jst = (struct jst){
        .teryt = db_str(r, 0, "teryt"),
        .nazwa = db_str(r, 0, "nazwa"),
        .nazwa_jst = db_str(r, 0, "nazwa_jst"),
        .nazwa_urzedu = db_str(r, 0, "nazwa_urzedu"),
        .rodzaj = db_str(r, 0, "rodzaj"),
        .poziom = db_str(r, 0, "poziom"),
        .powiat = db_str(r, 0, "powiat"),
        .siedziba = db_str(r, 0, "siedziba"),
        .slug = db_str(r, 0, "slug"),
        .adres_skrytki = db_str(r, 0, "adres_skrytki"),
    };
    return ERR_OK;
}

enum err jst_by_slug(struct ctx *ctx, const char *slug, struct jst *ret_jst)
{
    return read_one(ctx, &SQL_jst_by_slug, slug, ret_jst);
}

enum err jst_act_in(struct ctx *ctx, const char *slug, struct jst *ret_jst)
{
    enum err e = jst_by_slug(ctx, slug, ret_jst);

    return e ? e : ctx_act_in(ctx, ret_jst->teryt);
}

enum err jst_by_teryt(struct ctx *ctx, const char *teryt, struct jst *ret_jst)
{
    return read_one(ctx, &SQL_jst_by_teryt, teryt, ret_jst);
}

enum err jst_by_skrytka(struct ctx *ctx, const char *adres, struct jst *ret_jst)
{
    return read_one(ctx, &SQL_jst_by_skrytka, adres, ret_jst);
}

enum err jst_search(struct ctx *ctx, const char *q, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_jst_search, DB_ARGS(db_text(q)), ret_rows);
}
