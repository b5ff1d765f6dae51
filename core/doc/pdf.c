/* Lays text out line by line as it comes and remembers where each line goes; the pages are drawn at the end, when their
 * number is known. */
#include "core/doc/pdf.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/buf.h"

#define MM (72.0 / 25.4)
#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define LEFT (22 * MM)
#define RIGHT (PAGE_WIDTH - 20 * MM)
#define TOP (26 * MM)
#define BOTTOM (PAGE_HEIGHT - 24 * MM)
#define WIDTH (RIGHT - LEFT)
#define KEY_WIDTH (52 * MM)
#define GAP (4 * MM)
#define QR_SIZE (32 * MM)
#define SANS "DejaVu Sans, sans-serif"
#define MONO "DejaVu Sans Mono, monospace"
#define PIECE_MAX 8192             /* bytes laid out at once */
#define TEXT_MAX ((size_t)4194304) /* bytes of text in one document */
#define OUTPUT_MAX ((size_t)33554432)
#define TOO_LONG "Dokument jest za długi, aby go wydrukować."
#define TAIL_MAX ((size_t)1048576) /* the table of objects, 20 bytes each, and what follows */

enum item_kind { ITEM_LINE, ITEM_QR, ITEM_RULE };

struct item {
    enum item_kind kind;
    int page;
    double x;
    double y;
    PangoLayoutLine *line;
    QRcode *qr;
    int block;       /* lines of one block share a structure element */
    const char *tag; /* PDF structure element */
};

struct place {
    int page;
    double y;
};

struct pdf {
    struct ctx *ctx;
    struct pdf_info info;
    struct buf out;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *pango;
    PangoAttrList *plain;
    struct item *items;
    size_t n_items;
    struct place at;
    int n_pages;
    int n_blocks;
    size_t text_bytes;
    bool is_abandoned;
    const char *problem; /* Polish; the first fault, after which nothing is added */
};

struct style {
    const char *family;
    double size;
    bool bold;
    bool grey;
    const char *tag;
};

static const struct style BODY = { SANS, 10, false, false, "P" };
static const struct style KEY = { SANS, 10, true, false, "P" };
static const struct style SMALL_MONO = { MONO, 8, false, false, "P" };
static const struct style SMALL = { SANS, 8, false, true, "P" };
static const struct style HEADINGS[] = {
    { SANS, 16, true, false, "H1" },
    { SANS, 13, true, false, "H2" },
    { SANS, 11, true, false, "H3" },
};

