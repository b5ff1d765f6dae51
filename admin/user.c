/* Clerks' accounts from the command line: the first administrator of a unit is made here, the others in the browser. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "user_sql.h"

static int user_usage(void)
{
    fprintf(
        stderr,
        "użycie:\n"
        "  user add-clerk TERYT LOGIN E-MAIL IMIĘ NAZWISKO STANOWISKO KOD-KOMÓRKI NAZWA-KOMÓRKI ROLE…\n"
        "      (hasło z pierwszego wiersza standardowego wejścia; role: kancelaria dekretujacy referent akceptujacy\n"
        "       podpisujacy administrator; „kieruje” czyni kierującym komórką)\n"
        "  user totp LOGIN      nadaje nowy sekret drugiego składnika i wypisuje adres dla aplikacji\n");
    return 2;
}

static const char *read_password(struct ctx *ctx)
{
    char line[512] = "";

    if (!fgets(line, sizeof line, stdin))
        return "";
    line[strcspn(line, "\r\n")] = '\0';
    return mem_strdup(ctx->mem, line);
}

static enum err add_roles(struct ctx *ctx, int64_t id, int n, char **roles)
{
    enum err e = ERR_OK;

    for (int i = 0; !e && i < n; i++) {
        if (strcmp(roles[i], "kieruje") == 0)
            continue;
        if (!role_from_name(roles[i]))
            return ctx_fail(ctx, ERR_INVALID, "Nieznana rola.", "rola=%s", roles[i]);
        e = db_exec(ctx, &SQL_user_role, DB_ARGS(db_i64(id), db_text(roles[i])), NULL);
    }
    return e;
}

static bool is_head(int n, char **roles)
{
    for (int i = 0; i < n; i++)
        if (strcmp(roles[i], "kieruje") == 0)
            return true;
    return false;
}

static enum err add_clerk(struct ctx *ctx, int argc, char **a)
{
    const char *hash = NULL;
    const char *password = read_password(ctx);
    struct db_rows *konto = NULL;
    struct db_rows *komorka = NULL;
    struct db_rows *clerk = NULL;
    enum err e = password_check(ctx, "haslo", password, a[2]);

    if (!e)
        e = password_hash(ctx, password, &hash);
    if (!e)
        e = db_query(ctx, &SQL_user_account, DB_ARGS(db_text(a[1]), db_text(a[2]), db_text(hash)), &konto);
    if (!e)
        e = db_query(ctx, &SQL_user_komorka, DB_ARGS(db_text(a[6]), db_text(a[7])), &komorka);
    if (!e)
        e = db_query(ctx, &SQL_user_clerk,
                     DB_ARGS(db_i64(db_int(konto, 0, "id")), db_text(a[3]), db_text(a[4]), db_text(a[5]),
                             db_i64(db_int(komorka, 0, "id")), db_bool(is_head(argc - 8, a + 8))),
                     &clerk);
    if (!e)
        e = add_roles(ctx, db_int(clerk, 0, "id"), argc - 8, a + 8);
    return e ? e : db_commit(ctx);
}

static enum err new_totp(struct ctx *ctx, const char *login)
{
    const char *secret = totp_secret_new(ctx->mem);
    int n = 0;
    enum err e = db_exec(ctx, &SQL_user_totp, DB_ARGS(db_text(login), db_text(secret)), &n);

    if (!e && n == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego konta pracownika.", "login unknown");
    if (!e)
        e = db_commit(ctx);
    if (!e)
        printf("%s\n", totp_uri(ctx->mem, secret, "Lubuski e-Urząd", login));
    return e;
}

int admin_user(struct app *app, int argc, char **argv)
{
    struct ctx *ctx = admin_ctx(app, argc > 2 ? argv[2] : "");
    int status = 0;

    if (argc >= 11 && strcmp(argv[1], "add-clerk") == 0)
        status = add_clerk(ctx, argc - 2, argv + 2) ? admin_failed(ctx, "add-clerk") : 0;
    else if (argc == 3 && strcmp(argv[1], "totp") == 0)
        status = new_totp(ctx, argv[2]) ? admin_failed(ctx, "totp") : 0;
    else
        status = user_usage();
    ctx_free(ctx);
    return status;
}
