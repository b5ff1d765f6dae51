/* core/trust/trust: which certificate leads where, for what and when; the dated table of algorithms; the snapshot as bytes. */
#include "core/trust/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/trust/revocation.h"
#include "tests/support/keys.h"

#define DAY INT64_C(86400000000)
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

static int64_t now_us(void)
{
    return (int64_t)time(NULL) * 1000000;
}

static void add(struct trust *t, X509 *cert, unsigned purposes, const char *policy, int64_t from, int64_t to)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);

    assert_true(trust_add(t, der, (size_t)len,
                          &(struct trust_anchor){ .purposes = purposes, .policy = policy, .from = from, .to = to }));
    OPENSSL_free(der);
}

static struct trust *trusting(TALLOC_CTX *mem, X509 *cert, unsigned purposes)
{
    struct trust *t = trust_new(mem);

    add(t, cert, purposes, "", INT64_MIN, INT64_MAX);
    return t;
}

static const char *answer(TALLOC_CTX *mem, struct trust *t, X509 *cert, unsigned purposes, enum trust_use use,
                          int64_t at)
{
    struct trust_path path;

    if (trust_chain(mem, t, cert, NULL, 0, purposes, use, at, &path)) {
        assert_true(path.n >= 1);
        assert_non_null(path.anchor);
        return path.pinned ? "pinned" : "good";
    }
    assert_true(*path.reason);
    return mem_printf(mem, "%d %s", path.check, path.subindication);
}

static void purposes_are_kept_apart(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct key_set *k = key_set_new(mem, KEY_P256, "Jan");
    struct key_set *tsa = key_set_tsa(mem, KEY_P256, k);
    struct trust *t = trusting(mem, k->root, TRUST_QUALIFIED);

    (void)state;
    assert_string_equal(answer(mem, t, k->cert, TRUST_SIGNERS, TRUST_USE_SIGN, now_us()), "good");
    assert_string_equal(answer(mem, t, k->cert, TRUST_OWN, TRUST_USE_SIGN, now_us()), "25 NO_CERTIFICATE_CHAIN_FOUND");
    assert_string_equal(answer(mem, t, tsa->cert, TRUST_TSA, TRUST_USE_STAMP, now_us()),
                        "25 NO_CERTIFICATE_CHAIN_FOUND");
    add(t, k->root, TRUST_TSA, "", INT64_MIN, INT64_MAX);
    assert_string_equal(answer(mem, t, tsa->cert, TRUST_TSA, TRUST_USE_STAMP, now_us()), "good");
    /* neither may do the other's work */
    assert_string_equal(answer(mem, t, k->cert, TRUST_TSA, TRUST_USE_STAMP, now_us()), "26 CHAIN_CONSTRAINTS_FAILURE");
    assert_string_equal(answer(mem, t, tsa->cert, TRUST_QUALIFIED, TRUST_USE_SIGN, now_us()),
                        "26 CHAIN_CONSTRAINTS_FAILURE");
}

static void an_anchor_counts_between_its_dates(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct key_set *k = key_set_new(mem, KEY_P256, "Jan");
    struct trust *t = trust_new(mem);
    int64_t now = now_us();
    static const struct {
        int64_t shift; /* from now, in hours */
        const char *expected;
    } cases[] = { { -3, "25 NO_CERTIFICATE_CHAIN_FOUND" },
                  { -2, "good" },
                  { -1, "25 NO_CERTIFICATE_CHAIN_FOUND" }, /* the end is not part of it */
                  { 0, "25 NO_CERTIFICATE_CHAIN_FOUND" },
                  { 1, "good" },
                  { 2, "good" } };

    (void)state;
    add(t, k->root, TRUST_OWN, "", now - 2 * DAY / 24, now - DAY / 24);
    add(t, k->root, TRUST_OWN, "", now + DAY / 24, INT64_MAX);
    for (int round = 0; round < 2; round++) /* the second time from the chains built before */
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            assert_string_equal(answer(mem, t, k->cert, TRUST_OWN, TRUST_USE_SIGN, now + cases[i].shift * DAY / 24),
                                cases[i].expected);
}

