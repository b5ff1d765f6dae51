/* The prefork master and its workers as processes: what dies is replaced, what is in hand is finished, and nobody is
 * left behind. The test speaks FastCGI; the parameter CMD says what a worker shall do. Nothing here measures how fast
 * something is: it waits until it has happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/serve/fastcgi.h"
#include "core/serve/server.h"

enum { WORKERS = 3, PATIENCE_MS = 60000, MAX_STARTS = 64 };

/* Seen by all processes of a test. */
struct shared {
    volatile int n_starts;
    volatile int64_t started[MAX_STARTS]; /* monotonic ms */
    volatile int gate;                    /* a slow request waits until it is 1 */
    volatile int in_hand;
    volatile pid_t by_number[WORKERS];
    volatile int with_socket;
};

static struct shared *shared;
static char dir[] = "/tmp/eurzad-server-XXXXXX";
static char path[64];
static pid_t master;

static int64_t monotonic_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void note_start(void)
{
    int n = __atomic_fetch_add(&shared->n_starts, 1, __ATOMIC_SEQ_CST);

    if (n < MAX_STARTS)
        shared->started[n] = monotonic_ms();
}

/* ---- the worker under test ---- */

static void serve(void *data, struct fastcgi *rq)
{
    const char *cmd = fastcgi_param(rq, "CMD");
    char body[1024] = "";
    char answer[1200];
    size_t n = 0;

    (void)data;
    if (cmd && strcmp(cmd, "die") == 0)
        raise(SIGKILL);
    if (cmd && strcmp(cmd, "slow") == 0) {
        shared->in_hand = 1;
        while (!shared->gate)
            poll(NULL, 0, 5);
    }
    n = fastcgi_read(rq, body, sizeof body - 1);
    body[n] = '\0';
    n = (size_t)snprintf(answer, sizeof answer, "%ld %s", (long)getpid(), body);
    fastcgi_write(rq, answer, n);
}

static int good_worker(struct app *app, int fd, int number)
{
    bool stop = false;

    (void)number;
    note_start();
    return fastcgi_loop(app, fd, serve, NULL, &stop);
}

static int bad_worker(struct app *app, int fd, int number)
{
    (void)app;
    (void)fd;
    (void)number;
    note_start();
    return 1;
}

static int worker_without_socket(struct app *app, int fd, int number)
{
    (void)app;
    shared->with_socket += fd >= 0;
    shared->by_number[number] = getpid();
    while (!server_stopping())
        poll(NULL, 0, 5);
    return 0;
}

/* ---- the master in a process of its own ---- */

static int request_seconds;
static int64_t worker_memory;

static struct app *test_app(int requests)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct app *app = mem_zero(mem, struct app);

    app->mem = mem;
    app->program = "test_server";
    conf_defaults(&app->conf);
    app->conf.worker_requests = requests;
    app->conf.worker_memory = worker_memory; /* a sanitizer's memory is no measure */
    if (request_seconds)
        app->conf.request_seconds = request_seconds;
    return app;
}

static void start_master_at(const char *socket_path, int workers, int requests, server_worker worker)
{
    pid_t parent = getpid();

    memset(shared, 0, sizeof *shared);
    fflush(NULL);
    master = fork();
    assert_true(master >= 0);
    if (master == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failing test leaves nothing running */
        if (getppid() != parent)
            _exit(0);
        log_open("test_server", LOG_ERROR);
        signal(SIGPIPE, SIG_IGN);
        _exit(server_run(test_app(requests), socket_path, workers, worker));
    }
}

static void start_master(int workers, int requests, server_worker worker)
{
    start_master_at(path, workers, requests, worker);
}

static int wait_master(void)
{
    int status = -1;

    assert_int_equal(waitpid(master, &status, 0), master);
    master = 0;
    return status;
}

static void stop_master(void)
{
    kill(master, SIGTERM);
    assert_int_equal(wait_master(), 0);
}

/* ---- one FastCGI request ---- */

static bool put_record(int fd, unsigned char type, const void *content, size_t n)
{
    unsigned char head[8] = { 1, type, 0, 1, (unsigned char)(n >> 8), (unsigned char)n, 0, 0 };

    return send(fd, head, sizeof head, MSG_NOSIGNAL) == (ssize_t)sizeof head &&
           (n == 0 || send(fd, content, n, MSG_NOSIGNAL) == (ssize_t)n);
}

