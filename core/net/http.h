/* HTTP client (libcurl) for eurzad-jobs: programs that serve people never call out.
 *
 * Server certificates are always verified. Only http and https; from https never back to http. Answers are
 * limited in size (after decompression) and time, redirects (GET only) in number. */
#ifndef CORE_HTTP_H
#define CORE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/ctx/ctx.h"

struct http_request {
    const char *url;
    const void *body; /* NULL: GET, otherwise POST */
    size_t len;
    const char *const *headers; /* "Name: value" lines, ended by NULL; NULL = none. A line end inside is ERR_INVALID */
    int timeout_s;              /* for the whole exchange; 0 = 30 */
    size_t max;                 /* largest answer in bytes; 0 = 1 MiB */
    const char *ca_file;        /* PEM of the authorities trusted instead of the system's; NULL = the system's */
    bool public_only;           /* the address came from outside: refuse loopback, private and link-local hosts */
    bool loopback;              /* with public_only: this machine is allowed all the same (conf.fetch_loopback) */
};

struct http_answer {
    long status;
    const char *content_type; /* "" when the server names none; so are the next two */
    const char *etag;
    const char *last_modified;
    long retry_after_s; /* 0 when not given */
    const char *body;   /* a zero byte follows */
    size_t len;
};

/* Any HTTP status is a success here: the caller judges it. *ret_answer belongs to ctx->mem.
 * ERR_INVALID  the address is not http(s), leads to a refused host, or the answer is larger than max
 * ERR_BUSY     the server is away, too slow, or its certificate cannot be verified; whether a POST was carried out is
 *              unknown */
MUST_CHECK enum err http_do(struct ctx *ctx, const struct http_request *rq, struct http_answer *ret_answer);

#endif
