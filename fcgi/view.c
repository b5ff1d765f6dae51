/* The view model of a page: <view><meta/><NAME/></view>, and its way through the sheet */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <libxml/tree.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/xslt.h"
#include "core/law/date.h"
#include "fcgi/answer.h"
#include "fcgi/menu.h"
#include "fcgi/request.h"
#include "fcgi/session.h"

enum { PAGE_MAX = 8 * 1024 * 1024, NEAR_DAYS = 3 };

#define XC(s) ((const xmlChar *)(s))
#ifdef EURZAD_VERSION
static const char VERSION[] = EURZAD_VERSION;
#else
static const char VERSION[] = "dev";
#endif

static const char MSG_RENDER[] = "Nie udało się pokazać tej strony. To błąd po naszej stronie.";

struct view {
    struct req *rq;
    const char *name;
    xmlDoc *doc;
    xmlNode *meta;
    xmlNode *main;
};

/* ---- building blocks ---- */

static void *need(void *p)
{
    if (!p)
        mem_exhausted(1);
    return p;
}

static xmlNode *element(xmlNode *parent, const char *name)
{
    xmlNode *node = need(xmlNewDocNode(parent->doc, NULL, XC(name), NULL));

    return xmlAddChild(parent, node);
}

static void attribute(xmlNode *node, const char *name, const char *value)
{
    if (value)
        need(xmlNewProp(node, XC(name), XC(value)));
}

static void number_attribute(xmlNode *node, const char *name, int64_t value)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRId64, value);
    attribute(node, name, text);
}

static void text_element(xmlNode *parent, const char *name, const char *key, const char *value, const char *text)
{
    xmlNode *node = element(parent, name);

    attribute(node, key, value);
    view_text(node, text);
}

/* ---- meta: what every page shows ---- */

/* Local time with its offset, as on the clocks of the office. */
static const char *local_time(TALLOC_CTX *mem, int64_t microseconds)
{
    time_t seconds = (time_t)(microseconds / 1000000);
    char text[32];
    struct tm tm;
    size_t n;

    localtime_r(&seconds, &tm);
    n = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S%z", &tm);
    if (n < 5)
        return "";
    return mem_printf(mem, "%.*s:%s", (int)(n - 2), text, text + n - 2);
}

static void add_user(struct view *v)
{
    const struct ctx *ctx = v->rq->ctx;
    xmlNode *user;

    if (ctx->who.kind != WHO_CITIZEN && ctx->who.kind != WHO_CLERK)
        return;
    user = element(v->meta, "user");
    attribute(user, "kind", ctx->who.kind == WHO_CLERK ? "clerk" : "citizen");
    attribute(user, "name", ctx->who.name);
    if (ctx->who.kind != WHO_CLERK)
        return;
    attribute(user, "stanowisko", ctx->who.stanowisko);
    attribute(user, "jst", ctx->jst);
    attribute(user, "jst-name", session_jst_name(v->rq));
    attribute(user, "roles", roles_to_names(ctx->mem, ctx->who.roles));
}

/* Is it a page of the office, which has a frame of its own? */
static bool is_office(const struct req *rq)
{
    return rq->ctx->who.kind == WHO_CLERK && (path_is_within(rq->path, "/eod") || path_is_within(rq->path, "/zsi"));
}

static void add_menu_item(xmlNode *menu, const struct menu_item *item, const char *path)
{
    xmlNode *node = element(menu, "item");

    attribute(node, "href", item->row->path);
    attribute(node, "text", item->row->text);
    if (*item->row->group)
        attribute(node, "group", item->row->group);
    attribute(node, "aria-current", menu_current(item, path));
    if (*item->row->key)
        attribute(node, "data-key", item->row->key);
}

/* Each area of the frame of which the person may reach something:
 * <menu area="eod"><item href text group? aria-current? data-key?/>*</menu> */
static void add_menus(struct view *v, bool office)
{
    const struct menu *menu = v->rq->priv->site->menu;
    const char *area = "";
    xmlNode *node = NULL;

    for (int i = 0; menu && i < menu->n; i++) {
        const struct menu_item *item = &menu->items[i];

        if (item->office != office || !route_fits(item->route->role, &v->rq->ctx->who))
            continue;
        if (strcmp(item->row->area, area) != 0) {
            area = item->row->area;
            node = element(v->meta, "menu");
            attribute(node, "area", area);
        }
        add_menu_item(node, item, v->rq->path);
    }
}

