/* Accounts: what nobody may learn (who has one), what happens once (links, codes), and what stops a guesser.
 * (own program: job_add() is ours here) */
#include "tests/support/fx.h"

#include <argon2.h>
#include <inttypes.h>
#include <jansson.h>
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/job.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "modules/org/konto/konto.h"

#define GOOD "tęga-piła-7-żubrów"

/* The outbox, caught: what was sent, and how often. */
static struct {
    int n;
    char to[256];
    char subject[256];
    char text[2048];
} outbox;

enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data)
{
    (void)ctx;
    (void)key;
    assert_string_equal(rodzaj, "mail");
    outbox.n++;
    snprintf(outbox.to, sizeof outbox.to, "%s", json_string_value(json_object_get(data, "to")));
    snprintf(outbox.subject, sizeof outbox.subject, "%s", json_string_value(json_object_get(data, "subject")));
    snprintf(outbox.text, sizeof outbox.text, "%s", json_string_value(json_object_get(data, "text")));
    json_decref(data);
    return ERR_OK;
}

static const char *sent_token(struct ctx *ctx)
{
    const char *at = strstr(outbox.text, "?token=");

    assert_non_null(at);
    at += 7;
    return mem_strndup(ctx->mem, at, strcspn(at, "\n"));
}

static struct ctx *begin(void **state)
{
    struct ctx *ctx = fx_ctx(state);

    memset(&outbox, 0, sizeof outbox);
    ctx->app->conf.totp_required = false;
    return ctx;
}

/* A name nobody else uses, also when the same database is tested again. */
static const char *fresh_name(struct ctx *ctx, const char *what)
{
    return mem_printf(ctx->mem, "%s.%" PRId64 "@example.pl", what, ctx->now);
}

static enum konto_outcome try_password(struct ctx *ctx, const char *login, const char *password)
{
    struct konto_login l;

    assert_int_equal(konto_password(ctx, login, password, &l), ERR_OK);
    return l.outcome;
}

static void run(struct ctx *ctx, const struct db_sql *sql, const char *arg)
{
    assert_int_equal(db_exec(ctx, sql, DB_ARGS(db_text(arg)), NULL), ERR_OK);
}

static int64_t konto_id(struct ctx *ctx, const char *login)
{
    static const struct db_sql sql = { "t_konto", "SELECT id FROM org.konto WHERE login = $1", 1 };
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &sql, DB_ARGS(db_text(login)), "no such account", &r), ERR_OK);
    return db_int(r, 0, "id");
}

/* ---- log-in ---- */

static void people_log_in(void **state)
{
    struct ctx *ctx = begin(state);
    struct konto_login l;

    assert_int_equal(konto_password(ctx, "Obywatel", "demo", &l), ERR_OK); /* names know no case */
    assert_int_equal(l.outcome, KONTO_IN);
    assert_int_equal(l.who.kind, WHO_CITIZEN);
    assert_string_equal(l.who.name, "Jan Kowalski");
    assert_true(l.who.konto_id > 0 && l.who.pracownik_id == 0 && l.who.roles == 0);

    assert_int_equal(konto_password(ctx, "kierownik", "demo", &l), ERR_OK);
    assert_int_equal(l.outcome, KONTO_IN);
    assert_int_equal(l.who.kind, WHO_CLERK);
    assert_int_equal(l.n_jednostki, 1);
    assert_string_equal(l.jst, FX_JST);
    assert_string_equal(l.jst_name, "Gmina Santok");
    assert_string_equal(l.who.stanowisko, "kierownik referatu");
    assert_true(l.who.roles == (ROLE_EOD_DEKRETUJACY | ROLE_EOD_AKCEPTUJACY | ROLE_EOD_REFERENT));

    assert_int_equal(konto_clerk(ctx, l.who.konto_id, FX_OTHER_JST, &l), ERR_DENIED);
    ctx_forgive(ctx);
    assert_int_equal(konto_password(ctx, "inna-kierownik", "demo", &l), ERR_OK);
    assert_string_equal(l.jst, FX_OTHER_JST);
}

