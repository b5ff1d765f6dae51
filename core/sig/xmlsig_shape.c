/* One signature as a tree, before a single digest is computed: its parts, each once and in its
 * place, and nothing beside them that no digest covers. */
#include <string.h>

#include "core/sig/xmlsig_priv.h"

/* ---- parts of ds:Signature (checks 8, 9) ---- */

/* Every child counted; SignedInfo, SignatureValue, KeyInfo once, Objects after them. */
static bool parts(struct sig *s)
{
    static const char *const reason = "Podpis nie ma wymaganych części albo ma części nadmiarowe.";
    xmlNode *n = sig_first(s->signature);

    s->signed_info = n;
    s->value = n ? sig_next(n) : NULL;
    s->key_info = s->value ? sig_next(s->value) : NULL;
    n = s->key_info ? sig_next(s->key_info) : NULL;
    if (!sig_is_ds(s->signed_info, "SignedInfo") || !sig_is_ds(s->value, "SignatureValue") ||
        !sig_is_ds(s->key_info, "KeyInfo") || !n)
        return sig_format_fault(s, 8, reason);
    for (; n; n = sig_next(n)) {
        if (!sig_is_ds(n, "Object"))
            return sig_format_fault(s, 8, reason);
        if (!xml_child(n, XML_NS_XADES, "QualifyingProperties"))
            continue;
        if (s->object)
            return sig_format_fault(s, 8, "Podpis zawiera dwa zestawy właściwości; jeden z nich jest podrobiony.");
        s->object = n;
    }
    if (!s->object)
        return sig_format_fault(s, 8, "Podpis nie zawiera właściwości XAdES 1.3.2.");
    return true;
}

/* The Object holds one QualifyingProperties, that one SignedProperties, and its Target is this signature (the Target is
 * covered by no digest). */
static bool properties(struct sig *s)
{
    xmlNode *qualifying = sig_first(s->object);
    const char *id = sig_attr(s->signature, "Id");
    const char *target;
    xmlNode *unsigned_props;

    if (!sig_is_xades(qualifying, "QualifyingProperties") || sig_next(qualifying) || !sig_only_elements(s->object))
        return sig_format_fault(s, 8, "Obok właściwości podpisu umieszczono w nim inne dane.");
    s->properties = sig_first(qualifying);
    unsigned_props = s->properties ? sig_next(s->properties) : NULL;
    if (!sig_is_xades(s->properties, "SignedProperties") ||
        (unsigned_props && (!sig_is_xades(unsigned_props, "UnsignedProperties") || sig_next(unsigned_props))))
        return sig_format_fault(s, 8, "Właściwości podpisu nie mają postaci wymaganej przez XAdES.");
    s->unsigned_properties = xml_child(unsigned_props, XML_NS_XADES, "UnsignedSignatureProperties");
    target = sig_attr(qualifying, "Target");
    if (!id || *id == '\0' || !target || target[0] != '#' || strcmp(target + 1, id) != 0)
        return sig_format_fault(s, 9, "Właściwości podpisu wskazują inny podpis.");
    return true;
}

/* ---- what surrounds the references ---- */

static bool holds_properties(const xmlNode *object)
{
    for (const xmlNode *in = object; in; in = xml_walk(object, in))
        if (sig_is_xades(in, "QualifyingProperties") || sig_is_xades(in, "SignedProperties"))
            return true;
    return false;
}

/* Further Objects only when a Reference covers them (check 8, foreign). */
static bool extra_objects(struct sig *s)
{
    for (xmlNode *n = xml_child(s->signature, XML_NS_DS, "Object"); n; n = xml_next(n, XML_NS_DS, "Object")) {
        if (n == s->object)
            continue;
        if (sig_is_narrow(s) || !sig_is_referenced(s, n))
            return sig_format_fault(s, 8, "Do podpisu dołączono dane, których podpis nie obejmuje.");
        if (holds_properties(n))
            return sig_format_fault(s, 8, "Podpis zawiera dwa zestawy właściwości; jeden z nich jest podrobiony.");
    }
    return true;
}

/* Foreign programs repeat the key and its names; they are not read. Anything that could fetch is refused. */
static bool key_info(struct sig *s)
{
    static const char *const ours[] = { "X509Data", NULL };
    static const char *const tolerated[] = { "X509Data", "KeyValue", "KeyName", NULL };

    for (const xmlNode *n = sig_first(s->key_info); n; n = sig_next(n))
        if (!n->ns || strcmp((const char *)n->ns->href, XML_NS_DS) != 0 ||
            !sig_is_one_of((const char *)n->name, sig_is_narrow(s) ? ours : tolerated))
            return sig_format_fault(s, 12, "Podpis opisuje klucz w sposób, którego system nie dopuszcza.");
    return true;
}

/* DataObjectFormat of the document's reference: ours always, others' must at least point where it should. */
static bool data_object_format(struct sig *s)
{
    const xmlNode *data = xml_child(s->properties, XML_NS_XADES, "SignedDataObjectProperties");
    const xmlNode *format = xml_child(data, XML_NS_XADES, "DataObjectFormat");
    const char *to = format ? sig_attr(format, "ObjectReference") : NULL;

    if (!format)
        return sig_is_narrow(s) ? sig_format_fault(s, 11, "Podpis nie określa rodzaju podpisanych danych.") : true;
    for (int i = 0; i < s->n_refs && to && to[0] == '#'; i++)
        if (*s->refs[i].id && strcmp(s->refs[i].id, to + 1) == 0)
            return sig_is_narrow(s) && s->refs[i].covers != SIG_COVERS_DOCUMENT
                       ? sig_format_fault(s, 11, "Podpis określa rodzaj innych danych niż dokument.")
                       : true;
    return sig_format_fault(s, 11, "Podpis określa rodzaj danych, których nie obejmuje.");
}

static bool signature_properties(struct sig *s)
{
    s->signature_properties = sig_first(s->properties);
    if (!sig_is_xades(s->signature_properties, "SignedSignatureProperties"))
        return sig_format_fault(s, 8, "Właściwości podpisu nie mają postaci wymaganej przez XAdES.");
    return data_object_format(s);
}

static bool value(struct sig *s)
{
    size_t len = 0;

    if (!base64_decode(s->mem, sig_sole_text(s->value), 1024, &len))
        return sig_format_fault(s, 15, "Wartość podpisu jest zapisana niepoprawnie.");
    return true;
}

bool sig_shape(struct sig *s)
{
    return parts(s) && properties(s) && sig_references(s) && extra_objects(s) && key_info(s) &&
           signature_properties(s) && value(s);
}
