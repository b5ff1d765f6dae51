#include "tests/support/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/ctx/app.h"
#include "core/sig/verify_cert.h"
#include "core/trust/trust_dir.h"

struct checked check_file(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                          const char *trust_dir, int64_t at)
{
    const struct verify_request rq = { .data = data,
                                       .len = len,
                                       .max = 64u << 20,
                                       .profile = profile,
                                       .purposes = profile == VERIFY_NARROW ? TRUST_OWN : TRUST_SIGNERS,
                                       .at = at };
    struct checked c = { .one = verify_signature_of("") };

    verify_bytes(mem, &rq, trust_of_dir(trust_dir), &c.report);
    if (c.report.n > 0)
        c.one = c.report.signatures[0];
    return c;
}

struct checked check_passes(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                            const char *trust_dir, int64_t at)
{
    struct checked c = check_file(mem, data, len, profile, trust_dir, at);

    if (c.report.indication != VERIFY_TOTAL_PASSED)
        fail_msg("%s %s (checks %s): %s", verify_indication_name(c.report.indication), c.report.subindication,
                 VERIFY_CHECKS(c.report.checks), c.report.reason);
    return c;
}

void check_sealed_pdf(struct ctx *ctx, const void *data, size_t len)
{
    struct checked c = check_passes(ctx->mem, data, len, VERIFY_NARROW, ctx->app->conf.trust_dir, ctx->now);

    assert_int_equal(c.report.n, 1);
    assert_string_equal(c.one.format, "PAdES");
    assert_string_equal(c.one.level, "B-T");
    assert_string_equal(c.one.scope, "calosc");
}
