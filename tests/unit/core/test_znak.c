/* Znak sprawy: the grammar, both ways of writing it, foreign signs, signs quoted in a letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/law/znak.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))

static const struct own {
    const char *text;
    const char *komorka;
    const char *symbol;
    int numer;
    int podnumer;
    int rok;
    const char *prowadzacy;
    int numer_pisma;
    const char *sprawa;
} OWN[] = {
    { "ABC.123.77.2011", "ABC", "123", 77, 0, 2011, "", 0, "ABC.123.77.2011" },
    { "ABC-A.123.77.3.2011.JW.", "ABC-A", "123", 77, 3, 2011, "JW", 0, "ABC-A.123.77.3.2011" },
    { "OŚ-IV-UII.6220.13.2025.SPA", "OŚ-IV-UII", "6220", 13, 0, 2025, "SPA", 0, "OŚ-IV-UII.6220.13.2025" },
    { "NK-N.4131.52.58.2019.MS2", "NK-N", "4131", 52, 58, 2019, "MS2", 0, "NK-N.4131.52.58.2019" },
    { "RDOŚ-Gd-WOO.420.60.2024.JP.23", "RDOŚ-Gd-WOO", "420", 60, 0, 2024, "JP", 23, "RDOŚ-Gd-WOO.420.60.2024" },
    { "ZPF.271.32.2020", "ZPF", "271", 32, 0, 2020, "", 0, "ZPF.271.32.2020" },
    { "BR.0002.1.2026", "BR", "0002", 1, 0, 2026, "", 0, "BR.0002.1.2026" },
    { "OR.1431.2019.2026", "OR", "1431", 2019, 0, 2026, "", 0, "OR.1431.2019.2026" },
    /* signs of section 2.1 */
    { "ABC.123.78.2.2011", "ABC", "123", 78, 2, 2011, "", 0, "ABC.123.78.2.2011" },
    { "ABC.123.77.2011.JW", "ABC", "123", 77, 0, 2011, "JW", 0, "ABC.123.77.2011" },
    { "NPII.4131.1.815.2020", "NPII", "4131", 1, 815, 2020, "", 0, "NPII.4131.1.815.2020" },
    { "GN-XIX.6845.5.48.2025", "GN-XIX", "6845", 5, 48, 2025, "", 0, "GN-XIX.6845.5.48.2025" },
    /* a year that is a number, in every place */
    { "OR.2025.2025.2025.2025", "OR", "2025", 2025, 2025, 2025, "", 0, "OR.2025.2025.2025.2025" },
    { "OR.1431.2019.2026.2027", "OR", "1431", 2019, 2026, 2027, "", 0, "OR.1431.2019.2026.2027" },
    { "OR.1431.2019.2026.AK", "OR", "1431", 2019, 0, 2026, "AK", 0, "OR.1431.2019.2026" },
    { "OR.1431.7.2026.", "OR", "1431", 7, 0, 2026, "", 0, "OR.1431.7.2026" },
    { "ŻÓŁĆ1.0123456789.999999999.2099.ŁŚŻŹĆŃ.1", "ŻÓŁĆ1", "0123456789", 999999999, 0, 2099, "ŁŚŻŹĆŃ", 1,
      "ŻÓŁĆ1.0123456789.999999999.2099" },
    { " OR.1431.7.1999\n", "OR", "1431", 7, 0, 1999, "", 0, "OR.1431.7.1999" },
};

