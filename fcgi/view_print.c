/* Pages on paper and as files. What stands on the screen is what is printed: the page's own sheet makes the page, and
 * its headings, facts and tables become a struct print. */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/doc/print.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "fcgi/page_read.h"
#include "fcgi/request.h"
#include "fcgi/session.h"

enum { PORTRAIT_COLUMNS = 5, MAX_COLUMNS = 64 };

static const char MSG_TOO_LONG[] =
    "Zestawienie ma ponad %d pozycji. Zawęź je, na przykład słowami wyszukiwania, a potem "
    "wydrukuj albo zapisz.";

enum page_form page_form(const struct req *rq)
{
    const char *wanted = req_param(rq, "plik");

    if (strcmp(wanted, "html") == 0)
        return PAGE_PAPER;
    if (strcmp(wanted, "pdf") == 0)
        return PAGE_PDF;
    return strcmp(wanted, "csv") == 0 ? PAGE_CSV : PAGE_SCREEN;
}

int page_rows(const struct req *rq, int on_page)
{
    return page_form(rq) == PAGE_SCREEN ? on_page : PRINT_MAX_ROWS + 1;
}

/* ---- a paper of an office ---- */

static const char *when_and_who(const struct ctx *ctx)
{
    struct date_time t = { 0 };

    if (!date_local(ctx->now, &t))
        return "";
    return mem_printf(ctx->mem, "Wydrukowano %s r., godz. %02d:%02d%s%s", date_long(ctx->mem, t.date), t.hour, t.minute,
                      *ctx->who.name ? " · " : "", ctx->who.name);
}

struct print *page_print_new(struct req *rq, const char *title, int n_columns)
{
    const char *office = session_jst_name(rq);
    struct print *p = print_new(rq->ctx, &(struct pdf_info){ .title = title,
                                                             .author = *office ? office : "Lubuski e-Urząd",
                                                             .landscape = n_columns > PORTRAIT_COLUMNS,
                                                             .header = *office ? office : "Lubuski e-Urząd",
                                                             .footer = when_and_who(rq->ctx) });

    print_heading(p, 1, title);
    return p;
}

/* ---- the address of this page with another form ---- */

static bool is_ours(const char *name)
{
    return strcmp(name, "plik") == 0 || strcmp(name, "kolumna") == 0;
}

/* What the address says besides, without the parts of the path. */
static struct params query_of(struct req *rq)
{
    struct params all = params_new(rq->ctx->mem);
    size_t n = 0;

    (void)params_add_query(&all, rq->query, strlen(rq->query)); /* it was read once already */
    for (size_t i = 0; i < all.n; i++)
        if (!is_ours(all.list[i].name))
            all.list[n++] = all.list[i];
    all.n = n;
    return all;
}

static const char *address(struct req *rq, const char *form)
{
    const struct params query = query_of(rq);
    struct buf b = buf_new(rq->ctx->mem, 65536);

    buf_printf(&b, "%s?plik=%s", rq->priv->raw_path, form);
    for (size_t i = 0; i < query.n; i++) {
        buf_char(&b, '&');
        url_encode(&b, query.list[i].name);
        buf_char(&b, '=');
        url_encode(&b, query.list[i].value);
    }
    return buf_text(&b);
}

static enum err on_screen(struct view *v, struct req *rq)
{
    view_row(v, "druk", VIEW_S("html", address(rq, "html")), VIEW_S("pdf", address(rq, "pdf")),
             VIEW_S("csv", address(rq, "csv")));
    return view_send(v);
}

/* ---- columns that were chosen ---- */

static uint64_t chosen(const struct req *rq)
{
    uint64_t columns = 0;
    const char *text;

    for (int i = 0; (text = req_param_n(rq, "kolumna", i)); i++) {
        long n = strtol(text, NULL, 10);

        if (n >= 1 && n <= MAX_COLUMNS)
            columns |= UINT64_C(1) << (n - 1);
    }
    return columns;
}

