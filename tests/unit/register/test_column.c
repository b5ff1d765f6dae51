/* Kinds of values: what is read, how it is spelled afterwards, what is said of the rest. */
#include "core/register/column.h"

#include <string.h>

#include "core/base/utf8.h"
#include "tests/support/fx.h"

static const struct word WORDS[] = { { "A", "do 4,5%", NULL }, { "B", "powyżej", "ok" }, { 0 } };

static const struct {
    enum column_kind kind;
    unsigned flags;
    size_t max;
    const char *typed;
    const char *kept;  /* NULL with a fault: refused */
    const char *shown; /* column_shown(); NULL: as kept */
} CASES[] = {
    { COLUMN_TEXT, 0, 0, "  Żabka\tu\nŁucji ", "Żabka u Łucji", NULL },
    { COLUMN_TEXT, 0, 3, "abcd", NULL, NULL },
    { COLUMN_TEXT, 0, 3, "żółw", NULL, NULL },
    { COLUMN_TEXT, 0, 4, "żółw", "żółw", NULL },
    { COLUMN_AREA, 0, 0, "\r\na\r\n\r\nb ", "a\n\nb", NULL },
    { COLUMN_PASSWORD, 0, 0, " x ", " x ", NULL },
    { COLUMN_EMAIL, 0, 0, "a@b.pl", "a@b.pl", NULL },
    { COLUMN_EMAIL, 0, 0, "a b@c", NULL, NULL },
    { COLUMN_DATE, 0, 0, "2024-02-29", "2024-02-29", NULL },
    { COLUMN_DATE, 0, 0, "2023-02-29", NULL, NULL },
    { COLUMN_DATE, 0, 0, "1.2.2023", NULL, NULL },
    { COLUMN_MONEY, 0, 0, "37 500,5", "3750050", "37500,50" },
    { COLUMN_MONEY, 0, 0, "12.30 zł", "1230", "12,30" },
    { COLUMN_MONEY, 0, 0, "-1", NULL, NULL },
    { COLUMN_MONEY, COLUMN_NEGATIVE, 0, "-1", "-100", "-1,00" },
    { COLUMN_MONEY, 0, 0, "1.234", NULL, NULL },
    { COLUMN_DECIMAL, 0, 0, "12,5", "12.5", "12,5" },
    { COLUMN_DECIMAL, 0, 3, "0.125", "0.125", "0,125" },
    { COLUMN_DECIMAL, 0, 0, "0,125", NULL, NULL },
    { COLUMN_DECIMAL, 0, 0, ",5", NULL, NULL },
    { COLUMN_DECIMAL, 0, 0, "5,", NULL, NULL },
    { COLUMN_DECIMAL, 0, 0, "1e3", NULL, NULL },
    { COLUMN_DECIMAL, 0, 0, "-2", NULL, NULL },
    { COLUMN_DECIMAL, COLUMN_NEGATIVE, 0, "-2,50", "-2.50", "-2,50" },
    { COLUMN_DECIMAL, 0, 0, "1234567890123456", NULL, NULL },
    { COLUMN_INT, 0, 9, "9", "9", NULL },
    { COLUMN_INT, 0, 9, "10", NULL, NULL },
    { COLUMN_INT, 0, 0, "-3", NULL, NULL },
    { COLUMN_INT, COLUMN_NEGATIVE, 0, "-3", "-3", NULL },
    { COLUMN_INT, 0, 0, "99999999999999999999", NULL, NULL },
    { COLUMN_INT, 0, 0, "0x10", NULL, NULL },
    { COLUMN_ID, 0, 0, "7", "7", NULL },
    { COLUMN_ID, 0, 0, "0", NULL, NULL },
    { COLUMN_ID, 0, 0, "-7", NULL, NULL },
    { COLUMN_BOOL, 0, 0, "on", "t", "tak" },
    { COLUMN_BOOL, 0, 0, "TAK", "t", "tak" },
    { COLUMN_BOOL, 0, 0, "nie", "f", "nie" },
    { COLUMN_BOOL, 0, 0, "może", NULL, NULL },
    { COLUMN_WORD, 0, 0, "B", "B", "powyżej" },
    { COLUMN_WORD, 0, 0, "Powyzej", "B", "powyżej" },
    { COLUMN_WORD, 0, 0, "C", NULL, NULL },
    { COLUMN_WORDS, 0, 0, "B A B", "A B", "do 4,5%, powyżej" },
    { COLUMN_WORDS, 0, 0, "Powyzej, A,", "A B", "do 4,5%, powyżej" },
    { COLUMN_WORDS, 0, 0, "B", "B", "powyżej" },
    { COLUMN_WORDS, 0, 0, ",", NULL, NULL },
    { COLUMN_WORDS, 0, 0, "A C", NULL, NULL },
    { COLUMN_WORDS, 0, 0, "A, C", NULL, NULL },
    { COLUMN_PESEL, 0, 0, " 44051401359", "44051401359", "•••••••1359" },
    { COLUMN_PESEL, 0, 0, "44051401358", NULL, NULL },
    { COLUMN_NIP, 0, 0, "PL 526-000-12-46", "5260001246", NULL },
    { COLUMN_NIP, 0, 0, "5260001247", NULL, NULL },
    { COLUMN_REGON, 0, 0, "123456785", "123456785", NULL },
    { COLUMN_REGON, 0, 0, "123456786", NULL, NULL },
    { COLUMN_KRS, 0, 0, "0000012345", "0000012345", NULL },
    { COLUMN_KRS, 0, 0, "12345", NULL, NULL },
    { COLUMN_NRB, 0, 0, "PL61 1090 1014 0000 0712 1981 2874", "61109010140000071219812874",
      "61\u00a01090\u00a01014\u00a00000\u00a00712\u00a01981\u00a02874" },
    { COLUMN_NRB, 0, 0, "61109010140000071219812875", NULL, NULL },
    { COLUMN_TERYT, 0, 0, "0801062", "0801062", NULL },
    { COLUMN_TERYT, 0, 0, "99", NULL, NULL },
};

