/* libfcgi would sit in accept() where a signal that comes a moment too early is lost. So signals are blocked except in
 * the one call that waits, and the socket never blocks: when another worker was faster, we wait again. */
#include "core/serve/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/serve/deadline.h"
#include "core/serve/server.h"

enum { PART_MAX = 1 << 20, LARGE_BODY = 256 << 10, WEIGH_EVERY = 16 };

struct fastcgi {
    FCGX_Request rq;
};

struct waiter {
    int epoll;
    sigset_t open; /* signals as they are while we wait */
};

const char *fastcgi_param(const struct fastcgi *rq, const char *name)
{
    return FCGX_GetParam(name, rq->rq.envp);
}

size_t fastcgi_read(struct fastcgi *rq, void *to, size_t n)
{
    size_t done = 0;

    while (done < n) {
        size_t left = n - done;
        int got = FCGX_GetStr((char *)to + done, left < PART_MAX ? (int)left : PART_MAX, rq->rq.in);

        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

void fastcgi_write(struct fastcgi *rq, const void *p, size_t n)
{
    const char *from = p;

    while (n > 0) {
        int part = n < PART_MAX ? (int)n : PART_MAX;

        if (FCGX_PutStr(from, part, rq->rq.out) < part)
            return;
        from += part;
        n -= (size_t)part;
    }
}

static bool waiter_open(struct waiter *w, int fd)
{
    /* EXCLUSIVE: one connection wakes one worker. */
    struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };
    sigset_t closed;

    sigemptyset(&closed);
    sigaddset(&closed, SIGTERM);
    sigaddset(&closed, SIGINT);
    if (sigprocmask(SIG_BLOCK, &closed, &w->open))
        return false;
    sigdelset(&w->open, SIGTERM);
    sigdelset(&w->open, SIGINT);
    w->epoll = epoll_create1(EPOLL_CLOEXEC);
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && w->epoll >= 0 && epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void waiter_wait(const struct waiter *w)
{
    struct epoll_event event;

    (void)epoll_pwait(w->epoll, &event, 1, -1, &w->open);
}

static bool wants_more(const struct app *app, const bool *stop, int served)
{
    return !server_stopping() && !*stop && (app->conf.worker_requests <= 0 || served < app->conf.worker_requests);
}

/* ---- memory ---- */

/* Bytes of this process that no file stands behind; 0 when they cannot be told. */
static int64_t own_memory(void)
{
    FILE *f = fopen("/proc/self/statm", "re");
    long resident = 0;
    long of_files = 0;
    bool good = f && fscanf(f, "%*s %ld %ld", &resident, &of_files) == 2;

    if (f)
        fclose(f);
    return good ? (int64_t)(resident - of_files) * sysconf(_SC_PAGESIZE) : 0;
}

/* After a large body what was taken for it is given back; then, and for what grows slowly now and then, the rest is weighed. */
static bool is_too_heavy(const struct app *app, const struct fastcgi *rq, int served)
{
    const char *length = fastcgi_param(rq, "CONTENT_LENGTH");
    bool large = length && atol(length) > LARGE_BODY;

    if (large)
        mem_give_back();
    return app->conf.worker_memory > 0 && (large || served % WEIGH_EVERY == 0) &&
           own_memory() > app->conf.worker_memory;
}

int fastcgi_loop(struct app *app, int listen_fd, fastcgi_serve serve, void *data, const bool *stop)
{
    struct waiter w = { .epoll = -1 };
    struct fastcgi in_hand;
    bool heavy = false;
    int served = 0;

    if (!waiter_open(&w, listen_fd) || FCGX_Init() ||
        FCGX_InitRequest(&in_hand.rq, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR)) {
        log_error(NULL, "worker.start_failed", LOG_S("why", strerror(errno)));
        return 1;
    }
    deadline_init();
    while (!heavy && wants_more(app, stop, served)) {
        int rc = FCGX_Accept_r(&in_hand.rq);

        if (rc == 0) {
            deadline_begin(in_hand.rq.ipcFd, app->conf.request_seconds);
            serve(data, &in_hand);
            served++;
            heavy = is_too_heavy(app, &in_hand, served);
            FCGX_Finish_r(&in_hand.rq);
            deadline_end();
        } else if (rc == -EAGAIN || rc == -EINTR) {
            waiter_wait(&w);
        } else {
            log_error(NULL, "worker.accept_failed", LOG_I("rc", rc));
            return 1;
        }
    }
    log_info(NULL, heavy ? "worker.too_heavy" : "worker.ended", LOG_I("served", served));
    return 0;
}