static cairo_status_t take(void *data, const unsigned char *bytes, unsigned len)
{
    struct pdf *p = data;

    if (p->is_abandoned)
        return CAIRO_STATUS_WRITE_ERROR;
    buf_add(&p->out, bytes, len);
    return p->out.overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* ---- text ---- */

/* Characters that would reorder or hide what a reader sees in an official paper. */
static bool is_harmful(gunichar c)
{
    bool is_control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    bool turns =
        c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

    return is_control || turns || c == 0xfeff || c == 0xfffc;
}

static const char *clean(TALLOC_CTX *mem, const char *text)
{
    char *valid = g_utf8_make_valid(text ? text : "", -1);
    struct buf b = buf_new(mem, strlen(valid));

    for (char *s = valid; *s; s = g_utf8_next_char(s)) {
        gunichar c = g_utf8_get_char(s);

        if (c == 0x2028 || c == 0x2029)
            buf_char(&b, '\n');
        else if (!is_harmful(c))
            buf_add(&b, s, (size_t)(g_utf8_next_char(s) - s));
    }
    g_free(valid);
    return buf_text(&b);
}

static PangoLayout *make_layout(const struct pdf *p, TALLOC_CTX *mem, const struct style *style, double width,
                                const char *text, size_t len)
{
    PangoLayout *layout = mem_adopt(mem, pango_layout_new(p->pango), g_object_unref);
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family(font, style->family);
    pango_font_description_set_size(font, (int)lround(style->size * PANGO_SCALE));
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)lround(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_attributes(layout, p->plain);
    pango_layout_set_text(layout, text, (int)len);
    return layout;
}

/* ---- placing ---- */

static void new_page(struct pdf *p, struct place *at)
{
    at->page++;
    at->y = TOP;
    if (at->page >= p->n_pages)
        p->n_pages = at->page + 1;
    if (p->n_pages > PDF_MAX_PAGES)
        p->problem = TOO_LONG;
}

static void need(struct pdf *p, struct place *at, double height)
{
    if (at->y + height > BOTTOM && at->y > TOP)
        new_page(p, at);
}

static void add_item(struct pdf *p, const struct item *item)
{
    if ((p->n_items & (p->n_items - 1)) == 0) {
        size_t bytes = (p->n_items ? p->n_items * 2 : 1) * sizeof *item;

        p->items = talloc_realloc_size(p, p->items, bytes);
        if (!p->items)
            mem_exhausted(bytes);
    }
    p->items[p->n_items++] = *item;
}

static void place_layout(struct pdf *p, struct place *at, const struct style *style, double x, PangoLayout *layout)
{
    PangoLayoutIter *it = pango_layout_get_iter(layout);

    do {
        PangoRectangle box;
        double height;

        pango_layout_iter_get_line_extents(it, NULL, &box);
        height = (double)box.height / PANGO_SCALE;
        need(p, at, height);
        if (p->problem)
            break;
        add_item(p, &(struct item){
                        .kind = ITEM_LINE,
                        .page = at->page,
                        .x = x + (double)box.x / PANGO_SCALE,
                        .y = at->y + (double)(pango_layout_iter_get_baseline(it) - box.y) / PANGO_SCALE,
                        .line = pango_layout_iter_get_line_readonly(it),
                        .block = p->n_blocks,
                        .tag = style->tag,
                    });
        at->y += height * 1.15;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
}

/* Where the next piece of a text ends: at a line end, or, in an endless line, after a word or at least a character. */
static size_t piece(const char *text)
{
    size_t len = strcspn(text, "\n");
    size_t cut = PIECE_MAX;

    if (len <= PIECE_MAX)
        return len;
    while (cut > PIECE_MAX / 2 && text[cut] != ' ')
        cut--;
    if (text[cut] == ' ')
        return cut + 1;
    for (cut = PIECE_MAX; ((unsigned char)text[cut] & 0xc0) == 0x80; cut--)
        ;
    return cut;
}

static void flow(struct pdf *p, struct place *at, const struct style *style, double x, double width, const char *text)
{
    MEM_SCOPE(tmp, p);
    const char *s = "";

    p->n_blocks++;
    p->text_bytes += text ? strlen(text) : 0;
    if (p->text_bytes > TEXT_MAX)
        p->problem = TOO_LONG;
    else
        s = clean(tmp, text);
    while (!p->problem) {
        size_t len = piece(s);

        place_layout(p, at, style, x, make_layout(p, p, style, width, s, len));
        s += len;
        if (!*s)
            break;
        s += *s == '\n';
    }
}

/* ---- what callers add ---- */

void pdf_heading(struct pdf *p, int level, const char *text)
{
    const struct style *style = &HEADINGS[level < 1 ? 0 : level > 3 ? 2 : level - 1];

    need(p, &p->at, style->size * 2 + 16 * MM);
    if (p->at.y > TOP)
        p->at.y += style->size * 0.6;
    flow(p, &p->at, style, LEFT, WIDTH, text);
    p->at.y += style->size * 0.4;
}

void pdf_para(struct pdf *p, const char *text)
{
    flow(p, &p->at, &BODY, LEFT, WIDTH, text);
    p->at.y += 2 * MM;
}

void pdf_mono(struct pdf *p, const char *text)
{
    flow(p, &p->at, &SMALL_MONO, LEFT, WIDTH, text);
    p->at.y += 2 * MM;
}

static bool is_before(struct place a, struct place b)
{
    return a.page < b.page || (a.page == b.page && a.y < b.y);
}

void pdf_pair(struct pdf *p, const char *key, const char *value)
{
    struct place keys;
    struct place values;

    need(p, &p->at, BODY.size * 1.6);
    keys = values = p->at;
    flow(p, &keys, &KEY, LEFT, KEY_WIDTH, key);
    flow(p, &values, &BODY, LEFT + KEY_WIDTH + GAP, WIDTH - KEY_WIDTH - GAP, value);
    p->at = is_before(keys, values) ? values : keys;
    p->at.y += 1 * MM;
}

void pdf_space(struct pdf *p, double millimetres)
{
    p->at.y += millimetres * MM;
    need(p, &p->at, 0);
}

void pdf_rule(struct pdf *p)
{
    need(p, &p->at, 4 * MM);
    add_item(p, &(struct item){ .kind = ITEM_RULE, .page = p->at.page, .x = LEFT, .y = p->at.y + 1.5 * MM });
    p->at.y += 4 * MM;
}

void pdf_page(struct pdf *p)
{
    if (!p->problem)
        new_page(p, &p->at);
}

void pdf_qr(struct pdf *p, const char *data, const char *caption)
{
    QRcode *qr = NULL;
    struct place beside;

    if (data && data[0])
        qr = mem_adopt(p, QRcode_encodeString8bit(data, 0, QR_ECLEVEL_M), QRcode_free);
    if (!qr && !p->problem)
        p->problem = "Dane kodu QR są nieprawidłowe albo za długie.";
    if (p->problem)
        return;
    need(p, &p->at, QR_SIZE + 2 * MM);
    add_item(p, &(struct item){ .kind = ITEM_QR, .page = p->at.page, .x = LEFT, .y = p->at.y, .qr = qr });
    beside = (struct place){ p->at.page, p->at.y + 4 * MM };
    p->at.y += QR_SIZE + 2 * MM;
    flow(p, &beside, &BODY, LEFT + QR_SIZE + GAP, WIDTH - QR_SIZE - GAP, caption);
    if (is_before(p->at, beside))
        p->at = beside;
}

/* ---- drawing ---- */

/* Neighbouring dark modules of a row become one rectangle: smaller, and no hair lines between them. The quiet zone of
 * four modules belongs to the size. */
static void draw_qr(cairo_t *cr, const struct item *item)
{
    int n = item->qr->width;
    double module = QR_SIZE / (n + 8);

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
    cairo_move_to(cr, item->x, item->y);
    cairo_line_to(cr, RIGHT, item->y);
    cairo_stroke(cr);
}

static void draw_item(cairo_t *cr, const struct item *item)
{
    switch (item->kind) {
    case ITEM_LINE:
        cairo_move_to(cr, item->x, item->y);
        pango_cairo_show_layout_line(cr, item->line);
        return;
    case ITEM_QR:
        draw_qr(cr, item);
        return;
    case ITEM_RULE:
        draw_rule(cr, item);
        return;
    }
}

/* One line at the top or bottom of a page, cut with an ellipsis when too long. */
static void draw_margin_text(struct pdf *p, double y, PangoAlignment align, const char *text)
{
    MEM_SCOPE(tmp, p);
    const char *s = clean(tmp, text);
    double width = align == PANGO_ALIGN_LEFT ? WIDTH - 35 * MM : WIDTH;
    PangoLayout *layout = make_layout(p, tmp, &SMALL, width, s, strlen(s));

    pango_layout_set_alignment(layout, align);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_set_source_rgb(p->cr, 0.3, 0.3, 0.3);
    cairo_move_to(p->cr, LEFT, y);
    pango_cairo_show_layout(p->cr, layout);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
}

static void draw_page(struct pdf *p, int page)
{
    MEM_SCOPE(tmp, p);
    const char *open_tag = NULL;
    int block = 0;

    draw_margin_text(p, 14 * MM, PANGO_ALIGN_LEFT, p->info.header);
    for (size_t i = 0; i < p->n_items; i++) {
        const struct item *item = &p->items[i];

        if (item->page != page)
            continue;
        if (open_tag && (item->block != block || item->kind != ITEM_LINE)) {
            cairo_tag_end(p->cr, open_tag);
            open_tag = NULL;
        }
        if (!open_tag && item->kind == ITEM_LINE) {
            open_tag = item->tag;
            block = item->block;
            cairo_tag_begin(p->cr, open_tag, NULL);
        }
        draw_item(p->cr, item);
    }
    if (open_tag)
        cairo_tag_end(p->cr, open_tag);
    draw_margin_text(p, PAGE_HEIGHT - 16 * MM, PANGO_ALIGN_LEFT, p->info.footer);
    draw_margin_text(p, PAGE_HEIGHT - 16 * MM, PANGO_ALIGN_RIGHT,
                     mem_printf(tmp, "Strona %d z %d", page + 1, p->n_pages));
    cairo_show_page(p->cr);
}

/* ---- beginning and end ---- */

/* cairo finishes a document that is thrown away, too; then there is nowhere to write to any more. */
static int abandon(struct pdf *p)
{
    p->is_abandoned = true;
    return 0;
}

/* cairo cannot say in which language a document is, nor that its title is to be shown. Its catalogue is the last object before the
 * table of objects, so that words added there move nothing but the table. A file of another shape is left alone. */
static void add_catalog_keys(const struct pdf *p, struct buf *whole)
{
    static const char end_of_catalog[] = "\n>>\nendobj\nxref\n";
    static const char start[] = "startxref\n";
    const char *from = p->out.data;
    size_t tail = p->out.len < TAIL_MAX ? p->out.len : TAIL_MAX;
    const char *end = memmem(from + p->out.len - tail, tail, end_of_catalog, strlen(end_of_catalog));
    const char *table = end ? strstr(end, start) : NULL;
    const char *catalog = end && end - from > 200 ? memmem(end - 200, 200, "/Type /Catalog", 14) : NULL;
    const char *keys =
        mem_printf(p, "\n   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>", p->info.lang);

    if (!table || !catalog) {
        buf_add(whole, from, p->out.len);
        return;
    }
    buf_add(whole, from, (size_t)(end - from));
    buf_str(whole, keys);
    buf_add(whole, end, (size_t)(table - end) + strlen(start));
    buf_printf(whole, "%zu\n%%%%EOF\n", (size_t)strtoull(table + strlen(start), NULL, 10) + strlen(keys));
}

/* Letters, digits and what numbers of papers are joined with. */
static bool is_sign(const char *s)
{
    return s && *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/")] == '\0';
}

static void set_metadata(struct pdf *p)
{
    time_t t = (time_t)(p->ctx->now / 1000000);
    struct tm tm;
    char when[40];

    gmtime_r(&t, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, p->info.title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, p->info.author);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Lubuski e-Urząd");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
    if (is_sign(p->info.unit) && is_sign(p->info.number))
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_KEYWORDS,
                                       mem_printf(p, "urzad:%s numer:%s", p->info.unit, p->info.number));
}

static bool is_language(const char *s)
{
    return s && *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

struct pdf *pdf_new(struct ctx *ctx, const struct pdf_info *info)
{
    struct pdf *p = mem_zero(ctx->mem, struct pdf);

    p->ctx = ctx;
    p->info.title = clean(p, info->title);
    p->info.author = clean(p, info->author);
    p->info.lang = mem_strdup(p, is_language(info->lang) ? info->lang : "pl-PL");
    p->info.header = clean(p, info->header);
    p->info.footer = clean(p, info->footer);
    p->info.unit = info->unit;
    p->info.number = info->number;
    p->out = buf_new(ctx->mem, OUTPUT_MAX);
    talloc_set_destructor(p, abandon);
    p->surface = cairo_pdf_surface_create_for_stream(take, p, PAGE_WIDTH, PAGE_HEIGHT);
    mem_adopt(p, p->surface, cairo_surface_destroy);
    p->cr = mem_adopt(p, cairo_create(p->surface), cairo_destroy);
    p->pango = mem_adopt(p, pango_cairo_create_context(p->cr), g_object_unref);
    pango_context_set_language(p->pango, pango_language_from_string(p->info.lang));
    /* Without ligatures an address copied from the paper is the address. */
    p->plain = mem_adopt(p, pango_attr_list_new(), pango_attr_list_unref);
    pango_attr_list_insert(p->plain, pango_attr_font_features_new("liga=0, clig=0"));
    p->n_pages = 1;
    p->at.y = TOP;
    set_metadata(p);
    return p;
}

enum err pdf_finish(struct pdf *p, void **ret_data, size_t *ret_len)
{
    struct ctx *ctx = p->ctx;
    struct buf whole;
    cairo_status_t status;

    if (p->problem)
        return ctx_fail(ctx, ERR_INVALID, p->problem, "pdf: %d pages, %zu bytes of text", p->n_pages, p->text_bytes);
    cairo_tag_begin(p->cr, "Document", NULL);
    for (int page = 0; page < p->n_pages; page++)
        draw_page(p, page);
    cairo_tag_end(p->cr, "Document");
    cairo_surface_finish(p->surface);
    status = cairo_surface_status(p->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status(p->cr);
    if (status != CAIRO_STATUS_SUCCESS)
        return ctx_fail(ctx, ERR_INTERNAL, "Nie udało się przygotować wydruku.", "cairo: %s",
                        cairo_status_to_string(status));
    whole = buf_new(ctx->mem, OUTPUT_MAX);
    add_catalog_keys(p, &whole);
    talloc_free(p->out.data);
    *ret_data = whole.data;
    *ret_len = whole.len;
    talloc_free(p);
    return ERR_OK;
}