static void add_meta(struct view *v)
{
    const struct ctx *ctx = v->rq->ctx;
    bool office = is_office(v->rq);

    attribute(v->meta, "path", v->rq->path);
    attribute(v->meta, "lang", "pl");
    attribute(v->meta, "request", ctx->request_id);
    attribute(v->meta, "now", local_time(ctx->mem, ctx->now));
    if (ctx->who.kind == WHO_CLERK)
        attribute(v->meta, "near", date_text(ctx->mem, date_add_working(date_of(ctx->now), NEAR_DAYS)));
    attribute(v->meta, "base", ctx->app->conf.public_url);
    attribute(v->meta, "version", VERSION);
    if (office)
        attribute(v->meta, "office", "1");
    add_user(v);
    add_menus(v, office);
}

/* Known only when the page is complete. */
static void complete_meta(struct view *v)
{
    struct req_priv *priv = v->rq->priv;
    struct flash *flash = NULL;
    int n = strcmp(v->name, "error") == 0 ? 0 : session_take_flash(v->rq, &flash);

    attribute(v->meta, "csrf", session_own_csrf(v->rq));
    for (int i = 0; i < n; i++)
        text_element(v->meta, "flash", "kind", flash[i].kind, flash[i].text);
    for (int i = 0; i < priv->n_faults; i++)
        text_element(v->meta, "fault", "field", priv->faults[i].field, priv->faults[i].message);
}

/* ---- what pages call ---- */

struct view *view_new(struct req *rq, const char *name)
{
    struct view *v = mem_zero(rq->ctx->mem, struct view);
    xmlNode *root;

    v->rq = rq;
    v->name = name;
    v->doc = mem_adopt(v, (xmlDoc *)need(xmlNewDoc(XC("1.0"))), xmlFreeDoc);
    root = need(xmlNewDocNode(v->doc, NULL, XC("view"), NULL));
    xmlDocSetRootElement(v->doc, root);
    v->meta = element(root, "meta");
    v->main = element(root, name);
    add_meta(v);
    return v;
}

void view_title(struct view *v, const char *title)
{
    view_attr(v, "title", title);
}

void view_attr(struct view *v, const char *name, const char *value)
{
    if (value)
        need(xmlSetProp(v->main, XC(name), XC(value)));
}

void view_attr_i(struct view *v, const char *name, int64_t value)
{
    number_attribute(v->main, name, value);
}

xml_node *view_add(struct view *v, xml_node *parent, const char *name, size_t n, const struct view_attr *attrs)
{
    xmlNode *node = element(parent ? parent : v->main, name);

    for (size_t i = 0; i < n; i++) {
        if (attrs[i].is_number)
            number_attribute(node, attrs[i].name, attrs[i].number);
        else
            attribute(node, attrs[i].name, attrs[i].text);
    }
    return node;
}

void view_text(xml_node *node, const char *text)
{
    if (text)
        xmlNodeAddContent(node, XC(text));
}

void view_set(xml_node *node, const char *name, const char *value)
{
    attribute(node, name, value);
}

void view_columns(struct view *v, xml_node *node, const struct db_rows *rows, int row)
{
    xmlNode *to = node ? node : v->main;
    int n = db_n_columns(rows);

    for (int i = 0; i < n; i++)
        attribute(to, db_column(rows, i), db_cell(rows, row, i));
}

void view_rows(struct view *v, xml_node *parent, const char *name, const struct db_rows *rows)
{
    for (int i = 0; i < rows->n; i++)
        view_columns(v, element(parent ? parent : v->main, name), rows, i);
}

void view_words(struct view *v, xml_node *parent, const struct word *words)
{
    for (; words && words->code; words++)
        view_sub(v, parent, "word", VIEW_S("id", words->code), VIEW_S("name", words->text),
                 VIEW_S("badge", words->badge));
}

void view_crumb(struct view *v, const char *href, const char *text)
{
    view_text(view_row(v, "crumb", VIEW_S("href", href)), text);
}

int view_page(struct view *v, xml_node *parent, const char *name, const struct db_rows *rows)
{
    int shown = page_rows(v->rq, ON_PAGE);

    for (int i = 0; i < rows->n && i < shown; i++)
        view_columns(v, element(parent ? parent : v->main, name), rows, i);
    return rows->n > shown && page_form(v->rq) == PAGE_SCREEN ? shown - 1 : -1;
}

