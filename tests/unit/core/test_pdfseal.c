/* core/sig/pdfseal: our printouts, sealed, as our verifier and as poppler, qpdf and NSS read them; and the shapes the signer
 * will not seal. */
#include "core/sig/pdfseal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/pdf.h"
#include "core/sig/pdf_verify.h"
#include "signer/shape_pdf.h"
#include "tests/support/verify_kit.h"

#define JST "0801062"

struct world {
    TALLOC_CTX *mem;
    struct app *app;
    struct ctx *ctx;
    const char *dir;
    struct key_set *ec;
    struct key_set *rsa;
    struct key_set *tsa;
    struct trust *trust;
    struct tsp_source stamps;
    uint64_t serial;
    int64_t now;
};

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    struct world *w = arg;

    return tsp_make(mem, w->tsa->key, w->tsa->cert, &w->tsa->cert, 1, "1.3.6.1.4.1.99999.1", ++w->serial, w->now,
                    sha256, ret_der, ret_len);
}

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    log_open("test_pdfseal", LOG_ERROR);
    w->mem = mem;
    w->app = mem_zero(mem, struct app);
    w->app->mem = w->app;
    w->ctx = ctx_new(w->app);
    w->dir = temp_dir(mem);
    w->ec = key_set_new(mem, KEY_P256, "Urząd Gminy Świdnica");
    w->rsa = key_set_new(mem, KEY_RSA3072, "Starostwo");
    w->tsa = key_set_tsa(mem, KEY_P256, w->ec);
    w->trust = kit_trust(mem, w->ec->root, TRUST_OWN | TRUST_TSA);
    kit_anchor(w->trust, w->rsa->root, TRUST_OWN, TRUST_REVOCATION_IF_KNOWN);
    w->stamps = (struct tsp_source){ stamp, w };
    w->now = (int64_t)time(NULL) * 1000000;
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    ctx_free(w->ctx);
    talloc_free(w->mem);
    return 0;
}

/* ---- helpers ---- */

static void *printout(struct world *w, const char *unit, const char *number, size_t *ret_len)
{
    struct pdf *p = pdf_new(w->ctx, &(struct pdf_info){ .title = "Poświadczenie „Łąka”",
                                                        .author = "Urząd Gminy Świdnica",
                                                        .header = "Gmina",
                                                        .unit = unit,
                                                        .number = number });
    void *data = NULL;

    pdf_heading(p, 1, "Urzędowe poświadczenie przedłożenia");
    pdf_pair(p, "Znak sprawy", "OR.1431.5.2026");
    pdf_page(p);
    pdf_qr(p, "https://example.pl/weryfikacja", "Sprawdź");
    assert_int_equal(pdf_finish(p, &data, ret_len), ERR_OK);
    return data;
}

static void *seal(struct world *w, struct key_set *keys, bool stamped, size_t *ret_len)
{
    X509 *chain[] = { keys->cert, keys->root };
    const struct cms_by by = { keys->key, chain, 2, stamped ? &w->stamps : NULL };
    const struct pdf_seal how = { "Urząd Gminy Świdnica", "Poświadczenie 1/2026 — żółć", w->now };
    void *sealed = NULL;
    size_t len = 0;
    const void *pdf = printout(w, JST, "LUB-UPP-1", &len);

    assert_int_equal(pdf_seal(w->mem, pdf, len, &how, &by, &sealed, ret_len), ERR_OK);
    assert_true(*ret_len > len && memcmp(sealed, pdf, len) == 0);
    return sealed;
}

static struct verify_report verify(struct world *w, const void *pdf, size_t len)
{
    const struct verify_request rq = {
        .data = pdf, .len = len, .profile = VERIFY_NARROW, .purposes = TRUST_OWN, .at = w->now
    };
    struct verify_report r;

    pdf_verify(w->mem, &rq, w->trust, &r);
    return r;
}

/* Output of a shell command with $D the test's folder and $F the file. */
static const char *run(struct world *w, const void *pdf, size_t len, const char *command)
{
    struct buf b = buf_new(w->mem, 1u << 20);
    const char *path = mem_printf(w->mem, "%s/plik.pdf", w->dir);
    char part[4096];
    size_t n;
    FILE *f;

    file_write(path, pdf, len);
    setenv("F", path, 1);
    setenv("D", w->dir, 1);
    f = popen(command, "re");
    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    pclose(f);
    return buf_text(&b);
}

static void must_say(const char *output, const char *what)
{
    if (!strstr(output, what))
        fail_msg("no \"%s\" in: %s", what, output);
}

/* ---- our verifier ---- */

static void seal_is_b_t_over_the_whole(void **state)
{
    struct world *w = *state;
    struct key_set *const keys[] = { w->ec, w->rsa };

    for (size_t i = 0; i < 2; i++) {
        size_t len = 0;
        const void *pdf = seal(w, keys[i], true, &len);
        struct verify_report r = verify(w, pdf, len);

        kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
        assert_int_equal(r.n, 1);
        assert_string_equal(r.signatures[0].level, "B-T");
        assert_string_equal(r.signatures[0].scope, "calosc");
        assert_string_equal(r.signatures[0].kind, "urzad");
        assert_true(r.signatures[0].stamp_time[0] && r.signatures[0].signing_time[0]);
    }
}

static void without_a_source_of_stamps_it_is_b_b(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *pdf = seal(w, w->ec, false, &len);
    struct verify_report r = verify(w, pdf, len);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].level, "B-B");
}

