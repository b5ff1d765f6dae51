/* The way of a request: what is refused, what is sent, which headers it bears. No session here: Redis is away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <stdio.h>

#include "core/doc/xslt.h"
#include "fcgi/serve.h"
#include "tests/support/web.h"

static int runs;

static enum err page(struct req *rq)
{
    struct view *v = view_new(rq, "plain");

    view_title(v, "Strona <test>");
    view_row(v, "wiersz", VIEW_S("a", req_param(rq, "a")), VIEW_I("n", 7), VIEW_S("brak", NULL), VIEW_B("tak", true));
    view_text(view_sub(v, view_row(v, "z"), "w"), "tekst & <znaki>");
    return view_send(v);
}

static enum err echo(struct req *rq)
{
    struct view *v = view_new(rq, "plain");

    view_attr(v, "body", req_param(rq, "a"));
    for (int i = 0; i < rq->n_uploads; i++)
        view_row(
            v, "plik", VIEW_S("field", rq->uploads[i].field), VIEW_S("name", rq->uploads[i].name),
            VIEW_S("mime", rq->uploads[i].mime), VIEW_I("size", rq->uploads[i].size),
            VIEW_I("last", rq->uploads[i].size ? ((const char *)rq->uploads[i].data)[rq->uploads[i].size - 1] : 0));
    return view_send(v);
}

static enum err busy(struct req *rq)
{
    runs++;
    rq->ctx->retry = true;
    return runs % 3 ? ctx_fail(rq->ctx, ERR_BUSY, "Zajęte.", "test") : page(rq);
}

static enum err always_busy(struct req *rq)
{
    runs++;
    rq->ctx->retry = true;
    return ctx_fail(rq->ctx, ERR_BUSY, "Zajęte.", "test");
}

static enum err mute(struct req *rq)
{
    (void)rq;
    return ERR_OK;
}

static enum err broken_sheet(struct req *rq)
{
    return view_send(view_new(rq, "nie_ma_takiej"));
}

static enum err conflict(struct req *rq)
{
    return ctx_fail(rq->ctx, ERR_CONFLICT, "Ktoś był szybszy.", "test");
}

static enum err away(struct req *rq)
{
    return page_redirect(rq, "%s", req_param(rq, "dokad"));
}

static enum err file(struct req *rq)
{
    return page_bytes(rq, "application/pdf", "Pismo „żółć” 1.pdf", "%PDF", 4);
}

static enum err picture(struct req *rq)
{
    return page_bytes(rq, "image/svg+xml", NULL, "<svg/>", 6);
}

static enum err tagged(struct req *rq)
{
    if (page_fresh(rq, "wersja-7"))
        return ERR_OK;
    return page(rq);
}

static const struct route ROUTES[] = {
    { GET, "/", ROLE_PUBLIC, page, ROUTE_CACHED, NULL },
    { GET, "/strona", ROLE_PUBLIC, page, 0, NULL },
    { GET, "/tag", ROLE_PUBLIC, tagged, ROUTE_CACHED, NULL },
    { GET, "/moje", ROLE_OBYWATEL, page, 0, NULL },
    { GET, "/eod/{id}", ROLE_EOD_REFERENT, page, 0, NULL },
    { POST, "/eod/{id}", ROLE_EOD_REFERENT, page, 0, NULL },
    { POST, "/echo", ROLE_PUBLIC, echo, ROUTE_NO_CSRF, NULL },
    { POST, "/wyslij", ROLE_PUBLIC, echo, ROUTE_FILES, NULL },
    { GET, "/busy", ROLE_PUBLIC, busy, 0, NULL },
    { GET, "/zajete", ROLE_PUBLIC, always_busy, 0, NULL },
    { GET, "/niema", ROLE_PUBLIC, mute, 0, NULL },
    { GET, "/zly-arkusz", ROLE_PUBLIC, broken_sheet, 0, NULL },
    { GET, "/konflikt", ROLE_PUBLIC, conflict, 0, NULL },
    { GET, "/dalej", ROLE_PUBLIC, away, 0, NULL },
    { GET, "/plik", ROLE_PUBLIC, file, 0, NULL },
    { GET, "/obraz", ROLE_PUBLIC, picture, 0, NULL },
    { 0 },
};

#define TOKEN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void assert_header(const char *name, const char *value)
{
    assert_non_null(web_header(name));
    assert_string_equal(web_header(name), value);
}

/* ---- answers ---- */

