/* The dictionary of events as the modules have it, kept in the database for its statements and policies. */
#include "admin/events.h"

#include <string.h>

#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "events_sql.h"

enum err events_store(struct ctx *ctx)
{
    enum err e = ERR_OK;

    for (const struct audit_typ *t = audit_typy; !e && t->typ; t++)
        e = db_exec(ctx, &SQL_events_store,
                    DB_ARGS(db_text(t->typ), db_text(t->zdanie), db_text(*t->zdanie_jawne ? t->zdanie_jawne : NULL)),
                    NULL);
    return e ? e : db_commit(ctx);
}

static bool is_stored(const struct db_rows *rows, const struct audit_typ *t)
{
    for (int i = 0; i < rows->n; i++)
        if (strcmp(db_str(rows, i, "typ"), t->typ) == 0)
            return strcmp(db_str(rows, i, "zdanie"), t->zdanie) == 0 &&
                   strcmp(db_str(rows, i, "zdanie_jawne"), t->zdanie_jawne) == 0;
    return false;
}

enum err events_compare(struct ctx *ctx, const char **ret_typ)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_events_stored, DB_NONE, &rows);

    *ret_typ = NULL;
    for (const struct audit_typ *t = audit_typy; !e && t->typ && !*ret_typ; t++)
        if (!is_stored(rows, t))
            *ret_typ = t->typ;
    return e;
}