static void changed_seals_fail(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    char *pdf = seal(w, w->ec, true, &len);

    for (size_t i = 0; i < len; i += i < 400 ? 1 : 1009) {
        struct verify_report r;

        pdf[i] ^= 1;
        r = verify(w, pdf, len);
        pdf[i] ^= 1;
        /* the room left behind the value is padding, and a digit of the value has two spellings */
        if (r.indication == VERIFY_TOTAL_PASSED)
            assert_true(pdf[i] == '0' || (pdf[i] >= 'A' && pdf[i] <= 'F'));
    }
}

static void second_seal_needs_another_way(void **state)
{
    struct world *w = *state;
    X509 *chain[] = { w->ec->cert };
    const struct cms_by by = { w->ec->key, chain, 1, NULL };
    const struct pdf_seal how = { "a", "b", w->now };
    void *again = NULL;
    size_t len = 0;
    const void *pdf = seal(w, w->ec, true, &len);

    assert_int_equal(pdf_seal(w->mem, pdf, len, &how, &by, &again, &len), ERR_INVALID);
    assert_int_equal(pdf_seal(w->mem, "%PDF-1.5\n", 9, &how, &by, &again, &len), ERR_INVALID);
}

/* ---- other programs ---- */

static void other_programs_agree(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *pdf = seal(w, w->rsa, true, &len);
    const char *out;

    cert_write(mem_printf(w->mem, "%s/root.pem", w->dir), w->rsa->root);
    run(w, pdf, len,
        "mkdir -p \"$D/nss\" && certutil -N -d \"sql:$D/nss\" --empty-password && "
        "certutil -A -d \"sql:$D/nss\" -n root -t CT,CT,CT -i \"$D/root.pem\"");
    out = run(w, pdf, len, "pdfsig -nssdir \"sql:$D/nss\" \"$F\" 2>&1");
    must_say(out, "Signature is Valid.");
    must_say(out, "Certificate is Trusted.");
    must_say(out, "Total document signed");
    must_say(out, "ETSI.CAdES.detached");
    must_say(out, "Starostwo");
    out = run(w, pdf, len, "qpdf --check \"$F\" 2>&1");
    must_say(out, "No syntax or stream encoding errors found");
    out = run(w, pdf, len, "pdftotext -layout \"$F\" - 2>&1");
    must_say(out, "Urzędowe poświadczenie przedłożenia");
    must_say(out, "Sprawdź");
    out = run(w, pdf, len, "pdfinfo \"$F\" 2>&1");
    must_say(out, "Pages:           2");
    must_say(out, "urzad:" JST " numer:LUB-UPP-1");
}

/* ---- what the signer takes for a printout ---- */

static const char *shape(struct world *w, const void *pdf, size_t len, const char **ret_author)
{
    return shape_pdf_problem(w->mem, pdf, len, JST, ret_author);
}

static void printout_of_this_unit_has_the_shape(void **state)
{
    struct world *w = *state;
    const char *author = NULL;
    size_t len = 0;
    const void *pdf = printout(w, JST, "LUB-UPP-1", &len);

    assert_null(shape(w, pdf, len, &author));
    assert_string_equal(author, "Urząd Gminy Świdnica");
}

static void other_papers_are_refused(void **state)
{
    struct world *w = *state;
    const char *author = NULL;
    size_t len = 0;
    const void *pdf = printout(w, "0801", "LUB-UPP-1", &len);

    assert_non_null(shape(w, pdf, len, &author));
    pdf = printout(w, NULL, NULL, &len);
    assert_non_null(shape(w, pdf, len, &author));
    pdf = printout(w, JST, "z odstępem", &len);
    assert_non_null(shape(w, pdf, len, &author));
    pdf = seal(w, w->ec, true, &len);
    assert_non_null(shape(w, pdf, len, &author));
}

/* A printout with one entry of the catalogue exchanged for something that acts, of the same length. */
static void what_acts_is_refused(void **state)
{
    struct world *w = *state;
    const char *const entries[] = { "/OpenAction (x)", "/AA << >>", "/AcroForm 1 0 R",
                                    "/Names 1 0 R",    "/J#53 (x)", "/AF []" };
    const char *const place = "/ViewerPreferences << /DisplayDocTitle true >>";

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        const char *author = NULL;
        size_t len = 0;
        char *pdf = printout(w, JST, "LUB-UPP-1", &len);
        char *at = memmem(pdf, len, place, strlen(place));

        assert_non_null(at);
        memset(at, ' ', strlen(place));
        assert_null(shape(w, pdf, len, &author));
        memcpy(at, entries[i], strlen(entries[i]));
        assert_non_null(shape(w, pdf, len, &author));
    }
}

static void cut_and_longer_files_are_refused(void **state)
{
    struct world *w = *state;
    const char *author = NULL;
    size_t len = 0;
    char *pdf = printout(w, JST, "LUB-UPP-1", &len);
    char *longer = mem_array(w->mem, char, len + 40);

    for (size_t n = 0; n < len; n += n < len - 500 ? 499 : 1) {
        MEM_SCOPE(tmp, w->mem);

        assert_non_null(shape_pdf_problem(tmp, mem_dup(tmp, pdf, n), n, JST, &author));
    }
    memcpy(longer, pdf, len);
    memcpy(longer + len, "99 0 obj\n<< /JS (x) >>\nendobj\n%%EOF\n\n\n\n", 40);
    assert_non_null(shape(w, longer, len + 36, &author));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(seal_is_b_t_over_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_source_of_stamps_it_is_b_b, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changed_seals_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(second_seal_needs_another_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_programs_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(printout_of_this_unit_has_the_shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_papers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_acts_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_and_longer_files_are_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
