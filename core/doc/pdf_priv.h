/* What the files of the PDF writer share: the document while it is laid out, and how text is put on its pages. For
 * core/doc/pdf*.c only. */
#ifndef CORE_PDF_PRIV_H
#define CORE_PDF_PRIV_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "core/base/buf.h"
#include "core/doc/pdf.h"

#define MM (72.0 / 25.4)
#define TAGS_MAX 3
#define TOO_LONG "Dokument jest za długi, aby go wydrukować."

enum item_kind { ITEM_LINE, ITEM_QR, ITEM_RULE };

/* One structure element of the tagged document. Lines that carry the same number stand in the same element. */
struct tag {
    const char *name;
    int number;
};

struct item {
    enum item_kind kind;
    int page;
    double x;
    double y;
    double width; /* of a rule */
    double grey;  /* of a rule: 0 = black */
    PangoLayoutLine *line;
    QRcode *qr;
    struct tag tags[TAGS_MAX]; /* from the outermost; name NULL = no more */
};

struct place {
    int page;
    double y;
};

struct style {
    const char *family;
    double size;
    bool bold;
    bool grey;
    const char *tag;
};

/* What text is put into: a column of the page, and the structure elements around it. */
struct pdf_strip {
    double x;
    double width;
    PangoAlignment align;
    bool exact; /* no hyphen where a long word is broken: what is copied from the paper is what was printed */
    struct tag around[TAGS_MAX - 1];
};

struct pdf_table;

struct pdf {
    struct ctx *ctx;
    struct pdf_info info;
    struct buf out;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *pango;
    PangoAttrList *plain;
    PangoAttrList *exact;
    double page_width, page_height;
    double left, top, bottom, width; /* where text stands */
    struct item *items;
    size_t n_items;
    struct place at;
    int n_pages;
    int n_tags;
    size_t text_bytes;
    struct pdf_table *table; /* the open one: its head is repeated on every new page */
    bool has_letterhead;
    bool is_abandoned;
    const char *problem; /* Polish; the first fault, after which nothing is added */
};

extern const struct style PDF_BODY;
extern const struct style PDF_SMALL;

/* Without bytes that are no UTF-8, control and direction-changing characters; in mem. */
const char *pdf_clean(TALLOC_CTX *mem, const char *text);

/* A layout of clean text, which lives as long as mem. */
PangoLayout *pdf_layout(const struct pdf *p, TALLOC_CTX *mem, const struct style *style, const struct pdf_strip *c,
                        const char *text, size_t len);

void pdf_add_item(struct pdf *p, const struct item *item);
void pdf_new_page(struct pdf *p, struct place *at);
/* A new page unless there is room for this height. */
void pdf_need(struct pdf *p, struct place *at, double height);
bool pdf_is_before(struct place a, struct place b);

/* The whole column of the page. */
struct pdf_strip pdf_whole(const struct pdf *p);
/* Puts the lines of a layout where at is, over pages when fits is false; at is moved below them. */
void pdf_place(struct pdf *p, struct place *at, const char *tag, const struct pdf_strip *c, PangoLayout *layout,
               bool fits);
/* Text of any length and form, line by line over as many pages as it takes. */
void pdf_flow(struct pdf *p, struct place *at, const struct style *style, const struct pdf_strip *c, const char *text);

/* pdf_table.c: puts the head of the open table on the new page. */
void pdf_table_head(struct pdf *p, struct place *at);

/* pdf_draw.c: one page with its margins. */
void pdf_draw_page(struct pdf *p, int page);

#endif