static void a_page_bears_all_headers(void **state)
{
    char length[24];

    (void)state;
    assert_int_equal(web_get("/strona?a=%C5%BC%22")->status, 200);
    assert_true(web_has("<!DOCTYPE html>"));
    assert_true(web_has("<wiersz a=\"ż&quot;\" n=\"7\" tak=\"1\"></wiersz>"));
    assert_true(web_has("<w>tekst &amp; &lt;znaki&gt;</w>"));
    assert_true(web_has("title=\"Strona &lt;test&gt;\""));
    assert_header("Content-Type", "text/html; charset=utf-8");
    assert_header("Cache-Control", "no-store");
    assert_header("X-Content-Type-Options", "nosniff");
    assert_header("Referrer-Policy", "same-origin");
    assert_header("Cross-Origin-Opener-Policy", "same-origin");
    assert_non_null(web_header("Permissions-Policy"));
    assert_non_null(web_header("X-Request-Id"));
    assert_null(web_header("Set-Cookie"));
    assert_non_null(strstr(web_header("Content-Security-Policy"), "default-src 'none'"));
    assert_null(strstr(web_header("Content-Security-Policy"), "unsafe"));
    (void)snprintf(length, sizeof(length), "%zu", web_get("/strona")->len);
    assert_header("Content-Length", length);
}

static void head_is_get_without_body(void **state)
{
    (void)state;
    assert_int_equal(web_request("HEAD", "/strona", "", "", 0)->status, 200);
    assert_int_equal(web_request("HEAD", "/strona", "", "", 0)->len, 0);
    assert_string_not_equal(web_header("Content-Length"), "0");
}

static void anonymous_pages_may_be_kept_for_seconds(void **state)
{
    const char *etag;

    (void)state;
    assert_int_equal(web_get("/tag")->status, 200);
    assert_header("Cache-Control", "public, max-age=0, s-maxage=10");
    assert_header("ETag", "\"wersja-7\"");
    web_env("HTTP_IF_NONE_MATCH", "W/\"inna\", \"wersja-7\"");
    assert_int_equal(web_get("/tag")->status, 304);
    assert_int_equal(web_get("/tag")->len, 0);
    web_env("HTTP_IF_NONE_MATCH", "\"wersja-\"");
    assert_int_equal(web_get("/tag")->status, 200);
    web_env("HTTP_IF_NONE_MATCH", NULL);
    web_env("REQUEST_ID", "0123456789abcdef");
    assert_int_equal(web_get("/tag")->status, 200);
    etag = web_header("ETag");
    assert_non_null(etag);
    web_cookie("__Host-sesja=" TOKEN);
    assert_int_equal(web_get("/tag")->status, 200);
    assert_header("Cache-Control", "no-store");
    assert_null(web_header("ETag"));
}

static void files_are_sandboxed(void **state)
{
    (void)state;
    assert_int_equal(web_get("/plik")->status, 200);
    assert_header("Content-Disposition", "attachment; filename=\"Pismo ______ 1.pdf\"; "
                                         "filename*=UTF-8''Pismo%20%E2%80%9E%C5%BC%C3%B3%C5%82%C4%87%E2%80%9D%201.pdf");
    assert_header("Cache-Control", "no-store");
    assert_int_equal(web_get("/obraz")->status, 200);
    assert_header("Content-Disposition", "inline");
    assert_non_null(strstr(web_header("Content-Security-Policy"), "sandbox"));
}

static void redirects_stay_here(void **state)
{
    static const char *const foreign[] = {
        "", "jst", "//zly.example", "/%5Czly.example", "https://zly.example", "/a%0D%0AX:y", "javascript:1"
    };

    (void)state;
    assert_int_equal(web_get("/dalej?dokad=/konto%3Fx%3D%C5%BC")->status, 303);
    assert_header("Location", "/konto?x=%C5%BC");
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        char uri[100];

        (void)snprintf(uri, sizeof(uri), "/dalej?dokad=%s", foreign[i]);
        assert_int_equal(web_get(uri)->status, 500);
        assert_null(web_header("Location"));
    }
}

/* ---- refusals ---- */

