/* The outbox: a job is there exactly when its transaction is, once a key, in the unit that left it. */
#include "tests/unit/core/second.h"

#include "core/ctx/job.h"

/* Only eurzad-jobs reads what jobs hold; looked at inside the writing transaction. */
static int begin(void **state)
{
    static struct app *app;

    if (!app)
        app = second_app("eurzad_jobs");
    *state = second_ctx(app, FX_JST);
    return 0;
}
#define job_test(f) cmocka_unit_test_setup_teardown((f), begin, fx_close)

static struct db_rows *jobs(struct ctx *ctx, const char *rodzaj)
{
    static const struct db_sql sql = {
        "t_jobs",
        "SELECT coalesce(jst, 'NULL') AS jst, klucz, dane::text AS dane, stan, proby, nastepna_at <= now() AS due"
        " FROM job.zadanie WHERE rodzaj = $1 ORDER BY id",
        1,
    };
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &sql, DB_ARGS(db_text(rodzaj)), &r), ERR_OK);
    return r;
}

static void queued_as_given(void **state)
{
    struct ctx *ctx = *state;
    const struct db_rows *r = NULL;

    assert_int_equal(job_add(ctx, "t_zwykle", NULL, json_pack("{s:s, s:i}", "to", "Zażółć \"x\"\n", "n", 7)), ERR_OK);
    assert_int_equal(job_add(ctx, "t_zwykle", NULL, json_object()), ERR_OK);
    r = jobs(ctx, "t_zwykle");
    assert_int_equal(r->n, 2);
    assert_string_equal(db_str(r, 0, "dane"), "{\"n\": 7, \"to\": \"Zażółć \\\"x\\\"\\n\"}");
    assert_string_equal(db_str(r, 0, "jst"), FX_JST);
    assert_true(db_is_null(r, 0, "klucz"));
    assert_string_equal(db_str(r, 0, "stan"), "czeka");
    assert_int_equal(db_int(r, 0, "proby"), 0);
    assert_true(db_flag(r, 0, "due"));
    db_rollback(ctx);
    assert_int_equal(jobs(ctx, "t_zwykle")->n, 0);
}

static void a_key_happens_once(void **state)
{
    struct ctx *ctx = *state;
    const struct db_rows *r = NULL;

    for (int i = 0; i < 3; i++)
        assert_int_equal(job_add(ctx, "t_raz", "k/1", json_pack("{s:i}", "i", i)), ERR_OK);
    assert_int_equal(job_add(ctx, "t_raz", "k/2", json_object()), ERR_OK);
    assert_int_equal(job_add(ctx, "t_inny", "k/1", json_object()), ERR_OK);
    r = jobs(ctx, "t_raz");
    assert_int_equal(r->n, 2);
    assert_string_equal(db_str(r, 0, "dane"), "{\"i\": 0}");
    assert_int_equal(jobs(ctx, "t_inny")->n, 1);
}

static void no_unit_is_no_unit(void **state)
{
    struct ctx *ctx = *state;

    ctx->jst = "";
    assert_int_equal(job_add(ctx, "t_bez", NULL, json_object()), ERR_OK);
    assert_string_equal(db_str(jobs(ctx, "t_bez"), 0, "jst"), "NULL");
}

/* json_pack() answers NULL for a text that is not UTF-8: an error of this request, not the end of the process. */
static void what_is_no_json_is_refused(void **state)
{
    struct ctx *ctx = *state;

    assert_int_equal(job_add(ctx, "t_zle", NULL, json_pack("{s:s}", "to", "\xff")), ERR_INTERNAL);
    assert_false(ctx->in_tx);
}

/* Programs that serve people leave work but cannot read what others left. */
static void programs_cannot_read_the_queue(void **state)
{
    static const struct db_sql peek = { "t_peek", "SELECT dane FROM job.zadanie", 0 };
    static const struct db_sql change = { "t_change", "UPDATE job.zadanie SET stan = 'zrobione'", 0 };
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(job_add(ctx, "t_urzad", "t/1", json_object()), ERR_OK);
    assert_int_equal(fx_count(ctx, "job.zadanie WHERE rodzaj = 't_urzad'"), 1);
    fx_clerk(state, "inna-referent");
    assert_int_equal(fx_count(ctx, "job.zadanie WHERE rodzaj = 't_urzad'"), 0);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_exec(ctx, &peek, DB_NONE, NULL), ERR_DENIED);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    assert_int_equal(db_exec(ctx, &change, DB_NONE, NULL), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        job_test(queued_as_given),
        job_test(a_key_happens_once),
        job_test(no_unit_is_no_unit),
        job_test(what_is_no_json_is_refused),
        fx_test(programs_cannot_read_the_queue),
    };

    return fx_run(tests);
}
