#include "core/job.h"

#include <stdlib.h>

#include "core/db.h"
#include "job_sql.h"

enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT);
    enum err e;

    json_decref(data);
    if (!text)
        mem_exhausted(1);
    e = db_later(ctx, &SQL_job_insert, DB_ARGS(db_text(rodzaj), db_text(key), db_text(text)));
    free(text);
    return e;
}
