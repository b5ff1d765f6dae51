#include "core/serve/deadline.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/time.h>
#include <unistd.h>

enum { LOOK_AFTER = 2 };

static volatile sig_atomic_t seconds_left;
static volatile sig_atomic_t seconds_gone;
static volatile sig_atomic_t client_fd = -1;

static bool client_left(void)
{
    struct pollfd p = { .fd = client_fd };

    return poll(&p, 1, 0) == 1 && (p.revents & POLLHUP);
}

/* Only what a signal handler may do. */
static void on_second(int signo)
{
    int saved = errno;

    (void)signo;
    if (--seconds_left <= 0)
        _exit(DEADLINE_LATE);
    if (++seconds_gone >= LOOK_AFTER && client_left())
        _exit(DEADLINE_LEFT);
    errno = saved;
}

void deadline_init(void)
{
    struct sigaction a = { .sa_handler = on_second, .sa_flags = SA_RESTART };

    sigemptyset(&a.sa_mask);
    sigaction(SIGALRM, &a, NULL);
}

static void run_clock(int every)
{
    const struct itimerval t = { { every, 0 }, { every, 0 } };

    setitimer(ITIMER_REAL, &t, NULL);
}

void deadline_begin(int client, int seconds)
{
    client_fd = client;
    seconds_left = seconds;
    seconds_gone = 0;
    run_clock(1);
}

void deadline_end(void)
{
    run_clock(0);
}
