/* Who works in the unit and in what role. */
#include "modules/org/kadry/kadry.h"

#include <string.h>

#include "core/buf.h"
#include "core/db.h"
#include "core/role.h"
#include "kadry_sql.h"

static uint64_t roles_of(TALLOC_CTX *mem, const char *names)
{
    uint64_t roles = 0;
    char *save = NULL;
    char *copy = mem_strdup(mem, names);

    for (char *name = strtok_r(copy, " ", &save); name; name = strtok_r(NULL, " ", &save))
        roles |= role_from_name(name);
    return roles;
}

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
        .roles = roles_of(ctx->mem, db_str(r, 0, "roles")),
    };
    return ERR_OK;
}

enum err kadry_me(struct ctx *ctx, struct pracownik *ret_p)
{
    return kadry_pracownik(ctx, ctx->who.pracownik_id, ret_p);
}

enum err kadry_list(struct ctx *ctx, uint64_t roles, struct db_rows **ret_rows)
{
    struct buf names = buf_new(ctx->mem, 1024);

    for (int i = 0; i < ROLE_N; i++)
        if (roles & (UINT64_C(1) << i))
            buf_printf(&names, "%s%s", names.len ? " " : "", role_name((enum role_number)i));
    return db_query(ctx, &SQL_kadry_list, DB_ARGS(db_text(buf_text(&names))), ret_rows);
}

enum err kadry_komorki(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_kadry_komorki, DB_NONE, ret_rows);
}
