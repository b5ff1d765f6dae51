/* Text: validity, counting, tidying, folding, addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/utf8.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))

typedef const char *text_fn(TALLOC_CTX *mem, const char *s);

static void check(text_fn *f, const char *const (*rows)[2], size_t n)
{
    MEM_SCOPE(mem, NULL);

    for (size_t i = 0; i < n; i++)
        assert_string_equal(f(mem, rows[i][0]), rows[i][1]);
}

static void validity(void **state)
{
    static const char *const good[] = { "", "abc", "zażółć", "Ґанок", "€", "😀", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBD" };
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "a\xC4",            /* cut short */
        "\xC0\xAF",         /* overlong slash */
        "\xE0\x80\xAF",     /* the same in three bytes */
        "\xF0\x80\x80\xAF", /* and in four */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF8\x88\x80\x80\x80",
        "\xFF",
        "\xC4 ",
        "\xEF\xBF",
        "za\xBF\xF3\xB3\xE6", /* ISO 8859-2 */
    };

    (void)state;
    for (size_t i = 0; i < ROWS(good); i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < ROWS(bad); i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_false(utf8_valid("a\0b", 3));
    assert_true(utf8_valid("a\0b", 1));
    assert_true(utf8_valid(NULL, 0));
}

static void counting_and_cutting(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_int_equal(utf8_count(""), 0);
    assert_int_equal(utf8_count("Żółć 😀"), 6);
    assert_string_equal(utf8_cut(mem, "Żółć", 2), "Żó");
    assert_string_equal(utf8_cut(mem, "Żółć", 4), "Żółć");
    assert_string_equal(utf8_cut(mem, "Żółć", 99), "Żółć");
    assert_string_equal(utf8_cut(mem, "Żółć", 0), "");
}

static void trimming(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "  ", "" },
        { " a b ", "a b" },
        { "\t\r\nŻ\n", "Ż" },
        { "\u00A0x\u3000", "x" },
        { "\uFEFFx\u200B", "x" },
        { "\u202F\u2003", "" },
    };

    (void)state;
    check(utf8_trim, rows, ROWS(rows));
}

static void one_line(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { " \n ", "" },
        { " Anna \t\r\n Kos ", "Anna Kos" },
        { "a\u00A0\u00A0b", "a b" },
        { "a\x01\x1B\x7F"
          "b",
          "ab" },
        { "a \x01 b", "a b" },
        { "\x01 a \x02 ", "a" },
    };

    (void)state;
    check(utf8_one_line, rows, ROWS(rows));
}

static void line_ends(void **state)
{
    static const char *const rows[][2] = {
        { "", "" }, { "a\r\nb\rc\nd", "a\nb\nc\nd" }, { "\r\r\n\r", "\n\n\n" }, { "\r\n", "\n" }, { "\n\r", "\n\n" },
    };

    (void)state;
    check(utf8_newlines, rows, ROWS(rows));
}

static void polish_letters(void **state)
{
    static const char *const letters[] = { "a", "Z", "q", "ą", "Ć", "ę", "Ł", "ń", "Ó", "ś", "Ź", "ż" };
    static const char *const others[] = {
        "", "1", "-", "ä", "Ř", "я", "€", "\xC4", "\xE0", "\xF0", "\x80", "\xC4\x41"
    };

    (void)state;
    for (size_t i = 0; i < ROWS(letters); i++)
        assert_int_equal(utf8_polish_letter(letters[i]), strlen(letters[i]));
    for (size_t i = 0; i < ROWS(others); i++)
        assert_int_equal(utf8_polish_letter(others[i]), 0);
}

static void folding(void **state)
{
    static const char *const rows[][2] = {
        { "", "" },
        { "ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn" },
        { "zażółć gęślą jaźń", "zazolc gesla jazn" },
        { "Zielona Góra 1", "zielona gora 1" },
        /* as the database does: only Polish marks go */
        { "Müller Ľ", "müller ľ" },
        { "ЛУЦЬК", "луцьк" },
        /* letters and marks apart, as from a Mac */
        { "Go\u0301ra", "gora" },
        { "\u023A", "\u2C65" },
    };

    (void)state;
    check(utf8_fold, rows, ROWS(rows));
}

static void slugs(void **state)
{
    static const struct {
        const char *text;
        size_t max;
        const char *slug;
    } rows[] = {
        { "Gubin (gmina)", 60, "gubin-gmina" },
        { "Strzelce Krajeńskie", 60, "strzelce-krajenskie" },
        { "  Ogłoszenie nr 7/2026 – przetarg!  ", 60, "ogloszenie-nr-7-2026-przetarg" },
        { "Gubin – Straße, Łódź, Œuvre, Đorđe", 60, "gubin-strasse-lodz-oeuvre-dorde" },
        { "Gubin\u00A0ﬁrma ½", 60, "gubin-firma-1-2" },
        { "../../etc/passwd", 60, "etc-passwd" },
        { "Луцьк", 60, "" },
        { "---", 60, "" },
        { "", 60, "" },
        { "jeden dwa trzy", 10, "jeden-dwa" },
        { "jeden dwa trzy", 9, "jeden-dwa" },
        { "jeden dwa trzy", 8, "jeden" },
        { "konstantynopolitanka", 8, "konstant" },
        { "ab konstantynopolitanka", 10, "ab-konstan" },
        { "jeden", 0, "" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_string_equal(utf8_slug(mem, rows[i].text, rows[i].max), rows[i].slug);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validity),  cmocka_unit_test(counting_and_cutting),
        cmocka_unit_test(trimming),  cmocka_unit_test(one_line),
        cmocka_unit_test(line_ends), cmocka_unit_test(polish_letters),
        cmocka_unit_test(folding),   cmocka_unit_test(slugs),
    };

    return cmocka_run_group_tests_name("core/base/utf8", tests, NULL, NULL);
}
