/* The database wrapper against the real server: what goes in comes out, every kind of failure has its code, and nothing
 * that failed spoils what follows. Tables are temporary, so the tests act as eurzad-admin, who may make them. */
#include "tests/unit/core/second.h"

#include <string.h>

#include "core/ctx/log.h"
#include "core/serve/start.h"

static struct app *admin;

static int begin(void **state)
{
    *state = second_ctx(admin, FX_JST);
    return 0;
}

#define admin_test(f) cmocka_unit_test_setup_teardown((f), begin, fx_close)

static void script(struct ctx *ctx, const char *text)
{
    if (db_script(ctx, text))
        fail_msg("%s: %s", text, ctx->fail.detail);
}

static int64_t number(struct ctx *ctx, const struct db_sql *sql)
{
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, sql, DB_NONE, &r), ERR_OK);
    assert_int_equal(r->n, 1);
    return strtoll(db_cell(r, 0, 0) ? db_cell(r, 0, 0) : "-1", NULL, 10);
}

static const struct db_sql ONE = { "t_one", "SELECT 1 AS n", 0 };

/* ---- arguments ---- */

static void arguments_round_trip(void **state)
{
    static const struct db_sql echo = {
        "t_echo",
        "SELECT $1::text AS a, $2::text AS b, $3::bigint AS c, $4::bigint AS d, $5::boolean AS e, $6::boolean AS f,"
        " $7::text AS g, $8::bigint AS h, 'x' AS z",
        8,
    };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &echo,
                              DB_ARGS(db_text("zażółć 'gęślą' \\ \" $1 \n"), db_text(""), db_i64(INT64_MIN),
                                      db_i64(INT64_MAX), db_bool(true), db_bool(false), db_text(NULL), db_id(0)),
                              &r),
                     ERR_OK);
    assert_string_equal(db_get(r, 0, "a"), "zażółć 'gęślą' \\ \" $1 \n");
    assert_string_equal(db_get(r, 0, "b"), "");
    assert_false(db_is_null(r, 0, "b"));
    assert_true(db_int(r, 0, "c") == INT64_MIN && db_int(r, 0, "d") == INT64_MAX);
    assert_true(db_flag(r, 0, "e"));
    assert_false(db_flag(r, 0, "f"));
    assert_null(db_get(r, 0, "g"));
    assert_string_equal(db_str(r, 0, "g"), "");
    assert_true(db_is_null(r, 0, "h"));
    assert_int_equal(db_int(r, 0, "h"), 0);
    assert_int_equal(db_n_columns(r), 9);
    assert_string_equal(db_column(r, 8), "z");
    assert_string_equal(db_cell(r, 0, 8), "x");
    assert_int_equal(
        db_query(ctx, &echo,
                 DB_ARGS(db_null(), db_null(), db_id(7), db_i64(-1), db_null(), db_null(), db_null(), db_null()), &r),
        ERR_OK);
    assert_int_equal(db_int(r, 0, "c"), 7);
    assert_int_equal(db_int(r, 0, "d"), -1);
    assert_false(db_flag(r, 0, "e"));
}

static void bytes_round_trip(void **state)
{
    static const struct db_sql echo = { "t_bytes", "SELECT $1::bytea AS b, length($1::bytea) AS n", 1 };
    struct ctx *ctx = *state;
    unsigned char all[1024];
    const size_t lengths[] = { 0, 1, 256, sizeof all };

    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (unsigned char)i;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct db_rows *r = NULL;
        size_t n = 99;
        const void *back = NULL;

        assert_int_equal(db_query(ctx, &echo, DB_ARGS(db_bytes(all, lengths[i])), &r), ERR_OK);
        assert_int_equal(db_int(r, 0, "n"), lengths[i]);
        back = db_blob(ctx->mem, r, 0, "b", &n);
        assert_non_null(back);
        assert_int_equal(n, lengths[i]);
        assert_memory_equal(back, all, n);
    }
    {
        struct db_rows *r = NULL;
        size_t n = 99;

        assert_int_equal(db_query(ctx, &echo, DB_ARGS(db_bytes(NULL, 0)), &r), ERR_OK);
        assert_false(db_is_null(r, 0, "b"));
        assert_int_equal(db_query(ctx, &echo, DB_ARGS(db_null()), &r), ERR_OK);
        assert_null(db_blob(ctx->mem, r, 0, "b", &n));
        assert_int_equal(n, 0);
    }
}

