/* The text of a head: one spelling, read strictly; what the signer lets pass. No database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/seal/treehead.h"
#include "signer/head.h"

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char FIRST[] = "Lubuski e-Urzad, glowa drzewa poswiadczen, wersja 1\n"
                            "jednostka: 0801062\nnumer: 1\ndzien: 2026-11-24\nstan: zamkniety\nposwiadczen: 12\n"
                            "korzen poswiadczen: " HEX "\nlancuchow: 340\nkorzen lancuchow: " OTHER "\n"
                            "poprzednia glowa: brak\nczas: 2026-11-24T23:05:00Z\n";

/* The same with one piece exchanged. */
static const char *with(TALLOC_CTX *mem, const char *from, const char *to)
{
    const char *at = strstr(FIRST, from);

    assert_non_null(at);
    return mem_printf(mem, "%.*s%s%s", (int)(at - FIRST), FIRST, to, at + strlen(from));
}

static int start(void **state)
{
    (void)state;
    date_init();
    return 0;
}

static void a_head_is_read_and_written(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct treehead h;
    const char *second;

    (void)state;
    assert_true(treehead_parse(FIRST, strlen(FIRST), &h));
    assert_string_equal(h.jst, "0801062");
    assert_int_equal(h.numer, 1);
    assert_true(h.zamknieta);
    assert_int_equal(h.n_lisci, 12);
    assert_int_equal(h.n_lancuchow, 340);
    assert_int_equal(h.czas, INT64_C(1795561500000000));
    assert_string_equal(treehead_text(mem, &h), FIRST);
    h.numer = 17;
    h.zamknieta = false;
    assert_true(merkle_parse(OTHER, &h.poprzednia));
    second = treehead_text(mem, &h);
    assert_non_null(strstr(second, "stan: w toku\n"));
    assert_non_null(strstr(second, "poprzednia glowa: " OTHER "\n"));
    assert_true(treehead_parse(second, strlen(second), &h));
    assert_int_equal(h.numer, 17);
}

static void everything_else_is_refused(void **state)
{
    static const char *const changes[][2] = {
        { "wersja 1", "wersja 2" },
        { "jednostka: 0801062", "jednostka: 0801067" },
        { "jednostka: 0801062", "jednostka: 08010622" },
        { "jednostka: 0801062", "jednostka: ../../x" },
        { "jednostka: 0801062\n", "" },
        { "numer: 1\n", "numer: 0\n" },
        { "numer: 1\n", "numer: -1\n" },
        { "numer: 1\n", "numer: 01\n" },
        { "numer: 1\n", "numer: 2\n" },
        { "numer: 1\n", "numer: 1 \n" },
        { "numer: 1\n", "numer: 99999999999999999999\n" },
        { "2026-11-24\n", "2026-11-31\n" },
        { "zamkniety", "zamknięty" },
        { "zamkniety", "" },
        { "poswiadczen: 12", "poswiadczen: 12a" },
        { "poswiadczen: 12", "poswiadczen: " },
        { HEX, "0011" },
        { HEX, "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF" },
        { "brak", OTHER },
        { "brak", "" },
        { "23:05:00Z", "24:05:00Z" },
        { "23:05:00Z\n", "23:05:00Z" },
        { "23:05:00Z\n", "23:05:00Z\r\n" },
        { "23:05:00Z\n", "23:05:00Z\n\n" },
        { "23:05:00Z\n", "23:05:00Z\nnapis: x\n" },
        { "23:05:00Z\n", "23:05:00.5Z\n" },
        { "23:05:00Z\n", "23:05:00+00:00\n" },
    };
    struct treehead h;

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        MEM_SCOPE(mem, NULL);
        const char *text = with(mem, changes[i][0], changes[i][1]);

        if (treehead_parse(text, strlen(text), &h))
            fail_msg("accepted: %s", text);
    }
    for (size_t n = 0; n < strlen(FIRST); n++)
        assert_false(treehead_parse(FIRST, n, &h));
    assert_false(treehead_parse(FIRST, sizeof FIRST, &h)); /* a zero byte at the end */
}

static void the_signer_signs_only_heads_of_the_unit_made_now(void **state)
{
    static const struct {
        const char *jst;
        int64_t after; /* seconds after the head's time */
        const char *from;
        const char *to;
        bool good;
    } cases[] = {
        { "0801062", 0, "", "", true },
        { "0801062", 3 * 86400, "", "", true },
        { "0801062", -200, "", "", true },
        { "0801062", -400, "", "", false },
        { "0801062", 40 * 86400, "", "", false },
        { "0803012", 0, "", "", false },
        { "0801062", 0, "dzien: 2026-11-24", "dzien: 2026-11-26", false },
        { "0801062", 0, "dzien: 2026-11-24", "dzien: 2026-11-25", false }, /* closed before its end */
        { "0801062", 0, "dzien: 2026-11-24\nstan: zamkniety", "dzien: 2026-11-25\nstan: w toku", true },
        { "0801062", 0, "numer: 1", "numer 1", false },
    };
    const int64_t made = INT64_C(1795561500000000);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        MEM_SCOPE(mem, NULL);
        const char *text = with(mem, cases[i].from, cases[i].to);
        const char *problem = head_problem(text, strlen(text), cases[i].jst, made + cases[i].after * 1000000);

        if (!problem != cases[i].good)
            fail_msg("case %zu: %s", i, problem ? problem : "accepted");
    }
}

static void leaves_are_what_the_document_says(void **state)
{
    MEM_SCOPE(mem, NULL);
    const char text[] = "LUB-UPP-1 " HEX;
    const char chain[] = "sprawa 12 3 " HEX;
    struct merkle_hash leaf = merkle_leaf(text, sizeof text - 1);
    struct merkle_hash end = merkle_leaf(chain, sizeof chain - 1);
    struct merkle_hash have = treehead_leaf(mem, "LUB-UPP-1", HEX);

    (void)state;
    assert_true(merkle_same(&leaf, &have));
    have = treehead_chain(mem, "sprawa", 12, 3, HEX);
    assert_true(merkle_same(&end, &have));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_is_read_and_written),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(the_signer_signs_only_heads_of_the_unit_made_now),
        cmocka_unit_test(leaves_are_what_the_document_says),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, start, NULL);
}
