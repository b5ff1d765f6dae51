/* The cache against a private redis-server on a unix socket: values, counters, and what happens when Redis is not
 * there, dies, comes back or hangs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/net/cache.h"

static char dir[] = "/tmp/eurzad-cache-XXXXXX";
static char socket_path[64];
static pid_t redis_pid;
static struct app *app;

static void nap(long ms)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

    nanosleep(&t, NULL);
}

/* The number that a command typed at the server gives. */
static long redis(const char *command)
{
    char line[256];
    char answer[64] = "";
    FILE *f;

    (void)snprintf(line, sizeof line, "redis-cli -s %s %s", socket_path, command);
    f = popen(line, "r");
    assert_true(f && fgets(answer, sizeof answer, f));
    assert_int_equal(pclose(f), 0);
    return strtol(answer, NULL, 10);
}

static bool answers(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = false;

    (void)snprintf(a.sun_path, sizeof a.sun_path, "%s", socket_path);
    ok = connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    close(fd);
    return ok;
}

static void start_redis(void)
{
    redis_pid = fork();
    assert_true(redis_pid >= 0);
    if (redis_pid == 0) {
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_path, "--save", "", "--appendonly",
               "no", "--dir", dir, "--logfile", "redis.log", "--daemonize", "no", (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 500 && !answers(); i++)
        nap(10);
    assert_true(answers());
}

static void stop_redis(void)
{
    if (redis_pid <= 0)
        return;
    kill(redis_pid, SIGKILL);
    waitpid(redis_pid, NULL, 0);
    redis_pid = 0;
}

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    log_open("test_cache", LOG_ERROR);
    assert_non_null(mkdtemp(dir));
    (void)snprintf(socket_path, sizeof socket_path, "%s/s", dir);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    conf_defaults(&app->conf);
    app->conf.redis_socket = socket_path;
    start_redis();
    return 0;
}

static int end_all(void **state)
{
    char path[96];

    (void)state;
    stop_redis();
    (void)snprintf(path, sizeof path, "%s/redis.log", dir);
    unlink(path);
    unlink(socket_path);
    rmdir(dir);
    talloc_free(app->mem);
    return 0;
}

