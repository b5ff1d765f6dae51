/* CSV records as they come in files of data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/csvread.h"

/* All records as "a|b/c|d", then "!" when the rest cannot be read. */
static const char *all(TALLOC_CTX *mem, const char *text)
{
    struct csv_record r = { 0 };
    char *out = mem_strdup(mem, "");

    for (int first = 1; csv_next(mem, &text, &r); first = 0)
        for (int i = 0; i < r.n; i++)
            out = mem_printf(mem, "%s%s%s", out, i ? "|" : first ? "" : "/", r.field[i]);
    return *text ? mem_printf(mem, "%s!", out) : out;
}

static void records(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "\n\r\n", "" },
        { "a", "a" },
        { "a,b\n", "a|b" },
        { "a,b\r\n\r\nc,\n", "a|b/c|" },
        { ",", "|" },
        { "\"a,b\",c\n", "a,b|c" },
        { "\"say \"\"x\"\"\",\"\"\n", "say \"x\"|" },
        { "\"two\nlines\",b", "two\nlines|b" },
        { "a\n\"open", "a!" },
        { "a\nb\"c", "a!" },
        { "\"a\"b", "!" },
        { "a\n\"b\" ,c", "a!" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(all(mem, rows[i][0]), rows[i][1]);
}

static void a_record_is_bounded(void **state)
{
    MEM_SCOPE(mem, NULL);
    char *text = mem_array(mem, char, CSV_FIELDS_MAX + 1);
    const char *at = text;
    struct csv_record r = { 0 };

    (void)state;
    memset(text, ',', CSV_FIELDS_MAX - 1);
    assert_true(csv_next(mem, &at, &r));
    assert_int_equal(r.n, CSV_FIELDS_MAX);
    memset(text, ',', CSV_FIELDS_MAX);
    at = text;
    assert_false(csv_next(mem, &at, &r));
    assert_ptr_equal(at, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(records), cmocka_unit_test(a_record_is_bounded) };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
