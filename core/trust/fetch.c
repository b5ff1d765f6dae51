/* One certificate, at most two exchanges. */
#include "core/trust/fetch.h"

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/net/http.h"

#define OCSP_TIMEOUT_S 8
#define CRL_TIMEOUT_S 15
#define MAX_OCSP (64u << 10)
#define MAX_CRL (4u << 20)

/* Why it failed is a matter for the log: the caller only knows that there is no answer. */
static bool exchange(struct ctx *ctx, struct http_request *rq, struct http_answer *ret_answer)
{
    rq->public_only = true;
    rq->loopback = ctx->app->conf.fetch_loopback;
    if (http_do(ctx, rq, ret_answer)) {
        log_info(ctx, "fetch.failed", LOG_S("url", rq->url), LOG_S("detail", ctx->fail.detail));
        ctx_forgive(ctx);
        return false;
    }
    if (ret_answer->status != 200)
        log_info(ctx, "fetch.refused", LOG_S("url", rq->url), LOG_I("status", ret_answer->status));
    return ret_answer->status == 200;
}

static bool is_usable(X509 *cert, X509 *issuer, int64_t at, const struct evidence *ev)
{
    struct revocation r;

    revocation_check(cert, issuer, ev, 1, at, clock_now(), &r);
    return r.state != REVOCATION_UNKNOWN;
}

static bool keep(TALLOC_CTX *mem, X509 *cert, X509 *issuer, int64_t at, enum evidence_kind kind,
                 const struct http_answer *answer, struct evidence *ret_ev)
{
    struct evidence ev = { kind, (const unsigned char *)answer->body, answer->len };

    if (!is_usable(cert, issuer, at, &ev))
        return false;
    ev.der = mem_dup(mem, ev.der, ev.len);
    *ret_ev = ev;
    return true;
}

static bool ask_responder(struct ctx *ctx, TALLOC_CTX *mem, const char *url, X509 *cert, X509 *issuer, int64_t at,
                          struct evidence *ret_ev)
{
    static const char *const headers[] = { "Content-Type: application/ocsp-request",
                                           "Accept: application/ocsp-response", NULL };
    struct http_request rq = { .url = url, .headers = headers, .timeout_s = OCSP_TIMEOUT_S, .max = MAX_OCSP };
    struct http_answer answer = { 0 };

    rq.body = revocation_ocsp_request(mem, cert, issuer, &rq.len);
    return rq.body && exchange(ctx, &rq, &answer) && keep(mem, cert, issuer, at, EVIDENCE_OCSP, &answer, ret_ev);
}

static bool fetch_list(struct ctx *ctx, TALLOC_CTX *mem, const char *url, X509 *cert, X509 *issuer, int64_t at,
                       struct evidence *ret_ev)
{
    struct http_request rq = { .url = url, .timeout_s = CRL_TIMEOUT_S, .max = MAX_CRL };
    struct http_answer answer = { 0 };

    return exchange(ctx, &rq, &answer) && keep(mem, cert, issuer, at, EVIDENCE_CRL, &answer, ret_ev);
}

bool fetch_status(struct ctx *ctx, TALLOC_CTX *mem, X509 *cert, X509 *issuer, int64_t at, struct evidence *ret_ev)
{
    const char *ocsp = NULL;
    const char *crl = NULL;

    revocation_sources(mem, cert, &ocsp, &crl);
    return (ocsp && ask_responder(ctx, mem, ocsp, cert, issuer, at, ret_ev)) ||
           (crl && fetch_list(ctx, mem, crl, cert, issuer, at, ret_ev));
}