static int begin(void **state)
{
    if (!redis_pid)
        start_redis();
    cache_close(app);
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static void missing_key_is_not_an_error(void **state)
{
    char seven[] = "x";
    char *value = seven;
    size_t len = 7;

    assert_int_equal(cache_get(*state, "nie:ma", &value, &len), ERR_OK);
    assert_null(value);
    assert_int_equal(len, 0);
}

static void values_are_binary_safe(void **state)
{
    static const char bytes[] = "a\0b\r\n%s zażółć";
    char *value = NULL;
    size_t len = 0;

    assert_int_equal(cache_set(*state, "klucz %s\r\n", bytes, sizeof bytes, 60), ERR_OK);
    assert_int_equal(cache_get(*state, "klucz %s\r\n", &value, &len), ERR_OK);
    assert_int_equal(len, sizeof bytes);
    assert_memory_equal(value, bytes, sizeof bytes);
    assert_int_equal(cache_set(*state, "pusty", NULL, 0, 60), ERR_OK);
    assert_int_equal(cache_get(*state, "pusty", &value, &len), ERR_OK);
    assert_string_equal(value, "");
    assert_int_equal(len, 0);
}

static void a_mebibyte_fits_and_no_more(void **state)
{
    size_t max = 1048576;
    char *big = mem_zero_bytes(((struct ctx *)*state)->mem, max + 1, 1, "big");
    char *value = NULL;
    size_t len = 0;

    memset(big, 'z', max + 1);
    assert_int_equal(cache_set(*state, "duzy", big, max, 60), ERR_OK);
    assert_int_equal(cache_get(*state, "duzy", &value, &len), ERR_OK);
    assert_int_equal(len, max);
    assert_memory_equal(value, big, max);
    assert_int_equal(cache_set(*state, "duzy", big, max + 1, 60), ERR_INTERNAL);
}

static void deleted_and_expired_values_are_gone(void **state)
{
    char *value = NULL;

    assert_int_equal(cache_set(*state, "k", "1", 1, 60), ERR_OK);
    assert_int_equal(cache_del(*state, "k"), ERR_OK);
    assert_int_equal(cache_get(*state, "k", &value, NULL), ERR_OK);
    assert_null(value);
    assert_int_equal(cache_del(*state, "k"), ERR_OK);

    assert_int_equal(cache_set(*state, "k", "1", 1, 60), ERR_OK);
    assert_int_equal(cache_set(*state, "k", "2", 1, 0), ERR_OK);
    assert_int_equal(cache_get(*state, "k", &value, NULL), ERR_OK);
    assert_null(value);

    assert_int_equal(cache_set(*state, "k", "3", 1, 1), ERR_OK);
    assert_in_range(redis("PTTL k"), 1, 1000);
    assert_int_equal(redis("PEXPIRE k 0"), 1); /* the second is over */
    assert_int_equal(cache_get(*state, "k", &value, NULL), ERR_OK);
    assert_null(value);
}

static void counting_starts_a_window_that_ends(void **state)
{
    int64_t n = 0;

    for (int i = 1; i <= 3; i++) {
        assert_int_equal(cache_count(*state, "licz", 600, &n), ERR_OK);
        assert_int_equal(n, i);
    }
    /* Later events do not make the window longer: it ends although they never do. */
    assert_in_range(redis("PTTL licz"), 1, 600000);
    assert_int_equal(redis("PEXPIRE licz 100000"), 1);
    assert_int_equal(cache_count(*state, "licz", 600, &n), ERR_OK);
    assert_int_equal(n, 4);
    assert_in_range(redis("PTTL licz"), 1, 100000);
    assert_int_equal(redis("PEXPIRE licz 0"), 1); /* the window is over */
    assert_int_equal(cache_count(*state, "licz", 600, &n), ERR_OK);
    assert_int_equal(n, 1);
}

static void wrong_type_is_our_mistake(void **state)
{
    int64_t n = 0;

    assert_int_equal(cache_set(*state, "slowo", "tekst", 5, 60), ERR_OK);
    assert_int_equal(cache_count(*state, "slowo", 5, &n), ERR_INTERNAL);
    assert_null(strstr(((struct ctx *)*state)->fail.detail, "slowo"));
    /* Both answers were taken off the wire: the next question gets its own answer. */
    ctx_forgive(*state);
    assert_int_equal(cache_count(*state, "inny", 5, &n), ERR_OK);
    assert_int_equal(n, 1);
}

static void restart_between_two_calls_is_not_noticed(void **state)
{
    char *value = NULL;

    assert_int_equal(cache_set(*state, "k", "1", 1, 60), ERR_OK);
    stop_redis();
    start_redis();
    assert_int_equal(cache_get(*state, "k", &value, NULL), ERR_OK);
    assert_null(value);
}

/* Of many rounds of questions that end so. */
static int64_t shortest_us(struct ctx *ctx, enum err expected)
{
    int64_t best = INT64_MAX;
    char *value = NULL;

    for (int round = 0; round < 20; round++) {
        int64_t start = clock_monotonic_us();
        int64_t took;

        for (int i = 0; i < 100; i++) {
            assert_int_equal(cache_get(ctx, "k", &value, NULL), expected);
            assert_true(!expected || strstr(ctx->fail.message, "chwilowo"));
            ctx_forgive(ctx);
        }
        took = clock_monotonic_us() - start;
        best = took < best ? took : best;
    }
    return best;
}

static void dead_redis_is_busy_cheap_and_comes_back(void **state)
{
    struct ctx *ctx = *state;
    char *value = NULL;
    int64_t alive;

    assert_int_equal(cache_set(ctx, "k", "1", 1, 60), ERR_OK);
    alive = shortest_us(ctx, ERR_OK);
    stop_redis();
    assert_true(shortest_us(ctx, ERR_BUSY) < 4 * alive);
    start_redis();
    assert_int_equal(cache_set(ctx, "k", "2", 1, 60), ERR_OK);
    assert_int_equal(cache_get(ctx, "k", &value, NULL), ERR_OK);
    assert_string_equal(value, "2");
}

static void hanging_redis_costs_one_second_once(void **state)
{
    struct ctx *ctx = *state;
    char *value = NULL;
    int waits = 0;

    assert_int_equal(cache_set(ctx, "k", "1", 1, 60), ERR_OK);
    kill(redis_pid, SIGSTOP);
    for (int i = 0; i < 50; i++) {
        int64_t start = clock_monotonic_ms();

        assert_int_equal(cache_get(ctx, "k", &value, NULL), ERR_BUSY);
        ctx_forgive(ctx);
        waits += clock_monotonic_ms() - start >= 900;
        assert_true(i > 0 || waits == 1);
    }
    kill(redis_pid, SIGCONT);
    assert_true(waits <= 2); /* one, and a machine that stood still */
}

static void missing_socket_is_busy(void **state)
{
    char *value = NULL;

    app->conf.redis_socket = "/nonexistent/redis.sock";
    assert_int_equal(cache_get(*state, "k", &value, NULL), ERR_BUSY);
    app->conf.redis_socket = socket_path;
}

static void a_child_gets_its_own_connection(void **state)
{
    char *value = NULL;
    int status = 0;
    pid_t pid;

    assert_int_equal(cache_set(*state, "k", "1", 1, 60), ERR_OK);
    pid = fork();
    if (pid == 0) {
        cache_forget(app);
        _exit(cache_set(*state, "dziecko", "2", 1, 60) == ERR_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(cache_get(*state, "dziecko", &value, NULL), ERR_OK);
    assert_string_equal(value, "2");
}

static void memory_stays_flat(void **state)
{
    struct ctx *ctx = *state;
    size_t before;
    int64_t n = 0;

    assert_int_equal(cache_count(ctx, "plasko", 60, &n), ERR_OK);
    before = talloc_total_size(app->mem);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(cache_count(ctx, "plasko", 60, &n), ERR_OK);
    assert_int_equal(talloc_total_size(app->mem), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(missing_key_is_not_an_error, begin, end),
        cmocka_unit_test_setup_teardown(values_are_binary_safe, begin, end),
        cmocka_unit_test_setup_teardown(a_mebibyte_fits_and_no_more, begin, end),
        cmocka_unit_test_setup_teardown(deleted_and_expired_values_are_gone, begin, end),
        cmocka_unit_test_setup_teardown(counting_starts_a_window_that_ends, begin, end),
        cmocka_unit_test_setup_teardown(wrong_type_is_our_mistake, begin, end),
        cmocka_unit_test_setup_teardown(restart_between_two_calls_is_not_noticed, begin, end),
        cmocka_unit_test_setup_teardown(dead_redis_is_busy_cheap_and_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(hanging_redis_costs_one_second_once, begin, end),
        cmocka_unit_test_setup_teardown(missing_socket_is_busy, begin, end),
        cmocka_unit_test_setup_teardown(a_child_gets_its_own_connection, begin, end),
        cmocka_unit_test_setup_teardown(memory_stays_flat, begin, end),
    };

    return cmocka_run_group_tests_name("core/net/cache", tests, begin_all, end_all);
}
