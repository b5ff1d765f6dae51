/* Units, and who administers them. */
#include "modules/org/kadry/kadry_region.h"

#include <string.h>

#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "kadry_region_sql.h"
#include "modules/org/jst/jst.h"
#include "modules/org/kadry/kadry.h"

static enum err must_be_region(struct ctx *ctx)
{
    if (ctx->who.kind == WHO_CLERK && (ctx->who.roles & ROLE_REGION) && strcmp(ctx->jst, REGION_JST) == 0)
        return ERR_OK;
    return ctx_fail(ctx, ERR_DENIED, "To może zrobić tylko administrator regionu.", "kind=%d", (int)ctx->who.kind);
}

enum err kadry_region_units(struct ctx *ctx, struct db_rows **ret_rows)
{
    enum err e = must_be_region(ctx);

    return e ? e : db_query(ctx, &SQL_kadry_region_units, DB_NONE, ret_rows);
}

enum err kadry_region_clerks(struct ctx *ctx, const char *teryt, struct db_rows **ret_rows)
{
    enum err e = must_be_region(ctx);

    return e ? e : db_query(ctx, &SQL_kadry_region_clerks, DB_ARGS(db_text(teryt)), ret_rows);
}

enum err kadry_region_appoint(struct ctx *ctx, const char *teryt, const struct record *rec, int64_t *ret_id)
{
    const char *email = record_value(rec, "email");
    const char *login = record_value(rec, "login");
    const char *column = NULL;
    const char *fault = record_first_fault(rec, &column);
    struct jst unit;
    struct db_rows *r = NULL;
    int64_t konto_id = 0;
    enum err e = must_be_region(ctx);

    if (!e)
        e = jst_by_teryt(ctx, teryt, &unit);
    if (!e && fault)
        e = ctx_fail_field(ctx, column, fault);
    if (!e)
        e = kadry_new_account(ctx, login, email, &konto_id);
    if (!e)
        e = db_query(ctx, &SQL_kadry_region_insert,
                     DB_ARGS(db_text(teryt), db_i64(konto_id), db_text(record_value(rec, "imie")),
                             db_text(record_value(rec, "nazwisko")), db_text(record_value(rec, "stanowisko")),
                             db_text(record_value(rec, "komorka_kod")), db_text(record_value(rec, "komorka_nazwa"))),
                     &r);
    if (e)
        return e;
    *ret_id = db_int(r, 0, "id");
    e = kadry_send_link(ctx, konto_id, email);
    return e ? e : audit(ctx, "pracownik.dodany", "pracownik", *ret_id, 0, LOG_S("jst", teryt), LOG_S("login", login));
}

enum err kadry_region_administrator(struct ctx *ctx, const char *teryt, int64_t id, bool is)
{
    struct db_rows *r = NULL;
    int changed = 0;
    enum err e = must_be_region(ctx);

    if (e)
        return e;
    if (id == ctx->who.pracownik_id)
        return ctx_fail_field(ctx, "id", "O swojej roli nie decydujesz sam.");
    e = db_one(ctx, &SQL_kadry_region_works, DB_ARGS(db_text(teryt), db_i64(id)), "Nie ma takiego pracownika.", &r);
    if (!e)
        e = db_exec(ctx, is ? &SQL_kadry_region_role : &SQL_kadry_region_role_take, DB_ARGS(db_text(teryt), db_i64(id)),
                    &changed);
    if (e || changed == 0)
        return e;
    return audit(ctx, is ? "administrator.nadany" : "administrator.odebrany", "pracownik", id, 0, LOG_S("jst", teryt));
}
