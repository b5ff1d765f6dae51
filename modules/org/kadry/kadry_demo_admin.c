/* eurzad-admin demo: the people of one gmina, or the administrator of the region, all with the password "demo". Running it again changes nothing. */
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/db.h"
#include "core/ctx/password.h"
#include "kadry_sql.h"
#include "modules/org/konto/konto_admin.h"

struct demo_clerk {
    const char *login, *imie, *nazwisko, *stanowisko, *komorka_kod, *komorka_nazwa;
    bool kieruje;
    const char *roles;
};

static const struct demo_clerk CLERKS[] = {
    { "kancelaria", "Ewa", "Malinowska", "podinspektor ds. kancelaryjnych", "KANC", "Kancelaria", true, "kancelaria" },
    { "sekretarz", "Marek", "Zieliński", "sekretarz gminy", "SG", "Sekretarz Gminy", true, "dekretujacy" },
    { "wojt", "Joanna", "Nowicka", "wójt gminy", "W", "Wójt", true, "dekretujacy podpisujacy" },
    { "kierownik", "Piotr", "Wiśniewski", "kierownik referatu", "OR", "Referat Organizacyjny", true,
      "dekretujacy akceptujacy referent" },
    { "referent", "Anna", "Kos", "inspektor", "OR", "Referat Organizacyjny", false, "referent" },
    { "administrator", "Tomasz", "Lis", "informatyk", "SG", "Sekretarz Gminy", false, "administrator" },
    { 0 },
};

/* In the unit of the region; what he does is the same for all units. */
static const struct demo_clerk REGION[] = {
    { "region", "Barbara", "Wilk", "administrator regionu", "IT", "Informatyka", false, "region administrator" },
    { 0 },
};

static enum err add_clerk(struct ctx *ctx, const struct demo_clerk *c, const char *prefix, const char *hash)
{
    const char *login = mem_printf(ctx->mem, "%s%s", prefix, c->login);
    struct konto_zakladane k = { login, "pracownik", mem_printf(ctx->mem, "%s@example.pl", login), hash };
    struct db_rows *rows = NULL;
    int64_t konto = 0;
    enum err e = konto_admin_add(ctx, &k, &konto);

    if (e || konto == 0)
        return e;
    return db_query(ctx, &SQL_kadry_insert,
                    DB_ARGS(db_i64(konto), db_text(c->imie), db_text(c->nazwisko), db_text(c->stanowisko),
                            db_text(c->komorka_kod), db_text(c->komorka_nazwa), db_bool(c->kieruje), db_text(c->roles)),
                    &rows);
}

static enum err demo_clerks(struct ctx *ctx, const char *prefix)
{
    const char *hash = NULL;
    enum err e = password_hash(ctx, "demo", &hash);

    for (const struct demo_clerk *c = strcmp(ctx->jst, REGION_JST) == 0 ? REGION : CLERKS; !e && c->login; c++)
        e = add_clerk(ctx, c, prefix, hash);
    return e;
}

const struct seed kadry_demo_seeds[] = {
    { "konta pracowników", SEED_DEMO, demo_clerks },
    { NULL, SEED_DEMO, NULL },
};
