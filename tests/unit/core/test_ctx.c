/* The life of a request: who acts where, and the first failure kept. */
#include "tests/support/fx.h"

#include <string.h>

static void fresh(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct ctx *other = ctx_new(fx_app());

    assert_int_equal(ctx->who.kind, WHO_PUBLIC);
    assert_string_equal(ctx->jst, "");
    assert_string_equal(ctx->address, "");
    assert_string_equal(ctx->who.name, "");
    assert_string_equal(ctx->who.stanowisko, "");
    assert_string_equal(ctx->who.identyfikator, "");
    assert_int_equal(strlen(ctx->request_id), 12);
    assert_int_equal(strspn(ctx->request_id, "0123456789abcdef"), 12);
    assert_string_not_equal(ctx->request_id, other->request_id);
    assert_true(ctx->now > INT64_C(1700000000000000));
    assert_false(ctx->in_tx || ctx->retry || ctx->read_only);
    assert_int_equal(ctx->fail.code, ERR_OK);
    ctx_free(other);
    ctx_free(NULL);
}

static void first_failure_is_kept(void **state)
{
    struct ctx *ctx = fx_ctx(state);

    assert_int_equal(ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego pisma.", "pismo=%d", 7), ERR_NOTFOUND);
    assert_int_equal(ctx_fail(ctx, ERR_INTERNAL, "Inne.", "x"), ERR_NOTFOUND);
    assert_int_equal(ctx_fail_field(ctx, "email", "Zły adres."), ERR_NOTFOUND);
    assert_string_equal(ctx->fail.message, "Nie ma takiego pisma.");
    assert_string_equal(ctx->fail.detail, "pismo=7");
    assert_null(ctx->fail.field); /* the second failure's field does not stick to the first */
    assert_non_null(strstr(ctx->fail.where, "test_ctx.c:"));
    ctx->retry = true;
    ctx_forgive(ctx);
    assert_int_equal(ctx->fail.code, ERR_OK);
    assert_false(ctx->retry);
    assert_int_equal(ctx_fail_field(ctx, "email", "100% zły adres %s."), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "email");
    assert_string_equal(ctx->fail.message, "100% zły adres %s.");
}

static void a_failure_outlives_its_words(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    char message[] = "Zdanie.";
    char field[] = "pole";

    assert_int_equal(ctx_fail_field(ctx, field, message), ERR_INVALID);
    memset(message, 'x', sizeof message - 1);
    memset(field, 'x', sizeof field - 1);
    assert_string_equal(ctx->fail.message, "Zdanie.");
    assert_string_equal(ctx->fail.field, "pole");
}

static const char *unit_of_transaction(struct ctx *ctx)
{
    static const struct db_sql sql = { "t_unit", "SELECT app_jst() AS jst", 0 };
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &sql, DB_NONE, &r), ERR_OK);
    return db_str(r, 0, "jst");
}

static void clerks_stay_in_their_unit(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(ctx_act_in(ctx, FX_JST), ERR_OK);
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_DENIED);
    assert_string_equal(ctx->jst, FX_JST);
    assert_string_equal(unit_of_transaction(ctx), FX_JST);
}

static void others_name_the_unit(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", "");
    struct ctx *fresh_one = ctx_new(fx_app());

    assert_string_equal(unit_of_transaction(ctx), "");
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_OK);
    assert_string_equal(unit_of_transaction(ctx), FX_OTHER_JST);
    assert_int_equal(ctx_act_in(ctx, FX_JST), ERR_OK);
    assert_string_equal(unit_of_transaction(ctx), FX_JST);
    db_rollback(ctx);
    /* before the transaction there is nothing to tell the database */
    assert_int_equal(ctx_act_in(fresh_one, FX_OTHER_JST), ERR_OK);
    assert_false(fresh_one->in_tx);
    assert_string_equal(unit_of_transaction(fresh_one), FX_OTHER_JST);
    ctx_free(fresh_one);
}

static void partners_stay_in_the_units_of_their_rights(void **state)
{
    static const char *const units[] = { "0000000", FX_JST, NULL };
    static const char *const none[] = { NULL };
    struct ctx *ctx = fx_partner(state, "partner", "");

    assert_int_equal(ctx_may_act_in(ctx, ""), ERR_OK); /* the fixture's right is for every unit */
    ctx->who.units = units;
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_DENIED);
    assert_string_equal(ctx->jst, "");
    ctx_forgive(ctx);
    assert_int_equal(ctx_may_act_in(ctx, ""), ERR_DENIED);
    ctx_forgive(ctx);
    assert_int_equal(ctx_act_in(ctx, FX_JST), ERR_OK);
    assert_string_equal(unit_of_transaction(ctx), FX_JST);
    ctx->who.units = none;
    assert_int_equal(ctx_may_act_in(ctx, FX_JST), ERR_DENIED);
    ctx_forgive(ctx);
    ctx->who.units = NULL;
    assert_int_equal(ctx_may_act_in(ctx, FX_JST), ERR_DENIED);
}

static void freeing_rolls_back(void **state)
{
    static const struct db_sql add = { "t_add_unit",
                                       "INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), 'CTX', 'x')", 0 };
    struct ctx *ctx = ctx_new(fx_app());

    ctx->who.kind = WHO_SYSTEM;
    ctx->jst = FX_JST;
    assert_int_equal(db_exec(ctx, &add, DB_NONE, NULL), ERR_OK);
    ctx_free(ctx);
    ctx = fx_system(state, FX_JST);
    assert_int_equal(fx_count(ctx, "org.komorka WHERE kod = 'CTX'"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(fresh),
        fx_test(first_failure_is_kept),
        fx_test(a_failure_outlives_its_words),
        fx_test(clerks_stay_in_their_unit),
        fx_test(others_name_the_unit),
        fx_test(partners_stay_in_the_units_of_their_rights),
        fx_test(freeing_rolls_back),
    };

    return fx_run(tests);
}
