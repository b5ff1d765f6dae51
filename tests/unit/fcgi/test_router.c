/* Which route answers which path, and which tables stop the start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "fcgi/router.h"

static enum err nothing(struct req *rq)
{
    (void)rq;
    return ERR_OK;
}

static const struct route ROUTES[] = {
    { GET, "/", ROLE_PUBLIC, nothing, ROUTE_CACHED, NULL },
    { GET, "/jst", ROLE_PUBLIC, nothing, 0, NULL },
    { GET, "/jst/{slug}", ROLE_PUBLIC, nothing, 0, NULL },
    { POST, "/jst/{nr}", ROLE_PUBLIC, nothing, 0, nothing },
    { GET, "/jst/mapa", ROLE_PUBLIC, nothing, 0, NULL },
    { GET, "/jst/{slug}/bip/{id}", ROLE_PUBLIC, nothing, 0, NULL },
    { GET, "/jst/mapa/wydruk", ROLE_PUBLIC, nothing, 0, NULL },
    { 0 },
};

static struct router *build(TALLOC_CTX *mem, const struct route *routes)
{
    const struct route *tables[] = { routes, NULL };
    struct router *router = NULL;
    const char *problem = NULL;

    if (router_new(mem, tables, &router, &problem) == ERR_OK)
        return router;
    assert_non_null(problem);
    return NULL;
}

/* Pattern of the GET route that answers; NULL when none. */
static const char *found(const struct router *router, TALLOC_CTX *mem, const char *raw)
{
    struct path path;
    struct match match = { NULL, NULL };

    if (!path_split(mem, raw, strlen(raw), &path) || !router_match(router, &path, &match) || !match.get)
        return NULL;
    return match.get->path;
}

static void fixed_words_win(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct router *r = build(mem, ROUTES);

    (void)state;
    assert_int_equal(router_count(r), 7);
    assert_string_equal(found(r, mem, "/"), "/");
    assert_string_equal(found(r, mem, "/jst"), "/jst");
    assert_string_equal(found(r, mem, "/jst/"), "/jst");
    assert_string_equal(found(r, mem, "/jst/santok"), "/jst/{slug}");
    assert_string_equal(found(r, mem, "/jst/mapa"), "/jst/mapa");
    assert_string_equal(found(r, mem, "/jst/mapa/bip/3"), "/jst/{slug}/bip/{id}");
    assert_null(found(r, mem, "/jst/santok/bip"));
    assert_null(found(r, mem, "/jst/santok/wydruk"));
    assert_null(found(r, mem, "/js"));
    assert_null(found(r, mem, "/JST"));
}

static void broken_paths_are_refused(void **state)
{
    static const char *const bad[] = {
        "",         "jst",      "//",       "//jst",      "/jst//x",     "/.",
        "/jst/..",  "/%2e%2e",  "/jst/%2F", "/jst/a%2fb", "/jst/%00",    "/jst/%",
        "/jst/%zz", "/jst/%FF", "/jst/%0a", "/%5Cevil",   "/jst/%c0%80", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        MEM_SCOPE(mem, NULL);
        struct path path;

        assert_false(path_split(mem, bad[i], strlen(bad[i]), &path));
    }
}

static void names_get_their_segments(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct router *r = build(mem, ROUTES);
    struct params p = params_new(mem);
    struct match match = { NULL, NULL };
    struct path path;
    const char *raw = "/jst/gmina-%C5%BCary/bip/42";

    (void)state;
    assert_true(path_split(mem, raw, strlen(raw), &path));
    assert_string_equal(path.text, "/jst/gmina-żary/bip/42");
    assert_false(path.slash_at_end);
    assert_true(router_match(r, &path, &match));
    router_params(match.get, &path, &p);
    assert_int_equal(p.n, 2);
    assert_string_equal(params_get(&p, "slug", 0), "gmina-żary");
    assert_string_equal(params_get(&p, "id", 0), "42");
}

static void methods_of_one_address_stand_together(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct router *r = build(mem, ROUTES);
    struct match match = { NULL, NULL };
    struct path path;

    (void)state;
    assert_true(path_split(mem, "/jst/x/", 7, &path));
    assert_true(path.slash_at_end);
    assert_true(router_match(r, &path, &match));
    assert_string_equal(match.get->path, "/jst/{slug}");
    assert_string_equal(match.post->path, "/jst/{nr}");
}

static void faulty_tables_stop_the_start(void **state)
{
    static const struct route bad[][3] = {
        { { GET, "/a/{x}", ROLE_PUBLIC, nothing, 0, NULL }, { GET, "/a/{y}", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a", 0, nothing, 0, NULL }, { 0 } },
        { { GET, "/a", ROLE_PUBLIC, NULL, 0, NULL }, { 0 } },
        { { METHOD_NONE, "/a", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "a", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a/", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a/{x", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a/{}", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a/x{y}", ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, NULL, ROLE_PUBLIC, nothing, 0, NULL }, { 0 } },
        { { GET, "/a", ROLE_PUBLIC, nothing, 0, nothing }, { 0 } },
        { { POST, "/a", ROLE_PUBLIC, nothing, ROUTE_CACHED, NULL }, { 0 } },
        { { GET, "/a", ROLE_OBYWATEL, nothing, ROUTE_CACHED, NULL }, { 0 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        MEM_SCOPE(mem, NULL);

        assert_null(build(mem, bad[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_words_win),
        cmocka_unit_test(broken_paths_are_refused),
        cmocka_unit_test(names_get_their_segments),
        cmocka_unit_test(methods_of_one_address_stand_together),
        cmocka_unit_test(faulty_tables_stop_the_start),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
