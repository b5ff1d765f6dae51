/* core/doc/xml: what may enter, what may not, and the helpers around trees. */
#include "core/doc/xml.h"
#include "core/doc/xml_cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/buf.h"

#define MAX (10u << 20)

static int set_up(void **state)
{
    xml_init();
    *state = mem_new(NULL);
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(*state);
    return 0;
}

static xmlDoc *accepts_n(void **state, const void *data, size_t len)
{
    const char *problem = "";
    xmlDoc *doc = NULL;
    enum err e = xml_parse(*state, data, len, MAX, &doc, &problem);

    if (e)
        fail_msg("refused: %s", problem);
    return doc;
}

static xmlDoc *accepts(void **state, const char *text)
{
    return accepts_n(state, text, strlen(text));
}

static void refuses_n(void **state, const void *data, size_t len, const char *problem_part)
{
    const char *problem = NULL;
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(*state, data, len, MAX, &doc, &problem), ERR_INVALID);
    assert_null(doc);
    assert_non_null(problem);
    if (!strstr(problem, problem_part))
        fail_msg("\"%s\" does not speak of \"%s\"", problem, problem_part);
}

static void refuses(void **state, const char *text, const char *problem_part)
{
    refuses_n(state, text, strlen(text), problem_part);
}

static void plain_document_is_read(void **state)
{
    xmlDoc *doc = accepts(state, "<?xml version=\"1.0\" encoding=\"utf-8\"?><a><b>Zażółć &amp; &#x105;</b></a>");

    assert_string_equal(xml_text(*state, xml_path(xmlDocGetRootElement(doc), "b")), "Zażółć & ą");
}

static void byte_order_mark_is_skipped(void **state)
{
    accepts(state, "\xEF\xBB\xBF<a/>");
    refuses(state, "\xEF\xBB\xBF", "well-formed");
    refuses(state, "\xEF\xBB\xBF\xEF\xBB\xBF<a/>", "well-formed");
}

static void size_is_checked_before_parsing(void **state)
{
    xmlDoc *doc = NULL;
    const char *problem = NULL;

    assert_int_equal(xml_parse(*state, "<a/>", 4, 3, &doc, &problem), ERR_INVALID);
    assert_string_equal(problem, "too large");
    assert_int_equal(xml_parse(*state, "<a/>", 4, 4, &doc, NULL), ERR_OK);
    refuses(state, "", "empty");
}

static void doctype_is_refused(void **state)
{
    refuses(state, "<!DOCTYPE a><a/>", "DOCTYPE");
    refuses(state, "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "DOCTYPE");
    refuses(state, "<!DOCTYPE a PUBLIC \"x\" \"http://127.0.0.1:1/x.dtd\"><a/>", "DOCTYPE");
    refuses(state, "<?xml version=\"1.0\"?>\n<!-- c --><!DOCTYPE a [<!ATTLIST a x ID #IMPLIED>]><a x=\"1\"/>",
            "DOCTYPE");
}

static void entity_attacks_are_refused(void **state)
{
    refuses(state,
            "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
            "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">]>"
            "<l>&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;</l>",
            "DOCTYPE");
    refuses(state, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "DOCTYPE");
    refuses(state, "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]><a/>", "DOCTYPE");
    refuses(state, "<a>&undeclared;</a>", "well-formed");
}

static void deep_nesting_is_refused(void **state)
{
    static char text[5000 * 7 + 1];
    size_t n = 0;

    for (int i = 0; i < 5000; i++, n += 3)
        memcpy(text + n, "<a>", 3);
    for (int i = 0; i < 5000; i++, n += 4)
        memcpy(text + n, "</a>", 4);
    refuses_n(state, text, n, "too many or too large");
}

/* ---- the cutter ---- */

static const struct xml_limits FEW = {
    .attributes = 3, .declarations = 4, .depth = 3, .nodes = 12, .name = 8, .value = 10, .text = 20
};

