/* Any document as one that the signer is asked to seal. What is taken bears the unit for which it was asked, and is taken
 * for no other unit and as no other type. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "signer/shape.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

TREE_MUTATOR

/* The seeds are dated 2026-11-23T09:00:00Z; a receipt must be fresh. */
#define NOW INT64_C(1795424410000000)
#define JST "0801062"

static const enum signer_request TYPES[] = { SIGNER_SEAL_UPP, SIGNER_SEAL_UPD, SIGNER_SEAL_PISMO };
enum { N_TYPES = sizeof TYPES / sizeof TYPES[0], MAX = 1 << 17 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    xml_init();
    return 0;
}

/* The unit stands somewhere in the text of the document. */
static bool names_unit(TALLOC_CTX *mem, const xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    for (const xmlNode *n = root; n; n = xml_walk(root, n))
        if (n->type == XML_ELEMENT_NODE && strcmp(xml_text(mem, n), JST) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    xmlDoc *doc = NULL;
    const char *problem = NULL;
    int taken = 0;

    if (xml_parse(mem, data, size, MAX, &doc, &problem))
        return 0;
    for (int i = 0; i < N_TYPES; i++) {
        if (shape_problem(mem, TYPES[i], doc, JST, NOW))
            continue;
        taken++;
        if (!names_unit(mem, doc) || !shape_problem(mem, TYPES[i], doc, "0803012", NOW))
            abort();
    }
    if (taken > 1)
        abort();
    return 0;
}
