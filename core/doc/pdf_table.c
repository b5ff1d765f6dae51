/* Tables over as many pages as they need: the head stands on each of them, a row stays together unless it is taller
 * than a page. */
#include <string.h>

#include "core/doc/pdf_priv.h"

#define CELL_GAP (2 * MM)
#define TABLE_GAP (3 * MM)
#define ROW_GAP 2.5
#define HEAD_LINES 5
#define SANS "DejaVu Sans, sans-serif"
#define LIGHT 0.75

static const struct style CELL = { SANS, 8.5, false, false, "TD" };
static const struct style TOTAL = { SANS, 8.5, true, false, "TD" };
static const struct style HEAD = { SANS, 8.5, true, false, "TH" };

struct pdf_table {
    int n;
    struct pdf_strip *columns;
    PangoLayout **heads;
    double head_height;
    int head_page; /* the last page that has the head */
};

static void add_rule(struct pdf *p, struct place at, double grey)
{
    pdf_add_item(p, &(struct item){
                        .kind = ITEM_RULE, .page = at.page, .x = p->left, .y = at.y, .width = p->width, .grey = grey });
}

/* The same layouts on every page: their lines are only pointed at. */
void pdf_table_head(struct pdf *p, struct place *at)
{
    struct pdf_table *t = p->table;
    struct place below = { at->page, at->y + t->head_height };

    if (t->head_page < at->page) {
        int row = ++p->n_tags;

        for (int i = 0; i < t->n; i++) {
            struct place cell = *at;
            struct pdf_strip c = t->columns[i];

            c.around[1].number = row;
            p->n_tags++;
            pdf_place(p, &cell, HEAD.tag, &c, t->heads[i], true);
        }
        add_rule(p, below, 0);
        t->head_page = at->page;
    }
    at->y = below.y + ROW_GAP;
}

static void make_heads(struct pdf *p, struct pdf_table *t, const struct pdf_column *columns)
{
    for (int i = 0; i < t->n; i++) {
        const char *text = pdf_clean(p, columns[i].head);
        PangoRectangle box;

        t->heads[i] = pdf_layout(p, p, &HEAD, &t->columns[i], text, strlen(text));
        pango_layout_set_height(t->heads[i], -HEAD_LINES);
        pango_layout_set_ellipsize(t->heads[i], PANGO_ELLIPSIZE_END);
        pango_layout_get_extents(t->heads[i], NULL, &box);
        if (1.15 * box.height / PANGO_SCALE > t->head_height)
            t->head_height = 1.15 * box.height / PANGO_SCALE;
    }
}

void pdf_table_begin(struct pdf *p, const struct pdf_column *columns, int n)
{
    struct pdf_table *t = mem_zero(p, struct pdf_table);
    double x = p->left;
    double all = 0;
    int number = ++p->n_tags;

    t->n = n;
    t->columns = mem_array(t, struct pdf_strip, (size_t)n);
    t->heads = mem_array(t, PangoLayout *, (size_t)n);
    t->head_page = -1;
    for (int i = 0; i < n; i++)
        all += columns[i].share;
    for (int i = 0; i < n; i++) {
        double width = p->width * columns[i].share / all;

        t->columns[i] = (struct pdf_strip){ .x = x,
                                            .width = width - (i + 1 < n ? CELL_GAP : 0),
                                            .align = columns[i].right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
                                            .exact = true,
                                            .around = { { "Table", number }, { "TR", 0 } } };
        x += width;
    }
    make_heads(p, t, columns);
    p->at.y += TABLE_GAP;
    pdf_need(p, &p->at, t->head_height + 3 * CELL.size);
    p->table = t;
    if (!p->problem)
        pdf_table_head(p, &p->at);
}

/* Returns where the row ends. */
static struct place put_row(struct pdf *p, const char *const *cells, const struct style *style)
{
    const struct pdf_table *t = p->table;
    struct place start = p->at;
    struct place end = start;
    int row = ++p->n_tags;

    for (int i = 0; i < t->n && !p->problem; i++) {
        struct place at = start;
        struct pdf_strip c = t->columns[i];

        c.around[1].number = row;
        pdf_flow(p, &at, style, &c, cells[i]);
        if (pdf_is_before(end, at))
            end = at;
    }
    return end;
}

/* A row that ran over the end of the page is taken back and put on the next one, unless it began at the top already. */
void pdf_row(struct pdf *p, const char *const *cells, bool is_total)
{
    const struct style *style = is_total ? &TOTAL : &CELL;
    struct pdf_table *t = p->table;
    size_t n_items = p->n_items;
    double top = p->top + t->head_height + ROW_GAP;
    struct place end;

    if (p->problem)
        return;
    end = put_row(p, cells, style);
    if (!p->problem && end.page > p->at.page && p->at.y > top + 1) {
        p->n_items = n_items;
        p->n_pages = p->at.page + 1;
        t->head_page = p->at.page;
        pdf_new_page(p, &p->at);
        end = p->problem ? p->at : put_row(p, cells, style);
    }
    p->at = end;
    p->at.y += ROW_GAP * 0.4;
    add_rule(p, p->at, is_total ? 0 : LIGHT);
    p->at.y += ROW_GAP;
}

void pdf_table_end(struct pdf *p)
{
    p->table = NULL;
    p->at.y += TABLE_GAP;
}
