/* Sessions against a Redis of their own: log-in, rotation, flashes, ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <stdio.h>

#include "core/ctx/blob.h"
#include "core/net/cache.h"
#include "tests/support/web.h"

static enum err login(struct req *rq)
{
    bool clerk = req_has(rq, "pracownik");
    struct who who = { .kind = clerk ? WHO_CLERK : WHO_CITIZEN,
                       .konto_id = 7,
                       .pracownik_id = 70,
                       .roles = ROLE_EOD_REFERENT | ROLE_EOD_KANCELARIA,
                       .name = "Anna Kos",
                       .stanowisko = "podinspektor" };
    enum err e = session_login(rq, &who, "0801062", "Gmina Santok");

    if (!e && req_has(rq, "blad"))
        return ctx_fail(rq->ctx, ERR_CONFLICT, "Jednak nie.", "test");
    if (!e)
        e = page_flash(rq, "ok", "Witaj!");
    return e ? e : page_redirect(rq, "/strona");
}

static enum err logout(struct req *rq)
{
    enum err e = session_logout(rq);

    if (!e)
        e = page_flash(rq, "info", "Do widzenia.");
    return e ? e : page_redirect(rq, "/strona");
}

static enum err end_all(struct req *rq)
{
    enum err e = session_end_all(rq->ctx, 7);

    return e ? e : page_redirect(rq, "/strona");
}

static enum err page(struct req *rq)
{
    struct view *v = view_new(rq, "plain");

    view_attr(v, "jst", rq->ctx->jst);
    view_attr(v, "krok", session_get(rq, "krok"));
    return view_send(v);
}

static enum err form(struct req *rq)
{
    (void)session_csrf(rq);
    return page(rq);
}

static enum err put(struct req *rq)
{
    enum err e = session_put(rq, "krok", req_param(rq, "krok"));

    return e ? e : page(rq);
}

static const struct route ROUTES[] = {
    { GET, "/strona", ROLE_PUBLIC, page, 0, NULL },
    { GET, "/formularz", ROLE_PUBLIC, form, 0, NULL },
    { GET, "/moje", ROLE_OBYWATEL, page, 0, NULL },
    { GET, "/eod", ROLE_PRACOWNIK, page, 0, NULL },
    { GET, "/eod/moje", ROLE_EOD_REFERENT, page, 0, NULL },
    { GET, "/eod/podpis", ROLE_EOD_PODPISUJACY, page, 0, NULL },
    { POST, "/eod/moje", ROLE_EOD_REFERENT, page, 0, NULL },
    { POST, "/login", ROLE_PUBLIC, login, ROUTE_NO_CSRF, NULL },
    { POST, "/logout", ROLE_PUBLIC, logout, ROUTE_NO_CSRF, NULL },
    { POST, "/koniec", ROLE_PUBLIC, end_all, ROUTE_NO_CSRF, NULL },
    { POST, "/put", ROLE_PUBLIC, put, ROUTE_NO_CSRF, NULL },
    { 0 },
};

static void log_in(const char *as)
{
    assert_int_equal(web_post("/login", as)->status, 303);
    assert_non_null(web_header("Set-Cookie"));
    web_keep_cookie();
}

static void cookie_has_all_its_attributes(void **state)
{
    const char *set;

    (void)state;
    log_in("obywatel=1");
    set = web_header("Set-Cookie");
    assert_int_equal(strncmp(set, "__Host-sesja=", 13), 0);
    assert_int_equal(strspn(set + 13, "0123456789abcdef"), 64);
    assert_string_equal(set + 13 + 64, "; Path=/; HttpOnly; SameSite=Lax; Secure");
}

static void citizens_and_clerks_have_their_own_pages(void **state)
{
    (void)state;
    log_in("obywatel=1");
    assert_int_equal(web_get("/moje")->status, 200);
    assert_true(web_has("<user kind=\"citizen\" name=\"Anna Kos\"></user>"));
    assert_string_equal(web_header("Cache-Control"), "no-store");
    assert_null(web_header("Set-Cookie"));
    assert_int_equal(web_get("/eod")->status, 403);
    assert_int_equal(web_get("/eod/moje")->status, 403);
    log_in("pracownik=1");
    assert_int_equal(web_get("/eod")->status, 200);
    assert_true(web_has("jst=\"0801062\""));
    assert_true(web_has("<user kind=\"clerk\" name=\"Anna Kos\" stanowisko=\"podinspektor\" jst=\"0801062\" "
                        "jst-name=\"Gmina Santok\" roles=\"kancelaria referent\"></user>"));
    assert_int_equal(web_get("/eod/moje")->status, 200);
    assert_int_equal(web_get("/eod/podpis")->status, 403);
    assert_int_equal(web_get("/moje")->status, 403);
}

static void a_flash_is_shown_once(void **state)
{
    (void)state;
    log_in("obywatel=1");
    web_get("/strona");
    assert_true(web_has("<flash kind=\"ok\">Witaj!</flash>"));
    web_get("/strona");
    assert_false(web_has("<flash"));
}

static void log_in_changes_the_identifier(void **state)
{
    char old[120];

    (void)state;
    log_in("obywatel=1");
    (void)snprintf(old, sizeof(old), "%.77s", web_header("Set-Cookie"));
    log_in("obywatel=1");
    assert_int_equal(web_get("/moje")->status, 200);
    web_cookie(old);
    assert_int_equal(web_get("/moje")->status, 303);
}

static void a_failed_log_in_leaves_no_trace(void **state)
{
    (void)state;
    assert_int_equal(web_post("/login", "blad=1")->status, 409);
    assert_null(web_header("Set-Cookie"));
    log_in("obywatel=1");
    assert_int_equal(web_post("/login", "blad=1&pracownik=1")->status, 409);
    assert_null(web_header("Set-Cookie"));
    assert_int_equal(web_get("/moje")->status, 200);
}

static void log_out_ends_the_session(void **state)
{
    char old[120];

    (void)state;
    log_in("obywatel=1");
    (void)snprintf(old, sizeof(old), "%.77s", web_header("Set-Cookie"));
    assert_int_equal(web_post("/logout", "")->status, 303);
    web_keep_cookie();
    assert_int_equal(web_get("/moje")->status, 303);
    web_get("/strona");
    assert_true(web_has("Do widzenia."));
    web_cookie(old);
    assert_int_equal(web_get("/moje")->status, 303);
}

static void all_sessions_of_an_account_end_together(void **state)
{
    char first[120];

    (void)state;
    log_in("obywatel=1");
    (void)snprintf(first, sizeof(first), "%.77s", web_header("Set-Cookie"));
    log_in("obywatel=1");
    web_cookie("");
    assert_int_equal(web_post("/koniec", "")->status, 303);
    web_cookie(first);
    assert_int_equal(web_get("/moje")->status, 303);
    log_in("obywatel=1"); /* a new one is valid again */
    assert_int_equal(web_get("/moje")->status, 200);
}

