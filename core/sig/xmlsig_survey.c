/* One walk over the whole document before anything is calculated: which Ids there are, where the
 * signatures stand, and what must not be there at all. */
#include <string.h>

#include "core/sig/xmlsig_priv.h"

#define NS_ASIC "http://uri.etsi.org/02918/v1.2.1#"

/* Each check once. */
static void doc_fault(struct sig_doc *d, int check, const char *reason)
{
    for (int i = 0; i < d->n_faults; i++)
        if (d->faults[i].check == check)
            return;
    if (d->n_faults < SIG_MAX_DOC_FAULTS)
        d->faults[d->n_faults++] = (struct sig_doc_fault){ check, reason };
}

/* ---- Ids (check 10) ---- */

static bool is_id_name(const xmlAttr *attr)
{
    const char *name = (const char *)attr->name;

    return (name[0] == 'I' || name[0] == 'i') && (name[1] == 'D' || name[1] == 'd') && name[2] == '\0';
}

static void note_id(struct sig_doc *d, const xmlNode *node, xmlAttr *attr)
{
    const xmlNode *text = attr->children;
    const char *value = text && text->type == XML_TEXT_NODE ? (const char *)text->content : "";
    struct sig_id *id = xmlHashLookup(d->ids, BAD_CAST value);

    if (id) {
        id->twice = true;
    } else {
        id = mem_zero(d->mem, struct sig_id);
        id->value = value;
        id->attr = attr;
        if (xmlHashAddEntry(d->ids, BAD_CAST value, id) < 0)
            mem_exhausted(1);
    }
    if (node->ns && (strcmp((const char *)node->ns->href, XML_NS_DS) == 0 ||
                     strcmp((const char *)node->ns->href, XML_NS_XADES) == 0))
        id->in_signature = true;
}

static void look_for_twins(void *payload, void *data, const xmlChar *name)
{
    const struct sig_id *id = payload;

    (void)name;
    if (id->twice && id->in_signature)
        doc_fault(data, 10, "Ten sam identyfikator występuje w dokumencie więcej niż raz; nie wiadomo, co podpisano.");
}

bool sig_id_is_unique(const struct sig_doc *d, const char *value)
{
    const struct sig_id *id = xmlHashLookup(d->ids, BAD_CAST value);

    return id && !id->twice;
}

/* ---- signatures and where they stand (checks 7, 14) ---- */

/* A counter-signature inside a signature says nothing about the document and is not looked at. */
static bool is_counter_signature(const xmlNode *node)
{
    if (!sig_is_xades(node->parent, "CounterSignature"))
        return false;
    for (node = node->parent; node; node = node->parent)
        if (sig_is_ds(node, "Signature"))
            return true;
    return false;
}

static void note_signature(struct sig_doc *d, xmlNode *node, bool narrow)
{
    const xmlNode *root = xmlDocGetRootElement(d->doc);

    if (!narrow && is_counter_signature(node))
        return;
    if (d->n > 0 && (narrow || d->packaging == SIG_AROUND))
        doc_fault(d, 7, "W dokumencie jest więcej niż jeden podpis lub podpis wewnątrz podpisu.");
    else if (d->packaging == SIG_AROUND ? node != root
                                        : node->parent != root && (d->packaging == SIG_IN_DOCUMENT || node != root))
        doc_fault(d, 7, "Podpis nie stoi bezpośrednio w elemencie głównym dokumentu; mógł zostać przeniesiony.");
    else if (d->n == SIG_MAX_SIGNATURES)
        doc_fault(d, 7, "Dokument ma zbyt wiele podpisów.");
    else
        d->signatures[d->n++] = node;
    if (narrow && sig_next(node))
        doc_fault(d, 7, "Podpis nie jest ostatnim elementem dokumentu; mógł zostać przeniesiony.");
}

static void survey_element(struct sig_doc *d, xmlNode *node, bool narrow)
{
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (is_id_name(a))
            note_id(d, node, a);
    if (!node->ns || strcmp((const char *)node->ns->href, XML_NS_DS) != 0)
        return;
    if (sig_is_ds(node, "Signature"))
        note_signature(d, node, narrow);
    else if (sig_is_ds(node, "Manifest"))
        doc_fault(d, 14, "Podpis zawiera manifest (ds:Manifest), którego system nie dopuszcza.");
    else if (sig_is_ds(node, "HMACOutputLength"))
        doc_fault(d, 14, "Podpis skraca wartość kontrolną (HMACOutputLength), czego system nie dopuszcza.");
}

static void free_ids(xmlHashTable *ids)
{
    xmlHashFree(ids, NULL);
}

/* Before the root only the style sheet is named that documents of the Central Repository carry; it is never followed. */
static void survey_prolog(struct sig_doc *d)
{
    for (const xmlNode *n = d->doc->children; n; n = n->next)
        if (n->type == XML_PI_NODE && strcmp((const char *)n->name, "xml-stylesheet") != 0)
            doc_fault(d, 5, "Dokument zawiera instrukcje, które nie mogą wystąpić w podpisanej treści.");
}

static enum sig_packaging packaging(const struct sig_doc *d, bool narrow)
{
    const xmlNode *root = xmlDocGetRootElement(d->doc);

    if (d->files)
        return SIG_BESIDE;
    return !narrow && sig_is_ds(root, "Signature") ? SIG_AROUND : SIG_IN_DOCUMENT;
}

/* A container's signature file has a root of its own around the signatures, or is a signature. */
static bool is_container_root(const xmlNode *root)
{
    return xml_is(root, NS_ASIC, "XAdESSignatures") || sig_is_ds(root, "Signature") ||
           strcmp((const char *)root->name, "document-signatures") == 0;
}

void sig_survey(struct sig_doc *d, bool narrow)
{
    xmlNode *root = xmlDocGetRootElement(d->doc);

    d->ids = mem_adopt(d->mem, xmlHashCreate(32), free_ids);
    if (!d->ids)
        mem_exhausted(sizeof(struct sig_id));
    d->packaging = packaging(d, narrow);
    if (d->packaging == SIG_BESIDE && !is_container_root(root))
        doc_fault(d, 7, "Plik podpisu w kontenerze nie ma wymaganej postaci.");
    survey_prolog(d);
    for (xmlNode *node = root; node; node = xml_walk(root, node)) {
        if (node->type == XML_ELEMENT_NODE)
            survey_element(d, node, narrow);
        else if (node->type == XML_PI_NODE || node->type == XML_ENTITY_REF_NODE ||
                 (narrow && node->type != XML_TEXT_NODE))
            doc_fault(d, 5,
                      "Dokument zawiera komentarze, sekcje CDATA lub instrukcje, które nie mogą wystąpić w podpisanej "
                      "treści.");
    }
    /* twins matter only where something is signed */
    if (d->n > 0)
        xmlHashScan(d->ids, look_for_twins, d);
}
