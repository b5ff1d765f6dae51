/* Is this document what the caller says it is? Receipts are checked against a full grammar; letters
 * have a published pattern without published cardinalities, so there only names, sender and signatory are fixed. */
#include "signer/shape.h"

#include <string.h>

#define NS_POS "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
#define NS_WNIO "http://crd.gov.pl/wzor/2013/12/12/1410/"
#define NS_STR "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"
#define NS_META "http://crd.gov.pl/xml/schematy/meta/2009/11/16/"
#define NS_ADR "http://crd.gov.pl/xml/schematy/adres/2009/11/09/"
#define NS_OSO "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"
#define NS_INST "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/"

#define MINUTE INT64_C(60000000)
#define DAY (1440 * MINUTE)

/* One child of a receipt's element; a table of them is the order in which they must come. */
struct rule {
    const char *name;
    int min;
    int max;
    const struct rule *inside; /* NULL: text */
    const char *attr;          /* the one attribute it must bear */
    size_t max_text;
};

static const struct rule unit[] = {
    { "Nazwa", 1, 1, NULL, NULL, 500 },
    { "IdentyfikatorPodmiotu", 1, 1, NULL, "TypIdentyfikatora", 100 },
    { 0 },
};

static const struct rule party[] = {
    { "Nazwa", 1, 1, NULL, NULL, 500 },
    { "IdentyfikatorPodmiotu", 0, 1, NULL, "TypIdentyfikatora", 100 },
    { 0 },
};

static const struct rule upp[] = {
    { "IdentyfikatorPoswiadczenia", 1, 1, NULL, NULL, 100 },
    { "Adresat", 1, 1, unit, NULL, 0 },
    { "Nadawca", 1, 1, party, NULL, 0 },
    { "DataDoreczenia", 1, 1, NULL, NULL, 40 },
    { "DataWytworzeniaPoswiadczenia", 1, 1, NULL, NULL, 40 },
    { "IdentyfikatorDokumentu", 1, 1, NULL, NULL, 200 },
    { "InformacjaUzupelniajaca", 0, 20, NULL, "TypInformacjiUzupelniajacej", 2000 },
    { 0 },
};

static const struct rule upd[] = {
    { "IdentyfikatorPoswiadczenia", 1, 1, NULL, NULL, 100 },
    { "PodmiotWystawiajacyPoswiadczenie", 1, 1, unit, NULL, 0 },
    { "Adresat", 1, 1, party, NULL, 0 },
    { "DataOdbioru", 1, 1, NULL, NULL, 40 },
    { "DataUtworzeniaPoswiadczenia", 1, 1, NULL, NULL, 40 },
    { "IdentyfikatorSprawy", 0, 1, NULL, NULL, 200 },
    { "IdentyfikatorDokumentu", 0, 1, NULL, NULL, 200 },
    { "InformacjaUzupelniajaca", 0, 20, NULL, "TypInformacjiUzupelniajacej", 2000 },
    { 0 },
};

static const struct rule upp_document[] = { { "UPP", 1, 1, upp, NULL, 0 }, { 0 } };
static const struct rule upd_document[] = { { "UPD", 1, 1, upd, NULL, 0 }, { 0 } };

/* ---- the grammar ---- */

