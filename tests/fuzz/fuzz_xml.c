/* Any bytes as an XML document. What is taken is plain and safe, and is the same document after a round trip. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/doc/xml.h"
#include "core/doc/xml_cut.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 1 << 18 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    xml_init();
    return 0;
}

/* What the parser met is within what the cutter let through. */
static void check_limits(const xmlNode *n, int depth)
{
    int attributes = 0;

    for (const xmlAttr *a = n->properties; a; a = a->next)
        attributes++;
    for (const xmlNs *ns = n->nsDef; ns; ns = ns->next)
        attributes++;
    if (attributes > XML_DOCUMENT.attributes || depth > XML_DOCUMENT.depth ||
        strlen((const char *)n->name) > XML_DOCUMENT.name)
        abort();
}

static int depth_of(const xmlNode *n)
{
    int depth = 0;

    while ((n = n->parent))
        depth++;
    return depth;
}

/* No entity, no DOCTYPE, nothing but what the rest of the system knows how to walk. */
static void check_tree(const xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    if (!root || doc->intSubset || doc->extSubset)
        abort();
    for (const xmlNode *n = root; n; n = xml_walk(root, n)) {
        if (n->type == XML_ENTITY_REF_NODE || n->type == XML_DTD_NODE || n->type == XML_PI_NODE)
            abort();
        if (n->type == XML_ELEMENT_NODE)
            check_limits(n, depth_of(n));
        if (n->type == XML_TEXT_NODE && n->content && !xml_is_utf8(n->content, strlen((const char *)n->content)))
            abort();
    }
}

static void check_round_trip(TALLOC_CTX *mem, xmlDoc *doc)
{
    xmlDoc *again = NULL;
    size_t len = 0;
    size_t len_again = 0;
    const char *bytes = xml_bytes(mem, doc, &len);
    const char *bytes_again = NULL;
    const char *problem = NULL;

    if (xml_parse(mem, bytes, len, 4 * MAX, &again, &problem))
        abort();
    bytes_again = xml_bytes(mem, again, &len_again);
    if (len != len_again || memcmp(bytes, bytes_again, len) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    xmlDoc *doc = NULL;
    const char *problem = NULL;
    int64_t us = 0;

    if (xml_parse(mem, data, size, MAX, &doc, &problem) == ERR_OK) {
        const xmlNode *root = xmlDocGetRootElement(doc);

        check_tree(doc);
        check_round_trip(mem, doc);
        (void)xml_text(mem, root);
        (void)xml_text(mem, xml_path(root, "DaneDokumentu/Naglowek"));
    } else if (!problem) {
        abort(); /* a refusal says why */
    }
    if (size < 100)
        (void)xml_time(mem_strndup(mem, (const char *)data, size), &us);
    return 0;
}
