/* Reading the trail, the trees and their heads out of the database, in the order the check wants. */
#include <stdint.h>

#include "admin/admin.h"
#include "admin/journal.h"
#include "core/ctx/db.h"
#include "journal_sql.h"

/* Page by page. *ret_stop: the function wants no more. */
static int events_of(struct ctx *ctx, const char *obiekt, journal_row_fn row, void *arg, bool *ret_stop)
{
    int64_t id = INT64_MIN;
    int64_t lp = 0;

    for (int n = 1; n > 0;) {
        struct db_rows *rows = NULL;

        if (db_query(ctx, &SQL_journal_page, DB_ARGS(db_text(obiekt), db_i64(id), db_i64(lp)), &rows))
            return admin_failed(ctx, "journal");
        n = rows->n;
        for (int i = 0; i < n && !*ret_stop; i++)
            *ret_stop = !row(arg, rows, i);
        if (*ret_stop)
            n = 0;
        if (n > 0) {
            id = db_int(rows, n - 1, "obiekt_id");
            lp = db_int(rows, n - 1, "lp");
        }
        talloc_free(rows);
    }
    return 0;
}

static int each_event(struct ctx *ctx, journal_row_fn row, void *arg)
{
    struct db_rows *kinds = NULL;
    bool stop = false;
    int status = 0;

    if (db_query(ctx, &SQL_journal_kinds, DB_NONE, &kinds))
        return admin_failed(ctx, "journal");
    for (int i = 0; !status && !stop && i < kinds->n; i++)
        status = events_of(ctx, db_str(kinds, i, "obiekt"), row, arg, &stop);
    return status;
}

static int each(struct ctx *ctx, const struct db_sql *sql, journal_row_fn row, void *arg)
{
    struct db_rows *rows = NULL;

    if (db_query(ctx, sql, DB_NONE, &rows))
        return admin_failed(ctx, "journal");
    for (int i = 0; i < rows->n; i++)
        if (!row(arg, rows, i))
            break;
    talloc_free(rows);
    return 0;
}

int journal_rows_read(struct ctx *ctx, const struct journal_rows *to, void *arg)
{
    int status = each_event(ctx, to->event, arg);

    if (!status)
        status = each(ctx, &SQL_journal_ends, to->end, arg);
    if (!status)
        status = each(ctx, &SQL_journal_leaves, to->leaf, arg);
    if (!status)
        status = each(ctx, &SQL_journal_bounds, to->bound, arg);
    if (!status)
        status = each(ctx, &SQL_journal_heads, to->head, arg);
    return status;
}

int journal_rows_receipts(struct ctx *ctx, journal_row_fn row, void *arg)
{
    return each(ctx, &SQL_journal_receipts, row, arg);
}
