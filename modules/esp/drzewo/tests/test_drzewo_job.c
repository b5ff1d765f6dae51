/* The night: what the job does in a database of its own, where no other program closes days. */
#include "tests/support/own_database.h"

#include "core/base/clock.h"
#include "jobs/runner.h"

extern const struct job_kind drzewo_jobs[];

static struct app *app; /* as eurzad-jobs */

static int begin_all(void **state)
{
    (void)state;
    own_database_make();
    own_command(NULL, "INSERT INTO org.jst (teryt, nazwa, nazwa_jst, nazwa_urzedu, rodzaj, poziom, powiat, siedziba,"
                      " ludnosc, ludnosc_stan, lat, lon, organ, slug, adres_skrytki) VALUES ('" FX_JST
                      "', 'Santok', 'Gmina Santok', 'Urząd Gminy Santok', 'gmina wiejska', 'G', 'gorzowski', 'Santok',"
                      " 8000, '2022', 52.7, 15.4, 'Wójt', 'santok', '/santok/skrytka')");
    app = own_app("eurzad_jobs");
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    app_stop(app);
    own_database_drop();
    return 0;
}

/* An event of the day before yesterday, as if it had been written then. */
static void old_event(void)
{
    static const struct db_sql add = { "t_add", "SELECT audit.dopisz('proba.krok', 'proba', 1, NULL, '{}'::json) AS lp",
                                       0 };
    struct ctx *ctx = second_ctx(app, FX_JST);
    struct db_rows *r = NULL;

    ctx->now -= INT64_C(2) * 24 * 3600 * 1000000;
    assert_int_equal(db_query(ctx, &add, DB_NONE, &r), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_OK);
    ctx_free(ctx);
}

static int64_t count(const char *what)
{
    struct ctx *ctx = second_ctx(app, FX_JST);
    int64_t n = fx_count(ctx, what);

    ctx_free(ctx);
    return n;
}

static void yesterday_is_closed_once(void **state)
{
    bool ran = false;

    (void)state;
    old_event();
    assert_int_equal(runner_plan(app, LANE_REST, clock_now()), ERR_OK);
    own_command(NULL, "DELETE FROM job.zadanie WHERE rodzaj <> 'drzewo'");
    assert_int_equal(count("job.zadanie"), 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(runner_step(app, LANE_REST, &ran), ERR_OK);
        own_command(NULL, "UPDATE job.zadanie SET nastepna_at = now(), stan = 'czeka'");
        assert_true(ran);
        assert_int_equal(count("audit.glowa_drzewa WHERE zamknieta"), 1);
    }
}

static void it_runs_every_night_and_tries_on_till_the_next(void **state)
{
    const struct job_kind *night = &drzewo_jobs[0];

    (void)state;
    assert_int_equal(night->every.minutes, 24 * 60);
    assert_int_equal(night->every.after, 10);
    assert_true((int64_t)night->tries * night->pause >= 23 * 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yesterday_is_closed_once),
        cmocka_unit_test(it_runs_every_night_and_tries_on_till_the_next),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}
