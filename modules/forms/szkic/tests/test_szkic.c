/* forms/szkic: a draft grows, is frozen, thaws when it changes, and is sent once; a signed copy must be the same
 * document; nobody reaches another's draft. */
#include "tests/support/fx.h"

#include <stdio.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "core/sig/xmlsig.h"
#include "modules/forms/szkic/szkic.h"
#include "modules/org/jst/jst.h"
#include "tests/support/keys.h"

static const struct szkic_tekst LETTER = { "Wniosek o zaświadczenie", "wniosek",
                                           "Proszę o zaświadczenie.\n\nDziękuję za <pomoc> & czas.", "" };
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"

static struct jst *unit(struct ctx *ctx)
{
    struct jst *jst = mem_zero(ctx->mem, struct jst);

    assert_int_equal(jst_by_teryt(ctx, FX_JST, jst), ERR_OK);
    return jst;
}

static int64_t draft(struct ctx *ctx, const struct szkic_tekst *t)
{
    int64_t id = 0;

    assert_int_equal(szkic_start(ctx, "", &id), ERR_OK);
    assert_int_equal(szkic_save(ctx, id, t), ERR_OK);
    return id;
}

static enum err attach(struct ctx *ctx, int64_t id, const char *name, const char *mime, const void *data, size_t len,
                       int64_t claimed)
{
    struct blob_info blob;

    assert_int_equal(blob_put(ctx, data, len, &blob), ERR_OK);
    return szkic_add_file(ctx, id, name, mime, blob.sha256, claimed);
}

static struct szkic get(struct ctx *ctx, int64_t id)
{
    struct szkic s = { 0 };

    assert_int_equal(szkic_get(ctx, id, &s), ERR_OK);
    return s;
}

static void refused(struct ctx *ctx, enum err e, const char *field)
{
    assert_int_equal(e, ERR_INVALID);
    assert_non_null(ctx->fail.field);
    assert_string_equal(ctx->fail.field, field);
    ctx_forgive(ctx);
}

/* ---- the draft ---- */

static void a_second_click_makes_no_second_draft(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t a = 0;
    int64_t b = 0;

    assert_int_equal(szkic_start(ctx, "", &a), ERR_OK);
    assert_int_equal(szkic_start(ctx, "OR.1.2026", &b), ERR_OK);
    assert_int_equal(a, b);
    assert_string_equal(get(ctx, b).tekst.znak_sprawy, "OR.1.2026");
    assert_int_equal(szkic_save(ctx, a, &LETTER), ERR_OK);
    assert_int_equal(szkic_start(ctx, "", &b), ERR_OK);
    assert_int_not_equal(a, b);
}

static void drafts_have_a_limit(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = 0;
    enum err e = ERR_OK;
    int n = 0;

    while (n <= SZKIC_OTWARTYCH_MAX && (e = szkic_start(ctx, "", &id)) == ERR_OK) {
        assert_int_equal(szkic_save(ctx, id, &LETTER), ERR_OK);
        n++;
    }
    assert_true(n <= SZKIC_OTWARTYCH_MAX);
    assert_int_equal(e, ERR_CONFLICT);
}

static void missing_parts_are_named(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct szkic_tekst t = { "", "", "", "" };
    int64_t id = draft(ctx, &t);

    /* In the order of the form. */
    refused(ctx, szkic_freeze(ctx, unit(ctx), id), "rodzaj");
    t.rodzaj = "rozkaz";
    assert_int_equal(szkic_save(ctx, id, &t), ERR_OK);
    refused(ctx, szkic_freeze(ctx, unit(ctx), id), "rodzaj");
    t.rodzaj = "skarga";
    assert_int_equal(szkic_save(ctx, id, &t), ERR_OK);
    refused(ctx, szkic_freeze(ctx, unit(ctx), id), "tytul");
    t.tytul = LETTER.tytul;
    assert_int_equal(szkic_save(ctx, id, &t), ERR_OK);
    refused(ctx, szkic_freeze(ctx, unit(ctx), id), "tresc");
    t.tresc = "Skarżę się.\x01";
    assert_int_equal(szkic_save(ctx, id, &t), ERR_OK);
    refused(ctx, szkic_freeze(ctx, unit(ctx), id), "tresc");
    assert_string_equal(get(ctx, id).xml_sha256, "");
}

