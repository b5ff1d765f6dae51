/* Every event is one line of valid JSON, whatever foreign text is in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/ctx/ctx.h"
#include "core/ctx/log.h"

static int caught = -1;
static int real_stderr = -1;

static int begin(void **state)
{
    (void)state;
    caught = memfd_create("log", MFD_CLOEXEC);
    real_stderr = dup(STDERR_FILENO);
    log_open("test_log", LOG_INFO);
    return caught < 0 || dup2(caught, STDERR_FILENO) < 0;
}

static int end(void **state)
{
    (void)state;
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    return close(caught);
}

/* What was logged since the last call. */
static char *logged(TALLOC_CTX *mem)
{
    off_t n = lseek(caught, 0, SEEK_END);
    char *text = mem_zero_bytes(mem, 1, (size_t)n + 1, "log");

    assert_int_equal(pread(caught, text, (size_t)n, 0), n);
    assert_int_equal(ftruncate(caught, 0), 0);
    assert_int_equal(lseek(caught, 0, SEEK_SET), 0);
    return text;
}

/* Exactly one line, which is JSON. */
static json_t *one_line(TALLOC_CTX *mem)
{
    char *text = logged(mem);
    size_t n = strlen(text);
    json_error_t why;
    json_t *o = NULL;

    assert_true(n > 1 && text[n - 1] == '\n');
    assert_ptr_equal(strchr(text, '\n'), text + n - 1);
    o = json_loads(text, 0, &why);
    if (!o)
        fail_msg("%s: %s", why.text, text);
    return mem_adopt(mem, o, json_decref);
}

static const char *text_of(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static void fields(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct ctx ctx = { .request_id = "abc123", .jst = "0801062" };
    json_t *o = NULL;

    (void)state;
    log_info(&ctx, "upo.issued", LOG_S("nr", "UPP/1"), LOG_I("bytes", INT64_MIN), LOG_S("absent", NULL));
    o = one_line(mem);
    assert_string_equal(text_of(o, "ev"), "upo.issued");
    assert_string_equal(text_of(o, "lvl"), "info");
    assert_string_equal(text_of(o, "prog"), "test_log");
    assert_string_equal(text_of(o, "req"), "abc123");
    assert_string_equal(text_of(o, "jst"), "0801062");
    assert_string_equal(text_of(o, "nr"), "UPP/1");
    assert_string_equal(text_of(o, "absent"), "");
    assert_true(json_integer_value(json_object_get(o, "bytes")) == INT64_MIN);
    assert_int_equal(json_integer_value(json_object_get(o, "pid")), getpid());
    assert_int_equal(strlen(text_of(o, "t")), strlen("2026-11-23T09:00:12.000Z"));
    log_error(NULL, "server.failed");
    o = one_line(mem);
    assert_null(json_object_get(o, "req"));
    assert_string_equal(text_of(o, "lvl"), "error");
}

static void levels(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    log_debug(NULL, "not.seen");
    assert_string_equal(logged(mem), "");
    log_open("test_log", LOG_ERROR);
    log_warn(NULL, "not.seen");
    assert_string_equal(logged(mem), "");
    log_error(NULL, "is.seen");
    assert_string_equal(text_of(one_line(mem), "ev"), "is.seen");
    log_open("test_log", LOG_DEBUG);
    log_debug(NULL, "is.seen");
    assert_string_equal(text_of(one_line(mem), "lvl"), "debug");
}

static void hostile_text(void **state)
{
    static const char *const texts[] = {
        "", "\"", "\\", "\\\"", "a\nb\r\tc", "\x01\x1f\x7f", "zażółć", "\xf0\x9f\x98\x80", "{\"lvl\":\"error\"}\n{",
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        log_info(NULL, "test.text", LOG_S("s", texts[i]));
        assert_string_equal(text_of(one_line(mem), "s"), texts[i]);
    }
    log_info(NULL, "test.text", LOG_S("s", "a\xff\xc0\x80z\xc5"));
    assert_string_equal(text_of(one_line(mem), "s"), "a???z?");
}

/* Cut between characters, so that the line stays valid; whatever the offset of the cut. */
static void long_text(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 5; shift++) {
        MEM_SCOPE(mem, NULL);
        char *text = mem_zero_bytes(mem, 1, 200001, "text");
        const char *out = NULL;

        memset(text, 'x', shift);
        for (size_t i = shift; i + 4 <= 200000; i += 4)
            memcpy(text + i, shift % 2 ? "\xf0\x9f\x98\x80" : "żś", 4);
        log_info(NULL, "test.long", LOG_S("s", text), LOG_S("after", "here"));
        out = text_of(one_line(mem), "s");
        assert_true(strlen(out) > 3900 && strlen(out) < 4100);
        assert_string_equal(out + strlen(out) - strlen("…"), "…");
        assert_int_equal(strncmp(out, text, strlen(out) - strlen("…")), 0);
    }
    {
        MEM_SCOPE(mem, NULL);
        char *text = mem_zero_bytes(mem, 1, 9001, "text");

        memset(text, 1, 9000); /* six bytes each once escaped */
        log_info(NULL, "test.long", LOG_S("a", text), LOG_S("b", text), LOG_S("c", text), LOG_S("d", text));
        assert_non_null(text_of(one_line(mem), "d"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields, begin, end),
        cmocka_unit_test_setup_teardown(levels, begin, end),
        cmocka_unit_test_setup_teardown(hostile_text, begin, end),
        cmocka_unit_test_setup_teardown(long_text, begin, end),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
