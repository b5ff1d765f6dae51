/* A document from its beginning to its bytes: the surface, what the file says of itself, the pages at the end. */
#include "core/doc/pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/doc/pdf_priv.h"

#define A4_SHORT (210 * MM)
#define A4_LONG (297 * MM)
#define LEFT (22 * MM)
#define RIGHT (20 * MM)
#define LANDSCAPE_SIDE (15 * MM)
#define TOP (26 * MM)
#define BOTTOM (24 * MM)
#define OUTPUT_MAX ((size_t)33554432)
#define TAIL_MAX ((size_t)1048576) /* the table of objects, 20 bytes each, and what follows */

static cairo_status_t take(void *data, const unsigned char *bytes, unsigned len)
{
    struct pdf *p = data;

    if (p->is_abandoned)
        return CAIRO_STATUS_WRITE_ERROR;
    buf_add(&p->out, bytes, len);
    return p->out.overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
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

static void set_page(struct pdf *p, bool landscape)
{
    double side = landscape ? LANDSCAPE_SIDE : RIGHT;

    p->page_width = landscape ? A4_LONG : A4_SHORT;
    p->page_height = landscape ? A4_SHORT : A4_LONG;
    p->left = landscape ? LANDSCAPE_SIDE : LEFT;
    p->width = p->page_width - side - p->left;
    p->top = TOP;
    p->bottom = p->page_height - BOTTOM;
}

struct pdf *pdf_new(struct ctx *ctx, const struct pdf_info *info)
{
    struct pdf *p = mem_zero(ctx->mem, struct pdf);

    p->ctx = ctx;
    p->info.title = pdf_clean(p, info->title);
    p->info.author = pdf_clean(p, info->author);
    p->info.lang = mem_strdup(p, is_language(info->lang) ? info->lang : "pl-PL");
    p->info.header = pdf_clean(p, info->header);
    p->info.footer = pdf_clean(p, info->footer);
    p->info.unit = info->unit;
    p->info.number = info->number;
    p->out = buf_new(ctx->mem, OUTPUT_MAX);
    talloc_set_destructor(p, abandon);
    set_page(p, info->landscape);
    p->surface = cairo_pdf_surface_create_for_stream(take, p, p->page_width, p->page_height);
    mem_adopt(p, p->surface, cairo_surface_destroy);
    p->cr = mem_adopt(p, cairo_create(p->surface), cairo_destroy);
    p->pango = mem_adopt(p, pango_cairo_create_context(p->cr), g_object_unref);
    pango_cairo_context_set_resolution(p->pango, 72); /* sizes of letters in points, as the page's */
    pango_context_set_language(p->pango, pango_language_from_string(p->info.lang));
    /* Without ligatures an address copied from the paper is the address. */
    p->plain = mem_adopt(p, pango_attr_list_new(), pango_attr_list_unref);
    pango_attr_list_insert(p->plain, pango_attr_font_features_new("liga=0, clig=0"));
    p->exact = mem_adopt(p, pango_attr_list_copy(p->plain), pango_attr_list_unref);
    pango_attr_list_insert(p->exact, pango_attr_insert_hyphens_new(FALSE));
    p->n_pages = 1;
    p->at.y = p->top;
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
        pdf_draw_page(p, page);
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