static void times_round_trip(void **state)
{
    static const struct db_sql echo = { "t_time",
                                        "SELECT (extract(epoch FROM $1::timestamptz) * 1000000)::bigint AS us", 1 };
    static const int64_t cases[] = { 1,
                                     -1,
                                     -1000000,
                                     -1000001,
                                     INT64_C(1795420800123456),
                                     INT64_C(-1795420800123456),
                                     INT64_C(253402300799999999), /* end of the year 9999 */
                                     INT64_C(-12212553599999999) /* beginning of 1583 */ };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(db_query(ctx, &echo, DB_ARGS(db_time(cases[i])), &r), ERR_OK);
        assert_true(db_int(r, 0, "us") == cases[i]);
    }
    assert_int_equal(db_query(ctx, &echo, DB_ARGS(db_time(0)), &r), ERR_OK);
    assert_true(db_is_null(r, 0, "us"));
}

static void wrong_argument_count(void **state)
{
    static const struct db_sql two = { "t_two", "SELECT $1::text || $2::text AS s", 2 };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &two, DB_ARGS(db_text("a")), &r), ERR_INTERNAL);
    assert_non_null(strstr(ctx->fail.detail, "takes 2 arguments, got 1"));
    assert_false(ctx->in_tx);
    ctx_forgive(ctx);
    assert_int_equal(db_query(ctx, &two, DB_ARGS(db_text("a"), db_text("b"), db_text("c")), &r), ERR_INTERNAL);
    ctx_forgive(ctx);
    assert_int_equal(db_query(ctx, &two, DB_ARGS(db_text("a"), db_text("b")), &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "s"), "ab");
}

static void one_row_or_not_found(void **state)
{
    static const struct db_sql none = { "t_none", "SELECT 1 AS n WHERE false", 0 };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &ONE, DB_NONE, "Nie ma.", &r), ERR_OK);
    assert_int_equal(db_one(ctx, &none, DB_NONE, "Nie ma.", &r), ERR_NOTFOUND);
    assert_string_equal(ctx->fail.message, "Nie ma.");
}

