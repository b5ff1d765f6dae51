/* The verifier's questions and answers as bytes. A question carries the snapshot of whom we trust
 * only when the helper does not have it yet. */
#include "core/sig/verify_box.h"

#include "core/base/pack.h"
#include "core/base/sanitized.h"
#include "core/doc/box.h"
#include "core/doc/xml.h"
#include "core/trust/trust_db.h"

#define CPU_SECONDS (SANITIZED ? 10 : 2)
#define MAX_HEAD (256u << 20)
#define MAX_GROWTH (80u << 20) /* an answer is at most the document and a report */

struct verify_helper {
    struct box *box;
    uint64_t generation; /* of the helper that was given the snapshot … */
    uint64_t serial;     /* … of this serial number */
};

/* ---- inside the sandbox ---- */

/* The snapshot of this helper, kept over questions. */
static struct trust *known;

static bool take_trust(struct unpack *u)
{
    size_t len = 0;
    const void *packed = unpack_bytes(u, &len);

    if (len == 0)
        return known;
    talloc_free(known);
    known = trust_unpack(NULL, packed, len);
    return known;
}

static void answer(TALLOC_CTX *mem, const struct verify_report *r, struct iovec parts[BOX_MAX_PARTS], int *ret_n)
{
    struct buf body = buf_new(mem, MAX_GROWTH);
    struct buf head = buf_new(mem, 64);
    union {
        const void *read;
        void *base;
    } bytes = { .read = r->signed_bytes };

    verify_pack_report(&body, r);
    pack_int(&head, (int64_t)body.len);
    parts[0] = (struct iovec){ head.data, head.len };
    parts[1] = (struct iovec){ body.data, body.len };
    parts[2] = (struct iovec){ bytes.base, r->signed_len };
    *ret_n = r->signed_bytes ? 3 : 2;
}

static void work(TALLOC_CTX *mem, void *question, size_t len, struct iovec parts[BOX_MAX_PARTS], int *ret_n)
{
    struct unpack u = unpack_new(question, len);
    struct verify_request rq = { .data = NULL };
    struct verify_report r = verify_report_of(VERIFY_INDETERMINATE, "PROCESSING_ERROR", VERIFY_CHECK(35), "");
    bool trusted = take_trust(&u);
    size_t n_request = 0;
    const void *request = unpack_bytes(&u, &n_request);

    if (trusted && !u.bad && verify_unpack_request(mem, request, n_request, &rq)) {
        rq.data = u.at;
        rq.len = (size_t)(u.end - u.at);
        rq.owner = rq.n_evidence == 0 ? question : NULL; /* evidence lies in it too */
        verify_bytes(mem, &rq, known, &r);
    }
    answer(mem, &r, parts, ret_n);
}

/* ---- outside ---- */

void verify_box_start(struct app *app)
{
    if (app->verifier)
        return;
    xml_init();
    json_object_seed(0); /* asks the system for a number, which the sandbox may not */
    app->verifier = mem_zero(app->mem, struct verify_helper);
    app->verifier->box = box_new(app->verifier, work, CPU_SECONDS);
}

void verify_box_forget(struct app *app)
{
    if (app->verifier && app->verifier->box)
        box_forget(app->verifier->box);
    app->verifier = NULL;
}

static bool take_answer(TALLOC_CTX *mem, const void *data, size_t len, struct verify_report *ret)
{
    struct unpack u = unpack_new(data, len);
    size_t n = 0;
    const void *report = unpack_bytes(&u, &n);

    if (u.bad || !verify_unpack_report(mem, report, n, ret))
        return false;
    ret->signed_bytes = u.at < u.end ? u.at : NULL;
    ret->signed_len = (size_t)(u.end - u.at);
    return true;
}

static bool ask(TALLOC_CTX *mem, struct verify_helper *h, const struct verify_request *rq, const struct trust *trust,
                struct verify_report *ret)
{
    MEM_SCOPE(tmp, mem);
    struct buf request = buf_new(tmp, MAX_HEAD);
    struct buf head = buf_new(tmp, MAX_HEAD);
    uint64_t generation = box_generation(h->box);
    bool has_trust = generation == h->generation && trust_serial(trust) == h->serial;
    size_t n_trust = 0;
    const void *packed = has_trust ? "" : trust_pack(tmp, trust, &n_trust);
    union {
        const void *read;
        void *base;
    } bytes = { .read = rq->data };
    void *data = NULL;
    size_t len = 0;

    verify_pack_request(&request, rq);
    pack_bytes(&head, packed, n_trust);
    pack_bytes(&head, request.data, request.len);
    if (!packed || head.overflow ||
        !box_ask(mem, h->box, (struct iovec[]){ { head.data, head.len }, { bytes.base, rq->len } }, 2,
                 rq->len * 2 + MAX_GROWTH, &data, &len))
        return false;
    h->generation = generation;
    h->serial = trust_serial(trust);
    return take_answer(mem, data, len, ret);
}

void verify_box(TALLOC_CTX *mem, struct app *app, const struct verify_request *rq, struct trust *trust,
                struct verify_report *ret)
{
    verify_box_start(app);
    if (app->verifier->box && ask(mem, app->verifier, rq, trust, ret))
        return;
    *ret =
        verify_report_of(VERIFY_INDETERMINATE, "PROCESSING_ERROR", VERIFY_CHECK(35),
                         "Pliku nie udało się bezpiecznie sprawdzić: sprawdzanie przerwano. Plik może być uszkodzony "
                         "albo celowo spreparowany.");
    ret->dead = true;
}

enum err verify_document(struct ctx *ctx, struct verify_request *rq, struct verify_report *ret)
{
    struct trust *trust = NULL;
    enum err e = trust_current(ctx, &trust);

    if (e)
        return e;
    rq->purposes = rq->profile == VERIFY_NARROW ? TRUST_OWN : TRUST_SIGNERS;
    verify_box(ctx->mem, ctx->app, rq, trust, ret);
    return ERR_OK;
}
