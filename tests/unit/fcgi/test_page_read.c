/* What a printed page takes from the screen's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "fcgi/page_read.h"

static struct app *app;

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    log_open("test_page_read", LOG_ERROR);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    talloc_free(app->mem);
    return 0;
}

static int begin(void **state)
{
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static xmlDoc *page_of(struct ctx *ctx, const char *content)
{
    const char *html = mem_printf(ctx->mem,
                                  "<html><body><nav><table><tr><th>Menu</th></tr></table></nav>"
                                  "<main>%s</main><h1>Stopka</h1></body></html>",
                                  content);
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(ctx->mem, html, strlen(html), strlen(html), &doc, NULL), ERR_OK);
    return doc;
}

/* The model of a page with this content, and the number of its rows. */
static const char *model(struct ctx *ctx, const char *content, int rows)
{
    struct print *p = print_new(ctx, &(struct pdf_info){ 0 });
    size_t len = 0;
    const char *xml;

    assert_int_equal(page_read(p, ctx->mem, page_of(ctx, content)), rows);
    xml = strstr(xml_bytes(ctx->mem, print_doc(p), &len), "<print");
    return mem_strndup(ctx->mem, xml, (size_t)(strstr(xml, "</print>") + 8 - xml));
}

static void a_table(void **state)
{
    assert_string_equal(model(*state,
                              "<table><thead><tr><th>Nr</th><th class=\"num wide\">Kwota</th></tr></thead>"
                              "<tbody><tr><td><a href=\"/x\">A\n  1</a></td><td>5</td></tr></tbody>"
                              "<tfoot><tr><td>Razem</td><td>5</td></tr></tfoot></table>",
                              2),
                        "<print><table><column head=\"Nr\"/><column head=\"Kwota\" right=\"1\"/>"
                        "<row><cell>A 1</cell><cell>5</cell></row>"
                        "<row total=\"1\"><cell>Razem</cell><cell>5</cell></row></table></print>");
}

static void what_only_screens_need_is_left_out(void **state)
{
    assert_string_equal(
        model(*state,
              "<h1>Lista</h1><nav><h2>Dalej</h2></nav><form><table><tr><th>x</th></tr></table></form>"
              "<p class=\"toolbar\"><a>Pobierz</a></p><table><tr><th>Nr</th><th class=\"no-print\">Kroki</th>"
              "<th>Uwagi</th></tr><tr><td>1</td><td><a>Usuń</a></td><td>tak<button>?</button></td></tr>"
              "</table>",
              1),
        "<print><table><column head=\"Nr\"/><column head=\"Uwagi\"/>"
        "<row><cell>1</cell><cell>tak</cell></row></table></print>");
}

static void moments_are_data(void **state)
{
    assert_string_equal(
        model(
            *state,
            "<table><tr><th>Kiedy</th></tr>"
            "<tr><td> <time datetime=\"2026-12-05\">5.12.2026</time> <span class=\"badge warn\">dziś</span></td></tr>"
            "<tr><td><time datetime=\"2026-12-05T09:00:00.5+01:00\">5.12</time></td></tr>"
            "<tr><td>Jan, <time datetime=\"2026-12-05\">5.12.2026</time></td></tr>"
            "<tr><td><time datetime=\"2026-12-05\">od</time><time datetime=\"2026-12-06\">do</time></td></tr></table>",
            4),
        "<print><table><column head=\"Kiedy\"/><row><cell data=\"2026-12-05\">5.12.2026 dziś</cell></row>"
        "<row><cell data=\"2026-12-05 09:00:00\">5.12</cell></row><row><cell>Jan, 5.12.2026</cell></row>"
        "<row><cell>oddo</cell></row></table></print>");
}

static void facts_headings_and_lines(void **state)
{
    assert_string_equal(
        model(*state,
              "<dl class=\"facts\"><div><dt>Rok</dt><dd>2026</dd></div></dl><dl><dt>x</dt><dd>y</dd></dl>"
              "<h2>Część</h2><p>Objaśnienie</p><p class=\"empty\">Nic.</p>"
              "<dl class=\"facts\"><div><dt>Kto</dt><dd><p>Jan</p><p>Łąka</p></dd></div></dl>",
              0),
        "<print><fact label=\"Rok\">2026</fact><heading level=\"2\">Część</heading><para>Nic.</para>"
        "<fact label=\"Kto\">Jan\nŁąka</fact></print>");
}

static void odd_tables_are_harmless(void **state)
{
    assert_string_equal(model(*state,
                              "<table/><table><tr><th>A</th><th>B</th></tr><tr/><tr><td>1</td></tr>"
                              "<tr><td>1</td><td>2</td><td>3</td></tr></table>",
                              2),
                        "<print><table><column head=\"A\"/><column head=\"B\"/><row><cell>1</cell><cell/></row>"
                        "<row><cell>1</cell><cell>2</cell></row></table></print>");
    assert_int_equal(page_read_columns(page_of(*state, "<table/><table><tr><th>A</th><th>B</th></tr></table>")), 2);
    assert_string_equal(page_read_title(((struct ctx *)*state)->mem, page_of(*state, "<h1>Spis  <b>spraw</b></h1>")),
                        "Spis spraw");
    assert_string_equal(page_read_title(((struct ctx *)*state)->mem, page_of(*state, "")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_table, begin, end),
        cmocka_unit_test_setup_teardown(what_only_screens_need_is_left_out, begin, end),
        cmocka_unit_test_setup_teardown(moments_are_data, begin, end),
        cmocka_unit_test_setup_teardown(facts_headings_and_lines, begin, end),
        cmocka_unit_test_setup_teardown(odd_tables_are_harmless, begin, end),
    };

    return cmocka_run_group_tests_name("fcgi/page_read", tests, begin_all, end_all);
}
