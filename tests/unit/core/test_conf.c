/* The configuration file: what is right is taken, what is wrong stops the start with file, line and key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/conf.h"

static char path[64];

static enum err read_text(TALLOC_CTX *mem, const char *text, struct conf *conf, const char **ret_problem)
{
    FILE *f = fopen(path, "we");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    *ret_problem = NULL;
    conf_defaults(conf);
    return conf_read(mem, path, conf, ret_problem);
}

static void good_file(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct conf conf;
    const char *problem = NULL;
    enum err e = read_text(mem,
                           "# comment\n\n   \t\n"
                           "public_url=https://e-urzad.example\n"
                           "  db = host=/run dbname=x \r\n"
                           "web_workers = 12\n"
                           "max_body = 5M\nmax_file=7k\nmax_document = 1000\n"
                           "cookie_secure = no\ntotp_required = yes\n"
                           "smtp_user =\n"
                           "mail_from = ąę@example.pl",
                           &conf, &problem);

    (void)state;
    assert_int_equal(e, ERR_OK);
    assert_string_equal(conf.public_url, "https://e-urzad.example");
    assert_string_equal(conf.db, "host=/run dbname=x"); /* only the first = separates */
    assert_int_equal(conf.web_workers, 12);
    assert_int_equal(conf.max_body, 5 * 1048576);
    assert_int_equal(conf.max_file, 7 * 1024);
    assert_int_equal(conf.max_document, 1000);
    assert_false(conf.cookie_secure);
    assert_true(conf.totp_required);
    assert_string_equal(conf.smtp_user, "");
    assert_string_equal(conf.mail_from, "ąę@example.pl");
    assert_int_equal(conf.session_idle, 1800);
}

static void bad_files(void **state)
{
    static const struct {
        const char *text;
        const char *problem;
    } cases[] = {
        { "db = x\nweb_worker = 3\n", ":2: unknown key \"web_worker\"" },
        { "DB = x\n", ":1: unknown key \"DB\"" },
        { " = x\n", ":1: unknown key \"\"" },
        { "\n\nweb_workers\n", ":3: expected \"key = value\", found \"web_workers\"" },
        { "web_workers = \n", "bad value for \"web_workers\"" },
        { "web_workers = six\n", "bad value" },
        { "web_workers = 6x\n", "bad value" },
        { "web_workers = 6k\n", "bad value" },
        { "web_workers = -1\n", "bad value" },
        { "web_workers = 0x6\n", "bad value" },
        { "web_workers = 2147483648\n", "bad value" },
        { "max_body = 99999999999999999999\n", "bad value" },
        { "max_body = 9223372036854775807k\n", "bad value" },
        { "max_body = 5G\n", "bad value" },
        { "max_body = 5M5\n", "bad value" },
        { "cookie_secure = true\n", "bad value" },
        { "cookie_secure = Yes\n", "bad value" },
        { "cookie_secure =\n", "bad value" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        MEM_SCOPE(mem, NULL);
        struct conf conf;
        const char *problem = NULL;

        assert_int_equal(read_text(mem, cases[i].text, &conf, &problem), ERR_INVALID);
        assert_int_equal(strncmp(problem, path, strlen(path)), 0);
        if (!strstr(problem, cases[i].problem))
            fail_msg("%s", problem);
    }
}

/* A line is read whole or refused: its tail must not become a setting of its own. */
static void long_lines(void **state)
{
    MEM_SCOPE(mem, NULL);
    char *text = mem_zero_bytes(mem, 1, 6000, "line");
    struct conf conf;
    const char *problem = NULL;

    (void)state;
    memset(text, 'x', 5000);
    memcpy(text, "# ", 2);
    memcpy(text + 4095, "db = stolen", 11);
    assert_int_equal(read_text(mem, text, &conf, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, ":1: the line is too long"));
    text[4094] = '\n';
    text[4106] = '\0';
    assert_int_equal(read_text(mem, text, &conf, &problem), ERR_OK);
    assert_string_equal(conf.db, "stolen");
}

static void not_a_file(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct conf conf;
    const char *problem = NULL;

    (void)state;
    conf_defaults(&conf);
    assert_int_equal(conf_read(mem, "/nonexistent/eurzad.conf", &conf, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "/nonexistent/eurzad.conf"));
    assert_int_equal(conf_read(mem, "/tmp", &conf, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "directory"));
}

/* --print-config writes a file that reads back as the same configuration. */
static void print_reads_back(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct conf conf;
    struct conf again;
    const char *problem = NULL;
    FILE *f = NULL;
    char *first = NULL;
    char *second = NULL;
    size_t n = 0;

    (void)state;
    assert_int_equal(read_text(mem, "max_body = 3M\ncookie_secure = no\nweb_workers = 9\ndb = host=/x dbname='a b'\n",
                               &conf, &problem),
                     ERR_OK);
    f = open_memstream(&first, &n);
    conf_print(&conf, f);
    fclose(f);
    assert_non_null(strstr(first, "# largest request body in bytes\nmax_body = 3145728\n"));
    assert_int_equal(read_text(mem, first, &again, &problem), ERR_OK);
    f = open_memstream(&second, &n);
    conf_print(&again, f);
    fclose(f);
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static int begin_all(void **state)
{
    int fd;

    (void)state;
    strcpy(path, "/tmp/eurzad-conf-XXXXXX");
    fd = mkstemp(path);
    return fd < 0 || close(fd);
}

static int end_all(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_file),  cmocka_unit_test(bad_files),        cmocka_unit_test(long_lines),
        cmocka_unit_test(not_a_file), cmocka_unit_test(print_reads_back),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}
