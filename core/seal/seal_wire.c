/* One connection a process to eurzad-signer. Questions go out while answers come in, so that neither
 * side waits for the other with full hands. */
#include "core/seal/seal_wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/seal/seal.h"

#define TIMEOUT_MS 10000 /* without a byte in either direction */

struct seal {
    int fd; /* -1: not connected */
};

/* How a step ended. */
enum outcome { FINE, BROKEN, AWAY };

/* An exchange under way: what is being sent, what is being received. */
struct exchange {
    struct ctx *ctx;
    int fd;
    struct seal_question *questions;
    int n;

    int sending; /* index; n = all sent */
    unsigned char start[SIGNER_HEADER + SIGNER_MAX_NAMES];
    size_t n_start; /* header and names; 0 = not begun */
    size_t sent;

    int receiving;
    unsigned char head[SIGNER_HEADER];
    size_t got; /* of header and body together */
};

/* ---- the connection ---- */

static struct seal *connection(struct app *app)
{
    if (!app->seal) {
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
    struct sockaddr_un un = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof un.sun_path)
        return false;
    memcpy(un.sun_path, path, strlen(path) + 1);
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->fd < 0)
        return false;
    if (connect(s->fd, (const struct sockaddr *)&un, sizeof un) == 0)
        return true;
    disconnect(s);
    return false;
}

static enum outcome after_error(ssize_t n)
{
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? FINE : BROKEN;
}

/* ---- sending ---- */

static const char *identifier(const struct ctx *ctx)
{
    const char *s = ctx->request_id;

    if (s && strlen(s) <= 64 &&
        s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0')
        return s;
    return "";
}

/* Header, TERYT, identifier. */
static void begin_question(struct exchange *x)
{
    const struct seal_question *q = &x->questions[x->sending];
    const char *id = identifier(x->ctx);
    size_t n_jst = strlen(q->jst) + 1;
    size_t n_id = strlen(id) + 1;
    size_t all = n_jst + n_id + q->len;
    const unsigned char head[SIGNER_HEADER] = { (unsigned char)(all >> 24),
                                                (unsigned char)(all >> 16),
                                                (unsigned char)(all >> 8),
                                                (unsigned char)all,
                                                SIGNER_VERSION,
                                                (unsigned char)q->type,
                                                0,
                                                0 };

    memcpy(x->start, head, sizeof head);
    memcpy(x->start + SIGNER_HEADER, q->jst, n_jst);
    memcpy(x->start + SIGNER_HEADER + n_jst, id, n_id);
    x->n_start = SIGNER_HEADER + n_jst + n_id;
    x->sent = 0;
}

/* What is left of the question in hand, in at most two parts. */
static size_t parts_left(struct exchange *x, struct iovec part[2])
{
    const struct seal_question *q = &x->questions[x->sending];
    union {
        const void *read;
        char *base;
    } data = { .read = q->data };

    if (x->sent < x->n_start) {
        part[0] = (struct iovec){ x->start + x->sent, x->n_start - x->sent };
        part[1] = (struct iovec){ data.base, q->len };
        return 2;
    }
    part[0] = (struct iovec){ data.base + (x->sent - x->n_start), q->len - (x->sent - x->n_start) };
    return 1;
}

static enum outcome send_some(struct exchange *x)
{
    while (x->sending < x->n) {
        struct iovec part[2];
        struct msghdr msg = { .msg_iov = part };
        ssize_t n;

        if (x->n_start == 0)
            begin_question(x);
        msg.msg_iovlen = parts_left(x, part);
        n = sendmsg(x->fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0)
            return after_error(n);
        x->sent += (size_t)n;
        if (x->sent < x->n_start + x->questions[x->sending].len)
            continue;
        x->sending++;
        x->n_start = 0;
    }
    return FINE;
}

/* ---- receiving ---- */

static enum outcome open_answer(struct exchange *x)
{
    struct seal_question *q = &x->questions[x->receiving];
    const unsigned char *h = x->head;

    q->n_out = (size_t)h[0] << 24 | (size_t)h[1] << 16 | (size_t)h[2] << 8 | (size_t)h[3];
    if (h[4] != SIGNER_VERSION || q->n_out > q->len + SIGNER_MAX_GROWTH)
        return AWAY;
    q->status = (enum signer_status)h[5];
    q->out = mem_array(x->ctx->mem, char, q->n_out + 1);
    return FINE;
}

static enum outcome receive_some(struct exchange *x)
{
    while (x->receiving < x->n) {
        struct seal_question *q = &x->questions[x->receiving];
        bool in_head = x->got < SIGNER_HEADER;
        void *to = in_head ? (void *)(x->head + x->got) : q->out + (x->got - SIGNER_HEADER);
        size_t want = in_head ? SIGNER_HEADER - x->got : SIGNER_HEADER + q->n_out - x->got;
        ssize_t n = want ? recv(x->fd, to, want, MSG_DONTWAIT) : 0;

        if (want && n <= 0)
            return after_error(n);
        x->got += (size_t)n;
        if (x->got == SIGNER_HEADER && in_head && open_answer(x) != FINE)
            return AWAY;
        if (x->got < SIGNER_HEADER || x->got < SIGNER_HEADER + q->n_out)
            continue;
        q->answered = true;
        x->receiving++;
        x->got = 0;
        if (q->status == SIGNER_BAD_FRAME)
            return BROKEN; /* the signer closes after it */
    }
    return FINE;
}

/* ---- the exchange ---- */

static enum outcome run(struct exchange *x)
{
    enum outcome o = send_some(x);

    while (o == FINE && x->receiving < x->n) {
        struct pollfd p = { .fd = x->fd, .events = (short)(POLLIN | (x->sending < x->n ? POLLOUT : 0)) };
        int ready = poll(&p, 1, TIMEOUT_MS);

        if (ready == 0 || (ready < 0 && errno != EINTR))
            return AWAY;
        if (ready > 0 && (p.revents & (POLLIN | POLLERR | POLLHUP)))
            o = receive_some(x);
        if (ready > 0 && o == FINE && (p.revents & POLLOUT))
            o = send_some(x);
    }
    return o;
}

/* Again when the connection turns out to be one of a signer that has gone; from the first question not answered. */
bool seal_exchange(struct ctx *ctx, struct seal_question *questions, int n)
{
    struct seal *s = connection(ctx->app);
    int done = 0;

    for (int i = 0; i < 2 && done < n; i++) {
        bool fresh = s->fd < 0;
        struct exchange x = { .ctx = ctx, .questions = questions + done, .n = n - done };
        enum outcome o;

        if (fresh && !connect_to(s, ctx->app->conf.signer_socket))
            return false;
        x.fd = s->fd;
        o = run(&x);
        done += x.receiving;
        if (o != FINE)
            disconnect(s);
        if (o == AWAY || (o == BROKEN && fresh))
            break;
    }
    return done == n;
}