static void files_are_judged_by_content_size_and_number(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct szkic_limity l;

    szkic_limity(ctx, &l);
    refused(ctx, attach(ctx, id, "a.exe", "application/x-dosexec", "MZ", 2, 2), "pliki");
    refused(ctx, attach(ctx, id, "a.pdf", "image/png", PNG, sizeof PNG - 1, 33), "pliki");
    refused(ctx, attach(ctx, id, "pusty.txt", "inode/x-empty", "", 0, 0), "pliki");
    refused(ctx, attach(ctx, id, "a.png", "image/png", PNG, sizeof PNG - 1, l.plik + 1), "pliki");
    assert_int_equal(attach(ctx, id, "a.png", "image/png", PNG, sizeof PNG - 1, 33), ERR_OK);
    assert_int_equal(attach(ctx, id, "a.png", "image/png", PNG, sizeof PNG - 1, 33), ERR_OK);
    assert_int_equal(get(ctx, id).pliki->n, 1);
    for (int i = 1; i < l.n_plikow; i++)
        assert_int_equal(attach(ctx, id, mem_printf(ctx->mem, "%d.png", i), "image/png", PNG, sizeof PNG - 1, 33),
                         ERR_OK);
    refused(ctx, attach(ctx, id, "za-duzo.png", "image/png", PNG, sizeof PNG - 1, 33), "pliki");
}

static void files_have_a_limit_together(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct szkic_limity l;

    szkic_limity(ctx, &l);
    assert_true(l.razem < 2 * l.plik);
    assert_int_equal(attach(ctx, id, "a.png", "image/png", PNG, sizeof PNG - 1, l.plik), ERR_OK);
    refused(ctx, attach(ctx, id, "b.png", "image/png", PNG, sizeof PNG - 1, l.razem - l.plik + 1), "pliki");
    assert_int_equal(attach(ctx, id, "b.png", "image/png", PNG, sizeof PNG - 1, l.razem - l.plik), ERR_OK);
}

/* ---- freezing ---- */

static void what_is_frozen_stays_until_it_changes(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct szkic_tekst other = LETTER;
    const char *sha;

    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    sha = get(ctx, id).xml_sha256;
    assert_int_equal(strlen(sha), BLOB_SHA_LEN);
    assert_int_equal(szkic_save(ctx, id, &LETTER), ERR_OK);
    assert_string_equal(get(ctx, id).xml_sha256, sha);
    ctx->now += 1000000;
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    assert_string_equal(get(ctx, id).xml_sha256, sha);

    other.tresc = "Coś innego.";
    assert_int_equal(szkic_save(ctx, id, &other), ERR_OK);
    assert_string_equal(get(ctx, id).xml_sha256, "");
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    assert_string_not_equal(get(ctx, id).xml_sha256, sha);
    assert_int_equal(attach(ctx, id, "a.png", "image/png", PNG, sizeof PNG - 1, 33), ERR_OK);
    assert_string_equal(get(ctx, id).xml_sha256, "");
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    assert_int_equal(szkic_remove_file(ctx, id, db_int(get(ctx, id).pliki, 0, "id")), ERR_OK);
    assert_string_equal(get(ctx, id).xml_sha256, "");
}

/* Frozen yesterday: the letter bears the day on which it is looked at. */
static void another_day_freezes_anew(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    const char *sha;

    ctx->now -= INT64_C(3) * 86400 * 1000000;
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    sha = get(ctx, id).xml_sha256;
    ctx->now += INT64_C(3) * 86400 * 1000000;
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    assert_string_not_equal(get(ctx, id).xml_sha256, sha);
}

/* ---- whose it is ---- */

