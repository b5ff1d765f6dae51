/* The prefork master. It holds no connections and parses nothing, so it has nothing to die of. */
#include "core/serve/server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/serve/deadline.h"
#include "core/serve/start.h"

enum { MAX_WORKERS = 64, YOUNG_MS = 2000, BACKOFF_MIN_MS = 100, BACKOFF_MAX_MS = 5000, GRACE_MS = 65000 };

struct slot {
    pid_t pid;
    int64_t started;
    int64_t not_before; /* back-off: monotonic ms before which the slot is not filled again */
    int64_t backoff;
    bool old; /* of the generation before the last reload */
};

struct master {
    struct app *app;
    server_worker worker;
    int fd;
    int n;
    struct slot slots[MAX_WORKERS];
};

static volatile sig_atomic_t want_stop;
static volatile sig_atomic_t want_reload;

static void on_stop(int signo)
{
    (void)signo;
    want_stop = 1;
}

static void on_reload(int signo)
{
    (void)signo;
    want_reload = 1;
}

bool server_stopping(void)
{
    return want_stop != 0;
}

static void handle(int signo, void (*handler)(int))
{
    struct sigaction a = { .sa_handler = handler };

    sigemptyset(&a.sa_mask);
    sigaction(signo, &a, NULL);
}

/* Does another master serve there? A socket left behind by a dead one refuses. */
static bool is_served(const struct sockaddr_un *a)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool served = fd >= 0 && (connect(fd, (const struct sockaddr *)a, sizeof *a) == 0 || errno == EAGAIN);

    if (fd >= 0)
        close(fd);
    return served;
}

static int open_socket(const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = -1;

    if (strlen(path) >= sizeof a.sun_path) {
        log_error(NULL, "server.socket_path_too_long", LOG_S("path", path));
        return -1;
    }
    strcpy(a.sun_path, path);
    if (is_served(&a)) {
        log_error(NULL, "server.already_running", LOG_S("path", path));
        return -1;
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    unlink(path);
    umask(0117); /* 0660 from the first moment */
    if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 1024)) {
        log_error(NULL, "server.bind_failed", LOG_S("path", path), LOG_S("why", strerror(errno)));
        close(fd);
        return -1;
    }
    umask(0077);
    return fd;
}

static void start_worker(struct master *m, struct slot *s)
{
    pid_t parent = getpid();
    pid_t pid = fork();

    if (pid < 0) {
        s->not_before = clock_monotonic_ms() + BACKOFF_MAX_MS;
        return;
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent)
            _exit(0);
        handle(SIGHUP, SIG_IGN);
        app_after_fork(m->app);
        exit(m->worker(m->app, m->fd, (int)(s - m->slots)));
    }
    s->pid = pid;
    s->started = clock_monotonic_ms();
    s->old = false;
}

static void fill(struct master *m)
{
    for (int i = 0; i < m->n && !want_stop; i++)
        if (!m->slots[i].pid && clock_monotonic_ms() >= m->slots[i].not_before)
            start_worker(m, &m->slots[i]);
}

static const char *death_name(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == DEADLINE_LATE)
        return "worker.request_too_long";
    if (WIFEXITED(status) && WEXITSTATUS(status) == DEADLINE_LEFT)
        return "worker.client_left";
    return "worker.died";
}

static void note_death(struct slot *s, int status)
{
    int64_t age = clock_monotonic_ms() - s->started;
    bool orderly = WIFEXITED(status) && WEXITSTATUS(status) == 0;

    s->pid = 0;
    if (orderly || age > YOUNG_MS) {
        s->backoff = 0;
        s->not_before = 0;
    } else {
        s->backoff = s->backoff ? s->backoff * 2 : BACKOFF_MIN_MS;
        if (s->backoff > BACKOFF_MAX_MS)
            s->backoff = BACKOFF_MAX_MS;
        s->not_before = clock_monotonic_ms() + s->backoff;
    }
    if (!orderly)
        log_warn(NULL, death_name(status), LOG_I("status", status), LOG_I("age_ms", age));
}

static void reap(struct master *m)
{
    int status = 0;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (int i = 0; i < m->n; i++)
            if (m->slots[i].pid == pid)
                note_death(&m->slots[i], status);
}

/* Old workers are asked to leave one after another, each only when its predecessor has been replaced. */
static void roll(struct master *m)
{
    for (int i = 0; i < m->n; i++)
        if (!m->slots[i].pid)
            return;
    for (int i = 0; i < m->n; i++) {
        if (m->slots[i].old) {
            kill(m->slots[i].pid, SIGTERM);
            return;
        }
    }
}

static void begin_reload(struct master *m)
{
    want_reload = 0;
    log_info(NULL, "server.reload");
    for (int i = 0; i < m->n; i++)
        m->slots[i].old = m->slots[i].pid != 0;
}

static void stop_all(struct master *m)
{
    int64_t give_up = clock_monotonic_ms() + GRACE_MS;
    int left = 1;

    for (int i = 0; i < m->n; i++)
        if (m->slots[i].pid)
            kill(m->slots[i].pid, SIGTERM);
    while (left && clock_monotonic_ms() < give_up) {
        reap(m);
        left = 0;
        for (int i = 0; i < m->n; i++)
            left += m->slots[i].pid != 0;
        if (left)
            poll(NULL, 0, 20);
    }
    for (int i = 0; i < m->n; i++)
        if (m->slots[i].pid)
            kill(m->slots[i].pid, SIGKILL);
}

int server_run(struct app *app, const char *socket_path, int n_workers, server_worker worker)
{
    struct master m = { .app = app, .worker = worker };

    m.n = n_workers < 1 ? 1 : n_workers > MAX_WORKERS ? MAX_WORKERS : n_workers;
    m.fd = socket_path ? open_socket(socket_path) : -1;
    if (socket_path && m.fd < 0)
        return 1;
    handle(SIGTERM, on_stop);
    handle(SIGINT, on_stop);
    handle(SIGHUP, on_reload);
    log_info(NULL, "server.started", LOG_I("workers", m.n));
    while (!want_stop) {
        reap(&m);
        if (want_reload)
            begin_reload(&m);
        roll(&m);
        fill(&m);
        poll(NULL, 0, 50);
    }
    stop_all(&m);
    if (socket_path)
        unlink(socket_path);
    log_info(NULL, "server.stopped");
    return 0;
}
