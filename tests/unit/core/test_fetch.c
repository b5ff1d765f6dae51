/* Asking an authority that answers well, badly, too much, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/trust/fetch.h"
#include "tests/support/authority.h"
#include "tests/support/evidence.h"
#include "tests/support/keys.h"

#define HOUR (INT64_C(3600) * 1000000)

static struct {
    TALLOC_CTX *mem;
    struct app app;
    struct ctx *ctx;
    struct authority *authority;
    struct key_set *keys;
    X509 *cert; /* with both addresses */
} w;

static int begin(void **state)
{
    (void)state;
    w.mem = mem_new(NULL);
    w.app = (struct app){ .mem = w.mem, .program = "test" };
    conf_defaults(&w.app.conf);
    w.app.conf.fetch_loopback = true;
    w.ctx = ctx_new(&w.app);
    w.authority = authority_new(w.mem);
    w.keys = key_set_new(w.mem, KEY_P256, "Inny");
    w.cert = cert_new(w.mem, &(struct cert_spec){
                                 .cn = "Jan",
                                 .key = w.keys->key,
                                 .issuer = w.keys->root,
                                 .issuer_key = w.keys->root_key,
                                 .info_access = mem_printf(w.mem, "OCSP;URI:%s", authority_url(w.authority, "ocsp")),
                                 .crl_points = mem_printf(w.mem, "URI:%s", authority_url(w.authority, "crl")),
                             });
    return 0;
}

static int end(void **state)
{
    (void)state;
    ctx_free(w.ctx);
    talloc_free(w.mem);
    return 0;
}

static struct evidence response_for(X509 *cert)
{
    return ocsp_new(w.mem, &(struct ocsp_spec){ .cert = cert,
                                                .issuer = w.keys->root,
                                                .issuer_key = w.keys->root_key,
                                                .this_update = clock_now(),
                                                .next_update = clock_now() + HOUR });
}

static void put(const char *path, struct evidence ev)
{
    authority_put(w.authority, path, ev.der, ev.len);
}

static void put_list(void)
{
    put("crl", crl_new(w.mem, &(struct crl_spec){ .issuer = w.keys->root,
                                                  .issuer_key = w.keys->root_key,
                                                  .this_update = clock_now(),
                                                  .next_update = clock_now() + HOUR }));
}

static bool fetched(enum evidence_kind kind)
{
    struct evidence ev = { .kind = EVIDENCE_CERT };
    bool found = fetch_status(w.ctx, w.mem, w.cert, w.keys->root, clock_now() - HOUR, &ev);

    assert_null(w.ctx->fail.message);
    return found && ev.kind == kind;
}

static void the_responder_is_asked_first(void **state)
{
    (void)state;
    put("ocsp", response_for(w.cert));
    put_list();
    assert_true(fetched(EVIDENCE_OCSP));
}

/* Garbage, an answer about somebody else, more than an answer may have: the list is fetched instead. */
static void a_useless_answer_leads_to_the_list(void **state)
{
    static const char garbage[] = "<html>Konserwacja</html>";
    char *huge = mem_array(w.mem, char, 70u << 10);

    (void)state;
    put_list();
    assert_true(fetched(EVIDENCE_CRL));
    authority_put(w.authority, "ocsp", garbage, sizeof garbage);
    assert_true(fetched(EVIDENCE_CRL));
    put("ocsp", response_for(w.keys->cert));
    assert_true(fetched(EVIDENCE_CRL));
    authority_put(w.authority, "ocsp", huge, 70u << 10);
    assert_true(fetched(EVIDENCE_CRL));
}

static void nobody_there_is_no_failure(void **state)
{
    struct evidence ev;

    (void)state;
    assert_false(fetched(EVIDENCE_OCSP));
    assert_false(fetch_status(w.ctx, w.mem, w.keys->cert, w.keys->root, clock_now(), &ev)); /* names no address */
    assert_null(w.ctx->fail.message);
}

static void a_list_beyond_all_measure_is_not_taken(void **state)
{
    char *huge = mem_array(w.mem, char, (4u << 20) + 1);

    (void)state;
    authority_put(w.authority, "crl", huge, (4u << 20) + 1);
    assert_false(fetched(EVIDENCE_CRL));
}

static void this_machine_is_not_asked_in_production(void **state)
{
    (void)state;
    put("ocsp", response_for(w.cert));
    put_list();
    w.app.conf.fetch_loopback = false;
    assert_false(fetched(EVIDENCE_OCSP));
    assert_false(fetched(EVIDENCE_CRL));
}

#define fetch_test(f) cmocka_unit_test_setup_teardown((f), begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        fetch_test(the_responder_is_asked_first),
        fetch_test(a_useless_answer_leads_to_the_list),
        fetch_test(nobody_there_is_no_failure),
        fetch_test(a_list_beyond_all_measure_is_not_taken),
        fetch_test(this_machine_is_not_asked_in_production),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
