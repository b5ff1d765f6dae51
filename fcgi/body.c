/* Reads what a form sent */
#include "fcgi/body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/utf8.h"
#include "core/ctx/app.h"
#include "fcgi/health.h"
#include "fcgi/multipart.h"
#include "fcgi/session.h"
#include "fcgi/text.h"
#include "fcgi/upload.h"

enum { CHUNK = 16 * 1024 };

static const char MSG_STALE[] =
    "Formularz stracił ważność albo przyszedł spoza tego portalu. Wróć do strony z formularzem, odśwież ją i wyślij go "
    "jeszcze raz.";

static bool refuse_forged(struct req *rq, const char *detail)
{
    health_count(HEALTH_CSRF);
    return req_refuse(rq, 403, MSG_STALE, detail);
}

/* scheme://host[:port] at the beginning of public_url */
static bool is_own_origin(const struct req *rq, const char *origin)
{
    const char *own = rq->ctx->app->conf.public_url;
    const char *host = strstr(own, "://");
    size_t n = host ? (size_t)(host - own) + 3 + strcspn(host + 3, "/") : strlen(own);

    return strlen(origin) == n && strncasecmp(origin, own, n) == 0;
}

bool body_origin(struct req *rq)
{
    const char *site = req_env(rq, "HTTP_SEC_FETCH_SITE");
    const char *origin = req_env(rq, "HTTP_ORIGIN");

    if (*site)
        return strcmp(site, "same-origin") == 0 || refuse_forged(rq, "Sec-Fetch-Site of another site");
    /* Old browsers send neither; the token protects them. */
    return !*origin || is_own_origin(rq, origin) || refuse_forged(rq, "Origin of another site");
}

static bool token_fits(struct req *rq)
{
    const char *token = req_body_param(rq, "csrf");
    const char *own = session_own_csrf(rq);

    if (rq->route->flags & ROUTE_NO_CSRF)
        return true;
    if (!token || !own || !text_same_secret(token, own))
        return refuse_forged(rq, token ? "csrf token of another session" : "no csrf token before the first file");
    return true;
}

/* ---- length and type ---- */

static bool too_large(struct req *rq)
{
    return req_refuse(rq, 413,
                      mem_printf(rq->ctx->mem, "Przesłane dane są za duże. Wszystko razem może mieć najwyżej %d MB.",
                                 (int)(rq->ctx->app->conf.max_body / 1048576)),
                      "body larger than max_body");
}

static bool read_length(struct req *rq, size_t *ret_len)
{
    const char *s = req_env(rq, "CONTENT_LENGTH");
    char *end = NULL;
    unsigned long long n;

    if (!*s)
        return req_refuse(rq, 411, NULL, "no Content-Length");
    errno = 0;
    n = strtoull(s, &end, 10);
    if (*s < '0' || *s > '9' || *end || errno)
        return req_refuse(rq, 400, NULL, "broken Content-Length");
    if (n > (unsigned long long)rq->ctx->app->conf.max_body)
        return too_large(rq);
    *ret_len = (size_t)n;
    return true;
}

static bool type_is(const char *content_type, const char *type)
{
    size_t n = strlen(type);

    return strncasecmp(content_type, type, n) == 0 && (!content_type[n] || strchr("; \t", content_type[n]));
}

static size_t read_some(const struct req *rq, void *to, size_t n)
{
    return rq->priv->gate->read(rq->priv->gate->data, to, n);
}

/* ---- application/x-www-form-urlencoded ---- */

static bool read_urlencoded(struct req *rq, size_t len)
{
    MEM_SCOPE(tmp, rq->ctx->mem);
    char *text = mem_array(tmp, char, len + 1);
    const char *problem;

    if (read_some(rq, text, len) != len)
        return req_refuse(rq, 400, NULL, "body shorter than Content-Length");
    problem = params_add_query(&rq->priv->params, text, len);
    return problem ? req_refuse(rq, 400, NULL, problem) : token_fits(rq);
}

