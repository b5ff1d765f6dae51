/* The trail of one case as the metryka wants it. */
#include "modules/eod/metryka/metryka.h"

#include "core/ctx/db.h"
#include "metryka_sql.h"

enum err metryka_list(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_metryka_list, DB_ARGS(db_i64(sprawa_id)), ret_rows);
}
