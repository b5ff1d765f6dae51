/* Accounts before and after log-in. Nobody is logged in on most of these pages, and the tables of accounts open only to the
 * system. */
#include "modules/org/konto/konto.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/job.h"
#include "core/ctx/log.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "core/law/ident.h"
#include "core/net/mail.h"
#include "konto_sql.h"

enum { CONFIRM_HOURS = 48, RESET_HOURS = 1 };

static const char *lower(struct ctx *ctx, const char *s)
{
    char *copy = mem_strdup(ctx->mem, s);

    for (char *p = copy; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + ('a' - 'A'));
    return copy;
}

static const char *name_hash(struct ctx *ctx, const char *login)
{
    char *hex = mem_zero_bytes(ctx->mem, 1, TOKEN_HASH_LEN + 1, "login hash");

    token_hash(login, hex);
    return hex;
}

static enum err is_locked(struct ctx *ctx, const char *hash, bool *ret_locked)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_konto_tries, DB_ARGS(db_text(hash)), &r);

    *ret_locked = !e && r->n && db_flag(r, 0, "locked");
    return e;
}

static enum err count_wrong(struct ctx *ctx, const char *hash)
{
    log_info(ctx, "login.wrong");
    return db_exec(ctx, &SQL_konto_wrong,
                   DB_ARGS(db_text(hash), db_i64(ctx->app->conf.login_attempts), db_i64(ctx->app->conf.login_lock)),
                   NULL);
}

enum err konto_jednostki(struct ctx *ctx, int64_t konto_id, struct db_rows **ret_rows)
{
    enum err e = ctx_as_system(ctx);

    return e ? e : db_query(ctx, &SQL_konto_units, DB_ARGS(db_i64(konto_id)), ret_rows);
}

enum err konto_clerk(struct ctx *ctx, int64_t konto_id, const char *jst, struct konto_login *ret_l)
{
    struct db_rows *r = NULL;
    enum err e = ctx_as_system(ctx);

    if (!e)
        e = db_query(ctx, &SQL_konto_clerk, DB_ARGS(db_i64(konto_id), db_text(jst)), &r);
    if (e)
        return e;
    if (r->n == 0)
        return ctx_fail(ctx, ERR_DENIED, "Nie pracujesz w tej jednostce.", "konto=%lld", (long long)konto_id);
    *ret_l = (struct konto_login){
        .outcome = KONTO_IN,
        .n_jednostki = 1,
        .jst = mem_strdup(ctx->mem, jst),
        .jst_name = db_str(r, 0, "nazwa_jst"),
        .who = { .kind = WHO_CLERK,
                 .konto_id = konto_id,
                 .pracownik_id = db_int(r, 0, "id"),
                 .roles = roles_from_names(db_str(r, 0, "roles")),
                 .name = db_str(r, 0, "name"),
                 .stanowisko = db_str(r, 0, "stanowisko"),
                 .identyfikator = "" },
    };
    return ERR_OK;
}

static enum err citizen(struct ctx *ctx, int64_t konto_id, struct konto_login *ret_l)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_konto_citizen, DB_ARGS(db_i64(konto_id)), "Konto jest niekompletne.", &r);

    if (!e)
        *ret_l = (struct konto_login){ .outcome = KONTO_IN,
                                       .who = { .kind = WHO_CITIZEN,
                                                .konto_id = konto_id,
                                                .name = db_str(r, 0, "name"),
                                                .stanowisko = "",
                                                .identyfikator = "" } };
    return e;
}

/* Who the account is, once all its factors are proved. */
static enum err enter(struct ctx *ctx, int64_t konto_id, const char *rodzaj, struct konto_login *ret_l)
{
    struct db_rows *units = NULL;
    enum err e;

    log_info(ctx, "login.done", LOG_I("konto", konto_id));
    if (strcmp(rodzaj, "obywatel") == 0)
        return citizen(ctx, konto_id, ret_l);
    e = konto_jednostki(ctx, konto_id, &units);
    if (e)
        return e;
    if (units->n == 1)
        return konto_clerk(ctx, konto_id, db_str(units, 0, "teryt"), ret_l);
    *ret_l = (struct konto_login){ .outcome = units->n ? KONTO_IN : KONTO_WRONG,
                                   .n_jednostki = units->n,
                                   .who = { .konto_id = konto_id } };
    return ERR_OK;
}