static void rows_touched(void **state)
{
    static const struct db_sql change = { "t_change", "UPDATE touched SET a = a + 1 WHERE a > $1", 1 };
    struct ctx *ctx = *state;
    int n = -1;

    script(ctx, "CREATE TEMP TABLE touched (a int) ON COMMIT DROP; INSERT INTO touched VALUES (1), (2), (3)");
    assert_int_equal(db_exec(ctx, &change, DB_ARGS(db_i64(1)), &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(db_exec(ctx, &change, DB_ARGS(db_i64(100)), &n), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(db_exec(ctx, &change, DB_ARGS(db_i64(100)), NULL), ERR_OK);
}

/* ---- failures ---- */

static const char TABLES[] = "CREATE TEMP TABLE parent (id int PRIMARY KEY) ON COMMIT DROP;"
                             "CREATE TEMP TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, small int "
                             "CHECK (small < 10) NOT NULL)"
                             " ON COMMIT DROP;"
                             "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1, 1)";

static void errors_have_their_code(void **state)
{
    static const struct {
        struct db_sql sql;
        enum err code;
        bool retry;
    } cases[] = {
        { { "t_unique", "INSERT INTO child VALUES (1, 1, 1)", 0 }, ERR_CONFLICT, false },
        { { "t_fk", "INSERT INTO child VALUES (2, 9, 1)", 0 }, ERR_INVALID, false },
        { { "t_check", "INSERT INTO child VALUES (2, 1, 10)", 0 }, ERR_INVALID, false },
        { { "t_notnull", "INSERT INTO child (id) VALUES (2)", 0 }, ERR_INVALID, false },
        { { "t_cast", "SELECT '80010112345x'::int", 0 }, ERR_INVALID, false },
        { { "t_zero", "SELECT 1 / (SELECT 0)", 0 }, ERR_INVALID, false },
        { { "t_rights", "SELECT * FROM pg_authid", 0 }, ERR_DENIED, false },
        { { "t_rls", "INSERT INTO org.komorka (jst, kod, nazwa) VALUES ('0803012', 'X', 'x')", 0 }, ERR_DENIED, false },
        { { "t_syntax", "SELEKT 1", 0 }, ERR_INTERNAL, false },
        { { "t_missing", "SELECT * FROM nie_ma_takiej", 0 }, ERR_INTERNAL, false },
        { { "t_serial", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '40001'; END $$", 0 }, ERR_BUSY, true },
        { { "t_deadlock", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '40P01'; END $$", 0 }, ERR_BUSY, true },
        { { "t_shutdown", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '57P01'; END $$", 0 }, ERR_BUSY, true },
        { { "t_lock", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '55P03'; END $$", 0 }, ERR_BUSY, false },
        { { "t_slow", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '57014'; END $$", 0 }, ERR_BUSY, false },
        { { "t_disk", "DO $$ BEGIN RAISE EXCEPTION 's' USING ERRCODE = '53100'; END $$", 0 }, ERR_BUSY, false },
    };
    struct ctx *ctx = *state;

    script(ctx, TABLES);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum err e;

        assert_int_equal(db_savepoint(ctx), ERR_OK);
        e = db_exec(ctx, &cases[i].sql, DB_NONE, NULL);
        print_message("# %s: %s\n", cases[i].sql.name, ctx->fail.detail);
        assert_int_equal(e, cases[i].code);
        assert_int_equal(ctx->retry, cases[i].retry);
        assert_non_null(strstr(ctx->fail.detail, cases[i].sql.name));
        assert_null(strstr(ctx->fail.detail, "80010112345"));
        assert_true(strlen(ctx->fail.message) > 10);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
        assert_int_equal(number(ctx, &ONE), 1);
    }
}

/* Each statement fails when parsed or when run, inside a save point or not; the same and others work afterwards. */
static void a_failure_does_not_poison(void **state)
{
    static const struct db_sql insert = { "t_insert", "INSERT INTO child VALUES ($1, $2, 1)", 2 };
    static const struct db_sql late = { "t_late", "SELECT count(*) AS n FROM later_table", 0 };
    struct ctx *ctx = *state;

    assert_int_equal(db_exec(ctx, &late, DB_NONE, NULL), ERR_INTERNAL);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_INTERNAL); /* the transaction is lost */
    ctx_forgive(ctx);
    db_rollback(ctx);
    script(ctx, TABLES);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_exec(ctx, &insert, DB_ARGS(db_i64(1), db_i64(1)), NULL), ERR_CONFLICT);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    assert_int_equal(db_exec(ctx, &insert, DB_ARGS(db_i64(2), db_i64(1)), NULL), ERR_OK);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_exec(ctx, &late, DB_NONE, NULL), ERR_INTERNAL);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    script(ctx, "CREATE TEMP TABLE later_table (a int) ON COMMIT DROP");
    assert_int_equal(number(ctx, &late), 0);
    assert_int_equal(db_commit(ctx), ERR_OK);
}

static void later_statements_fail_with_the_next(void **state)
{
    static const struct db_sql insert = { "t_insert_later", "INSERT INTO child VALUES ($1, 1, $2)", 2 };
    static const struct db_sql count = { "t_count_later", "SELECT count(*) AS n FROM child", 0 };
    struct ctx *ctx = *state;

    script(ctx, TABLES);
    for (int i = 2; i <= 300; i++) /* more than one pipeline */
        assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(i), db_i64(i % 10))), ERR_OK);
    assert_int_equal(number(ctx, &count), 300);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(301), db_i64(10))), ERR_OK);
    assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(302), db_i64(1))), ERR_OK);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_INVALID);
    assert_non_null(strstr(ctx->fail.detail, "t_insert_later"));
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &count), 300);

    /* A save point set, or undone, while statements wait. */
    assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(303), db_i64(1))), ERR_OK);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(304), db_i64(10))), ERR_OK);
    db_savepoint_undo(ctx);
    assert_int_equal(number(ctx, &count), 301);

    /* COMMIT reports it as well, and commits nothing. */
    assert_int_equal(db_later(ctx, &insert, DB_ARGS(db_i64(305), db_i64(10))), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_INVALID);
    db_rollback(ctx);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &ONE), 1);
}

