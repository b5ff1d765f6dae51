/* Every register of the tree: its table holds together, and its statements return what its pages read. */
#include "registers.h"

#include <string.h>

#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "tests/support/fx.h"

static const char *nothing(const void *data, const char *name)
{
    (void)data;
    (void)name;
    return "";
}

static void must_return(const struct reg *r, const struct db_rows *rows, const char *column)
{
    for (int i = 0; i < db_n_columns(rows); i++)
        if (strcmp(db_column(rows, i), column) == 0)
            return;
    fail_msg("register %s: a statement does not return %s", r->object, column);
}

static void columns_come_back(TALLOC_CTX *mem, const struct reg *r, const struct db_rows *rows, unsigned flags)
{
    must_return(r, rows, "id");
    must_return(r, rows, "numer");
    if (r->states)
        must_return(r, rows, "stan");
    for (const struct column *c = r->columns; c->kind != COLUMN_END; c++) {
        if (flags && !(c->flags & flags))
            continue;
        must_return(r, rows, c->name);
        if (c->kind == COLUMN_REF)
            must_return(r, rows, mem_printf(mem, "%s_label", c->name));
        if (c->kind == COLUMN_FILE)
            must_return(r, rows, mem_printf(mem, "%s_nazwa", c->name));
    }
}

static void the_tables_hold_together(void **state)
{
    for (const struct reg *const *r = all_registers; *r; r++) {
        const char *problem = register_problem(fx_ctx(state)->mem, *r);

        if (problem)
            fail_msg("register %s: %s", (*r)->object, problem);
    }
}

static void the_statements_return_what_pages_read(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");

    for (const struct reg *const *r = all_registers; *r; r++) {
        struct db_rows *rows = NULL;

        ctx->who.roles |= (*r)->read;
        for (const struct order *o = (*r)->orders; o->code; o++) {
            const struct register_filter f = { "", o->code, "", 0, 1, { nothing, NULL } };

            assert_int_equal(register_list(ctx, *r, &f, &rows), ERR_OK);
            must_return(*r, rows, "klucz");
            columns_come_back(ctx->mem, *r, rows, COLUMN_LISTED | COLUMN_IN_CSV);
        }
        if ((*r)->get) {
            assert_int_equal(register_get(ctx, *r, 0, &rows), ERR_NOTFOUND);
            ctx_forgive(ctx);
            columns_come_back(ctx->mem, *r, rows, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { fx_test(the_tables_hold_together),
                                        fx_test(the_statements_return_what_pages_read) };

    return fx_run(tests);
}
