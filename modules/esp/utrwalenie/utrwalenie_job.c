/* What the office sealed is stored once more with the evidence for its seal (XAdES B-LT), so that it
 * can be checked when the certification authority is long gone. The issued file itself never changes. */
#include "modules/esp/utrwalenie/utrwalenie.h"

#include <string.h>

#include "core/base/base64.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/ctx/job.h"
#include "core/sig/verify_box.h"
#include "core/sig/xmlsig.h"
#include "core/trust/trust_db.h"
#include "jobs/job.h"
#include "modules/esp/dowody/dowody.h"
#include "utrwalenie_job_sql.h"

#define MAX_CERT (16u << 10)

struct seal {
    const char *sha256;
    xmlDoc *doc;
    struct trust *trust;
    struct dowody d;
};

/* ---- the seal's certificate ---- */

/* The signer comes first in the KeyInfo of our own seals. */
static X509 *seal_cert(struct ctx *ctx, const struct trust *trust, const xmlDoc *doc)
{
    const xmlNode *top = xmlDocGetRootElement(doc);
    const xmlNode *n = top;
    size_t len = 0;
    const void *der;

    while (n && !xml_is(n, XML_NS_DS, "X509Certificate"))
        n = xml_walk(top, n);
    der = n ? base64_decode(ctx->mem, xml_text(ctx->mem, n), MAX_CERT, &len) : NULL;
    return der ? trust_read_cert(ctx->mem, trust, der, len) : NULL;
}

static bool has_source(TALLOC_CTX *mem, X509 *cert)
{
    const char *ocsp = NULL;
    const char *crl = NULL;

    if (!cert)
        return false;
    revocation_sources(mem, cert, &ocsp, &crl);
    return ocsp || crl;
}

static enum err load(struct ctx *ctx, const char *sha256, struct seal *s)
{
    void *data = NULL;
    enum err e = blob_get(ctx, sha256, (size_t)ctx->app->conf.max_document, &data, &s->d.rq.len);

    if (!e)
        e = trust_current(ctx, &s->trust);
    if (e)
        return e;
    s->sha256 = sha256;
    s->d.rq.data = data;
    s->d.rq.max = (size_t)ctx->app->conf.max_document;
    s->d.rq.profile = VERIFY_NARROW;
    s->d.rq.purposes = TRUST_OWN;
    s->d.rq.at = ctx->now;
    if (xml_parse(ctx->mem, data, s->d.rq.len, s->d.rq.max, &s->doc, NULL))
        return ctx_fail(ctx, ERR_INTERNAL, "Opieczętowany dokument jest uszkodzony.", "sha256=%s", sha256);
    return ERR_OK;
}

/* ---- with the evidence ---- */

/* Is there somebody who could still be asked? */
static bool may_come(struct ctx *ctx, const struct seal *s)
{
    const struct verify_report *rep = &s->d.rep;

    for (int i = 0; i < rep->n_missing; i++)
        if (has_source(ctx->mem, trust_read_cert(ctx->mem, s->trust, rep->missing[i].cert, rep->missing[i].cert_len)))
            return true;
    return false;
}

static enum err check(struct ctx *ctx, const struct seal *s, const struct verify_request *rq, struct verify_report *rep)
{
    verify_box(ctx->mem, ctx->app, rq, s->trust, rep);
    return rep->indication == VERIFY_TOTAL_PASSED ? ERR_OK
                                                  : ctx_fail(ctx, ERR_INTERNAL, "Pieczęć nie przeszła sprawdzenia.",
                                                             "sha256=%s %s", s->sha256, rep->subindication);
}

static enum err note(struct ctx *ctx, const char *sha256, const char *lt_sha256)
{
    return db_exec(ctx, &SQL_utrwalenie_insert, DB_ARGS(db_text(sha256), db_text(lt_sha256), db_time(ctx->now)), NULL);
}

/* What was judged good is put in, and the result must convince by itself. A seal of old without a time stamp stays as
 * it is. */
static enum err augment(struct ctx *ctx, struct seal *s)
{
    struct verify_request rq = s->d.rq;
    struct verify_report rep;
    struct blob_info info;
    char *xml;
    enum err e = check(ctx, s, &rq, &rep);

    if (e)
        return e;
    if (rep.n != 1 || *rep.signatures[0].stamp_time == '\0')
        return note(ctx, s->sha256, NULL);
    e = xmlsig_augment(ctx->mem, s->doc, rep.used, rep.n_used);
    if (e)
        return ctx_fail(ctx, e, "Pieczęci nie można uzupełnić o dowody.", "sha256=%s", s->sha256);
    rq.data = xml = xml_bytes(ctx->mem, s->doc, &rq.len);
    rq.evidence = NULL;
    rq.n_evidence = 0;
    e = check(ctx, s, &rq, &rep);
    if (!e)
        e = blob_put(ctx, xml, rq.len, &info);
    return e ? e : note(ctx, s->sha256, info.sha256);
}

/* {"sha256"}, key "TERYT/sha256" */
static enum err preserve(struct ctx *ctx, struct job *job)
{
    const char *sha256 = json_string_value(json_object_get(job->dane, "sha256"));
    struct seal s = { .doc = NULL };
    enum err e = load(ctx, sha256 ? sha256 : "", &s);

    if (e)
        return e;
    if (!has_source(ctx->mem, seal_cert(ctx, s.trust, s.doc)))
        return note(ctx, sha256, NULL);
    e = trust_strict(ctx, &s.d.trust);
    if (!e)
        e = dowody_verify(ctx, &s.d);
    if (e)
        return e;
    if (!may_come(ctx, &s))
        return augment(ctx, &s);
    job->again = "TRY_LATER";
    return ERR_OK;
}

/* ---- what waits ---- */

enum err utrwalenie_plan(struct ctx *ctx)
{
    struct db_rows *rows = NULL;
    struct seal newest = { .doc = NULL };
    enum err e = db_query(ctx, &SQL_utrwalenie_newest, DB_NONE, &rows);

    if (e || rows->n == 0)
        return e;
    e = load(ctx, db_str(rows, 0, "sha256"), &newest);
    if (e || !has_source(ctx->mem, seal_cert(ctx, newest.trust, newest.doc)))
        return e;
    e = db_query(ctx, &SQL_utrwalenie_waiting, DB_NONE, &rows);
    for (int i = 0; !e && i < rows->n; i++) {
        const char *sha256 = db_str(rows, i, "sha256");

        e = job_add(ctx, "utrwalenie", mem_printf(ctx->mem, "%s/%s", ctx->jst, sha256),
                    json_pack("{s:s}", "sha256", sha256));
    }
    return e;
}

static enum err plan_all(struct ctx *ctx, struct job *job)
{
    (void)job;
    return job_each_unit(ctx, "utrwalenie.failed", utrwalenie_plan);
}

const struct job_kind utrwalenie_jobs[] = {
    { .rodzaj = "utrwalenie", .lane = LANE_REST, .run = preserve, .tries = 64 },
    { .rodzaj = "utrwalenie_plan", .lane = LANE_REST, .run = plan_all, .every = JOB_HOURLY },
    { .rodzaj = NULL },
};
