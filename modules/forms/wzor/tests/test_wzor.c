/* forms/wzor: what is written can be read again; what cannot be written is refused with its field; foreign documents
 * are read leniently, broken ones refused. */
#include "tests/support/fx.h"

#include <stdio.h>
#include <string.h>

#include "core/doc/xml.h"
#include "core/law/date.h"
#include "modules/forms/wzor/wzor.h"

static const struct wzor_osoba JAN = {
    "Jan", "Kowalski-Łąk", "90010112345", "Lipowa", "3", "4", "66-431", "Santok", "600 700 800", "jan@example.pl",
};
static const struct wzor_instytucja SANTOK = { "0801062", "Urząd Gminy Santok", "Santok" };

static struct wzor_pismo letter(void)
{
    return (struct wzor_pismo){
        .tytul = "Wniosek o wydanie \"zaświadczenia\" <1> & 2",
        .rodzaj = "wniosek",
        .miejscowosc = "Santok",
        .tresc = "Pierwszy akapit,\r\ndruga linia.\r\n\r\n \t\r\n  Drugi akapit.  \n\n\n",
        .znak_sprawy = "OR.1431.5.2026",
        .czas = INT64_C(1795420800000000), /* 2026-11-23T09:00:00+01:00 */
        .od_osoby = &JAN,
        .do_instytucji = &SANTOK,
    };
}

static xmlDoc *built(struct ctx *ctx, const struct wzor_pismo *p)
{
    void *xml = NULL;
    size_t len = 0;
    xmlDoc *doc = NULL;

    assert_int_equal(wzor_build(ctx, p, &xml, &len), ERR_OK);
    assert_int_equal(xml_parse(ctx->mem, xml, len, len, &doc, NULL), ERR_OK);
    return doc;
}

static void what_is_built_is_read(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    static const char bytes[] = "%PDF-1.4\0\xff\x01zał";
    const struct wzor_plik files[] = { { "mapa & plan.pdf", "application/pdf", bytes, sizeof bytes },
                                       { "pusty.txt", "text/plain", "", 0 } };
    struct wzor_pismo p = letter();
    struct wzor_odczyt o;

    p.pliki = files;
    p.n_pliki = 2;
    assert_int_equal(wzor_read(ctx, built(ctx, &p), &o), ERR_OK);
    assert_string_equal(o.tytul, p.tytul);
    assert_string_equal(o.rodzaj, "wniosek");
    assert_string_equal(o.miejscowosc, "Santok");
    assert_string_equal(o.data, "2026-11-23");
    assert_string_equal(o.znak_sprawy, "OR.1431.5.2026");
    assert_string_equal(o.nadawca, "Jan Kowalski-Łąk");
    assert_string_equal(o.nadawca_adres, "Lipowa 3/4, 66-431 Santok");
    assert_string_equal(o.adresat, "Urząd Gminy Santok");
    assert_string_equal(o.podpis, "");
    assert_int_equal(o.n_akapitow, 2);
    assert_string_equal(o.akapity[0], "Pierwszy akapit,\ndruga linia.");
    assert_string_equal(o.akapity[1], "Drugi akapit.");
    assert_int_equal(o.n_zalacznikow, 2);
    assert_string_equal(o.zalaczniki[0].nazwa, "mapa & plan.pdf");
    assert_int_equal(o.zalaczniki[0].n_dane, sizeof bytes);
    assert_memory_equal(o.zalaczniki[0].dane, bytes, sizeof bytes);
    assert_int_equal(o.zalaczniki[1].n_dane, 0);
}

static void an_office_answers(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct wzor_pismo p = letter();
    struct wzor_odczyt o;
    void *xml = NULL;
    size_t len = 0;

    p.od_osoby = NULL;
    p.do_instytucji = NULL;
    p.od_instytucji = &SANTOK;
    p.do_osoby = &JAN;
    p.podpis_imie = "Joanna";
    p.podpis_nazwisko = "Nowicka";
    p.podpis_stanowisko = "wójt gminy";
    assert_int_equal(wzor_read(ctx, built(ctx, &p), &o), ERR_OK);
    assert_string_equal(o.podpis, "Joanna Nowicka, wójt gminy");
    assert_string_equal(o.nadawca, "Urząd Gminy Santok");
    assert_string_equal(o.adresat, "Jan Kowalski-Łąk");
    assert_int_equal(wzor_build(ctx, &p, &xml, &len), ERR_OK);
    assert_non_null(strstr(xml, "<?xml-stylesheet type=\"text/xsl\" href=\"" WZOR_NS "styl.xsl\"?>"));
    assert_non_null(strstr(xml, "<inst:TypIdentyfikatora>TERYT</inst:TypIdentyfikatora>"
                                "<inst:WartoscIdentyfikatora>0801062</inst:WartoscIdentyfikatora>"));
    assert_non_null(strstr(xml, "<meta:Czas>2026-11-23T09:00:00+01:00</meta:Czas>"));
}

static void one_sender_and_one_addressee(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct wzor_pismo p = letter();
    void *xml = NULL;
    size_t len = 0;

    p.od_instytucji = &SANTOK;
    assert_int_equal(wzor_build(ctx, &p, &xml, &len), ERR_INTERNAL);
}

static void control_characters_are_refused(void **state)
{
    static const char *const bad[] = { "a\x01z", "a\x1bz", "a\x0bz", "a\xc3", "a\xed\xa0\x80z", "a\xef\xbf\xbfz" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ctx *ctx = ctx_new(fx_app());
        struct wzor_pismo p = letter();
        void *xml = NULL;
        size_t len = 0;

        if (i % 2)
            p.tytul = bad[i];
        else
            p.tresc = bad[i];
        assert_int_equal(wzor_build(ctx, &p, &xml, &len), ERR_INVALID);
        assert_string_equal(ctx->fail.field, i % 2 ? "tytul" : "tresc");
        ctx_free(ctx);
    }
    (void)state;
}

