/* fcgi/main.c -- eurzad-web: the portal and the offices' pages over FastCGI */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/app.h"
#include "core/log.h"
#include "core/server.h"
#include "core/xml.h"
#include "core/xslt.h"
#include "fcgi/health.h"
#include "fcgi/serve.h"
#include "routes.h"

enum { EXIT_ROLE = 78, TABLES_MAX = 512, READ_MAX = 1 << 20 };

/* Built by the master, read by all workers. */
static struct site site;

/* ---- libfcgi as a gateway ---- */

static const char *param(void *data, const char *name)
{
    FCGX_Request *r = data;

    return FCGX_GetParam(name, r->envp);
}

static size_t read_body(void *data, void *to, size_t n)
{
    FCGX_Request *r = data;
    size_t done = 0;

    while (done < n) {
        size_t left = n - done;
        int got = FCGX_GetStr((char *)to + done, left < READ_MAX ? (int)left : READ_MAX, r->in);

        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

static void write_answer(void *data, const void *p, size_t n)
{
    FCGX_Request *r = data;
    const char *from = p;

    while (n > 0) {
        int part = n < READ_MAX ? (int)n : READ_MAX;

        if (FCGX_PutStr(from, part, r->out) < part)
            return; /* the web server has gone; there is nobody to tell */
        from += part;
        n -= (size_t)part;
    }
}

/* ---- waiting ---- */

/* libfcgi would sit in accept() where a signal that comes a moment too early is lost. So signals are blocked except in
 * the one call that waits, and the socket never blocks: when another worker was faster, we wait again. */
struct waiter {
    int epoll;
    sigset_t open; /* signals as they are while we wait */
};

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

/* ---- the worker ---- */

static bool wants_more(const struct app *app, int served)
{
    return !server_stopping() && !site.role_refused &&
           (app->conf.worker_requests <= 0 || served < app->conf.worker_requests);
}

static int serve_all(struct app *app, struct waiter *w, FCGX_Request *r)
{
    const struct gateway gate = { r, param, read_body, write_answer };
    int served = 0;

    while (wants_more(app, served)) {
        int rc = FCGX_Accept_r(r);

        if (rc == 0) {
            serve(&site, &gate);
            FCGX_Finish_r(r);
            served++;
        } else if (rc == -EAGAIN || rc == -EINTR) {
            waiter_wait(w);
        } else {
            log_error(NULL, "worker.accept_failed", LOG_I("rc", rc));
            return 1;
        }
    }
    log_info(NULL, "worker.ended", LOG_I("served", served));
    return site.role_refused ? EXIT_ROLE : 0;
}

static int worker(struct app *app, int fd)
{
    struct ctx *ctx = ctx_new(app);
    struct waiter w = { .epoll = -1 };
    FCGX_Request r;
    enum err e = serve_check_role(&site, ctx);

    ctx_free(ctx);
    if (site.role_refused)
        return EXIT_ROLE;
    if (e)
        log_warn(NULL, "worker.database_away");
    health_count(HEALTH_WORKERS);
    if (!waiter_open(&w, fd) || FCGX_Init() || FCGX_InitRequest(&r, fd, FCGI_FAIL_ACCEPT_ON_INTR)) {
        log_error(NULL, "worker.start_failed", LOG_S("why", strerror(errno)));
        return 1;
    }
    return serve_all(app, &w, &r);
}

/* ---- the master ---- */

static bool build_site(struct app *app)
{
    const char *dir = mem_printf(app->mem, "%s/xsl", app->conf.share_dir);
    const struct route *tables[TABLES_MAX] = { health_routes };
    struct xslt_sheets *sheets = NULL;
    struct router *router = NULL;
    const char *problem = NULL;

    for (int i = 0; all_routes[i] && i < TABLES_MAX - 2; i++)
        tables[i + 1] = all_routes[i];
    if (xslt_load(app->mem, dir, &sheets, &problem) || router_new(app->mem, tables, &router, &problem)) {
        log_error(NULL, "site.broken", LOG_S("why", problem));
        return false;
    }
    site = (struct site){ .app = app, .sheets = sheets, .router = router };
    log_info(NULL, "site.built", LOG_I("sheets", xslt_count(sheets)), LOG_I("routes", router_count(router)));
    return true;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-web", "eurzad_web", argc, argv, NULL);
    int status;

    xml_init();
    if (!build_site(app))
        return 1;
    health_init(app->conf.web_workers);
    status = server_run(app, app->conf.web_socket, app->conf.web_workers, worker);
    app_stop(app);
    return status;
}
