/* Status, headers and body, and what a visitor sees when something fails */
#include "fcgi/answer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/log.h"
#include "fcgi/session.h"
#include "fcgi/text.h"

enum { HEADERS_MAX = 16384, CACHED_SECONDS = 10, RETRY_AFTER = 5 };

#define CSP_PAGE                                                                                                       \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "                 \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define CSP_FILE "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
/* Browsers show a PDF in a viewer of their own, which does not open inside a sandbox. */
#define CSP_PDF "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

struct status {
    int code;
    const char *reason;
    const char *message;
};

static const struct status STATUSES[] = {
    { 200, "OK", "" },
    { 301, "Moved Permanently", "" },
    { 303, "See Other", "" },
    { 304, "Not Modified", "" },
    { 400, "Bad Request", "Nie rozumiemy tego adresu albo przesłanych danych." },
    { 403, "Forbidden", "Nie masz uprawnień do tej strony." },
    { 404, "Not Found", "Pod tym adresem nie ma strony." },
    { 405, "Method Not Allowed", "Pod tym adresem nie można wykonać takiej czynności." },
    { 409, "Conflict", "Ktoś zmienił te dane w tym samym czasie." },
    { 411, "Length Required", "Przeglądarka nie podała, ile danych wysyła." },
    { 413, "Content Too Large", "Przesłane dane są za duże." },
    { 415, "Unsupported Media Type", "Nie przyjmujemy danych w tej postaci." },
    { 422, "Unprocessable Content", "Nie możemy przyjąć tych danych." },
    { 500, "Internal Server Error", "Wystąpił błąd po naszej stronie." },
    { 503, "Service Unavailable", "Usługa jest chwilowo niedostępna. Spróbuj za chwilę." },
};

static const struct status *status_of(int code)
{
    for (size_t i = 0; i < sizeof(STATUSES) / sizeof(STATUSES[0]); i++)
        if (STATUSES[i].code == code)
            return &STATUSES[i];
    return status_of(500);
}

int answer_status(enum err e)
{
    switch (e) {
    case ERR_OK:
        return 200;
    case ERR_INVALID:
        return 422;
    case ERR_DENIED:
        return 403;
    case ERR_NOTFOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_BUSY:
        return 503;
    case ERR_INTERNAL:
        break;
    }
    return 500;
}

/* ---- preparing ---- */

void answer_html(struct req *rq, int status, const char *body, size_t len)
{
    rq->priv->answer = (struct answer){
        .status = status, .mime = "text/html; charset=utf-8", .body = body, .len = len, .etag = rq->priv->answer.etag
    };
}

void answer_redirect(struct req *rq, int status, const char *location)
{
    rq->priv->answer = (struct answer){ .status = status, .location = location };
}

const char *page_local(const char *path, const char *otherwise)
{
    if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return otherwise;
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F || *c == '\\')
            return otherwise;
    return path;
}

/* Header values are ASCII: what is not is percent-encoded; what was encoded stays as it is. */
static const char *ascii_address(TALLOC_CTX *mem, const char *path)
{
    struct buf out = buf_new(mem, 16384);

    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        if (*c <= 0x20 || *c >= 0x7F || strchr("\"<>\\^`{|}", *c))
            buf_printf(&out, "%%%02X", *c);
        else
            buf_char(&out, (char)*c);
    }
    return out.overflow ? NULL : buf_text(&out);
}

enum err page_redirect(struct req *rq, const char *fmt, ...)
{
    const char *path;
    const char *location;
    va_list ap;

    va_start(ap, fmt);
    path = mem_vprintf(rq->ctx->mem, fmt, ap);
    va_end(ap);
    location = page_local(path, NULL) ? ascii_address(rq->ctx->mem, path) : NULL;
    if (!location)
        return ctx_fail(rq->ctx, ERR_INTERNAL, status_of(500)->message, "redirect to a foreign address");
    answer_redirect(rq, 303, location);
    return ERR_OK;
}

