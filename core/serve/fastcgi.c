/* libfcgi would sit in accept() where a signal that comes a moment too early is lost. So signals are blocked except in
 * the one call that waits, and the socket never blocks: when another worker was faster, we wait again. */
#include "core/serve/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/serve/deadline.h"
#include "core/serve/server.h"

enum { PART_MAX = 1 << 20 };

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

int fastcgi_loop(struct app *app, int listen_fd, fastcgi_serve serve, void *data, const bool *stop)
{
    struct waiter w = { .epoll = -1 };
    struct fastcgi in_hand;
    int served = 0;

    if (!waiter_open(&w, listen_fd) || FCGX_Init() ||
        FCGX_InitRequest(&in_hand.rq, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR)) {
        log_error(NULL, "worker.start_failed", LOG_S("why", strerror(errno)));
        return 1;
    }
    deadline_init();
    while (wants_more(app, stop, served)) {
        int rc = FCGX_Accept_r(&in_hand.rq);

        if (rc == 0) {
            deadline_begin(in_hand.rq.ipcFd, app->conf.request_seconds);
            serve(data, &in_hand);
            FCGX_Finish_r(&in_hand.rq);
            deadline_end();
            served++;
        } else if (rc == -EAGAIN || rc == -EINTR) {
            waiter_wait(&w);
        } else {
            log_error(NULL, "worker.accept_failed", LOG_I("rc", rc));
            return 1;
        }
    }
    log_info(NULL, "worker.ended", LOG_I("served", served));
    return 0;
}
