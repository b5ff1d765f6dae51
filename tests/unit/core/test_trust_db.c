/* The snapshot of whom we trust, as a process keeps it. */
#include "tests/support/own_database.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/blob.h"
#include "core/serve/start.h"
#include "core/trust/trust_db.h"
#include "tests/support/keys.h"

#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define SHA512 "http://www.w3.org/2001/04/xmlenc#sha512"
#define DAY (INT64_C(86400) * 1000000)

static struct {
    TALLOC_CTX *mem;
    struct app *app; /* as eurzad-web */
    struct key_set *keys;
    int64_t now;
} w;

static int begin_all(void **state)
{
    (void)state;
    own_database_make();
    w.mem = mem_new(NULL);
    w.keys = key_set_new(w.mem, KEY_P256, "Jan");
    w.now = clock_now();
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    own_database_drop();
    talloc_free(w.mem);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    own_command(NULL, "TRUNCATE ca.kotwica");
    w.app = own_app("eurzad_web");
    return 0;
}

static int end(void **state)
{
    (void)state;
    app_stop(w.app);
    return 0;
}

static void anchor(X509 *cert, const char *purpose, const char *from, const char *to, const char *revocation)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    char *hex = mem_array(w.mem, char, (size_t)len * 2 + 1);

    for (int i = 0; i < len; i++)
        snprintf(hex + 2 * i, 3, "%02x", der[i]);
    OPENSSL_free(der);
    own_command(NULL,
                mem_printf(w.mem,
                           "INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, wazna_do, odwolania, zrodlo,"
                           " dodal) VALUES ('%s', repeat('a', 64), '\\x%s', 'CA', now() + interval '%s',"
                           " now() + interval '%s', '%s', 'katalog', 'test')",
                           purpose, hex, from, to, revocation));
}

static struct trust *current(struct ctx *ctx)
{
    struct trust *t = NULL;

    if (trust_current(ctx, &t))
        fail_msg("%s", ctx->fail.detail);
    return t;
}

static bool trusts(struct ctx *ctx, struct trust *t, unsigned purposes, int64_t at)
{
    struct trust_path path = { .n = 0 };

    return trust_chain(ctx->mem, t, w.keys->cert, NULL, 0, purposes, TRUST_USE_SIGN, w.now + at, &path);
}

static void anchors_count_for_their_purpose_and_time(void **state)
{
    struct ctx *ctx = second_ctx(w.app, "");

    (void)state;
    anchor(w.keys->root, "partner", "-12 hours", "12 hours", "gdy_znane");
    assert_true(trusts(ctx, current(ctx), TRUST_PARTNER, 0));
    assert_true(trusts(ctx, current(ctx), TRUST_SIGNERS, 0));
    assert_false(trusts(ctx, current(ctx), TRUST_QUALIFIED, 0));
    assert_false(trusts(ctx, current(ctx), TRUST_PARTNER, -DAY * 3 / 4));
    assert_false(trusts(ctx, current(ctx), TRUST_PARTNER, DAY * 3 / 4));
    ctx_free(ctx);
}

/* The database is not asked at every call; what a request holds stays as it was until it ends. */
static void a_change_is_seen_by_the_next_who_asks(void **state)
{
    struct ctx *ctx = second_ctx(w.app, "");
    struct ctx *later = second_ctx(w.app, "");
    struct trust *before = current(ctx);

    (void)state;
    assert_false(trusts(ctx, before, TRUST_OWN, 0));
    anchor(w.keys->root, "wlasny", "-1 day", "1 day", "gdy_znane");
    assert_ptr_equal(current(ctx), before);
    assert_int_equal(db_commit(ctx), ERR_OK);
    trust_refresh(w.app);
    assert_true(trusts(later, current(later), TRUST_OWN, 0));
    assert_ptr_not_equal(current(later), before);
    assert_false(trusts(ctx, before, TRUST_OWN, 0));
    ctx_free(ctx);
    assert_true(trusts(later, current(later), TRUST_OWN, 0));
    own_command(NULL, "UPDATE ca.kotwica SET wazna_do = wazna_od");
    trust_refresh(w.app);
    assert_false(trusts(later, current(later), TRUST_OWN, 0));
    ctx_free(later);
}