static void wrong_ones_do_not(void **state)
{
    static const char *const names[][2] = {
        { "obywatel", "Demo" }, { "obywatel", "" },        { "obywatel", "demo " }, { "", "demo" },
        { "nie-ma", "demo" },   { "' OR 1=1 --", "demo" }, { "obywatel' --", "x" },
    };
    struct ctx *ctx = begin(state);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(try_password(ctx, names[i][0], names[i][1]), KONTO_WRONG);
}

static void an_inactive_account_is_a_wrong_one(void **state)
{
    static const struct db_sql off = { "t_off", "UPDATE org.konto SET aktywne = false WHERE login = $1", 1 };
    static const struct db_sql fired = {
        "t_fired",
        "UPDATE org.pracownik SET aktywny = false WHERE konto_id = (SELECT id FROM org.konto WHERE login = $1)",
        1,
    };
    struct ctx *ctx = fx_system(state, FX_JST);

    begin(state);
    run(ctx, &off, "obywatel");
    assert_int_equal(try_password(ctx, "obywatel", "demo"), KONTO_WRONG);
    run(ctx, &fired, "referent");
    assert_int_equal(try_password(ctx, "referent", "demo"), KONTO_WRONG);
}

/* The same answers, in the same order, whether the name exists or not; the right password does not help a locked one. */
static void lock_out_tells_nothing(void **state)
{
    static const struct db_sql wait = {
        "t_wait",
        "UPDATE org.logowanie SET blokada_do = now() - interval '1 second' WHERE blokada_do > now() AND $1 <> ''",
        1,
    };
    const char *const names[] = { "obywatel", "nikt-taki", "referent" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct ctx *ctx = begin(state);
        int attempts = ctx->app->conf.login_attempts;

        for (int n = 0; n < attempts; n++)
            assert_int_equal(try_password(ctx, names[i], "zgaduję"), KONTO_WRONG);
        for (int n = 0; n < 3; n++) {
            assert_int_equal(try_password(ctx, names[i], "zgaduję"), KONTO_LOCKED);
            assert_int_equal(try_password(ctx, mem_printf(ctx->mem, "%c%s", names[i][0] - 32, names[i] + 1), "demo"),
                             KONTO_LOCKED);
        }
        run(ctx, &wait, "x");
        /* after the lock the count starts again */
        for (int n = 0; n < attempts; n++)
            assert_int_equal(try_password(ctx, names[i], "zgaduję"), KONTO_WRONG);
        assert_int_equal(try_password(ctx, names[i], "zgaduję"), KONTO_LOCKED);
        run(ctx, &wait, "x");
        assert_int_equal(try_password(ctx, names[i], "demo"), i == 1 ? KONTO_WRONG : KONTO_IN);
    }
}

static void a_right_one_clears_the_count(void **state)
{
    struct ctx *ctx = begin(state);

    for (int turn = 0; turn < 3; turn++) {
        for (int n = 0; n < ctx->app->conf.login_attempts - 1; n++)
            assert_int_equal(try_password(ctx, "obywatel", "zgaduję"), KONTO_WRONG);
        assert_int_equal(try_password(ctx, "obywatel", "demo"), KONTO_IN);
    }
}

static void one_attempt_locks_when_so_configured(void **state)
{
    struct ctx *ctx = begin(state);
    int before = ctx->app->conf.login_attempts;

    ctx->app->conf.login_attempts = 1;
    assert_int_equal(try_password(ctx, "nikt-taki-2", "zgaduję"), KONTO_WRONG);
    assert_int_equal(try_password(ctx, "nikt-taki-2", "zgaduję"), KONTO_LOCKED);
    ctx->app->conf.login_attempts = before;
}

