/* What is said of a file whose signatures nobody could judge: not that it has none. */
#include "tests/support/fx.h"

#include <string.h>

#include "core/verify.h"
#include "modules/portal/weryfikacja/weryfikacja.h"
#include "tests/support/helper.h"

static struct weryfikacja judge(struct ctx *ctx, const char *text)
{
    struct weryfikacja w = { 0 };

    assert_int_equal(weryfikacja_pliku(ctx, text, strlen(text), &w), ERR_OK);
    return w;
}

static void without_a_signature(void **state)
{
    static const char *const files[] = { "<pismo/>", "tekst", "PK\003\004" };
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct weryfikacja w = judge(ctx, files[i]);

        assert_int_equal(w.stan, WERYFIKACJA_NIEROZPOZNANE);
        assert_string_equal(weryfikacja_stan_name(w.stan), "nierozpoznane");
    }
}

static void what_cannot_be_read_is_not_called_unsigned(void **state)
{
    static const char *const files[] = { "<pismo>", "<!DOCTYPE a><a/>" };
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct weryfikacja w = judge(ctx, files[i]);

        assert_int_equal(w.stan, WERYFIKACJA_NIESPRAWDZONE);
        assert_string_equal(weryfikacja_stan_name(w.stan), "niesprawdzone");
        assert_non_null(strstr(w.opis, "Nie udało się sprawdzić"));
        assert_string_equal(w.powod, w.raport->reason);
        assert_string_not_equal(w.powod, "");
    }
}

static void what_breaks_the_sandbox_is_not_called_unsigned(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct weryfikacja w;

    judge(ctx, "<pismo/>"); /* there is a helper now */
    helper_kill();
    w = judge(ctx, "<pismo/>");
    assert_int_equal(w.stan, WERYFIKACJA_NIESPRAWDZONE);
    assert_int_equal(w.raport->indication, VERIFY_INDETERMINATE);
    assert_string_not_equal(w.powod, "");
    assert_int_equal(judge(ctx, "<pismo/>").stan, WERYFIKACJA_NIEROZPOZNANE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(without_a_signature),
        fx_test(what_cannot_be_read_is_not_called_unsigned),
        fx_test(what_breaks_the_sandbox_is_not_called_unsigned),
    };

    return fx_run(tests);
}
