/* Units, and who administers them. */
#include "modules/org/kadry/kadry_region.h"

#include <string.h>

#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "core/law/znak.h"
#include "core/net/mail.h"
#include "kadry_region_sql.h"
#include "kadry_sql.h"
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

static enum err account(struct ctx *ctx, const struct kadry_region_powolanie *p, int64_t *ret_konto_id)
{
    const char *unusable = NULL;
    struct db_rows *r = NULL;
    enum err e = password_hash(ctx, token_new(ctx->mem, 32), &unusable);

    if (!e)
        e = db_query(ctx, &SQL_kadry_konto, DB_ARGS(db_text(p->login), db_text(p->email), db_text(unusable)), &r);
    if (!e)
        *ret_konto_id = db_int(r, 0, "id");
    return e;
}

static enum err komorka(struct ctx *ctx, const struct kadry_region_powolanie *p, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_kadry_region_komorka, DB_ARGS(db_text(p->teryt), db_text(p->komorka_kod)), &r);

    if (!e && r->n == 0)
        e = db_query(ctx, &SQL_kadry_region_komorka_insert,
                     DB_ARGS(db_text(p->teryt), db_text(p->komorka_kod), db_text(p->komorka_nazwa)), &r);
    if (!e)
        *ret_id = db_int(r, 0, "id");
    return e;
}

static enum err clerk(struct ctx *ctx, const struct kadry_region_powolanie *p, int64_t konto_id, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    int64_t komorka_id = 0;
    enum err e = komorka(ctx, p, &komorka_id);

    if (!e)
        e = db_query(ctx, &SQL_kadry_region_clerk,
                     DB_ARGS(db_text(p->teryt), db_i64(konto_id), db_text(p->imie), db_text(p->nazwisko),
                             db_text(p->stanowisko), db_i64(komorka_id)),
                     &r);
    if (e)
        return e;
    *ret_id = db_int(r, 0, "id");
    return db_exec(ctx, &SQL_kadry_region_role, DB_ARGS(db_text(p->teryt), db_i64(*ret_id)), NULL);
}

static enum err send_link(struct ctx *ctx, const struct kadry_region_powolanie *p, int64_t konto_id)
{
    const char *token = token_new(ctx->mem, 32);
    char hash[TOKEN_HASH_LEN + 1];
    struct db_rows *rows = NULL;
    enum err e;

    token_hash(token, hash);
    e = db_query(ctx, &SQL_kadry_token, DB_ARGS(db_i64(konto_id), db_text(hash), db_i64(KADRY_LINK_HOURS)), &rows);
    return e ? e : kadry_send_link(ctx, p->email, token);
}

enum err kadry_region_appoint(struct ctx *ctx, const struct kadry_region_powolanie *p, int64_t *ret_id)
{
    struct jst unit;
    int64_t konto_id = 0;
    enum err e = must_be_region(ctx);

    if (!e)
        e = jst_by_teryt(ctx, p->teryt, &unit);
    if (!e)
        e = kadry_account_ok(ctx, p->login, p->email, p->komorka_kod);
    if (!e)
        e = account(ctx, p, &konto_id);
    if (!e)
        e = clerk(ctx, p, konto_id, ret_id);
    if (!e)
        e = send_link(ctx, p, konto_id);
    return e ? e
             : audit(ctx, "pracownik.dodany", "pracownik", *ret_id, 0, LOG_S("jst", p->teryt),
                     LOG_S("login", p->login));
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
