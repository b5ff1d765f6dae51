/* The queue's consumer. A job is leased in one transaction and finished in another, so a runner that dies in between
 * only delays it: at least once, never zero times. */
#include "jobs/runner.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/law/date.h"
#include "jobs_sql.h"

#define MINUTE ((int64_t)60 * 1000000)

enum { DAY = 24 * 60, USUAL_TRIES = 24, USUAL_PAUSE = 6 * 3600 };

static const struct job_kind *const *kinds = all_jobs;

/* ---- kinds ---- */

#define EACH_KIND(k)                                                                                                   \
    for (const struct job_kind *const *table = kinds; *table; table++)                                                 \
        for (const struct job_kind *k = *table; k->rodzaj; k++)

static const struct job_kind *kind_of(const char *rodzaj)
{
    EACH_KIND(k)
    if (strcmp(k->rodzaj, rodzaj) == 0)
        return k;
    return NULL;
}

enum err runner_use(const struct job_kind *const *tables, const char **ret_problem)
{
    kinds = tables;
    EACH_KIND(k)
    {
        *ret_problem = k->rodzaj;
        if (!k->run || k->lane >= LANES || k->every.minutes < 0 || k->every.minutes > DAY || kind_of(k->rodzaj) != k)
            return ERR_INVALID;
    }
    *ret_problem = NULL;
    return ERR_OK;
}

/* The kinds of a lane as PostgreSQL writes an array. */
static const char *kinds_of(TALLOC_CTX *mem, enum job_lane lane)
{
    char *names = mem_strdup(mem, "");

    EACH_KIND(k)
    if (k->lane == lane)
        names = mem_printf(mem, "%s%s%s", names, *names ? "," : "", k->rodzaj);
    return mem_printf(mem, "{%s}", names);
}

/* ---- one job ---- */

static enum err run(struct ctx *ctx, struct job *job)
{
    const struct job_kind *kind = kind_of(job->rodzaj);

    return kind ? kind->run(ctx, job)
                : ctx_fail(ctx, ERR_INTERNAL, "Nieznany rodzaj zadania.", "rodzaj=%s", job->rodzaj);
}

static enum err note_outcome(struct app *app, const struct job *job, enum err outcome, const char *detail)
{
    struct ctx *ctx = ctx_system(app, job->jst);
    const struct job_kind *kind = kind_of(job->rodzaj);
    int tries = kind && kind->tries ? kind->tries : USUAL_TRIES;
    int pause = kind && kind->pause ? kind->pause : USUAL_PAUSE;
    enum err e;

    if (outcome || job->again)
        e = db_exec(ctx, &SQL_jobs_later,
                    DB_ARGS(db_i64(job->id), db_text(outcome ? detail : job->again), db_i64(tries), db_i64(pause)),
                    NULL);
    else
        e = db_exec(ctx, &SQL_jobs_done, DB_ARGS(db_i64(job->id)), NULL);
    if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    return e;
}

static enum err lease(struct ctx *ctx, enum job_lane lane, struct job *job, bool *ret_found)
{
    struct db_rows *rows = NULL;
    json_t *dane = NULL;
    enum err e = db_query(ctx, &SQL_jobs_lease,
                          DB_ARGS(db_text(kinds_of(ctx->mem, LANE_MAIL)), db_bool(lane == LANE_MAIL)), &rows);

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

enum err runner_step(struct app *app, enum job_lane lane, bool *ret_ran)
{
    struct ctx *holder = ctx_system(app, "");
    struct job job = { 0 };
    enum err e = lease(holder, lane, &job, ret_ran);

    if (!e && *ret_ran) {
        struct ctx *ctx = ctx_system(app, job.jst);
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

/* ---- what the calendar asks for ---- */

int64_t runner_period(struct job_every every, int64_t now)
{
    struct date_time at = { .date = date_of(now), .hour = every.after / 60, .minute = every.after % 60 };
    int64_t begin = 0;

    if (every.minutes < DAY)
        return now - now % (every.minutes * MINUTE);
    if (date_moment(&at, &begin) && begin > now)
        at.date = date_add(at.date, DATE_DAYS, -1);
    /* an hour that the clock skips in March begins when the day has lasted so long */
    if (!date_moment(&at, &begin) && date_start(at.date, &begin))
        begin += every.after * MINUTE;
    return begin;
}

static enum err plan(struct ctx *ctx, enum job_lane lane, int64_t now)
{
    enum err e = ERR_OK;

    EACH_KIND(k)
    if (!e && k->every.minutes && k->lane == lane)
        e = db_exec(ctx, &SQL_jobs_plan, DB_ARGS(db_text(k->rodzaj), db_time(runner_period(k->every, now))), NULL);
    return e;
}

static enum err begin(struct ctx *ctx, enum job_lane lane)
{
    enum err e = ERR_OK;

    EACH_KIND(k)
    if (!e && k->at_start && k->lane == lane)
        e = db_exec(ctx, &SQL_jobs_start, DB_ARGS(db_text(k->rodzaj)), NULL);
    return e;
}

static enum err planned(struct ctx *ctx, enum err e)
{
    if (!e)
        e = db_commit(ctx);
    if (e)
        log_warn(ctx, "jobs.unplanned", LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    return e;
}

enum err runner_plan(struct app *app, enum job_lane lane, int64_t now)
{
    struct ctx *ctx = ctx_system(app, "");

    return planned(ctx, plan(ctx, lane, now));
}

enum err runner_begin(struct app *app, enum job_lane lane, int64_t now)
{
    struct ctx *ctx = ctx_system(app, "");
    enum err e = plan(ctx, lane, now);

    return planned(ctx, e ? e : begin(ctx, lane));
}

/* ---- for kinds ---- */

const char *job_text(const struct job *job, const char *key)
{
    const char *s = json_string_value(json_object_get(job->dane, key));

    return s ? s : "";
}

static enum err in_unit(struct app *app, const char *jst, const char *event, enum err (*fn)(struct ctx *unit))
{
    struct ctx *ctx = ctx_system(app, jst);
    enum err e = fn(ctx);

    if (!e)
        e = db_commit(ctx);
    if (e)
        log_warn(ctx, event, LOG_S("jst", jst), LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    return e;
}

enum err job_each_unit(struct ctx *ctx, const char *event, enum err (*fn)(struct ctx *unit))
{
    struct db_rows *units = NULL;
    enum err e = db_query(ctx, &SQL_jobs_units, DB_NONE, &units);

    if (!e)
        e = db_commit(ctx);
    for (int i = 0; !e && i < units->n; i++)
        if (in_unit(ctx->app, db_str(units, i, "teryt"), event, fn) == ERR_BUSY)
            return ctx_fail(ctx, ERR_BUSY, "Baza danych jest niedostępna.", "unit=%s", db_str(units, i, "teryt"));
    return e;
}
