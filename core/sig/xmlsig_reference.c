/* SignedInfo: what is referred to and how. References and transforms are compared with
 * constants; nothing of the document is interpreted that was not listed here. */
#include <libxml/uri.h>
#include <string.h>

#include "core/sig/xmlsig_priv.h"

#define MAX_ID 256
#define MAX_OBJECT (16u << 20)
#define MAX_REFS_NARROW 2
#define MAX_REFS_FOREIGN 4

/* ---- algorithms: known here; whether allowed is asked again at the reference time ---- */

static bool method(struct sig *s, const xmlNode *node)
{
    s->method = sig_attr(node, "Algorithm");
    if (sig_method_id(s->method) == xmlSecTransformIdUnknown || !trust_method(s->trust, s->method, INT64_MIN))
        return sig_fault(s, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Podpis złożono algorytmem, który nie jest już bezpieczny, nie jest dopuszczony albo którego "
                         "system nie obsługuje.");
    if (node->children)
        return sig_format_fault(s, 12, "Algorytm podpisu ma parametry, których system nie dopuszcza.");
    return true;
}

static bool digest(struct sig *s, struct sig_ref *ref, const xmlNode *method_node, const xmlNode *value)
{
    const EVP_MD *md;
    size_t len = 0;

    if (!sig_is_ds(method_node, "DigestMethod") || !sig_is_ds(value, "DigestValue") || sig_next(value))
        return sig_format_fault(s, 8, "Odwołanie w podpisie nie ma wymaganej postaci.");
    ref->digest = sig_attr(method_node, "Algorithm");
    md = sig_digest(ref->digest);
    if (!md || !trust_digest(s->trust, ref->digest, INT64_MIN) || method_node->children)
        return sig_fault(s, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Skrót dokumentu obliczono algorytmem, który nie jest już bezpieczny, nie jest dopuszczony "
                         "albo którego system nie obsługuje.");
    if (!base64_decode(s->mem, sig_sole_text(value), EVP_MAX_MD_SIZE, &len) || len != (size_t)EVP_MD_get_size(md))
        return sig_format_fault(s, 15, "Wartość skrótu w podpisie jest zapisana niepoprawnie.");
    return true;
}

/* ---- transforms (check 12) ---- */

static bool is_transform(const xmlNode *node, const char *algorithm)
{
    const char *is = sig_is_ds(node, "Transform") ? sig_attr(node, "Algorithm") : NULL;

    return is && strcmp(is, algorithm) == 0;
}

/* One XPath element of this namespace, with this text, in which ds means what it should. */
static bool is_constant(struct sig *s, xmlNode *transform, const char *ns_uri, const char *text)
{
    xmlNode *xpath = sig_first(transform);
    const xmlNs *ns;

    if (sig_is_narrow(s) || !xml_is(xpath, ns_uri, "XPath") || sig_next(xpath) || !sig_only_elements(transform) ||
        !sig_sole_text(xpath) || strcmp(sig_sole_text(xpath), text) != 0)
        return false;
    ns = xmlSearchNs(s->d->doc, xpath, BAD_CAST "ds");
    return ns && strcmp((const char *)ns->href, XML_NS_DS) == 0;
}

/* The constants that common programs write instead of enveloped-signature; compared, never interpreted. */
static bool is_constant_xpath(struct sig *s, xmlNode *transform)
{
    return is_transform(transform, SIG_XPATH) &&
           is_constant(s, transform, XML_NS_DS, "not(ancestor-or-self::ds:Signature)");
}

static bool is_constant_filter(struct sig *s, xmlNode *transform)
{
    const char *filter;

    if (!is_transform(transform, SIG_XPATH2) || !is_constant(s, transform, SIG_XPATH2, "/descendant::ds:Signature"))
        return false;
    filter = sig_attr(sig_first(transform), "Filter");
    return filter && strcmp(filter, "subtract") == 0;
}

/* Removes this signature (or, the constants, all signatures) from the document: nothing else may. */
static bool is_enveloped(struct sig *s, xmlNode *transform)
{
    if (is_transform(transform, SIG_ENVELOPED))
        return !transform->children;
    if (is_constant_xpath(s, transform))
        return s->xpath = true;
    if (is_constant_filter(s, transform))
        return s->xpath2 = true;
    return false;
}

/* First those that take the signature out, then one canonicalisation. */
static bool document_transforms(struct sig *s, const xmlNode *transforms)
{
    xmlNode *t = transforms ? sig_first(transforms) : NULL;
    int n_out = 0;

    for (; t && n_out < 2 && is_enveloped(s, t); t = sig_next(t))
        n_out++;
    if (n_out == 0 || (sig_is_narrow(s) && n_out != 1))
        return false;
    if (!t)
        return !sig_is_narrow(s);
    return sig_is_ds(t, "Transform") && sig_is_plain_c14n(t) && !sig_next(t);
}

