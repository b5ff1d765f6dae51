/* eurzad-admin partner: systems that may call over SOAP, from which addresses, and what each may do in which unit. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/trust.h"
#include "core/base/buf.h"
#include "core/ctx/db.h"
#include "partner_sql.h"

enum { MAX_ADDRESSES = 4096 };

static int partner_usage(void)
{
    fprintf(stderr,
            "użycie:\n"
            "  partner list\n"
            "  partner add IDENTYFIKATOR NAZWA ADRES…    nowy system albo nowa nazwa i adresy znanego\n"
            "  partner grant IDENTYFIKATOR USŁUGA OPERACJA JST    nadaje prawo; JST: TERYT albo „*”, każda jednostka\n"
            "  partner revoke IDENTYFIKATOR [USŁUGA OPERACJA JST]    odbiera prawo albo wszystkie\n"
            "przykład: partner grant testowy_podmiot skrytka nadaj 0801062\n"
            "Programy zauważają zmianę w ciągu kilku sekund.\n");
    return 2;
}

static enum err check_known(struct ctx *ctx, const char *id)
{
    struct db_rows *row = NULL;
    enum err e = db_query(ctx, &SQL_partner_known, DB_ARGS(db_text(id)), &row);

    if (!e && db_int(row, 0, "n") == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie ma takiego systemu; dodaje go „partner add”.", "partner=%s", id);
    return e;
}

static enum err check_unit(struct ctx *ctx, const char *jst)
{
    struct db_rows *row = NULL;
    enum err e = ERR_OK;

    if (strcmp(jst, "*") == 0)
        return ERR_OK;
    e = db_query(ctx, &SQL_partner_unit_known, DB_ARGS(db_text(jst)), &row);
    if (!e && db_int(row, 0, "n") == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie ma jednostki o tym kodzie TERYT.", "jst=%s", jst);
    return e;
}

static enum err add(struct ctx *ctx, int argc, char **a)
{
    struct buf addresses = buf_new(ctx->mem, MAX_ADDRESSES);
    enum err e = ERR_OK;

    for (int i = 2; i < argc; i++) {
        buf_str(&addresses, i > 2 ? " " : "");
        buf_str(&addresses, a[i]);
    }
    if (addresses.overflow)
        return ctx_fail(ctx, ERR_INVALID, "Za dużo adresów.", "addresses=%d", argc - 2);
    e = db_exec(ctx, &SQL_partner_add, DB_ARGS(db_text(a[0]), db_text(a[1]), db_text(buf_text(&addresses))), NULL);
    return e ? e : db_commit(ctx);
}

static enum err grant(struct ctx *ctx, char **a)
{
    enum err e = check_known(ctx, a[0]);

    if (!e)
        e = check_unit(ctx, a[3]);
    if (!e)
        e = db_exec(
            ctx, &SQL_partner_grant,
            DB_ARGS(db_text(a[0]), db_text(a[1]), db_text(a[2]), db_text(a[3]), db_text(trust_operator(ctx->mem))),
            NULL);
    return e ? e : db_commit(ctx);
}

/* One right, or with the identifier alone all of them. */
static enum err revoke(struct ctx *ctx, int argc, char **a)
{
    bool one = argc > 1;
    int n = 0;
    enum err e = check_known(ctx, a[0]);

    if (!e)
        e = db_exec(ctx, &SQL_partner_revoke,
                    DB_ARGS(db_text(a[0]), one ? db_text(a[1]) : db_null(), one ? db_text(a[2]) : db_null(),
                            one ? db_text(a[3]) : db_null(), db_text(trust_operator(ctx->mem))),
                    &n);
    if (!e && one && n == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, "Ten system nie ma takiego prawa.", "partner=%s", a[0]);
    return e ? e : db_commit(ctx);
}

static enum err list(struct ctx *ctx)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_partner_list, DB_NONE, &rows);

    for (int i = 0; !e && i < rows->n; i++) {
        const char *id = db_str(rows, i, "identyfikator");

        if (i == 0 || strcmp(id, db_str(rows, i - 1, "identyfikator")) != 0)
            printf("%s  „%s”  %s\n", id, db_str(rows, i, "nazwa"), db_str(rows, i, "adresy"));
        if (!db_is_null(rows, i, "usluga"))
            printf("    %s %s %s  od %s\n", db_str(rows, i, "usluga"), db_str(rows, i, "operacja"),
                   db_str(rows, i, "jst"), db_str(rows, i, "od"));
    }
    return e;
}

int admin_partner(struct app *app, int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    struct ctx *ctx = ctx_system(app, "");
    int status = 0;

    if (argc == 2 && strcmp(what, "list") == 0)
        status = list(ctx) ? admin_failed(ctx, "partner list") : 0;
    else if (argc >= 5 && strcmp(what, "add") == 0)
        status = add(ctx, argc - 2, argv + 2) ? admin_failed(ctx, "partner add") : 0;
    else if (argc == 6 && strcmp(what, "grant") == 0)
        status = grant(ctx, argv + 2) ? admin_failed(ctx, "partner grant") : 0;
    else if ((argc == 3 || argc == 6) && strcmp(what, "revoke") == 0)
        status = revoke(ctx, argc - 2, argv + 2) ? admin_failed(ctx, "partner revoke") : 0;
    else
        status = partner_usage();
    ctx_free(ctx);
    return status;
}