/* ---- transactions ---- */

static void begin_takes_no_round_trip(void **state)
{
    static const struct db_sql who = {
        "t_who",
        "SELECT app_kind() AS kind, app_jst() AS jst, app_konto() AS konto, app_user() AS u, app_partner() AS p",
        0,
    };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    assert_false(ctx->in_tx);
    ctx->who = (struct who){ .kind = WHO_CLERK, .konto_id = 5, .pracownik_id = 6, .identyfikator = "" };
    assert_int_equal(db_query(ctx, &who, DB_NONE, &r), ERR_OK);
    assert_true(ctx->in_tx);
    assert_string_equal(db_str(r, 0, "kind"), "clerk");
    assert_string_equal(db_str(r, 0, "jst"), FX_JST);
    assert_int_equal(db_int(r, 0, "konto"), 5);
    assert_int_equal(db_int(r, 0, "u"), 6);
    assert_true(db_is_null(r, 0, "p"));
    assert_int_equal(db_commit(ctx), ERR_OK);
    assert_false(ctx->in_tx);
    assert_int_equal(db_commit(ctx), ERR_OK); /* nothing open: harmless */
    db_rollback(ctx);
}

/* What one principal's transaction set, the next one on the connection does not find. */
static void settings_do_not_leak(void **state)
{
    static const struct db_sql who = { "t_leak",
                                       "SELECT app_kind() || '/' || app_jst() || '/' ||"
                                       " coalesce(app_konto()::text, '') AS who",
                                       0 };
    static const struct db_sql clerks = { "t_clerks", "SELECT count(*) AS n FROM org.pracownik", 0 };
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *r = NULL;

    assert_true(number(ctx, &clerks) > 0);
    assert_int_equal(db_commit(ctx), ERR_OK);
    for (int end = 0; end < 3; end++) { /* after COMMIT, ROLLBACK and a failure */
        struct ctx *next = ctx_new(ctx->app);

        assert_int_equal(db_query(next, &who, DB_NONE, &r), ERR_OK);
        assert_string_equal(db_str(r, 0, "who"), "public//");
        assert_int_equal(number(next, &clerks), 0);
        ctx_free(next);
        fx_clerk(state, "referent");
        if (end == 0)
            db_rollback(ctx);
        else {
            assert_int_equal(db_exec(ctx, &(struct db_sql){ "t_broken", "SELEKT", 0 }, DB_NONE, NULL), ERR_INTERNAL);
            ctx_forgive(ctx);
            db_rollback(ctx);
        }
    }
}

static void unit_changes_inside(void **state)
{
    static const struct db_sql where = { "t_where", "SELECT app_jst() AS jst", 0 };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;

    assert_int_equal(number(ctx, &ONE), 1);
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_OK);
    assert_int_equal(db_query(ctx, &where, DB_NONE, &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "jst"), FX_OTHER_JST);
}