/* One canonicalisation or none. */
static bool part_transforms(const xmlNode *transforms)
{
    const xmlNode *t = transforms ? sig_first(transforms) : NULL;

    if (!t)
        return !transforms;
    return sig_is_ds(t, "Transform") && sig_is_plain_c14n(t) && !sig_next(t);
}

/* xmlsec would begin to decode what breaks off later, and keep what it took for that. */
static bool is_base64_text(const xmlNode *node)
{
    MEM_SCOPE(tmp, NULL);
    size_t len = 0;

    return base64_decode(tmp, sig_sole_text(node), MAX_OBJECT, &len);
}

/* An enveloped object may be the base64 of a file, decoded before it is digested. Then it is that text and nothing else:
 * what stood beside the text no digest would cover. */
static bool object_transforms(struct sig *s, const struct sig_ref *ref, const xmlNode *transforms)
{
    const xmlNode *t = transforms ? sig_first(transforms) : NULL;
    const struct sig_id *object = xmlHashLookup(s->d->ids, BAD_CAST(ref->uri + 1));

    if (!t || !is_transform(t, SIG_BASE64))
        return part_transforms(transforms);
    s->base64 = true;
    return !t->children && !sig_next(t) && object && is_base64_text(object->attr->parent);
}

static bool transforms_good(struct sig *s, const struct sig_ref *ref, const xmlNode *transforms)
{
    switch (ref->covers) {
    case SIG_COVERS_DOCUMENT:
        return document_transforms(s, transforms);
    case SIG_COVERS_OBJECT:
        return object_transforms(s, ref, transforms);
    case SIG_COVERS_FILE:
        return !transforms;
    case SIG_COVERS_PROPERTIES:
    case SIG_COVERS_OTHER:
        break;
    }
    return part_transforms(transforms);
}

/* ---- targets (checks 10, 11) ---- */

static const char NOT_ALLOWED[] =
    "Podpis odwołuje się do danych, których system nie dopuszcza; nie wiadomo, co podpisano.";

static bool is_ncname(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    return n > 0 && n <= MAX_ID && s[n] == '\0' && !strchr("0123456789.-", s[0]);
}

/* Which element of the signature the name means; names outside the signature mean nothing to us. */
static bool covered(struct sig *s, const char *id, enum sig_covers *ret)
{
    const char *of_properties = sig_attr(s->properties, "Id");
    const struct sig_id *found = xmlHashLookup(s->d->ids, BAD_CAST id);
    const xmlNode *node = found ? found->attr->parent : NULL;

    *ret = SIG_COVERS_PROPERTIES;
    if (of_properties && strcmp(of_properties, id) == 0)
        return true;
    if (sig_is_narrow(s) || !node || node->parent != s->signature)
        return false;
    *ret = s->d->packaging == SIG_AROUND && sig_is_ds(node, "Object") && node != s->object ? SIG_COVERS_OBJECT
                                                                                           : SIG_COVERS_OTHER;
    return sig_is_ds(node, "KeyInfo") || (sig_is_ds(node, "Object") && node != s->object);
}

/* "#NCName" of a known part, typed as it must be. */
static bool part_target(struct sig *s, struct sig_ref *ref)
{
    bool typed = strcmp(ref->type, SIG_TYPE_PROPERTIES) == 0;

    if (!is_ncname(ref->uri + 1))
        return sig_format_fault(s, 11, NOT_ALLOWED);
    if (!sig_id_is_unique(s->d, ref->uri + 1))
        return sig_format_fault(s, 10, "Identyfikator, do którego odwołuje się podpis, nie jest w dokumencie jedyny.");
    if (!covered(s, ref->uri + 1, &ref->covers) || (ref->covers == SIG_COVERS_PROPERTIES) != typed)
        return sig_format_fault(s, 11, NOT_ALLOWED);
    return true;
}

/* A file of the container by its name, percent-encoding undone. */
static bool file_target(struct sig *s, struct sig_ref *ref)
{
    char *name = xmlURIUnescapeString(ref->uri, 0, NULL);
    bool found = false;

    for (int i = 0; i < s->d->n_files && name && !found; i++) {
        ref->file = i;
        found = strcmp(s->d->files[i].name, name) == 0;
    }
    xmlFree(name);
    ref->covers = SIG_COVERS_FILE;
    return found ? true
                 : sig_fault(s, 11, "SIGNED_DATA_NOT_FOUND", "Podpis dotyczy pliku, którego nie ma w kontenerze.");
}

static bool target(struct sig *s, struct sig_ref *ref)
{
    if (strcmp(ref->type, XML_NS_DS "Manifest") == 0)
        return sig_format_fault(s, 11, NOT_ALLOWED);
    if (ref->uri[0] == '#')
        return part_target(s, ref);
    if (*ref->uri == '\0' && s->d->packaging == SIG_IN_DOCUMENT && strcmp(ref->type, SIG_TYPE_PROPERTIES) != 0) {
        ref->covers = SIG_COVERS_DOCUMENT;
        return true;
    }
    if (*ref->uri && s->d->packaging == SIG_BESIDE)
        return file_target(s, ref);
    return sig_format_fault(s, 11, NOT_ALLOWED);
}