static void every_kind_reads_and_refuses(void **state)
{
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct column c = { "x", "X", CASES[i].kind, CASES[i].flags, CASES[i].max, .words = WORDS };
        struct value v = column_read(ctx->mem, &c, CASES[i].typed);

        if (!CASES[i].kept) {
            if (!v.fault)
                fail_msg("case %zu: \"%s\" was taken", i, CASES[i].typed);
            assert_true(utf8_valid(v.fault, strlen(v.fault)));
            continue;
        }
        if (v.fault)
            fail_msg("case %zu: \"%s\": %s", i, CASES[i].typed, v.fault);
        assert_string_equal(v.kept, CASES[i].kept);
        assert_string_equal(column_shown(ctx->mem, &c, v.kept), CASES[i].shown ? CASES[i].shown : CASES[i].kept);
    }
}

/* What a form shows again is read as the same value. */
static void typed_values_come_back(void **state)
{
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct column c = { "x", "X", CASES[i].kind, CASES[i].flags, CASES[i].max, .words = WORDS };

        if (CASES[i].kept)
            assert_string_equal(column_read(ctx->mem, &c, column_typed(ctx->mem, &c, CASES[i].kept)).kept,
                                CASES[i].kept);
    }
}

static void nothing_is_absent_or_missing(void **state)
{
    TALLOC_CTX *mem = fx_ctx(state)->mem;
    struct column c = { "x", "Kwota", COLUMN_MONEY };

    assert_null(column_read(mem, &c, "  ").kept);
    assert_null(column_read(mem, &c, "").fault);
    c.flags = COLUMN_REQUIRED;
    assert_string_equal(column_read(mem, &c, " ").fault, "Pole „Kwota” jest wymagane.");
    c.kind = COLUMN_TEXT;
    c.flags = 0;
    assert_string_equal(column_read(mem, &c, "").kept, "");
    c.kind = COLUMN_BOOL;
    assert_string_equal(column_read(mem, &c, "").kept, "f");
    c.flags = COLUMN_REQUIRED;
    assert_string_equal(column_read(mem, &c, "nie").fault, "Zaznacz: Kwota.");
    c.kind = COLUMN_WORD;
    assert_string_equal(column_read(mem, &c, "").fault, "Wybierz: Kwota.");
    c.kind = COLUMN_WORDS;
    assert_string_equal(column_read(mem, &c, "").fault, "Zaznacz co najmniej jedno: Kwota.");
    c.label = NULL;
    assert_string_equal(column_read(mem, &c, "").fault, "Wybierz jedną z możliwości.");
    assert_string_equal(column_shown(mem, &c, NULL), "");
}

static void every_kind_has_its_row(void **state)
{
    (void)state;
    for (int kind = COLUMN_TEXT; kind <= COLUMN_FILE; kind++)
        assert_non_null(column_kind_name((enum column_kind)kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(every_kind_reads_and_refuses),
        fx_test(typed_values_come_back),
        fx_test(nothing_is_absent_or_missing),
        fx_test(every_kind_has_its_row),
    };

    return fx_run(tests);
}