enum err page_bytes(struct req *rq, const char *mime, const char *attachment, const void *data, size_t len)
{
    rq->priv->answer = (struct answer){
        .status = 200, .mime = mime, .body = data, .len = len, .is_file = true, .etag = rq->priv->answer.etag
    };
    if (attachment)
        rq->priv->answer.attachment = text_file_name(rq->ctx->mem, attachment);
    return ERR_OK;
}

enum err page_blob(struct req *rq, const char *mime, const char *attachment, const char *sha256)
{
    void *data = NULL;
    size_t len = 0;
    enum err e = blob_get(rq->ctx, sha256, (size_t)rq->ctx->app->conf.max_document, &data, &len);

    return e ? e : page_bytes(rq, mime, attachment, data, len);
}

/* ---- error pages ---- */

static void plain_error(struct req *rq, int status, const char *message)
{
    struct buf out = buf_new(rq->ctx->mem, 16384);

    buf_str(&out,
            "<!DOCTYPE html>\n<html lang=\"pl\"><head><meta charset=\"utf-8\"><title>Błąd – Lubuski e-Urząd</title>"
            "</head><body><main><h1>Błąd</h1><p>");
    buf_xml(&out, message);
    buf_str(&out, "</p><p>Numer zgłoszenia: ");
    buf_xml(&out, rq->ctx->request_id);
    buf_str(&out, "</p><p><a href=\"/\">Strona główna</a></p></main></body></html>\n");
    answer_html(rq, status, buf_text(&out), out.len);
}

void answer_error(struct req *rq, int status, const char *message)
{
    const char *text = message && *message ? message : status_of(status)->message;
    struct view *v;

    rq->priv->answer = (struct answer){ 0 };
    session_load(rq);
    v = view_new(rq, "error");
    view_attr_i(v, "status", status);
    view_attr(v, "message", text);
    view_attr(v, "request", rq->ctx->request_id);
    if (view_send(v)) {
        log_error(rq->ctx, "error_page.failed", LOG_S("detail", rq->ctx->fail.detail));
        plain_error(rq, status, text);
    }
    rq->priv->answer.status = status;
}

/* ---- caching ---- */

static bool is_cacheable(const struct req *rq, const char *set_cookie)
{
    const struct req_priv *priv = rq->priv;

    return rq->route && (rq->route->flags & ROUTE_CACHED) && rq->method == GET && !priv->cookie && !set_cookie &&
           (priv->answer.status == 200 || priv->answer.status == 304) && rq->ctx->who.kind == WHO_PUBLIC;
}

static bool has_tag(const char *if_none_match, const char *etag)
{
    const char *at = strstr(if_none_match, etag);

    return (at && (at == if_none_match || strchr(" ,/", at[-1]))) || strcmp(if_none_match, "*") == 0;
}

static void tag_body(struct req *rq)
{
    struct answer *a = &rq->priv->answer;
    char hash[BLOB_SHA_LEN + 1];

    if (a->etag || a->status != 200)
        return;
    blob_sha256(a->body, a->len, hash);
    a->etag = mem_printf(rq->ctx->mem, "\"%.32s\"", hash);
}

bool page_fresh(struct req *rq, const char *etag)
{
    const char *quoted;

    if (!(rq->route->flags & ROUTE_CACHED))
        return false;
    for (const char *c = etag; *c; c++)
        if (*c <= 0x20 || *c >= 0x7F || *c == '"')
            return false;
    quoted = mem_printf(rq->ctx->mem, "\"%s\"", etag);
    rq->priv->answer.etag = quoted;
    if (rq->priv->cookie || !has_tag(req_env(rq, "HTTP_IF_NONE_MATCH"), quoted))
        return false;
    rq->priv->answer = (struct answer){ .status = 304, .etag = quoted };
    return true;
}

/* ---- sending ---- */

static void add_header(struct buf *out, const char *name, const char *value)
{
    buf_str(out, name);
    buf_str(out, ": ");
    buf_str(out, value);
    buf_str(out, "\r\n");
}

