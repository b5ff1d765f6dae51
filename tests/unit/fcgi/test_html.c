/* The HTML writer and the sheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/doc/html.h"
#include "core/doc/xml.h"
#include "core/doc/xslt.h"

static const char *written(TALLOC_CTX *mem, const char *xml)
{
    struct buf out = buf_new(mem, 1 << 16);
    xmlDoc *doc = mem_adopt(mem, xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8", XML_PARSE_NONET), xmlFreeDoc);

    assert_non_null(doc);
    html_write_fragment(&out, doc);
    assert_false(out.overflow);
    assert_int_equal(strlen(buf_text(&out)), out.len);
    return buf_text(&out);
}

static void tags_are_those_of_html(void **state)
{
    static const char *const cases[][2] = {
        { "<p/>", "<p></p>" },
        { "<div><br/>x<img src='a'/><hr></hr></div>", "<div><br>x<img src=\"a\"><hr></div>" },
        { "<script src='/a.js'/>", "<script src=\"/a.js\"></script>" },
        { "<a href='/żary?x=1&amp;y=ą b'>ż</a>", "<a href=\"/żary?x=1&amp;y=ą b\">ż</a>" },
        { "<p>&lt;b&gt; &amp;amp; \"q\" 'a'</p>", "<p>&lt;b&gt; &amp;amp; \"q\" 'a'</p>" },
        { "<p title='\"&lt;&gt;&amp;'/>", "<p title=\"&quot;&lt;&gt;&amp;\"></p>" },
        { "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0'/></svg>",
          "<svg viewBox=\"0 0 1 1\"><path d=\"M0\"></path></svg>" },
        { "<p><!-- x --><?php echo 1 ?><![CDATA[<i>]]></p>", "<p><!-- x -->&lt;i&gt;</p>" },
        { "<textarea>\n\nx</textarea>", "<textarea>\n\n\nx</textarea>" },
        { "<p xml:lang='de'>x</p>", "<p xml:lang=\"de\">x</p>" },
        { "<colgroup><col/></colgroup>", "<colgroup><col></colgroup>" },
        { "<input required='required' value=''/>", "<input required=\"required\" value=\"\">" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        MEM_SCOPE(mem, NULL);

        assert_string_equal(written(mem, cases[i][0]), cases[i][1]);
    }
}

static void scripts_cannot_be_ended_by_data(void **state)
{
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_string_equal(written(mem, "<script>{\"a\":\"&lt;/script>&lt;!--&amp; 1 &lt; 2\"}</script>"),
                        "<script>{\"a\":\"\\u003c/script>\\u003c!--& 1 < 2\"}</script>");
    assert_string_equal(written(mem, "<style>a > b{content:'&lt;/style>'}</style>"),
                        "<style>a > b{content:'\\3c /style>'}</style>");
}

static void control_characters_are_dropped(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf out = buf_new(mem, 1000);
    xmlDoc *doc = xml_new(mem, "p", NULL, NULL);

    (void)state;
    xmlNodeAddContent(xmlDocGetRootElement(doc), (const xmlChar *)"a\x01\x0C\x7F"
                                                                  "b\tc\n");
    html_write_fragment(&out, doc);
    assert_string_equal(buf_text(&out), "<p>ab\tc\n</p>");
}

static void a_full_buffer_is_noticed(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf out = buf_new(mem, 20);
    xmlDoc *doc = xml_new(mem, "p", NULL, NULL);

    (void)state;
    xmlNodeAddContent(xmlDocGetRootElement(doc), (const xmlChar *)"to jest dłuższe niż dwadzieścia bajtów");
    html_write(&out, doc);
    assert_true(out.overflow);
}

/* ---- sheets ---- */

static char dir[] = "/tmp/eurzad-xsl-XXXXXX";

static void put_sheet(const char *name, const char *inside)
{
    char path[200];
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s.xsl", dir, name);
    f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
            "xmlns:e='urn:eurzad:ext' exclude-result-prefixes='e'>%s</xsl:stylesheet>",
            inside);
    fclose(f);
}

