/* Who works in the unit and in what role. */
#include "modules/org/kadry/kadry.h"

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "core/net/mail.h"
#include "kadry_sql.h"

enum err kadry_pracownik(struct ctx *ctx, int64_t id, struct pracownik *ret_p)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_kadry_one, DB_ARGS(db_i64(id)), &r);

    if (e)
        return e;
    if (r->n == 0)
        return ctx_fail(ctx, ERR_INVALID, "Pracownik jest nieaktywny albo nie należy do tej jednostki.",
                        "pracownik=%lld", (long long)id);
    *ret_p = (struct pracownik){
        .id = id,
        .name = db_str(r, 0, "name"),
        .stanowisko = db_str(r, 0, "stanowisko"),
        .komorka_id = db_int(r, 0, "komorka_id"),
        .komorka_kod = db_str(r, 0, "kod"),
        .komorka_nazwa = db_str(r, 0, "nazwa"),
        .kieruje = db_flag(r, 0, "kieruje"),
        .roles = roles_from_names(db_str(r, 0, "roles")),
    };
    return ERR_OK;
}

enum err kadry_me(struct ctx *ctx, struct pracownik *ret_p)
{
    return kadry_pracownik(ctx, ctx->who.pracownik_id, ret_p);
}

enum err kadry_list(struct ctx *ctx, uint64_t roles, struct db_rows **ret_rows)
{
    const char *names = roles_to_names(ctx->mem, roles);

    if (roles && !*names)
        names = "-"; /* roles that no clerk has: nobody, not everybody */
    return db_query(ctx, &SQL_kadry_list, DB_ARGS(db_text(names)), ret_rows);
}

enum err kadry_komorki(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_kadry_komorki, DB_NONE, ret_rows);
}

/* ---- what an administrator does ---- */

enum { LINK_HOURS = 48 };

enum err kadry_new_account(struct ctx *ctx, const char *login, const char *email, int64_t *ret_konto_id)
{
    const char *unusable = NULL;
    struct db_rows *r = NULL;
    enum err e = password_hash(ctx, token_new(ctx->mem, 32), &unusable);

    if (!e)
        e = db_query(ctx, &SQL_kadry_konto, DB_ARGS(db_text(login), db_text(email), db_text(unusable)), &r);
    if (!e)
        *ret_konto_id = db_int(r, 0, "id");
    return e;
}

enum err kadry_send_link(struct ctx *ctx, int64_t konto_id, const char *email)
{
    const char *token = token_new(ctx->mem, 32);
    char hash[TOKEN_HASH_LEN + 1];
    struct db_rows *rows = NULL;
    enum err e;

    token_hash(token, hash);
    e = db_query(ctx, &SQL_kadry_token, DB_ARGS(db_i64(konto_id), db_text(hash), db_i64(LINK_HOURS)), &rows);
    if (e)
        return e;
    return mail_queue(
        ctx, email, "Twoje konto w Lubuskim e-Urzędzie",
        mem_printf(ctx->mem,
                   "Dzień dobry,\n\nadministrator jednostki założył Ci konto. Ustaw hasło (odnośnik jest ważny "
                   "%d godzin):\n\n%s/haslo/nowe?token=%s\n",
                   LINK_HOURS, ctx->app->conf.public_url, token));
}

enum err kadry_totp(struct ctx *ctx, int64_t id, const char **ret_secret)
{
    const char *secret = totp_secret_new(ctx->mem);
    struct db_rows *r = NULL;
    enum err e = ERR_OK;

    if (!step_role_fits(ctx, ROLE_ADMINISTRATOR_JST))
        return ctx_fail(ctx, ERR_DENIED, "To może zrobić tylko administrator jednostki.", "kind=%d",
                        (int)ctx->who.kind);
    e = db_query(ctx, &SQL_kadry_totp, DB_ARGS(db_i64(id), db_text(secret)), &r);
    if (e)
        return e;
    if (!db_flag(r, 0, "done"))
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego pracownika.", "pracownik=%lld", (long long)id);
    *ret_secret = secret;
    return audit(ctx, "pracownik.totp", "pracownik", id, 0);
}
