/* The model as a file for spreadsheets. */
#include "core/doc/csv.h"
#include "core/doc/print_priv.h"
#include "core/doc/xml.h"

static void add_heads(TALLOC_CTX *mem, struct csv *c, const xmlNode *table)
{
    for (const xmlNode *n = xml_child(table, NULL, "column"); n; n = xml_next(n, NULL, "column"))
        csv_cell(c, xml_get(mem, n, "head"));
    csv_line(c);
}

static void add_row(TALLOC_CTX *parent, struct csv *c, const xmlNode *row)
{
    MEM_SCOPE(mem, parent);

    if (xml_get(mem, row, "total"))
        return;
    for (const xmlNode *n = xml_child(row, NULL, "cell"); n; n = xml_next(n, NULL, "cell")) {
        const char *data = xml_get(mem, n, "data");

        csv_cell(c, data ? data : xml_text(mem, n));
    }
    csv_line(c);
}

static void add_table(TALLOC_CTX *mem, struct csv *c, const xmlNode *table)
{
    add_heads(mem, c, table);
    for (const xmlNode *row = xml_child(table, NULL, "row"); row; row = xml_next(row, NULL, "row"))
        add_row(mem, c, row);
}

static void add_facts(TALLOC_CTX *mem, struct csv *c, const xmlNode *root)
{
    for (const xmlNode *n = xml_child(root, NULL, "fact"); n; n = xml_next(n, NULL, "fact")) {
        csv_cell(c, xml_get(mem, n, "label"));
        csv_cell(c, xml_text(mem, n));
        csv_line(c);
    }
}

enum err print_csv(struct print *p, const void **ret_data, size_t *ret_len)
{
    struct csv c = csv_new(p->ctx->mem, 0);
    const xmlNode *first = xml_child(p->root, NULL, "table");

    if (!first)
        add_facts(p, &c, p->root);
    for (const xmlNode *table = first; table; table = xml_next(table, NULL, "table")) {
        if (table != first)
            csv_line(&c);
        add_table(p, &c, table);
    }
    return csv_finish(p->ctx, &c, ret_data, ret_len);
}