static void sessions_end_by_themselves(void **state)
{
    struct conf *conf = &web_site()->app->conf;
    int idle = conf->session_idle;
    int absolute = conf->session_absolute;

    (void)state;
    log_in("obywatel=1");
    conf->session_absolute = -1;
    assert_int_equal(web_get("/moje")->status, 303);
    conf->session_absolute = absolute;
    assert_int_equal(web_get("/moje")->status, 303);
    log_in("obywatel=1");
    conf->session_idle = -100;
    assert_int_equal(web_get("/moje")->status, 303);
    conf->session_idle = idle;
}

static void an_expired_form_sends_to_login_with_a_word(void **state)
{
    (void)state;
    assert_int_equal(web_post("/eod/moje", "a=1")->status, 303);
    assert_string_equal(web_header("Location"), "/logowanie?powrot=/eod/moje");
    web_keep_cookie();
    web_get("/strona");
    assert_true(web_has("Sesja wygasła. Zaloguj się ponownie."));
}

static void clerks_forms_need_the_token(void **state)
{
    char body[100];
    const char *at;

    (void)state;
    log_in("pracownik=1");
    assert_int_equal(web_post("/eod/moje", "a=1")->status, 403);
    at = strstr(web_get("/eod/moje")->body, " csrf=\"");
    assert_non_null(at);
    (void)snprintf(body, sizeof(body), "csrf=%.64s", at + 7);
    assert_int_equal(web_post("/eod/moje", body)->status, 200);
}

