/* core/xmlsig_shape.c -- the signature as a tree, before a single digest is computed: one signature in its place, two
 * known references, known transforms and algorithms, no Id twice. Numbers are those of the list of checks. */
#include <string.h>

#include "core/xmlsig_priv.h"

#define MAX_ID 256
#define MAX_PREFIX_LIST 512

#define C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define C14N11 "http://www.w3.org/2006/12/xml-c14n11"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"

static bool format_fault(struct sig *s, int check, const char *reason)
{
    return sig_fault(s, check, "FORMAT_FAILURE", reason);
}

static bool narrow(const struct sig *s)
{
    return s->profile == XMLSIG_NARROW;
}

static bool is_ds(const xmlNode *node, const char *name)
{
    return xml_is(node, SIG_NS_DS, name);
}

static bool is_xades(const xmlNode *node, const char *name)
{
    return xml_is(node, SIG_NS_XADES, name);
}

/* ---- the whole document ---- */

static bool is_id_name(const xmlAttr *attr)
{
    const char *name = (const char *)attr->name;

    return (name[0] == 'I' || name[0] == 'i') && (name[1] == 'D' || name[1] == 'd') && name[2] == '\0';
}

static void note_id(struct sig *s, const xmlNode *node, xmlAttr *attr)
{
    const xmlNode *text = attr->children;
    const char *value = text && text->type == XML_TEXT_NODE ? (const char *)text->content : "";
    struct sig_id *id = xmlHashLookup(s->ids, BAD_CAST value);

    if (id) {
        id->twice = true;
    } else {
        id = mem_zero(s->mem, struct sig_id);
        id->value = value;
        id->attr = attr;
        if (xmlHashAddEntry(s->ids, BAD_CAST value, id) < 0)
            mem_exhausted(1);
    }
    if (node->ns && (strcmp((const char *)node->ns->href, SIG_NS_DS) == 0 ||
                     strcmp((const char *)node->ns->href, SIG_NS_XADES) == 0))
        id->in_signature = true;
}

/* A counter-signature inside a signature says nothing about the document and is not looked at (check 14). */
static bool is_counter_signature(const xmlNode *node)
{
    if (!is_xades(node->parent, "CounterSignature"))
        return false;
    for (node = node->parent; node; node = node->parent)
        if (is_ds(node, "Signature"))
            return true;
    return false;
}

static void survey_element(struct sig *s, const xmlNode *node, int *n_signatures)
{
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (is_id_name(a))
            note_id(s, node, a);
    if (node->ns == NULL || strcmp((const char *)node->ns->href, SIG_NS_DS) != 0)
        return;
    if (is_ds(node, "Signature") && (narrow(s) || !is_counter_signature(node)))
        (*n_signatures)++;
    else if (is_ds(node, "Manifest"))
        format_fault(s, 14, "Podpis zawiera manifest (ds:Manifest), którego system nie dopuszcza.");
    else if (is_ds(node, "HMACOutputLength"))
        format_fault(s, 14, "Podpis skraca wartość kontrolną (HMACOutputLength), czego system nie dopuszcza.");
}

static int survey(struct sig *s)
{
    const xmlNode *root = xmlDocGetRootElement(s->doc);
    bool other = false;
    int n = 0;

    for (const xmlNode *node = root; node; node = xml_walk(root, node)) {
        if (node->type == XML_ELEMENT_NODE)
            survey_element(s, node, &n);
        else if (node->type == XML_PI_NODE || node->type == XML_ENTITY_REF_NODE ||
                 (narrow(s) && node->type != XML_TEXT_NODE))
            other = true;
    }
    if (other)
        format_fault(
            s, 5,
            "Dokument zawiera komentarze, sekcje CDATA lub instrukcje, które nie mogą wystąpić w podpisanej treści.");
    return n;
}

static void look_for_twins(void *payload, void *data, const xmlChar *name)
{
    const struct sig_id *id = payload;

    (void)name;
    if (id->twice && id->in_signature)
        format_fault(data, 10,
                     "Ten sam identyfikator występuje w dokumencie więcej niż raz; nie wiadomo, co podpisano.");
}

static bool id_is_unique(const struct sig *s, const char *value)
{
    const struct sig_id *id = xmlHashLookup(s->ids, BAD_CAST value);

    return id != NULL && !id->twice;
}

/* ---- parts of ds:Signature ---- */

