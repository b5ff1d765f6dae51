/* The administrator of the region: what he sees of other units, whom he appoints, and that nobody else does. */
#include <inttypes.h>
#include <string.h>

#include "core/ctx/audit.h"
#include "core/ctx/role.h"
#include "modules/org/kadry/kadry.h"
#include "modules/org/kadry/kadry_region.h"
#include "tests/support/fx.h"

static const char UNIT[] = "0862011"; /* where nobody works */

#define HERS                                                                                                           \
    "imie", "Łucja", "nazwisko", "Ćma", "stanowisko", "informatyk", "email", "lucja@example.pl", "role",               \
        "administrator", "komorka_kod", "OR", "komorka_nazwa", "Organizacyjny"

static struct record appointment(struct ctx *ctx, const char *login)
{
    const char *const given[] = { HERS, "login", login, NULL };
    struct record rec;

    assert_int_equal(register_read(ctx, &kadry_register, source_of_pairs(given), &rec), ERR_OK);
    return rec;
}

static const char *new_login(struct ctx *ctx)
{
    return mem_printf(ctx->mem, "pierwsza.%" PRId64, ctx->now);
}

static const char *administrators_of(struct ctx *ctx, const char *teryt)
{
    struct db_rows *rows = NULL;

    assert_int_equal(kadry_region_units(ctx, &rows), ERR_OK);
    assert_int_equal(rows->n, 95);
    for (int i = 0; i < rows->n; i++)
        if (strcmp(db_str(rows, i, "teryt"), teryt) == 0)
            return db_str(rows, i, "administratorzy");
    fail_msg("no unit %s", teryt);
    return "";
}

static void he_appoints_the_first_administrator(void **state)
{
    struct ctx *ctx = fx_clerk(state, "region");
    struct record rec = appointment(ctx, new_login(ctx));
    struct db_rows *rows = NULL;
    int64_t jobs = fx_count(ctx, "job.zadanie");
    int64_t id = 0;

    assert_string_equal(administrators_of(ctx, UNIT), "");
    assert_string_equal(administrators_of(ctx, FX_JST), "Tomasz Lis");
    assert_int_equal(kadry_region_appoint(ctx, UNIT, &rec, &id), ERR_OK);
    assert_string_equal(administrators_of(ctx, UNIT), "Łucja Ćma");
    assert_int_equal(kadry_region_clerks(ctx, UNIT, &rows), ERR_OK);
    assert_int_equal(rows->n, 1);
    assert_int_equal(db_int(rows, 0, "id"), id);
    assert_string_equal(db_str(rows, 0, "roles"), "administrator");
    assert_int_equal(fx_count(ctx, "job.zadanie"), jobs + 1); /* the link to set the password */
    assert_int_equal(
        fx_count(ctx, mem_printf(ctx->mem, "audit.zdarzenie WHERE obiekt = 'pracownik' AND obiekt_id = %" PRId64, id)),
        1);
    assert_int_equal(kadry_region_appoint(ctx, UNIT, &rec, &id), ERR_CONFLICT);
}

static void he_sees_no_letters(void **state)
{
    static const char *const tables[] = { "esp.dokument", "eod.przesylka", "eod.sprawa",
                                          "eod.pismo",    "store.blob",    "forms.szkic" };
    struct ctx *ctx = fx_clerk(state, "region");

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        assert_int_equal(fx_count(ctx, tables[i]), 0);
    assert_true(fx_count(ctx, "org.pracownik WHERE jst = '" FX_JST "'") > 0);
}

static void bad_appointments(void **state)
{
    struct ctx *ctx = fx_clerk(state, "region");
    struct record rec = appointment(ctx, new_login(ctx));
    int64_t id = 0;

    assert_int_equal(kadry_region_appoint(ctx, "9999999", &rec, &id), ERR_NOTFOUND);
    ctx_forgive(ctx);
    rec = appointment(ctx, "Ż");
    assert_int_equal(kadry_region_appoint(ctx, UNIT, &rec, &id), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "login");
}

/* Nor does the role help a clerk of another unit, should its administrator have given it to him. */
static void nobody_else_does(void **state)
{
    static const char *const others[] = { "administrator", "wojt", "inna-administrator" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        for (int with_role = 0; with_role < 2; with_role++) {
            struct ctx *ctx = fx_clerk(state, others[i]);
            struct record rec = appointment(ctx, new_login(ctx));
            struct db_rows *rows = NULL;
            int64_t id = 0;

            ctx->who.roles |= with_role ? ROLE_REGION : 0;
            assert_int_equal(db_set_who(ctx), ERR_OK);
            assert_int_equal(kadry_region_units(ctx, &rows), ERR_DENIED);
            ctx_forgive(ctx);
            assert_int_equal(kadry_region_appoint(ctx, UNIT, &rec, &id), ERR_DENIED);
            ctx_forgive(ctx);
            assert_int_equal(fx_count(ctx, "org.pracownik WHERE jst NOT IN ('" FX_JST "', '" FX_OTHER_JST "')"), 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(he_appoints_the_first_administrator),
        fx_test(he_sees_no_letters),
        fx_test(bad_appointments),
        fx_test(nobody_else_does),
    };

    return fx_run(tests);
}
