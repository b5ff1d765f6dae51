/* Walks the page in document order; tables, facts and skipped elements are taken as a whole. */
#include "fcgi/page_read.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/doc/xml.h"

enum { CELL_MAX = 65536, MAX_COLUMNS = 64 };

static bool is_named(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (xml_is(node, NULL, *names))
            return true;
    return false;
}

static bool has_class(const xmlNode *node, const char *wanted)
{
    MEM_SCOPE(mem, NULL);
    const char *classes = xml_get(mem, node, "class");
    size_t n = strlen(wanted);

    for (const char *s = classes; s && (s = strstr(s, wanted)); s += n)
        if ((s == classes || s[-1] == ' ') && (s[n] == '\0' || s[n] == ' '))
            return true;
    return false;
}

static bool is_for_screens(const xmlNode *node)
{
    static const char *const names[] = { "nav", "form", "button", "script", "svg", "template", NULL };

    return is_named(node, names) || has_class(node, "no-print") || has_class(node, "toolbar") ||
           has_class(node, "actions");
}

/* The next node in document order that is not below this one; NULL behind top. */
static const xmlNode *past(const xmlNode *top, const xmlNode *node)
{
    for (; node && node != top; node = node->parent)
        if (node->next)
            return node->next;
    return NULL;
}

static const xmlNode *find(const xmlNode *top, const char *name)
{
    for (const xmlNode *n = top; n; n = xml_walk(top, n))
        if (xml_is(n, NULL, name))
            return n;
    return NULL;
}

static const xmlNode *main_of(const xmlDoc *page)
{
    const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(uintptr_t)page);

    return root ? find(root, "main") : NULL;
}

/* ---- text ---- */

/* White space as a browser shows it: runs are one space, no-break spaces stay. */
static void add_text(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s != ' ' && *s != '\n' && *s != '\t' && *s != '\r')
            buf_char(b, *s);
        else if (b->len && b->data[b->len - 1] != ' ' && b->data[b->len - 1] != '\n')
            buf_char(b, ' ');
    }
}

static void add_line_end(struct buf *b)
{
    if (b->len && b->data[b->len - 1] != '\n')
        buf_char(b, '\n');
}

/* What a reader sees of the element. */
static const char *text_of(TALLOC_CTX *mem, const xmlNode *top)
{
    static const char *const blocks[] = { "p", "div", "li", "br", "dt", "dd", "tr", NULL };
    struct buf b = buf_new(mem, CELL_MAX);

    for (const xmlNode *n = top; n;) {
        bool skipped = n != top && is_for_screens(n);

        if (!skipped && is_named(n, blocks))
            add_line_end(&b);
        if (n->type == XML_TEXT_NODE && n->content)
            add_text(&b, (const char *)n->content);
        n = skipped ? past(top, n) : xml_walk(top, n);
    }
    return buf_text(&b);
}

/* "2026-12-05 09:00:00", on the clocks of the office and without fractions of a second, as spreadsheets read it. */
static const char *moment(TALLOC_CTX *mem, const xmlNode *time)
{
    char *text = mem_strdup(mem, xml_get(mem, time, "datetime"));

    if (!text || strlen(text) < 19)
        return text;
    text[10] = ' ';
    text[19] = '\0';
    return text;
}

/* Of a cell that shows a moment and, at most, a badge that judges it; NULL of any other. */
static const char *data_of(TALLOC_CTX *mem, const xmlNode *cell)
{
    const xmlNode *time = NULL;
    const xmlNode *next = NULL;

    for (const xmlNode *n = cell; n; n = next) {
        bool apart = xml_is(n, NULL, "time") || has_class(n, "badge");

        next = apart ? past(cell, n) : xml_walk(cell, n);
        if (n->type == XML_TEXT_NODE && n->content && *xml_text(mem, n))
            return NULL;
        if (xml_is(n, NULL, "time")) {
            if (time)
                return NULL;
            time = n;
        }
    }
    return time ? moment(mem, time) : NULL;
}

/* ---- facts and tables ---- */

