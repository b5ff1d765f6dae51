/* signer: printouts asked for through core/seal/seal as the modules do, sealed, verified in the sandbox as strangers' files
 * are; and what is refused. */
#include "tests/unit/signer/office.h"

#include "core/doc/pdf.h"
#include "core/sig/verify_box.h"

static struct ctx *of_unit(struct world *w, const char *jst)
{
    struct ctx *ctx = caller(w, w->app);

    ctx->jst = jst;
    ctx->now = now_us();
    return ctx;
}

static void *printout(struct ctx *ctx, const char *unit, size_t *ret_len)
{
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "Potwierdzenie",
                                                     .author = "Urząd Gminy Łęknica",
                                                     .unit = unit,
                                                     .number = "LUB-UPP-0801062-2026-000000123" });
    void *data = NULL;

    pdf_heading(p, 1, "Potwierdzenie");
    pdf_para(p, "Zażółć gęślą jaźń.");
    assert_int_equal(pdf_finish(p, &data, ret_len), ERR_OK);
    return data;
}

static void printouts_are_sealed_for_their_unit(void **state)
{
    struct world *w = *state;
    const char *const units[] = { JST, RSA_JST };

    verify_box_start(w->app);
    start_signer(w);
    for (size_t i = 0; i < 2; i++) {
        struct ctx *ctx = of_unit(w, units[i]);
        struct trust *trust = trust_new(w->mem);
        struct verify_request rq = { .profile = VERIFY_NARROW, .purposes = TRUST_OWN, .at = now_us() };
        struct verify_report r;
        void *sealed = NULL;
        size_t len = 0;
        const void *pdf = printout(ctx, units[i], &len);

        assert_int_equal(seal_document(ctx, SEAL_PDF, pdf, len, &sealed, &rq.len), ERR_OK);
        assert_true(rq.len > len && memcmp(sealed, pdf, len) == 0);
        assert_true(trust_load_dir(trust, w->app->conf.trust_dir) > 0);
        rq.data = sealed;
        verify_box(w->mem, w->app, &rq, trust, &r);
        assert_int_equal(r.indication, VERIFY_TOTAL_PASSED);
        assert_int_equal(r.n, 1);
        assert_string_equal(r.signatures[0].format, "PAdES");
        assert_string_equal(r.signatures[0].level, "B-T");
        assert_string_equal(r.signatures[0].scope, "calosc");
    }
    stop_signer(w);
    assert_non_null(strstr(read_file(w, w->app->conf.signer_log), "\"wydruk\""));
}

static void what_is_no_printout_of_the_unit_is_refused(void **state)
{
    struct world *w = *state;
    struct ctx *ctx = of_unit(w, JST);
    void *sealed = NULL;
    void *again = NULL;
    size_t len = 0;
    size_t n = 0;
    const void *pdf = printout(ctx, RSA_JST, &len);

    start_signer(w);
    assert_int_equal(seal_document(ctx, SEAL_PDF, pdf, len, &sealed, &n), ERR_INTERNAL);
    pdf = printout(ctx, NULL, &len);
    assert_int_equal(seal_document(ctx, SEAL_PDF, pdf, len, &sealed, &n), ERR_INTERNAL);
    assert_int_equal(seal_document(ctx, SEAL_PDF, "<x/>", 4, &sealed, &n), ERR_INTERNAL);
    pdf = printout(ctx, JST, &len);
    assert_int_equal(seal_document(ctx, SEAL_PISMO, pdf, len, &sealed, &n), ERR_INTERNAL);
    assert_int_equal(seal_document(ctx, SEAL_PDF, pdf, len, &sealed, &n), ERR_OK);
    assert_int_equal(seal_document(ctx, SEAL_PDF, sealed, n, &again, &len), ERR_INTERNAL);
    stop_signer(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(printouts_are_sealed_for_their_unit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_printout_of_the_unit_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
