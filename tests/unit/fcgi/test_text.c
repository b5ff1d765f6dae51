/* Text at the edge: UTF-8, cleaning, file names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "fcgi/text.h"

static void only_well_formed_utf8_is_text(void **state)
{
    static const char *const good[] = {
        "", "a", "zażółć", "\xF0\x9F\x99\x82", "\xEF\xBF\xBD", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"
    };
    static const char *const bad[] = {
        "\x80", "\xC0\x80", "\xC1\xBF",     "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xC5", "\xE2\x82", "\xF0\x9F\x99", "a\xFF"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_false(utf8_valid("a\0b", 3));
}

static void cleaning_keeps_what_xml_can_hold(void **state)
{
    char s[] = "a\r\nb\rc\td\x01\x1F\x7F\xEF\xBF\xBE"
               "e\xEF\xBF\xBDż";
    size_t n = text_clean(s, strlen(s));

    (void)state;
    s[n] = '\0';
    assert_string_equal(s, "a\nb\nc\tde\xEF\xBF\xBDż");
}

static void file_names_have_no_path(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(text_file_name(mem, "C:\\Moje dokumenty\\pismo.pdf"), "pismo.pdf");
    assert_string_equal(text_file_name(mem, "../../etc/passwd"), "passwd");
    assert_string_equal(text_file_name(mem, "..."), "plik");
    assert_string_equal(text_file_name(mem, ".htaccess"), "htaccess");
    assert_string_equal(text_file_name(mem, "a/"), "plik");
    assert_string_equal(text_file_name(mem, "fa\r\nktura\x07.pdf "), "faktura.pdf");
    assert_string_equal(text_file_name(mem, "faktura\xE2\x80\xAE"
                                            "fdp.exe"),
                        "fakturafdp.exe");
}

static void long_file_names_keep_their_extension(void **state)
{
    MEM_SCOPE(mem, NULL);
    char name[700] = "";
    const char *got;

    (void)state;
    for (int i = 0; i < 300; i++)
        strcat(name, "ż");
    strcat(name, ".docx");
    got = text_file_name(mem, name);
    assert_true(strlen(got) <= TEXT_FILE_NAME_MAX);
    assert_true(utf8_valid(got, strlen(got)));
    assert_string_equal(got + strlen(got) - 5, ".docx");
}

static void trimming_takes_no_break_spaces_too(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(text_trim(mem, " \n\xC2\xA0 Anna\xC2\xA0Kos \xC2\xA0\t"), "Anna\xC2\xA0Kos");
    assert_string_equal(text_trim(mem, "  \xC2\xA0"), "");
    assert_string_equal(text_trim(mem, "\xC4\xA0"), "\xC4\xA0");
    assert_int_equal(utf8_count("zażółć"), 6);
}

static void secrets_are_compared_whole(void **state)
{
    (void)state;
    assert_true(text_same_secret("abc", "abc"));
    assert_false(text_same_secret("abc", "abd"));
    assert_false(text_same_secret("abc", "ab"));
    assert_false(text_same_secret("", ""));
}

static void random_is_random(void **state)
{
    char a[65];
    char b[65];

    (void)state;
    text_random_hex(32, a);
    text_random_hex(32, b);
    assert_int_equal(strlen(a), 64);
    assert_int_equal(strspn(a, "0123456789abcdef"), 64);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_well_formed_utf8_is_text),
        cmocka_unit_test(cleaning_keeps_what_xml_can_hold),
        cmocka_unit_test(file_names_have_no_path),
        cmocka_unit_test(long_file_names_keep_their_extension),
        cmocka_unit_test(trimming_takes_no_break_spaces_too),
        cmocka_unit_test(secrets_are_compared_whole),
        cmocka_unit_test(random_is_random),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
