/* One app a test program, one transaction a test; principals are changed with set_config inside it. */
#include "tests/support/fx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/role.h"
#include "core/doc/xml.h"
#include "core/serve/start.h"

static struct app *the_app;

struct app *fx_app(void)
{
    const char *conf = getenv("EURZAD_CONF");
    char arg0[] = "test";
    char arg1[] = "-c";
    char path[4096];
    char *argv[] = { arg0, arg1, path, NULL };

    if (the_app)
        return the_app;
    if (!conf) {
        fprintf(stderr, "EURZAD_CONF is not set: run the tests with ./eurzad test\n");
        exit(77);
    }
    snprintf(path, sizeof path, "%s", conf);
    the_app = app_start("test", "eurzad_web", 3, argv, NULL);
    xml_init();
    return the_app;
}

int fx_open(void **state)
{
    *state = ctx_new(fx_app());
    return 0;
}

int fx_close(void **state)
{
    ctx_free(*state);
    return 0;
}

struct ctx *fx_ctx(void **state)
{
    return *state;
}

/* The settings of an open transaction follow the principal. */
static struct ctx *become(struct ctx *ctx, enum who_kind kind, const char *jst)
{
    ctx->who.kind = kind;
    ctx->jst = mem_strdup(ctx->mem, jst);
    assert_int_equal(db_set_who(ctx), ERR_OK);
    return ctx;
}

static void nobody(struct ctx *ctx)
{
    ctx->who = (struct who){ .name = "", .stanowisko = "", .identyfikator = "" };
}

struct ctx *fx_system(void **state, const char *jst)
{
    nobody(*state);
    return become(*state, WHO_SYSTEM, jst);
}

struct ctx *fx_clerk(void **state, const char *login)
{
    static const struct db_sql find = {
        "fx_clerk",
        "SELECT k.id AS konto_id, p.id, p.jst, p.imie || ' ' || p.nazwisko AS name, p.stanowisko,"
        " (SELECT string_agg(rola, ' ') FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id) AS "
        "roles"
        " FROM org.konto k JOIN org.pracownik p ON p.konto_id = k.id WHERE k.login = $1",
        1,
    };
    struct ctx *ctx = fx_system(state, "");
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &find, DB_ARGS(db_text(login)), "no such demo clerk", &r), ERR_OK);
    ctx->who.konto_id = db_int(r, 0, "konto_id");
    ctx->who.pracownik_id = db_int(r, 0, "id");
    ctx->who.name = db_str(r, 0, "name");
    ctx->who.stanowisko = db_str(r, 0, "stanowisko");
    ctx->who.roles = roles_from_names(db_str(r, 0, "roles"));
    return become(ctx, WHO_CLERK, db_str(r, 0, "jst"));
}

struct ctx *fx_citizen(void **state, const char *login, const char *jst)
{
    static const struct db_sql find = {
        "fx_citizen",
        "SELECT k.id, o.imie || ' ' || o.nazwisko AS name FROM org.konto k JOIN org.obywatel o ON o.konto_id = k.id"
        " WHERE k.login = $1",
        1,
    };
    struct ctx *ctx = fx_system(state, "");
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &find, DB_ARGS(db_text(login)), "no such demo citizen", &r), ERR_OK);
    ctx->who.konto_id = db_int(r, 0, "id");
    ctx->who.name = db_str(r, 0, "name");
    return become(ctx, WHO_CITIZEN, jst);
}

struct ctx *fx_partner(void **state, const char *identyfikator, const char *jst)
{
    static const char *const every_unit[] = { "*", NULL };
    struct ctx *ctx = *state;

    nobody(ctx);
    ctx->who.identyfikator = mem_strdup(ctx->mem, identyfikator);
    ctx->who.name = ctx->who.identyfikator;
    ctx->who.units = every_unit;
    return become(ctx, WHO_PARTNER, jst);
}

int64_t fx_count(struct ctx *ctx, const char *table)
{
    /* A statement of its own for each table: the name is not an argument in SQL. */
    struct db_sql *sql = mem_zero(ctx->app->mem, struct db_sql);
    struct db_rows *rows = NULL;

    sql->name = mem_printf(ctx->app->mem, "fx_count_%p", (void *)sql);
    sql->text = mem_printf(ctx->app->mem, "SELECT count(*) AS n FROM %s", table);
    assert_int_equal(db_query(ctx, sql, DB_NONE, &rows), ERR_OK);
    return db_int(rows, 0, "n");
}
