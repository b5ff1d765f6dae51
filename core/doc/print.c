/* Builds the model: a small XML, one element a call. */
#include "core/doc/print.h"

#include "core/doc/print_priv.h"
#include "core/doc/xml.h"

static void attr(xmlNode *node, const char *name, const char *value)
{
    if (value)
        xml_attr(node, name, value);
}

struct print *print_new(struct ctx *ctx, const struct pdf_info *info)
{
    struct print *p = mem_zero(ctx->mem, struct print);

    p->ctx = ctx;
    p->info = *info;
    p->info.title = mem_strdup(p, info->title);
    p->info.author = mem_strdup(p, info->author);
    p->info.lang = mem_strdup(p, info->lang);
    p->info.header = mem_strdup(p, info->header);
    p->info.footer = mem_strdup(p, info->footer);
    p->info.unit = mem_strdup(p, info->unit);
    p->info.number = mem_strdup(p, info->number);
    p->doc = xml_new(p, "print", NULL, NULL);
    p->root = xmlDocGetRootElement(p->doc);
    attr(p->root, "title", info->title);
    return p;
}

/* Whatever is added after a table stands below it. */
static xmlNode *add(struct print *p, const char *name, const char *text)
{
    p->table = NULL;
    return xml_add(p->root, NULL, name, text);
}

void print_letterhead(struct print *p, const char *office, const char *details)
{
    xmlNode *node = add(p, "letterhead", NULL);

    attr(node, "office", office);
    attr(node, "details", details);
}

void print_right(struct print *p, const char *text)
{
    add(p, "right", text);
}

void print_address(struct print *p, const char *to, const char *beside)
{
    attr(add(p, "address", to), "beside", beside);
}

void print_heading(struct print *p, int level, const char *text)
{
    xml_attr_i(add(p, "heading", text), "level", level);
}

void print_fact(struct print *p, const char *label, const char *value)
{
    attr(add(p, "fact", value), "label", label);
}

void print_para(struct print *p, const char *text)
{
    add(p, "para", text);
}

void print_mono(struct print *p, const char *label, const char *text)
{
    attr(add(p, "mono", text), "label", label);
}

void print_space(struct print *p, int millimetres)
{
    xml_attr_i(add(p, "space", NULL), "mm", millimetres);
}

void print_rule(struct print *p)
{
    add(p, "rule", NULL);
}

void print_check(struct print *p, const char *href, const char *caption)
{
    attr(add(p, "check", caption), "href", href);
}

/* ---- tables ---- */

void print_table(struct print *p, const struct print_column *columns, int n, const char *empty)
{
    xmlNode *table = add(p, "table", NULL);

    attr(table, "empty", empty);
    for (int i = 0; i < n; i++) {
        xmlNode *column = xml_add(table, NULL, "column", NULL);

        attr(column, "head", columns[i].head);
        if (columns[i].share)
            xml_attr_i(column, "share", columns[i].share);
        attr(column, "right", columns[i].right ? "1" : NULL);
    }
    p->table = table;
    p->n_columns = n;
    p->row = NULL;
}

static void begin_row(struct print *p)
{
    p->row = xml_add(p->table, NULL, "row", NULL);
    p->n_cells = 0;
}

void print_cell(struct print *p, const char *text, const char *data)
{
    if (!p->table)
        return;
    if (!p->row || p->n_cells >= p->n_columns)
        begin_row(p);
    attr(xml_add(p->row, NULL, "cell", text), "data", data);
    p->n_cells++;
}

void print_total(struct print *p)
{
    if (!p->table)
        return;
    begin_row(p);
    xml_attr(p->row, "total", "1");
}

/* Drops the children of this name whose column was not chosen. */
static void keep(xmlNode *parent, const char *name, uint64_t columns)
{
    xmlNode *next = NULL;
    int i = 0;

    for (xmlNode *n = xml_child(parent, NULL, name); n; n = next, i++) {
        next = xml_next(n, NULL, name);
        if (i >= 64 || !(columns >> i & 1)) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
}

void print_choose(struct print *p, uint64_t columns)
{
    for (xmlNode *table = xml_child(p->root, NULL, "table"); table; table = xml_next(table, NULL, "table")) {
        int n = print_count(table, "column");

        if (n < 64 && !(columns & ((UINT64_C(1) << n) - 1)))
            continue;
        keep(table, "column", columns);
        for (xmlNode *row = xml_child(table, NULL, "row"); row; row = xml_next(row, NULL, "row"))
            keep(row, "cell", columns);
    }
    p->table = NULL;
}

int print_count(const xmlNode *parent, const char *name)
{
    int n = 0;

    for (const xmlNode *child = xml_child(parent, NULL, name); child; child = xml_next(child, NULL, name))
        n++;
    return n;
}

xmlDoc *print_doc(const struct print *p)
{
    return p->doc;
}
