/* eurzad-admin demo: the people of one gmina, or the administrator of the region, all with the password "demo". Running it again changes nothing. */
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "kadry_demo_admin_sql.h"
#include "kadry_sql.h"
#include "modules/org/konto/konto_admin.h"

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

/* In the unit of the region; what he does is the same for all units. */
static const struct demo_clerk REGION = {
    "region", "Barbara", "Wilk", "administrator regionu", "IT", false, { "region", "administrator" }
};

static enum err add_clerk(struct ctx *ctx, const struct demo_clerk *c, const char *prefix, const char *hash)
{
    const char *login = mem_printf(ctx->mem, "%s%s", prefix, c->login);
    struct konto_zakladane k = { login, "pracownik", mem_printf(ctx->mem, "%s@example.pl", login), hash };
    struct db_rows *rows = NULL;
    int64_t konto = 0;
    int64_t id = 0;
    enum err e = konto_admin_add(ctx, &k, &konto);

    if (e || konto == 0)
        return e;
    e = db_one(ctx, &SQL_kadry_demo_clerk,
               DB_ARGS(db_i64(konto), db_text(c->imie), db_text(c->nazwisko), db_text(c->stanowisko),
                       db_text(c->komorka), db_bool(c->kieruje)),
               "Brak komórki.", &rows);
    if (!e)
        id = db_int(rows, 0, "id");
    for (int i = 0; !e && c->roles[i]; i++)
        e = db_exec(ctx, &SQL_kadry_role_add, DB_ARGS(db_i64(id), db_text(c->roles[i])), NULL);
    return e;
}

static enum err demo_clerks(struct ctx *ctx, const char *prefix)
{
    const char *hash = NULL;
    enum err e = password_hash(ctx, "demo", &hash);

    if (!e && strcmp(ctx->jst, REGION_JST) == 0) {
        e = db_exec(ctx, &SQL_kadry_demo_komorka, DB_ARGS(db_text(REGION.komorka), db_text("Informatyka")), NULL);
        return e ? e : add_clerk(ctx, &REGION, prefix, hash);
    }
    for (size_t i = 0; !e && i < sizeof KOMORKI / sizeof KOMORKI[0]; i++)
        e = db_exec(ctx, &SQL_kadry_demo_komorka, DB_ARGS(db_text(KOMORKI[i][0]), db_text(KOMORKI[i][1])), NULL);
    for (size_t i = 0; !e && i < sizeof CLERKS / sizeof CLERKS[0]; i++)
        e = add_clerk(ctx, &CLERKS[i], prefix, hash);
    return e;
}

const struct seed kadry_demo_seeds[] = {
    { "konta pracowników", SEED_DEMO, demo_clerks },
    { NULL, SEED_DEMO, NULL },
};
