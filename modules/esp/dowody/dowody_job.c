/* A verification that fetches what it lacks. */
#include "modules/esp/dowody/dowody.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/sig/verify_box.h"
#include "core/trust/fetch.h"
#include "dowody_job_sql.h"
#include "jobs/job.h"

#define MAX_ROUNDS 3
#define MAX_ASKED 8
#define FETCH_MS 60000 /* well below the lease of a job */

const char *dowody_rodzaj(enum evidence_kind kind)
{
    switch (kind) {
    case EVIDENCE_OCSP:
        return "ocsp";
    case EVIDENCE_CRL:
        return "crl";
    case EVIDENCE_CERT:
        break;
    }
    return "certyfikat";
}

void dowody_add(struct ctx *ctx, struct dowody *d, const struct evidence *ev)
{
    d->ev = talloc_realloc(ctx->mem, d->ev, struct evidence, (unsigned)d->n + 1);
    if (!d->ev)
        mem_exhausted(sizeof *ev);
    d->ev[d->n++] = *ev;
    d->rq.evidence = d->ev;
    d->rq.n_evidence = d->n;
}

/* ---- one certificate ---- */

struct question {
    X509 *cert;
    X509 *issuer;
    char sha256[BLOB_SHA_LEN + 1];
};

static bool read_question(TALLOC_CTX *mem, struct dowody *d, const struct verify_missing *m, struct question *q)
{
    q->cert = trust_read_cert(mem, d->trust, m->cert, m->cert_len);
    q->issuer = trust_read_cert(mem, d->trust, m->issuer, m->issuer_len);
    blob_sha256(m->cert, m->cert_len, q->sha256);
    return q->cert && q->issuer;
}

/* A certificate on hold may have been released since: only final and good answers are taken from the cache. */
static bool is_settled(const struct question *q, const struct evidence *ev, int64_t at)
{
    struct revocation r;

    revocation_check(q->cert, q->issuer, ev, 1, at, clock_now(), &r);
    return r.state == REVOCATION_GOOD || r.state == REVOCATION_REVOKED;
}

static enum err from_cache(struct ctx *ctx, struct dowody *d, const struct question *q, bool *ret_found)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_dowody_cached, DB_ARGS(db_text(q->sha256)), &rows);

    for (int i = 0; !e && i < rows->n && !*ret_found; i++) {
        struct evidence ev = { strcmp(db_str(rows, i, "rodzaj"), "crl") == 0 ? EVIDENCE_CRL : EVIDENCE_OCSP, NULL, 0 };

        ev.der = db_blob(ctx->mem, rows, i, "dane", &ev.len);
        if (!is_settled(q, &ev, d->rq.at))
            continue;
        dowody_add(ctx, d, &ev);
        *ret_found = true;
    }
    return e;
}

static enum err remember(struct ctx *ctx, const struct question *q, const struct evidence *ev, int64_t at)
{
    struct revocation r;
    char sha[BLOB_SHA_LEN + 1];
    enum err e;

    revocation_check(q->cert, q->issuer, ev, 1, at, clock_now(), &r);
    blob_sha256(ev->der, ev->len, sha);
    e = db_exec(ctx, &SQL_dowody_insert,
                DB_ARGS(db_text(sha), db_text(dowody_rodzaj(ev->kind)), db_bytes(ev->der, ev->len),
                        db_time(r.produced_at), db_time(clock_now())),
                NULL);
    if (!e)
        e = db_exec(ctx, &SQL_dowody_link, DB_ARGS(db_text(q->sha256), db_text(sha)), NULL);
    return e ? e : db_commit(ctx);
}

/* Found in an earlier round: asking again would bring the same. */
static bool is_answered(const struct dowody *d, const struct question *q)
{
    struct revocation r;

    revocation_check(q->cert, q->issuer, d->ev + d->given, d->n - d->given, d->rq.at, clock_now(), &r);
    return r.state != REVOCATION_UNKNOWN;
}

static enum err find(struct ctx *ctx, struct dowody *d, const struct verify_missing *m, int64_t deadline)
{
    struct question q;
    struct evidence ev;
    bool found = false;
    enum err e = ERR_OK;

    if (!read_question(ctx->mem, d, m, &q) || is_answered(d, &q))
        return ERR_OK;
    e = from_cache(ctx, d, &q, &found);
    if (!e)
        e = db_commit(ctx);
    if (e || found || clock_monotonic_ms() > deadline || !fetch_status(ctx, ctx->mem, q.cert, q.issuer, d->rq.at, &ev))
        return e;
    dowody_add(ctx, d, &ev);
    return remember(ctx, &q, &ev, d->rq.at);
}

/* ---- all of them ---- */

static enum err verify_once(struct ctx *ctx, struct dowody *d)
{
    verify_box(ctx->mem, ctx->app, &d->rq, d->trust, &d->rep);
    return d->rep.dead ? ctx_fail(ctx, ERR_BUSY, "Sprawdzenie podpisu nie powiodło się.", "the verifier gave no answer")
                       : ERR_OK;
}

static enum err find_missing(struct ctx *ctx, struct dowody *d, int64_t deadline)
{
    const struct verify_report rep = d->rep;
    enum err e = ERR_OK;

    for (int i = 0; i < rep.n_missing && i < MAX_ASKED && !e; i++)
        e = find(ctx, d, &rep.missing[i], deadline);
    return e;
}

enum err dowody_verify(struct ctx *ctx, struct dowody *d)
{
    int64_t deadline = clock_monotonic_ms() + FETCH_MS;
    enum err e;

    d->given = d->n;
    e = verify_once(ctx, d);
    for (int round = 0; round < MAX_ROUNDS && !e && d->rep.n_missing > 0; round++) {
        int before = d->n;

        e = find_missing(ctx, d, deadline);
        if (e || d->n == before)
            return e;
        e = verify_once(ctx, d);
    }
    return e;
}

/* ---- the cache forgets ---- */

/* What documents rest on is kept with them. */
static enum err sweep(struct ctx *ctx, struct job *job)
{
    (void)job;
    return db_exec(ctx, &SQL_dowody_sweep, DB_NONE, NULL);
}

const struct job_kind dowody_jobs[] = {
    { .rodzaj = "dowody_porzadki", .lane = LANE_REST, .run = sweep, .every = JOB_HOURLY },
    { .rodzaj = NULL },
};