static enum err rehash_if_stale(struct ctx *ctx, int64_t id, const char *encoded, const char *password)
{
    const char *fresh = NULL;
    enum err e;

    if (!password_is_stale(encoded))
        return ERR_OK;
    e = password_hash(ctx, password, &fresh);
    return e ? e : db_exec(ctx, &SQL_konto_rehash, DB_ARGS(db_i64(id), db_text(fresh)), NULL);
}

enum err konto_password(struct ctx *ctx, const char *login, const char *password, struct konto_login *ret_l)
{
    const char *name = lower(ctx, login);
    const char *hash = name_hash(ctx, name);
    struct db_rows *r = NULL;
    bool locked = false;
    bool right = false;
    int64_t id = 0;
    enum err e = ctx_as_system(ctx);

    *ret_l = (struct konto_login){ .outcome = KONTO_LOCKED };
    if (!e)
        e = is_locked(ctx, hash, &locked);
    if (e || locked)
        return e;
    e = db_query(ctx, &SQL_konto_by_login, DB_ARGS(db_text(name)), &r);
    if (e)
        return e;
    right = password_verify(r->n ? db_str(r, 0, "haslo") : NULL, password);
    if (!right || !db_flag(r, 0, "aktywne") || !db_flag(r, 0, "potwierdzone")) {
        ret_l->outcome = KONTO_WRONG;
        return count_wrong(ctx, hash);
    }
    id = db_int(r, 0, "id");
    e = rehash_if_stale(ctx, id, db_str(r, 0, "haslo"), password);
    if (e)
        return e;
    if (!db_is_null(r, 0, "totp")) {
        *ret_l = (struct konto_login){ .outcome = KONTO_CODE, .who = { .konto_id = id } };
        return ERR_OK;
    }
    if (strcmp(db_str(r, 0, "rodzaj"), "pracownik") == 0 && ctx->app->conf.totp_required)
        return ctx_fail(ctx, ERR_DENIED,
                        "To konto nie ma jeszcze drugiego składnika logowania. Zgłoś się do administratora jednostki.",
                        "konto=%lld without totp", (long long)id);
    e = db_exec(ctx, &SQL_konto_right, DB_ARGS(db_text(hash)), NULL);
    return e ? e : enter(ctx, id, db_str(r, 0, "rodzaj"), ret_l);
}

enum err konto_code(struct ctx *ctx, int64_t konto_id, const char *code, struct konto_login *ret_l)
{
    struct db_rows *r = NULL;
    const char *hash = NULL;
    bool locked = false;
    int64_t step = 0;
    enum err e = ctx_as_system(ctx);

    *ret_l = (struct konto_login){ .outcome = KONTO_LOCKED };
    if (!e)
        e = db_one(ctx, &SQL_konto_by_id, DB_ARGS(db_i64(konto_id)), "Nie ma takiego konta.", &r);
    if (e)
        return e;
    hash = name_hash(ctx, db_str(r, 0, "login"));
    e = is_locked(ctx, hash, &locked);
    if (e || locked)
        return e;
    if (!db_flag(r, 0, "aktywne") ||
        !totp_check(db_str(r, 0, "totp"), code, ctx->now, db_int(r, 0, "totp_krok"), &step)) {
        ret_l->outcome = KONTO_WRONG;
        return count_wrong(ctx, hash);
    }
    e = db_exec(ctx, &SQL_konto_totp_step, DB_ARGS(db_i64(konto_id), db_i64(step)), NULL);
    if (!e)
        e = db_exec(ctx, &SQL_konto_right, DB_ARGS(db_text(hash)), NULL);
    return e ? e : enter(ctx, konto_id, db_str(r, 0, "rodzaj"), ret_l);
}

/* A fresh link; only its hash is stored. */
static enum err new_token(struct ctx *ctx, int64_t konto_id, const char *cel, int hours, const char **ret_token)
{
    char *token = token_new(ctx->mem, 32);
    char hex[TOKEN_HASH_LEN + 1];

