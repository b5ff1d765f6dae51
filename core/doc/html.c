/* HTML5 text out of a tree. One pass without recursion; unescaped stretches are copied as a whole. */
#include "core/doc/html.h"

#include <stdbool.h>
#include <string.h>

/* What needs care, by byte: 0 = copied as it is. Control characters are not allowed in HTML and dropped. */
enum care { PLAIN = 0, DROP, AMP, LESS, MORE, QUOTE };

static const unsigned char CARE[256] = {
    [0x00] = DROP, [0x01] = DROP, [0x02] = DROP, [0x03] = DROP, [0x04] = DROP, [0x05] = DROP, [0x06] = DROP,
    [0x07] = DROP, [0x08] = DROP, [0x0B] = DROP, [0x0C] = DROP, [0x0E] = DROP, [0x0F] = DROP, [0x10] = DROP,
    [0x11] = DROP, [0x12] = DROP, [0x13] = DROP, [0x14] = DROP, [0x15] = DROP, [0x16] = DROP, [0x17] = DROP,
    [0x18] = DROP, [0x19] = DROP, [0x1A] = DROP, [0x1B] = DROP, [0x1C] = DROP, [0x1D] = DROP, [0x1E] = DROP,
    [0x1F] = DROP, [0x7F] = DROP, ['&'] = AMP,   ['<'] = LESS,  ['>'] = MORE,  ['"'] = QUOTE,
};

/* Nearly every piece is short and fits; only then is the call saved. */
static inline void put(struct buf *b, const char *p, size_t n)
{
    if (n < b->cap && b->len < b->cap - n && !b->overflow) {
        memcpy(b->data + b->len, p, n);
        b->len += n;
    } else {
        buf_add(b, p, n);
    }
}

static inline void put_str(struct buf *b, const xmlChar *s)
{
    put(b, (const char *)s, strlen((const char *)s));
}

#define PUT(b, literal) put((b), (literal), sizeof(literal) - 1)

static void put_entity(struct buf *b, enum care what)
{
    switch (what) {
    case AMP:
        PUT(b, "&amp;");
        break;
    case LESS:
        PUT(b, "&lt;");
        break;
    case MORE:
        PUT(b, "&gt;");
        break;
    case QUOTE:
        PUT(b, "&quot;");
        break;
    case PLAIN:
    case DROP:
        break;
    }
}

static void put_escaped(struct buf *b, const xmlChar *s, bool in_attribute)
{
    const xmlChar *plain = s;

    for (;; s++) {
        enum care what = (enum care)CARE[*s];

        if (what == PLAIN || (what == QUOTE && !in_attribute))
            continue;
        put(b, (const char *)plain, (size_t)(s - plain));
        if (*s == 0)
            return;
        put_entity(b, what);
        plain = s + 1;
    }
}

static bool is_void(const char *name)
{
    static const char *const names[] = { "br",   "hr",  "img",   "input",  "link",  "meta", "area",
                                         "base", "col", "embed", "source", "track", "wbr" };

    if (!strchr("bhilmacestw", name[0]))
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_named(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* In a script "<" may be written \u003c inside strings, the only place where "</" and "<!--" can stand for data; in a
 * style sheet it is an escape of its own. */
static void put_raw(struct buf *b, const xmlChar *s, bool script)
{
    for (; *s; s++) {
        if (*s == '<' && (s[1] == '/' || s[1] == '!'))
            buf_str(b, script ? "\\u003c" : "\\3c ");
        else
            buf_char(b, (char)*s);
    }
}

static void put_comment(struct buf *b, const xmlChar *s)
{
    const char *text = (const char *)s;

    if (!text || text[0] == '>' || text[0] == '-' || strstr(text, "--"))
        return;
    PUT(b, "<!--");
    put_str(b, s);
    PUT(b, "-->");
}

static void put_text(struct buf *b, const xmlNode *node)
{
    const xmlNode *parent = node->parent;

    if (!node->content)
        return;
    if (is_named(parent, "script"))
        put_raw(b, node->content, true);
    else if (is_named(parent, "style"))
        put_raw(b, node->content, false);
    else
        put_escaped(b, node->content, false);
}

static void put_attribute(struct buf *b, const xmlAttr *attr)
{
    PUT(b, " ");
    if (attr->ns && attr->ns->prefix) {
        put_str(b, attr->ns->prefix);
        PUT(b, ":");
    }
    put_str(b, attr->name);
    PUT(b, "=\"");
    for (const xmlNode *part = attr->children; part; part = part->next)
        if (part->content)
            put_escaped(b, part->content, true);
    PUT(b, "\"");
}

/* The parser of HTML drops a line end right after these tags; one more keeps the first. */
static bool eats_line_end(const xmlNode *node)
{
    const xmlNode *text = node->children;

    return text && text->type == XML_TEXT_NODE && text->content && text->content[0] == '\n' &&
           (is_named(node, "textarea") || is_named(node, "pre"));
}

static void open_tag(struct buf *b, const xmlNode *node)
{
    PUT(b, "<");
    put_str(b, node->name);
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
        put_attribute(b, attr);
    PUT(b, ">");
    if (eats_line_end(node))
        PUT(b, "\n");
}

static void close_tag(struct buf *b, const xmlNode *node)
{
    PUT(b, "</");
    put_str(b, node->name);
    PUT(b, ">");
}

/* Writes what stands at node itself; true when its children follow. */
static bool enter(struct buf *b, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE) {
        open_tag(b, node);
        if (node->children && !is_void((const char *)node->name))
            return true;
        if (!is_void((const char *)node->name))
            close_tag(b, node);
    } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        put_text(b, node);
    } else if (node->type == XML_COMMENT_NODE) {
        put_comment(b, node->content);
    }
    return false;
}

void html_write_fragment(struct buf *out, const xmlDoc *doc)
{
    const xmlNode *node = doc->children;

    while (node) {
        if (enter(out, node)) {
            node = node->children;
            continue;
        }
        while (!node->next) {
            node = node->parent;
            if (!node || node->type != XML_ELEMENT_NODE) {
                buf_add(out, "", 0); /* the zero byte that put() leaves out */
                return;
            }
            close_tag(out, node);
        }
        node = node->next;
    }
}

void html_write(struct buf *out, const xmlDoc *doc)
{
    PUT(out, "<!DOCTYPE html>\n");
    html_write_fragment(out, doc);
    buf_add(out, "\n", 1);
}