static bool get_all(int fd, void *to, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t got = recv(fd, (char *)to + done, n - done, 0);

        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* Sends the request; -1 when nobody serves. */
static int ask(const char *cmd, const char *body)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    static const unsigned char begin[8] = { 0, 1, 0 };
    unsigned char params[64] = { 3, (unsigned char)strlen(cmd), 'C', 'M', 'D' };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    strcpy(a.sun_path, path);
    memcpy(params + 5, cmd, strlen(cmd));
    if (connect(fd, (struct sockaddr *)&a, sizeof a) || !put_record(fd, 1, begin, 8) ||
        !put_record(fd, 4, params, 5 + strlen(cmd)) || !put_record(fd, 4, NULL, 0) ||
        !put_record(fd, 5, body, strlen(body)) || !put_record(fd, 5, NULL, 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* The pid that answered, 0 when none did; the body must have come back. */
static pid_t answer(int fd, const char *body)
{
    char text[2048] = "";
    size_t n = 0;
    unsigned char head[8];
    bool ended = false;

    while (!ended && fd >= 0 && get_all(fd, head, sizeof head)) {
        size_t len = (size_t)head[4] << 8 | head[5];
        char content[70000];

        if (!get_all(fd, content, len + head[6]))
            break;
        ended = head[1] == 3;
        if (head[1] == 6 && n + len < sizeof text) {
            memcpy(text + n, content, len);
            n += len;
        }
    }
    if (fd >= 0)
        close(fd);
    if (!ended)
        return 0;
    assert_non_null(strchr(text, ' '));
    assert_string_equal(strchr(text, ' ') + 1, body);
    return (pid_t)strtol(text, NULL, 10);
}

static pid_t request(const char *cmd)
{
    int fd = ask(cmd, "treść");

    return fd < 0 ? 0 : answer(fd, "treść");
}

static bool gone(pid_t pid)
{
    if (pid != master)
        waitpid(pid, NULL, WNOHANG); /* one that has become ours */
    return kill(pid, 0) != 0 && errno == ESRCH;
}

#define WAIT_UNTIL(condition)                                                                                          \
    do {                                                                                                               \
        int64_t give_up_ = monotonic_ms() + PATIENCE_MS;                                                               \
        while (!(condition)) {                                                                                         \
            if (monotonic_ms() > give_up_)                                                                             \
                fail_msg("waited too long for %s", #condition);                                                        \
            poll(NULL, 0, 5);                                                                                          \
        }                                                                                                              \
    } while (0)

/* ---- tests ---- */

static void serves_and_stops(void **state)
{
    struct stat st;

    (void)state;
    start_master(WORKERS, 0, good_worker);
    WAIT_UNTIL(shared->n_starts == WORKERS);
    for (int i = 0; i < 200; i++)
        assert_true(request("x") > 0);
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISSOCK(st.st_mode));
    assert_int_equal(st.st_mode & 0777, 0660);
    stop_master();
    assert_int_equal(stat(path, &st), -1);
    assert_int_equal(shared->n_starts, WORKERS);
}

static void a_killed_worker_is_replaced(void **state)
{
    pid_t victim = 0;

    (void)state;
    start_master(1, 0, good_worker);
    WAIT_UNTIL((victim = request("x")) > 0);
    for (int i = 0; i < 3; i++) {
        pid_t next = 0;

        if (i == 1)
            assert_int_equal(request("die"), 0); /* that request is lost, and only that one */
        else
            kill(victim, SIGKILL);
        WAIT_UNTIL((next = request("x")) > 0 && next != victim);
        assert_true(gone(victim));
        victim = next;
    }
    stop_master();
}

/* Whoever waits is told by the web server; the next one is served. */
static void a_request_that_takes_too_long_ends_its_worker(void **state)
{
    (void)state;
    request_seconds = 1;
    start_master(1, 0, good_worker);
    request_seconds = 0;
    WAIT_UNTIL(shared->n_starts == 1);
    assert_int_equal(request("slow"), 0);
    WAIT_UNTIL(request("x") > 0);
    assert_int_equal(shared->n_starts, 2);
    stop_master();
}

/* It answers what it has in hand; every sixteenth time it looks. */
static void a_worker_that_has_grown_too_large_is_replaced(void **state)
{
    (void)state;
    worker_memory = 1;
    start_master(1, 0, good_worker);
    worker_memory = 0;
    WAIT_UNTIL(shared->n_starts == 1);
    for (int i = 0; i < 40; i++)
        assert_true(request("x") > 0);
    WAIT_UNTIL(shared->n_starts == 3);
    stop_master();
}

static void a_worker_whose_client_has_gone_does_not_go_on(void **state)
{
    int fd = -1;

    (void)state;
    start_master(1, 0, good_worker);
    WAIT_UNTIL((fd = ask("slow", "")) >= 0);
    WAIT_UNTIL(shared->in_hand);
    close(fd);
    WAIT_UNTIL(shared->n_starts == 2);
    assert_true(request("x") > 0);
    stop_master();
}

/* Each has a number of its own, which the one that replaces it takes over. */
static void workers_without_a_socket(void **state)
{
    pid_t first;
    pid_t second;

    (void)state;
    start_master_at(NULL, 2, 0, worker_without_socket);
    WAIT_UNTIL(shared->by_number[0] && shared->by_number[1]);
    first = shared->by_number[0];
    second = shared->by_number[1];
    kill(second, SIGKILL);
    WAIT_UNTIL(shared->by_number[1] != second);
    assert_int_equal(shared->by_number[0], first);
    stop_master();
    assert_true(gone(first));
    assert_int_equal(shared->with_socket, 0);
}

static void young_deaths_back_off(void **state)
{
    (void)state;
    start_master(1, 0, bad_worker);
    WAIT_UNTIL(shared->n_starts >= 5);
    /* at least 100, 200, 400, 800 ms between one start and the next */
    for (int i = 1; i < 5; i++)
        assert_true(shared->started[i] - shared->started[i - 1] >= 100 << (i - 1));
    stop_master();
}

static void a_worker_ends_after_its_requests(void **state)
{
    pid_t seen[12];

    (void)state;
    start_master(1, 4, good_worker);
    WAIT_UNTIL(shared->n_starts == 1);
    for (int i = 0; i < 12; i++)
        WAIT_UNTIL((seen[i] = request("x")) > 0);
    for (int i = 1; i < 12; i++)
        assert_int_equal(seen[i] != seen[i - 1], i % 4 == 0);
    WAIT_UNTIL(shared->n_starts == 4); /* orderly ends do not back off */
    stop_master();
}

static void reload_replaces_all(void **state)
{
    (void)state;
    start_master(WORKERS, 0, good_worker);
    WAIT_UNTIL(shared->n_starts == WORKERS);
    for (int turn = 2; turn <= 3; turn++) {
        kill(master, SIGHUP);
        while (shared->n_starts < turn * WORKERS)
            assert_true(request("x") > 0); /* served all the time */
    }
    stop_master();
    assert_int_equal(shared->n_starts, 3 * WORKERS);
}

static void the_request_in_hand_is_finished(void **state)
{
    int fd = -1;
    int status = 0;
    pid_t worker = 0;

    (void)state;
    start_master(1, 0, good_worker);
    WAIT_UNTIL((worker = request("x")) > 0);
    fd = ask("slow", "list do urzędu");
    assert_true(fd >= 0);
    WAIT_UNTIL(shared->in_hand);
    kill(master, SIGTERM);
    kill(worker, SIGTERM); /* as a service manager does, to every process */
    poll(NULL, 0, 300);
    assert_int_equal(waitpid(master, &status, WNOHANG), 0);
    assert_false(gone(worker));
    shared->gate = 1;
    assert_int_equal(answer(fd, "list do urzędu"), worker);
    assert_int_equal(wait_master(), 0);
    assert_true(gone(worker));
}

static void no_worker_outlives_the_master(void **state)
{
    pid_t worker = 0;

    (void)state;
    start_master(1, 0, good_worker);
    WAIT_UNTIL((worker = request("x")) > 0);
    kill(master, SIGKILL);
    wait_master();
    WAIT_UNTIL(gone(worker) || request("x") == 0);
    WAIT_UNTIL(gone(worker));
    /* the socket it left is no obstacle */
    start_master(1, 0, good_worker);
    WAIT_UNTIL(request("x") > 0);
    stop_master();
}

static void the_socket_is_not_stolen(void **state)
{
    pid_t first;
    pid_t worker = 0;

    (void)state;
    start_master(1, 0, good_worker);
    WAIT_UNTIL((worker = request("x")) > 0);
    first = master;
    start_master(1, 0, good_worker);
    assert_int_equal(WEXITSTATUS(wait_master()), 1);
    master = first;
    assert_int_equal(request("x"), worker);
    stop_master();
}

static void paths_that_cannot_be(void **state)
{
    char keep[sizeof path];

    (void)state;
    memcpy(keep, path, sizeof path);
    snprintf(path, sizeof path, "/nonexistent/web.sock");
    start_master(1, 0, good_worker);
    assert_int_equal(WEXITSTATUS(wait_master()), 1);
    memcpy(path, keep, sizeof path);
    {
        char longer[200];

        memset(longer, 'x', sizeof longer - 1);
        longer[sizeof longer - 1] = '\0';
        assert_int_equal(server_run(NULL, longer, 1, good_worker), 1);
    }
}

static int begin_all(void **state)
{
    (void)state;
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans are ours to wait for, whoever is pid 1 here */
    log_open("test_server", LOG_ERROR);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/web.sock", dir);
    return shared == MAP_FAILED;
}

static int end_all(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(dir);
}

static int end_one(void **state)
{
    (void)state;
    if (master > 0) {
        kill(master, SIGKILL);
        wait_master();
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(serves_and_stops, end_one),
        cmocka_unit_test_teardown(a_killed_worker_is_replaced, end_one),
        cmocka_unit_test_teardown(a_request_that_takes_too_long_ends_its_worker, end_one),
        cmocka_unit_test_teardown(a_worker_whose_client_has_gone_does_not_go_on, end_one),
        cmocka_unit_test_teardown(a_worker_that_has_grown_too_large_is_replaced, end_one),
        cmocka_unit_test_teardown(workers_without_a_socket, end_one),
        cmocka_unit_test_teardown(young_deaths_back_off, end_one),
        cmocka_unit_test_teardown(a_worker_ends_after_its_requests, end_one),
        cmocka_unit_test_teardown(reload_replaces_all, end_one),
        cmocka_unit_test_teardown(the_request_in_hand_is_finished, end_one),
        cmocka_unit_test_teardown(no_worker_outlives_the_master, end_one),
        cmocka_unit_test_teardown(the_socket_is_not_stolen, end_one),
        cmocka_unit_test_teardown(paths_that_cannot_be, end_one),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}
