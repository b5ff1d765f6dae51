/* A database for one test program, with the schema and nothing else: for tests that commit, or whose queue must have no
 * other runner. */
#ifndef TESTS_SUPPORT_OWN_DATABASE_H
#define TESTS_SUPPORT_OWN_DATABASE_H

#include "tests/unit/core/second.h"

#include <libpq-fe.h>
#include <unistd.h>

#include "admin/admin.h"
#include "core/serve/start.h"

static inline const char *own_database(void)
{
    return mem_printf(fx_app()->mem, "eurzad_runner_%ld", (long)getpid());
}

/* One statement as superuser; dbname NULL = the program's own. */
static inline void own_command(const char *dbname, const char *text)
{
    const char *info =
        mem_printf(fx_app()->mem, "%s dbname=%s user=postgres", fx_app()->conf.db, dbname ? dbname : own_database());
    PGconn *conn = PQconnectdb(info);
    PGresult *r = PQexec(conn, text);

    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", text, PQerrorMessage(conn));
    PQclear(r);
    PQfinish(conn);
}

/* An app of that role in the program's own database. */
static inline struct app *own_app(const char *role)
{
    struct app *app = second_app(role);

    app->conf.db = mem_printf(app->mem, "%s dbname=%s", app->conf.db, own_database());
    return app;
}

static inline void own_database_make(void)
{
    struct app *owner;
    char name[] = "migrate";
    char *argv[] = { name, NULL };

    own_command("postgres",
                mem_printf(fx_app()->mem, "CREATE DATABASE %s OWNER eurzad_owner TEMPLATE template0", own_database()));
    own_command(NULL, "CREATE EXTENSION IF NOT EXISTS pg_trgm");
    owner = own_app("eurzad_admin");
    assert_int_equal(admin_migrate(owner, 1, argv), 0);
    app_stop(owner);
}

static inline void own_database_drop(void)
{
    own_command("postgres", mem_printf(fx_app()->mem, "DROP DATABASE %s WITH (FORCE)", own_database()));
}

#endif