/* Where the signature stands (check 7). */
static bool place(struct sig *s, int n_signatures)
{
    xmlNode *root = xmlDocGetRootElement(s->doc);

    s->signature = xml_child(root, SIG_NS_DS, "Signature");
    if (s->signature == NULL)
        return format_fault(s, 7,
                            "Podpis nie stoi bezpośrednio w elemencie głównym dokumentu; mógł zostać przeniesiony.");
    if (n_signatures > 1 && !narrow(s) && xml_next(s->signature, SIG_NS_DS, "Signature"))
        return sig_fault(s, 7, "SIG_CONSTRAINTS_FAILURE",
                         "Dokument ma więcej niż jeden podpis; system sprawdza dokumenty z jednym podpisem.");
    if (n_signatures != 1)
        return format_fault(s, 7, "W dokumencie jest więcej niż jeden podpis lub podpis wewnątrz podpisu.");
    if (narrow(s) && sig_next(s->signature))
        return format_fault(s, 7, "Podpis nie jest ostatnim elementem dokumentu; mógł zostać przeniesiony.");
    return true;
}

/* Every child counted; SignedInfo, SignatureValue, KeyInfo once, Objects after them (check 8). */
static bool parts(struct sig *s)
{
    static const char *const reason = "Podpis nie ma wymaganych części albo ma części nadmiarowe.";
    xmlNode *n = sig_first(s->signature);

    s->signed_info = n;
    s->value = n ? sig_next(n) : NULL;
    s->key_info = s->value ? sig_next(s->value) : NULL;
    n = s->key_info ? sig_next(s->key_info) : NULL;
    if (!is_ds(s->signed_info, "SignedInfo") || !is_ds(s->value, "SignatureValue") || !is_ds(s->key_info, "KeyInfo") ||
        !n)
        return format_fault(s, 8, reason);
    for (; n; n = sig_next(n)) {
        if (!is_ds(n, "Object"))
            return format_fault(s, 8, reason);
        if (xml_child(n, SIG_NS_XADES, "QualifyingProperties") == NULL)
            continue;
        if (s->object)
            return format_fault(s, 8, "Podpis zawiera dwa zestawy właściwości; jeden z nich jest podrobiony.");
        s->object = n;
    }
    if (s->object == NULL)
        return format_fault(s, 8, "Podpis nie zawiera właściwości XAdES 1.3.2.");
    return true;
}

/* No text but white space between child elements. */
static bool only_elements(const xmlNode *parent)
{
    for (const xmlNode *n = parent->children; n; n = n->next)
        if (n->type == XML_TEXT_NODE && strspn((const char *)n->content, " \t\r\n") != strlen((const char *)n->content))
            return false;
    return true;
}

/* The Object holds one QualifyingProperties, that one SignedProperties, and its Target is this signature
 * (checks 8, 9; the Target is covered by no digest). */
static bool properties(struct sig *s)
{
    xmlNode *qualifying = sig_first(s->object);
    const char *id = sig_attr(s->signature, "Id");
    const char *target;
    xmlNode *unsigned_props;

    if (!is_xades(qualifying, "QualifyingProperties") || sig_next(qualifying) || !only_elements(s->object))
        return format_fault(s, 8, "Obok właściwości podpisu umieszczono w nim inne dane.");
    s->properties = sig_first(qualifying);
    unsigned_props = s->properties ? sig_next(s->properties) : NULL;
    if (!is_xades(s->properties, "SignedProperties") ||
        (unsigned_props && (!is_xades(unsigned_props, "UnsignedProperties") || sig_next(unsigned_props))))
        return format_fault(s, 8, "Właściwości podpisu nie mają postaci wymaganej przez XAdES.");
    target = sig_attr(qualifying, "Target");
    if (id == NULL || *id == '\0' || target == NULL || target[0] != '#' || strcmp(target + 1, id) != 0)
        return format_fault(s, 9, "Właściwości podpisu wskazują inny podpis.");
    return true;
}

/* ---- algorithms ---- */

static bool is_one_of(const char *value, const char *const *list)
{
    for (; value && *list; list++)
        if (strcmp(value, *list) == 0)
            return true;
    return false;
}

static bool is_c14n(const char *algorithm)
{
    static const char *const allowed[] = { SIG_NS_EXC_C14N, C14N, C14N11, NULL };

    return is_one_of(algorithm, allowed);
}

/* A canonicalisation has no children but a short list of prefixes. */
static bool is_plain_c14n(const xmlNode *node)
{
    const xmlNode *list = sig_first(node);
    const char *prefixes;

    if (!is_c14n(sig_attr(node, "Algorithm")))
        return false;
    if (list == NULL)
        return only_elements(node);
    if (!xml_is(list, SIG_NS_EXC_C14N, "InclusiveNamespaces") || sig_next(list) || list->children)
        return false;
    prefixes = sig_attr(list, "PrefixList");
    return prefixes != NULL && strlen(prefixes) <= MAX_PREFIX_LIST;
}

