/* Menus from rows: which rows stop the start, in what order they come, who sees them, what the frame makes of many. */
#include "tests/support/fx.h"

#include <string.h>

#include "core/doc/xml.h"
#include "core/doc/xslt.h"
#include "fcgi/menu.h"

static enum err nothing(struct req *rq)
{
    (void)rq;
    return ERR_OK;
}

static const struct route ROUTES[] = {
    { GET, "/", ROLE_PUBLIC, nothing, 0, NULL },
    { GET, "/zsi/a", ROLE_PRACOWNIK, nothing, 0, NULL },
    { GET, "/zsi/a/b", ROLE_PRACOWNIK, nothing, 0, NULL },
    { GET, "/zsi/c", ROLE_PRACOWNIK, nothing, 0, NULL },
    { POST, "/zsi/d", ROLE_PRACOWNIK, nothing, 0, NULL },
    { GET, "/zsi/{slug}", ROLE_PRACOWNIK, nothing, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

#define END                                                                                                            \
    {                                                                                                                  \
        NULL, NULL, 0, NULL, NULL, NULL                                                                                \
    }

static struct menu *build(TALLOC_CTX *mem, const struct menu_row *rows, const char **ret_problem)
{
    const struct route *tables[] = { ROUTES, NULL };
    struct router *router = NULL;
    struct menu *menu = NULL;

    assert_int_equal(router_new(mem, tables, &router, ret_problem), ERR_OK);
    if (menu_new(mem, rows, router, &menu, ret_problem) == ERR_OK)
        return menu;
    assert_non_null(*ret_problem);
    return NULL;
}

static void a_row_that_leads_nowhere_stops_the_start(void **state)
{
    static const struct {
        struct menu_row rows[3];
        const char *problem;
    } cases[] = {
        { { { "zsi", "", 1, "/zsi/a", "A", "" }, { "zsi", "", 2, "/nigdzie", "X", "" }, END }, "/nigdzie" },
        { { { "zsi", "", 1, "/zsi/d", "D", "" }, END }, "/zsi/d" },       /* a POST only */
        { { { "zsi", "", 1, "/zsi/inne", "E", "" }, END }, "/zsi/inne" }, /* only by a pattern */
        { { { "zsi", "", 1, "zsi/a", "A", "" }, END }, "zsi/a" },
        { { { "tu", "", 1, "/zsi/a", "A", "" }, END }, "no area tu" },
        { { { "zsi", "", 1, "/zsi/a", "A", "" }, { "zsi", "", 2, "/zsi/a", "B", "" }, END }, "twice" },
    };
    const char *problem = NULL;
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_null(build(mem, cases[i].rows, &problem));
        assert_non_null(strstr(problem, cases[i].problem));
    }
}

static void rows_come_by_area_and_order(void **state)
{
    static const struct menu_row rows[] = {
        { "zsi", "", 20, "/zsi/a/b", "B", "" }, { "zsi", "", 10, "/zsi/c", "C", "" },
        { "zsi", "", 10, "/zsi/a", "A", "" },   { "eod", "", 99, "/zsi/a", "A", "" },
        { "stopka", "", 1, "/", "Start", "" },  END,
    };
    static const char *const want[] = { "/zsi/a", "/", "/zsi/a", "/zsi/c", "/zsi/a/b" };
    const char *problem = NULL;
    MEM_SCOPE(mem, NULL);
    struct menu *menu = build(mem, rows, &problem);

    (void)state;
    assert_non_null(menu);
    assert_int_equal(menu->n, 5);
    for (int i = 0; i < menu->n; i++)
        assert_string_equal(menu->items[i].row->path, want[i]);
    assert_false(menu->items[0].exact); /* alone in its area */
    assert_true(menu->items[2].exact);  /* /zsi/a/b stands below it */
    assert_false(menu->items[4].exact);
    assert_true(menu->items[0].office);
    assert_false(menu->items[1].office); /* the foot of the portal */
}

static void the_item_of_the_page_is_current(void **state)
{
    static const struct menu_row row = { "zsi", "", 1, "/zsi/a", "A", "" };
    static const struct {
        const char *path;
        bool exact;
        const char *want;
    } cases[] = {
        { "/zsi/a", false, "page" }, { "/zsi/a", true, "page" }, { "/zsi/a/b", false, "true" },
        { "/zsi/a/b", true, NULL },  { "/zsi/ab", false, NULL }, { "/zsi", false, NULL },
        { "/", false, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct menu_item item = { .row = &row, .exact = cases[i].exact };
        const char *got = menu_current(&item, cases[i].path);

        assert_int_equal(!got, !cases[i].want);
        if (got)
            assert_string_equal(got, cases[i].want);
    }
}

static void who_fits_a_route(void **state)
{
    const struct who nobody = { .kind = WHO_PUBLIC };
    const struct who citizen = { .kind = WHO_CITIZEN };
    const struct who clerk = { .kind = WHO_CLERK, .roles = 2 };
    static const struct {
        uint64_t role;
        bool nobody, citizen, clerk;
    } cases[] = {
        { ROLE_PUBLIC, true, true, true },
        { ROLE_OBYWATEL, false, true, false },
        { ROLE_PRACOWNIK, false, false, true },
        { 2, false, false, true },
        { 1, false, false, false },
        { 3 | ROLE_OBYWATEL, false, true, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(route_fits(cases[i].role, &nobody), cases[i].nobody);
        assert_int_equal(route_fits(cases[i].role, &citizen), cases[i].citizen);
        assert_int_equal(route_fits(cases[i].role, &clerk), cases[i].clerk);
    }
}

/* ---- what the frame makes of them ---- */

static const char *page(TALLOC_CTX *mem, const char *path, int n_systems)
{
    const char *dir = mem_printf(mem, "%s/xsl", fx_app()->conf.share_dir);
    struct xslt_sheets *sheets = NULL;
    struct buf model = buf_new(mem, 1 << 20);
    struct buf out = buf_new(mem, 1 << 20);
    const char *problem = NULL;
    xmlDoc *doc = NULL;

    buf_printf(&model,
               "<view><meta path=\"%s\" lang=\"pl\" office=\"1\"><user kind=\"clerk\" name=\"A\" jst-name=\"J\"/>",
               path);
    if (n_systems)
        buf_str(&model, "<menu area=\"zsi\">");
    for (int i = 0; i < n_systems; i++)
        buf_printf(&model, "<item href=\"/zsi/s%d\" text=\"System %d\" group=\"Grupa %d\"%s/>", i, i, i / 5,
                   i == 7 ? " aria-current=\"true\"" : "");
    buf_printf(&model, "%s</meta><error status=\"404\"/></view>", n_systems ? "</menu>" : "");
    assert_int_equal(xslt_load(mem, dir, &sheets, &problem), ERR_OK);
    assert_int_equal(xml_parse(mem, model.data, model.len, 1 << 20, &doc, NULL), 0);
    assert_int_equal(xslt_html(mem, sheets, "error", "pl", doc, &out, &problem), ERR_OK);
    return buf_text(&out);
}

static int times(const char *text, const char *what)
{
    int n = 0;

    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        n++;
    return n;
}

static void many_systems_stand_in_groups(void **state)
{
    MEM_SCOPE(mem, NULL);
    const char *html = page(mem, "/zsi/s7/dalej", 34);

    (void)state;
    assert_int_equal(times(html, "<details class=\"systems\""), 1);
    assert_int_equal(times(html, "<p>Grupa "), 7);
    assert_int_equal(times(html, "href=\"/zsi/s"), 34);
    assert_int_equal(times(html, "aria-current"), 1);
    assert_non_null(strstr(html, "<a href=\"/zsi/s7\" aria-current=\"true\">System 7</a>"));
    assert_non_null(strstr(html, "Systemy<span>: System 7</span>"));
    assert_null(strstr(page(mem, "/eod", 0), "class=\"systems\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_leads_nowhere_stops_the_start),
        cmocka_unit_test(rows_come_by_area_and_order),
        cmocka_unit_test(the_item_of_the_page_is_current),
        cmocka_unit_test(who_fits_a_route),
        cmocka_unit_test(many_systems_stand_in_groups),
    };

    xml_init();
    return fx_run(tests);
}
