/* The queue's consumer. A job is leased in one transaction and finished in another, so a runner that dies in between
 * only delays it: at least once, never zero times. */
#include "jobs/runner.h"

#include <jansson.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/net/mail.h"
#include "jobs/kinds.h"
#include "jobs_sql.h"

typedef enum err (*job_fn)(struct ctx *ctx, struct job *job);

static const char *text_of(const struct job *job, const char *key)
{
    const char *s = json_string_value(json_object_get(job->dane, key));

    return s ? s : "";
}

/* {"to","subject","text"} */
static enum err do_mail(struct ctx *ctx, struct job *job)
{
    return mail_send(ctx, text_of(job, "to"), text_of(job, "subject"), text_of(job, "text"));
}

/* {"konto_id","subject","text"}: the address is looked up here, because those who queue may not see it. */
static enum err do_notice(struct ctx *ctx, struct job *job)
{
    struct db_rows *rows = NULL;
    int64_t konto = json_integer_value(json_object_get(job->dane, "konto_id"));
    enum err e = db_query(ctx, &SQL_jobs_address, DB_ARGS(db_i64(konto)), &rows);

    if (e || rows->n == 0)
        return e;
    return mail_send(ctx, db_str(rows, 0, "email"), text_of(job, "subject"), text_of(job, "text"));
}

static const struct {
    const char *rodzaj;
    enum runner_lane lane;
    job_fn run;
} KINDS[] = {
    { "mail", LANE_MAIL, do_mail },
    { "powiadomienie", LANE_MAIL, do_notice },
    { "podpis", LANE_REST, job_podpis },
    { "utrwalenie", LANE_REST, job_utrwalenie },
};

static enum err run(struct ctx *ctx, struct job *job)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].rodzaj, job->rodzaj) == 0)
            return KINDS[i].run(ctx, job);
    return ctx_fail(ctx, ERR_INTERNAL, "Nieznany rodzaj zadania.", "rodzaj=%s", job->rodzaj);
}

static struct ctx *job_ctx(struct app *app, const char *jst)
{
    struct ctx *ctx = ctx_new(app);

    ctx->who.kind = WHO_SYSTEM;
    ctx->jst = mem_strdup(ctx->mem, jst);
    return ctx;
}

static enum err note_outcome(struct app *app, const struct job *job, enum err outcome, const char *detail)
{
    struct ctx *ctx = job_ctx(app, job->jst);
    enum err e;

    if (outcome)
        e = db_exec(ctx, &SQL_jobs_failed, DB_ARGS(db_i64(job->id), db_text(detail)), NULL);
    else if (job->again)
        e = db_exec(ctx, &SQL_jobs_again, DB_ARGS(db_i64(job->id), db_text(job->again)), NULL);
    else
        e = db_exec(ctx, &SQL_jobs_done, DB_ARGS(db_i64(job->id)), NULL);
    if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    return e;
}

/* As PostgreSQL writes an array. */
static const char *kinds_of_mail(TALLOC_CTX *mem)
{
    char *kinds = mem_strdup(mem, "");

    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (KINDS[i].lane == LANE_MAIL)
            kinds = mem_printf(mem, "%s%s%s", kinds, *kinds ? "," : "", KINDS[i].rodzaj);
    return mem_printf(mem, "{%s}", kinds);
}

static enum err lease(struct ctx *ctx, enum runner_lane lane, struct job *job, bool *ret_found)
{
    struct db_rows *rows = NULL;
    json_t *dane = NULL;
    enum err e =
        db_query(ctx, &SQL_jobs_lease, DB_ARGS(db_text(kinds_of_mail(ctx->mem)), db_bool(lane == LANE_MAIL)), &rows);

    if (!e)
        e = db_commit(ctx);
    if (e)
        return e;
    *ret_found = rows->n == 1;
    if (!*ret_found)
        return ERR_OK;
    dane = json_loads(db_str(rows, 0, "dane"), 0, NULL);
    *job = (struct job){ db_int(rows, 0, "id"), db_str(rows, 0, "jst"), db_str(rows, 0, "rodzaj"),
                         mem_adopt(ctx->mem, dane, json_decref), NULL };
    return ERR_OK;
}

enum err runner_step(struct app *app, enum runner_lane lane, bool *ret_ran)
{
    struct ctx *holder = job_ctx(app, "");
    struct job job = { 0 };
    enum err e = lease(holder, lane, &job, ret_ran);

    if (!e && *ret_ran) {
        struct ctx *ctx = job_ctx(app, job.jst);
        enum err outcome = run(ctx, &job);

        if (!outcome)
            outcome = db_commit(ctx);
        if (outcome)
            log_warn(ctx, "job.failed", LOG_I("id", job.id), LOG_S("rodzaj", job.rodzaj),
                     LOG_S("detail", ctx->fail.detail));
        else
            log_info(ctx, job.again ? "job.again" : "job.done", LOG_I("id", job.id), LOG_S("rodzaj", job.rodzaj));
        /* What a failed job has done goes back before its failure is written down on the same connection. */
        db_rollback(ctx);
        e = note_outcome(app, &job, outcome, ctx->fail.detail ? ctx->fail.detail : "");
        ctx_free(ctx);
    }
    ctx_free(holder);
    return e;
}

static enum err plan_unit(struct app *app, const char *jst)
{
    struct ctx *ctx = job_ctx(app, jst);
    enum err e = utrwalenie_plan(ctx);

    if (!e)
        e = db_commit(ctx);
    if (e)
        log_warn(ctx, "utrwalenie.failed", LOG_S("jst", jst), LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    return e;
}

/* One unit with a broken file does not stop the others; a database that is away stops them all. */
static enum err plan(struct app *app, const struct db_rows *units)
{
    enum err e = ERR_OK;

    for (int i = 0; i < units->n && e != ERR_BUSY; i++)
        e = plan_unit(app, db_str(units, i, "teryt"));
    return e == ERR_BUSY ? e : ERR_OK;
}

enum err runner_sweep(struct app *app)
{
    struct ctx *ctx = job_ctx(app, "");
    struct db_rows *units = NULL;
    enum err e = db_exec(ctx, &SQL_jobs_sweep, DB_NONE, NULL);

    if (!e)
        e = db_exec(ctx, &SQL_jobs_sweep_evidence, DB_NONE, NULL);
    if (!e)
        e = db_query(ctx, &SQL_jobs_units, DB_NONE, &units);
    if (!e)
        e = db_commit(ctx);
    if (!e)
        e = plan(app, units);
    ctx_free(ctx);
    return e;
}