static bool method(struct sig *s, const xmlNode *node)
{
    static const char *const allowed[] = { SIG_RSA_SHA256,
                                           MORE "rsa-sha384",
                                           MORE "rsa-sha512",
                                           SIG_ECDSA_SHA256,
                                           MORE "ecdsa-sha384",
                                           MORE "ecdsa-sha512",
                                           NULL };

    s->method = sig_attr(node, "Algorithm");
    if (!is_one_of(s->method, allowed))
        return sig_fault(s, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Podpis złożono algorytmem, który nie jest już bezpieczny albo nie jest dopuszczony.");
    if (node->children)
        return format_fault(s, 12, "Algorytm podpisu ma parametry, których system nie dopuszcza.");
    return true;
}

static bool digest(struct sig *s, const xmlNode *method_node, const xmlNode *value)
{
    const EVP_MD *md;
    size_t len = 0;

    if (!is_ds(method_node, "DigestMethod") || !is_ds(value, "DigestValue") || sig_next(value))
        return format_fault(s, 8, "Odwołanie w podpisie nie ma wymaganej postaci.");
    md = sig_digest(sig_attr(method_node, "Algorithm"));
    if (md == NULL || method_node->children)
        return sig_fault(
            s, 16, "CRYPTO_CONSTRAINTS_FAILURE",
            "Skrót dokumentu obliczono algorytmem, który nie jest już bezpieczny albo nie jest dopuszczony.");
    if (sig_base64(s->mem, sig_sole_text(value), EVP_MAX_MD_SIZE, &len) == NULL || len != (size_t)EVP_MD_get_size(md))
        return format_fault(s, 15, "Wartość skrótu w podpisie jest zapisana niepoprawnie.");
    return true;
}

/* ---- references ---- */

/* The constant that two common programs write instead of enveloped-signature; compared, never interpreted. */
static bool is_constant_xpath(struct sig *s, xmlNode *transform)
{
    xmlNode *xpath = sig_first(transform);
    const xmlNs *ns;

    if (narrow(s) || !is_ds(xpath, "XPath") || sig_next(xpath) || !only_elements(transform) ||
        sig_sole_text(xpath) == NULL)
        return false;
    ns = xmlSearchNs(s->doc, xpath, BAD_CAST "ds");
    return ns != NULL && strcmp((const char *)ns->href, SIG_NS_DS) == 0 &&
           strcmp(xml_text(s->mem, xpath), "not(ancestor-or-self::ds:Signature)") == 0;
}

/* Removes this signature from the document: nothing else may. */
static bool is_enveloped(struct sig *s, xmlNode *transform)
{
    const char *algorithm = sig_attr(transform, "Algorithm");

    if (algorithm && strcmp(algorithm, SIG_ENVELOPED) == 0)
        return transform->children == NULL;
    if (algorithm && strcmp(algorithm, SIG_XPATH) == 0 && is_constant_xpath(s, transform))
        return s->xpath = true;
    return false;
}

/* Transforms of the document: first those that take the signature out, then one canonicalisation (check 12). */
static bool document_transforms(struct sig *s, const xmlNode *transforms)
{
    xmlNode *t = transforms ? sig_first(transforms) : NULL;
    int n_out = 0;

    for (; t && is_ds(t, "Transform") && n_out < 2 && is_enveloped(s, t); t = sig_next(t))
        n_out++;
    if (n_out == 0 || (narrow(s) && n_out != 1))
        return false;
    if (t == NULL)
        return !narrow(s);
    return is_ds(t, "Transform") && is_plain_c14n(t) && sig_next(t) == NULL;
}

/* Transforms of a part of the signature: one canonicalisation or none. */
static bool part_transforms(struct sig *s, const xmlNode *transforms)
{
    const xmlNode *t = transforms ? sig_first(transforms) : NULL;

    if (t == NULL)
        return !narrow(s) && transforms == NULL;
    return is_ds(t, "Transform") && is_plain_c14n(t) && sig_next(t) == NULL;
}

static bool is_ncname(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    return n > 0 && n <= MAX_ID && s[n] == '\0' && strchr("0123456789.-", s[0]) == NULL;
}

/* Which element of the signature the name means; names outside the signature mean nothing to us. */
static enum sig_covers covered(struct sig *s, const char *id, bool *ret_known)
{
    const char *of_properties = sig_attr(s->properties, "Id");
    const struct sig_id *found = xmlHashLookup(s->ids, BAD_CAST id);
    const xmlNode *node = found ? found->attr->parent : NULL;

    *ret_known = true;
    if (of_properties && strcmp(of_properties, id) == 0)
        return SIG_COVERS_PROPERTIES;
    *ret_known =
        !narrow(s) && node && node->parent == s->signature && (is_ds(node, "KeyInfo") || is_ds(node, "Object"));
    return SIG_COVERS_OTHER;
}

/* URI "" or "#NCName" of a known part, told apart as they must be typed (check 11). */
static bool target(struct sig *s, struct sig_ref *ref)
{
    static const char *const reason =
        "Podpis odwołuje się do danych, których system nie dopuszcza; nie wiadomo, co podpisano.";
    bool is_manifest = strcmp(ref->type, SIG_NS_DS "Manifest") == 0;
    bool known = false;

    if (*ref->uri == '\0') {
        ref->covers = SIG_COVERS_DOCUMENT;
        return strcmp(ref->type, SIG_TYPE_PROPERTIES) == 0 || is_manifest ? format_fault(s, 11, reason) : true;
    }
    if (ref->uri[0] != '#' || !is_ncname(ref->uri + 1))
        return format_fault(s, 11, reason);
    if (!id_is_unique(s, ref->uri + 1))
        return format_fault(s, 10, "Identyfikator, do którego odwołuje się podpis, nie jest w dokumencie jedyny.");
    ref->covers = covered(s, ref->uri + 1, &known);
    if (!known || is_manifest ||
        (ref->covers == SIG_COVERS_PROPERTIES) != (strcmp(ref->type, SIG_TYPE_PROPERTIES) == 0))
        return format_fault(s, 11, reason);
    return true;
}

static bool reference(struct sig *s, const xmlNode *node, struct sig_ref *ref)
{
    const char *uri = sig_attr(node, "URI");
    const char *type = sig_attr(node, "Type");
    const char *id = sig_attr(node, "Id");
    const xmlNode *transforms = sig_first(node);
    const xmlNode *digest_method = transforms;

    if (uri == NULL || transforms == NULL)
        return format_fault(s, 11, "Odwołanie w podpisie nie mówi, czego dotyczy.");
    *ref = (struct sig_ref){ SIG_COVERS_OTHER, uri, type ? type : "", id ? id : "" };
    if (is_ds(transforms, "Transforms"))
        digest_method = sig_next(transforms);
    else
        transforms = NULL;
    if (!target(s, ref))
        return false;
    if (!(ref->covers == SIG_COVERS_DOCUMENT ? document_transforms(s, transforms) : part_transforms(s, transforms)))
        return format_fault(s, 12, "Podpis przekształca dokument w sposób, którego system nie dopuszcza.");
    return digest_method ? digest(s, digest_method, sig_next(digest_method))
                         : format_fault(s, 8, "Odwołanie w podpisie nie ma wymaganej postaci.");
}

static int count(const struct sig *s, enum sig_covers covers)
{
    int n = 0;

    for (int i = 0; i < s->n_refs; i++)
        n += s->refs[i].covers == covers;
    return n;
}

static bool references(struct sig *s, const xmlNode *first)
{
    int max = narrow(s) ? 2 : SIG_MAX_REFS;

    for (const xmlNode *n = first; n; n = sig_next(n)) {
        if (!is_ds(n, "Reference") || s->n_refs == max)
            return format_fault(s, 11, "Podpis ma nadmiarowe odwołania.");
        if (!reference(s, n, &s->refs[s->n_refs]))
            return false;
        s->n_refs++;
    }
    if (count(s, SIG_COVERS_DOCUMENT) != 1)
        return format_fault(s, 11, "Podpis nie obejmuje całego dokumentu.");
    if (count(s, SIG_COVERS_PROPERTIES) != 1)
        return format_fault(s, 11, "Podpis nie obejmuje własnych właściwości (czasu i certyfikatu).");
    return true;
}

static bool signed_info(struct sig *s)
{
    const xmlNode *c14n = sig_first(s->signed_info);
    const xmlNode *signature_method = c14n ? sig_next(c14n) : NULL;

    if (!is_ds(c14n, "CanonicalizationMethod") || !is_ds(signature_method, "SignatureMethod"))
        return format_fault(s, 8, "Podpis nie ma wymaganych części.");
    if (!is_plain_c14n(c14n))
        return format_fault(s, 13, "Podpis używa postaci kanonicznej, której system nie dopuszcza.");
    return method(s, signature_method) && references(s, sig_next(signature_method));
}

/* ---- what surrounds the references ---- */

static bool is_referenced(const struct sig *s, const xmlNode *node)
{
    const char *id = sig_attr(node, "Id");

    for (int i = 0; i < s->n_refs && id; i++)
        if (s->refs[i].uri[0] == '#' && strcmp(s->refs[i].uri + 1, id) == 0)
            return true;
    return false;
}

/* Further Objects only when a Reference covers them (check 8, foreign). */
static bool extra_objects(struct sig *s)
{
    for (xmlNode *n = xml_child(s->signature, SIG_NS_DS, "Object"); n; n = xml_next(n, SIG_NS_DS, "Object")) {
        if (n == s->object)
            continue;
        if (narrow(s) || !is_referenced(s, n))
            return format_fault(s, 8, "Do podpisu dołączono dane, których podpis nie obejmuje.");
        for (const xmlNode *in = n; in; in = xml_walk(n, in))
            if (is_xades(in, "QualifyingProperties") || is_xades(in, "SignedProperties"))
                return format_fault(s, 8, "Podpis zawiera dwa zestawy właściwości; jeden z nich jest podrobiony.");
    }
    return true;
}

/* Foreign programs repeat the key and its names; they are not read. Anything that could fetch is refused. */
static bool key_info(struct sig *s)
{
    static const char *const tolerated[] = { "X509Data", "KeyValue", "KeyName", NULL };

    for (const xmlNode *n = sig_first(s->key_info); n; n = sig_next(n))
        if (n->ns == NULL || strcmp((const char *)n->ns->href, SIG_NS_DS) != 0 ||
            !is_one_of((const char *)n->name, narrow(s) ? (const char *const[]){ "X509Data", NULL } : tolerated))
            return format_fault(s, 12, "Podpis opisuje klucz w sposób, którego system nie dopuszcza.");
    return true;
}

/* DataObjectFormat of the document's reference: ours always, others' must at least point where it should. */
static bool data_object_format(struct sig *s)
{
    const xmlNode *data = xml_child(s->properties, SIG_NS_XADES, "SignedDataObjectProperties");
    const xmlNode *format = xml_child(data, SIG_NS_XADES, "DataObjectFormat");
    const char *to = format ? sig_attr(format, "ObjectReference") : NULL;

    if (format == NULL)
        return narrow(s) ? format_fault(s, 11, "Podpis nie określa rodzaju podpisanych danych.") : true;
    for (int i = 0; i < s->n_refs && to && to[0] == '#'; i++)
        if (*s->refs[i].id && strcmp(s->refs[i].id, to + 1) == 0)
            return narrow(s) && s->refs[i].covers != SIG_COVERS_DOCUMENT
                       ? format_fault(s, 11, "Podpis określa rodzaj innych danych niż dokument.")
                       : true;
    return format_fault(s, 11, "Podpis określa rodzaj danych, których nie obejmuje.");
}

static bool signature_properties(struct sig *s)
{
    s->signature_properties = sig_first(s->properties);
    if (!is_xades(s->signature_properties, "SignedSignatureProperties"))
        return format_fault(s, 8, "Właściwości podpisu nie mają postaci wymaganej przez XAdES.");
    return data_object_format(s);
}

static bool value(struct sig *s)
{
    size_t len = 0;

    if (sig_base64(s->mem, sig_sole_text(s->value), 1024, &len) == NULL)
        return format_fault(s, 15, "Wartość podpisu jest zapisana niepoprawnie.");
    return true;
}

static void free_ids(xmlHashTable *ids)
{
    xmlHashFree(ids, NULL);
}

bool sig_shape(struct sig *s)
{
    int n;

    if (s->doc->intSubset || s->doc->extSubset)
        return format_fault(s, 3, "Dokument zawiera deklarację DOCTYPE, której system nie dopuszcza.");
    s->ids = mem_adopt(s->mem, xmlHashCreate(32), free_ids);
    if (s->ids == NULL)
        mem_exhausted(sizeof(struct sig_id));
    n = survey(s);
    if (n == 0)
        return true;
    xmlHashScan(s->ids, look_for_twins, s);
    return place(s, n) && parts(s) && properties(s) && signed_info(s) && extra_objects(s) && key_info(s) &&
           signature_properties(s) && value(s) && *s->report->checks == '\0';
}