static const char *const NOT_OWN[] = {
    "OR.1431.07.2026",
    "OR.1431.0.2026",
    "OR..1.2026",
    "OR.14A.1.2026",
    /* another office's scheme */
    "ZSI.POZ.WKUR.4240.3213.1.3213.2022.BC",
    "",
    " ",
    ".",
    "....",
    "OR",
    "OR.1431",
    "OR.1431.2026",
    "OR.1431.7.26",
    "OR.1431.7.1998",
    "OR.1431.7.2100",
    "OR.1431.7.2026.3",
    "OR.1431.7.2026.3.5",
    "OR.1431.7.0.2026",
    "OR.1431.7.03.2026",
    "OR.1431.7.2026..",
    "OR.1431.7.2026.AK..",
    "OR.1431.7.2026.AK.0",
    "OR.1431.7.2026.AK.03",
    "OR.1431.7.2026.AK.3.4",
    "OR.1431.7.2026.AK.JW",
    "OR.1431.7.2026.ABCDEFG",
    "OR.1431.7.2026.A-K",
    "OR.1431.7.2026/AK",
    "OR 1431.7.2026",
    "OR.1431.7. 2026",
    "1R.1431.7.2026",
    "OR-.1431.7.2026",
    "-OR.1431.7.2026",
    "OR--A.1431.7.2026",
    "OR-1.1431.7.2026",
    "OR.01234567890.7.2026",
    "OR.1431.1000000000.2026",
    "OR.1431.99999999999999999999.2026",
    "OR.1431.-7.2026",
    "ÄR.1431.7.2026",
    "ОR.1431.7.2026", /* the first letter is Cyrillic */
    "O\xC5.1431.7.2026",
    "OR.1431.7.2026.A\xC5",
    "\xF0",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ.1431.7.2026",
};

static void own_signs(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(OWN); i++) {
        const struct own *o = &OWN[i];
        struct znak z = { 0 };
        struct znak again = { 0 };

        if (!znak_parse(o->text, &z))
            fail_msg("refused: %s", o->text);
        assert_string_equal(z.komorka, o->komorka);
        assert_string_equal(z.symbol, o->symbol);
        assert_int_equal(z.numer, o->numer);
        assert_int_equal(z.podnumer, o->podnumer);
        assert_int_equal(z.rok, o->rok);
        assert_string_equal(z.prowadzacy, o->prowadzacy);
        assert_int_equal(z.numer_pisma, o->numer_pisma);
        assert_string_equal(znak_sprawa_text(mem, &z), o->sprawa);
        assert_true(znak_parse(znak_pismo_text(mem, &z), &again));
        assert_memory_equal(&z, &again, sizeof z);
    }
}

static void other_texts(void **state)
{
    struct znak z = { .numer = 42 };

    (void)state;
    for (size_t i = 0; i < ROWS(NOT_OWN); i++)
        if (znak_parse(NOT_OWN[i], &z))
            fail_msg("taken: %s", NOT_OWN[i]);
    assert_int_equal(z.numer, 42);
}

static void made_from_parts(void **state)
{
    struct znak z = { 0 };
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_true(znak_make("OŚ-IV", "0142", 7, 0, 2026, &z));
    assert_string_equal(znak_sprawa_text(mem, &z), "OŚ-IV.0142.7.2026");
    assert_string_equal(znak_pismo_text(mem, &z), "OŚ-IV.0142.7.2026");
    assert_true(znak_mark(&z, "AK", 3));
    assert_string_equal(znak_pismo_text(mem, &z), "OŚ-IV.0142.7.2026.AK.3");
    assert_string_equal(znak_sprawa_text(mem, &z), "OŚ-IV.0142.7.2026");
    assert_true(znak_mark(&z, "ŻŚ2", 0));
    assert_string_equal(znak_pismo_text(mem, &z), "OŚ-IV.0142.7.2026.ŻŚ2");
    assert_false(znak_mark(&z, "", 3));
    assert_false(znak_mark(&z, "AK", -1));
    assert_false(znak_mark(&z, "ABCDEFG", 1));
    assert_false(znak_mark(&z, "2A", 1));
    assert_true(znak_mark(&z, "", 0));
    assert_string_equal(znak_pismo_text(mem, &z), "OŚ-IV.0142.7.2026");
    assert_false(znak_make("", "0142", 7, 0, 2026, &z));
    assert_false(znak_make("OR.A", "0142", 7, 0, 2026, &z));
    assert_false(znak_make("OR", "", 7, 0, 2026, &z));
    assert_false(znak_make("OR", "01.2", 7, 0, 2026, &z));
    assert_false(znak_make("OR", "0142", 0, 0, 2026, &z));
    assert_false(znak_make("OR", "0142", 7, -1, 2026, &z));
    assert_false(znak_make("OR", "0142", 7, 0, 26, &z));
    assert_false(znak_make("OR", "0142", 1000000000, 0, 2026, &z));
    assert_true(znak_komorka_ok("Gd-WOO2"));
    assert_false(znak_komorka_ok("Gd WOO"));
    assert_false(znak_komorka_ok("AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDE"));
}