static void addresses_are_checked(void **state)
{
    static const struct {
        const char *uri;
        int status;
    } cases[] = {
        { "/nie-ma", 404 },    { "/strona/", 301 },      { "/nie-ma/", 404 },
        { "//", 400 },         { "/strona/../x", 400 },  { "/%2e%2e/x", 400 },
        { "/strona%00", 400 }, { "/strona?a=%zz", 400 }, { "/strona?a=%ff", 400 },
        { "/stro na", 400 },   { "/stro\xC5\xBC", 400 }, { "", 400 },
        { "*", 400 },          { "http://x/", 400 },     { "/strona#x", 200 },
        { "/strona?", 200 },   { "/echo", 405 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(web_get(cases[i].uri)->status, cases[i].status);
    assert_int_equal(web_get("/echo")->status, 405);
    assert_header("Allow", "POST");
    assert_int_equal(web_request("DELETE", "/strona", "", "", 0)->status, 405);
    assert_header("Allow", "GET, HEAD");
    assert_int_equal(web_request("BREW", "/eod/1", "", "", 0)->status, 405);
    assert_header("Allow", "GET, HEAD, POST");
    assert_int_equal(web_get("/strona/?a=1")->status, 301);
    assert_header("Location", "/strona?a=1");
}

static void an_endless_address_is_refused(void **state)
{
    char uri[9001];

    (void)state;
    memset(uri, 'a', sizeof(uri) - 1);
    uri[0] = '/';
    uri[sizeof(uri) - 1] = '\0';
    assert_int_equal(web_get(uri)->status, 400);
}

static void errors_have_their_page_and_number(void **state)
{
    (void)state;
    web_env("REQUEST_ID", "0123456789abcdef0123456789abcdef");
    assert_int_equal(web_get("/konflikt")->status, 409);
    assert_true(web_has("Ktoś był szybszy."));
    assert_true(web_has("0123456789abcdef"));
    assert_header("X-Request-Id", "0123456789abcdef");
    assert_header("Cache-Control", "no-store");
    assert_int_equal(web_get("/niema")->status, 500);
    assert_int_equal(web_get("/zly-arkusz")->status, 500);
    web_env("REQUEST_ID", "<script>");
    assert_int_equal(web_get("/konflikt")->status, 409);
    assert_false(web_has("script"));
}

static void a_broken_error_sheet_still_gives_a_page(void **state)
{
    const struct xslt_sheets *sheets = web_site()->sheets;
    struct xslt_sheets *none = NULL;
    const char *problem = NULL;

    (void)state;
    assert_int_equal(xslt_load(web_site()->app->mem, "tests/unit", &none, &problem), ERR_OK);
    web_site()->sheets = none;
    assert_int_equal(web_get("/konflikt")->status, 409);
    assert_true(web_has("Ktoś był szybszy."));
    web_site()->sheets = sheets;
}

static void what_may_go_away_is_run_again(void **state)
{
    (void)state;
    runs = 0;
    assert_int_equal(web_get("/busy")->status, 200);
    assert_int_equal(runs, 3);
    runs = 0;
    assert_int_equal(web_get("/zajete")->status, 503);
    assert_int_equal(runs, 3);
    assert_header("Retry-After", "5");
}

static void private_pages_send_to_login(void **state)
{
    (void)state;
    assert_int_equal(web_get("/moje?x=1&y=%C5%BC")->status, 303);
    assert_header("Location", "/logowanie?powrot=/moje%3Fx%3D1%26y%3D%25C5%25BC");
    assert_int_equal(web_post("/eod/5", "a=1")->status, 303);
    assert_header("Location", "/logowanie?powrot=/eod/5");
    web_env("HTTP_X_REQUESTED_WITH", "eurzad");
    assert_int_equal(web_post("/eod/5", "a=1")->status, 403);
    web_cookie("__Host-sesja=" TOKEN);
    assert_int_equal(web_get("/moje")->status, 503); /* Redis is away: nobody knows who this is */
    assert_int_equal(web_get("/strona")->status, 200);
}

static void an_unfit_database_role_serves_nothing(void **state)
{
    (void)state;
    web_site()->role_checked = false;
    web_site()->app->conf.db = "host=/nonexistent"; /* whatever PGHOST says */
    assert_int_equal(web_get("/strona")->status, 503);
    web_site()->role_checked = true;
}

/* ---- bodies ---- */

static const struct web_answer *post_raw(const char *type, const char *length, const char *body, size_t len)
{
    web_env("CONTENT_LENGTH", length);
    return web_request("POST", "/echo", type, body, len);
}

static void bodies_are_measured(void **state)
{
    static const char form[] = "application/x-www-form-urlencoded";

    (void)state;
    assert_int_equal(post_raw(form, "", "", 0)->status, 411);
    assert_int_equal(post_raw(form, "-1", "", 0)->status, 400);
    assert_int_equal(post_raw(form, "+3", "a=1", 3)->status, 400);
    assert_int_equal(post_raw(form, "3x", "a=1", 3)->status, 400);
    assert_int_equal(post_raw(form, "99999999999999999999999", "", 0)->status, 400);
    assert_int_equal(post_raw(form, "5", "a=1", 3)->status, 400);
    assert_int_equal(post_raw(form, "33554433", "a=1", 3)->status, 413);
    assert_int_equal(post_raw("application/json", "2", "{}", 2)->status, 415);
    assert_int_equal(post_raw("application/x-www-form-urlencodedX", "3", "a=1", 3)->status, 415);
    assert_int_equal(post_raw(form, "3", "a=1", 3)->status, 200);
    assert_true(web_has("body=\"1\""));
    assert_int_equal(post_raw("application/x-www-form-urlencoded; charset=UTF-8", "3", "a=1", 3)->status, 200);
    assert_int_equal(post_raw(form, "4", "a=%0", 4)->status, 400);
}

static void too_many_fields_are_refused(void **state)
{
    static char body[PARAMS_MAX * 4 + 5];

    (void)state;
    for (size_t i = 0; i <= PARAMS_MAX; i++)
        memcpy(body + i * 4, "a=1&", 5);
    assert_int_equal(web_post("/echo", body)->status, 400);
}

/* ---- proof of origin ---- */

/* The token a visitor with the cookie TOKEN finds in his forms. */
static const char *csrf(char *to)
{
    const char *at;

    web_cookie("__Host-sesja=" TOKEN);
    web_get("/strona");
    at = strstr(buf_text(&(struct buf){ .data = (char *)(uintptr_t)web_get("/strona")->body }), " csrf=\"");
    assert_non_null(at);
    (void)snprintf(to, 65, "%.64s", at + 7);
    return to;
}

static void forms_need_the_token_of_their_visitor(void **state)
{
    char token[65];
    char body[100];

    (void)state;
    assert_int_equal(web_post("/wyslij", "a=1")->status, 403);
    assert_int_equal(web_post("/wyslij", "a=1&csrf=")->status, 403);
    (void)snprintf(body, sizeof(body), "a=1&csrf=%s", csrf(token));
    assert_int_equal(web_post("/wyslij", body)->status, 200);
    web_cookie("__Host-sesja=1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    assert_int_equal(web_post("/wyslij", body)->status, 403);
    web_cookie("sesja=" TOKEN);
    assert_int_equal(web_post("/wyslij", body)->status, 403);
    (void)snprintf(body, sizeof(body), "/wyslij?csrf=%s", csrf(token));
    assert_int_equal(web_post(body, "a=1")->status, 403); /* only in the body */
}

static void other_sites_are_refused(void **state)
{
    static const struct {
        const char *site;
        const char *origin;
        int status;
    } cases[] = {
        { "same-origin", "https://urzad.example", 200 },
        { "cross-site", "https://urzad.example", 403 },
        { "same-site", NULL, 403 },
        { "none", NULL, 403 },
        { NULL, "https://urzad.example", 200 },
        { NULL, "https://urzad.example.zly.pl", 403 },
        { NULL, "http://urzad.example", 403 },
        { NULL, "null", 403 },
        { NULL, "https://urzad.exampl", 403 },
        { NULL, NULL, 200 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        web_env("HTTP_SEC_FETCH_SITE", cases[i].site);
        web_env("HTTP_ORIGIN", cases[i].origin);
        assert_int_equal(web_post("/echo", "a=1")->status, cases[i].status);
    }
}

/* ---- files ---- */

#define PART(name) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(name, file) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n\r\n"

static const struct web_answer *upload(const char *uri, const void *body, size_t len)
{
    return web_request("POST", uri, "multipart/form-data; boundary=XX", body, len);
}

static void files_come_after_the_token(void **state)
{
    char token[65];
    char body[1000];
    int n;

    (void)state;
    csrf(token);
    n = snprintf(body, sizeof(body),
                 PART("csrf") "%s\r\n" FILE_PART("plik", "..\\pismo.txt") "tekst\r\n" FILE_PART(
                     "pusty", "") "\r\n" PART("a") "ż\r\n--XX--\r\n",
                 token);
    assert_int_equal(upload("/wyslij", body, (size_t)n)->status, 200);
    assert_true(web_has("<plik field=\"plik\" name=\"pismo.txt\" mime=\"text/plain\" size=\"5\" last=\"116\"></plik>"));
    assert_false(web_has("pusty"));
    assert_true(web_has("body=\"ż\""));
    n = snprintf(body, sizeof(body), FILE_PART("plik", "a.txt") "tekst\r\n" PART("csrf") "%s\r\n--XX--\r\n", token);
    assert_int_equal(upload("/wyslij", body, (size_t)n)->status, 403);
    n = snprintf(body, sizeof(body), FILE_PART("plik", "a.txt") "tekst\r\n--XX--\r\n");
    assert_int_equal(upload("/echo", body, (size_t)n)->status, 400); /* a form without files */
    n = snprintf(body, sizeof(body), PART("csrf") "%s\r\n" FILE_PART("plik", "\xFF.txt") "tekst\r\n--XX--\r\n", token);
    assert_int_equal(upload("/wyslij", body, (size_t)n)->status, 400);
}

static void forgers_are_not_read_to_the_end(void **state)
{
    static char body[4 << 20];
    int n = snprintf(body, sizeof(body), FILE_PART("plik", "a.txt"));

    (void)state;
    memset(body + n, 'x', sizeof(body) - (size_t)n);
    assert_int_equal(upload("/wyslij", body, sizeof(body))->status, 403);
    assert_true(upload("/wyslij", body, sizeof(body))->n_read < 100000);
}

/* A body with one file of that many bytes. */
static const struct web_answer *upload_sized(size_t size)
{
    static char body[12 << 20];
    char token[65];
    int n;

    csrf(token);
    n = snprintf(body, sizeof(body), PART("csrf") "%s\r\n" FILE_PART("plik", "a.bin"), token);
    memset(body + n, 'y', size);
    memcpy(body + (size_t)n + size, "\r\n--XX--", 8);
    return upload("/wyslij", body, (size_t)n + size + 8);
}

static void large_files_go_to_disk_and_very_large_nowhere(void **state)
{
    (void)state;
    assert_int_equal(upload_sized(5 << 20)->status, 200);
    assert_true(web_has("size=\"5242880\" last=\"121\""));
    assert_int_equal(upload_sized(7000000)->status, 200);
    assert_int_equal(upload_sized(7000001)->status, 413);
    assert_true(web_has("7 MB"));
}

static void there_is_a_limit_of_files(void **state)
{
    static char body[20000];
    char token[65];
    int n;

    (void)state;
    csrf(token);
    n = snprintf(body, sizeof(body), PART("csrf") "%s\r\n", token);
    for (int i = 0; i < 11; i++)
        n += snprintf(body + n, sizeof(body) - (size_t)n, FILE_PART("plik", "a.txt") "x\r\n");
    n += snprintf(body + n, sizeof(body) - (size_t)n, "--XX--");
    assert_int_equal(upload("/wyslij", body, (size_t)n)->status, 413);
    assert_true(web_has("najwyżej 10"));
}

/* ---- memory ---- */

static void a_thousand_requests_leave_nothing_behind(void **state)
{
    size_t blocks = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        web_get("/strona?a=1");
        web_get("/konflikt");
        if (i == 0)
            blocks = talloc_total_blocks(web_site()->app->mem);
    }
    assert_int_equal(talloc_total_blocks(web_site()->app->mem), blocks);
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
        CASE(a_page_bears_all_headers),
        CASE(head_is_get_without_body),
        CASE(anonymous_pages_may_be_kept_for_seconds),
        CASE(files_are_sandboxed),
        CASE(redirects_stay_here),
        CASE(addresses_are_checked),
        CASE(an_endless_address_is_refused),
        CASE(errors_have_their_page_and_number),
        CASE(a_broken_error_sheet_still_gives_a_page),
        CASE(what_may_go_away_is_run_again),
        CASE(private_pages_send_to_login),
        CASE(an_unfit_database_role_serves_nothing),
        CASE(bodies_are_measured),
        CASE(too_many_fields_are_refused),
        CASE(forms_need_the_token_of_their_visitor),
        CASE(other_sites_are_refused),
        CASE(files_come_after_the_token),
        CASE(forgers_are_not_read_to_the_end),
        CASE(large_files_go_to_disk_and_very_large_nowhere),
        CASE(there_is_a_limit_of_files),
        CASE(a_thousand_requests_leave_nothing_behind),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin, end);
}
