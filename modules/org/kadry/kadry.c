/* Who works in the unit and in what role. */
#include "modules/org/kadry/kadry.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "core/law/znak.h"
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

static enum err must_be_administrator(struct ctx *ctx)
{
    if (ctx->who.kind == WHO_SYSTEM || (ctx->who.kind == WHO_CLERK && (ctx->who.roles & ROLE_ADMINISTRATOR_JST)))
        return ERR_OK;
    return ctx_fail(ctx, ERR_DENIED, "To może zrobić tylko administrator jednostki.", "kind=%d", (int)ctx->who.kind);
}

enum err kadry_all(struct ctx *ctx, struct db_rows **ret_rows)
{
    enum err e = must_be_administrator(ctx);

    return e ? e : db_query(ctx, &SQL_kadry_all, DB_NONE, ret_rows);
}

static enum err set_roles(struct ctx *ctx, int64_t id, uint64_t roles)
{
    enum err e = db_exec(ctx, &SQL_kadry_roles_clear, DB_ARGS(db_i64(id)), NULL);

    for (int i = 0; !e && i < ROLE_N; i++)
        if (roles & (UINT64_C(1) << i))
            e = db_exec(ctx, &SQL_kadry_role_add, DB_ARGS(db_i64(id), db_text(role_name((enum role_number)i))), NULL);
    return e;
}

enum err kadry_send_link(struct ctx *ctx, const char *email, const char *token)
{
    return mail_queue(
        ctx, email, "Twoje konto w Lubuskim e-Urzędzie",
        mem_printf(ctx->mem,
                   "Dzień dobry,\n\nadministrator jednostki założył Ci konto. Ustaw hasło (odnośnik jest ważny "
                   "%d godzin):\n\n%s/haslo/nowe?token=%s\n",
                   KADRY_LINK_HOURS, ctx->app->conf.public_url, token));
}

static enum err send_link(struct ctx *ctx, int64_t konto_id, const char *email)
{
    const char *token = token_new(ctx->mem, 32);
    char hash[TOKEN_HASH_LEN + 1];
    struct db_rows *rows = NULL;
    enum err e;

    token_hash(token, hash);
    e = db_query(ctx, &SQL_kadry_token, DB_ARGS(db_i64(konto_id), db_text(hash), db_i64(KADRY_LINK_HOURS)), &rows);
    return e ? e : kadry_send_link(ctx, email, token);
}

static enum err add_account(struct ctx *ctx, const struct kadry_nowy *n, int64_t *ret_konto_id)
{
    const char *unusable = NULL;
    struct db_rows *r = NULL;
    enum err e = password_hash(ctx, token_new(ctx->mem, 32), &unusable);

    if (!e)
        e = db_query(ctx, &SQL_kadry_konto, DB_ARGS(db_text(n->login), db_text(n->email), db_text(unusable)), &r);
    if (!e)
        *ret_konto_id = db_int(r, 0, "id");
    return e;
}

enum err kadry_account_ok(struct ctx *ctx, const char *login, const char *email, const char *komorka_kod)
{
    if (!mail_address_ok(email))
        return ctx_fail_field(ctx, "email", "To nie jest poprawny adres e-mail.");
    if (strlen(login) < 3 || strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(login))
        return ctx_fail_field(ctx, "login",
                              "Login ma co najmniej 3 znaki: małe litery bez ogonków, cyfry, kropka, łącznik.");
    if (!znak_komorka_ok(komorka_kod))
        return ctx_fail_field(ctx, "komorka_kod", "Kod komórki to litery i cyfry, na początku litera: „OR”, „OŚ-IV”.");
    return ERR_OK;
}

enum err kadry_add(struct ctx *ctx, const struct kadry_nowy *n, int64_t *ret_id)
{
    struct db_rows *komorka = NULL;
    struct db_rows *clerk = NULL;
    int64_t konto_id = 0;
    int64_t id = 0;
    enum err e = must_be_administrator(ctx);

    if (e)
        return e;
    e = kadry_account_ok(ctx, n->login, n->email, n->komorka_kod);
    if (e)
        return e;
    if (n->roles == 0)
        return ctx_fail_field(ctx, "role", "Wybierz co najmniej jedną rolę.");
    e = add_account(ctx, n, &konto_id);
    if (!e)
        e = db_query(ctx, &SQL_kadry_komorka, DB_ARGS(db_text(n->komorka_kod), db_text(n->komorka_nazwa)), &komorka);
    if (!e)
        e = db_query(ctx, &SQL_kadry_insert,
                     DB_ARGS(db_i64(konto_id), db_text(n->imie), db_text(n->nazwisko), db_text(n->stanowisko),
                             db_i64(db_int(komorka, 0, "id")), db_bool(n->kieruje)),
                     &clerk);
    if (e)
        return e;
    id = db_int(clerk, 0, "id");
    e = set_roles(ctx, id, n->roles);
    if (!e)
        e = send_link(ctx, konto_id, n->email);
    if (!e)
        e = audit(ctx, "pracownik.dodany", "pracownik", id, 0, LOG_S("login", n->login));
    if (!e)
        *ret_id = id;
    return e;
}

enum err kadry_change(struct ctx *ctx, int64_t id, const char *stanowisko, uint64_t roles, bool aktywny)
{
    struct db_rows *r = NULL;
    enum err e = must_be_administrator(ctx);

    if (e)
        return e;
    if (id == ctx->who.pracownik_id && (!aktywny || !(roles & ROLE_ADMINISTRATOR_JST)))
        return ctx_fail_field(ctx, "role", "Nie możesz odebrać sobie roli administratora ani wyłączyć swojego konta.");
    e = db_one(ctx, &SQL_kadry_update, DB_ARGS(db_i64(id), db_text(stanowisko), db_bool(aktywny)),
               "Nie ma takiego pracownika.", &r);
    if (!e)
        e = set_roles(ctx, id, roles);
    return e ? e
             : audit(ctx, "pracownik.zmieniony", "pracownik", id, 0, LOG_S("role", roles_to_names(ctx->mem, roles)),
                     LOG_I("aktywny", aktywny));
}

enum err kadry_totp(struct ctx *ctx, int64_t id, const char **ret_secret)
{
    const char *secret = totp_secret_new(ctx->mem);
    struct db_rows *r = NULL;
    enum err e = must_be_administrator(ctx);

    if (!e)
        e = db_query(ctx, &SQL_kadry_totp, DB_ARGS(db_i64(id), db_text(secret)), &r);
    if (e)
        return e;
    if (!db_flag(r, 0, "done"))
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego pracownika.", "pracownik=%lld", (long long)id);
    *ret_secret = secret;
    return audit(ctx, "pracownik.totp", "pracownik", id, 0);
}
