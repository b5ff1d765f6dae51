/* The order in which a request is checked, run, committed and answered */
#include "fcgi/serve.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/log.h"
#include "fcgi/answer.h"
#include "fcgi/body.h"
#include "fcgi/health.h"
#include "fcgi/session.h"

enum { RUNS_MAX = 3 };

static const char MSG_EXPIRED[] = "Sesja wygasła. Zaloguj się ponownie.";
static const char MSG_DENIED[] = "Nie masz uprawnień do tej strony.";

enum err serve_check_role(struct site *site, struct ctx *ctx)
{
    enum err e = ERR_OK;

    if (site->role_checked)
        return ERR_OK;
    e = db_check_role(ctx);
    if (e == ERR_DENIED) {
        log_error(ctx, "db.role_refused", LOG_S("detail", ctx->fail.detail));
        site->role_refused = true;
        return e;
    }
    db_rollback(ctx);
    site->role_checked = !e;
    return e;
}

/* ---- which page ---- */

/* The page of every address is known without a slash at its end. */
static bool find_page(struct req *rq)
{
    struct req_priv *priv = rq->priv;

    if (!priv->match.get && !priv->match.post)
        return req_refuse(rq, 404, NULL, "no such page");
    if (priv->path_parts.slash_at_end) {
        const char *query = *rq->query ? mem_printf(rq->ctx->mem, "?%s", rq->query) : "";

        answer_redirect(rq, 301,
                        mem_printf(rq->ctx->mem, "%.*s%s", (int)strlen(priv->raw_path) - 1, priv->raw_path, query));
        return false;
    }
    return rq->route || req_refuse(rq, 405, NULL, "method not allowed");
}

static bool is_health(const struct req *rq)
{
    for (const struct route *r = health_routes; r->path; r++)
        if (rq->route == r)
            return true;
    return false;
}

static bool database_fit(struct req *rq)
{
    enum err e = is_health(rq) ? ERR_OK : serve_check_role(rq->priv->site, rq->ctx);

    return !e || req_refuse(rq, e == ERR_INTERNAL ? 500 : 503, NULL, "database role not checked");
}

/* ---- who may ---- */

static bool to_login(struct req *rq)
{
    bool back = rq->method == GET || rq->priv->match.get;
    struct buf url = buf_new(rq->ctx->mem, 16384);

    if (rq->method == POST && page_flash(rq, "error", MSG_EXPIRED))
        ctx_forgive(rq->ctx);
    buf_str(&url, "/logowanie");
    if (back) {
        buf_str(&url, "?powrot=");
        url_encode(&url, rq->priv->raw_path);
        if (rq->method == GET && *rq->query) {
            url_encode(&url, "?");
            url_encode(&url, rq->query);
        }
    }
    answer_redirect(rq, 303, url.overflow ? "/logowanie" : buf_text(&url));
    return false;
}

static bool may_enter(struct req *rq)
{
    if (route_fits(rq->route->role, &rq->ctx->who))
        return true;
    if (rq->priv->session_away)
        return req_refuse(rq, 503, "Spróbuj za chwilę. Sesje są teraz niedostępne.", "redis away");
    /* A script that follows a redirection would take the log-in page for success. */
    if (rq->ctx->who.kind == WHO_PUBLIC)
        return rq->htmx ? req_refuse(rq, 403, MSG_EXPIRED, "no session, asked by a script") : to_login(rq);
    return req_refuse(rq, 403, MSG_DENIED, "wrong role");
}

/* False: refused, or answered without a page. */
static bool admit(struct req *rq)
{
    if (!req_head(rq) || !find_page(rq) || !database_fit(rq))
        return false;
    session_load(rq);
    if (rq->method == POST && !body_origin(rq))
        return false;
    return may_enter(rq) && (rq->method != POST || body_read(rq));
}

/* ---- running the page ---- */

static enum err run_once(struct req *rq, page_fn page)
{
    enum err e = page(rq);