static void read_only_transactions(void **state)
{
    static const struct db_sql write = { "t_write",
                                         "INSERT INTO org.komorka (jst, kod, nazwa) VALUES (app_jst(), 'RO', 'x')", 0 };
    struct ctx *ctx = *state;

    ctx->read_only = true;
    assert_int_equal(number(ctx, &ONE), 1);
    assert_int_equal(db_exec(ctx, &write, DB_NONE, NULL), ERR_INTERNAL);
    assert_non_null(strstr(ctx->fail.detail, "25006"));
    ctx_forgive(ctx);
    db_rollback(ctx);
    ctx->read_only = false;
    assert_int_equal(db_exec(ctx, &write, DB_NONE, NULL), ERR_OK);
}

/* Two serializable transactions that cannot both be: the second one is told to run again, and then succeeds. */
static void serialization_failure_is_worth_a_retry(void **state)
{
    static const struct db_sql read = { "t_ser_read",
                                        "SELECT ostatni AS n FROM org.licznik WHERE jst = app_jst() AND zakres = $1",
                                        1 };
    static const struct db_sql add = {
        "t_ser_add",
        "INSERT INTO org.licznik AS l (jst, zakres, rok, ostatni) VALUES (app_jst(), $1, 2000, 1)"
        " ON CONFLICT (jst, zakres, rok) DO UPDATE SET ostatni = l.ostatni + 1",
        1,
    };
    const char *zakres = mem_printf(((struct ctx *)*state)->mem, "test-%lld", (long long)((struct ctx *)*state)->now);
    struct app *strict = second_app("eurzad_admin");
    struct ctx *a = second_ctx(strict, FX_OTHER_JST);
    struct ctx *b = second_ctx(admin, FX_OTHER_JST);
    struct db_rows *r = NULL;

    script(a, "SET default_transaction_isolation = 'serializable'");
    assert_int_equal(db_exec(a, &add, DB_ARGS(db_text(zakres)), NULL), ERR_OK);
    assert_int_equal(db_commit(a), ERR_OK);
    assert_int_equal(db_query(a, &read, DB_ARGS(db_text(zakres)), &r), ERR_OK);
    assert_int_equal(db_exec(b, &add, DB_ARGS(db_text(zakres)), NULL), ERR_OK);
    assert_int_equal(db_commit(b), ERR_OK);
    assert_int_equal(db_exec(a, &add, DB_ARGS(db_text(zakres)), NULL), ERR_BUSY);
    assert_true(a->retry);
    assert_non_null(strstr(a->fail.detail, "40001"));
    db_rollback(a);
    ctx_forgive(a);
    assert_false(a->retry);
    assert_int_equal(db_exec(a, &add, DB_ARGS(db_text(zakres)), NULL), ERR_OK);
    assert_int_equal(db_commit(a), ERR_OK);
    ctx_free(a);
    ctx_free(b);
    app_stop(strict);
}

/* ---- the connection ---- */

static void lost_connection(void **state)
{
    struct ctx *ctx = *state;
    struct app *other = second_app("eurzad_admin");
    int64_t backend = second_backend(ctx);

    /* inside a transaction */
    second_cut(other, backend);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_BUSY);
    assert_true(ctx->retry);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_BUSY);
    db_rollback(ctx);
    ctx_forgive(ctx);
    assert_int_not_equal(second_backend(ctx), backend);

    /* between transactions: the first statement notices */
    backend = second_backend(ctx);
    assert_int_equal(db_commit(ctx), ERR_OK);
    second_cut(other, backend);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_BUSY);
    assert_true(ctx->retry);
    db_rollback(ctx);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &ONE), 1);
    app_stop(other);
}

static void lost_at_commit(void **state)
{
    struct ctx *ctx = *state;
    struct app *other = second_app("eurzad_admin");
    int64_t backend = second_backend(ctx);

    second_cut(other, backend);
    assert_int_equal(db_commit(ctx), ERR_BUSY);
    assert_false(ctx->retry); /* it may have been done */
    assert_non_null(strstr(ctx->fail.message, "nie wiadomo, czy zapis się udał"));
    db_rollback(ctx);
    ctx_forgive(ctx);

    /* the same with statements on their way */
    backend = second_backend(ctx);
    assert_int_equal(db_later(ctx, &ONE, DB_NONE), ERR_OK);
    second_cut(other, backend);
    assert_int_equal(db_commit(ctx), ERR_BUSY);
    assert_false(ctx->retry);
    db_rollback(ctx);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &ONE), 1);
    app_stop(other);
}