static void nobody_else_reaches_it(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct pokwitowanie p;
    struct szkic s;
    struct db_rows *rows = NULL;

    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    fx_citizen(state, "inna-obywatel", FX_JST);
    assert_int_equal(szkic_get(ctx, id, &s), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_save(ctx, id, &LETTER), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_remove_file(ctx, id, 1), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_delete(ctx, id), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_send(ctx, unit(ctx), id, "", &p), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(szkic_list(ctx, "", &rows), ERR_OK);
    for (int i = 0; i < rows->n; i++)
        assert_int_not_equal(db_int(rows, i, "id"), id);

    fx_clerk(state, "kancelaria");
    assert_int_equal(fx_count(ctx, "forms.szkic"), 0);
    assert_int_equal(fx_count(ctx, "forms.szkic_plik"), 0);
    fx_citizen(state, "obywatel", FX_OTHER_JST);
    assert_int_equal(szkic_get(ctx, id, &s), ERR_NOTFOUND);
    ctx_forgive(ctx);
}

/* ---- a signed copy ---- */

static void frozen_bytes(struct ctx *ctx, int64_t id, void **ret_xml, size_t *ret_len)
{
    struct szkic s;

    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    s = get(ctx, id);
    assert_int_equal(szkic_xml(ctx, &s, ret_xml, ret_len), ERR_OK);
}

static char *signed_copy(struct ctx *ctx, const void *xml, size_t len, size_t *ret_len)
{
    struct key_set *keys = key_set_new(ctx->mem, KEY_P256, "Jan Kowalski");
    X509 *chain[] = { keys->cert };
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(ctx->mem, xml, len, len, &doc, NULL), ERR_OK);
    assert_int_equal(xmlsig_sign(ctx->mem, doc, keys->key, chain, 1, ctx->now, "text/xml", NULL), ERR_OK);
    return xml_bytes(ctx->mem, doc, ret_len);
}

/* The bytes with the first `from` replaced. */
static char *altered(struct ctx *ctx, const char *bytes, const char *from, const char *to, size_t *ret_len)
{
    const char *at = strstr(bytes, from);
    char *text;

    assert_non_null(at);
    text = mem_printf(ctx->mem, "%.*s%s%s", (int)(at - bytes), bytes, to, at + strlen(from));
    *ret_len = strlen(text);
    return text;
}

static void only_the_same_document_with_a_signature_passes(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    void *xml = NULL;
    size_t len = 0;
    size_t n = 0;
    size_t m = 0;
    char *copy;
    char *at;
    const char *text;

    frozen_bytes(ctx, id, &xml, &len);
    copy = signed_copy(ctx, xml, len, &n);
    assert_int_equal(szkic_check_signed(ctx, xml, len, copy, n), ERR_OK);

    refused(ctx, szkic_check_signed(ctx, xml, len, xml, len), "podpisany");
    refused(ctx, szkic_check_signed(ctx, xml, len, "", 0), "podpisany");
    refused(ctx, szkic_check_signed(ctx, xml, len, "%PDF-1.4", 8), "podpisany");
    text = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    refused(ctx, szkic_check_signed(ctx, xml, len, text, strlen(text)), "podpisany");

    text = altered(ctx, copy, "Proszę o", "Żądam", &m);
    refused(ctx, szkic_check_signed(ctx, xml, len, text, m), "podpisany");
    text = altered(ctx, copy, "Proszę o", "<!-- x -->Proszę o", &m);
    refused(ctx, szkic_check_signed(ctx, xml, len, text, m), "podpisany");
    text = altered(ctx, copy, "rodzaj=\"wniosek\"", "rodzaj=\"skarga\"", &m);
    refused(ctx, szkic_check_signed(ctx, xml, len, text, m), "podpisany");
    at = strstr(copy, "SignatureValue>") + strlen("SignatureValue>") + 20;
    *at = *at == 'A' ? 'B' : 'A';
    text = copy;
    m = n;
    refused(ctx, szkic_check_signed(ctx, xml, len, text, m), "podpisany");

    text = mem_printf(ctx->mem,
                      "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:Object/></ds:Signature>");
    refused(ctx, szkic_check_signed(ctx, xml, len, text, strlen(text)), "podpisany");
}

