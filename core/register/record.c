/* What was typed: read column by column and line by line, references looked up, all faults collected. */
#include <inttypes.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/ctx/db.h"
#include "core/register/register.h"

enum { LOOK_MAX = 6 };

/* ---- references ---- */

static enum err found_by_id(struct ctx *ctx, const struct column *c, struct value *v)
{
    struct db_rows *rows = NULL;
    struct value id = column_read(ctx->mem, &(struct column){ .name = c->name, .kind = COLUMN_ID }, v->typed);
    enum err e = ERR_OK;

    v->fault = "Wybierz jedną z podanych możliwości.";
    if (!id.fault)
        e = db_query(ctx, c->pick, DB_ARGS(db_text(""), db_text(id.kept), db_i64(1)), &rows);
    if (e || id.fault || rows->n == 0)
        return e;
    *v = (struct value){ .typed = v->typed, .kept = id.kept, .label = db_str(rows, 0, "label") };
    return ERR_OK;
}

/* A label that is the same, or the only one that fits. */
static enum err found_by_label(struct ctx *ctx, const struct column *c, struct value *v)
{
    struct db_rows *rows = NULL;
    int at = -1;
    enum err e = register_pick(ctx, c, v->typed, LOOK_MAX, &rows);

    if (e)
        return e;
    for (int i = 0; i < rows->n; i++)
        if (strcmp(utf8_fold(ctx->mem, db_str(rows, i, "label")), utf8_fold(ctx->mem, v->typed)) == 0)
            at = i;
    if (at < 0 && rows->n == 1)
        at = 0;
    if (at >= 0)
        *v = (struct value){ .typed = v->typed, .kept = db_str(rows, at, "id"), .label = db_str(rows, at, "label") };
    else if (rows->n == 0)
        v->fault = "Nic takiego nie znaleziono. Wpisz inne słowa.";
    else
        v->fault = mem_printf(ctx->mem, "Pasuje więcej niż jedna możliwość, na przykład: %s; %s. Wybierz jedną.",
                              db_str(rows, 0, "label"), db_str(rows, 1, "label"));
    return ERR_OK;
}

static enum err look_up(struct ctx *ctx, const struct column *c, struct value *v)
{
    if (strspn(v->typed, "0123456789") == strlen(v->typed))
        return found_by_id(ctx, c, v);
    return found_by_label(ctx, c, v);
}

/* ---- rows and lines ---- */

/* prefix: "" or "pozycje.0." */
static enum err read_columns(struct ctx *ctx, const struct column *columns, const char *prefix, struct source from,
                             struct record *rec)
{
    enum err e = ERR_OK;

    rec->columns = columns;
    rec->values = mem_array(ctx->mem, struct value, column_count(columns) + 1);
    for (size_t i = 0; !e && columns[i].kind != COLUMN_END; i++) {
        const struct column *c = &columns[i];
        const char *name = mem_printf(ctx->mem, "%s%s", prefix, c->name);
        struct value *v = &rec->values[i];

        *v = column_read(ctx->mem, c, from.get(from.data, name));
        if (c->kind == COLUMN_REF && *v->typed)
            e = look_up(ctx, c, v);
        if (c->kind == COLUMN_FILE)
            v->label = from.get(from.data, mem_printf(ctx->mem, "%s_nazwa", name));
        rec->n_faults += v->fault ? 1 : 0;
    }
    return e;
}

/* A line in which nothing is written is none. */
static bool is_blank(struct ctx *ctx, const struct column *columns, const char *prefix, struct source from)
{
    for (const struct column *c = columns; c->kind != COLUMN_END; c++) {
        const char *raw = from.get(from.data, mem_printf(ctx->mem, "%s%s", prefix, c->name));

        if (c->kind != COLUMN_BOOL && *utf8_trim(ctx->mem, raw))
            return false;
    }
    return true;
}

static enum err read_lines(struct ctx *ctx, const struct part *part, struct source from, struct lines *ret_lines,
                           int *faults)
{
    enum err e = ERR_OK;

    ret_lines->rows = mem_array(ctx->mem, struct record, REGISTER_LINES_MAX);
    for (int i = 0; !e && i < REGISTER_LINES_MAX; i++) {
        const char *prefix = mem_printf(ctx->mem, "%s.%d.", part->name, i);
        struct record *line = &ret_lines->rows[ret_lines->n];

        if (is_blank(ctx, part->columns, prefix, from))
            continue;
        e = read_columns(ctx, part->columns, prefix, from, line);
        line->number = i;
        *faults += line->n_faults;
        ret_lines->n++;
    }
    return e;
}

enum err register_read(struct ctx *ctx, const struct reg *r, struct source from, struct record *ret_rec)
{
    size_t n = 0;
    enum err e;

    *ret_rec = (struct record){ 0 };
    e = read_columns(ctx, r->columns, "", from, ret_rec);
    while (r->parts && r->parts[n].name)
        n++;
    ret_rec->parts = mem_array(ctx->mem, struct lines, n + 1);
    for (size_t i = 0; !e && i < n; i++)
        e = read_lines(ctx, &r->parts[i], from, &ret_rec->parts[i], &ret_rec->n_faults);
    if (!e && r->check)
        r->check(ctx, r, ret_rec);
    return e;
}

static const char *from_pairs(const void *data, const char *name)
{
    for (const char *const *pair = data; pair[0]; pair += 2)
        if (strcmp(pair[0], name) == 0)
            return pair[1] ? pair[1] : "";
    return "";
}

struct source source_of_pairs(const char *const *pairs)
{
    return (struct source){ from_pairs, pairs };
}

/* ---- a record asked ---- */

static struct value *find(const struct record *rec, const char *column)
{
    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++)
        if (strcmp(rec->columns[i].name, column) == 0)
            return &rec->values[i];
    return NULL;
}

const char *record_value(const struct record *rec, const char *column)
{
    const struct value *v = find(rec, column);

    return v && v->kept ? v->kept : "";
}

void record_fault(struct record *rec, const char *column, const char *message)
{
    struct value *v = find(rec, column);

    if (!v || v->fault)
        return;
    v->fault = message;
    rec->n_faults++;
}

const char *record_first_fault(const struct record *rec, const char **ret_column)
{
    const char *message = NULL;

    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++) {
        if (rec->values[i].fault) {
            *ret_column = rec->columns[i].name;
            return rec->values[i].fault;
        }
    }
    for (const struct lines *l = rec->parts; rec->n_faults && l && l->rows && !message; l++)
        for (int i = 0; i < l->n && !message; i++)
            message = record_first_fault(&l->rows[i], ret_column);
    return message;
}