static void a_policy_may_be_required(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct key_set *k = key_set_new(mem, KEY_P256, "Jan");
    static const struct {
        const char *of_certificate; /* NULL: none */
        const char *expected;
    } cases[] = { { "1.2.616.1.1", "good" },
                  { "1.2.616.1.2", "25 CHAIN_CONSTRAINTS_FAILURE" },
                  { NULL, "25 CHAIN_CONSTRAINTS_FAILURE" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct trust *t = trust_new(mem);
        X509 *cert = cert_new(mem, &(struct cert_spec){ .cn = "Jan",
                                                        .key = k->key,
                                                        .issuer = k->root,
                                                        .issuer_key = k->root_key,
                                                        .policies = cases[i].of_certificate });

        add(t, k->root, TRUST_OWN, "1.2.616.1.1", INT64_MIN, INT64_MAX);
        for (int round = 0; round < 2; round++)
            assert_string_equal(answer(mem, t, cert, TRUST_OWN, TRUST_USE_SIGN, now_us()), cases[i].expected);
    }
}

static void what_may_be_pinned(void **state)
{
    MEM_SCOPE(mem, NULL);
    EVP_PKEY *key = key_new(mem, KEY_P256);
    static const struct {
        const char *what;
        bool ca;
        const char *key_usage;
        const char *expected;
    } cases[] = {
        { "a signer", false, "critical,digitalSignature", "pinned" },
        { "one that says nothing", false, "", "pinned" },
        { "an authority by default, for nothing in particular", true, "", "pinned" },
        { "a real authority", true, "critical,keyCertSign,cRLSign", "26 CHAIN_CONSTRAINTS_FAILURE" },
        { "one for something else", false, "critical,keyEncipherment", "26 CHAIN_CONSTRAINTS_FAILURE" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        X509 *cert = cert_new(
            mem, &(struct cert_spec){ .cn = "Sam", .key = key, .ca = cases[i].ca, .key_usage = cases[i].key_usage });
        const char *is = answer(mem, trusting(mem, cert, TRUST_ALL), cert, TRUST_SIGNERS, TRUST_USE_SIGN, now_us());

        if (strcmp(is, cases[i].expected) != 0)
            fail_msg("%s: %s instead of %s", cases[i].what, is, cases[i].expected);
    }
}

static void a_pinned_certificate_expires_too(void **state)
{
    MEM_SCOPE(mem, NULL);
    X509 *cert = cert_new(mem, &(struct cert_spec){ .cn = "Sam", .key = key_new(mem, KEY_P256) });
    struct trust *t = trusting(mem, cert, TRUST_ALL);

    (void)state;
    assert_string_equal(answer(mem, t, cert, TRUST_SIGNERS, TRUST_USE_SIGN, now_us() + 400 * DAY),
                        "25 OUT_OF_BOUNDS_NO_POE");
    assert_string_equal(answer(mem, t, cert, TRUST_SIGNERS, TRUST_USE_SIGN, now_us() - 10 * DAY), "25 NOT_YET_VALID");
}

static void weak_keys_are_refused_when_their_day_comes(void **state)
{
    MEM_SCOPE(mem, NULL);
    static const struct {
        enum key_kind kind;
        const char *table; /* "" = the distribution's */
        const char *expected;
    } cases[] = {
        { KEY_RSA2048, "", "good" },
        { KEY_RSA1024, "", "25 CRYPTO_CONSTRAINTS_FAILURE" },
        { KEY_SECP256K1, "", "25 CRYPTO_CONSTRAINTS_FAILURE" },
        { KEY_P384, "", "good" },
        { KEY_RSA2048, "digest," SHA256 ",,,x\nrsa,RSA,2048,2026-01-01,x\n", "25 CRYPTO_CONSTRAINTS_FAILURE" },
        { KEY_P256, "digest," SHA256 ",,2026-01-01,x\nec,P-256,,,x\n", "25 CRYPTO_CONSTRAINTS_FAILURE" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct key_set *k = key_set_new(mem, cases[i].kind, "Jan");
        struct trust *t = trusting(mem, k->root, TRUST_OWN);

        if (*cases[i].table)
            assert_true(trust_algorithms(t, cases[i].table, strlen(cases[i].table)));
        assert_string_equal(answer(mem, t, k->cert, TRUST_OWN, TRUST_USE_SIGN, now_us()), cases[i].expected);
    }
}

static void the_table_says_until_when(void **state)
{
    MEM_SCOPE(mem, NULL);
    static const char table[] = "# a comment\r\n\nsignature," RSA_SHA256 ",,2029-01-01,podstawa, z przecinkiem\n";
    struct trust *t = trust_new(mem);
    int64_t end = INT64_C(1861920000000000); /* 2029-01-01T00:00:00Z */

    (void)state;
    assert_true(trust_method(t, RSA_SHA256, end));
    assert_true(trust_algorithms(t, table, sizeof table - 1));
    assert_true(trust_method(t, RSA_SHA256, end - 1));
    assert_false(trust_method(t, RSA_SHA256, end));
    assert_false(trust_digest(t, SHA256, 0));
    assert_false(trust_method(t, NULL, 0));
}

static void a_broken_table_changes_nothing(void **state)
{
    MEM_SCOPE(mem, NULL);
    static const char *const tables[] = {
        "",
        "# only a comment\n",
        "digest," SHA256 ",,\n",
        "nonsense," SHA256 ",,,x\n",
        "digest,,,,x\n",
        "rsa,RSA,many,,x\n",
        "rsa,RSA,-1,,x\n",
        "digest," SHA256 ",,2026-13-01,x\n",
        "digest," SHA256 ",,,x\ndigest\n",
    };
    struct trust *t = trust_new(mem);

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (trust_algorithms(t, tables[i], strlen(tables[i])))
            fail_msg("taken: %s", tables[i]);
        assert_true(trust_digest(t, SHA256, 0));
    }
}

static void a_snapshot_survives_packing(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct key_set *k = key_set_new(mem, KEY_P256, "Jan");
    struct trust *t = trust_new(mem);
    struct trust *copy;
    size_t len = 0;
    int n = 0;
    unsigned char *packed;

    (void)state;
    add(t, k->root, TRUST_OWN, "1.2.3", 0, INT64_MAX);
    trust_add_evidence(t, &(struct evidence){ EVIDENCE_CRL, (const unsigned char *)"abc", 3 });
    packed = trust_pack(mem, t, &len);
    copy = trust_unpack(mem, packed, len);
    assert_non_null(copy);
    assert_int_not_equal(trust_serial(copy), trust_serial(t));
    assert_string_equal(answer(mem, copy, k->cert, TRUST_OWN, TRUST_USE_SIGN, now_us()),
                        "25 CHAIN_CONSTRAINTS_FAILURE");
    assert_memory_equal(trust_evidence(copy, &n)->der, "abc", 3);
    assert_int_equal(n, 1);
    for (size_t cut = 0; cut < len; cut += 7)
        assert_null(trust_unpack(mem, packed, cut));
}

static void rubbish_is_no_anchor(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct key_set *k = key_set_new(mem, KEY_P256, "Jan");
    struct trust *t = trust_new(mem);
    unsigned char *der = NULL;
    int len = i2d_X509(k->root, &der);
    uint64_t before = trust_serial(t);
    const struct trust_anchor own = { .purposes = TRUST_OWN, TRUST_ALWAYS };

    (void)state;
    assert_false(trust_add(t, "x", 1, &own));
    assert_false(trust_add(t, der, (size_t)len - 1, &own));
    assert_false(trust_add(t, der, (size_t)len, &(struct trust_anchor){ .from = 0, .to = 1 }));
    assert_false(
        trust_add(t, der, (size_t)len, &(struct trust_anchor){ .purposes = TRUST_OWN, .policy = "polityka", .to = 1 }));
    assert_int_equal(trust_serial(t), before);
    OPENSSL_free(der);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(purposes_are_kept_apart),
        cmocka_unit_test(an_anchor_counts_between_its_dates),
        cmocka_unit_test(a_policy_may_be_required),
        cmocka_unit_test(what_may_be_pinned),
        cmocka_unit_test(a_pinned_certificate_expires_too),
        cmocka_unit_test(weak_keys_are_refused_when_their_day_comes),
        cmocka_unit_test(the_table_says_until_when),
        cmocka_unit_test(a_broken_table_changes_nothing),
        cmocka_unit_test(a_snapshot_survives_packing),
        cmocka_unit_test(rubbish_is_no_anchor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