    if (!e && rq->priv->answer.status == 0)
        e = ctx_fail(rq->ctx, ERR_INTERNAL, "", "page gave no answer");
    if (!e)
        e = db_commit(rq->ctx);
    if (e)
        db_rollback(rq->ctx);
    return e;
}

static enum err run(struct req *rq, page_fn page)
{
    enum err e;
    int n = 0;

    for (;;) {
        e = run_once(rq, page);
        n++;
        if (!e || !rq->ctx->retry || n == RUNS_MAX)
            break;
        health_count(HEALTH_RETRIES);
        req_reset(rq);
    }
    rq->priv->runs += n;
    if (e && !rq->ctx->fail.code)
        e = ctx_fail(rq->ctx, e, "", "failure without explanation");
    return e;
}

/* The form again, with what was typed and what is wrong with it. */
static enum err show_again(struct req *rq)
{
    const struct failure *f = &rq->ctx->fail;

    rq->priv->failure = *f;
    if (f->field)
        req_fault(rq, f->field, f->message);
    else if (rq->priv->n_faults == 0)
        req_fault(rq, "", f->message);
    rq->priv->invalid = true;
    req_reset(rq);
    return run(rq, rq->route->on_invalid);
}

static void fail(struct req *rq, enum err e)
{
    struct failure f = rq->ctx->fail;

    if (!rq->priv->failure.code)
        rq->priv->failure = f;
    req_reset(rq);
    /* What is wrong with us is for the log; the visitor gets the usual sentence unless one was meant for him. */
    answer_error(rq, answer_status(e), f.message);
}

static void run_page(struct req *rq)
{
    enum err e = run(rq, rq->route->page);

    if (e == ERR_INVALID && rq->route->on_invalid)
        e = show_again(rq);
    if (!e)
        e = session_save(rq);
    if (e)
        fail(rq, e);
}

static void refuse(struct req *rq)
{
    struct req_priv *priv = rq->priv;

    if (priv->answer.status) {
        /* A redirection, perhaps with a flash; it is no loss if that cannot be kept. */
        if (session_save(rq))
            ctx_forgive(rq->ctx);
        return;
    }
    priv->failure = rq->ctx->fail;
    ctx_forgive(rq->ctx);
    db_rollback(rq->ctx);
    answer_error(rq, priv->refused ? priv->refused : 500, priv->failure.message);
}

/* ---- afterwards ---- */

static void note(const struct req *rq, int64_t microseconds)
{
    const struct req_priv *priv = rq->priv;
    const struct failure *f = &priv->failure;
    const char *method = priv->head ? "HEAD" : rq->method == POST ? "POST" : rq->method == GET ? "GET" : "-";
    enum log_level level = priv->answer.status >= 500 ? LOG_ERROR : LOG_INFO;
    const char *path = rq->route ? rq->route->path : "-";

    health_request(priv->answer.status, microseconds);
    if (!f->code) {
        log_event(rq->ctx, level, "request.done",
                  LOG_FIELDS_(LOG_S("method", method), LOG_S("route", path), LOG_I("status", priv->answer.status),
                              LOG_I("us", microseconds), LOG_I("bytes", priv->answer.len)));
        return;
    }
    log_event(rq->ctx, level, "request.failed",
              LOG_FIELDS_(LOG_S("method", method), LOG_S("route", path), LOG_I("status", priv->answer.status),
                          LOG_I("us", microseconds), LOG_S("code", err_name(f->code)), LOG_S("detail", f->detail),
                          LOG_S("where", f->where), LOG_I("runs", priv->runs)));
}

void serve(struct site *site, const struct gateway *gate)
{
    int64_t start = clock_monotonic_us();
    struct ctx *ctx = ctx_new(site->app);
    struct req *rq = req_new(ctx, site, gate);

    if (admit(rq))
        run_page(rq);
    else
        refuse(rq);
    answer_send(rq);
    note(rq, clock_monotonic_us() - start);
    ctx_free(ctx);
}