    token_hash(token, hex);
    *ret_token = token;
    return db_exec(ctx, &SQL_konto_token_insert, DB_ARGS(db_text(hex), db_i64(konto_id), db_text(cel), db_i64(hours)),
                   NULL);
}

static enum err use_token(struct ctx *ctx, const char *token, const char *cel, int64_t *ret_konto_id)
{
    char hex[TOKEN_HASH_LEN + 1];
    struct db_rows *r = NULL;
    enum err e = ctx_as_system(ctx);

    token_hash(token, hex);
    if (!e)
        e = db_query(ctx, &SQL_konto_token_use, DB_ARGS(db_text(hex), db_text(cel)), &r);
    if (e)
        return e;
    if (r->n == 0)
        return ctx_fail(ctx, ERR_INVALID, "Ten odnośnik został już użyty albo stracił ważność. Poproś o nowy.",
                        "token cel=%s", cel);
    *ret_konto_id = db_int(r, 0, "konto_id");
    return ERR_OK;
}

static enum err send_confirmation(struct ctx *ctx, int64_t konto_id, const char *email)
{
    const char *token = NULL;
    enum err e = new_token(ctx, konto_id, "potwierdzenie", CONFIRM_HOURS, &token);

    if (e)
        return e;
    return mail_queue(
        ctx, email, "Potwierdź adres e-mail – Lubuski e-Urząd",
        mem_printf(ctx->mem,
                   "Dzień dobry,\n\nktoś, zapewne Ty, zakłada konto w Lubuskim e-Urzędzie z tym adresem.\n"
                   "Aby je uruchomić, otwórz odnośnik (jest ważny %d godzin):\n\n"
                   "%s/rejestracja/potwierdz?token=%s\n\n"
                   "Jeżeli to nie Ty, po prostu nic nie rób: konto nie powstanie.\n",
                   CONFIRM_HOURS, ctx->app->conf.public_url, token));
}

static enum err tell_owner(struct ctx *ctx, const char *email)
{
    return mail_queue(
        ctx, email, "Masz już konto – Lubuski e-Urząd",
        mem_printf(ctx->mem,
                   "Dzień dobry,\n\nktoś, zapewne Ty, próbował założyć konto z tym adresem, ale takie konto już "
                   "istnieje.\nZaloguj się: %s/logowanie\nNie pamiętasz hasła? %s/haslo\n",
                   ctx->app->conf.public_url, ctx->app->conf.public_url));
}

static enum err check_passwords(struct ctx *ctx, const char *haslo, const char *haslo2, const char *email)
{
    enum err e = password_check(ctx, "haslo", haslo, email);

    if (!e && strcmp(haslo, haslo2) != 0)
        e = ctx_fail_field(ctx, "haslo2", "Hasła nie są takie same.");
    return e;
}

enum err konto_register(struct ctx *ctx, const struct konto_nowe *n)
{
    const char *email = lower(ctx, n->email);
    const char *hash = NULL;
    struct db_rows *r = NULL;
    enum err e = ctx_as_system(ctx);

    if (!e && !mail_address_ok(email))
        e = ctx_fail_field(ctx, "email", "To nie jest poprawny adres e-mail.");
    if (!e)
        e = check_passwords(ctx, n->haslo, n->haslo2, email);
    if (!e)
        e = password_hash(ctx, n->haslo, &hash);
    if (!e)
        e = db_query(ctx, &SQL_konto_insert, DB_ARGS(db_text(email), db_text(hash)), &r);
    if (e)
        return e;
    if (r->n == 0)
        return tell_owner(ctx, email);
    e = db_exec(ctx, &SQL_konto_insert_citizen,
                DB_ARGS(db_i64(db_int(r, 0, "id")), db_text(n->imie), db_text(n->nazwisko)), NULL);
    return e ? e : send_confirmation(ctx, db_int(r, 0, "id"), email);
}

enum err konto_confirm(struct ctx *ctx, const char *token)
{
    int64_t konto_id = 0;
    enum err e = use_token(ctx, token, "potwierdzenie", &konto_id);

    return e ? e : db_exec(ctx, &SQL_konto_confirmed, DB_ARGS(db_i64(konto_id)), NULL);
}

