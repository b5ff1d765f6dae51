/* Decoding of addresses, forms and cookies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "fcgi/params.h"

static const char *decode(TALLOC_CTX *mem, const char *s, bool plus)
{
    size_t n = 0;

    return url_decode(mem, s, strlen(s), plus, &n);
}

static void percent_encoding_is_undone_once(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(decode(mem, "a%20b+c", true), "a b c");
    assert_string_equal(decode(mem, "a+b", false), "a+b");
    assert_string_equal(decode(mem, "%2525", false), "%25");
    assert_string_equal(decode(mem, "%c5%BC", false), "ż");
    assert_null(decode(mem, "%", false));
    assert_null(decode(mem, "%4", false));
    assert_null(decode(mem, "a%4", false));
    assert_null(decode(mem, "%G0", false));
    assert_null(decode(mem, "%00", false));
    assert_string_equal(decode(mem, "%41", false), "A");
}

static void pairs_are_read_in_order(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct params p = params_new(mem);
    const char *text = "a=1&b=&a=2&c&&=x&d=%C4%85%0D%0A";

    (void)state;
    assert_null(params_add_query(&p, text, strlen(text)));
    assert_int_equal(p.n, 5);
    assert_string_equal(params_get(&p, "a", 0), "1");
    assert_string_equal(params_get(&p, "a", 1), "2");
    assert_null(params_get(&p, "a", 2));
    assert_string_equal(params_get(&p, "b", 0), "");
    assert_string_equal(params_get(&p, "c", 0), "");
    assert_string_equal(params_get(&p, "d", 0), "ą\n");
    assert_null(params_get(&p, "nie", 0));
}

static void hostile_pairs_are_refused(void **state)
{
    static const char *const bad[] = { "a=%", "a=%zz", "a=%00", "%00=a", "a=%FF", "a=\xC0\x80", "%C0%80=1" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        MEM_SCOPE(mem, NULL);
        struct params p = params_new(mem);

        assert_non_null(params_add_query(&p, bad[i], strlen(bad[i])));
    }
}

static void there_is_a_limit_of_fields(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct params p = params_new(mem);
    char name[PARAMS_NAME_MAX + 2];

    (void)state;
    for (int i = 0; i < PARAMS_MAX; i++)
        assert_null(params_add_query(&p, "x=1", 3));
    assert_non_null(params_add_query(&p, "x=1", 3));
    memset(name, 'a', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    p.n = 0;
    assert_non_null(params_add_query(&p, name, strlen(name)));
}

static void encoding_survives_decoding(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf out = buf_new(mem, 1000);

    (void)state;
    url_encode(&out, "/eod/pisma?x=a b&y=ż+%");
    assert_string_equal(buf_text(&out), "/eod/pisma%3Fx%3Da%20b%26y%3D%C5%BC%2B%25");
    assert_string_equal(decode(mem, buf_text(&out), true), "/eod/pisma?x=a b&y=ż+%");
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(cookie_get(mem, "a=1; sesja=xyz; b=2", "sesja"), "xyz");
    assert_string_equal(cookie_get(mem, "sesja=", "sesja"), "");
    assert_string_equal(cookie_get(mem, "  sesja=x ;a", "sesja"), "x");
    assert_string_equal(cookie_get(mem, "sesja=1;sesja=2", "sesja"), "1");
    assert_null(cookie_get(mem, "xsesja=1; sesja2=1; sesja", "sesja"));
    assert_null(cookie_get(mem, "a=sesja=1", "sesja"));
    assert_null(cookie_get(mem, "", "sesja"));
    assert_null(cookie_get(mem, NULL, "sesja"));
    assert_null(cookie_get(mem, ";;;=;", "sesja"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percent_encoding_is_undone_once), cmocka_unit_test(pairs_are_read_in_order),
        cmocka_unit_test(hostile_pairs_are_refused),       cmocka_unit_test(there_is_a_limit_of_fields),
        cmocka_unit_test(encoding_survives_decoding),      cmocka_unit_test(cookies_are_found_by_their_whole_name),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