static void failing_commit_commits_nothing(void **state)
{
    static const struct db_sql insert = { "t_deferred", "INSERT INTO deferred VALUES (1)", 0 };
    struct ctx *ctx = *state;

    script(ctx, "CREATE TEMP TABLE deferred (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    assert_int_equal(db_exec(ctx, &insert, DB_NONE, NULL), ERR_OK);
    assert_int_equal(db_exec(ctx, &insert, DB_NONE, NULL), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_CONFLICT);
    assert_false(ctx->retry);
    db_rollback(ctx);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &ONE), 1);

    /* An aborted transaction cannot be committed by mistake. */
    assert_int_equal(db_exec(ctx, &insert, DB_NONE, NULL), ERR_INTERNAL);
    ctx_forgive(ctx);
    assert_int_equal(db_commit(ctx), ERR_INTERNAL);
    assert_non_null(strstr(ctx->fail.detail, "commit became ROLLBACK"));
    db_rollback(ctx);
}

static void server_away(void **state)
{
    struct app *app = second_app("eurzad_admin");
    struct ctx *ctx = NULL;

    (void)state;
    app->conf.db = "host=/nonexistent dbname=eurzad";
    ctx = second_ctx(app, "");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(db_ping(ctx), ERR_BUSY);
        assert_non_null(strstr(ctx->fail.message, "chwilowo niedostępna"));
        assert_int_equal(db_commit(ctx), ERR_OK);
        db_rollback(ctx);
        ctx_forgive(ctx);
    }
    app->conf.db = fx_app()->conf.db;
    assert_int_equal(db_ping(ctx), ERR_OK);
    ctx_free(ctx);
    app_stop(app);
}

/* A migration changes what a prepared statement returns: the worker must not fail with it until somebody restarts it. */
static void migration_under_a_prepared_statement(void **state)
{
    static const struct db_sql all = { "t_all", "SELECT * FROM migrated", 0 };
    struct ctx *ctx = *state;
    struct db_rows *r = NULL;
    enum err e;

    script(ctx, "CREATE TEMP TABLE migrated (a int)");
    assert_int_equal(db_query(ctx, &all, DB_NONE, &r), ERR_OK);
    script(ctx, "ALTER TABLE migrated ADD b int");
    e = db_query(ctx, &all, DB_NONE, &r);
    assert_int_equal(e, ERR_BUSY);
    assert_true(ctx->retry);
    db_rollback(ctx);
    ctx_forgive(ctx);
    script(ctx, "CREATE TEMP TABLE migrated (a int, b int)"); /* temporary tables went with the old connection */
    assert_int_equal(db_query(ctx, &all, DB_NONE, &r), ERR_OK);
    assert_int_equal(db_n_columns(r), 2);
}

static void more_statements_than_the_table_holds(void **state)
{
    enum { N = 2100 };
    struct ctx *ctx = *state;
    struct db_sql *sql = mem_array(admin->mem, struct db_sql, N);

    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < N; i++) {
            if (turn == 0)
                sql[i] = (struct db_sql){ mem_printf(sql, "t_many_%d", i), mem_printf(sql, "SELECT %d AS n", i), 0 };
            assert_int_equal(number(ctx, &sql[i]), i);
        }
    }
    db_rollback(ctx);
    db_close(admin); /* sql[] is freed: its addresses must not be found again */
    talloc_free(sql);
}

