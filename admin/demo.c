/* Demonstration accounts of a unit and one citizen, all with the password "demo". They exist only where somebody
 * ran this command. Running it again changes nothing. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "demo_sql.h"

struct demo_clerk {
    const char *login;
    const char *imie;
    const char *nazwisko;
    const char *stanowisko;
    const char *komorka;
    bool kieruje;
    const char *roles[4];
};

static const char *const KOMORKI[][2] = {
    { "W", "Wójt" },
    { "SG", "Sekretarz Gminy" },
    { "KANC", "Kancelaria" },
    { "OR", "Referat Organizacyjny" },
};

static const struct demo_clerk CLERKS[] = {
    { "kancelaria", "Ewa", "Malinowska", "podinspektor ds. kancelaryjnych", "KANC", true, { "kancelaria" } },
    { "sekretarz", "Marek", "Zieliński", "sekretarz gminy", "SG", true, { "dekretujacy" } },
    { "wojt", "Joanna", "Nowicka", "wójt gminy", "W", true, { "dekretujacy", "podpisujacy" } },
    { "kierownik",
      "Piotr",
      "Wiśniewski",
      "kierownik referatu",
      "OR",
      true,
      { "dekretujacy", "akceptujacy", "referent" } },
    { "referent", "Anna", "Kos", "inspektor", "OR", false, { "referent" } },
    { "administrator", "Tomasz", "Lis", "informatyk", "SG", false, { "administrator" } },
};

static enum err account(struct ctx *ctx, const char *login, const char *rodzaj, const char *hash, int64_t *ret_id)
{
    struct db_rows *rows = NULL;
    const char *email = mem_printf(ctx->mem, "%s@example.pl", login);
    enum err e = db_query(ctx, &SQL_demo_account,
                          DB_ARGS(db_text(login), db_text(rodzaj), db_text(email), db_text(hash)), &rows);

    *ret_id = !e && rows->n ? db_int(rows, 0, "id") : 0;
    return e;
}

static enum err add_clerk(struct ctx *ctx, const struct demo_clerk *c, const char *prefix, const char *hash)
{
    struct db_rows *rows = NULL;
    int64_t konto = 0;
    int64_t id = 0;
    enum err e = account(ctx, mem_printf(ctx->mem, "%s%s", prefix, c->login), "pracownik", hash, &konto);

    if (e || konto == 0)
        return e;
    e = db_one(ctx, &SQL_demo_clerk,
               DB_ARGS(db_i64(konto), db_text(c->imie), db_text(c->nazwisko), db_text(c->stanowisko),
                       db_text(c->komorka), db_bool(c->kieruje)),
               "Brak komórki.", &rows);
    if (!e)
        id = db_int(rows, 0, "id");
    for (int i = 0; !e && c->roles[i]; i++)
        e = db_exec(ctx, &SQL_demo_role, DB_ARGS(db_i64(id), db_text(c->roles[i])), NULL);
    return e;
}

static enum err add_all(struct ctx *ctx, const char *prefix)
{
    const char *hash = NULL;
    int64_t citizen = 0;
    enum err e = password_hash(ctx, "demo", &hash);

    for (size_t i = 0; !e && i < sizeof KOMORKI / sizeof KOMORKI[0]; i++)
        e = db_exec(ctx, &SQL_demo_unit, DB_ARGS(db_text(KOMORKI[i][0]), db_text(KOMORKI[i][1])), NULL);
    for (size_t i = 0; !e && i < sizeof CLERKS / sizeof CLERKS[0]; i++)
        e = add_clerk(ctx, &CLERKS[i], prefix, hash);
    if (!e)
        e = account(ctx, mem_printf(ctx->mem, "%sobywatel", prefix), "obywatel", hash, &citizen);
    if (!e && citizen)
        e = db_exec(ctx, &SQL_demo_citizen, DB_ARGS(db_i64(citizen), db_text("Jan"), db_text("Kowalski")), NULL);
    return e ? e : db_commit(ctx);
}

static int add_unit(struct app *app, const char *jst, const char *prefix)
{
    struct ctx *ctx = admin_ctx(app, jst);
    int status = add_all(ctx, prefix) ? admin_failed(ctx, "demo") : 0;

    if (!status)
        printf("konta pokazowe jednostki %s są założone\n", jst);
    ctx_free(ctx);
    return status;
}

int admin_demo(struct app *app, int argc, char **argv)
{
    int status = argc > 1 ? 0 : add_unit(app, "0801062", "");

    for (int i = 1; i < argc && !status; i += 2)
        status = add_unit(app, argv[i], i + 1 < argc ? argv[i + 1] : "");
    return status;
}
