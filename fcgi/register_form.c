/* Pages of registers: the form for a new row and for changes, with its lines */
#include <inttypes.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "fcgi/register_priv.h"
#include "fcgi/session.h"

enum { LINES_FREE = 3, LINES_MORE = 5 };

static bool is_set(const struct reg *r, const char *name)
{
    const struct column *c = register_column(r->columns, name);

    return c && c->kind == COLUMN_WORDS;
}

/* The ticked boxes of one name, parted by blanks. */
static const char *all_given(const struct req *rq, const char *name)
{
    const char *all = "";
    const char *one;

    for (int i = 0; (one = req_param_n(rq, name, i)); i++)
        all = mem_printf(rq->ctx->mem, "%s%s%s", all, i ? " " : "", one);
    return all;
}

/* A file is given by its SHA-256 and its name, once it is stored. */
static const char *typed(const void *data, const char *name)
{
    const struct req *rq = data;
    const struct upload *file = req_upload(rq, name, 0);
    size_t n = strlen(name);

    if (file)
        return file->sha256;
    if (is_set(reg_of(rq), name))
        return all_given(rq, name);
    if (n > 6 && strcmp(name + n - 6, "_nazwa") == 0) {
        file = req_upload(rq, mem_strndup(rq->ctx->mem, name, n - 6), 0);
        if (file)
            return file->name;
    }
    return req_param(rq, name);
}

static enum err only_uploads(struct req *rq)
{
    /* A file column that came as text would name a file its sender never had. */
    for (const struct column *c = reg_of(rq)->columns; c->kind != COLUMN_END; c++)
        if (c->kind == COLUMN_FILE && *req_param(rq, c->name))
            return form_fault(rq, c->name, "Dodaj plik jeszcze raz.");
    return ERR_OK;
}

static void tell_faults(struct req *rq, const struct record *rec, const char *prefix)
{
    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++)
        if (rec->values[i].fault)
            req_fault(rq, mem_printf(rq->ctx->mem, "%s%s", prefix, rec->columns[i].name), rec->values[i].fault);
}

/* Faults of what register_change() would take from the old row are none. */
static enum err read_form(struct req *rq, bool is_change, struct record *ret_rec)
{
    const struct reg *r = reg_of(rq);
    enum err e = only_uploads(rq);

    if (!e)
        e = req_store_uploads(rq);
    if (!e)
        e = register_read(rq->ctx, r, (struct source){ typed, rq }, ret_rec);
    if (e)
        return e;
    for (size_t i = 0; is_change && r->columns[i].kind != COLUMN_END; i++) {
        struct value *v = &ret_rec->values[i];

        if (v->fault && ((r->columns[i].flags & COLUMN_FIXED) || (r->columns[i].kind == COLUMN_FILE && !*v->typed))) {
            v->fault = NULL;
            ret_rec->n_faults--;
        }
    }
    if (ret_rec->n_faults == 0)
        return ERR_OK;
    tell_faults(rq, ret_rec, "");
    for (size_t p = 0; r->parts && r->parts[p].name; p++)
        for (int i = 0; i < ret_rec->parts[p].n; i++)
            tell_faults(rq, &ret_rec->parts[p].rows[i],
                        mem_printf(rq->ctx->mem, "%s.%d.", r->parts[p].name, ret_rec->parts[p].rows[i].number));
    return ctx_fail(rq->ctx, ERR_INVALID, "Popraw zaznaczone pola i wyślij formularz jeszcze raz.", "faults=%d",
                    ret_rec->n_faults);
}

enum err register_form_read(struct req *rq, struct record *ret_rec)
{
    return read_form(rq, false, ret_rec);
}

/* ---- the form shown ---- */

static void add_value(struct view *v, xml_node *form, const char *name, const char *text)
{
    if (text && *text)
        view_text(view_sub(v, form, "value", VIEW_S("name", name)), text);
}

/* Each word of a set by itself. */
static void add_set(struct view *v, xml_node *form, const struct column *c, const char *codes)
{
    for (const struct word *w = c->words; codes && w->code; w++)
        if (words_have(codes, w->code))
            add_value(v, form, c->name, w->code);
}

/* As the field of its kind takes it: the label of a reference whose list is long, 1 for a ticked box. */
static const char *of_row(struct req *rq, const struct column *c, const struct db_rows *rows, int row)
{
    const char *kept = db_get(rows, row, c->name);

    if (c->kind == COLUMN_BOOL)
        return kept && strcmp(kept, "t") == 0 ? "1" : NULL;
    return column_typed(rq->ctx->mem, c, kept);
}