static void program_roles(void **state)
{
    struct app *super = second_app("postgres");
    struct ctx *ctx = *state;

    assert_int_equal(db_check_role(ctx), ERR_OK);
    ctx = second_ctx(super, "");
    assert_int_equal(db_check_role(ctx), ERR_DENIED);
    ctx_free(ctx);
    super->db_role = "eurzad_owner";
    db_close(super);
    ctx = second_ctx(super, "");
    assert_int_equal(db_check_role(ctx), ERR_DENIED);
    ctx_free(ctx);
    app_stop(super);
}

static void copy_in(void **state)
{
    static const struct db_sql sum = { "t_sum", "SELECT sum(a) AS n FROM copied", 0 };
    struct ctx *ctx = *state;

    script(ctx, "CREATE TEMP TABLE copied (a int, b text)");
    assert_int_equal(db_copy_in(ctx, "COPY copied FROM STDIN WITH (FORMAT csv)", "1,\"a\nb\"\n2,ż\n", 13), ERR_OK);
    assert_int_equal(number(ctx, &sum), 3);
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(db_copy_in(ctx, "COPY copied FROM STDIN WITH (FORMAT csv)", "x,y\n", 4), ERR_INVALID);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    assert_int_equal(db_copy_in(ctx, "COPY no_table FROM STDIN", "", 0), ERR_INTERNAL);
}

/* ---- faults and memory ---- */

static void injected_faults(void **state)
{
    struct ctx *ctx = *state;

    db_fail_at(2);
    assert_int_equal(number(ctx, &ONE), 1);
    assert_int_equal(db_exec(ctx, &ONE, DB_NONE, NULL), ERR_BUSY);
    ctx_forgive(ctx);
    assert_int_equal(number(ctx, &ONE), 1);
    db_fail_at(1);
    assert_int_equal(db_commit(ctx), ERR_BUSY);
    assert_false(ctx->in_tx);
    db_fail_at(0);
}

static void thousands_of_transactions_leave_no_memory(void **state)
{
    static const struct db_sql rows = { "t_rows", "SELECT repeat('x', 1000) AS x FROM generate_series(1, 20)", 0 };
    size_t before = 0;

    (void)state;
    for (int i = 0; i < 2100; i++) {
        struct ctx *ctx = second_ctx(admin, FX_JST);
        struct db_rows *r = NULL;

        if (i == 100)
            before = talloc_total_size(admin->mem);
        assert_int_equal(db_query(ctx, &rows, DB_NONE, &r), ERR_OK);
        assert_int_equal(r->n, 20);
        if (i % 3 == 0)
            assert_int_equal(db_commit(ctx), ERR_OK);
        else if (i % 3 == 1)
            assert_int_equal(db_exec(ctx, &(struct db_sql){ "t_bad", "SELEKT", 0 }, DB_NONE, NULL), ERR_INTERNAL);
        ctx_free(ctx);
    }
    {
        struct ctx *ctx = second_ctx(admin, FX_JST);

        assert_int_equal(talloc_total_size(admin->mem), before);
        ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        admin_test(arguments_round_trip),
        admin_test(bytes_round_trip),
        admin_test(times_round_trip),
        admin_test(wrong_argument_count),
        admin_test(one_row_or_not_found),
        admin_test(rows_touched),
        admin_test(errors_have_their_code),
        admin_test(a_failure_does_not_poison),
        admin_test(later_statements_fail_with_the_next),
        admin_test(begin_takes_no_round_trip),
        fx_test(settings_do_not_leak),
        admin_test(unit_changes_inside),
        admin_test(read_only_transactions),
        admin_test(serialization_failure_is_worth_a_retry),
        admin_test(lost_connection),
        admin_test(lost_at_commit),
        admin_test(failing_commit_commits_nothing),
        admin_test(server_away),
        admin_test(migration_under_a_prepared_statement),
        admin_test(more_statements_than_the_table_holds),
        admin_test(program_roles),
        admin_test(copy_in),
        admin_test(injected_faults),
        admin_test(thousands_of_transactions_leave_no_memory),
    };

    admin = second_app("eurzad_admin");
    return fx_run(tests);
}