static xmlNode *element(xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static bool is_blank(const char *s)
{
    return s[strspn(s, " \t\r\n")] == '\0';
}

static bool has_stray_text(const xmlNode *parent)
{
    for (const xmlNode *n = parent->children; n; n = n->next)
        if (n->type == XML_TEXT_NODE && !is_blank((const char *)n->content))
            return true;
    return false;
}

static bool attributes_fit(const xmlNode *node, const char *wanted)
{
    const xmlAttr *a = node->properties;

    if (!wanted)
        return !a;
    return a && !a->next && !a->ns && strcmp((const char *)a->name, wanted) == 0;
}

static bool text_fits(const xmlNode *node, size_t max)
{
    const xmlNode *only = node->children;

    return only && !only->next && only->type == XML_TEXT_NODE && !is_blank((const char *)only->content) &&
           strlen((const char *)only->content) <= max;
}

/* Recursion is as deep as the tables are: three levels. */
static const char *follow(const xmlNode *parent, const struct rule *rules)
{
    xmlNode *node = element(parent->children);

    if (has_stray_text(parent))
        return "text between elements";
    for (const struct rule *r = rules; r->name; r++) {
        int n = 0;

        for (; node && n < r->max && xml_is(node, NS_POS, r->name); node = element(node->next), n++) {
            const char *problem = r->inside ? follow(node, r->inside) : NULL;

            if (problem)
                return problem;
            if (!attributes_fit(node, r->attr))
                return "attributes differ from the template";
            if (!r->inside && !text_fits(node, r->max_text))
                return "empty or too long value";
        }
        if (n < r->min)
            return "element missing or out of order";
    }
    return node ? "element that does not belong here" : NULL;
}

/* ---- what all types share ---- */

/* Only elements and text: no comments, CDATA or instructions, and no signature yet. The style sheet's instruction
 * before a letter's root is not below the root. */
static const char *plain_tree(const xmlDoc *doc, const char *const *namespaces)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    for (const xmlNode *n = root; n; n = xml_walk(root, n)) {
        bool known = false;

        if (n->type == XML_TEXT_NODE)
            continue;
        if (n->type != XML_ELEMENT_NODE)
            return "comment, CDATA or instruction";
        for (const char *const *ns = namespaces; *ns && n->ns && !known; ns++)
            known = strcmp((const char *)n->ns->href, *ns) == 0;
        if (!known)
            return "element of a foreign namespace";
    }
    return NULL;
}

static const char *prolog(const xmlDoc *doc, bool style_sheet)
{
    for (const xmlNode *n = doc->children; n; n = n->next) {
        if (n->type == XML_ELEMENT_NODE)
            continue;
        if (n->type != XML_PI_NODE || !style_sheet || strcmp((const char *)n->name, "xml-stylesheet") != 0)
            return "something beside the root element";
        style_sheet = false;
    }
    return NULL;
}

static bool is_unit(TALLOC_CTX *mem, const xmlNode *identifier, const char *jst)
{
    const char *type = xml_get(mem, identifier, "TypIdentyfikatora");

    return type && strcmp(type, "TERYT") == 0 && strcmp(xml_text(mem, identifier), jst) == 0;
}

/* The event is not after the receipt, not absurdly old, and the receipt is being made now. */
static const char *times(TALLOC_CTX *mem, const xmlNode *event, const xmlNode *made, int64_t oldest, int64_t now)
{
    int64_t at = 0;
    int64_t made_at = 0;

    if (!xml_time(xml_text(mem, event), &at) || !xml_time(xml_text(mem, made), &made_at))
        return "a time is not a dateTime with zone";
    if (made_at < now - 15 * MINUTE || made_at > now + 5 * MINUTE)
        return "the receipt was not made now";
    return at > made_at || at < made_at - oldest ? "the times contradict each other" : NULL;
}

/* ---- receipts ---- */

static const char *receipt(const xmlDoc *doc, const struct rule *rules)
{
    static const char *const namespaces[] = { NS_POS, NULL };
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *problem = prolog(doc, false);

    if (!problem)
        problem = plain_tree(doc, namespaces);
    if (problem)
        return problem;
    if (!xml_is(root, NS_POS, "Dokument") || root->properties)
        return "root is not pos:Dokument";
    return follow(root, rules);
}

static const char *upp_problem(TALLOC_CTX *mem, const xmlDoc *doc, const char *jst, int64_t now)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *problem = receipt(doc, upp_document);

    if (problem)
        return problem;
    if (!is_unit(mem, xml_path(root, "UPP/Adresat/IdentyfikatorPodmiotu"), jst))
        return "the addressee is not this unit";
    return times(mem, xml_path(root, "UPP/DataDoreczenia"), xml_path(root, "UPP/DataWytworzeniaPoswiadczenia"),
                 31 * DAY, now);
}

