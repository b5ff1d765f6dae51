/* From CGI parameters to struct req; every value is checked before anyone sees it */
#include "fcgi/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/app.h"
#include "fcgi/session.h"
#include "fcgi/text.h"

enum { URI_MAX = 8192, FAULTS_MAX = 200 };

const char *req_env(const struct req *rq, const char *name)
{
    const char *value = rq->priv->gate->param(rq->priv->gate->data, name);

    return value ? value : "";
}

struct req *req_new(struct ctx *ctx, struct site *site, const struct gateway *gate)
{
    struct req *rq = mem_zero(ctx->mem, struct req);

    rq->ctx = ctx;
    rq->priv = mem_zero(ctx->mem, struct req_priv);
    rq->priv->site = site;
    rq->priv->gate = gate;
    rq->priv->params = params_new(ctx->mem);
    rq->path = rq->query = "";
    return rq;
}

bool req_refuse(struct req *rq, int status, const char *message, const char *detail)
{
    static const enum err codes[] = { ERR_INVALID, ERR_DENIED, ERR_NOTFOUND };
    enum err code = status == 503   ? ERR_BUSY
                    : status == 500 ? ERR_INTERNAL
                                    : codes[status == 403   ? 1
                                            : status == 404 ? 2
                                                            : 0];

    rq->priv->refused = status;
    /* The first failure is the one that counts here too; the text of the page comes from the status then. */
    (void)ctx_fail(rq->ctx, code, message ? message : "", "%s", detail);
    return false;
}

/* nginx's $request_id, when it is one; it also stands in nginx's own log. */
static void take_request_id(struct req *rq)
{
    const char *id = req_env(rq, "REQUEST_ID");
    size_t n = strspn(id, "0123456789abcdef");

    if (n >= 8 && n <= 64 && id[n] == '\0')
        rq->ctx->request_id = mem_strndup(rq->ctx->mem, id, n < 16 ? n : 16);
}

static void take_address(struct req *rq)
{
    const char *address = req_env(rq, "REMOTE_ADDR");
    size_t n = strspn(address, "0123456789abcdefABCDEF.:");

    if (n > 0 && n <= 45 && address[n] == '\0')
        rq->ctx->address = mem_strdup(rq->ctx->mem, address);
}

static bool take_method(struct req *rq)
{
    const char *method = req_env(rq, "REQUEST_METHOD");

    if (strcmp(method, "GET") == 0)
        rq->method = GET;
    else if (strcmp(method, "POST") == 0)
        rq->method = POST;
    else if (strcmp(method, "HEAD") == 0) {
        rq->method = GET;
        rq->priv->head = true;
    }
    return rq->method != METHOD_NONE;
}

/* Addresses hold visible ASCII only; everything else comes percent-encoded (RFC 3986). */
static bool is_visible(const char *s)
{
    for (; *s; s++)
        if (*s <= 0x20 || *s >= 0x7F)
            return false;
    return true;
}

static bool take_address_parts(struct req *rq)
{
    struct req_priv *priv = rq->priv;
    const char *uri = req_env(rq, "REQUEST_URI");
    const char *problem;
    size_t n = strcspn(uri, "?#");

    if (strlen(uri) > URI_MAX || !is_visible(uri))
        return req_refuse(rq, 400, NULL, "address too long or not ASCII");
    priv->raw_path = mem_strndup(rq->ctx->mem, uri, n);
    if (uri[n] == '?')
        rq->query = mem_strndup(rq->ctx->mem, uri + n + 1, strcspn(uri + n + 1, "#"));
    if (!path_split(rq->ctx->mem, uri, n, &priv->path_parts))
        return req_refuse(rq, 400, NULL, "broken path");
    rq->path = priv->path_parts.text;
    problem = NULL;
    if (router_match(priv->site->router, &priv->path_parts, &priv->match) && !priv->path_parts.slash_at_end) {
        rq->route = rq->method == POST ? priv->match.post : rq->method == GET ? priv->match.get : NULL;
        if (rq->route)
            router_params(rq->route, &priv->path_parts, &priv->params);
    }
    problem = params_add_query(&priv->params, rq->query, strlen(rq->query));
    priv->body_from = priv->params.n;
    return problem ? req_refuse(rq, 400, NULL, problem) : true;
}

bool req_head(struct req *rq)
{
    take_request_id(rq);
    take_address(rq);
    rq->htmx = strcmp(req_env(rq, "HTTP_X_REQUESTED_WITH"), "eurzad") == 0;
    rq->priv->cookie = session_cookie(rq);
    if (!take_method(rq) && !*req_env(rq, "REQUEST_METHOD"))
        return req_refuse(rq, 400, NULL, "no method");
    return take_address_parts(rq);
}

void req_reset(struct req *rq)
{
    ctx_forgive(rq->ctx);
    rq->priv->answer = (struct answer){ 0 };
    session_reset(rq);
}

/* ---- parameters ---- */

const char *req_param(const struct req *rq, const char *name)
{
    const char *value = params_get(&rq->priv->params, name, 0);

    return value ? value : "";
}

bool req_has(const struct req *rq, const char *name)
{
    return params_get(&rq->priv->params, name, 0);
}

void req_default(struct req *rq, const char *name, const char *value)
{
    /* The bounds of a form are kept: a request that has spent them goes without. */
    if (!req_has(rq, name))
        (void)params_add(&rq->priv->params, name, strlen(name), value, strlen(value));
}

int64_t id_of_text(const char *text)
{
    char *end = NULL;
    long long v;

    if (*text < '1' || *text > '9')
        return 0;
    errno = 0;
    v = strtoll(text, &end, 10);
    return errno || *end ? 0 : v;
}

int64_t id_of_choice(const char *text, char kind)
{
    return *text == kind ? id_of_text(text + 1) : 0;
}

int64_t req_id(const struct req *rq, const char *name)
{
    return id_of_text(req_param(rq, name));
}

const char *req_param_n(const struct req *rq, const char *name, int n)
{
    return n < 0 ? NULL : params_get(&rq->priv->params, name, n);
}

const char *req_body_param(const struct req *rq, const char *name)
{
    struct params body = rq->priv->params;

    if (body.n <= rq->priv->body_from)
        return NULL;
    body.list += rq->priv->body_from;
    body.n -= rq->priv->body_from;
    return params_get(&body, name, 0);
}

/* ---- faults ---- */

void req_fault(struct req *rq, const char *field, const char *message)
{
    struct req_priv *priv = rq->priv;

    if (!priv->faults)
        priv->faults = mem_array(rq->ctx->mem, struct fault, FAULTS_MAX);
    for (int i = 0; i < priv->n_faults; i++)
        if (strcmp(priv->faults[i].field, field) == 0 && (*field || strcmp(priv->faults[i].message, message) == 0))
            return;
    if (priv->n_faults == FAULTS_MAX)
        return;
    priv->faults[priv->n_faults].field = mem_strdup(rq->ctx->mem, field);
    priv->faults[priv->n_faults].message = mem_strdup(rq->ctx->mem, message);
    priv->n_faults++;
}
