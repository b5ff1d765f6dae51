/* Forms: table to struct, messages, and the form shown again with what was typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/web.h"

struct wniosek {
    const char *tytul;
    const char *tresc;
    const char *email;
    const char *data;
    const char *haslo;
    int64_t urzad;
    int64_t ile;
    bool zgoda;
};

static const struct field FORM[] = {
    { "tytul", FIELD_TEXT, offsetof(struct wniosek, tytul), 10, true, "Tytuł" },
    { "tresc", FIELD_AREA, offsetof(struct wniosek, tresc), 0, false, "Treść" },
    { "email", FIELD_EMAIL, offsetof(struct wniosek, email), 0, false, "E-mail" },
    { "data", FIELD_DATE, offsetof(struct wniosek, data), 0, false, "Data" },
    { "haslo", FIELD_PASSWORD, offsetof(struct wniosek, haslo), 0, false, "Hasło" },
    { "urzad", FIELD_ID, offsetof(struct wniosek, urzad), 0, true, "Urząd" },
    { "ile", FIELD_INT, offsetof(struct wniosek, ile), 100, false, "Ile" },
    { "zgoda", FIELD_BOOL, offsetof(struct wniosek, zgoda), 0, true, "Zgoda" },
    { 0 },
};

static struct wniosek got;

static enum err show(struct req *rq)
{
    static const struct wniosek first = { .tytul = "Podanie", .urzad = 7, .zgoda = true, .haslo = "tajne" };
    struct view *v = view_new(rq, "plain");

    view_form(v, FORM, &first);
    return view_send(v);
}

static enum err send(struct req *rq)
{
    struct wniosek w = { .tytul = NULL };
    struct view *v;
    enum err e = form_read(rq, FORM, &w);

    got = w;
    if (e)
        return e;
    if (strcmp(w.tytul, "zajety") == 0)
        return form_fault(rq, "tytul", "Taki tytuł już jest.");
    if (strcmp(w.tytul, "domena") == 0)
        return ctx_fail_field(rq->ctx, "tresc", "Domena tego nie chce.");
    if (strcmp(w.tytul, "calosc") == 0)
        return ctx_fail(rq->ctx, ERR_INVALID, "Całość jest zła.", "test");
    v = view_new(rq, "plain");
    view_attr(v, "tytul", w.tytul);
    view_attr(v, "tresc", w.tresc);
    return view_send(v);
}

static const struct route ROUTES[] = {
    { GET, "/wniosek", ROLE_PUBLIC, show, 0, NULL },
    { POST, "/wniosek", ROLE_PUBLIC, send, ROUTE_NO_CSRF, show },
    { 0 },
};

#define GOOD "urzad=7&zgoda=1&tytul="

static void good_values_reach_the_struct(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek",
                              "tytul=+Poda%0D%0Anie+&tresc=%0Aa%0D%0Ab&email=a@b.pl&data=2024-02-29&haslo=+x+"
                              "&urzad=12&ile=-3&zgoda=on")
                         ->status,
                     200);
    assert_true(web_has("tytul=\"Poda nie\""));
    assert_true(web_has("tresc=\"a\nb\""));
    assert_int_equal(got.urzad, 12);
    assert_int_equal(got.ile, -3);
    assert_true(got.zgoda);
}

static void every_fault_is_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek", "tytul=+&email=x&data=2023-02-29&urzad=0&ile=101&haslo=tajne")->status, 422);
    assert_true(web_has("<fault field=\"tytul\">Pole „Tytuł” jest wymagane.</fault>"));
    assert_true(web_has("<fault field=\"email\">"));
    assert_true(web_has("<fault field=\"data\">"));
    assert_true(web_has("<fault field=\"urzad\">"));
    assert_true(web_has("<fault field=\"ile\">"));
    assert_true(web_has("<fault field=\"zgoda\">Zaznacz: Zgoda.</fault>"));
    assert_true(web_has("<value name=\"email\">x</value>"));
    assert_true(web_has("<value name=\"data\">2023-02-29</value>"));
    assert_false(web_has("tajne"));
    assert_false(web_has("Podanie"));
}

static void text_is_never_null(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek", GOOD "x")->status, 200);
    assert_int_equal(web_post("/wniosek", "a=b")->status, 422);
    assert_non_null(got.tytul);
    assert_non_null(got.tresc);
    assert_non_null(got.haslo);
}

static void length_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek", GOOD "%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC%C5%BC")->status,
                     200);
    assert_int_equal(web_post("/wniosek", GOOD "%C5%BCaaaaaaaaaa")->status, 422);
    assert_true(web_has("najwyżej 10 znaków, a ma 11"));
}

static void faults_of_page_and_domain_reach_their_field(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek", GOOD "zajety")->status, 422);
    assert_true(web_has("<fault field=\"tytul\">Taki tytuł już jest.</fault>"));
    assert_int_equal(web_post("/wniosek", GOOD "domena&tresc=pisane")->status, 422);
    assert_true(web_has("<fault field=\"tresc\">Domena tego nie chce.</fault>"));
    assert_true(web_has("<value name=\"tresc\">pisane</value>"));
    assert_int_equal(web_post("/wniosek", GOOD "calosc")->status, 422);
    assert_true(web_has("<fault field=\"\">Całość jest zła.</fault>"));
}

static void a_fresh_form_shows_the_given_values(void **state)
{
    (void)state;
    assert_int_equal(web_get("/wniosek")->status, 200);
    assert_true(web_has("<value name=\"tytul\">Podanie</value>"));
    assert_true(web_has("<value name=\"urzad\">7</value>"));
    assert_true(web_has("<value name=\"zgoda\">1</value>"));
    assert_false(web_has("tajne"));
    assert_true(web_has(" csrf=\""));
    assert_non_null(web_header("Set-Cookie"));
    assert_string_equal(web_header("Cache-Control"), "no-store");
}

static void numbers_have_limits(void **state)
{
    (void)state;
    assert_int_equal(web_post("/wniosek", GOOD "x&ile=99999999999999999999")->status, 422);
    assert_int_equal(web_post("/wniosek", GOOD "x&ile=0x10")->status, 422);
    assert_int_equal(web_post("/wniosek", GOOD "x&ile=-")->status, 422);
    assert_int_equal(web_post("/wniosek", GOOD "x&ile=")->status, 200);
    assert_int_equal(web_post("/wniosek", "tytul=x&zgoda=1&urzad=-5")->status, 422);
    assert_int_equal(web_post("/wniosek", "tytul=x&zgoda=1&urzad=9223372036854775808")->status, 422);
}

static int begin(void **state)
{
    (void)state;
    web_start(ROUTES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    web_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_values_reach_the_struct),
        cmocka_unit_test(every_fault_is_told_at_once),
        cmocka_unit_test(text_is_never_null),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(faults_of_page_and_domain_reach_their_field),
        cmocka_unit_test(a_fresh_form_shows_the_given_values),
        cmocka_unit_test(numbers_have_limits),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin, end);
}