/* Delivery by legal fiction comes after 14 days and more (KPA art. 46), so the event may be old. */
static const char *upd_problem(TALLOC_CTX *mem, const xmlDoc *doc, const char *jst, int64_t now)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    const char *problem = receipt(doc, upd_document);

    if (problem)
        return problem;
    if (!is_unit(mem, xml_path(root, "UPD/PodmiotWystawiajacyPoswiadczenie/IdentyfikatorPodmiotu"), jst))
        return "the issuing body is not this unit";
    return times(mem, xml_path(root, "UPD/DataOdbioru"), xml_path(root, "UPD/DataUtworzeniaPoswiadczenia"), 366 * DAY,
                 now);
}

/* ---- letters ---- */

static xmlNode *only_child(const xmlNode *parent, const char *ns, const char *name)
{
    xmlNode *child = xml_child(parent, ns, name);

    return child && !xml_next(child, ns, name) ? child : NULL;
}

/* Exactly one identifier of type TERYT below the sending body, and it is this unit's. */
static bool sender_is(TALLOC_CTX *mem, const xmlNode *body, const char *jst)
{
    int n = 0;

    for (const xmlNode *node = body; node; node = xml_walk(body, node)) {
        if (!xml_is(node, NS_INST, "InnyIdentyfikator") ||
            strcmp(xml_text(mem, xml_child(node, NS_INST, "TypIdentyfikatora")), "TERYT") != 0)
            continue;
        if (strcmp(xml_text(mem, xml_child(node, NS_INST, "WartoscIdentyfikatora")), jst) != 0)
            return false;
        n++;
    }
    return n == 1;
}

static bool is_signed_by_name(TALLOC_CTX *mem, const xmlNode *content)
{
    const xmlNode *signatory = only_child(content, NS_WNIO, "Podpis");

    return *xml_text(mem, xml_child(signatory, NS_OSO, "Imie")) &&
           *xml_text(mem, xml_child(signatory, NS_OSO, "Nazwisko"));
}

static const char *pismo_problem(TALLOC_CTX *mem, const xmlDoc *doc, const char *jst)
{
    static const char *const namespaces[] = { NS_WNIO, NS_STR, NS_META, NS_ADR, NS_OSO, NS_INST, NULL };
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *first = element(root->children);
    const xmlNode *data = first ? element(first->next) : NULL;
    const xmlNode *content = data ? element(data->next) : NULL;
    const xmlNode *sender;
    const char *problem = prolog(doc, true);

    if (!problem)
        problem = plain_tree(doc, namespaces);
    if (problem)
        return problem;
    if (!xml_is(root, NS_WNIO, "Dokument") || !xml_is(first, NS_WNIO, "OpisDokumentu") ||
        !xml_is(data, NS_WNIO, "DaneDokumentu") || !xml_is(content, NS_WNIO, "TrescDokumentu") ||
        element(content->next))
        return "not a letter of pattern 1410";
    sender = only_child(only_child(data, NS_STR, "Nadawcy"), NS_META, "Podmiot");
    sender = only_child(sender, NS_INST, "Instytucja");
    if (!sender || !sender_is(mem, sender, jst))
        return "the sender is not this unit";
    if (!only_child(data, NS_STR, "Adresaci"))
        return "no addressee";
    return is_signed_by_name(mem, content) ? NULL : "the signing clerk is not named";
}

const char *shape_problem(TALLOC_CTX *mem, enum signer_request type, const xmlDoc *doc, const char *jst, int64_t now)
{
    switch (type) {
    case SIGNER_SEAL_UPP:
        return upp_problem(mem, doc, jst, now);
    case SIGNER_SEAL_UPD:
        return upd_problem(mem, doc, jst, now);
    case SIGNER_SEAL_PISMO:
        return pismo_problem(mem, doc, jst);
    case SIGNER_SEAL_PDF:
    case SIGNER_PING:
    case SIGNER_SEAL_HEAD: /* signer/shape_head.c */
    case SIGNER_STAMP:
        break;
    }
    return "this type is not sealed";
}
