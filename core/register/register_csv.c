/* The list as a file for spreadsheets. */
#include "core/ctx/db.h"
#include "core/doc/csv.h"
#include "core/register/register.h"

enum { CSV_PAGE = 2000 };

static const char *value(struct ctx *ctx, const struct column *c, const struct db_rows *rows, int row)
{
    if (c->kind == COLUMN_REF)
        return db_str(rows, row, mem_printf(ctx->mem, "%s_label", c->name));
    if (c->kind == COLUMN_FILE)
        return db_str(rows, row, mem_printf(ctx->mem, "%s_nazwa", c->name));
    return column_shown(ctx->mem, c, db_get(rows, row, c->name));
}

/* row -1: the heading */
static void line(struct ctx *ctx, struct csv *csv, const struct reg *r, const struct db_rows *rows, int row)
{
    const struct word *stan = r->states && row >= 0 ? word_of(r->states, db_str(rows, row, "stan")) : NULL;

    csv_cell(csv, row < 0 ? register_first_column(r) : db_str(rows, row, "numer"));
    for (const struct column *c = r->columns; c->kind != COLUMN_END; c++)
        if (c->flags & (COLUMN_LISTED | COLUMN_IN_CSV))
            csv_cell(csv, row < 0 ? c->label : value(ctx, c, rows, row));
    if (r->states)
        csv_cell(csv, row < 0 ? "Stan" : stan ? stan->text : "");
    csv_line(csv);
}

enum err register_csv(struct ctx *ctx, const struct reg *r, const struct register_filter *f, const void **ret_data,
                      size_t *ret_len)
{
    struct register_filter page = *f;
    struct csv csv = csv_new(ctx->mem, 0);
    struct db_rows *rows = NULL;

    page.after_id = 0;
    page.limit = CSV_PAGE;
    do {
        enum err e = register_list(ctx, r, &page, &rows);

        if (e)
            return e;
        if (page.after_id == 0)
            line(ctx, &csv, r, rows, -1);
        for (int i = 0; i < rows->n; i++)
            line(ctx, &csv, r, rows, i);
        if (rows->n) {
            page.after = db_str(rows, rows->n - 1, "klucz");
            page.after_id = db_int(rows, rows->n - 1, "id");
        }
    } while (rows->n == CSV_PAGE && !csv.out.overflow);
    return csv_finish(ctx, &csv, ret_data, ret_len);
}
