/* portal/weryfikacja: what is said of a receipt that is genuine, changed, forged, unknown, and of any other file. */
#include "tests/support/pisma.h"

#include "core/doc/xml.h"
#include "core/sig/verify.h"
#include "core/sig/xmlsig.h"
#include "core/trust/trust_db.h"
#include "core/trust/trust_dir.h"
#include "modules/portal/weryfikacja/weryfikacja.h"
#include "tests/support/helper.h"
#include "tests/support/keys.h"

static struct weryfikacja judged(struct ctx *ctx, const void *data, size_t len)
{
    struct weryfikacja w;

    assert_int_equal(weryfikacja_of_file(ctx, data, len, &w), ERR_OK);
    print_message("# %s: %s %s\n", weryfikacja_stan_name(w.stan), w.opis, w.powod);
    assert_int_equal(strlen(w.sha256), 64);
    return w;
}

/* A receipt with the facts of another one, signed with a key of one's own. */
static const char *forged(struct ctx *ctx, const struct upo *upo, struct key_set *keys, size_t *ret_len)
{
    xmlDoc *doc = NULL;
    xmlNode *signature;

    assert_int_equal(xml_parse(ctx->mem, upo->xml, upo->xml_len, upo->xml_len, &doc, NULL), ERR_OK);
    signature = xml_child(xmlDocGetRootElement(doc), NULL, "Signature");
    xmlUnlinkNode(signature);
    xmlFreeNode(signature);
    assert_int_equal(xmlsig_sign(ctx->mem, doc, keys->key, &keys->cert, 1, ctx->now, "text/xml", NULL), ERR_OK);
    return xml_bytes(ctx->mem, doc, ret_len);
}

static void a_genuine_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    struct weryfikacja w;

    ctx = fx_partner(state, "", "");
    w = judged(ctx, p.upo.xml, p.upo.xml_len);
    assert_int_equal(w.stan, WERYFIKACJA_AUTENTYCZNE);
    assert_string_equal(db_str(w.fakty, 0, "numer"), p.upo.numer);
    assert_true(*w.pieczec != '\0');
}

static void a_changed_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    char *xml = mem_dup(ctx->mem, p.upo.xml, p.upo.xml_len);
    struct weryfikacja w;

    memcpy(strstr(xml, "Kowalski"), "Nowakows", 8);
    w = judged(ctx, xml, p.upo.xml_len);
    assert_int_equal(w.stan, WERYFIKACJA_ZMIENIONE);
    assert_string_equal(db_str(w.fakty, 0, "numer"), p.upo.numer);
    assert_string_equal(w.pieczec, "");
    assert_int_equal(judged(ctx, xml, p.upo.xml_len - 5).stan, WERYFIKACJA_NIESPRAWDZONE);
    /* white space after the root leaves the seal good, but it is not the file that was issued */
    xml = mem_printf(ctx->mem, "%s\n", (const char *)p.upo.xml);
    w = judged(ctx, xml, strlen(xml));
    assert_int_equal(w.stan, WERYFIKACJA_ZMIENIONE);
}

static void a_forged_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Wniosek");
    struct key_set *keys = key_set_new(ctx->mem, KEY_P256, "Oszust");
    const char *mine = temp_dir(ctx->mem);
    char *unknown;
    size_t len = 0;
    const char *xml = forged(ctx, &p.upo, keys, &len);

    assert_int_equal(judged(ctx, xml, len).stan, WERYFIKACJA_ZMIENIONE);
    /* even when his certificate is trusted for other things */
    cert_write(mem_printf(ctx->mem, "%s/root.pem", mine), keys->root);
    trust_use(ctx->app, trust_of_dir(mine));
    assert_int_equal(judged(ctx, xml, len).stan, WERYFIKACJA_ZMIENIONE);
    /* and the genuine one is not called forged where its issuer is unknown */
    assert_int_equal(judged(ctx, p.upo.xml, p.upo.xml_len).stan, WERYFIKACJA_NIEPEWNE);
    trust_use(ctx->app, NULL);
    unknown = mem_dup(ctx->mem, xml, len);
    memcpy(strstr(unknown, "LUB-UPP"), "BUL", 3);
    assert_int_equal(judged(ctx, unknown, len).stan, WERYFIKACJA_NIEZNANE);
}

static void the_document_of_a_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p;
    struct zlozenie z;
    struct weryfikacja w;
    void *xml = NULL;
    size_t len = 0;

    letter(ctx, "Mój wniosek", NULL, 0, &xml, &len);
    assert_int_equal(judged(ctx, xml, len).stan, WERYFIKACJA_NIEROZPOZNANE);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    w = judged(ctx, xml, len);
    assert_int_equal(w.stan, WERYFIKACJA_DOKUMENT);
    assert_int_equal(w.fakty->n, 1);
    assert_string_equal(db_str(w.fakty, 0, "numer"), p.upo.numer);
}

/* No test files this one. */
#define NOBODYS "<nobodys/>"

static void files_that_mean_nothing(void **state)
{
    static const char *const cases[] = {
        "nobody's",
        NOBODYS,
        "\xff\xfe",
        "<p:Dokument xmlns:p=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"/>",
        "<Dokument><UPP/></Dokument>",
    };
    static const char nameless[] = "<p:Dokument xmlns:p=\"" UPO_NS "\"><p:UPP/></p:Dokument>";
    struct ctx *ctx = fx_ctx(state);
    struct weryfikacja w;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(judged(ctx, cases[i], strlen(cases[i])).stan, WERYFIKACJA_NIEROZPOZNANE);
    assert_int_equal(judged(ctx, nameless, sizeof nameless - 1).stan, WERYFIKACJA_NIEZNANE);
    assert_int_equal(weryfikacja_of_file(ctx, "", 0, &w), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "plik");
}

/* Nobody says of them that they bear no signature. */
static void files_that_cannot_be_read(void **state)
{
    static const char *const cases[] = { "<a>", "<!DOCTYPE a><a/>" };
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct weryfikacja w = judged(ctx, cases[i], strlen(cases[i]));

        assert_int_equal(w.stan, WERYFIKACJA_NIESPRAWDZONE);
        assert_int_equal(w.raport->indication, VERIFY_TOTAL_FAILED);
        assert_string_equal(w.powod, w.raport->reason);
        assert_string_not_equal(w.powod, "");
    }
}

static void a_file_that_breaks_the_sandbox(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct weryfikacja w;

    judged(ctx, NOBODYS, sizeof NOBODYS - 1); /* there is a helper now */
    helper_kill();
    w = judged(ctx, NOBODYS, sizeof NOBODYS - 1);
    assert_int_equal(w.stan, WERYFIKACJA_NIESPRAWDZONE);
    assert_int_equal(w.raport->indication, VERIFY_INDETERMINATE);
    assert_string_not_equal(w.powod, "");
    assert_int_equal(judged(ctx, NOBODYS, sizeof NOBODYS - 1).stan, WERYFIKACJA_NIEROZPOZNANE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(a_genuine_receipt),
        fx_test(a_changed_receipt),
        fx_test(a_forged_receipt),
        fx_test(the_document_of_a_receipt),
        fx_test(files_that_mean_nothing),
        fx_test(files_that_cannot_be_read),
        fx_test(a_file_that_breaks_the_sandbox),
    };

    return fx_run(tests);
}
