/* Amounts: reading what people write, writing, checked arithmetic, exact fractions, rounding by law. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/law/money.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))
#define NB "\u00A0"

static void amounts_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t grosze;
    } rows[] = {
        { "0", 0 },
        { "1234,50", 123450 },
        { "1234.50", 123450 },
        { "1234,5", 123450 },
        { "1 234,50 zł", 123450 },
        { "1" NB "234,50" NB "zł", 123450 },
        { "1\u202F234,50", 123450 },
        { "12 345 678,90 PLN", 1234567890 },
        { "  7 zl ", 700 },
        { "007", 700 },
        { "0,05", 5 },
        { "-5,00", -500 },
        { "\u2212"
          "1 000",
          -100000 },
        { "99zł", 9900 },
        { "92233720368547758,07", INT64_MAX },
        { "-92233720368547758.07", -INT64_MAX },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct money m = { 42 };

        if (!money_parse(rows[i].text, &m) || m.grosze != rows[i].grosze)
            fail_msg("%s: %lld", rows[i].text, (long long)m.grosze);
    }
}

static void other_texts_are_refused(void **state)
{
    static const char *const bad[] = { "",
                                       " ",
                                       "zł",
                                       "-",
                                       ",50",
                                       "5,",
                                       "5,123",
                                       "1,234.50",
                                       "1.234,50",
                                       "1 23",
                                       "1234 567",
                                       "12 3456",
                                       "1  234",
                                       "1 234 5",
                                       "+5",
                                       "--5",
                                       "5 EUR",
                                       "0x10",
                                       "1e3",
                                       "5-",
                                       "５",
                                       "nan",
                                       "5 zł zł",
                                       "92233720368547758,08",
                                       "99999999999999999999",
                                       "1,2,3" };
    struct money m = { 42 };

    (void)state;
    for (size_t i = 0; i < ROWS(bad); i++)
        if (money_parse(bad[i], &m))
            fail_msg("taken: '%s'", bad[i]);
    assert_int_equal(m.grosze, 42);
}

static void amounts_are_written(void **state)
{
    static const struct {
        int64_t grosze;
        const char *text;
        const char *plain;
    } rows[] = {
        { 0, "0,00" NB "zł", "0.00" },
        { 5, "0,05" NB "zł", "0.05" },
        { -5, "-0,05" NB "zł", "-0.05" },
        { 99999, "999,99" NB "zł", "999.99" },
        { 100000, "1" NB "000,00" NB "zł", "1000.00" },
        { 123450, "1" NB "234,50" NB "zł", "1234.50" },
        { 100000001, "1" NB "000" NB "000,01" NB "zł", "1000000.01" },
        { INT64_MAX, "92" NB "233" NB "720" NB "368" NB "547" NB "758,07" NB "zł", "92233720368547758.07" },
        { INT64_MIN, "-92" NB "233" NB "720" NB "368" NB "547" NB "758,08" NB "zł", "-92233720368547758.08" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct money m = { rows[i].grosze };
        struct money back = { 0 };

        assert_string_equal(money_text(mem, m), rows[i].text);
        assert_string_equal(money_plain(mem, m), rows[i].plain);
        if (m.grosze != INT64_MIN) {
            assert_true(money_parse(money_text(mem, m), &back));
            assert_int_equal(back.grosze, m.grosze);
        }
    }
}

static void arithmetic_is_checked(void **state)
{
    struct money max = { INT64_MAX };
    struct money min = { INT64_MIN };
    struct money one = { 1 };
    struct money m = { 42 };

    (void)state;
    assert_false(money_add(max, one, &m));
    assert_false(money_sub(min, one, &m));
    assert_false(money_mul(max, 2, &m));
    assert_false(money_mul(min, -1, &m));
    assert_int_equal(m.grosze, 42);
    assert_true(money_add((struct money){ 150 }, (struct money){ -200 }, &m));
    assert_int_equal(m.grosze, -50);
    assert_true(money_sub((struct money){ 150 }, (struct money){ 200 }, &m));
    assert_int_equal(m.grosze, -50);
    assert_true(money_mul((struct money){ 1999 }, 3, &m));
    assert_int_equal(m.grosze, 5997);
    /* the result may be one of the operands */
    assert_true(money_add(m, one, &m));
    assert_int_equal(m.grosze, 5998);
    assert_true(money_compare(min, max) < 0 && money_compare(max, one) > 0 && money_compare(one, one) == 0);
}