static void an_old_hash_is_renewed(void **state)
{
    static const struct db_sql set = { "t_old", "UPDATE org.konto SET haslo = $2 WHERE login = $1", 2 };
    static const struct db_sql look = { "t_look", "SELECT haslo FROM org.konto WHERE login = $1", 1 };
    struct ctx *ctx = fx_system(state, "");
    struct db_rows *r = NULL;
    char weak[256];

    begin(state);
    assert_int_equal(argon2id_hash_encoded(1, 64, 1, "demo", 4, "saltsaltsaltsalt", 16, 32, weak, sizeof weak),
                     ARGON2_OK);
    assert_true(password_is_stale(weak));
    assert_int_equal(db_exec(ctx, &set, DB_ARGS(db_text("obywatel"), db_text(weak)), NULL), ERR_OK);
    assert_int_equal(try_password(ctx, "obywatel", "nie to"), KONTO_WRONG);
    assert_int_equal(try_password(ctx, "obywatel", "demo"), KONTO_IN);
    assert_int_equal(db_one(ctx, &look, DB_ARGS(db_text("obywatel")), "", &r), ERR_OK);
    assert_false(password_is_stale(db_str(r, 0, "haslo")));
    assert_int_equal(try_password(ctx, "obywatel", "demo"), KONTO_IN);
}

/* ---- the second factor ---- */

static const char *code_at(struct ctx *ctx, const char *secret, int64_t now)
{
    char *raw = NULL;
    size_t n = 0;
    char *code = mem_zero_bytes(ctx->mem, 1, 7, "code");

    assert_int_equal(oath_base32_decode(secret, strlen(secret), &raw, &n), OATH_OK);
    assert_int_equal(oath_totp_generate(raw, n, (time_t)(now / 1000000), TOTP_STEP_S, 0, 6, code), OATH_OK);
    free(raw);
    return code;
}

static enum konto_outcome try_code(struct ctx *ctx, int64_t id, const char *code)
{
    struct konto_login l;

    assert_int_equal(konto_code(ctx, id, code, &l), ERR_OK);
    if (l.outcome == KONTO_IN)
        assert_int_equal(l.who.konto_id, id);
    return l.outcome;
}

static const char *give_totp(struct ctx *ctx, const char *login)
{
    static const struct db_sql set = { "t_totp", "UPDATE org.konto SET totp = $2, totp_krok = 0 WHERE login = $1", 2 };
    const char *secret = totp_secret_new(ctx->mem);

    assert_int_equal(db_exec(ctx, &set, DB_ARGS(db_text(login), db_text(secret)), NULL), ERR_OK);
    return secret;
}

static void the_code_comes_second(void **state)
{
    struct ctx *ctx = fx_system(state, "");
    const char *secret = give_totp(ctx, "referent");
    const char *code = code_at(ctx, secret, ctx->now);
    struct konto_login l;

    begin(state);
    assert_int_equal(konto_password(ctx, "referent", "demo", &l), ERR_OK);
    assert_int_equal(l.outcome, KONTO_CODE);
    assert_int_equal(l.who.kind, WHO_PUBLIC); /* not in yet: nothing but the account's number */
    assert_int_equal(l.who.pracownik_id, 0);
    assert_true(l.who.roles == 0);
    assert_int_equal(try_code(ctx, l.who.konto_id, "000000" /* the chance is one in 300 000 */), KONTO_WRONG);
    assert_int_equal(try_code(ctx, l.who.konto_id, ""), KONTO_WRONG);
    assert_int_equal(try_code(ctx, l.who.konto_id, "12345678901234567890"), KONTO_WRONG);
    assert_int_equal(try_code(ctx, l.who.konto_id, code), KONTO_IN);
    /* heard over the shoulder: the same code, and the one before it, are spent */
    assert_int_equal(try_code(ctx, l.who.konto_id, code), KONTO_WRONG);
    assert_int_equal(try_code(ctx, l.who.konto_id, code_at(ctx, secret, ctx->now - TOTP_STEP_S * INT64_C(1000000))),
                     KONTO_WRONG);
    ctx->now += TOTP_STEP_S * INT64_C(1000000);
    assert_int_equal(try_code(ctx, l.who.konto_id, code_at(ctx, secret, ctx->now)), KONTO_IN);
}

