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

static int user_usage(struct ctx *ctx)
{
    fprintf(stderr,
            "użycie:\n"
            "  user add-clerk TERYT LOGIN E-MAIL IMIĘ NAZWISKO STANOWISKO KOD-KOMÓRKI NAZWA-KOMÓRKI ROLE…\n"
            "      (hasło z pierwszego wiersza standardowego wejścia; „kieruje” czyni kierującym komórką;\n"
            "       role: %s)\n"
            "  user totp LOGIN      nadaje nowy sekret drugiego składnika i wypisuje adres dla aplikacji\n",
            roles_to_names(ctx->mem, UINT64_MAX));
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

/* „kieruje” stands among the roles and is none. */
static enum err read_roles(struct ctx *ctx, int n, char **words, uint64_t *ret_roles, bool *ret_head)
{
    for (int i = 0; i < n; i++) {
        uint64_t role = role_from_name(words[i]);

        if (strcmp(words[i], "kieruje") == 0)
            *ret_head = true;
        else if (!role)
            return ctx_fail(ctx, ERR_INVALID, "Nieznana rola.", "rola=%s", words[i]);
        *ret_roles |= role;
    }
    return ERR_OK;
}

static enum err add_clerk(struct ctx *ctx, int argc, char **a)
{
    struct konto_zakladane k = { a[1], "pracownik", a[2], NULL };
    const char *password = read_password(ctx);
    int64_t konto = 0;
    uint64_t roles = 0;
    bool is_head = false;
    struct db_rows *clerk = NULL;
    enum err e = password_check(ctx, "haslo", password, a[2]);

    if (!e)
        e = read_roles(ctx, argc - 8, a + 8, &roles, &is_head);
    if (!e)
        e = password_hash(ctx, password, &k.haslo);
    if (!e)
        e = konto_admin_add(ctx, &k, &konto);
    if (!e && konto == 0)
        e = ctx_fail(ctx, ERR_CONFLICT, "Ten login jest zajęty.", "login taken");
    if (!e)
        e = db_query(ctx, &SQL_kadry_insert,
                     DB_ARGS(db_i64(konto), db_text(a[3]), db_text(a[4]), db_text(a[5]), db_text(a[6]), db_text(a[7]),
                             db_bool(is_head), db_text(roles_to_names(ctx->mem, roles))),
                     &clerk);
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
