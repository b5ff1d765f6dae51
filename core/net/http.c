/* One careful HTTP exchange. Addresses may come from configuration or from foreign documents; those of the second kind
 * are checked at the moment of connecting, after DNS and after each redirect, so that no name can lead inside. */
#include "core/net/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/buf.h"

#define HTTP_TIMEOUT_S 30
#define HTTP_CONNECT_S 10L
#define HTTP_MAX ((size_t)1048576)
#define HTTP_REDIRECTS 3L
#define HTTP_AWAY "Zewnętrzny serwer jest chwilowo niedostępny."
#define HTTP_BAD_URL "Adres serwera jest nieprawidłowy."

/* What the callbacks of one exchange know. */
struct exchange {
    struct buf body;
    bool refused_host;
    bool loopback; /* allowed */
};

static bool is_inside_v4(uint32_t a)
{
    static const struct {
        uint32_t net;
        int bits;
    } nets[] = {
        { 0x00000000, 8 },  { 0x0a000000, 8 },  { 0x64400000, 10 }, { 0x7f000000, 8 },  { 0xa9fe0000, 16 },
        { 0xac100000, 12 }, { 0xc0000000, 24 }, { 0xc0a80000, 16 }, { 0xc6120000, 15 }, { 0xe0000000, 3 },
    };

    for (size_t i = 0; i < sizeof nets / sizeof nets[0]; i++)
        if (a >> (32 - nets[i].bits) == nets[i].net >> (32 - nets[i].bits))
            return true;
    return false;
}

/* Globally routable IPv6 is 2000::/3 today; 2002::/16 (6to4) and 2001::/32 (Teredo) carry IPv4 inside. */
static bool is_inside_v6(const uint8_t *a)
{
    if ((a[0] & 0xe0) != 0x20)
        return true;
    return (a[0] == 0x20 && a[1] == 0x02) || (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0 && a[3] == 0);
}

static bool is_loopback(const struct curl_sockaddr *to)
{
    struct sockaddr_in v4;

    if (to->family != AF_INET)
        return false;
    memcpy(&v4, &to->addr, sizeof v4);
    return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
}

static bool is_inside(const struct curl_sockaddr *to)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (to->family == AF_INET) {
        memcpy(&v4, &to->addr, sizeof v4);
        return is_inside_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (to->family == AF_INET6 && to->addrlen <= sizeof v6) {
        memcpy(&v6, &to->addr, to->addrlen);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            return true;
        return is_inside_v6(v6.sin6_addr.s6_addr);
    }
    return true;
}

static curl_socket_t open_public(void *data, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct exchange *x = data;

    (void)purpose;
    if (is_inside(to) && !(x->loopback && is_loopback(to))) {
        x->refused_host = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t take(char *p, size_t size, size_t n, void *data)
{
    struct exchange *x = data;

    buf_add(&x->body, p, size * n);
    return x->body.overflow ? 0 : size * n;
}

static enum err add_headers(struct ctx *ctx, TALLOC_CTX *mem, const char *const *lines, struct curl_slist **ret_list)
{
    struct curl_slist *list = NULL;

    for (int i = 0; lines && lines[i]; i++) {
        struct curl_slist *longer = NULL;

        if (strpbrk(lines[i], "\r\n")) {
            curl_slist_free_all(list);
            return ctx_fail(ctx, ERR_INVALID, HTTP_BAD_URL, "http: line end in a header");
        }
        longer = curl_slist_append(list, lines[i]);
        if (!longer)
            mem_exhausted(strlen(lines[i]));
        list = longer;
    }
    *ret_list = mem_adopt(mem, list, curl_slist_free_all);
    return ERR_OK;
}

static void set_limits(CURL *curl, const struct http_request *rq, struct exchange *x)
{
    int timeout = rq->timeout_s > 0 ? rq->timeout_s : HTTP_TIMEOUT_S;
    const char *schemes = strncasecmp(rq->url, "https:", 6) == 0 ? "https" : "http,https";

    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, rq->body ? 0L : 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, HTTP_REDIRECTS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)timeout);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, HTTP_CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)x->body.max);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (rq->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, rq->ca_file);
    if (rq->public_only) {
        /* A proxy would connect for us where we cannot look. */
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_public);
        curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, x);
    }
}

static void set_request(CURL *curl, const struct http_request *rq, struct curl_slist *headers, struct exchange *x)
{
    curl_easy_setopt(curl, CURLOPT_URL, rq->url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "eurzad-jobs");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
    if (!rq->body)
        return;
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)rq->len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, rq->body);
}

static enum err explain(struct ctx *ctx, CURLcode code, const struct exchange *x)
{
    if (x->refused_host)
        return ctx_fail(ctx, ERR_INVALID, HTTP_BAD_URL, "http: the host is not a public one");
    if (x->body.overflow || code == CURLE_FILESIZE_EXCEEDED)
        return ctx_fail(ctx, ERR_INVALID, "Odpowiedź zewnętrznego serwera jest za duża.", "http: more than %zu bytes",
                        x->body.max);
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
        return ctx_fail(ctx, ERR_INVALID, HTTP_BAD_URL, "http: %s", curl_easy_strerror(code));
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return ctx_fail(ctx, ERR_BUSY, "Nie można potwierdzić tożsamości zewnętrznego serwera.", "http: %s",
                        curl_easy_strerror(code));
    return ctx_fail(ctx, ERR_BUSY, HTTP_AWAY, "http: %s", curl_easy_strerror(code));
}

static const char *header(TALLOC_CTX *mem, CURL *curl, const char *name)
{
    struct curl_header *h = NULL;

    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
        return "";
    return mem_strdup(mem, h->value);
}

static void read_answer(struct ctx *ctx, CURL *curl, const struct exchange *x, struct http_answer *a)
{
    curl_off_t wait = 0;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &a->status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
    a->retry_after_s = (long)wait;
    a->content_type = header(ctx->mem, curl, "Content-Type");
    a->etag = header(ctx->mem, curl, "ETag");
    a->last_modified = header(ctx->mem, curl, "Last-Modified");
    a->body = buf_text(&x->body);
    a->len = x->body.len;
}

enum err http_do(struct ctx *ctx, const struct http_request *rq, struct http_answer *ret_answer)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct exchange x = { .body = buf_new(ctx->mem, rq->max ? rq->max : HTTP_MAX), .loopback = rq->loopback };
    struct curl_slist *headers = NULL;
    CURL *curl = NULL;
    CURLcode code;
    enum err e = add_headers(ctx, tmp, rq->headers, &headers);

    if (e)
        return e;
    /* libcurl guesses a scheme when there is none; an address of ours always has one. */
    if (strncasecmp(rq->url, "http://", 7) != 0 && strncasecmp(rq->url, "https://", 8) != 0)
        return ctx_fail(ctx, ERR_INVALID, HTTP_BAD_URL, "http: not an http address");
    curl = mem_adopt(tmp, curl_easy_init(), curl_easy_cleanup);
    if (!curl)
        return ctx_fail(ctx, ERR_INTERNAL, HTTP_AWAY, "curl_easy_init");
    set_limits(curl, rq, &x);
    set_request(curl, rq, headers, &x);
    code = curl_easy_perform(curl);
    if (code)
        return explain(ctx, code, &x);
    read_answer(ctx, curl, &x, ret_answer);
    return ERR_OK;
}
