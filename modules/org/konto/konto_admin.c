#include "modules/org/konto/konto_admin.h"

#include "admin/admin.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "konto_admin_sql.h"

enum err konto_admin_add(struct ctx *ctx, const struct konto_zakladane *k, int64_t *ret_id)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_konto_admin_add,
                          DB_ARGS(db_text(k->login), db_text(k->rodzaj), db_text(k->email), db_text(k->haslo)), &rows);

    *ret_id = !e && rows->n ? db_int(rows, 0, "id") : 0;
    return e;
}

enum err konto_admin_totp(struct ctx *ctx, const char *login, const char *secret)
{
    int n = 0;
    enum err e = db_exec(ctx, &SQL_konto_admin_totp, DB_ARGS(db_text(login), db_text(secret)), &n);

    return e || n ? e : ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego konta pracownika.", "login unknown");
}

static enum err demo_citizen(struct ctx *ctx, const char *prefix)
{
    const char *login = mem_printf(ctx->mem, "%sobywatel", prefix);
    struct konto_zakladane k = { login, "obywatel", mem_printf(ctx->mem, "%s@example.pl", login), NULL };
    int64_t id = 0;
    enum err e = password_hash(ctx, "demo", &k.haslo);

    if (!e)
        e = konto_admin_add(ctx, &k, &id);
    if (e || id == 0)
        return e;
    return db_exec(ctx, &SQL_konto_demo_citizen, DB_ARGS(db_i64(id), db_text("Jan"), db_text("Kowalski")), NULL);
}

const struct seed konto_seeds[] = {
    { "konto obywatela", SEED_DEMO, demo_citizen },
    { NULL, SEED_DEMO, NULL },
};
