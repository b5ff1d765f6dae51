/* Files for spreadsheets: quotes, the guard against formulas, hostile cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/csv.h"

#define MARK "\xEF\xBB\xBF"

static struct app *app;

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    log_open("test_csv", LOG_ERROR);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    talloc_free(app->mem);
    return 0;
}

static int begin(void **state)
{
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static const char *finished(struct ctx *ctx, struct csv *c)
{
    const void *data = NULL;
    size_t len = 0;

    assert_int_equal(csv_finish(ctx, c, &data, &len), ERR_OK);
    assert_int_equal(strlen(data), len);
    return data;
}

/* The one cell as it stands in the file, without mark and line end. */
static const char *cell(struct ctx *ctx, const char *text)
{
    struct csv c = csv_new(ctx->mem, 0);
    const char *all = NULL;

    csv_cell(&c, text);
    csv_line(&c);
    all = finished(ctx, &c);
    assert_memory_equal(all, MARK, 3);
    assert_string_equal(all + strlen(all) - 2, "\r\n");
    return mem_strndup(ctx->mem, all + 3, strlen(all) - 5);
}

static void lines_and_cells(void **state)
{
    struct ctx *ctx = *state;
    struct csv c = csv_new(ctx->mem, 0);

    csv_cell(&c, "Nr");
    csv_cell(&c, "Nadawca");
    csv_line(&c);
    csv_cell(&c, "");
    csv_cell(&c, NULL);
    csv_cell(&c, "Zażółć");
    csv_line(&c);
    csv_line(&c);
    assert_string_equal(finished(ctx, &c), MARK "Nr;Nadawca\r\n;;Zażółć\r\n\r\n");
}

static void nothing_is_a_file_too(void **state)
{
    struct csv c = csv_new(((struct ctx *)*state)->mem, 0);

    assert_string_equal(finished(*state, &c), MARK);
}

static void quotes(void **state)
{
    assert_string_equal(cell(*state, "a;b"), "\"a;b\"");
    assert_string_equal(cell(*state, "ul. „Łąkowa” 5"), "ul. „Łąkowa” 5");
    assert_string_equal(cell(*state, "\"ABC\" sp. z o.o."), "\"\"\"ABC\"\" sp. z o.o.\"");
    assert_string_equal(cell(*state, "dwa\nwiersze"), "\"dwa\nwiersze\"");
    assert_string_equal(cell(*state, "12,50"), "\"12,50\"");
    assert_string_equal(cell(*state, " brzeg "), "\" brzeg \"");
}

static void formulas_are_text(void **state)
{
    assert_string_equal(cell(*state, "=1+1"), "'=1+1");
    assert_string_equal(cell(*state, "=HYPERLINK(\"http://x\";\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"");
    assert_string_equal(cell(*state, "@SUM(A1)"), "'@SUM(A1)");
    assert_string_equal(cell(*state, "+48 600 100 200 w. 5"), "'+48 600 100 200 w. 5");
    assert_string_equal(cell(*state, "-2+3+cmd|' /C calc'!A0"), "'-2+3+cmd|' /C calc'!A0");
    assert_string_equal(cell(*state, "-"), "'-");
    assert_string_equal(cell(*state, "  =1"), "\"'  =1\"");
    assert_string_equal(cell(*state, "\t=1"), "\"' =1\"");
    assert_string_equal(cell(*state, "\r=1"), "'=1");
    assert_string_equal(cell(*state, "\xC2\xA0=1"), "'\xC2\xA0=1");
    assert_string_equal(cell(*state, "\xE2\x80\x8B=1"), "'=1");
    assert_string_equal(cell(*state, "\xEF\xBC\x9D"
                                     "1"),
                        "'\xEF\xBC\x9D"
                        "1");
    assert_string_equal(cell(*state, "a=1"), "a=1");
    assert_string_equal(cell(*state, "'=1"), "'=1");
}

static void numbers_stay_numbers(void **state)
{
    assert_string_equal(cell(*state, "-12.50"), "-12.50");
    assert_string_equal(cell(*state, "-1 234,50"), "\"-1 234,50\"");
    assert_string_equal(cell(*state, "+3"), "+3");
    assert_string_equal(cell(*state, "-1,2,3"), "\"'-1,2,3\"");
    assert_string_equal(cell(*state, "--1"), "'--1");
    assert_string_equal(cell(*state, "-,5"), "\"'-,5\"");
}

static void hostile_bytes(void **state)
{
    assert_string_equal(cell(*state, "a\x01\x1B"
                                     "b\x7F"),
                        "ab");
    assert_string_equal(cell(*state, "\xE2\x80\xAE"
                                     "abc"),
                        "abc"); /* right-to-left override */
    assert_string_equal(cell(*state, "a\xFF"
                                     "b"),
                        "a\xEF\xBF\xBD"
                        "b");
    assert_string_equal(cell(*state, "a\r\nb"), "\"a\nb\"");
}

static void too_long_is_said(void **state)
{
    struct ctx *ctx = *state;
    struct csv c = csv_new(ctx->mem, 100);
    const void *data = NULL;
    size_t len = 0;

    for (int i = 0; i < 20; i++)
        csv_cell(&c, "dziesięć znaków");
    assert_int_equal(csv_finish(ctx, &c, &data, &len), ERR_INVALID);
    assert_null(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_and_cells, begin, end),
        cmocka_unit_test_setup_teardown(nothing_is_a_file_too, begin, end),
        cmocka_unit_test_setup_teardown(quotes, begin, end),
        cmocka_unit_test_setup_teardown(formulas_are_text, begin, end),
        cmocka_unit_test_setup_teardown(numbers_stay_numbers, begin, end),
        cmocka_unit_test_setup_teardown(hostile_bytes, begin, end),
        cmocka_unit_test_setup_teardown(too_long_is_said, begin, end),
    };

    return cmocka_run_group_tests_name("core/doc/csv", tests, begin_all, end_all);
}