static void remove_sheet(const char *name)
{
    char path[200];

    (void)snprintf(path, sizeof(path), "%s/%s.xsl", dir, name);
    unlink(path);
}

static int begin(void **state)
{
    (void)state;
    (void)strcpy(dir + strlen(dir) - 6, "XXXXXX");
    xml_init();
    return mkdtemp(dir) ? 0 : -1;
}

static int end(void **state)
{
    static const char *const names[] = { "layout", "strona", "wspolne", "zly" };

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        remove_sheet(names[i]);
    return rmdir(dir);
}

static enum err apply(TALLOC_CTX *mem, const char *name, struct buf *out, const char **ret_problem)
{
    struct xslt_sheets *sheets = NULL;
    xmlDoc *doc = xml_new(mem, "strona", NULL, NULL);
    enum err e = xslt_load(mem, dir, &sheets, ret_problem);

    if (e)
        return e;
    xml_attr(xmlDocGetRootElement(doc), "tekst", "a < b");
    *out = buf_new(mem, 1 << 16);
    return xslt_html(mem, sheets, name, "pl", doc, out, ret_problem);
}

static void page_sheets_are_told_from_shared_ones(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct xslt_sheets *sheets = NULL;
    const char *problem = NULL;
    struct buf out;

    (void)state;
    put_sheet("layout", "<xsl:template match='/'><html><xsl:apply-templates/></html></xsl:template>");
    put_sheet("strona", "<xsl:import href='layout.xsl'/><xsl:template match='strona'>"
                        "<p title='{@tekst}'><xsl:value-of select=\"e:t('Zażółć')\"/></p></xsl:template>");
    assert_int_equal(xslt_load(mem, dir, &sheets, &problem), ERR_OK);
    assert_int_equal(xslt_count(sheets), 1);
    assert_true(xslt_has(sheets, "strona"));
    assert_false(xslt_has(sheets, "layout"));
    assert_int_equal(apply(mem, "strona", &out, &problem), ERR_OK);
    assert_string_equal(buf_text(&out), "<!DOCTYPE html>\n<html><p title=\"a &lt; b\">Zażółć</p></html>\n");
    assert_int_equal(apply(mem, "inna", &out, &problem), ERR_INTERNAL);
    assert_string_equal(problem, "no sheet inna.xsl");
}

static void pages_share_sheets_without_mixing(void **state)
{
    MEM_SCOPE(mem, NULL);
    const char *problem = NULL;
    struct buf out;

    (void)state;
    put_sheet(
        "layout",
        "<xsl:template match='/'><html><xsl:call-template name='glowa'/><xsl:apply-templates/></html></xsl:template>"
        "<xsl:template name='glowa'><h1><xsl:apply-templates select='*' mode='tytul'/></h1></xsl:template>"
        "<xsl:template match='*' mode='tytul'>ogólny</xsl:template>");
    put_sheet("strona", "<xsl:import href='layout.xsl'/><xsl:template match='strona'><p>pierwsza</p></xsl:template>");
    put_sheet("zly", "<xsl:import href='layout.xsl'/><xsl:template match='strona'><p>druga</p></xsl:template>"
                     "<xsl:template match='strona' mode='tytul'>własny</xsl:template>");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(apply(mem, "strona", &out, &problem), ERR_OK);
        assert_string_equal(buf_text(&out), "<!DOCTYPE html>\n<html><h1>ogólny</h1><p>pierwsza</p></html>\n");
        assert_int_equal(apply(mem, "zly", &out, &problem), ERR_OK);
        assert_string_equal(buf_text(&out), "<!DOCTYPE html>\n<html><h1>własny</h1><p>druga</p></html>\n");
    }
    put_sheet("zly", "<xsl:import href='layout.xsl'/><xsl:template name='glowa'/>");
    assert_int_equal(apply(mem, "zly", &out, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "named template glowa belongs to layout.xsl"));
}