static void read_facts(struct print *p, TALLOC_CTX *mem, const xmlNode *list)
{
    for (const xmlNode *n = list; n; n = xml_walk(list, n)) {
        const xmlNode *value = xml_is(n, NULL, "dt") ? xml_next(n, NULL, "dd") : NULL;

        if (value && !is_for_screens(n->parent))
            print_fact(p, text_of(mem, n), text_of(mem, value));
    }
}

static bool is_cell(const xmlNode *node)
{
    return xml_is(node, NULL, "th") || xml_is(node, NULL, "td");
}

/* The cells of the head; returns their number. hidden: a bit for each that is for screens only. */
static int read_heads(TALLOC_CTX *mem, const xmlNode *head, struct print_column *columns, uint64_t *ret_hidden)
{
    int n = 0;
    int shown = 0;

    for (const xmlNode *c = head ? head->children : NULL; c && n < MAX_COLUMNS; c = c->next) {
        if (!is_cell(c))
            continue;
        if (is_for_screens(c))
            *ret_hidden |= UINT64_C(1) << n;
        else
            columns[shown++] = (struct print_column){ .head = text_of(mem, c), .right = has_class(c, "num") };
        n++;
    }
    return shown;
}

static int read_row(struct print *p, TALLOC_CTX *parent, const xmlNode *row, int n, uint64_t hidden)
{
    MEM_SCOPE(mem, parent);
    int at = 0;
    int shown = 0;

    for (const xmlNode *c = row->children; c && at < MAX_COLUMNS; c = c->next) {
        if (!is_cell(c))
            continue;
        if (!(hidden >> at & 1) && shown < n) {
            print_cell(p, text_of(mem, c), data_of(mem, c));
            shown++;
        }
        at++;
    }
    for (; shown > 0 && shown < n; shown++)
        print_cell(p, NULL, NULL);
    return shown > 0;
}

static int read_table(struct print *p, TALLOC_CTX *mem, const xmlNode *table)
{
    struct print_column columns[MAX_COLUMNS] = { { NULL, 0, false } };
    const xmlNode *head = find(table, "tr");
    uint64_t hidden = 0;
    int n = read_heads(mem, head, columns, &hidden);
    int rows = 0;

    if (n == 0)
        return 0;
    print_table(p, columns, n, NULL);
    for (const xmlNode *row = table; row; row = xml_walk(table, row)) {
        if (row == head || !xml_is(row, NULL, "tr"))
            continue;
        if (xml_is(row->parent, NULL, "tfoot"))
            print_total(p);
        rows += read_row(p, mem, row, n, hidden);
    }
    return rows;
}

/* ---- the page ---- */

static bool read_element(struct print *p, TALLOC_CTX *mem, const xmlNode *n, int *rows)
{
    if (xml_is(n, NULL, "h2") || xml_is(n, NULL, "h3"))
        print_heading(p, xml_is(n, NULL, "h2") ? 2 : 3, text_of(mem, n));
    else if (xml_is(n, NULL, "dl") && has_class(n, "facts"))
        read_facts(p, mem, n);
    else if (xml_is(n, NULL, "p") && has_class(n, "empty"))
        print_para(p, text_of(mem, n));
    else if (xml_is(n, NULL, "table"))
        *rows += read_table(p, mem, n);
    else
        return is_for_screens(n);
    return true;
}

int page_read(struct print *p, TALLOC_CTX *mem, const xmlDoc *page)
{
    const xmlNode *top = main_of(page);
    const xmlNode *next = NULL;
    int rows = 0;

    for (const xmlNode *n = top; n; n = next)
        next = read_element(p, mem, n, &rows) ? past(top, n) : xml_walk(top, n);
    return rows;
}

const char *page_read_title(TALLOC_CTX *mem, const xmlDoc *page)
{
    const xmlNode *top = main_of(page);
    const xmlNode *title = top ? find(top, "h1") : NULL;

    return title ? text_of(mem, title) : "";
}

int page_read_columns(const xmlDoc *page)
{
    const xmlNode *top = main_of(page);
    int widest = 0;

    for (const xmlNode *n = top; n; n = xml_walk(top, n)) {
        int cells = 0;

        for (const xmlNode *c = xml_is(n, NULL, "tr") ? n->children : NULL; c; c = c->next)
            cells += is_cell(c) && !is_for_screens(c);
        widest = cells > widest ? cells : widest;
    }
    return widest;
}