static void rounding_to_full_zloty(void **state)
{
    static const struct {
        const char *amount;
        int64_t zloty;
    } rows[] = {
        { "1234.50", 1235 }, { "0.50", 1 },   { "99.999", 100 }, { "2500.00", 2500 },
        { "0", 0 },          { "0.49", 0 },   { "0.499999", 0 }, { "1234.49", 1234 },
        { "1234,51", 1235 }, { "-0.50", -1 }, { "-0.49", 0 },    { "-1234.50", -1235 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct money_exact x = { 0 };
        struct money m = { 42 };

        assert_true(money_exact_parse(rows[i].amount, &x));
        assert_true(money_round_zloty(x, &m));
        if (m.grosze != rows[i].zloty * 100)
            fail_msg("%s: %lld", rows[i].amount, (long long)m.grosze);
    }
}

static void rounding_to_grosze(void **state)
{
    static const struct {
        int64_t grosze, num, den, rounded;
    } rows[] = {
        { 100, 1, 3, 33 },
        { 200, 1, 3, 67 },
        { 1, 1, 2, 1 },
        { 3, 1, 2, 2 },
        { -1, 1, 2, -1 },
        { -1, 49, 100, 0 },
        { 1, 499999, 1000000, 0 },
        { 466600, 976, 10000, 45540 },
        { 466600, 45, 1000, 20997 },
        { 5, 1, -2, -3 },
        { 0, 7, 3, 0 },
        { INT64_MAX, 1, 1, INT64_MAX },
        { INT64_MAX, 2, 2, INT64_MAX },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct money_exact x = money_exact((struct money){ rows[i].grosze });
        struct money m = { 42 };

        assert_true(money_exact_mul(x, rows[i].num, rows[i].den, &x));
        assert_true(money_round_grosz(x, &m));
        assert_int_equal(m.grosze, rows[i].rounded);
    }
}

/* A land tax: 1234.56 m2 at 0.73 zł, 7 months of 12, plus a building; rounded once, at the end. */
static void a_chain_is_rounded_once(void **state)
{
    struct money_exact land = money_exact((struct money){ 73 });
    struct money_exact building = money_exact((struct money){ 119 });
    struct money_exact sum = { 0 };
    struct money m = { 0 };

    (void)state;
    assert_true(money_exact_mul(land, 123456, 100, &land));
    assert_true(money_exact_mul(land, 7, 12, &land));
    assert_true(money_exact_mul(building, 8050, 100, &building));
    assert_true(money_exact_add(land, building, &sum));
    /* 52571.68 + 9579.50 grosze */
    assert_true(money_round_grosz(sum, &m));
    assert_int_equal(m.grosze, 62151);
    assert_true(money_round_zloty(sum, &m));
    assert_int_equal(m.grosze, 62200);
    /* a third three times is one again */
    assert_true(money_exact_mul(money_exact((struct money){ 100 }), 1, 3, &land));
    assert_true(money_exact_add(land, land, &sum));
    assert_true(money_exact_add(sum, land, &sum));
    assert_int_equal((int64_t)sum.num, 100);
    assert_int_equal(sum.den, 1);
}

static void exact_amounts_are_checked(void **state)
{
    struct money_exact huge = money_exact((struct money){ INT64_MAX });
    struct money_exact fine = money_exact((struct money){ 1 });
    struct money_exact x = { 0 };
    struct money m = { 42 };

    (void)state;
    assert_false(money_exact_mul(fine, 1, 0, &x));
    assert_true(money_exact_mul(fine, INT64_MIN, INT64_MIN, &x));
    assert_int_equal(x.den, 1);
    /* numerators grow to 127 bits, denominators to 63 */
    assert_true(money_exact_mul(huge, INT64_MAX - 1, 1, &huge));
    assert_false(money_exact_mul(huge, 1000, 1, &x));
    assert_false(money_round_grosz(huge, &m));
    assert_false(money_round_zloty(huge, &m));
    assert_true(money_exact_mul(fine, 1, INT64_MAX, &fine));
    assert_false(money_exact_mul(fine, 1, 2, &x));
    assert_false(money_exact_add(huge, fine, &x));
    assert_int_equal(m.grosze, 42);
    /* 92 thousand million million złote do not fit once they are rounded up */
    assert_true(money_exact_parse("92233720368547758.07", &x));
    assert_true(money_round_zloty(x, &m));
    assert_true(money_exact_add(x, money_exact((struct money){ 43 }), &x));
    assert_false(money_round_zloty(x, &m));
    assert_false(money_exact_parse("1.1234567890123", &x));
    assert_false(money_exact_parse("", &x));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read),        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(amounts_are_written),     cmocka_unit_test(arithmetic_is_checked),
        cmocka_unit_test(rounding_to_full_zloty),  cmocka_unit_test(rounding_to_grosze),
        cmocka_unit_test(a_chain_is_rounded_once), cmocka_unit_test(exact_amounts_are_checked),
    };

    return cmocka_run_group_tests_name("core/law/money", tests, NULL, NULL);
}