void view_page_by_id(struct view *v, const char *name, const struct db_rows *rows, const char *key)
{
    int last = view_page(v, NULL, name, rows);

    if (last >= 0)
        view_attr_i(v, key, db_int(rows, last, "id"));
}

void view_copy(struct view *v, xml_node *parent, const void *xml_doc)
{
    const xmlNode *root = ((const xmlDoc *)xml_doc)->children;

    while (root && root->type != XML_ELEMENT_NODE)
        root = root->next;
    if (root)
        xmlAddChild(parent ? parent : v->main, need(xmlDocCopyNode((xmlNode *)(uintptr_t)root, v->doc, 1)));
}

/* ---- forms ---- */

static void form_value(xmlNode *form, const char *name, const char *text)
{
    if (text && *text)
        text_element(form, "value", "name", name, text);
}

static void typed_values(struct view *v, xmlNode *form, const struct field *f)
{
    const char *text;

    for (int i = 0; (text = req_param_n(v->rq, f->name, i)); i++)
        form_value(form, f->name, text);
}

static void struct_value(struct view *v, xmlNode *form, const struct field *f, const void *values)
{
    const char *at = (const char *)values + f->into;
    const struct column c = form_column(f);
    TALLOC_CTX *mem = v->rq->ctx->mem;
    int64_t number = 0;

    if (f->kind == FIELD_ID || f->kind == FIELD_INT || f->kind == FIELD_MONEY) {
        memcpy(&number, at, sizeof(number));
        if (number || f->kind == FIELD_INT)
            form_value(form, f->name, column_typed(mem, &c, mem_printf(mem, "%" PRId64, number)));
    } else if (f->kind == FIELD_BOOL) {
        form_value(form, f->name, *(const bool *)(const void *)at ? "1" : NULL);
    } else {
        form_value(form, f->name, column_typed(mem, &c, *(const char *const *)(const void *)at));
    }
}

static void add_field(struct view *v, xmlNode *form, const struct field *f)
{
    xmlNode *node =
        view_sub(v, form, "field", VIEW_S("name", f->name), VIEW_S("label", f->label),
                 VIEW_S("kind", column_kind_name((enum column_kind)f->kind)), VIEW_I("max", f->max),
                 VIEW_B("required", f->required), VIEW_S("hint", f->hint), VIEW_S("autocomplete", f->autocomplete),
                 VIEW_S("width", f->width ? mem_printf(v->rq->ctx->mem, "%d", f->width) : NULL));

    view_words(v, node, f->words);
}

void view_form(struct view *v, const struct field *fields, const void *values)
{
    struct req *rq = v->rq;
    xmlNode *form = element(v->main, "form");
    bool is_typed = rq->priv->invalid || rq->priv->n_faults > 0 || !values;

    if (!rq->route || !(rq->route->flags & ROUTE_CACHED))
        (void)session_csrf(rq);
    for (const struct field *f = fields; f->kind != FIELD_END; f++) {
        add_field(v, form, f);
        if (f->kind == FIELD_PASSWORD)
            continue;
        if (is_typed)
            typed_values(v, form, f);
        else
            struct_value(v, form, f, values);
    }
}

/* ---- through the sheet ---- */

struct req *view_request(const struct view *v)
{
    return v->rq;
}

const xml_node *view_main(const struct view *v)
{
    return v->main;
}

enum err view_tree(struct view *v, xmlDoc **ret_page)
{
    struct req *rq = v->rq;
    const char *problem = NULL;

    if (xslt_apply(rq->ctx->mem, rq->priv->site->sheets, v->name, "pl", v->doc, ret_page, &problem))
        return ctx_fail(rq->ctx, ERR_INTERNAL, MSG_RENDER, "view %s: %s", v->name, problem);
    return ERR_OK;
}

enum err view_send(struct view *v)
{
    struct req *rq = v->rq;
    struct buf out = buf_new(rq->ctx->mem, PAGE_MAX);
    const char *problem = NULL;

    complete_meta(v);
    if (xslt_html(rq->ctx->mem, rq->priv->site->sheets, v->name, "pl", v->doc, &out, &problem))
        return ctx_fail(rq->ctx, ERR_INTERNAL, MSG_RENDER, "view %s: %s", v->name, problem);
    answer_html(rq, rq->priv->invalid || rq->priv->n_faults > 0 ? 422 : 200, buf_text(&out), out.len);
    return ERR_OK;
}
