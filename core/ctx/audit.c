/* Appending to the chain; the hash itself is computed by audit.dopisz() in the database, so that there is one
 * definition (db/functions/core.sql) and one independent check (admin/journal.c). */
#include "core/ctx/audit.h"

#include <string.h>

#include "audit_sql.h"
#include "core/base/json.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"

const struct audit_typ audit_typy[] = {
#define EVENT(typ, zdanie, zdanie_jawne) { typ, zdanie, zdanie_jawne },
#include "rows.def"
    { NULL, NULL, NULL },
};

static bool is_known(const char *typ)
{
    for (const struct audit_typ *t = audit_typy; t->typ; t++)
        if (strcmp(t->typ, typ) == 0)
            return true;
    return false;
}

/* NULL when a text is not UTF-8: an event must not lose a field in silence. */
static const char *data_as_json(TALLOC_CTX *mem, size_t n, const struct log_field *fields)
{
    json_t *o = json_object();
    const char *text = NULL;
    bool complete = true;

    for (size_t i = 0; i < n; i++)
        complete &=
            json_object_set_new(o, fields[i].key,
                                fields[i].text ? json_string(fields[i].text) : json_integer(fields[i].number)) == 0;
    if (!complete) {
        json_decref(o);
        return NULL;
    }
    text = json_text(mem, o);
    if (!text)
        mem_exhausted(1);
    return text;
}

enum err audit_add(struct ctx *ctx, const char *typ, const char *obiekt, int64_t id, int64_t sprawa_id, size_t n,
                   const struct log_field *fields)
{
    const char *data = data_as_json(ctx->mem, n, fields);

    if (!data || !is_known(typ))
        return ctx_fail(ctx, ERR_INTERNAL, "Wystąpił błąd po naszej stronie. Nic nie zostało zmienione.", "typ=%s: %s",
                        typ, data ? "stands in no .def" : "a field is not UTF-8");
    return db_later(ctx, &SQL_audit_append,
                    DB_ARGS(db_text(typ), db_text(obiekt), db_i64(id), db_id(sprawa_id), db_text(data)));
}
