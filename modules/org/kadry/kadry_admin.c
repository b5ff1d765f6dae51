/* Clerks' accounts from the command line: the first administrator of a unit is made here, the others in the browser. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "kadry_sql.h"
#include "modules/org/konto/konto_admin.h"

/* "kancelaria dekretujacy …": the names this build knows */
static const char *role_words(TALLOC_CTX *mem)
{
    char *words = mem_strdup(mem, "");

    for (int i = 0; i < (int)ROLE_N; i++)
        words = mem_printf(mem, "%s%s%s", words, *words ? " " : "", role_name((enum role_number)i));
    return words;
}

static int user_usage(struct ctx *ctx)
{
    fprintf(stderr,
            "użycie:\n"
            "  user add-clerk TERYT LOGIN E-MAIL IMIĘ NAZWISKO STANOWISKO KOD-KOMÓRKI NAZWA-KOMÓRKI ROLE…\n"
            "      (hasło z pierwszego wiersza standardowego wejścia; „kieruje” czyni kierującym komórką;\n"
            "       role: %s)\n"
            "  user totp LOGIN      nadaje nowy sekret drugiego składnika i wypisuje adres dla aplikacji\n",
            role_words(ctx->mem));
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
        e = db_exec(ctx, &SQL_kadry_role_add, DB_ARGS(db_i64(id), db_text(roles[i])), NULL);
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
    struct konto_zakladane k = { a[1], "pracownik", a[2], NULL };
    const char *password = read_password(ctx);
    int64_t konto = 0;
    struct db_rows *komorka = NULL;
    struct db_rows *clerk = NULL;
    enum err e = password_check(ctx, "haslo", password, a[2]);

    if (!e)
        e = password_hash(ctx, password, &k.haslo);
    if (!e)
        e = konto_admin_add(ctx, &k, &konto);
    if (!e && konto == 0)
        e = ctx_fail(ctx, ERR_CONFLICT, "Ten login jest zajęty.", "login taken");
    if (!e)
        e = db_query(ctx, &SQL_kadry_komorka, DB_ARGS(db_text(a[6]), db_text(a[7])), &komorka);
    if (!e)
        e = db_query(ctx, &SQL_kadry_insert,
                     DB_ARGS(db_i64(konto), db_text(a[3]), db_text(a[4]), db_text(a[5]),
                             db_i64(db_int(komorka, 0, "id")), db_bool(is_head(argc - 8, a + 8))),
                     &clerk);
    if (!e)
        e = add_roles(ctx, db_int(clerk, 0, "id"), argc - 8, a + 8);
    return e ? e : db_commit(ctx);
}

static enum err new_totp(struct ctx *ctx, const char *login)
{
    const char *secret = totp_secret_new(ctx->mem);
    enum err e = konto_admin_totp(ctx, login, secret);

    if (!e)
        e = db_commit(ctx);
    if (!e)
        printf("%s\n", totp_uri(ctx->mem, secret, "Lubuski e-Urząd", login));
    return e;
}

static int user(struct app *app, int argc, char **argv)
{
    struct ctx *ctx = ctx_system(app, argc > 2 ? argv[2] : "");
    int status = 0;

    if (argc >= 11 && strcmp(argv[1], "add-clerk") == 0)
        status = add_clerk(ctx, argc - 2, argv + 2) ? admin_failed(ctx, "add-clerk") : 0;
    else if (argc == 3 && strcmp(argv[1], "totp") == 0)
        status = new_totp(ctx, argv[2]) ? admin_failed(ctx, "totp") : 0;
    else
        status = user_usage(ctx);
    ctx_free(ctx);
    return status;
}

const struct command kadry_commands[] = {
    { "user", "add-clerk|totp …            konta pracowników (user help)", user },
    { NULL, NULL, NULL },
};
