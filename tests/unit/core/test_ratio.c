/* Exact fractions: reading and writing, arithmetic that loses nothing, the three roundings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/law/ratio.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))

static struct ratio of(TALLOC_CTX *mem, const char *text)
{
    struct ratio r = { 0 };

    if (!ratio_parse(mem, text, &r))
        fail_msg("not read: %s", text);
    return r;
}

static void texts_are_read_and_written(void **state)
{
    static const char *const rows[][2] = {
        { "0", "0" },
        { "-0", "0" },
        { "007", "7" },
        { "1234.50", "1234.5" },
        { "0,125", "0.125" },
        { "-0.05", "-0.05" },
        { "10/3", "10/3" },
        { "-4/6", "-2/3" },
        { "3/8", "0.375" },
        { "1/1024", "0.0009765625" },
        { "123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_string_equal(ratio_text(mem, of(mem, rows[i][0])), rows[i][1]);
        assert_int_equal(ratio_compare(of(mem, rows[i][0]), of(mem, rows[i][1])), 0);
    }
}

static void other_texts_are_refused(void **state)
{
    static const char *const bad[] = { "",      "-",       " 1",  "1 ",   "+1",    "1.",      ".5",
                                       "1.2.3", "1,234.5", "1/0", "1/-2", "1.5/2", "0x10",    "1e3",
                                       "--1",   "1/2/3",   "1/",  "zł",   "nan",   "\xc2\xa0" };
    MEM_SCOPE(mem, NULL);
    char *long_text = mem_array(mem, char, RATIO_TEXT_MAX + 2);
    struct ratio r = { 0 };

    (void)state;
    for (size_t i = 0; i < ROWS(bad); i++)
        if (ratio_parse(mem, bad[i], &r) || ratio_is_set(r))
            fail_msg("read: %s", bad[i]);
    for (size_t i = 0; i <= RATIO_TEXT_MAX; i++)
        long_text[i] = '7';
    assert_false(ratio_parse(mem, long_text, &r));
    long_text[RATIO_TEXT_MAX] = '\0';
    assert_true(ratio_parse(mem, long_text, &r));
}

static void nothing_is_lost(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct ratio third = of(mem, "1/3");
    struct ratio sum = ratio_int(mem, 0);
    struct ratio q = { 0 };

    (void)state;
    for (int i = 0; i < 3000; i++)
        sum = ratio_add(mem, sum, third);
    assert_string_equal(ratio_text(mem, sum), "1000");
    assert_string_equal(ratio_text(mem, ratio_sub(mem, of(mem, "0.1"), of(mem, "0.3"))), "-0.2");
    assert_string_equal(ratio_text(mem, ratio_mul(mem, of(mem, "850"), of(mem, "0.77"))), "654.5");
    assert_true(ratio_div(mem, of(mem, "1000"), of(mem, "-7"), &q));
    assert_string_equal(ratio_text(mem, q), "-1000/7");
    /* seven years of fractions over a budget: what 128 bits cannot hold */
    for (int year = 0; year < 7; year++)
        assert_true(ratio_div(mem, ratio_mul(mem, q, of(mem, "123456789.01")), of(mem, "987654321.07"), &q));
    assert_int_equal(ratio_sign(q), -1);
}

static void division_by_zero_is_an_answer(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct ratio q = { 0 };

    (void)state;
    assert_false(ratio_div(mem, ratio_int(mem, 1), ratio_int(mem, 0), &q));
    assert_false(ratio_is_set(q));
}

static void order(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_true(ratio_compare(of(mem, "1/3"), of(mem, "0.3333")) > 0);
    assert_true(ratio_compare(of(mem, "-1"), of(mem, "0")) < 0);
    assert_int_equal(ratio_compare(of(mem, "0.50"), of(mem, "1/2")), 0);
    assert_int_equal(ratio_sign(of(mem, "-1/7")), -1);
    assert_int_equal(ratio_sign(of(mem, "-0")), 0);
}

static void roundings(void **state)
{
    static const struct {
        const char *value;
        int places;
        const char *half_up, *down, *up;
    } rows[] = {
        { "1234.49", 0, "1234", "1234", "1235" },
        { "1234.50", 0, "1235", "1234", "1235" },
        { "0.50", 0, "1", "0", "1" },
        { "99.999", 0, "100", "99", "100" },
        { "2500.00", 0, "2500", "2500", "2500" },
        { "0.125", 2, "0.13", "0.12", "0.13" },
        { "0.1249999999", 2, "0.12", "0.12", "0.13" },
        { "-0.125", 2, "-0.13", "-0.12", "-0.13" },
        { "-1234.50", 0, "-1235", "-1234", "-1235" },
        { "10/3", 2, "3.33", "3.33", "3.34" },
        { "-10/3", 2, "-3.33", "-3.33", "-3.34" },
        { "0.004", 2, "0", "0", "0.01" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ratio r = of(mem, rows[i].value);

        assert_string_equal(ratio_text(mem, ratio_round(mem, r, rows[i].places, RATIO_HALF_UP)), rows[i].half_up);
        assert_string_equal(ratio_text(mem, ratio_round(mem, r, rows[i].places, RATIO_DOWN)), rows[i].down);
        assert_string_equal(ratio_text(mem, ratio_round(mem, r, rows[i].places, RATIO_UP)), rows[i].up);
    }
}

static void decimals_for_showing(void **state)
{
    static const struct {
        const char *value;
        int places;
        const char *text;
    } rows[] = {
        { "0.05", 2, "0.05" },     { "5", 2, "5.00" },     { "-0.005", 2, "-0.01" },
        { "-0.004", 2, "0.00" },   { "2/3", 4, "0.6667" }, { "1234567.891", 0, "1234568" },
        { "-12.5", 3, "-12.500" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_string_equal(ratio_decimal(mem, of(mem, rows[i].value), rows[i].places), rows[i].text);
}

static void whole_numbers(void **state)
{
    static const int64_t rows[] = { 0, 1, -1, 42, INT64_MAX, -INT64_MAX };
    MEM_SCOPE(mem, NULL);
    int64_t n = 5;

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_true(ratio_int64(ratio_int(mem, rows[i]), &n));
        assert_int_equal(n, rows[i]);
    }
    n = 5;
    assert_false(ratio_int64(of(mem, "0.5"), &n));
    assert_false(ratio_int64(of(mem, "9223372036854775808"), &n));
    assert_int_equal(n, 5);
    assert_string_equal(ratio_text(mem, ratio_int(mem, INT64_MIN)), "-9223372036854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(division_by_zero_is_an_answer),
        cmocka_unit_test(order),
        cmocka_unit_test(roundings),
        cmocka_unit_test(decimals_for_showing),
        cmocka_unit_test(whole_numbers),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
