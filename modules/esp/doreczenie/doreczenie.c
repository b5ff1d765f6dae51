/* Letters that wait in a citizen's account, and the confirmation that makes them delivered. */
#include "modules/esp/doreczenie/doreczenie.h"

#include <inttypes.h>
#include <jansson.h>

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/job.h"
#include "doreczenie_sql.h"
#include "modules/esp/upo/upo.h"
#include "modules/org/jst/jst.h"

/* Says that there is a letter and from whom, not what about. */
static enum err notify(struct ctx *ctx, const struct doreczenie *d, int64_t id)
{
    struct jst jst;
    const char *text;
    enum err e = jst_by_teryt(ctx, ctx->jst, &jst);

    if (e)
        return e;
    text =
        mem_printf(ctx->mem,
                   "Dzień dobry,\n\n"
                   "na Twoim koncie w systemie Lubuski e-Urząd czeka pismo.\n"
                   "Nadawca: %s\nZnak sprawy: %s\n\n"
                   "Pismo przeczytasz po zalogowaniu i potwierdzeniu odbioru:\n%s/konto/doreczenia/%s/%" PRId64 "\n\n"
                   "Datą doręczenia będzie dzień, w którym potwierdzisz odbiór.\n\n"
                   "Wiadomość wysłał system Lubuski e-Urząd. Prosimy na nią nie odpowiadać.\n",
                   jst.nazwa_urzedu, d->znak, ctx->app->conf.public_url, jst.slug, id);
    return job_add(ctx, "powiadomienie", mem_printf(ctx->mem, "doreczenie/%s/%" PRId64, ctx->jst, id),
                   json_pack("{s:I, s:s, s:s}", "konto_id", (json_int_t)d->konto_id, "subject",
                             "Czeka na Ciebie pismo z urzędu", "text", text));
}

enum err doreczenie_add(struct ctx *ctx, const struct doreczenie *d, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    int64_t id;
    enum err e = db_query(ctx, &SQL_doreczenie_insert,
                          DB_ARGS(db_i64(d->konto_id), db_i64(d->pismo_id), db_i64(d->sprawa_id), db_text(d->znak),
                                  db_text(d->tytul), db_text(d->sha256), db_time(ctx->now)),
                          &r);

    if (e)
        return e;
    if (r->n == 0)
        return ctx_fail(ctx, ERR_CONFLICT, "To pismo zostało już wysłane na konto adresata.", "pismo=%" PRId64,
                        d->pismo_id);
    id = db_int(r, 0, "id");
    e = notify(ctx, d, id);
    if (!e)
        *ret_id = id;
    return e;
}

static enum err collect(struct ctx *ctx, const struct jst *jst, int64_t id, const struct db_rows *r)
{
    const struct upo_strona adresat = { ctx->who.name, "konto", mem_printf(ctx->mem, "%" PRId64, ctx->who.konto_id) };
    const char *sha256 = db_str(r, 0, "sha256");
    struct upo upo;
    enum err e = db_exec(ctx, &SQL_doreczenie_collect, DB_ARGS(db_i64(id), db_time(ctx->now)), NULL);

    if (!e)
        e = upo_issue_upd(ctx, jst, &adresat, id, db_str(r, 0, "znak"), sha256, &upo);
    if (e)
        return e;
    return audit(ctx, "doreczenie.odebrane", "doreczenie", id, db_int(r, 0, "sprawa_id"), LOG_S("sha256", sha256),
                 LOG_S("upo", upo.numer));
}

enum err doreczenie_collect(struct ctx *ctx, const char *jst, int64_t id)
{
    struct db_rows *r = NULL;
    struct jst unit;
    enum err e;

    if (ctx->who.kind != WHO_CITIZEN)
        return ctx_fail(ctx, ERR_DENIED, "Odbiór pisma może potwierdzić tylko jego adresat.", "kind=%d",
                        (int)ctx->who.kind);
    e = jst_by_teryt(ctx, jst, &unit);
    if (!e)
        e = ctx_act_in(ctx, unit.teryt);
    if (!e)
        e = db_one(ctx, &SQL_doreczenie_lock, DB_ARGS(db_i64(id)), "Nie ma takiego pisma.", &r);
    if (e || !db_is_null(r, 0, "odebrano_at"))
        return e;
    return collect(ctx, &unit, id, r);
}

enum err doreczenie_list(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_doreczenie_list, DB_NONE, ret_rows);
}

enum err doreczenie_get(struct ctx *ctx, const char *jst, int64_t id, struct db_rows **ret_row)
{
    enum err e = ctx_act_in(ctx, jst);

    return e ? e : db_one(ctx, &SQL_doreczenie_get, DB_ARGS(db_i64(id)), "Nie ma takiego pisma.", ret_row);
}