/* A signature over another letter, put into this one. */
static void a_borrowed_signature_is_damaged(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct szkic_tekst other = LETTER;
    void *xml = NULL;
    void *xml2 = NULL;
    size_t len = 0;
    size_t len2 = 0;
    size_t n = 0;
    char *copy;
    char *mixed;

    frozen_bytes(ctx, draft(ctx, &LETTER), &xml, &len);
    other.tresc = "Inna treść.";
    frozen_bytes(ctx, draft(ctx, &other), &xml2, &len2);
    copy = strstr(signed_copy(ctx, xml2, len2, &n), "<ds:Signature");
    assert_non_null(copy);
    mixed = mem_printf(ctx->mem, "%.*s%s", (int)(strstr(xml, "</wnio:Dokument>") - (char *)xml), (char *)xml, copy);
    refused(ctx, szkic_check_signed(ctx, xml, len, mixed, strlen(mixed)), "podpisany");
}

/* ---- sending ---- */

static void it_is_sent_once(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct pokwitowanie first;
    struct pokwitowanie again;
    struct db_rows *rows = NULL;
    int64_t documents = fx_count(ctx, "esp.dokument");
    const char *sha;

    assert_int_equal(szkic_send(ctx, unit(ctx), id, "", &first), ERR_CONFLICT);
    ctx_forgive(ctx);
    assert_int_equal(szkic_freeze(ctx, unit(ctx), id), ERR_OK);
    sha = get(ctx, id).xml_sha256;
    assert_int_equal(szkic_send(ctx, unit(ctx), id, "0000", &first), ERR_CONFLICT);
    ctx_forgive(ctx);
    assert_int_equal(szkic_send(ctx, unit(ctx), id, sha, &first), ERR_OK);
    assert_false(first.powtorka);
    assert_int_equal(szkic_send(ctx, unit(ctx), id, sha, &again), ERR_OK);
    assert_true(again.powtorka);
    assert_int_equal(first.dokument_id, again.dokument_id);
    assert_string_equal(first.upo.numer, again.upo.numer);
    assert_int_equal(fx_count(ctx, "esp.dokument"), documents + 1);

    /* What is stored is what was looked at. */
    assert_int_equal(skrytka_dokument(ctx, first.dokument_id, &rows), ERR_OK);
    assert_string_equal(db_str(rows, 0, "sha256"), sha);
    assert_int_equal(get(ctx, id).dokument_id, first.dokument_id);

    assert_int_equal(szkic_save(ctx, id, &LETTER), ERR_CONFLICT);
    ctx_forgive(ctx);
    assert_int_equal(szkic_delete(ctx, id), ERR_CONFLICT);
    ctx_forgive(ctx);
    assert_int_equal(szkic_list(ctx, FX_JST, &rows), ERR_OK);
    for (int i = 0; i < rows->n; i++)
        assert_int_not_equal(db_int(rows, i, "id"), id);
}

static void a_signed_copy_is_filed_as_it_is(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t id = draft(ctx, &LETTER);
    struct pokwitowanie p;
    struct db_rows *rows = NULL;
    char sha[BLOB_SHA_LEN + 1];
    void *xml = NULL;
    size_t len = 0;
    size_t n = 0;
    char *copy;

    frozen_bytes(ctx, id, &xml, &len);
    copy = signed_copy(ctx, xml, len, &n);
    refused(ctx, szkic_send_signed(ctx, unit(ctx), id, xml, len, &p), "podpisany");
    assert_int_equal(szkic_send_signed(ctx, unit(ctx), id, copy, n, &p), ERR_OK);
    blob_sha256(copy, n, sha);
    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &rows), ERR_OK);
    assert_string_equal(db_str(rows, 0, "sha256"), sha);
    /* The demo does not know this signer, but the signature holds. */
    assert_string_equal(db_str(rows, 0, "podpis"), "INDETERMINATE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(a_second_click_makes_no_second_draft),
        fx_test(drafts_have_a_limit),
        fx_test(missing_parts_are_named),
        fx_test(files_are_judged_by_content_size_and_number),
        fx_test(files_have_a_limit_together),
        fx_test(what_is_frozen_stays_until_it_changes),
        fx_test(another_day_freezes_anew),
        fx_test(nobody_else_reaches_it),
        fx_test(only_the_same_document_with_a_signature_passes),
        fx_test(a_borrowed_signature_is_damaged),
        fx_test(it_is_sent_once),
        fx_test(a_signed_copy_is_filed_as_it_is),
    };

    return fx_run(tests);
}
