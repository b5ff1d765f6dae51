/* One to four changes of a document, chosen by a seed */
#include "tests/fuzz/tree.h"

#include <string.h>

#include "core/doc/xml.h"

enum { NODES_MAX = 1024, IDS_MAX = 64, TEXT_MAX = 64, CHANGES_MAX = 4 };

struct garden {
    TALLOC_CTX *mem;
    xmlDoc *doc;
    xmlDoc *donor;
    xmlNode *nodes[NODES_MAX]; /* elements, root first */
    int n;
    uint64_t dice;
};

static unsigned roll(struct garden *g, unsigned below)
{
    g->dice ^= g->dice << 13;
    g->dice ^= g->dice >> 7;
    g->dice ^= g->dice << 17;
    return (unsigned)(g->dice >> 16) % below;
}

/* ---- looking around ---- */

static int collect(xmlDoc *doc, xmlNode **ret, int max)
{
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    int n = 0;

    for (xmlNode *at = root; at && n < max; at = xml_walk(root, at))
        if (at->type == XML_ELEMENT_NODE)
            ret[n++] = at;
    return n;
}

static xmlNode *any(struct garden *g)
{
    return g->nodes[roll(g, (unsigned)g->n)];
}

static xmlNode *any_below_root(struct garden *g)
{
    return g->n > 1 ? g->nodes[1 + roll(g, (unsigned)g->n - 1)] : NULL;
}

static bool holds(const xmlNode *outer, const xmlNode *inner)
{
    while (inner && inner != outer)
        inner = inner->parent;
    return inner;
}

/* An attribute of that name (any case), somewhere; NULL when there is none. */
static xmlAttr *attribute(struct garden *g, const char *name)
{
    xmlAttr *found[IDS_MAX];
    unsigned n = 0;

    for (int i = 0; i < g->n; i++)
        for (xmlAttr *a = g->nodes[i]->properties; a && n < IDS_MAX; a = a->next)
            if (xmlStrcasecmp(a->name, (const xmlChar *)name) == 0)
                found[n++] = a;
    return n ? found[roll(g, n)] : NULL;
}

static const char *attribute_text(struct garden *g, const char *name)
{
    xmlAttr *a = attribute(g, name);

    return a ? xml_get(g->mem, a->parent, (const char *)a->name) : NULL;
}

/* ---- changes ---- */

static void put(struct garden *g, xmlNode *node, xmlNode *where)
{
    switch (roll(g, 4)) {
    case 0:
        if (where->children) {
            xmlAddPrevSibling(where->children, node);
            break;
        }
        /* fall through */
    case 1:
        xmlAddChild(where, node);
        break;
    case 2:
        if (where != g->nodes[0]) {
            xmlAddPrevSibling(where, node);
            break;
        }
        /* fall through */
    default:
        if (where != g->nodes[0])
            xmlAddNextSibling(where, node);
        else
            xmlAddChild(where, node);
    }
    xmlReconciliateNs(g->doc, node);
}

static void copy(struct garden *g)
{
    xmlNode *twin = xmlDocCopyNode(any(g), g->doc, 1);

    if (twin)
        put(g, twin, any(g));
}

static void move(struct garden *g)
{
    xmlNode *node = any_below_root(g);
    xmlNode *where = any(g);

    if (!node || holds(node, where))
        return;
    xmlUnlinkNode(node);
    put(g, node, where);
}

static void swap(struct garden *g)
{
    xmlNode *one = any_below_root(g);
    xmlNode *other = any_below_root(g);
    xmlNode *place;

    if (!one || holds(one, other) || holds(other, one))
        return;
    place = xmlNewDocNode(g->doc, NULL, (const xmlChar *)"x", NULL);
    xmlReplaceNode(one, place);
    xmlReplaceNode(other, one);
    xmlReplaceNode(place, other);
    xmlFreeNode(place);
    xmlReconciliateNs(g->doc, one);
    xmlReconciliateNs(g->doc, other);
}

