/* A signature that could not be judged for lack of evidence when the document came in is judged again, as of that moment;
 * the result is stored beside the document with the evidence it rests on. */
#include <inttypes.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/trust/trust_db.h"
#include "jobs/job.h"
#include "modules/esp/dowody/dowody.h"
#include "podpis_job_sql.h"

#define MAX_PIECE (4u << 20)

struct recheck {
    int64_t id;
    const char *before; /* the newest result so far: indication and sub-indication */
    const char *before_why;
    int64_t lp;
    struct dowody d;
};

/* ---- what is at hand ---- */

static enum err load_document(struct ctx *ctx, struct recheck *r)
{
    struct db_rows *row = NULL;
    void *data = NULL;
    enum err e = db_one(ctx, &SQL_podpis_dokument, DB_ARGS(db_i64(r->id)), "Nie ma takiego pisma.", &row);

    if (!e)
        e = blob_get(ctx, db_str(row, 0, "sha256"), (size_t)ctx->app->conf.max_document, &data, &r->d.rq.len);
    if (e)
        return e;
    r->d.rq.data = data;
    r->d.rq.max = (size_t)ctx->app->conf.max_document;
    r->d.rq.at = db_int(row, 0, "wplynelo_us");
    r->d.rq.purposes = TRUST_SIGNERS;
    r->d.rq.profile = VERIFY_FOREIGN;
    r->before = db_str(row, 0, "podpis");
    r->before_why = db_str(row, 0, "podstawa");
    r->lp = db_int(row, 0, "lp");
    return trust_current(ctx, &r->d.trust);
}

static enum err load_evidence(struct ctx *ctx, struct recheck *r)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_podpis_dowody, DB_ARGS(db_i64(r->id)), &rows);

    for (int i = 0; !e && i < rows->n; i++) {
        struct evidence ev = { strcmp(db_str(rows, i, "rodzaj"), "crl") == 0 ? EVIDENCE_CRL : EVIDENCE_OCSP, NULL, 0 };
        void *der = NULL;

        e = blob_get(ctx, db_str(rows, i, "sha256"), MAX_PIECE, &der, &ev.len);
        ev.der = der;
        if (!e)
            dowody_add(ctx, &r->d, &ev);
    }
    return e;
}

/* ---- what was found ---- */

static enum err store_result(struct ctx *ctx, const struct recheck *r)
{
    return db_exec(ctx, &SQL_podpis_wynik,
                   DB_ARGS(db_i64(r->id), db_i64(r->lp + 1), db_time(ctx->now),
                           db_text(verify_indication_name(r->d.rep.indication)),
                           db_text(verify_text(ctx->mem, &r->d.rep, true))),
                   NULL);
}

static enum err store_evidence(struct ctx *ctx, const struct recheck *r)
{
    const struct verify_report *rep = &r->d.rep;
    enum err e = ERR_OK;

    for (int i = 0; i < rep->n_used && !e; i++) {
        struct blob_info info;

        e = blob_put(ctx, rep->used[i].der, rep->used[i].len, &info);
        if (!e)
            e = db_exec(ctx, &SQL_podpis_dowod,
                        DB_ARGS(db_i64(r->id), db_text(info.sha256), db_text(dowody_rodzaj(rep->used[i].kind)),
                                db_time(ctx->now)),
                        NULL);
    }
    return e;
}

/* The trail tells of every change of mind, not of every try. */
static enum err note(struct ctx *ctx, const struct recheck *r)
{
    const struct verify_report *rep = &r->d.rep;
    const char *now = verify_indication_name(rep->indication);

    if (strcmp(now, r->before) == 0 && strcmp(rep->subindication, r->before_why) == 0)
        return ERR_OK;
    return audit(ctx, "podpis.sprawdzony", "dokument", r->id, 0, LOG_S("wynik", now),
                 LOG_S("podstawa", rep->subindication), LOG_S("poprzednio", r->before));
}

/* {"dokument_id"}, key "TERYT/dokument_id", so that it waits once */
static enum err recheck(struct ctx *ctx, struct job *job)
{
    struct recheck r = { .id = json_integer_value(json_object_get(job->dane, "dokument_id")) };
    enum err e = load_document(ctx, &r);

    if (!e)
        e = load_evidence(ctx, &r);
    if (!e)
        e = dowody_verify(ctx, &r.d);
    if (!e)
        e = store_result(ctx, &r);
    if (!e)
        e = store_evidence(ctx, &r);
    if (!e)
        e = note(ctx, &r);
    if (!e && r.d.rep.indication == VERIFY_INDETERMINATE && strcmp(r.d.rep.subindication, "TRY_LATER") == 0)
        job->again = "TRY_LATER";
    return e;
}

const struct job_kind podpis_jobs[] = {
    { .rodzaj = "podpis", .lane = LANE_REST, .run = recheck, .tries = 64 },
    { .rodzaj = NULL },
};