enum err konto_reset_ask(struct ctx *ctx, const char *email)
{
    const char *name = lower(ctx, email);
    const char *token = NULL;
    struct db_rows *r = NULL;
    enum err e = ctx_as_system(ctx);

    if (!e && !mail_address_ok(name))
        e = ctx_fail_field(ctx, "email", "To nie jest poprawny adres e-mail.");
    if (!e)
        e = db_query(ctx, &SQL_konto_by_login, DB_ARGS(db_text(name)), &r);
    if (e || r->n == 0 || !db_flag(r, 0, "aktywne"))
        return e;
    e = new_token(ctx, db_int(r, 0, "id"), "haslo", RESET_HOURS, &token);
    if (e)
        return e;
    return mail_queue(ctx, db_str(r, 0, "email"), "Nowe hasło – Lubuski e-Urząd",
                      mem_printf(ctx->mem,
                                 "Dzień dobry,\n\naby ustawić nowe hasło, otwórz odnośnik (jest ważny godzinę):\n\n"
                                 "%s/haslo/nowe?token=%s\n\n"
                                 "Jeżeli nie prosisz o nowe hasło, nic nie rób: obecne nadal działa.\n",
                                 ctx->app->conf.public_url, token));
}

enum err konto_reset(struct ctx *ctx, const char *token, const char *haslo, const char *haslo2, int64_t *ret_konto_id)
{
    const char *hash = NULL;
    struct db_rows *r = NULL;
    enum err e = check_passwords(ctx, haslo, haslo2, NULL);

    if (!e)
        e = use_token(ctx, token, "haslo", ret_konto_id);
    if (!e)
        e = password_hash(ctx, haslo, &hash);
    if (!e)
        e = db_query(ctx, &SQL_konto_new_password, DB_ARGS(db_i64(*ret_konto_id), db_text(hash)), &r);
    /* Other links on their way must not open the account again. */
    if (!e)
        e = db_exec(ctx, &SQL_konto_tokens_spend, DB_ARGS(db_i64(*ret_konto_id), db_text("haslo")), NULL);
    if (e || r->n == 0)
        return e;
    return db_exec(ctx, &SQL_konto_right, DB_ARGS(db_text(name_hash(ctx, db_str(r, 0, "login")))), NULL);
}

enum err konto_dane_get(struct ctx *ctx, struct konto_dane *ret_d)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_konto_dane, DB_NONE, "Nie ma takiego konta.", &r);

    if (!e)
        *ret_d = (struct konto_dane){
            .imie = db_str(r, 0, "imie"),
            .nazwisko = db_str(r, 0, "nazwisko"),
            .pesel = db_str(r, 0, "pesel"),
            .ulica = db_str(r, 0, "ulica"),
            .budynek = db_str(r, 0, "budynek"),
            .lokal = db_str(r, 0, "lokal"),
            .kod_pocztowy = db_str(r, 0, "kod_pocztowy"),
            .miejscowosc = db_str(r, 0, "miejscowosc"),
            .telefon = db_str(r, 0, "telefon"),
            .email = db_str(r, 0, "email"),
        };
    return e;
}

enum err konto_dane_change(struct ctx *ctx, const struct konto_dane *d)
{
    struct pesel pesel = { 0 };

    if (*d->pesel && !pesel_parse(d->pesel, &pesel))
        return ctx_fail_field(ctx, "pesel", "Numer PESEL jest błędny. Sprawdź cyfry.");
    if (*d->kod_pocztowy && (strlen(d->kod_pocztowy) != 6 || strspn(d->kod_pocztowy, "0123456789") != 2 ||
                             d->kod_pocztowy[2] != '-' || strspn(d->kod_pocztowy + 3, "0123456789") != 3))
        return ctx_fail_field(ctx, "kod_pocztowy", "Kod pocztowy ma postać 66-431.");
    return db_exec(ctx, &SQL_konto_dane_update,
                   DB_ARGS(db_text(d->imie), db_text(d->nazwisko), db_text(*d->pesel ? pesel.text : ""),
                           db_text(d->ulica), db_text(d->budynek), db_text(d->lokal), db_text(d->kod_pocztowy),
                           db_text(d->miejscowosc), db_text(d->telefon)),
                   NULL);
}