/* The right password in between does not buy more guesses of the code. */
static void codes_cannot_be_guessed(void **state)
{
    struct ctx *ctx = fx_system(state, "");
    const char *secret = give_totp(ctx, "referent");
    int64_t id = konto_id(ctx, "referent");
    int attempts = ctx->app->conf.login_attempts;

    begin(state);
    for (int n = 0; n < attempts; n++) {
        assert_int_equal(try_password(ctx, "referent", "demo"), KONTO_CODE);
        assert_int_equal(try_code(ctx, id, "abcdef"), KONTO_WRONG);
    }
    assert_int_equal(try_code(ctx, id, code_at(ctx, secret, ctx->now)), KONTO_LOCKED);
    assert_int_equal(try_password(ctx, "referent", "demo"), KONTO_LOCKED);
}

static void codes_of_nobody(void **state)
{
    struct ctx *ctx = begin(state);
    struct konto_login l;

    assert_int_equal(konto_code(ctx, 999999999, "123456", &l), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(try_code(ctx, konto_id(ctx, "obywatel"), "123456"), KONTO_WRONG); /* has no second factor */
}

static void clerks_need_a_second_factor(void **state)
{
    struct ctx *ctx = begin(state);
    struct konto_login l;

    ctx->app->conf.totp_required = true;
    assert_int_equal(konto_password(ctx, "referent", "demo", &l), ERR_DENIED);
    ctx_forgive(ctx);
    assert_int_equal(try_password(ctx, "obywatel", "demo"), KONTO_IN);
    ctx->app->conf.totp_required = false;
}

/* ---- registration ---- */

static struct konto_nowe somebody(const char *email)
{
    return (struct konto_nowe){ "Zofia", "Żak", email, GOOD, GOOD };
}

static void registration_is_confirmed(void **state)
{
    struct ctx *ctx = begin(state);
    const char *email = fresh_name(ctx, "Zofia.Zak");
    struct konto_nowe n = somebody(email);
    const char *token = NULL;

    assert_int_equal(konto_register(ctx, &n), ERR_OK);
    assert_int_equal(outbox.n, 1);
    assert_non_null(strstr(outbox.subject, "Potwierdź"));
    assert_null(strstr(outbox.text, GOOD));
    token = sent_token(ctx);
    assert_int_equal(strlen(token), 43);
    assert_int_equal(try_password(ctx, email, GOOD), KONTO_WRONG); /* not yet */
    assert_int_equal(konto_confirm(ctx, "x"), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(konto_confirm(ctx, token), ERR_OK);
    assert_int_equal(try_password(ctx, email, GOOD), KONTO_IN);
    assert_int_equal(konto_confirm(ctx, token), ERR_INVALID); /* once */
    assert_non_null(strstr(ctx->fail.message, "już użyty"));
}

static void an_existing_address_says_nothing(void **state)
{
    static const struct db_sql first = { "t_first", "UPDATE org.konto SET login = $2, email = $2 WHERE login = $1", 2 };
    struct ctx *ctx = fx_system(state, "");
    const char *email = fresh_name(ctx, "jan");
    struct konto_nowe n = somebody(email);
    int64_t accounts;

    begin(state);
    assert_int_equal(db_exec(ctx, &first, DB_ARGS(db_text("obywatel"), db_text(email)), NULL), ERR_OK);
    accounts = fx_count(ctx, "org.konto");
    assert_int_equal(konto_register(ctx, &n), ERR_OK); /* as for a new one */
    assert_int_equal(outbox.n, 1);
    assert_string_equal(outbox.to, email);
    assert_non_null(strstr(outbox.subject, "Masz już konto"));
    assert_null(strstr(outbox.text, "token="));
    assert_int_equal(fx_count(ctx, "org.konto"), accounts);
    assert_int_equal(try_password(ctx, email, GOOD), KONTO_WRONG); /* his password did not change */
    assert_int_equal(try_password(ctx, email, "demo"), KONTO_IN);
}

static void bad_registrations(void **state)
{
    static const struct {
        struct konto_nowe n;
        const char *field;
    } cases[] = {
        { { "A", "B", "bez-malpy", GOOD, GOOD }, "email" },
        { { "A", "B", "a@b.pl\r\nBcc: c@d.pl", GOOD, GOOD }, "email" },
        { { "A", "B", "", GOOD, GOOD }, "email" },
        { { "A", "B", "a@example.pl", "krótkie", "krótkie" }, "haslo" },
        { { "A", "B", "a@example.pl", "", "" }, "haslo" },
        { { "A", "B", "a@example.pl", GOOD, GOOD "x" }, "haslo2" },
    };
    struct ctx *ctx = begin(state);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(konto_register(ctx, &cases[i].n), ERR_INVALID);
        assert_string_equal(ctx->fail.field, cases[i].field);
        ctx_forgive(ctx);
    }
    assert_int_equal(outbox.n, 0);
}

/* ---- a new password ---- */

static void ask_for(struct ctx *ctx, const char *email)
{
    outbox.n = 0;
    assert_int_equal(konto_reset_ask(ctx, email), ERR_OK);
}

static void reset(void **state)
{
    static const struct db_sql expire = { "t_expire",
                                          "UPDATE org.token SET wazny_do = now() - interval '1 second'"
                                          " WHERE konto_id = (SELECT id FROM org.konto WHERE login = $1)",
                                          1 };
    struct ctx *ctx = begin(state);
    const char *email = fresh_name(ctx, "reset");
    struct konto_nowe n = somebody(email);
    const char *first = NULL;
    const char *second = NULL;
    int64_t id = 0;

    assert_int_equal(konto_register(ctx, &n), ERR_OK);
    ask_for(ctx, email);
    assert_int_equal(outbox.n, 1);
    first = sent_token(ctx);
    ask_for(ctx, email);
    second = sent_token(ctx);
    assert_string_not_equal(first, second);

    assert_int_equal(konto_reset(ctx, second, "za krótkie", "za krótki", &id), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(konto_confirm(ctx, second), ERR_INVALID); /* a link is good for one thing */
    ctx_forgive(ctx);
    assert_int_equal(konto_reset(ctx, second, GOOD "2", GOOD "2", &id), ERR_OK);
    assert_int_equal(id, konto_id(ctx, email));
    assert_int_equal(try_password(ctx, email, GOOD), KONTO_WRONG);
    assert_int_equal(try_password(ctx, email, GOOD "2"), KONTO_IN); /* the link proved the address, too */
    assert_int_equal(konto_reset(ctx, second, GOOD "3", GOOD "3", &id), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(konto_reset(ctx, first, GOOD "3", GOOD "3", &id), ERR_INVALID); /* asked for before */
    ctx_forgive(ctx);

    ask_for(ctx, email);
    run(ctx, &expire, email);
    assert_int_equal(konto_reset(ctx, sent_token(ctx), GOOD "4", GOOD "4", &id), ERR_INVALID);
    ctx_forgive(ctx);

    /* a reset ends a lock */
    for (int i = 0; i <= ctx->app->conf.login_attempts; i++)
        (void)try_password(ctx, email, "zgaduję");
    assert_int_equal(try_password(ctx, email, GOOD "2"), KONTO_LOCKED);
    ask_for(ctx, email);
    assert_int_equal(konto_reset(ctx, sent_token(ctx), GOOD "5", GOOD "5", &id), ERR_OK);
    assert_int_equal(try_password(ctx, email, GOOD "5"), KONTO_IN);
}

static void asking_tells_nothing(void **state)
{
    struct ctx *ctx = begin(state);

    ask_for(ctx, fresh_name(ctx, "nikt"));
    assert_int_equal(outbox.n, 0);
    assert_int_equal(konto_reset_ask(ctx, "bez-malpy"), ERR_INVALID);
}

/* ---- own data ---- */

static void own_data(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", "");
    struct konto_dane d;

    assert_int_equal(konto_dane_get(ctx, &d), ERR_OK);
    assert_string_equal(d.imie, "Jan");
    d.pesel = "44051401359";
    d.kod_pocztowy = "66-431";
    d.telefon = "";
    assert_int_equal(konto_dane_change(ctx, &d), ERR_OK);
    assert_int_equal(konto_dane_get(ctx, &d), ERR_OK);
    assert_string_equal(d.pesel, "44051401359");
    d.pesel = "";
    assert_int_equal(konto_dane_change(ctx, &d), ERR_OK);
    d.pesel = "44051401358";
    assert_int_equal(konto_dane_change(ctx, &d), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "pesel");
    assert_null(strstr(ctx->fail.detail, "44051401358"));
    ctx_forgive(ctx);
    d.pesel = "";
    for (const char *const *bad = (const char *const[]){ "66431", "6-6431", "66-4311", "66-43a", "66--431", NULL };
         *bad; bad++) {
        d.kod_pocztowy = *bad;
        assert_int_equal(konto_dane_change(ctx, &d), ERR_INVALID);
        assert_string_equal(ctx->fail.field, "kod_pocztowy");
        ctx_forgive(ctx);
    }
    /* the other citizen's data stayed his */
    fx_citizen(state, "inna-obywatel", "");
    assert_int_equal(konto_dane_get(ctx, &d), ERR_OK);
    assert_string_equal(d.pesel, "");
}

/* Somebody logged in cannot slip into the functions that act as the system. */
static void not_in_the_middle_of_other_work(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", "");
    struct konto_login l;

    begin(state);
    assert_int_equal(konto_password(ctx, "referent", "demo", &l), ERR_INTERNAL);
    assert_int_equal(ctx->who.kind, WHO_CITIZEN);
}

/* Whichever database call fails: no account, no link, no letter that was not taken back. */
static void faults_leave_nothing(void **state)
{
    struct ctx *outer = begin(state);
    const char *email = fresh_name(outer, "awaria");
    const struct konto_nowe n = somebody(email);
    enum err e = ERR_BUSY;

    for (int fail = 1; e; fail++) {
        struct ctx *ctx = ctx_new(outer->app);

        assert_true(fail < 20);
        db_fail_at(fail);
        e = konto_register(ctx, &n);
        if (!e)
            db_fail_at(1); /* the last call of all is COMMIT */
        if (!e && fail > 1)
            assert_int_equal(db_commit(ctx), ERR_BUSY);
        db_fail_at(0);
        assert_true(e == ERR_OK || e == ERR_BUSY);
        ctx_free(ctx);
        ctx = ctx_new(outer->app);
        ctx->who.kind = WHO_SYSTEM;
        assert_int_equal(fx_count(ctx, mem_printf(ctx->mem, "org.konto WHERE login = '%s'", email)), 0);
        ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(people_log_in),
        fx_test(wrong_ones_do_not),
        fx_test(an_inactive_account_is_a_wrong_one),
        fx_test(lock_out_tells_nothing),
        fx_test(a_right_one_clears_the_count),
        fx_test(one_attempt_locks_when_so_configured),
        fx_test(an_old_hash_is_renewed),
        fx_test(the_code_comes_second),
        fx_test(codes_cannot_be_guessed),
        fx_test(codes_of_nobody),
        fx_test(clerks_need_a_second_factor),
        fx_test(registration_is_confirmed),
        fx_test(an_existing_address_says_nothing),
        fx_test(bad_registrations),
        fx_test(reset),
        fx_test(asking_tells_nothing),
        fx_test(own_data),
        fx_test(not_in_the_middle_of_other_work),
        fx_test(faults_leave_nothing),
    };

    return fx_run(tests);
}
