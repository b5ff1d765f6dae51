/* Pages of registers: the list, the page of one row, the step to another state */
#include <inttypes.h>
#include <string.h>

#include "fcgi/register_priv.h"
#include "fcgi/session.h"

enum { CHOICES_MAX = 50 };

static const char *value_of(const void *rq, const char *name)
{
    return req_param(rq, name);
}

/* The row has this very address: "/nowy" is not meant by "/{id}", which the router finds for it where it has no row. */
static bool is_row(const struct route *row, const struct reg *r, const char *address)
{
    return row && row->data == r && strcmp(row->path, address) == 0;
}

/* Is there a row of the route table for this page, which the caller may enter? */
static bool offers(const struct req *rq, const char *end)
{
    const struct reg *r = reg_of(rq);
    struct match m = { .get = NULL };
    struct path path;
    const char *address = mem_printf(rq->ctx->mem, "%s%s", r->path, end);

    if (!path_split(rq->ctx->mem, address, strlen(address), &path) || !router_match(rq->priv->site->router, &path, &m))
        return false;
    if (is_row(m.get, r, address))
        return step_role_fits(rq->ctx, m.get->role);
    return is_row(m.post, r, address) && step_role_fits(rq->ctx, m.post->role);
}

struct view *register_view(struct req *rq, const char *part)
{
    const struct reg *r = reg_of(rq);
    struct view *v = view_new(rq, r->sheet ? r->sheet : "register");

    view_attr(v, "part", part);
    view_attr(v, "path", r->path);
    view_attr(v, "object", r->object);
    view_attr(v, "first", register_first_column(r));
    view_attr(v, "linked", offers(rq, "/{id}") ? "1" : NULL);
    if (strcmp(part, "list") != 0)
        view_crumb(v, r->path, r->title);
    return v;
}

/* ---- columns and rows ---- */

void register_states_add(struct view *v, const struct reg *r, const char *wanted)
{
    view_words(v, view_row(v, "states", VIEW_S("wanted", wanted)), r->states);
}

/* A short list is shown whole, of a long one what fits the words typed. */
static enum err add_choices(struct req *rq, struct view *v, xml_node *node, const struct column *c)
{
    struct db_rows *rows = NULL;
    bool is_long = false;
    enum err e = register_pick(rq->ctx, c, "", CHOICES_MAX + 1, &rows);

    is_long = !e && rows->n > CHOICES_MAX;
    if (is_long)
        e = register_pick(rq->ctx, c, req_param(rq, c->name), CHOICES_MAX, &rows);
    for (int i = 0; !e && i < rows->n; i++)
        view_sub(v, node, "word", VIEW_S("id", db_str(rows, i, "id")), VIEW_S("name", db_str(rows, i, "label")));
    if (is_long)
        view_sub(v, node, "long");
    return e;
}

enum err register_columns_add(struct req *rq, struct view *v, xml_node *parent, const struct column *columns,
                              bool choices)
{
    enum err e = ERR_OK;

    for (const struct column *c = columns; !e && c->kind != COLUMN_END; c++) {
        xml_node *node =
            view_sub(v, parent, "column", VIEW_S("name", c->name), VIEW_S("label", c->label),
                     VIEW_S("kind", column_kind_name(c->kind)), VIEW_S("hint", c->hint), VIEW_I("max", c->max),
                     VIEW_B("required", c->flags & COLUMN_REQUIRED), VIEW_B("listed", c->flags & COLUMN_LISTED),
                     VIEW_B("filtered", c->flags & COLUMN_FILTERED), VIEW_B("searched", c->flags & COLUMN_SEARCHED),
                     VIEW_B("fixed", c->flags & COLUMN_FIXED),
                     VIEW_S("wanted", c->flags & COLUMN_FILTERED ? req_param(rq, c->name) : NULL));

        view_words(v, node, c->words);
        if (c->pick && (choices || (c->flags & COLUMN_FILTERED)))
            e = add_choices(rq, v, node, c);
    }
    return e;
}