static void an_unchanged_database_is_not_read_again(void **state)
{
    struct ctx *ctx = second_ctx(w.app, "");
    struct trust *before = current(ctx);

    (void)state;
    trust_refresh(w.app);
    assert_ptr_equal(current(ctx), before);
    ctx_free(ctx);
}

static void a_broken_row_harms_no_other(void **state)
{
    struct ctx *ctx = second_ctx(w.app, "");

    (void)state;
    anchor(w.keys->root, "wlasny", "-1 day", "1 day", "gdy_znane");
    own_command(NULL,
                "INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, odwolania, zrodlo, dodal)"
                " VALUES ('wlasny', repeat('b', 64), '\\x3000', 'x', '2000-01-01', 'gdy_znane', 'katalog', 'test')");
    assert_true(trusts(ctx, current(ctx), TRUST_OWN, 0));
    ctx_free(ctx);
}

static void the_policy_of_revocation_travels_with_the_anchor(void **state)
{
    static const struct {
        const char *word;
        enum trust_revocation policy;
    } rows[] = { { "wymagane", TRUST_REVOCATION_REQUIRED }, { "gdy_znane", TRUST_REVOCATION_IF_KNOWN } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct ctx *ctx = second_ctx(w.app, "");
        struct trust_path path = { .n = 0 };
        struct trust *strict = NULL;

        own_command(NULL, "TRUNCATE ca.kotwica");
        anchor(w.keys->root, "wlasny", "-1 day", "1 day", rows[i].word);
        trust_refresh(w.app);
        assert_true(
            trust_chain(ctx->mem, current(ctx), w.keys->cert, NULL, 0, TRUST_OWN, TRUST_USE_SIGN, w.now, &path));
        assert_int_equal(path.anchor->revocation, rows[i].policy);
        assert_int_equal(trust_strict(ctx, &strict), ERR_OK);
        assert_true(trust_chain(ctx->mem, strict, w.keys->cert, NULL, 0, TRUST_OWN, TRUST_USE_SIGN, w.now, &path));
        assert_int_equal(path.anchor->revocation, TRUST_REVOCATION_REQUIRED);
        ctx_free(ctx);
    }
}

static void a_table_of_algorithms_of_ones_own(void **state)
{
    struct ctx *ctx = second_ctx(w.app, "");
    const char *path = mem_printf(w.mem, "%s/algorytmy.csv", temp_dir(w.mem));
    static const char table[] = "digest," SHA512 ",,,test\n";
    struct trust *t = NULL;

    (void)state;
    assert_true(trust_digest(current(ctx), SHA256, w.now));
    ctx_free(ctx);
    end(state);
    begin(state);
    file_write(path, table, sizeof table - 1);
    w.app->conf.algorithms = path;
    ctx = second_ctx(w.app, "");
    assert_true(trust_digest(current(ctx), SHA512, w.now));
    assert_false(trust_digest(current(ctx), SHA256, w.now));
    ctx_free(ctx);
    end(state);
    begin(state);
    file_write(path, "digest\n", 7);
    w.app->conf.algorithms = path;
    ctx = second_ctx(w.app, "");
    assert_int_equal(trust_current(ctx, &t), ERR_INTERNAL);
    ctx_free(ctx);
}

static void purposes_have_names(void **state)
{
    (void)state;
    for (unsigned p = 1; p < TRUST_ALL; p <<= 1)
        assert_int_equal(trust_purpose_of(trust_purpose_name((enum trust_purpose)p)), p);
    assert_int_equal(trust_purpose_of("inny"), 0);
    assert_null(trust_purpose_name(TRUST_ALL));
}

#define db_test(f) cmocka_unit_test_setup_teardown((f), begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        db_test(anchors_count_for_their_purpose_and_time),
        db_test(a_change_is_seen_by_the_next_who_asks),
        db_test(an_unchanged_database_is_not_read_again),
        db_test(a_broken_row_harms_no_other),
        db_test(the_policy_of_revocation_travels_with_the_anchor),
        db_test(a_table_of_algorithms_of_ones_own),
        db_test(purposes_have_names),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}