/* RFC 6266: a name in ASCII for old programs, and the real one. */
static void add_disposition(struct buf *out, const struct answer *a)
{
    buf_str(out, "Content-Disposition: ");
    if (!a->attachment) {
        buf_str(out, "inline\r\n");
        return;
    }
    buf_str(out, "attachment; filename=\"");
    for (const unsigned char *c = (const unsigned char *)a->attachment; *c; c++)
        if ((*c & 0xC0) != 0x80)
            buf_char(out, *c < 0x20 || *c >= 0x7F || *c == '"' || *c == '\\' || *c == '%' ? '_' : (char)*c);
    buf_str(out, "\"; filename*=UTF-8''");
    url_encode(out, a->attachment);
    buf_str(out, "\r\n");
}

static void add_safety(struct buf *out, const struct answer *a)
{
    bool is_pdf = a->is_file && a->mime && strcmp(a->mime, "application/pdf") == 0;

    add_header(out, "Content-Security-Policy", !a->is_file ? CSP_PAGE : is_pdf ? CSP_PDF : CSP_FILE);
    add_header(out, "X-Content-Type-Options", "nosniff");
    add_header(out, "Referrer-Policy", "same-origin");
    add_header(out, "Permissions-Policy",
               "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()");
    add_header(out, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(out, "Cross-Origin-Resource-Policy", "same-origin");
    add_header(out, "X-Frame-Options", "DENY");
}

static void add_allow(struct buf *out, const struct req *rq)
{
    const struct match *m = &rq->priv->match;

    add_header(out, "Allow", m->get && m->post ? "GET, HEAD, POST" : m->get ? "GET, HEAD" : "POST");
}

static void add_caching(struct buf *out, struct req *rq, const char *set_cookie)
{
    if (set_cookie)
        add_header(out, "Set-Cookie", set_cookie);
    if (!is_cacheable(rq, set_cookie)) {
        add_header(out, "Cache-Control", "no-store");
        return;
    }
    buf_printf(out, "Cache-Control: public, max-age=0, s-maxage=%d\r\n", CACHED_SECONDS);
    if (rq->priv->answer.etag)
        add_header(out, "ETag", rq->priv->answer.etag);
}

static void write_headers(struct buf *out, struct req *rq, const char *set_cookie)
{
    const struct answer *a = &rq->priv->answer;

    buf_printf(out, "Status: %d %s\r\n", a->status, status_of(a->status)->reason);
    if (a->mime)
        add_header(out, "Content-Type", a->mime);
    if (a->status != 304)
        buf_printf(out, "Content-Length: %zu\r\n", a->len);
    if (a->location)
        add_header(out, "Location", a->location);
    if (a->is_file)
        add_disposition(out, a);
    if (a->status == 405)
        add_allow(out, rq);
    if (a->status == 503)
        buf_printf(out, "Retry-After: %d\r\n", RETRY_AFTER);
    add_safety(out, a);
    add_caching(out, rq, set_cookie);
    add_header(out, "X-Request-Id", rq->ctx->request_id);
    buf_str(out, "\r\n");
}

void answer_send(struct req *rq)
{
    struct answer *a = &rq->priv->answer;
    const struct gateway *gate = rq->priv->gate;
    const char *set_cookie = session_set_cookie(rq);
    struct buf head = buf_new(rq->ctx->mem, HEADERS_MAX);

    if (is_cacheable(rq, set_cookie)) {
        tag_body(rq);
        if (a->status == 200 && has_tag(req_env(rq, "HTTP_IF_NONE_MATCH"), a->etag))
            *a = (struct answer){ .status = 304, .etag = a->etag };
    }
    write_headers(&head, rq, set_cookie);
    gate->write(gate->data, buf_text(&head), head.len);
    if (!rq->priv->head && a->len > 0)
        gate->write(gate->data, a->body, a->len);
}
