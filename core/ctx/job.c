#include "core/ctx/job.h"

#include <stdlib.h>

#include "core/ctx/db.h"
#include "job_sql.h"

enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data)
{
    char *text = data ? json_dumps(data, JSON_COMPACT) : NULL;
    enum err e;

    json_decref(data);
    if (!text) /* json_pack() gives NULL for a text that is not UTF-8 */
        return ctx_fail(ctx, ERR_INTERNAL, "Wystąpił błąd po naszej stronie. Nic nie zostało zmienione.",
                        "rodzaj=%s: data is no JSON", rodzaj);
    e = db_later(ctx, &SQL_job_insert, DB_ARGS(db_text(rodzaj), db_text(key), db_text(text)));
    free(text);
    return e;
}
