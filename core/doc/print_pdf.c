/* The model on paper. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "core/doc/print_priv.h"
#include "core/doc/xml.h"

/* In characters; a line is about what the letters of a table fill of the page. */
enum { LONGEST_WORD = 22, LONGEST_LINE = 90, PORTRAIT_LINE = 90, LANDSCAPE_LINE = 143, CELL_GAP = 2 };

static int number(TALLOC_CTX *mem, const xmlNode *node, const char *name)
{
    const char *text = xml_get(mem, node, name);

    return text ? (int)strtol(text, NULL, 10) : 0;
}

/* ---- widths by content ---- */

struct measure {
    long widest; /* in characters: of the longest word … */
    long most;   /* … and of the text in one line, over all cells */
    long sum;
    int n;
};

/* What a no-break space joins is one word. */
static bool parts_words(gunichar c)
{
    return g_unichar_isspace(c) && c != 0xA0 && c != 0x202F;
}

static void measure(struct measure *m, const char *text)
{
    long word = 0;
    long line = 0;

    for (const char *s = text; *s; s = g_utf8_find_next_char(s, NULL)) {
        word = parts_words(g_utf8_get_char(s)) ? 0 : word + 1;
        line++;
        m->widest = word > m->widest ? word : m->widest;
    }
    m->most = line > m->most ? line : m->most;
    m->sum += line;
    m->n += line > 0;
}

/* How much a column asks for beyond its longest word. */
static double want(const struct measure *m)
{
    double usual = m->n ? (double)m->sum / m->n : 0;
    double most = m->most < LONGEST_LINE ? (double)m->most : LONGEST_LINE;
    double more = (2 * (usual < most ? usual : most) + most) / 3 - (double)m->widest;

    return more > 0 ? more : 0;
}

/* Each column first gets room for its longest word; what is left goes to those with long texts, more to one that is long
 * on the average than to one with a single long cell. When there is not even that much, all are narrowed alike. */
static void share_by_content(const struct measure *all, struct pdf_column *columns, int n, double line)
{
    double wanted = 0;

    for (int i = 0; i < n; i++) {
        long least = all[i].widest < LONGEST_WORD ? all[i].widest : LONGEST_WORD;

        columns[i].share = (double)least + CELL_GAP;
        line -= columns[i].share;
    }
    for (int i = 0; i < n && line > 0; i++)
        wanted += want(&all[i]);
    for (int i = 0; i < n && wanted > 0; i++)
        columns[i].share += line * want(&all[i]) / wanted;
}

static void measure_table(TALLOC_CTX *mem, const xmlNode *table, struct pdf_column *columns, int n, bool landscape)
{
    struct measure *all = mem_array(mem, struct measure, (size_t)n);

    for (int i = 0; i < n; i++)
        measure(&all[i], columns[i].head);
    for (const xmlNode *row = xml_child(table, NULL, "row"); row; row = xml_next(row, NULL, "row")) {
        MEM_SCOPE(tmp, mem);
        const xmlNode *cell = xml_child(row, NULL, "cell");

        for (int i = 0; i < n && cell; i++, cell = xml_next(cell, NULL, "cell"))
            measure(&all[i], xml_text(tmp, cell));
    }
    share_by_content(all, columns, n, landscape ? LANDSCAPE_LINE : PORTRAIT_LINE);
}

/* ---- elements ---- */

static void put_row(struct pdf *pdf, TALLOC_CTX *parent, const xmlNode *row, int n)
{
    MEM_SCOPE(mem, parent);
    const char **cells = mem_array(mem, const char *, (size_t)n);
    const xmlNode *cell = xml_child(row, NULL, "cell");

    for (int i = 0; i < n; i++, cell = cell ? xml_next(cell, NULL, "cell") : NULL)
        cells[i] = xml_text(mem, cell);
    pdf_row(pdf, cells, xml_get(mem, row, "total"));
}

static void put_table(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *table, bool is_landscape)
{
    int n = print_count(table, "column");
    struct pdf_column *columns = mem_array(mem, struct pdf_column, (size_t)n);
    const char *empty = xml_get(mem, table, "empty");
    double all = 0;
    int i = 0;

    for (const xmlNode *c = xml_child(table, NULL, "column"); c; c = xml_next(c, NULL, "column"), i++) {
        const char *head = xml_get(mem, c, "head");

        columns[i].head = head ? head : "";
        columns[i].right = xml_get(mem, c, "right");
        columns[i].share = number(mem, c, "share");
        all += columns[i].share;
    }
    if (n == 0)
        return;
    if (all < 1)
        measure_table(mem, table, columns, n, is_landscape);
    pdf_table_begin(pdf, columns, n);
    for (const xmlNode *row = xml_child(table, NULL, "row"); row; row = xml_next(row, NULL, "row"))
        put_row(pdf, mem, row, n);
    pdf_table_end(pdf);
    if (!xml_child(table, NULL, "row"))
        pdf_para(pdf, empty ? empty : "Brak pozycji.");
}

static void put_letterhead(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_letterhead(pdf, xml_get(mem, node, "office"), xml_get(mem, node, "details"));
}

static void put_right(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_right(pdf, xml_text(mem, node));
}

static void put_address(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_address(pdf, xml_text(mem, node), xml_get(mem, node, "beside"));
}

static void put_heading(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_heading(pdf, number(mem, node, "level"), xml_text(mem, node));
}

static void put_fact(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_pair(pdf, xml_get(mem, node, "label"), xml_text(mem, node));
}

static void put_para(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_para(pdf, xml_text(mem, node));
}

static void put_mono(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    const char *label = xml_get(mem, node, "label");

    if (label)
        pdf_para(pdf, label);
    pdf_mono(pdf, xml_text(mem, node));
}

static void put_space(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_space(pdf, number(mem, node, "mm"));
}

static void put_rule(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    (void)mem;
    (void)node;
    pdf_rule(pdf);
}

static void put_check(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node)
{
    pdf_qr(pdf, xml_get(mem, node, "href"), xml_text(mem, node));
}

static const struct {
    const char *name;
    void (*put)(struct pdf *pdf, TALLOC_CTX *mem, const xmlNode *node);
} ELEMENTS[] = {
    { "letterhead", put_letterhead },
    { "right", put_right },
    { "address", put_address },
    { "heading", put_heading },
    { "fact", put_fact },
    { "para", put_para },
    { "mono", put_mono },
    { "space", put_space },
    { "rule", put_rule },
    { "check", put_check },
};

enum err print_pdf(struct print *p, void **ret_data, size_t *ret_len)
{
    struct pdf *pdf = pdf_new(p->ctx, &p->info);

    for (const xmlNode *node = p->root->children; node; node = node->next) {
        MEM_SCOPE(mem, p);

        for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++)
            if (xml_is(node, NULL, ELEMENTS[i].name))
                ELEMENTS[i].put(pdf, mem, node);
        if (xml_is(node, NULL, "table"))
            put_table(pdf, mem, node, p->info.landscape);
    }
    return pdf_finish(pdf, ret_data, ret_len);
}
