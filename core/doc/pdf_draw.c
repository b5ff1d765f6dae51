/* Draws the pages that core/doc/pdf_text.c and its neighbours have laid out. */
#include <string.h>

#include "core/doc/pdf_priv.h"

#define NUMBER_WIDTH (35 * MM) /* room for "Strona 1 z 3" */

/* Neighbouring dark modules of a row become one rectangle: smaller, and no hair lines between them. The quiet zone of
 * four modules belongs to the size. */
static void draw_qr(cairo_t *cr, const struct item *item)
{
    int n = item->qr->width;
    double module = PDF_QR_SIZE * MM / (n + 8);

    for (int row = 0; row < n; row++) {
        const unsigned char *bits = item->qr->data + (ptrdiff_t)row * n;

        for (int from = 0; from < n; from++) {
            int to = from;

            while (to < n && (bits[to] & 1))
                to++;
            if (to > from)
                cairo_rectangle(cr, item->x + (from + 4) * module, item->y + (row + 4) * module, (to - from) * module,
                                module);
            from = to;
        }
    }
    cairo_fill(cr);
}

static void draw_rule(cairo_t *cr, const struct item *item)
{
    cairo_set_line_width(cr, 0.5);
    cairo_set_source_rgb(cr, item->grey, item->grey, item->grey);
    cairo_move_to(cr, item->x, item->y);
    cairo_line_to(cr, item->x + item->width, item->y);
    cairo_stroke(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
}

/* Rules and pictures say nothing to a screen reader and stand outside the structure, so they are drawn first. */
static void draw_shapes(struct pdf *p, int page)
{
    for (size_t i = 0; i < p->n_items; i++) {
        const struct item *item = &p->items[i];

        if (item->page == page && item->kind == ITEM_QR)
            draw_qr(p->cr, item);
        if (item->page == page && item->kind == ITEM_RULE)
            draw_rule(p->cr, item);
    }
}

/* ---- structure elements ---- */

static void close_tags(struct pdf *p, struct tag *open, int from)
{
    for (int i = TAGS_MAX - 1; i >= from; i--) {
        if (open[i].name)
            cairo_tag_end(p->cr, open[i].name);
        open[i] = (struct tag){ NULL, 0 };
    }
}

/* Leaves what the item does not stand in, enters what it does. */
static void change_tags(struct pdf *p, struct tag *open, const struct tag *wanted)
{
    int i = 0;

    while (i < TAGS_MAX && open[i].name && wanted[i].name && open[i].number == wanted[i].number)
        i++;
    close_tags(p, open, i);
    for (; i < TAGS_MAX && wanted[i].name; i++) {
        open[i] = wanted[i];
        cairo_tag_begin(p->cr, open[i].name, NULL);
    }
}

/* ---- pages ---- */

/* One line at the top or bottom of a page, cut with an ellipsis when too long. */
static void draw_margin_text(struct pdf *p, double y, PangoAlignment align, const char *text)
{
    MEM_SCOPE(tmp, p);
    const char *s = pdf_clean(tmp, text);
    struct pdf_strip c = pdf_whole(p);
    PangoLayout *layout;

    if (align == PANGO_ALIGN_LEFT)
        c.width -= NUMBER_WIDTH;
    layout = pdf_layout(p, tmp, &PDF_SMALL, &c, s, strlen(s));
    pango_layout_set_alignment(layout, align);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_set_source_rgb(p->cr, 0.3, 0.3, 0.3);
    cairo_move_to(p->cr, p->left, y);
    pango_cairo_show_layout(p->cr, layout);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
}

static void draw_lines(struct pdf *p, int page)
{
    struct tag open[TAGS_MAX] = { { NULL, 0 } };

    for (size_t i = 0; i < p->n_items; i++) {
        const struct item *item = &p->items[i];

        if (item->page != page || item->kind != ITEM_LINE)
            continue;
        change_tags(p, open, item->tags);
        cairo_move_to(p->cr, item->x, item->y);
        pango_cairo_show_layout_line(p->cr, item->line);
    }
    close_tags(p, open, 0);
}

void pdf_draw_page(struct pdf *p, int page)
{
    MEM_SCOPE(tmp, p);

    if (page > 0 || !p->has_letterhead)
        draw_margin_text(p, 14 * MM, PANGO_ALIGN_LEFT, p->info.header);
    draw_shapes(p, page);
    draw_lines(p, page);
    draw_margin_text(p, p->page_height - 16 * MM, PANGO_ALIGN_LEFT, p->info.footer);
    draw_margin_text(p, p->page_height - 16 * MM, PANGO_ALIGN_RIGHT,
                     mem_printf(tmp, "Strona %d z %d", page + 1, p->n_pages));
    cairo_show_page(p->cr);
}
