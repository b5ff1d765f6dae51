/* The life of one request or job, and where its failure is kept. */
#include "core/ctx/ctx.h"

#include <stdarg.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"

static const char *new_request_id(TALLOC_CTX *mem)
{
    unsigned char b[6] = { 0 };

    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        return mem_printf(mem, "%012llx", (unsigned long long)clock_now());
    return mem_printf(mem, "%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
}

struct ctx *ctx_new(struct app *app)
{
    TALLOC_CTX *mem = mem_new(app->mem);
    struct ctx *ctx = mem_zero(mem, struct ctx);

    ctx->mem = mem;
    ctx->app = app;
    ctx->request_id = new_request_id(mem);
    ctx->address = "";
    ctx->jst = "";
    ctx->who.name = ctx->who.stanowisko = ctx->who.identyfikator = "";
    ctx->now = clock_now();
    return ctx;
}

void ctx_free(struct ctx *ctx)
{
    if (!ctx)
        return;
    db_rollback(ctx);
    talloc_free(ctx->mem);
}

enum err ctx_may_act_in(struct ctx *ctx, const char *jst)
{
    if (ctx->who.kind != WHO_PARTNER)
        return ERR_OK;
    for (const char *const *unit = ctx->who.units; unit && *unit; unit++)
        if (strcmp(*unit, "*") == 0 || strcmp(*unit, jst) == 0)
            return ERR_OK;
    return ctx_fail(ctx, ERR_DENIED, "System nie jest uprawniony do tej operacji w tej jednostce.", "jst=%s", jst);
}

struct ctx *ctx_system(struct app *app, const char *jst)
{
    struct ctx *ctx = ctx_new(app);

    ctx->who.kind = WHO_SYSTEM;
    ctx->jst = mem_strdup(ctx->mem, jst);
    return ctx;
}

enum err ctx_as_system(struct ctx *ctx)
{
    if (ctx->in_tx && ctx->who.kind != WHO_SYSTEM)
        return ctx_fail(ctx, ERR_INTERNAL, "Wystąpił błąd po naszej stronie.", "as system: transaction already open");
    ctx->who.kind = WHO_SYSTEM;
    return ERR_OK;
}

enum err ctx_act_in(struct ctx *ctx, const char *jst)
{
    enum err e = ERR_OK;

    if (strcmp(ctx->jst, jst) == 0)
        return ERR_OK;
    e = ctx_may_act_in(ctx, jst);
    if (e)
        return e;
    if (ctx->who.kind == WHO_CLERK)
        return ctx_fail(ctx, ERR_DENIED, "Pracownik działa tylko w swojej jednostce.", "jst=%s wanted=%s", ctx->jst,
                        jst);
    ctx->jst = mem_strdup(ctx->mem, jst);
    return ctx->in_tx ? db_set_unit(ctx) : ERR_OK;
}

enum err ctx_fail_(struct ctx *ctx, const char *where, enum err code, const char *message, const char *detail, ...)
{
    va_list ap;

    if (ctx->fail.code)
        return ctx->fail.code;
    va_start(ap, detail);
    ctx->fail.detail = mem_vprintf(ctx->mem, detail, ap);
    va_end(ap);
    ctx->fail.code = code;
    ctx->fail.message = mem_strdup(ctx->mem, message);
    ctx->fail.where = where;
    return code;
}

enum err ctx_fail_field(struct ctx *ctx, const char *field, const char *message)
{
    bool first = ctx->fail.code == ERR_OK;
    enum err e = ctx_fail_(ctx, "field", ERR_INVALID, message, "field=%s", field);

    if (first)
        ctx->fail.field = mem_strdup(ctx->mem, field);
    return e;
}

void ctx_forgive(struct ctx *ctx)
{
    ctx->fail = (struct failure){ 0 };
    ctx->retry = false;
}
