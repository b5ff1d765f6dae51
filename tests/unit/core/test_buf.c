/* The growing buffer: always terminated, never larger than its maximum, and one flag tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/buf.h"

static void empty(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf b = buf_new(mem, 10);

    (void)state;
    assert_string_equal(buf_text(&b), "");
    buf_str(&b, "");
    buf_add(&b, NULL, 0);
    assert_string_equal(buf_text(&b), "");
    assert_int_equal(b.len, 0);
    assert_false(b.overflow);
}

static void grows_byte_by_byte(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf b = buf_new(mem, 100000);

    (void)state;
    for (size_t i = 0; i < 70000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.len, i + 1);
        assert_int_equal(b.data[i + 1], 0);
    }
    assert_int_equal(strlen(buf_text(&b)), 70000);
    assert_int_equal(b.data[69999], 'a' + 69999 % 26);
}

/* Exactly the maximum fits; one byte more does not, and nothing is added in part or afterwards. */
static void the_maximum_holds(void **state)
{
    (void)state;
    for (size_t max = 0; max < 1200; max += max < 20 ? 1 : 117) {
        MEM_SCOPE(mem, NULL);
        struct buf b = buf_new(mem, max);

        for (size_t i = 0; i < max; i++)
            buf_char(&b, 'x');
        assert_false(b.overflow);
        assert_int_equal(b.len, max);
        buf_str(&b, "y");
        assert_true(b.overflow);
        assert_int_equal(b.len, max);
        assert_null(strchr(buf_text(&b), 'y'));
        buf_add(&b, "z", 0);
        buf_printf(&b, "%d", 1);
        assert_int_equal(b.len, max);
    }
    {
        MEM_SCOPE(mem, NULL);
        struct buf b = buf_new(mem, 5);

        buf_str(&b, "abc");
        buf_add(&b, "toolong", SIZE_MAX);
        assert_true(b.overflow);
        buf_str(&b, "d");
        assert_string_equal(buf_text(&b), "abc");
    }
}

static void printf_of_any_length(void **state)
{
    char long_text[2001] = "";

    (void)state;
    memset(long_text, 'q', sizeof long_text - 1);
    for (size_t n = 0; n <= 2000; n += n > 250 && n < 260 ? 1 : 50) {
        MEM_SCOPE(mem, NULL);
        struct buf b = buf_new(mem, 4000);

        buf_str(&b, "<");
        buf_printf(&b, "%.*s|%d", (int)n, long_text, 42);
        buf_str(&b, ">");
        assert_int_equal(b.len, n + 5);
        assert_int_equal(strlen(b.data), b.len);
        assert_string_equal(b.data + n + 1, "|42>");
    }
    {
        MEM_SCOPE(mem, NULL);
        struct buf b = buf_new(mem, 1000);

        buf_printf(&b, "%s", long_text);
        assert_true(b.overflow);
        assert_int_equal(b.len, 0);
    }
}

static void escapes_xml(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf b = buf_new(mem, 1000);

    (void)state;
    buf_xml(&b, "a<b>&\"c'ż&&");
    assert_string_equal(buf_text(&b), "a&lt;b&gt;&amp;&quot;c&#39;ż&amp;&amp;");
    buf_xml(&b, "");
    assert_int_equal(b.len, strlen(b.data));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty),
        cmocka_unit_test(grows_byte_by_byte),
        cmocka_unit_test(the_maximum_holds),
        cmocka_unit_test(printf_of_any_length),
        cmocka_unit_test(escapes_xml),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