static void visitors_get_a_token_but_no_record(void **state)
{
    char cookie[120];

    (void)state;
    assert_int_equal(web_get("/formularz")->status, 200);
    assert_non_null(web_header("Set-Cookie"));
    assert_true(web_has(" csrf=\""));
    web_keep_cookie();
    (void)snprintf(cookie, sizeof(cookie), "%.77s", web_header("Set-Cookie"));
    assert_int_equal(web_get("/formularz")->status, 200);
    assert_null(web_header("Set-Cookie"));
    /* The first value to keep gets an identifier that nobody can have planted. */
    assert_int_equal(web_post("/put", "krok=2")->status, 200);
    assert_non_null(web_header("Set-Cookie"));
    assert_int_not_equal(strncmp(web_header("Set-Cookie"), cookie, 77), 0);
    web_keep_cookie();
    web_get("/strona");
    assert_true(web_has("krok=\"2\""));
    assert_int_equal(web_post("/put", "krok=")->status, 200);
    assert_null(web_header("Set-Cookie"));
    web_get("/strona");
    assert_true(web_has("krok=\"\""));
}

static void strange_cookies_are_no_session(void **state)
{
    static const char *const strange[] = {
        "__Host-sesja=", "__Host-sesja=abc", "__Host-sesja=../../etc",
        "__Host-sesja=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        web_cookie(strange[i]);
        assert_int_equal(web_get("/strona")->status, 200);
        assert_int_equal(web_get("/moje")->status, 303);
    }
}

static void what_redis_says_is_not_believed(void **state)
{
    static const char *const strange[] = { "",
                                           "[]",
                                           "{",
                                           "null",
                                           "{\"kind\":7,\"konto\":\"x\",\"flash\":3,\"values\":[]}",
                                           "{\"kind\":\"system\",\"created\":9999999999,\"seen\":9999999999}" };
    char hash[65];

    (void)state;
    log_in("obywatel=1");
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        struct ctx *ctx = ctx_new(web_site()->app);
        char key[80];

        web_cookie("__Host-sesja=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        blob_sha256("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64, hash);
        (void)snprintf(key, sizeof(key), "sesja:%s", hash);
        assert_int_equal(cache_set(ctx, key, strange[i], strlen(strange[i]), 100), ERR_OK);
        ctx_free(ctx);
        assert_int_equal(web_get("/strona")->status, 200);
        assert_int_equal(web_get("/moje")->status, 303);
    }
}

static void without_redis_nobody_is_logged_out_silently(void **state)
{
    (void)state;
    log_in("obywatel=1");
    web_redis_stop();
    assert_int_equal(web_get("/moje")->status, 503);
    assert_int_equal(web_get("/strona")->status, 200);
    assert_int_equal(web_post("/login", "obywatel=1")->status, 503);
    assert_null(web_header("Set-Cookie"));
}

static int begin(void **state)
{
    (void)state;
    web_redis_start();
    web_start(ROUTES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    web_stop();
    web_redis_stop();
    return 0;
}

static int fresh(void **state)
{
    (void)state;
    web_reset();
    return 0;
}

#define CASE(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(cookie_has_all_its_attributes),
        CASE(citizens_and_clerks_have_their_own_pages),
        CASE(a_flash_is_shown_once),
        CASE(log_in_changes_the_identifier),
        CASE(a_failed_log_in_leaves_no_trace),
        CASE(log_out_ends_the_session),
        CASE(all_sessions_of_an_account_end_together),
        CASE(sessions_end_by_themselves),
        CASE(an_expired_form_sends_to_login_with_a_word),
        CASE(clerks_forms_need_the_token),
        CASE(visitors_get_a_token_but_no_record),
        CASE(strange_cookies_are_no_session),
        CASE(what_redis_says_is_not_believed),
        CASE(without_redis_nobody_is_logged_out_silently),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin, end);
}