static void cut(struct garden *g)
{
    xmlNode *node = any_below_root(g);

    if (!node)
        return;
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

/* The element gets a stranger for a parent, or the document a new root. */
static void wrap(struct garden *g)
{
    static const char *const names[] = { "Dokument", "Object", "Signature", "SignedProperties", "x" };
    xmlNode *node = any(g);
    const char *name = roll(g, 2) ? (const char *)any(g)->name : names[roll(g, 5)];
    xmlNode *around = xmlNewDocNode(g->doc, roll(g, 2) ? any(g)->ns : NULL, (const xmlChar *)name, NULL);

    if (node == g->nodes[0]) {
        xmlDocSetRootElement(g->doc, around);
    } else {
        xmlReplaceNode(node, around);
    }
    xmlAddChild(around, node);
    xmlReconciliateNs(g->doc, around);
}

/* Two elements of the same Id, or a reference that finds another one. */
static void change_id(struct garden *g)
{
    static const char *const names[] = { "Id", "ID", "id", "xml:id" };
    const char *id = attribute_text(g, "Id");
    xmlAttr *a = roll(g, 2) ? attribute(g, "Id") : NULL;

    if (a)
        xml_attr(a->parent, (const char *)a->name, id ? id : "a");
    else
        xml_attr(any(g), names[roll(g, 4)], id ? id : "a");
}

static void change_uri(struct garden *g)
{
    static const char *const others[] = {
        "", "#", "#xpointer(/)", "#xpointer(id('a'))", "file:///etc/passwd", "a.xml"
    };
    xmlAttr *a = attribute(g, roll(g, 3) ? "URI" : "Target");
    const char *id = attribute_text(g, "Id");

    if (!a)
        return;
    xml_attr(a->parent, (const char *)a->name, id && roll(g, 2) ? mem_printf(g->mem, "#%s", id) : others[roll(g, 6)]);
}

static void change_algorithm(struct garden *g)
{
    static const char *const others[] = {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
    };
    xmlAttr *a = attribute(g, "Algorithm");
    const char *known = attribute_text(g, "Algorithm");

    if (a)
        xml_attr(a->parent, "Algorithm", known && roll(g, 2) ? known : others[roll(g, 10)]);
}

/* The same name from another namespace. */
static void change_namespace(struct garden *g)
{
    any(g)->ns = roll(g, 4) ? any(g)->ns : NULL;
    xmlReconciliateNs(g->doc, g->nodes[0]);
}

/* What canonical forms leave out, or what a text is then made of. */
static void add_noise(struct garden *g)
{
    xmlNode *where = any(g);
    xmlNode *node;

    switch (roll(g, 4)) {
    case 0:
        node = xmlNewDocComment(g->doc, (const xmlChar *)"x");
        break;
    case 1:
        node = xmlNewDocPI(g->doc, (const xmlChar *)"x", (const xmlChar *)"y");
        break;
    case 2:
        node = xmlNewCDataBlock(g->doc, (const xmlChar *)"x", 1);
        break;
    default:
        node = xmlNewDocText(g->doc, (const xmlChar *)" ");
    }
    if (where->children && roll(g, 2))
        xmlAddPrevSibling(where->children, node);
    else
        xmlAddChild(where, node);
}

static void change_text(struct garden *g)
{
    uint8_t text[TEXT_MAX + 1] = "";
    xmlNode *node = any(g);
    const char *old = xml_text(g->mem, node);
    size_t n = strlen(old);

    if (!node->children || node->children->next || node->children->type != XML_TEXT_NODE || n > TEXT_MAX / 2)
        return;
    memcpy(text, old, n);
    n = LLVMFuzzerMutate(text, n, TEXT_MAX);
    for (size_t i = 0; i < n; i++)
        if (text[i] < ' ' || text[i] > '~')
            text[i] = '0';
    text[n] = '\0';
    xmlNodeSetContent(node, NULL);
    xmlNodeAddContent(node, text);
}

static void graft(struct garden *g)
{
    xmlNode *there[NODES_MAX];
    int n = collect(g->donor, there, NODES_MAX);
    xmlNode *twin = n ? xmlDocCopyNode(there[roll(g, (unsigned)n)], g->doc, 1) : NULL;

    if (twin)
        put(g, twin, any(g));
}

static void (*const CHANGES[])(struct garden *) = { copy,        move,
                                                    swap,        cut,
                                                    wrap,        change_id,
                                                    change_uri,  change_algorithm,
                                                    add_noise,   change_namespace,
                                                    change_text, graft,
                                                    change_uri,  change_id,
                                                    change_text, move };

static size_t written(struct garden *g, uint8_t *data, size_t max)
{
    size_t len = 0;
    const char *bytes = xml_bytes(g->mem, g->doc, &len);

    if (len == 0 || len > max)
        return 0;
    memcpy(data, bytes, len);
    return len;
}

size_t tree_mutate(uint8_t *data, size_t size, size_t max, unsigned seed, const void *donor, size_t donor_len)
{
    MEM_SCOPE(mem, NULL);
    struct garden g = { .mem = mem, .dice = seed * UINT64_C(0x9E3779B97F4A7C15) + 1 };
    size_t len = 0;

    if (roll(&g, 4) == 0 || xml_parse(mem, data, size, max, &g.doc, NULL))
        return LLVMFuzzerMutate(data, size, max);
    if (donor && xml_parse(mem, donor, donor_len, donor_len, &g.donor, NULL))
        g.donor = NULL;
    for (unsigned i = 1 + roll(&g, CHANGES_MAX); i > 0; i--) {
        g.n = collect(g.doc, g.nodes, NODES_MAX);
        CHANGES[roll(&g, sizeof CHANGES / sizeof CHANGES[0])](&g);
    }
    len = written(&g, data, max);
    return len ? len : LLVMFuzzerMutate(data, size, max);
}