/* ---- multipart/form-data ---- */

struct reader {
    struct req *rq;
    TALLOC_CTX *mem;
    bool token_checked;
    struct spool *file; /* the part being read is a file */
    const char *name;   /* … or a field */
    struct buf value;
};

static bool refuse_file(struct req *rq, enum err e)
{
    rq->priv->refused = e == ERR_INVALID ? 413 : 503;
    return false;
}

static bool begin_file(struct reader *r, const char *file_name)
{
    if (!(r->rq->route->flags & ROUTE_FILES))
        return req_refuse(r->rq, 400, NULL, "this form takes no files");
    if (!utf8_valid(file_name, strlen(file_name)))
        return req_refuse(r->rq, 400, NULL, "file name is not UTF-8");
    if (!r->token_checked && !token_fits(r->rq))
        return false;
    r->token_checked = true;
    r->file = spool_new(r->rq, r->name, file_name);
    return true;
}

static bool begin(void *to, const char *name, const char *file_name)
{
    struct reader *r = to;
    size_t n = strlen(name);

    if (n == 0 || n > PARAMS_NAME_MAX || !utf8_valid(name, n))
        return req_refuse(r->rq, 400, NULL, "broken field name");
    r->name = mem_strdup(r->mem, name);
    r->file = NULL;
    r->value = buf_new(r->mem, (size_t)r->rq->ctx->app->conf.max_body);
    return !file_name || begin_file(r, file_name);
}

static bool data(void *to, const void *p, size_t n)
{
    struct reader *r = to;
    enum err e = ERR_OK;

    if (r->file)
        e = spool_add(r->file, p, n);
    else
        buf_add(&r->value, p, n);
    return !e || refuse_file(r->rq, e);
}

static bool end(void *to)
{
    struct reader *r = to;
    const char *problem;
    enum err e;

    if (r->file) {
        e = spool_close(r->file);
        return !e || refuse_file(r->rq, e);
    }
    problem = params_add(&r->rq->priv->params, r->name, strlen(r->name), buf_text(&r->value), r->value.len);
    TALLOC_FREE(r->value.data);
    return problem ? req_refuse(r->rq, 400, NULL, problem) : true;
}

static bool feed(struct req *rq, struct multipart *parts, size_t len)
{
    char chunk[CHUNK];
    enum multipart_state state = MULTIPART_OK;

    while (len > 0 && state == MULTIPART_OK) {
        size_t want = len < sizeof(chunk) ? len : sizeof(chunk);

        if (read_some(rq, chunk, want) != want)
            return req_refuse(rq, 400, NULL, "body shorter than Content-Length");
        state = multipart_feed(parts, chunk, want);
        len -= want;
    }
    if (state == MULTIPART_OK)
        state = multipart_finish(parts);
    return state == MULTIPART_BROKEN ? req_refuse(rq, 400, NULL, "broken multipart body") : state == MULTIPART_OK;
}

static bool read_multipart(struct req *rq, const char *content_type, size_t len)
{
    MEM_SCOPE(tmp, rq->ctx->mem);
    struct reader r = { .rq = rq, .mem = tmp };
    const struct multipart_sink sink = { &r, begin, data, end };
    const char *boundary = multipart_boundary(tmp, content_type);

    if (!boundary)
        return req_refuse(rq, 400, NULL, "multipart without boundary");
    return feed(rq, multipart_new(tmp, boundary, &sink), len) && (r.token_checked || token_fits(rq));
}

bool body_read(struct req *rq)
{
    const char *content_type = req_env(rq, "CONTENT_TYPE");
    size_t len = 0;

    if (!read_length(rq, &len))
        return false;
    if (type_is(content_type, "multipart/form-data"))
        return read_multipart(rq, content_type, len);
    /* A form without fields may come without a type. */
    if (type_is(content_type, "application/x-www-form-urlencoded") || (len == 0 && !*content_type))
        return read_urlencoded(rq, len);
    return req_refuse(rq, 415, NULL, "unknown Content-Type");
}
