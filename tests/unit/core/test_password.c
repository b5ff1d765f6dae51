/* Passwords, tokens and one-time codes: known values of the standards, hostile input, no second use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <argon2.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/ctx/password.h"

#define RFC_SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" /* RFC 6238, appendix B: "12345678901234567890" */
#define SECOND INT64_C(1000000)

static struct app *app;

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    log_open("test_password", LOG_ERROR);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    talloc_free(app->mem);
    return 0;
}

static int begin(void **state)
{
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static void right_password_opens_and_wrong_does_not(void **state)
{
    const char *encoded = NULL;
    const char *again = NULL;

    assert_int_equal(password_hash(*state, "Zażółć gęślą jaźń", &encoded), ERR_OK);
    assert_int_equal(strncmp(encoded, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
    assert_true(password_verify(encoded, "Zażółć gęślą jaźń"));
    assert_false(password_verify(encoded, "Zazolc gesla jazn"));
    assert_false(password_verify(encoded, ""));
    assert_false(password_is_stale(encoded));
    /* The library's own comparison agrees. */
    assert_int_equal(argon2id_verify(encoded, "Zażółć gęślą jaźń", strlen("Zażółć gęślą jaźń")), ARGON2_OK);
    assert_int_equal(password_hash(*state, "Zażółć gęślą jaźń", &again), ERR_OK);
    assert_string_not_equal(encoded, again);
}

/* A known answer of the reference implementation, with smaller parameters. */
static void known_answer_is_understood_and_stale(void **state)
{
    static const char encoded[] =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    (void)state;
    assert_true(password_verify(encoded, "password"));
    assert_false(password_verify(encoded, "Password"));
    assert_true(password_is_stale(encoded));
}

static void damaged_or_foreign_hashes_never_open(void **state)
{
#define SALT "$AAAAAAAAAAAAAAAAAAAAAA$"
#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    static const char *const bad[] = {
        NULL,
        "",
        "demo",
        "$argon2id$v=19$m=19456,t=2,p=1$",
        "$argon2id$v=19$m=19456,t=2,p=1" SALT,
        "$argon2i$v=19$m=19456,t=2,p=1" SALT HASH,
        "$argon2id$v=19$m=999999999,t=2,p=1" SALT HASH,
        "$argon2id$v=19$m=19456,t=99999999,p=1" SALT HASH,
        "$argon2id$v=19$m=19456,t=2,p=1" SALT HASH,
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(password_verify(bad[i], ""));
        assert_false(password_verify(bad[i], "password"));
    }
    assert_true(password_is_stale(NULL));
}

static void cost_is_a_setting(void **state)
{
    const char *dear = NULL;
    const char *cheap = NULL;

    assert_int_equal(password_hash(*state, "hasło", &dear), ERR_OK);
    password_cost(64);
    assert_int_equal(password_hash(*state, "hasło", &cheap), ERR_OK);
    assert_int_equal(strncmp(cheap, "$argon2id$v=19$m=64,t=2,p=1$", 28), 0);
    assert_true(password_verify(cheap, "hasło") && password_verify(dear, "hasło"));
    assert_true(password_is_stale(dear) && !password_is_stale(cheap));
    password_cost(PASSWORD_MEMORY_KIB);
    assert_true(password_is_stale(cheap) && !password_is_stale(dear));
}

static uint64_t work_of_verify(const char *encoded, const char *password)
{
    uint64_t before = password_work();

    (void)password_verify(encoded, password);
    return password_work() - before;
}

/* Else the time of the answer would tell whether there is such an account. */
static void unknown_user_costs_the_same(void **state)
{
    const char *encoded = NULL;
    uint64_t cost;

    assert_int_equal(password_hash(*state, "inne haslo", &encoded), ERR_OK);
    cost = work_of_verify(encoded, "haslo maslo");
    assert_true(cost >= PASSWORD_MEMORY_KIB);
    assert_int_equal(work_of_verify(encoded, "inne haslo"), cost);
    assert_int_equal(work_of_verify(NULL, "haslo maslo"), cost);
    assert_int_equal(work_of_verify("", "haslo maslo"), cost);
}

static void policy(void **state)
{
    struct ctx *ctx = *state;
    static const char *const bad[] = {
        "",           "krotkie12",    "ąćęłńóśźż",         "aaaaaaaaaaaa", "1234567890",
        "0987654321", "abcdefghijkl", "Anna.Kos@Urzad.pl", "anna.kos2026", "ANNA.KOS!!1",
    };
    char longest[200] = "";

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(password_check(ctx, "haslo", bad[i], "anna.kos@urzad.pl"), ERR_INVALID);
        assert_string_equal(ctx->fail.field, "haslo");
        ctx_forgive(ctx);
    }
    assert_int_equal(password_check(ctx, "haslo", "ąćęłńóśźżĄ", "anna.kos@urzad.pl"), ERR_OK);
    assert_int_equal(password_check(ctx, "haslo", "anna.kos lubi koty", "anna.kos@urzad.pl"), ERR_OK);
    assert_int_equal(password_check(ctx, "haslo", "poprawny kon bateria", NULL), ERR_OK);
    for (int i = 0; i < 128; i++)
        longest[i] = (char)('a' + i * 7 % 26);
    assert_int_equal(password_check(ctx, "haslo", longest, NULL), ERR_OK);
    longest[128] = 'x';
    assert_int_equal(password_check(ctx, "haslo", longest, NULL), ERR_INVALID);
}

static void huge_password_is_refused_without_work(void **state)
{
    struct ctx *ctx = *state;
    char *huge = mem_zero_bytes(ctx->mem, 1000001, 1, "huge");
    const char *encoded = NULL;

    memset(huge, 'x', 1000000);
    assert_int_equal(password_hash(ctx, huge, &encoded), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(password_hash(ctx, "x", &encoded), ERR_OK);
    assert_false(password_verify(encoded, huge));
}

static void tokens_differ_and_are_safe_in_addresses(void **state)
{
    struct ctx *ctx = *state;
    char hash[TOKEN_HASH_LEN + 1];

    for (size_t n = 0; n <= 64; n++) {
        char *a = token_new(ctx->mem, n);
        char *b = token_new(ctx->mem, n);

        assert_int_equal(strlen(a), (n * 8 + 5) / 6);
        assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), strlen(a));
        if (n >= 8)
            assert_string_not_equal(a, b);
    }
    token_hash("abc", hash);
    assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(token_equal("abc", "abc"));
    assert_false(token_equal("abc", "abd"));
    assert_false(token_equal("abc", "abcd"));
    assert_false(token_equal("", "abc"));
}

