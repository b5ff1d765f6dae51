/* esp/upo: the receipt has the shape of UPO/2008/05/09, a good seal, the right facts, and only its people can read
 * it. */
#include "tests/support/pisma.h"

#include "core/ctx/blob.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "core/sig/xmlsig.h"
#include "tests/support/check.h"

static const xmlNode *parsed(struct ctx *ctx, const struct upo *upo, xmlDoc **ret_doc)
{
    assert_int_equal(xml_parse(ctx->mem, upo->xml, upo->xml_len, upo->xml_len, ret_doc, NULL), ERR_OK);
    return xml_child(xmlDocGetRootElement(*ret_doc), UPO_NS, upo->rodzaj);
}

static const char *text(struct ctx *ctx, const xmlNode *receipt, const char *path)
{
    return xml_text(ctx->mem, xml_path(receipt, path));
}

static void a_receipt_says_what_happened(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    xmlDoc *doc = NULL;
    const xmlNode *upp = parsed(ctx, &p.upo, &doc);
    struct db_rows *d = NULL;
    int64_t at = 0;
    int64_t made = 0;

    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);
    assert_string_equal(
        p.upo.numer, mem_printf(ctx->mem, "LUB-UPP-" FX_JST "-%d-%09" PRId64, date_of(ctx->now).year, p.dokument_id));
    assert_string_equal(text(ctx, upp, "IdentyfikatorPoswiadczenia"), p.upo.numer);
    assert_string_equal(text(ctx, upp, "Adresat/IdentyfikatorPodmiotu"), FX_JST);
    assert_string_equal(text(ctx, upp, "Nadawca/Nazwa"), "Jan Kowalski");
    assert_string_equal(text(ctx, upp, "InformacjaUzupelniajaca"), db_str(d, 0, "sha256"));
    assert_true(xml_time(text(ctx, upp, "DataDoreczenia"), &at));
    assert_true(xml_time(text(ctx, upp, "DataWytworzeniaPoswiadczenia"), &made));
    assert_int_equal(at / 1000, ctx->now / 1000);
    assert_true(made >= at);
    assert_int_equal(p.upo.doreczono_at, ctx->now);
    assert_true(p.upo.wystawiono_at >= p.upo.doreczono_at);

    assert_string_equal(
        check_passes(ctx->mem, p.upo.xml, p.upo.xml_len, VERIFY_NARROW, ctx->app->conf.trust_dir, ctx->now).one.level,
        "B-T");
}

static void the_same_receipt_is_given_again(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", "");
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    struct upo again;

    assert_string_equal(ctx->jst, FX_JST);
    assert_int_equal(upo_of_dokument(ctx, p.dokument_id, &again), ERR_OK);
    assert_string_equal(again.numer, p.upo.numer);
    assert_int_equal(again.doreczono_at, p.upo.doreczono_at);
    assert_int_equal(again.wystawiono_at, p.upo.wystawiono_at);
    assert_int_equal(again.xml_len, p.upo.xml_len);
    assert_memory_equal(again.xml, p.upo.xml, p.upo.xml_len);
    assert_int_equal(upo_by_numer(ctx, FX_JST, p.upo.numer, &again), ERR_OK);
    assert_string_equal(again.sha256, p.upo.sha256);
    assert_int_equal(upo_of_doreczenie(ctx, p.dokument_id + 1000000, &again), ERR_NOTFOUND);
}

static void only_its_people_read_it(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    const char *numer = mem_strdup(ctx->app->mem, p.upo.numer);
    struct upo upo;

    ctx = fx_clerk(state, "referent");
    assert_int_equal(upo_by_numer(ctx, FX_JST, numer, &upo), ERR_OK);
    ctx = fx_clerk(state, "inna-referent");
    assert_int_equal(upo_by_numer(ctx, FX_OTHER_JST, numer, &upo), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(upo_by_numer(ctx, FX_JST, numer, &upo), ERR_DENIED);
    ctx_forgive(ctx);
    ctx = fx_citizen(state, "inna-obywatel", FX_JST);
    assert_int_equal(upo_by_numer(ctx, FX_JST, numer, &upo), ERR_NOTFOUND);
    ctx_forgive(ctx);
    ctx = fx_partner(state, "obcy_system", FX_JST);
    assert_int_equal(upo_by_numer(ctx, FX_JST, numer, &upo), ERR_NOTFOUND);
}

static void the_public_learns_no_person(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    const char *const typed[] = { p.upo.numer, mem_printf(ctx->mem, "  %s\n", p.upo.numer), "" };
    struct db_rows *r = NULL;
    char *small = mem_strdup(ctx->mem, p.upo.numer);

    for (char *c = small; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    ctx->who.konto_id = 0;
    ctx = fx_partner(state, "", "");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(upo_public(ctx, i == 2 ? small : typed[i], &r), ERR_OK);
        assert_int_equal(r->n, 1);
        assert_string_equal(db_str(r, 0, "jst"), FX_JST);
        for (int c = 0; c < db_n_columns(r); c++)
            assert_null(strstr(db_cell(r, 0, c), "Kowalski"));
    }
    assert_int_equal(upo_public(ctx, "LUB-UPP-0801062-2026-999999999", &r), ERR_NOTFOUND);
}

static void names_are_cut_to_the_template(void **state)
{
    struct ctx *ctx = fx_partner(state, "system", FX_JST);
    struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
    char *longest = mem_array(ctx->mem, char, 1201);
    struct pokwitowanie p;
    xmlDoc *doc = NULL;

    for (int i = 0; i < 1200; i += 2)
        memcpy(longest + i, "ż", 2);
    z.nadawca.nazwa = longest;
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    assert_int_equal(strlen(text(ctx, parsed(ctx, &p.upo, &doc), "Nadawca/Nazwa")), 500);
    z.klucz = "2";
    z.nadawca.nazwa = " ";
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    assert_string_equal(text(ctx, parsed(ctx, &p.upo, &doc), "Nadawca/Nazwa"), "system");
}

static void a_receipt_can_be_printed(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    const void *pdf = NULL;
    size_t len = 0;

    assert_int_equal(upo_pdf(ctx, &p.upo, &pdf, &len), ERR_OK);
    check_sealed_pdf(ctx, pdf, len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(a_receipt_says_what_happened),  fx_test(the_same_receipt_is_given_again),
        fx_test(only_its_people_read_it),       fx_test(the_public_learns_no_person),
        fx_test(names_are_cut_to_the_template), fx_test(a_receipt_can_be_printed),
    };

    return fx_run(tests);
}