static void the_cutter_keeps_every_limit(void **state)
{
    static const struct {
        const char *xml;
        const char *problem;
    } cases[] = {
        { "<a/>", NULL },
        { "\xEF\xBB\xBF<?xml version='1.0'?><a/>", NULL },
        { "<a b='1' c = \"2\"\n d\t=\t'3'/>", NULL },
        { "<a b='' c='' d='' e=''/>", XML_CUT_ATTRIBUTES },
        { "<a b='' c='' xmlns='x' xmlns:e='y'/>", XML_CUT_ATTRIBUTES },
        { "<a xmlns:b='1' xmlns:c='2'><d xmlns:b='1' xmlns:c='2'/></a>", NULL },
        { "<a xmlns:b='1' xmlns:c='2'><d xmlns:b='1' xmlns:c='2' xmlns='3'/></a>", XML_CUT_DECLARATIONS },
        /* what an element declares is over with it */
        { "<a xmlns:b='1' xmlns:c='2'><d xmlns:e='1' xmlns:f='2'/><d xmlns:e='1' xmlns='2'></d><d xmlns='1'/></a>",
          NULL },
        { "<a xmlnsb='1' c='2'><d xmlnsx='1' b='2' c='3'/></a>", NULL }, /* no declarations */
        { "<a><b><c></c></b></a>", NULL },
        { "<a><b><c/></b><b><c/></b></a>", NULL },
        { "<a><b><c><d></d></c></b></a>", XML_CUT_DEPTH_TEXT },
        { "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", NULL },
        { "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", XML_CUT_NODES },
        { "<a b=''><c d='' e='' f=''/><c d='' e='' f=''/><c d='' e=''/></a>", XML_CUT_NODES },
        { "<!--1--><!--2--><?p 3?><?p 4?><a><![CDATA[]]><![CDATA[]]><!----><b/><b/><b/><b/><b/></a>", XML_CUT_NODES },
        { "<a12345678/>", XML_CUT_NAME },
        { "<a b23456789=''/>", XML_CUT_NAME },
        { "<a b='0123456789'/>", NULL },
        { "<a b='01234567890'/>", XML_CUT_VALUE },
        { "<a>01234567890123456789</a>", NULL },
        { "<a>012345678901234567890</a>", XML_CUT_TEXT },
        { "<a><!--012345678901234567890--></a>", XML_CUT_TEXT },
        { "<a><![CDATA[012345678901234567890]]></a>", XML_CUT_TEXT },
        /* marks inside of what is no mark */
        { "<a><!--<b c='' d='' f=''>--><![CDATA[<<<<!DOCTYPE]]><?p <b><b><b> ?></a>", NULL },
        { "<a b='>' c='/>'><d/></a>", NULL },
        { "<!DOCTYPE a><a/>", XML_CUT_DOCTYPE },
        { "<a><!ENTITY x 'y'></a>", XML_CUT_DOCTYPE },
        { "<a b='<c'/>", XML_CUT_FORM },
        { "<a b=1/>", XML_CUT_FORM },
        { "<a b/>", XML_CUT_FORM },
        { "<a b='1", XML_CUT_FORM },
        { "<a", XML_CUT_FORM },
        { "<", XML_CUT_FORM },
        { "< a/>", XML_CUT_FORM },
        { "</a>", XML_CUT_FORM },
        { "<a></a", XML_CUT_FORM },
        { "<a>", NULL }, /* for the parser to say */
        { "no mark", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *problem = xml_cut(&FEW, cases[i].xml, strlen(cases[i].xml));

        if (problem != cases[i].problem)
            fail_msg("%s: %s", cases[i].xml, problem ? problem : "taken");
    }
}

/* The documents that cost a parser seconds: refused at the first attribute too many, so in no time. */
static void a_comb_of_attributes_is_refused(void **state)
{
    struct buf text = buf_new(*state, 16 << 20);

    buf_str(&text, "<a");
    for (int i = 0; i < 30000; i++)
        buf_printf(&text, " a%d=\"\"", i);
    buf_str(&text, "/>");
    refuses_n(state, buf_text(&text), text.len, XML_TOO_COMPLEX);
    assert_ptr_equal(xml_cut(&XML_MESSAGE, text.data, text.len), XML_CUT_ATTRIBUTES);
}

static void other_encodings_are_refused(void **state)
{
    static const char utf16le[] = "\xFF\xFE<\0a\0/\0>\0";
    static const char utf16be[] = "\xFE\xFF\0<\0a\0/\0>";
    static const char utf16_bare[] = "<\0a\0/\0>\0";

    refuses_n(state, utf16le, sizeof utf16le - 1, "UTF-8");
    refuses_n(state, utf16be, sizeof utf16be - 1, "UTF-8");
    refuses_n(state, utf16_bare, sizeof utf16_bare - 1, "UTF-8");
    refuses(state, "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>\xB1</a>", "UTF-8");
    refuses(state, "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>abc</a>", "encoding");
    refuses(state, "<?xml version=\"1.0\" encoding=\"UTF-7\"?><a>+ADw-</a>", "");
    refuses(state, "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "");
}

static void invalid_utf8_is_refused(void **state)
{
    static const char *const bad[] = {
        "<a>\xC3</a>",         "<a>\xC0\xBC</a>",         "<a>\xE0\x80\xAF</a>",
        "<a>\xED\xA0\x80</a>", "<a>\xF4\x90\x80\x80</a>", "<a>\xF8\x88\x80\x80\x80</a>",
        "<a>\x80</a>",         "<a b=\"\xFF\"/>",         "<!-- \xC3( --><a/>",
        "<a>\xF0\x9F\x98",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        refuses(state, bad[i], "UTF-8");
}

static void nul_bytes_are_refused(void **state)
{
    refuses_n(state, "<a>x\0y</a>", 10, "UTF-8");
    refuses_n(state, "<a/>\0", 5, "UTF-8");
}

static void broken_xml_is_refused(void **state)
{
    refuses(state, "<a><b></a></b>", "well-formed");
    refuses(state, "<a/><b/>", "well-formed");
    refuses(state, "<x:a/>", "well-formed");
    refuses(state, "<a b=\"1\" b=\"2\"/>", "well-formed");
    refuses(state, "<a>\x01</a>", "well-formed");
    refuses(state, "<a>&#0;</a>", "well-formed");
    refuses(state, "text", "well-formed");
    refuses(state, "<a>", "well-formed");
}

static void instructions_only_before_the_root(void **state)
{
    accepts(state, "<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"styl.xsl\"?><a/>");
    refuses(state, "<a><?x y?></a>", "processing");
    refuses(state, "<a/><?x y?>", "processing");
    refuses(state, "<a/>\n<!-- c --><?x y?>", "processing");
}

static void nothing_is_written_to_stderr(void **state)
{
    FILE *keep = stderr;
    char *text = NULL;
    size_t len = 0;

    stderr = open_memstream(&text, &len);
    refuses(state, "<a>&undeclared;<b></a>", "well-formed");
    refuses(state, "<!DOCTYPE a SYSTEM \"nowhere.dtd\"><a/>", "DOCTYPE");
    fclose(stderr);
    stderr = keep;
    assert_int_equal(len, 0);
    free(text);
}

static void built_text_is_escaped(void **state)
{
    xmlDoc *doc = xml_new(*state, "Dokument", "p", "urn:p");
    xmlNode *root = xmlDocGetRootElement(doc);
    size_t len = 0;
    const char *out;

    xml_attr(xml_add(root, NULL, "a", "<&>\"' \x01 \xC3("), "x", "<&\">\n\x02");
    xml_attr_i(root, "n", -12);
    out = xml_bytes(*state, doc, &len);
    assert_int_equal(len, strlen(out));
    doc = accepts_n(state, out, len);
    root = xmlDocGetRootElement(doc);
    assert_string_equal(xml_text(*state, xml_child(root, "urn:p", "a")), "<&>\"' \xEF\xBF\xBD \xEF\xBF\xBD(");
    assert_string_equal(xml_get(*state, xml_child(root, NULL, "a"), "x"), "<&\">\n\xEF\xBF\xBD");
    assert_string_equal(xml_get(*state, root, "n"), "-12");
}

static void children_are_found_by_namespace(void **state)
{
    xmlDoc *doc =
        accepts(state, "<a xmlns:p=\"urn:p\" p:z=\"1\"> <b>0</b><p:b> 1 </p:b><b>2<i>3</i><!-- x -->4</b></a>");
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlNode *b = xml_child(root, NULL, "b");

    assert_string_equal(xml_text(*state, b), "0");
    assert_string_equal(xml_text(*state, xml_child(root, "urn:p", "b")), "1");
    assert_string_equal(xml_text(*state, xml_next(xml_next(b, NULL, "b"), NULL, "b")), "234");
    assert_null(xml_child(root, "urn:q", "b"));
    assert_null(xml_child(NULL, NULL, "b"));
    assert_null(xml_next(NULL, NULL, "b"));
    assert_null(xml_path(root, "b/none"));
    assert_string_equal(xml_text(*state, NULL), "");
    assert_string_equal(xml_get(*state, root, "z"), "1");
    assert_null(xml_get(*state, root, "y"));
    assert_null(xml_get(*state, NULL, "y"));
}

static void walk_visits_everything_once(void **state)
{
    xmlDoc *doc = accepts(state, "<a><b><c/>t</b><!-- k --><d/></a>");
    xmlNode *root = xmlDocGetRootElement(doc);
    int n = 0;

    for (xmlNode *x = root; x; x = xml_walk(root, x))
        n++;
    assert_int_equal(n, 6);
    n = 0;
    for (xmlNode *x = root->children; x; x = xml_walk(root->children, x))
        n++;
    assert_int_equal(n, 3);
}

static void times_are_read(void **state)
{
    static const struct {
        const char *text;
        int64_t us;
    } good[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2026-11-23T09:00:00+01:00", 1795420800000000 },
        { "2026-11-23T08:00:00.1234567Z", 1795420800123456 },
        { "2026-11-23T03:30:00.5-04:30", 1795420800500000 },
        { "2024-02-29T00:00:00Z", 1709164800000000 },
    };
    static const char *const bad[] = {
        "",
        "2026-11-23",
        "2026-11-23T09:00:00",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-11-23T24:00:01Z",
        "2026-11-23T09:00:00+15:00",
        "2026-11-23T09:00:00.Z",
        "2026-11-23T09:00:00Zx",
        "2026-1-23T09:00:00Z",
        " 2026-11-23T09:00:00Z",
        "2026-00-10T09:00:00Z",
        "2026-10-00T09:00:00Z",
    };
    int64_t us = 0;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(xml_time(good[i].text, &us));
        assert_int_equal(us, good[i].us);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (xml_time(bad[i], &us))
            fail_msg("taken as a time: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_document_is_read),
        cmocka_unit_test(byte_order_mark_is_skipped),
        cmocka_unit_test(size_is_checked_before_parsing),
        cmocka_unit_test(doctype_is_refused),
        cmocka_unit_test(entity_attacks_are_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(the_cutter_keeps_every_limit),
        cmocka_unit_test(a_comb_of_attributes_is_refused),
        cmocka_unit_test(other_encodings_are_refused),
        cmocka_unit_test(invalid_utf8_is_refused),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(broken_xml_is_refused),
        cmocka_unit_test(instructions_only_before_the_root),
        cmocka_unit_test(nothing_is_written_to_stderr),
        cmocka_unit_test(built_text_is_escaped),
        cmocka_unit_test(children_are_found_by_namespace),
        cmocka_unit_test(walk_visits_everything_once),
        cmocka_unit_test(times_are_read),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