static void codes_of_rfc_6238(void **state)
{
    static const struct {
        int64_t time;
        const char *code;
    } rows[] = { { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
                 { 1234567890, "005924" }, { 2000000000, "279037" }, { INT64_C(20000000000), "353130" } };
    int64_t step = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(totp_check(RFC_SECRET, rows[i].code, rows[i].time * SECOND, 0, &step));
        assert_int_equal(step, rows[i].time / 30);
    }
}

static void one_step_of_patience_and_no_second_use(void **state)
{
    const int64_t at = 1111111109; /* step 37037036, ends at …109 */
    int64_t step = 0;

    (void)state;
    assert_true(totp_check(RFC_SECRET, " 081 804 ", (at + 30) * SECOND, 0, &step));
    assert_true(totp_check(RFC_SECRET, "081804", (at - 30) * SECOND, 0, &step));
    assert_false(totp_check(RFC_SECRET, "081804", (at + 60) * SECOND, 0, &step));
    assert_false(totp_check(RFC_SECRET, "081804", (at - 60) * SECOND, 0, &step));
    assert_int_equal(step, 37037036);
    assert_false(totp_check(RFC_SECRET, "081804", at * SECOND, step, &step));
    assert_false(totp_check(RFC_SECRET, "081804", (at + 30) * SECOND, step, &step));
    assert_true(totp_check(RFC_SECRET, "050471", (at + 2) * SECOND, step, &step));
    assert_int_equal(step, 37037037);
}

static void bad_codes_and_secrets_never_open(void **state)
{
    static const char *const codes[] = { "", "28708", "2870820", "94287082", "28708x", "-87082", "287082;", "٢٨٧٠٨٢" };
    static const char *const secrets[] = { NULL, "", "A", "AAAAAAAA", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!" };
    int64_t step = 7;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_false(totp_check(RFC_SECRET, codes[i], 59 * SECOND, 0, &step));
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        for (int code = 0; code < 1000000; code += 997) {
            char text[16];

            (void)snprintf(text, sizeof text, "%06d", code);
            assert_false(totp_check(secrets[i], text, 59 * SECOND, 0, &step));
        }
    assert_int_equal(step, 7);
}

static void secret_and_address_for_the_authenticator(void **state)
{
    struct ctx *ctx = *state;
    char *secret = totp_secret_new(ctx->mem);

    assert_int_equal(strlen(secret), 32);
    assert_int_equal(strspn(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 32);
    assert_string_not_equal(secret, totp_secret_new(ctx->mem));
    assert_string_equal(totp_uri(ctx->mem, "ABC", "Lubuski e-Urząd", "anna@x.pl?secret=Z&a"),
                        "otpauth://totp/Lubuski%20e-Urz%C4%85d:anna%40x.pl%3Fsecret%3DZ%26a?secret=ABC"
                        "&issuer=Lubuski%20e-Urz%C4%85d&algorithm=SHA1&digits=6&period=30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(right_password_opens_and_wrong_does_not, begin, end),
        cmocka_unit_test_setup_teardown(known_answer_is_understood_and_stale, begin, end),
        cmocka_unit_test_setup_teardown(damaged_or_foreign_hashes_never_open, begin, end),
        cmocka_unit_test_setup_teardown(cost_is_a_setting, begin, end),
        cmocka_unit_test_setup_teardown(unknown_user_costs_the_same, begin, end),
        cmocka_unit_test_setup_teardown(policy, begin, end),
        cmocka_unit_test_setup_teardown(huge_password_is_refused_without_work, begin, end),
        cmocka_unit_test_setup_teardown(tokens_differ_and_are_safe_in_addresses, begin, end),
        cmocka_unit_test_setup_teardown(codes_of_rfc_6238, begin, end),
        cmocka_unit_test_setup_teardown(one_step_of_patience_and_no_second_use, begin, end),
        cmocka_unit_test_setup_teardown(bad_codes_and_secrets_never_open, begin, end),
        cmocka_unit_test_setup_teardown(secret_and_address_for_the_authenticator, begin, end),
    };

    return cmocka_run_group_tests_name("core/ctx/password", tests, begin_all, end_all);
}
