/* A second process's view in one test program: another app with a connection of its own, under any role. */
#ifndef TESTS_UNIT_CORE_SECOND_H
#define TESTS_UNIT_CORE_SECOND_H

#include "core/serve/start.h"
#include "tests/support/fx.h"

#include <stdio.h>
#include <stdlib.h>

static inline struct app *second_app(const char *role)
{
    char arg0[] = "second";
    char arg1[] = "-c";
    char path[4096];
    char *argv[] = { arg0, arg1, path, NULL };

    snprintf(path, sizeof path, "%s", fx_app()->program ? getenv("EURZAD_CONF") : "");
    return app_start("second", role, 3, argv, NULL);
}

/* A context that acts as the system in a unit. */
static inline struct ctx *second_ctx(struct app *app, const char *jst)
{
    return ctx_system(app, jst);
}

/* Ends the server's side of the app's connection, whatever it is doing. */
static inline void second_cut(struct app *app, int64_t backend)
{
    static const struct db_sql cut = { "second_cut", "SELECT pg_terminate_backend($1::int, 10000) AS done", 1 };
    struct ctx *ctx = second_ctx(app, "");
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &cut, DB_ARGS(db_i64(backend)), &r), ERR_OK);
    assert_true(db_flag(r, 0, "done"));
    ctx_free(ctx);
}

static inline int64_t second_backend(struct ctx *ctx)
{
    static const struct db_sql pid = { "second_backend", "SELECT pg_backend_pid() AS pid", 0 };
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &pid, DB_NONE, &r), ERR_OK);
    return db_int(r, 0, "pid");
}

#endif