static void same_case_whatever_the_letter(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        bool same;
    } rows[] = {
        { "OR.1431.7.2026", "OR.1431.7.2026.AK.3", true }, { "OR.1431.7.2026.JW", "OR.1431.7.2026.AK.", true },
        { "OR.1431.7.2026", "OR.1431.8.2026", false },     { "OR.1431.7.2026", "OR.1431.7.2025", false },
        { "OR.1431.7.2026", "OR.01431.7.2026", false },    { "OR.1431.7.2026", "OR.1431.7.1.2026", false },
        { "OR.1431.7.2026", "Or.1431.7.2026", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct znak a = { 0 };
        struct znak b = { 0 };

        assert_true(znak_parse(rows[i].a, &a) && znak_parse(rows[i].b, &b));
        assert_true(znak_same_case(&a, &b) == rows[i].same);
    }
}

static void foreign_signs_are_kept(void **state)
{
    char longer[4 * ZNAK_FOREIGN_MAX + 1];
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(znak_foreign(mem, "ZSI.POZ.WKUR.4240.3213.1.3213.2022.BC"),
                        "ZSI.POZ.WKUR.4240.3213.1.3213.2022.BC");
    assert_string_equal(znak_foreign(mem, "  II K 123/26 \r\n upr.\t"), "II K 123/26 upr.");
    assert_string_equal(znak_foreign(mem, "OR.1431.07.2026"), "OR.1431.07.2026");
    assert_string_equal(znak_foreign(mem, "\x1B[31m Вх. №7"), "[31m Вх. №7");
    assert_string_equal(znak_foreign(mem, " "), "");
    for (size_t i = 0; i + 2 < sizeof longer; i += 2)
        memcpy(longer + i, "Ż", 2);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(utf8_count(znak_foreign(mem, longer)), ZNAK_FOREIGN_MAX);
}

static void signs_quoted_in_letters(void **state)
{
    static const struct {
        const char *text;
        const char *pismo; /* NULL: there is none */
        size_t at;
    } rows[] = {
        { "W sprawie OR.1431.7.2026 z dnia 2 marca", "OR.1431.7.2026", 10 },
        { "Dotyczy: OŚ-IV.6220.13.2025.SPA.", "OŚ-IV.6220.13.2025.SPA", 9 },
        { "(OR.1431.7.2026)", "OR.1431.7.2026", 1 },
        { "znak OR.1431.7.2026.Proszę o odpowiedź", "OR.1431.7.2026.Proszę", 5 },
        { "znak OR.1431.7.2026.Uprzejmie proszę", "OR.1431.7.2026", 5 },
        { "OR.1431.07.2026, potem GN.6845.5.2025", "GN.6845.5.2025", 23 },
        { "faktura FV.1.2.3 i strona www.gmina.pl", NULL, 0 },
        { "Вх. 7 – € – żółć", NULL, 0 },
        { "", NULL, 0 },
        { "\xC5", NULL, 0 },
        { "......---...", NULL, 0 },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct znak z = { 0 };
        size_t at = 0;
        size_t len = 0;

        if (znak_find(rows[i].text, &z, &at, &len) != !!rows[i].pismo)
            fail_msg("%s", rows[i].text);
        if (!rows[i].pismo)
            continue;
        assert_string_equal(znak_pismo_text(mem, &z), rows[i].pismo);
        assert_int_equal(at, rows[i].at);
        assert_true(at + len <= strlen(rows[i].text));
        assert_false(znak_find(rows[i].text + at + len, &z, NULL, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_signs),
        cmocka_unit_test(other_texts),
        cmocka_unit_test(made_from_parts),
        cmocka_unit_test(same_case_whatever_the_letter),
        cmocka_unit_test(foreign_signs_are_kept),
        cmocka_unit_test(signs_quoted_in_letters),
    };

    return cmocka_run_group_tests_name("core/law/znak", tests, NULL, NULL);
}