static void a_file_that_cannot_be_read_again_is_refused(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    size_t n = WZOR_MAX_PLIK + 1;
    void *bytes = mem_zero_bytes(ctx->mem, 1, n, "file");
    struct wzor_plik file = { "duży.zip", "application/zip", bytes, n };
    struct wzor_pismo p = letter();
    struct wzor_odczyt o;
    void *xml = NULL;
    size_t len = 0;

    p.pliki = &file;
    p.n_pliki = 1;
    assert_int_equal(wzor_build(ctx, &p, &xml, &len), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "pliki");
    ctx_forgive(ctx);
    file.n_dane = WZOR_MAX_PLIK;
    assert_int_equal(wzor_read(ctx, built(ctx, &p), &o), ERR_OK);
    assert_int_equal(o.zalaczniki[0].n_dane, WZOR_MAX_PLIK);
}

/* Two such files make a document of more than the ten million bytes at which the XML reader's own limits lie. */
static void large_documents_are_read(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    size_t n = 5500000;
    void *bytes = mem_zero_bytes(ctx->mem, 1, n, "file");
    struct wzor_plik files[] = { { "a.zip", "application/zip", bytes, n }, { "b.zip", "application/zip", bytes, n } };
    struct wzor_pismo p = letter();
    struct wzor_odczyt o;

    p.pliki = files;
    p.n_pliki = 2;
    assert_int_equal(wzor_read(ctx, built(ctx, &p), &o), ERR_OK);
    assert_int_equal(o.n_zalacznikow, 2);
    assert_int_equal(o.zalaczniki[1].n_dane, n);
}

#define OPEN "<w:Dokument xmlns:w=\"http://crd.gov.pl/wzor/2099/1/\" xmlns:s=\"urn:s\"><w:TrescDokumentu>"
#define CLOSE "</w:TrescDokumentu></w:Dokument>"
#define FILE_OF(data)                                                                                                  \
    OPEN "<s:Zalaczniki><s:Zalacznik nazwaPliku=\"a.txt\"><s:DaneZalacznika>" data                                     \
         "</s:DaneZalacznika></s:Zalacznik></s:Zalaczniki>" CLOSE

static void foreign_documents(void **state)
{
    static const struct {
        const char *xml;
        enum err e;
        int n_files;
    } cases[] = {
        { OPEN CLOSE, ERR_OK, 0 },
        { "<Dokument><TrescDokumentu/></Dokument>", ERR_OK, 0 },
        { "<Dokument/>", ERR_INVALID, 0 },
        { "<inny><TrescDokumentu/></inny>", ERR_INVALID, 0 },
        { "<p:Dokument xmlns:p=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"><p:UPP/></p:Dokument>", ERR_INVALID,
          0 },
        { FILE_OF("QQ=="), ERR_OK, 1 },
        { FILE_OF(" Q\n Q = = "), ERR_OK, 1 },
        { FILE_OF(""), ERR_OK, 1 },
        { FILE_OF("QQ="), ERR_INVALID, 0 },
        { FILE_OF("Q==="), ERR_INVALID, 0 },
        { FILE_OF("QQ==QQ=="), ERR_INVALID, 0 },
        { FILE_OF("Q!=="), ERR_INVALID, 0 },
        { FILE_OF("żółć"), ERR_INVALID, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ctx *ctx = ctx_new(fx_app());
        struct wzor_odczyt o = { .tytul = NULL };
        xmlDoc *doc = NULL;

        print_message("# %s\n", cases[i].xml);
        assert_int_equal(xml_parse(ctx->mem, cases[i].xml, strlen(cases[i].xml), 10000, &doc, NULL), ERR_OK);
        assert_int_equal(wzor_read(ctx, doc, &o), cases[i].e);
        if (!cases[i].e) {
            assert_string_equal(o.tytul, "");
            assert_string_equal(o.nadawca, "");
            assert_int_equal(o.n_zalacznikow, cases[i].n_files);
        }
        ctx_free(ctx);
    }
    (void)state;
}

static void a_file_elsewhere_has_no_bytes(void **state)
{
    static const char xml[] = OPEN "<s:Zalaczniki><s:Zalacznik kodowanie=\"URI\" format=\"text/plain\">"
                                   "<s:DaneZalacznika>QQ==</s:DaneZalacznika></s:Zalacznik></s:Zalaczniki>"
                                   "<w:RodzajWnioskuRozszerzony rodzaj=\"inne pismo\" jakisInny=\"prośba\"/>" CLOSE;
    struct ctx *ctx = fx_ctx(state);
    struct wzor_odczyt o;
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(ctx->mem, xml, strlen(xml), sizeof xml, &doc, NULL), ERR_OK);
    assert_int_equal(wzor_read(ctx, doc, &o), ERR_OK);
    assert_null(o.zalaczniki[0].dane);
    assert_string_equal(o.zalaczniki[0].nazwa, "zalacznik-1");
    assert_string_equal(o.rodzaj, "prośba");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(what_is_built_is_read),
        fx_test(an_office_answers),
        fx_test(one_sender_and_one_addressee),
        fx_test(control_characters_are_refused),
        fx_test(a_file_that_cannot_be_read_again_is_refused),
        fx_test(large_documents_are_read),
        fx_test(foreign_documents),
        fx_test(a_file_elsewhere_has_no_bytes),
    };

    return fx_run(tests);
}