const struct column *register_column(const struct column *columns, const char *name)
{
    for (const struct column *c = columns; c->kind != COLUMN_END; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

void register_row_add(struct req *rq, xml_node *node, const struct db_rows *rows, int row, bool whole)
{
    for (int i = 0; i < db_n_columns(rows); i++) {
        const struct column *c = register_column(reg_of(rq)->columns, db_column(rows, i));
        const char *cell = db_cell(rows, row, i);

        if (cell && c && (c->kind == COLUMN_NRB || (c->kind == COLUMN_PESEL && !whole)))
            cell = column_shown(rq->ctx->mem, c, cell);
        view_set(node, db_column(rows, i), cell);
    }
}

enum err register_extra_add(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = reg_of(rq)->extra ? db_query(rq->ctx, reg_of(rq)->extra, DB_NONE, &rows) : ERR_OK;

    if (!e && rows)
        view_rows(v, NULL, "extra", rows);
    return e;
}

/* ---- the list ---- */

struct register_filter register_filter_of(struct req *rq, int limit)
{
    return (struct register_filter){
        .q = req_param(rq, "q"),
        .order = req_param(rq, "porzadek"),
        .after = req_param(rq, "po_klucz"),
        .after_id = req_id(rq, "po_id"),
        .limit = limit,
        .wanted = { value_of, rq },
    };
}

/* Steps the caller may take, each target once; from NULL: from anywhere. */
static void add_steps(struct req *rq, struct view *v, const char *from)
{
    const struct reg *r = reg_of(rq);

    for (const struct step *s = r->steps; s && s->from; s++) {
        bool again = false;

        for (const struct step *before = r->steps; !from && before < s; before++)
            again = again || strcmp(before->to, s->to) == 0;
        if (!again && (!from || strcmp(s->from, from) == 0) && (!s->role || step_role_fits(rq->ctx, s->role)))
            view_row(v, "step", VIEW_S("id", s->to), VIEW_S("name", s->label), VIEW_B("reason", s->reason));
    }
}

static void add_offers(struct req *rq, struct view *v)
{
    view_attr(v, "csv", offers(rq, "/csv") ? "1" : NULL);
    view_attr(v, "new", offers(rq, "/nowy") ? reg_of(rq)->new_row : NULL);
    view_attr(v, "import", offers(rq, "/wczytaj") ? "1" : NULL);
    if (offers(rq, "/zbiorczo")) {
        view_attr(v, "bulk", "1");
        add_steps(rq, v, NULL);
        (void)session_csrf(rq);
    }
}

/* What the list was narrowed to, for a paper that does not show the form. */
static void add_narrowing(struct req *rq, struct view *v, const char *q)
{
    const struct reg *r = reg_of(rq);
    const struct word *stan = word_of(r->states, req_param(rq, "stan"));

    if (*q)
        view_row(v, "filtr", VIEW_S("nazwa", "Szukane słowa"), VIEW_S("wartosc", q));
    if (stan)
        view_row(v, "filtr", VIEW_S("nazwa", "Stan"), VIEW_S("wartosc", stan->text));
    for (const struct column *c = r->columns; c->kind != COLUMN_END; c++)
        if ((c->flags & COLUMN_FILTERED) && c->kind != COLUMN_REF && *req_param(rq, c->name))
            view_row(v, "filtr", VIEW_S("nazwa", c->label),
                     VIEW_S("wartosc", column_shown(rq->ctx->mem, c, req_param(rq, c->name))));
}

enum err register_list_view(struct req *rq, struct view **ret_v)
{
    const struct reg *r = reg_of(rq);
    bool on_screen = page_form(rq) == PAGE_SCREEN;
    int limit = page_rows(rq, r->on_page ? r->on_page : ON_PAGE);
    struct register_filter f = register_filter_of(rq, limit + 1);
    struct view *v = register_view(rq, "list");
    struct db_rows *rows = NULL;
    enum err e;

    if (!on_screen)
        f.after_id = 0;
    e = register_list(rq->ctx, r, &f, &rows);

    if (!e)
        e = register_columns_add(rq, v, NULL, r->columns, false);
    if (!e)
        e = register_extra_add(rq, v);
    if (e)
        return e;
    view_title(v, r->title);
    view_attr(v, "q", f.q);
    view_attr(v, "order", f.order);
    view_attr_i(v, "from", f.after_id);
    for (const struct order *o = r->orders; o->code; o++)
        view_row(v, "order", VIEW_S("id", o->code), VIEW_S("name", o->label));
    register_states_add(v, r, req_param(rq, "stan"));
    for (int i = 0; i < rows->n && i < limit; i++)
        register_row_add(rq, view_row(v, "row"), rows, i, false);
    if (rows->n > limit && on_screen) {
        view_attr(v, "next_key", db_str(rows, limit - 1, "klucz"));
        view_attr_i(v, "next_id", db_int(rows, limit - 1, "id"));
    }
    if (on_screen)
        add_offers(rq, v);
    else
        add_narrowing(rq, v, f.q);
    *ret_v = v;
    return ERR_OK;
}

enum err register_list_show(struct req *rq)
{
    struct view *v = NULL;
    enum err e = register_list_view(rq, &v);

    return e ? e : view_print(v);
}

enum err register_csv_send(struct req *rq)
{
    struct register_filter f = register_filter_of(rq, 0);
    const void *text = NULL;
    size_t len = 0;
    enum err e = register_csv(rq->ctx, reg_of(rq), &f, &text, &len);

    return e ? e
             : page_bytes(rq, "text/csv; charset=utf-8", mem_printf(rq->ctx->mem, "%s.csv", reg_of(rq)->object), text,
                          len);
}

/* ---- one row ---- */

static enum err add_history(struct req *rq, struct view *v, int64_t id)
{
    struct db_rows *rows = NULL;
    enum err e = register_history(rq->ctx, reg_of(rq), id, &rows);

    if (!e)
        view_rows(v, NULL, "event", rows);
    return e;
}

static enum err add_parts(struct req *rq, struct view *v, int64_t id)
{
    enum err e = ERR_OK;

    for (const struct part *p = reg_of(rq)->parts; !e && p && p->name; p++) {
        xml_node *node = view_row(v, "part", VIEW_S("name", p->name), VIEW_S("label", p->label));
        struct db_rows *rows = NULL;

        e = register_columns_add(rq, v, node, p->columns, false);
        if (!e)
            e = register_lines(rq->ctx, p, id, &rows);
        if (!e)
            view_rows(v, node, "line", rows);
    }
    return e;
}

enum err register_show(struct req *rq)
{
    const struct reg *r = reg_of(rq);
    int64_t id = req_id(rq, "id");
    bool writes = step_role_fits(rq->ctx, r->write);
    struct view *v = register_view(rq, "row");
    struct db_rows *row = NULL;
    const char *stan = "";
    enum err e = register_get(rq->ctx, r, id, &row);

    if (!e)
        e = register_columns_add(rq, v, NULL, r->columns, false);
    if (!e)
        e = add_parts(rq, v, id);
    if (!e)
        e = add_history(rq, v, id);
    if (e)
        return e;
    stan = r->states ? db_str(row, 0, "stan") : "";
    view_title(v, db_str(row, 0, "numer"));
    register_row_add(rq, view_row(v, "row"), row, 0, writes);
    view_attr_i(v, "id", id);
    view_attr(v, "change", writes && r->change && register_is_open(r, stan) ? "1" : NULL);
    register_states_add(v, r, NULL);
    if (page_form(rq) == PAGE_SCREEN)
        add_steps(rq, v, stan);
    view_text(view_sub(v, view_row(v, "form"), "value", VIEW_S("name", "powod")), req_param(rq, "powod"));
    (void)session_csrf(rq);
    return view_print(v);
}

enum err register_move_do(struct req *rq)
{
    int64_t id = req_id(rq, "id");
    enum err e = register_move(rq->ctx, reg_of(rq), id, req_param(rq, "stan"), req_param(rq, "powod"));

    if (!e)
        e = page_flash(rq, "ok", "Stan wpisu jest zmieniony.");
    return e ? e : page_redirect(rq, "%s/%" PRId64, reg_of(rq)->path, id);
}

enum err register_file_send(struct req *rq)
{
    const struct column *c = register_column(reg_of(rq)->columns, req_param(rq, "kolumna"));
    struct db_rows *row = NULL;
    const char *name = NULL;
    enum err e = register_get(rq->ctx, reg_of(rq), req_id(rq, "id"), &row);

    if (!e && (!c || c->kind != COLUMN_FILE || !*db_str(row, 0, c->name)))
        e = ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego pliku.", "no file of that name");
    if (e)
        return e;
    name = db_str(row, 0, mem_printf(rq->ctx->mem, "%s_nazwa", c->name));
    return page_blob(rq, "application/octet-stream", name, db_str(row, 0, c->name));
}