static void offer_columns(struct view *v, const struct print *p, uint64_t columns)
{
    const xmlNode *table = xml_child(xmlDocGetRootElement(print_doc(p)), NULL, "table");
    int n = 0;

    for (const xmlNode *c = xml_child(table, NULL, "column"); c && n < MAX_COLUMNS;
         c = xml_next(c, NULL, "column"), n++)
        view_row(v, "kolumna", VIEW_I("nr", n + 1), VIEW_S("nazwa", xml_get(v, c, "head")),
                 VIEW_B("wybrana", !columns || columns >> n & 1));
}

/* ---- the three ways out ---- */

static enum err paper(struct req *rq, struct print *p, const char *title)
{
    struct view *v = view_new(rq, "print");
    const struct params query = query_of(rq);
    uint64_t columns = chosen(rq);

    view_title(v, title);
    for (size_t i = 0; i < query.n; i++)
        view_row(v, "pole", VIEW_S("nazwa", query.list[i].name), VIEW_S("wartosc", query.list[i].value));
    offer_columns(v, p, columns);
    print_choose(p, columns);
    view_copy(v, NULL, print_doc(p));
    return view_send(v);
}

static const char *file_name(struct req *rq, const char *title, const char *extension)
{
    const char *slug = utf8_slug(rq->ctx->mem, title, 80);

    return mem_printf(rq->ctx->mem, "%s.%s", *slug ? slug : "wydruk", extension);
}

enum err page_print(struct req *rq, struct print *p, const char *title)
{
    const void *data = NULL;
    void *bytes = NULL;
    size_t len = 0;
    enum err e;

    if (page_form(rq) == PAGE_PAPER)
        return paper(rq, p, title);
    print_choose(p, chosen(rq));
    if (page_form(rq) == PAGE_CSV) {
        e = print_csv(p, &data, &len);
        return e ? e : page_bytes(rq, "text/csv; charset=utf-8", file_name(rq, title, "csv"), data, len);
    }
    e = print_pdf(p, &bytes, &len);
    return e ? e : page_bytes(rq, "application/pdf", file_name(rq, title, "pdf"), bytes, len);
}

/* <filtr nazwa="Szukane słowa" wartosc="…"/>: what the list was narrowed to, which the screen shows in a form. */
static void add_filters(struct print *p, struct view *v)
{
    const char *name = "filtr";

    for (const xmlNode *n = xml_child(view_main(v), NULL, name); n; n = xml_next(n, NULL, name))
        print_fact(p, xml_get(v, n, "nazwa"), xml_get(v, n, "wartosc"));
}

static enum err too_long(struct req *rq)
{
    return ctx_fail(rq->ctx, ERR_INVALID, mem_printf(rq->ctx->mem, MSG_TOO_LONG, PRINT_MAX_ROWS), "print: %s",
                    rq->path);
}

/* Is there a longer list in the view than is printed? Asked before the sheet works for seconds in vain. */
static bool has_long_list(const struct view *v)
{
    int run = 0;

    for (const xmlNode *n = view_main(v)->children; n && run <= PRINT_MAX_ROWS; n = n->next)
        run = n->prev && xmlStrEqual(n->name, n->prev->name) ? run + 1 : 1;
    return run > PRINT_MAX_ROWS;
}

enum err view_print(struct view *v)
{
    struct req *rq = view_request(v);
    xmlDoc *page = NULL;
    struct print *p = NULL;
    const char *title = NULL;
    enum err e;

    if (page_form(rq) == PAGE_SCREEN)
        return on_screen(v, rq);
    e = has_long_list(v) ? too_long(rq) : view_tree(v, &page);
    if (e)
        return e;
    title = page_read_title(rq->ctx->mem, page);
    p = page_print_new(rq, title, page_read_columns(page));
    add_filters(p, v);
    if (page_read(p, rq->ctx->mem, page) > PRINT_MAX_ROWS)
        return too_long(rq);
    return page_print(rq, p, title);
}