/* ---- the list ---- */

static bool reference(struct sig *s, const xmlNode *node, struct sig_ref *ref)
{
    const char *uri = sig_attr(node, "URI");
    const char *type = sig_attr(node, "Type");
    const char *id = sig_attr(node, "Id");
    const xmlNode *transforms = sig_first(node);
    const xmlNode *digest_method = transforms;

    if (!uri || !transforms)
        return sig_format_fault(s, 11, "Odwołanie w podpisie nie mówi, czego dotyczy.");
    *ref = (struct sig_ref){ .covers = SIG_COVERS_OTHER, .uri = uri, .type = type ? type : "", .id = id ? id : "" };
    if (sig_is_ds(transforms, "Transforms"))
        digest_method = sig_next(transforms);
    else
        transforms = NULL;
    if (!target(s, ref))
        return false;
    if (!transforms_good(s, ref, transforms))
        return sig_format_fault(s, 12, "Podpis przekształca dokument w sposób, którego system nie dopuszcza.");
    return digest_method ? digest(s, ref, digest_method, sig_next(digest_method))
                         : sig_format_fault(s, 8, "Odwołanie w podpisie nie ma wymaganej postaci.");
}

static int count(const struct sig *s, enum sig_covers covers)
{
    int n = 0;

    for (int i = 0; i < s->n_refs; i++)
        n += s->refs[i].covers == covers;
    return n;
}

static int max_refs(const struct sig *s)
{
    if (s->d->packaging == SIG_BESIDE)
        return SIG_MAX_REFS;
    return sig_is_narrow(s) ? MAX_REFS_NARROW : MAX_REFS_FOREIGN;
}

static bool covers_enough(struct sig *s)
{
    int n = count(s, SIG_COVERS_DOCUMENT);

    switch (s->d->packaging) {
    case SIG_IN_DOCUMENT:
        return n == 1 ? true : sig_format_fault(s, 11, "Podpis nie obejmuje całego dokumentu.");
    case SIG_AROUND:
        return count(s, SIG_COVERS_OBJECT) > 0 ? true : sig_format_fault(s, 11, "Podpis nie obejmuje żadnej treści.");
    case SIG_BESIDE:
        break;
    }
    return count(s, SIG_COVERS_FILE) > 0 ? true : sig_format_fault(s, 11, "Podpis nie obejmuje żadnego pliku.");
}

static bool all_references(struct sig *s, const xmlNode *first)
{
    int max = max_refs(s);

    for (const xmlNode *n = first; n; n = sig_next(n)) {
        if (!sig_is_ds(n, "Reference") || s->n_refs == max)
            return sig_format_fault(s, 11, "Podpis ma nadmiarowe odwołania.");
        if (!reference(s, n, &s->refs[s->n_refs]))
            return false;
        s->n_refs++;
    }
    if (!covers_enough(s))
        return false;
    if (count(s, SIG_COVERS_PROPERTIES) != 1)
        return sig_format_fault(s, 11, "Podpis nie obejmuje własnych właściwości (czasu i certyfikatu).");
    return true;
}

bool sig_references(struct sig *s)
{
    const xmlNode *c14n = sig_first(s->signed_info);
    const xmlNode *signature_method = c14n ? sig_next(c14n) : NULL;

    if (!sig_is_ds(c14n, "CanonicalizationMethod") || !sig_is_ds(signature_method, "SignatureMethod"))
        return sig_format_fault(s, 8, "Podpis nie ma wymaganych części.");
    if (!sig_is_plain_c14n(c14n))
        return sig_format_fault(s, 13, "Podpis używa postaci kanonicznej, której system nie dopuszcza.");
    return method(s, signature_method) && all_references(s, sig_next(signature_method));
}

bool sig_is_referenced(const struct sig *s, const xmlNode *node)
{
    const char *id = sig_attr(node, "Id");

    for (int i = 0; i < s->n_refs && id; i++)
        if (s->refs[i].uri[0] == '#' && strcmp(s->refs[i].uri + 1, id) == 0)
            return true;
    return false;
}

/* ---- at the reference time (checks 16, 17) ---- */

bool sig_algorithms(struct sig *s)
{
    bool good = trust_method(s->trust, s->method, s->at);

    for (int i = 0; i < s->n_refs; i++)
        good = good && trust_digest(s->trust, s->refs[i].digest, s->at);
    if (!good)
        return sig_fault(s, 16, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                         "Podpis złożono algorytmem, który w chwili złożenia dokumentu nie był już dopuszczony.");
    if (!trust_key(s->trust, X509_get0_pubkey(s->signer), s->at))
        return sig_fault(s, 17, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Klucz podpisującego jest zbyt słaby lub niedopuszczony.");
    return true;
}
