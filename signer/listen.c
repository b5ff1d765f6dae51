/* Frames in and out. A client that sends rubbish, stalls or dies costs itself its connection and
 * nobody else anything. */
#include "signer/listen.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/ctx/log.h"

#define MAX_CLIENTS 64
#define TICK_MS 1000
#define STALL_MS 10000 /* a frame or an answer may take this long on its way */

struct client {
    int fd;
    struct caller caller;
    TALLOC_CTX *mem; /* of the frame in hand */
    unsigned char head[SIGNER_HEADER];
    size_t n_head;
    char *payload;
    size_t len;
    size_t got;
    const char *out; /* answer; NULL while reading */
    size_t n_out;
    size_t sent;
    int64_t since; /* when the frame began to arrive, or the answer to leave; 0 = idle */
    bool last;     /* close after the answer */
};

struct serving {
    struct signer *signer;
    TALLOC_CTX *mem;
    struct client clients[MAX_CLIENTS];
    int n;
};

/* ---- the socket ---- */

static bool address(const char *path, struct sockaddr_un *un)
{
    *un = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof un->sun_path)
        return false;
    memcpy(un->sun_path, path, strlen(path) + 1);
    return true;
}

static bool is_served(const struct sockaddr_un *un)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool served = fd >= 0 && connect(fd, (const struct sockaddr *)un, sizeof *un) == 0;

    if (fd >= 0)
        close(fd);
    return served;
}

int listen_open(const char *path)
{
    struct sockaddr_un un;
    mode_t mask;
    int fd;

    if (!address(path, &un)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (is_served(&un)) {
        errno = EADDRINUSE;
        return -1;
    }
    unlink(path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mask = umask(0117);
    if (fd >= 0 && (bind(fd, (const struct sockaddr *)&un, sizeof un) != 0 || listen(fd, MAX_CLIENTS) != 0)) {
        close(fd);
        fd = -1;
    }
    umask(mask);
    return fd;
}

bool uid_allowed(const char *list, unsigned uid)
{
    if (*list == '\0')
        return uid == geteuid();
    while (*list) {
        char *end = NULL;
        unsigned long one = strtoul(list, &end, 10);

        if (end == list)
            return false;
        if (one == uid)
            return true;
        list = end + strspn(end, ", ");
    }
    return false;
}

/* ---- clients ---- */

static void rest(struct client *c)
{
    talloc_free(c->mem);
    c->mem = NULL;
    c->payload = NULL;
    c->out = NULL;
    c->n_head = c->len = c->got = c->n_out = c->sent = 0;
    c->since = 0;
}

static void drop(struct client *c)
{
    rest(c);
    close(c->fd);
    c->fd = -1;
}

static void accept_one(struct serving *sv, int listen_fd)
{
    struct ucred cred = { .uid = (uid_t)-1 };
    socklen_t len = sizeof cred;
    int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
        return;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) != 0 ||
        !uid_allowed(sv->signer->conf->signer_uids, cred.uid)) {
        log_warn(NULL, "caller.refused", LOG_I("uid", cred.uid), LOG_I("pid", cred.pid));
        close(fd);
        return;
    }
    sv->clients[sv->n++] = (struct client){ .fd = fd, .caller = { cred.uid, cred.pid } };
}

/* ---- answers ---- */

static void put_header(unsigned char *head, size_t len, enum signer_status status)
{
    const unsigned char filled[SIGNER_HEADER] = { (unsigned char)(len >> 24),
                                                  (unsigned char)(len >> 16),
                                                  (unsigned char)(len >> 8),
                                                  (unsigned char)len,
                                                  SIGNER_VERSION,
                                                  (unsigned char)status,
                                                  0,
                                                  0 };

    memcpy(head, filled, sizeof filled);
}

static void reply(struct client *c, enum signer_status status, const void *data, size_t len)
{
    char *out = mem_array(c->mem, char, SIGNER_HEADER + len);

    put_header((unsigned char *)out, len, status);
    if (len)
        memcpy(out + SIGNER_HEADER, data, len);
    c->out = out;
    c->n_out = SIGNER_HEADER + len;
    c->since = clock_monotonic_ms();
    c->last = status == SIGNER_BAD_FRAME;
}

