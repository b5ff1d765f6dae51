/* The round over units and days, for eurzad-jobs and eurzad-admin: each head in a transaction of its own. */
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "drzewo_obieg_sql.h"
#include "modules/esp/drzewo/drzewo.h"

static enum err end(struct ctx *ctx, enum err e, const char *event)
{
    if (e)
        log_error(ctx, event, LOG_S("detail", ctx->fail.detail ? ctx->fail.detail : ""));
    ctx_free(ctx);
    return e;
}

static enum err make(struct app *app, const char *jst, struct date dzien, bool close, int *made)
{
    struct ctx *ctx = ctx_system(app, jst);
    int64_t numer = 0;
    enum err e = drzewo_make(ctx, dzien, close, &numer);

    if (!e && numer) {
        e = db_commit(ctx);
        if (!e) {
            log_info(ctx, "drzewo.head", LOG_I("numer", numer), LOG_S("dzien", date_text(ctx->mem, dzien)));
            (*made)++;
        }
    }
    return end(ctx, e, "drzewo.failed");
}

static enum err unit(struct app *app, const char *jst, struct date today, bool so_far, int *made)
{
    struct ctx *ctx = ctx_system(app, jst);
    struct db_rows *due = NULL;
    struct date day;
    int64_t start = 0;
    enum err e = ERR_OK;

    if (!date_start(today, &start))
        e = ctx_fail(ctx, ERR_INVALID, "To nie jest dzień kalendarza.", "today");
    if (!e)
        e = db_query(ctx, &SQL_drzewo_due, DB_ARGS(db_text(date_text(ctx->mem, today)), db_time(start)), &due);
    db_rollback(ctx);
    for (int i = 0; !e && i < due->n; i++)
        if (date_parse(db_str(due, i, "dzien"), &day))
            e = make(app, jst, day, true, made);
    if (!e && so_far)
        e = make(app, jst, today, false, made);
    return end(ctx, e, "drzewo.failed");
}

/* Batch after batch, until nothing more gets signed. */
static enum err sign_all(struct app *app, struct drzewo_wynik *w)
{
    enum err e = ERR_OK;

    for (int n = 1; !e && n > 0;) {
        struct ctx *ctx = ctx_system(app, "");

        e = drzewo_sign(ctx, &n, &w->left);
        if (!e && n > 0)
            e = db_commit(ctx);
        w->sealed += n;
        e = end(ctx, e, "drzewo.unsigned");
    }
    return e;
}

enum err drzewo_catch_up(struct app *app, const char *jst, struct date today, bool so_far, struct drzewo_wynik *ret)
{
    struct drzewo_wynik w = { 0 };
    struct ctx *ctx = ctx_system(app, "");
    struct db_rows *units = NULL;
    enum err e = db_query(ctx, &SQL_drzewo_units, DB_NONE, &units);

    db_rollback(ctx);
    for (int i = 0; !e && i < units->n; i++)
        if (!jst || strcmp(jst, db_str(units, i, "teryt")) == 0)
            e = unit(app, db_str(units, i, "teryt"), today, so_far, &w.made);
    e = end(ctx, e, "drzewo.failed");
    if (!e)
        e = sign_all(app, &w);
    *ret = w;
    return e;
}