static void shared_sheets_name_no_template_twice(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct xslt_sheets *sheets = NULL;
    const char *problem = NULL;

    (void)state;
    put_sheet("layout", "<xsl:template name='stan'><b/></xsl:template>");
    put_sheet("wspolne", "<xsl:template name='stan'><i/></xsl:template>");
    put_sheet("strona", "<xsl:import href='layout.xsl'/><xsl:template match='strona'><p/></xsl:template>");
    put_sheet("zly", "<xsl:import href='wspolne.xsl'/><xsl:template match='zly'><p/></xsl:template>");
    assert_int_equal(xslt_load(mem, dir, &sheets, &problem), ERR_INVALID);
    assert_string_equal(problem, "layout.xsl and wspolne.xsl both define the named template stan");
    put_sheet("wspolne", "<xsl:template name='inny-stan'><i/></xsl:template>");
    assert_int_equal(xslt_load(mem, dir, &sheets, &problem), ERR_OK);
}

static void faulty_sheets_stop_the_start(void **state)
{
    static const char *const bad[] = {
        "<xsl:template match='strona'><p></xsl:template>",
        "<xsl:import href='nie_ma.xsl'/>",
        "<xsl:import href='../../../etc/passwd'/>",
        "<xsl:include href='http://127.0.0.1/x.xsl'/>",
        "<xsl:template match='strona'><xsl:value-of select='1 +'/></xsl:template>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        MEM_SCOPE(mem, NULL);
        const char *problem = NULL;
        struct buf out;

        put_sheet("zly", bad[i]);
        assert_int_equal(apply(mem, "zly", &out, &problem), ERR_INVALID);
        assert_non_null(problem);
        assert_true(strlen(problem) > 10);
    }
}

static void sheets_read_nothing_but_their_document(void **state)
{
    static const char *const bad[] = {
        "<xsl:template match='/'><p><xsl:copy-of select=\"document('/etc/hostname')\"/></p></xsl:template>",
        "<xsl:template match='/'><p><xsl:copy-of select=\"document('zly.xsl')\"/></p></xsl:template>",
        "<xsl:template match='/'><p><xsl:copy-of select=\"document('')\"/></p></xsl:template>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        MEM_SCOPE(mem, NULL);
        const char *problem = NULL;
        struct buf out = buf_new(mem, 0);

        put_sheet("zly", bad[i]);
        if (apply(mem, "zly", &out, &problem) == ERR_OK)
            assert_string_equal(buf_text(&out), "<!DOCTYPE html>\n<p></p>\n");
    }
}

static void a_sheet_that_never_ends_is_stopped(void **state)
{
    MEM_SCOPE(mem, NULL);
    const char *problem = NULL;
    struct buf out = buf_new(mem, 0);

    (void)state;
    put_sheet("zly", "<xsl:template match='/'><xsl:call-template name='x'/></xsl:template>"
                     "<xsl:template name='x'><xsl:call-template name='x'/></xsl:template>");
    assert_int_equal(apply(mem, "zly", &out, &problem), ERR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_those_of_html),
        cmocka_unit_test(scripts_cannot_be_ended_by_data),
        cmocka_unit_test(control_characters_are_dropped),
        cmocka_unit_test(a_full_buffer_is_noticed),
        cmocka_unit_test_setup_teardown(page_sheets_are_told_from_shared_ones, begin, end),
        cmocka_unit_test_setup_teardown(pages_share_sheets_without_mixing, begin, end),
        cmocka_unit_test_setup_teardown(shared_sheets_name_no_template_twice, begin, end),
        cmocka_unit_test_setup_teardown(faulty_sheets_stop_the_start, begin, end),
        cmocka_unit_test_setup_teardown(sheets_read_nothing_but_their_document, begin, end),
        cmocka_unit_test_setup_teardown(a_sheet_that_never_ends_is_stopped, begin, end),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