static void flush(struct client *c)
{
    ssize_t n = send(c->fd, c->out + c->sent, c->n_out - c->sent, MSG_NOSIGNAL);

    if (n < 0) {
        if (errno != EAGAIN && errno != EINTR)
            drop(c);
        return;
    }
    c->sent += (size_t)n;
    if (c->sent < c->n_out)
        return;
    if (c->last)
        drop(c);
    else
        rest(c);
}

/* ---- requests ---- */

static size_t length_of(const unsigned char *head)
{
    return (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | (size_t)head[3];
}

static void header_complete(struct serving *sv, struct client *c)
{
    size_t max = (size_t)sv->signer->conf->max_document + SIGNER_MAX_NAMES;

    c->mem = mem_new(sv->mem);
    c->len = length_of(c->head);
    if (c->head[4] != SIGNER_VERSION || c->head[6] != 0 || c->head[7] != 0 || c->len > max) {
        reply(c, SIGNER_BAD_FRAME, "the frame breaks the protocol", strlen("the frame breaks the protocol"));
        return;
    }
    c->payload = mem_array(c->mem, char, c->len + 1);
}

static void payload_complete(struct serving *sv, struct client *c)
{
    MEM_SCOPE(tmp, c->mem);
    const void *data = NULL;
    size_t len = 0;
    enum signer_status status = signer_answer(sv->signer, tmp, c->head[5], c->payload, c->len, &c->caller, &data, &len);

    reply(c, status, data, len);
}

/* One recv() of what is missing; false when there was nothing or the client is gone. */
static bool receive(struct client *c, void *to, size_t want, size_t *got)
{
    ssize_t n = recv(c->fd, to, want, 0);

    if (n > 0) {
        *got += (size_t)n;
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR))
        drop(c);
    return false;
}

static void read_some(struct serving *sv, struct client *c)
{
    if (c->since == 0)
        c->since = clock_monotonic_ms();
    if (!c->payload) {
        if (!receive(c, c->head + c->n_head, SIGNER_HEADER - c->n_head, &c->n_head) || c->n_head < SIGNER_HEADER)
            return;
        header_complete(sv, c);
    }
    if (c->payload && c->got < c->len && !receive(c, c->payload + c->got, c->len - c->got, &c->got))
        return;
    if (c->payload && c->got == c->len)
        payload_complete(sv, c);
    if (c->out)
        flush(c);
}

/* ---- the loop ---- */

static void serve_client(struct serving *sv, struct client *c, short events)
{
    if (c->out && (events & (POLLOUT | POLLERR | POLLHUP)))
        flush(c);
    else if (!c->out && (events & (POLLIN | POLLERR | POLLHUP)))
        read_some(sv, c);
    if (c->fd >= 0 && c->since != 0 && clock_monotonic_ms() - c->since > STALL_MS)
        drop(c);
}

static void sweep(struct serving *sv)
{
    int n = 0;

    for (int i = 0; i < sv->n; i++)
        if (sv->clients[i].fd >= 0)
            sv->clients[n++] = sv->clients[i];
    sv->n = n;
}

static void one_round(struct serving *sv, int listen_fd)
{
    struct pollfd fds[MAX_CLIENTS + 1];
    int n = sv->n;

    for (int i = 0; i < n; i++)
        fds[i] = (struct pollfd){ .fd = sv->clients[i].fd, .events = sv->clients[i].out ? POLLOUT : POLLIN };
    /* a full house does not accept; callers wait in the backlog */
    fds[n] = (struct pollfd){ .fd = n < MAX_CLIENTS ? listen_fd : -1, .events = POLLIN };
    if (poll(fds, (nfds_t)n + 1, TICK_MS) < 0)
        return;
    for (int i = 0; i < n; i++)
        serve_client(sv, &sv->clients[i], fds[i].revents);
    if (fds[n].revents)
        accept_one(sv, listen_fd);
    sweep(sv);
}

void listen_serve(struct signer *s, int fd, const volatile int *stop)
{
    struct serving *sv;
    int64_t synced = clock_monotonic_ms();

    sv = mem_zero(NULL, struct serving);
    sv->mem = sv;
    sv->signer = s;
    while (!*stop) {
        one_round(sv, fd);
        if (clock_monotonic_ms() - synced >= TICK_MS) {
            journal_sync(s->journal);
            tsa_sync(s->tsa);
            synced = clock_monotonic_ms();
        }
    }
    for (int i = 0; i < sv->n; i++)
        drop(&sv->clients[i]);
    talloc_free(sv);
}