static void add_values(struct req *rq, struct view *v, xml_node *form, const struct column *columns, const char *prefix,
                       const struct db_rows *rows, int row)
{
    bool is_typed = rq->method == POST || !rows;

    for (const struct column *c = columns; c->kind != COLUMN_END; c++) {
        const char *name = mem_printf(rq->ctx->mem, "%s%s", prefix, c->name);

        if (c->kind == COLUMN_FILE)
            continue;
        if (c->kind == COLUMN_WORDS)
            add_set(v, form, c, is_typed ? all_given(rq, name) : db_get(rows, row, name));
        else
            add_value(v, form, name, is_typed ? req_param(rq, name) : of_row(rq, c, rows, row));
        if (c->pick && !is_typed)
            add_value(v, form, mem_printf(rq->ctx->mem, "%s_label", name),
                      db_str(rows, row, mem_printf(rq->ctx->mem, "%s_label", c->name)));
    }
}

/* How many lines the form has: those that are there and some that are free. */
static int n_lines(struct req *rq, const struct part *p, const struct db_rows *rows)
{
    int n = rq->method == POST ? (int)req_id(rq, mem_printf(rq->ctx->mem, "%s.n", p->name))
            : rows             ? rows->n + LINES_FREE
                               : LINES_FREE;

    if (strcmp(req_param(rq, "wiecej"), p->name) == 0)
        n += LINES_MORE;
    return n < 1 ? 1 : n > REGISTER_LINES_MAX ? REGISTER_LINES_MAX : n;
}

static enum err add_part(struct req *rq, struct view *v, xml_node *form, const struct part *p, int64_t id)
{
    xml_node *node = view_row(v, "part", VIEW_S("name", p->name), VIEW_S("label", p->label));
    struct db_rows *rows = NULL;
    enum err e = register_columns_add(rq, v, node, p->columns, true);
    int n = 0;

    if (!e && id && rq->method == GET)
        e = register_lines(rq->ctx, p, id, &rows);
    if (e)
        return e;
    n = n_lines(rq, p, rows);
    for (int i = 0; i < n; i++) {
        const char *prefix = mem_printf(rq->ctx->mem, "%s.%d.", p->name, i);

        view_sub(v, node, "line", VIEW_S("prefix", prefix), VIEW_I("nr", i + 1));
        add_values(rq, v, form, p->columns, prefix, rows && i < rows->n ? rows : NULL, i);
    }
    return ERR_OK;
}

enum err register_form_add(struct req *rq, struct view *v, const struct db_rows *row)
{
    const struct reg *r = reg_of(rq);
    xml_node *form = view_row(v, "form");
    enum err e = register_columns_add(rq, v, NULL, r->columns, true);

    if (!e)
        e = register_extra_add(rq, v);
    add_values(rq, v, form, r->columns, "", row, 0);
    for (const struct part *p = r->parts; !e && p && p->name; p++)
        e = add_part(rq, v, form, p, row ? req_id(rq, "id") : 0);
    (void)session_csrf(rq);
    return e;
}

enum err register_new_show(struct req *rq)
{
    struct view *v = register_view(rq, "form");
    enum err e = register_form_add(rq, v, NULL);

    if (e)
        return e;
    view_title(v, reg_of(rq)->new_row);
    view_attr(v, "to", rq->path);
    return view_send(v);
}

enum err register_new_do(struct req *rq)
{
    const struct reg *r = reg_of(rq);
    struct record rec;
    int64_t id = 0;
    enum err e;

    if (req_has(rq, "wiecej"))
        return register_new_show(rq);
    e = read_form(rq, false, &rec);
    if (!e)
        e = register_add(rq->ctx, r, &rec, &id);
    if (!e)
        e = page_flash(rq, "ok", r->added_text ? r->added_text : "Wpis jest w rejestrze.");
    return e ? e : page_redirect(rq, "%s/%" PRId64, r->path, id);
}

enum err register_change_show(struct req *rq)
{
    const struct reg *r = reg_of(rq);
    int64_t id = req_id(rq, "id");
    struct db_rows *row = NULL;
    struct view *v = register_view(rq, "form");
    enum err e = register_get(rq->ctx, r, id, &row);

    if (!e)
        e = register_form_add(rq, v, row);
    if (e)
        return e;
    view_crumb(v, mem_printf(rq->ctx->mem, "%s/%" PRId64, r->path, id), db_str(row, 0, "numer"));
    view_title(v, mem_printf(rq->ctx->mem, "Zmień: %s", db_str(row, 0, "numer")));
    view_attr(v, "to", rq->path);
    view_attr_i(v, "id", id);
    return view_send(v);
}

enum err register_change_do(struct req *rq)
{
    const struct reg *r = reg_of(rq);
    int64_t id = req_id(rq, "id");
    struct record rec;
    enum err e;

    if (req_has(rq, "wiecej"))
        return register_change_show(rq);
    e = read_form(rq, true, &rec);
    if (!e)
        e = register_change(rq->ctx, r, id, &rec);
    if (!e)
        e = page_flash(rq, "ok", "Zmiany są zapisane.");
    return e ? e : page_redirect(rq, "%s/%" PRId64, r->path, id);
}
