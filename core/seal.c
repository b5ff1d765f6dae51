/* core/seal.c -- the client of eurzad-signer: one connection a process, opened when first needed and again when the
 * signer was restarted. A seal asked for twice does no harm, so a broken connection is tried once more. */
#include "core/seal.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/app.h"
#include "core/log.h"
#include "core/seal_protocol.h"

#define TIMEOUT_SECONDS 10

struct seal {
    int fd; /* -1: not connected */
};

/* How an exchange ended. */
enum outcome { ANSWERED, BROKEN, AWAY };

static struct seal *connection(struct app *app)
{
    if (app->seal == NULL) {
        app->seal = mem_zero(app->mem, struct seal);
        app->seal->fd = -1;
    }
    return app->seal;
}

static void disconnect(struct seal *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

void seal_close(struct app *app)
{
    if (app->seal)
        disconnect(app->seal);
}

void seal_forget(struct app *app)
{
    seal_close(app);
}

static bool connect_to(struct seal *s, const char *path)
{
    const struct timeval limit = { .tv_sec = TIMEOUT_SECONDS };
    struct sockaddr_un un = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof un.sun_path)
        return false;
    memcpy(un.sun_path, path, strlen(path) + 1);
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->fd < 0)
        return false;
    setsockopt(s->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(s->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(s->fd, (const struct sockaddr *)&un, sizeof un) == 0)
        return true;
    disconnect(s);
    return false;
}

/* ---- frames ---- */

static enum outcome send_all(int fd, struct iovec *part, size_t n)
{
    while (n > 0) {
        struct msghdr msg = { .msg_iov = part, .msg_iovlen = n };
        ssize_t sent = sendmsg(fd, &msg, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return errno == EAGAIN ? AWAY : BROKEN;
        for (; n > 0 && (size_t)sent >= part->iov_len; n--, part++)
            sent -= (ssize_t)part->iov_len;
        if (n > 0) {
            part->iov_base = (char *)part->iov_base + sent;
            part->iov_len -= (size_t)sent;
        }
    }
    return ANSWERED;
}

static enum outcome receive_all(int fd, void *to, size_t len)
{
    char *p = to;

    while (len > 0) {
        ssize_t n = recv(fd, p, len, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 && errno == EAGAIN ? AWAY : BROKEN;
        p += n;
        len -= (size_t)n;
    }
    return ANSWERED;
}

struct question {
    unsigned char type;
    char names[SIGNER_MAX_NAMES];
    size_t n_names;
    const void *xml;
    size_t len;
};

static enum outcome ask(struct ctx *ctx, int fd, const struct question *q, int *ret_status, char **ret_data,
                        size_t *ret_len)
{
    size_t all = q->n_names + q->len;
    unsigned char head[SIGNER_HEADER] = { (unsigned char)(all >> 24),
                                          (unsigned char)(all >> 16),
                                          (unsigned char)(all >> 8),
                                          (unsigned char)all,
                                          SIGNER_VERSION,
                                          q->type,
                                          0,
                                          0 };
    struct question copy = *q;
    union {
        const void *read;
        void *base;
    } xml = { .read = q->xml };
    struct iovec parts[] = { { head, sizeof head }, { copy.names, q->n_names }, { xml.base, q->len } };
    enum outcome o = send_all(fd, parts, 3);

    if (o == ANSWERED)
        o = receive_all(fd, head, sizeof head);
    if (o != ANSWERED)
        return o;
    *ret_len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | (size_t)head[3];
    if (head[4] != SIGNER_VERSION || *ret_len > q->len + SIGNER_MAX_GROWTH)
        return AWAY;
    *ret_status = head[5];
    *ret_data = mem_array(ctx->mem, char, *ret_len + 1);
    return receive_all(fd, *ret_data, *ret_len);
}

/* Twice when the connection turns out to be one of a signer that has gone. */
static enum outcome exchange(struct ctx *ctx, const struct question *q, int *ret_status, char **ret_data,
                             size_t *ret_len)
{
    struct seal *s = connection(ctx->app);
    enum outcome o = AWAY;

    for (int i = 0; i < 2; i++) {
        bool fresh = s->fd < 0;

        if (fresh && !connect_to(s, ctx->app->conf.signer_socket))
            return AWAY;
        o = ask(ctx, s->fd, q, ret_status, ret_data, ret_len);
        if (o != ANSWERED)
            disconnect(s);
        if (o != BROKEN || fresh)
            return o;
    }
    return o;
}

/* ---- the request ---- */

static bool is_identifier(const char *s)
{
    return s && strlen(s) <= 64 &&
           s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

static struct question question(const struct ctx *ctx, enum seal_type type, const void *xml, size_t len)
{
    static const unsigned char types[] = { [SEAL_UPP] = SIGNER_SEAL_UPP,
                                           [SEAL_UPD] = SIGNER_SEAL_UPD,
                                           [SEAL_PISMO] = SIGNER_SEAL_PISMO,
                                           [SEAL_PDF] = SIGNER_SEAL_PDF };
    struct question q = { .type = types[type], .xml = xml, .len = len };
    const char *id = is_identifier(ctx->request_id) ? ctx->request_id : "";
    size_t n = strlen(ctx->jst) + 1;

    memcpy(q.names, ctx->jst, n);
    memcpy(q.names + n, id, strlen(id) + 1);
    q.n_names = n + strlen(id) + 1;
    return q;
}

static enum err away(struct ctx *ctx, const char *why)
{
    return ctx_fail(ctx, ERR_BUSY, "Pieczęć urzędu jest chwilowo niedostępna. Spróbuj ponownie za kilka minut.",
                    "signer: %s", why);
}

enum err seal_document(struct ctx *ctx, enum seal_type type, const void *xml, size_t len, void **ret_signed,
                       size_t *ret_len)
{
    struct question q;
    int status = 0;
    char *data = NULL;
    size_t n = 0;

    if (strlen(ctx->jst) < 2 || strlen(ctx->jst) > 7 || len > (size_t)ctx->app->conf.max_document)
        return ctx_fail(ctx, ERR_INTERNAL, "Nie można opieczętować dokumentu.", "seal: jst=%s bytes=%zu", ctx->jst,
                        len);
    q = question(ctx, type, xml, len);
    if (exchange(ctx, &q, &status, &data, &n) != ANSWERED)
        return away(ctx, "no answer");
    if (status == SIGNER_OK) {
        *ret_signed = data;
        *ret_len = n;
        return ERR_OK;
    }
    if (status == SIGNER_BAD_FRAME)
        seal_close(ctx->app);
    if (status == SIGNER_NO_KEY || status == SIGNER_INTERNAL)
        return away(ctx, data);
    return ctx_fail(ctx, ERR_INTERNAL, "Nie można opieczętować dokumentu.", "signer status %d: %s", status, data);
}
