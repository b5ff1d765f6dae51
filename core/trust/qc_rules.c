/* From Qualifications to JSON, and from JSON to a certificate. */
#include "core/trust/qc_rules.h"

#include <jansson.h>
#include <openssl/x509v3.h>
#include <string.h>

#define NS QC_RULES_NS
#define NS_MORE "http://uri.etsi.org/02231/v2/additionaltypes#"

#define MAX_DEPTH 6
#define MAX_TEXT (64u << 10)
#define NOBODY "[{\"of\":{\"unknown\":true},\"say\":[\"NotQualified\"]}]"

/* ---- reading ---- */

static json_t *unknown(void)
{
    return json_pack("{s:b}", "unknown", true);
}

/* Before eIDAS the addresses had another folder. */
static const char *qualifier_name(const char *uri)
{
    static const char *const folders[] = {
        "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/",
        "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/SvcInfoExt/",
    };

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (strncmp(uri, folders[i], strlen(folders[i])) == 0)
            return uri + strlen(folders[i]);
    return uri;
}

static json_t *read_bits(TALLOC_CTX *mem, const xmlNode *usage)
{
    json_t *bits = json_object();

    for (const xmlNode *b = xml_child(usage, NS, "KeyUsageBit"); b; b = xml_next(b, NS, "KeyUsageBit")) {
        const char *name = xml_get(mem, b, "name");
        const char *value = xml_text(mem, b);

        json_object_set_new(bits, name ? name : "",
                            json_boolean(strcmp(value, "true") == 0 || strcmp(value, "1") == 0));
    }
    return json_pack("{s:o}", "keyUsage", bits);
}

/* The Identifier of each child: an OID, plain or as a URN. */
static json_t *read_oids(TALLOC_CTX *mem, const xmlNode *list, const char *ns, const char *child, const char *kind)
{
    static const char urn[] = "urn:oid:";
    json_t *oids = json_array();

    for (const xmlNode *c = xml_child(list, ns, child); c; c = xml_next(c, ns, child)) {
        const char *oid = xml_text(mem, xml_child(c, XML_NS_XADES, "Identifier"));

        json_array_append_new(oids,
                              json_string(strncasecmp(oid, urn, sizeof urn - 1) == 0 ? oid + sizeof urn - 1 : oid));
    }
    return json_pack("{s:o}", kind, oids);
}

static void read_others(TALLOC_CTX *mem, const xmlNode *others, json_t *ret)
{
    for (const xmlNode *n = others->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        if (xml_is(n, NS_MORE, "ExtendedKeyUsage"))
            json_array_append_new(ret, read_oids(mem, n, NS_MORE, "KeyPurposeId", "extKeyUsage"));
        else if (xml_is(n, NS_MORE, "CertSubjectDNAttribute"))
            json_array_append_new(ret, read_oids(mem, n, NS_MORE, "AttributeOID", "subject"));
        else
            json_array_append_new(ret, unknown());
    }
}

static json_t *read_criteria(TALLOC_CTX *mem, const xmlNode *list, int depth);

static void read_criterion(TALLOC_CTX *mem, const xmlNode *n, int depth, json_t *ret)
{
    if (xml_is(n, NS, "KeyUsage"))
        json_array_append_new(ret, read_bits(mem, n));
    else if (xml_is(n, NS, "PolicySet"))
        json_array_append_new(ret, read_oids(mem, n, NS, "PolicyIdentifier", "policies"));
    else if (xml_is(n, NS, "CriteriaList"))
        json_array_append_new(ret, read_criteria(mem, n, depth + 1));
    else if (xml_is(n, NS, "otherCriteriaList"))
        read_others(mem, n, ret);
    else if (!xml_is(n, NS, "Description"))
        json_array_append_new(ret, unknown());
}

static json_t *read_criteria(TALLOC_CTX *mem, const xmlNode *list, int depth)
{
    const char *assert = list ? xml_get(mem, list, "assert") : NULL;
    const char *word = !assert                             ? NULL
                       : strcmp(assert, "all") == 0        ? "all"
                       : strcmp(assert, "atLeastOne") == 0 ? "any"
                       : strcmp(assert, "none") == 0       ? "none"
                                                           : NULL;
    json_t *parts;

    if (!word || depth > MAX_DEPTH)
        return unknown();
    parts = json_array();
    for (const xmlNode *n = list->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE)
            read_criterion(mem, n, depth, parts);
    if (json_array_size(parts) == 0)
        json_array_append_new(parts, unknown());
    return json_pack("{s:o}", word, parts);
}

static json_t *read_element(TALLOC_CTX *mem, const xmlNode *element)
{
    const xmlNode *q = xml_child(xml_child(element, NS, "Qualifiers"), NS, "Qualifier");
    json_t *say = json_array();

    for (; q; q = xml_next(q, NS, "Qualifier")) {
        const char *uri = xml_get(mem, q, "uri");

        json_array_append_new(say, json_string(uri ? qualifier_name(uri) : ""));
    }
    return json_pack("{s:o, s:o}", "say", say, "of", read_criteria(mem, xml_child(element, NS, "CriteriaList"), 0));
}

const char *qc_rules_read(TALLOC_CTX *mem, const xmlNode *qualifications)
{
    const xmlNode *e = xml_child(qualifications, NS, "QualificationElement");
    json_t *rules = json_array();
    const char *ret = NOBODY;
    char *text;

    for (; e; e = xml_next(e, NS, "QualificationElement"))
        json_array_append_new(rules, read_element(mem, e));
    text = json_dumps(rules, JSON_COMPACT | JSON_SORT_KEYS);
    if (text && strlen(text) <= MAX_TEXT)
        ret = mem_strdup(mem, text);
    free(text);
    json_decref(rules);
    return ret;
}

/* ---- is the certificate meant? ---- */

enum match { NO, MAYBE, YES };

static const struct {
    const char *name;
    uint32_t bit;
} USAGES[] = {
    { "digitalSignature", KU_DIGITAL_SIGNATURE },
    { "nonRepudiation", KU_NON_REPUDIATION },
    { "keyEncipherment", KU_KEY_ENCIPHERMENT },
    { "dataEncipherment", KU_DATA_ENCIPHERMENT },
    { "keyAgreement", KU_KEY_AGREEMENT },
    { "keyCertSign", KU_KEY_CERT_SIGN },
    { "crlSign", KU_CRL_SIGN },
    { "encipherOnly", KU_ENCIPHER_ONLY },
    { "decipherOnly", KU_DECIPHER_ONLY },
};

static uint32_t usage_bit(const char *name)
{
    for (size_t i = 0; i < sizeof USAGES / sizeof USAGES[0]; i++)
        if (strcmp(USAGES[i].name, name) == 0)
            return USAGES[i].bit;
    return 0;
}

static enum match match_bits(json_t *bits, X509 *cert)
{
    uint32_t usage = X509_get_extension_flags(cert) & EXFLAG_KUSAGE ? X509_get_key_usage(cert) : 0;
    enum match m = json_object_size(bits) ? YES : MAYBE;
    const char *name;
    json_t *value;

    json_object_foreach(bits, name, value)
    {
        uint32_t bit = usage_bit(name);

        if (bit == 0)
            m = m < MAYBE ? m : MAYBE;
        else if (((usage & bit) != 0) != json_is_true(value))
            m = NO;
    }
    return m;
}

static bool has_policy(X509 *cert, const ASN1_OBJECT *oid)
{
    CERTIFICATEPOLICIES *all = X509_get_ext_d2i(cert, NID_certificate_policies, NULL, NULL);
    bool found = false;

    for (int i = 0; i < sk_POLICYINFO_num(all); i++)
        found = found || OBJ_cmp(sk_POLICYINFO_value(all, i)->policyid, oid) == 0;
    CERTIFICATEPOLICIES_free(all);
    return found;
}

static bool has_purpose(X509 *cert, const ASN1_OBJECT *oid)
{
    EXTENDED_KEY_USAGE *all = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
    bool found = false;

    for (int i = 0; i < sk_ASN1_OBJECT_num(all); i++)
        found = found || OBJ_cmp(sk_ASN1_OBJECT_value(all, i), oid) == 0;
    EXTENDED_KEY_USAGE_free(all);
    return found;
}

static bool has_attribute(X509 *cert, const ASN1_OBJECT *oid)
{
    return X509_NAME_get_index_by_OBJ(X509_get_subject_name(cert), oid, -1) >= 0;
}

static enum match match_oids(json_t *oids, X509 *cert, bool (*has)(X509 *, const ASN1_OBJECT *))
{
    enum match m = json_array_size(oids) ? YES : MAYBE;
    size_t i;
    json_t *text;

    json_array_foreach(oids, i, text)
    {
        const char *s = json_string_value(text);
        ASN1_OBJECT *oid = s ? OBJ_txt2obj(s, 1) : NULL;

        if (!oid)
            m = m < MAYBE ? m : MAYBE;
        else if (!has(cert, oid))
            m = NO;
        ASN1_OBJECT_free(oid);
    }
    return m;
}

static enum match match_of(json_t *criterion, X509 *cert, int depth);

/* all: the worst of the parts; any: the best; of none nothing is known. */
static enum match match_parts(json_t *parts, X509 *cert, int depth, bool all)
{
    enum match m = all ? YES : NO;
    size_t i;
    json_t *part;

    if (json_array_size(parts) == 0)
        return MAYBE;
    json_array_foreach(parts, i, part)
    {
        enum match one = match_of(part, cert, depth + 1);

        m = all ? (one < m ? one : m) : (one > m ? one : m);
    }
    return m;
}

static enum match match_of(json_t *criterion, X509 *cert, int depth)
{
    const char *kind = json_object_iter_key(json_object_iter(criterion));
    json_t *value = kind ? json_object_get(criterion, kind) : NULL;

    if (!kind || depth > MAX_DEPTH + 1)
        return MAYBE;
    if (strcmp(kind, "all") == 0)
        return match_parts(value, cert, depth, true);
    if (strcmp(kind, "any") == 0)
        return match_parts(value, cert, depth, false);
    if (strcmp(kind, "none") == 0)
        return YES - match_parts(value, cert, depth, false);
    if (strcmp(kind, "keyUsage") == 0)
        return match_bits(value, cert);
    if (strcmp(kind, "policies") == 0)
        return match_oids(value, cert, has_policy);
    if (strcmp(kind, "extKeyUsage") == 0)
        return match_oids(value, cert, has_purpose);
    return strcmp(kind, "subject") == 0 ? match_oids(value, cert, has_attribute) : MAYBE;
}

/* ---- what is said of it ---- */

/* Effects of the qualifiers, gathered over all rules before any is applied: order means nothing. */
struct said {
    bool qualified;
    bool not_qualified;
    bool in_device;
    bool not_in_device;
    unsigned types;
};

static const struct {
    const char *name;
    struct said said;
    bool takes; /* a quality away: applied to a certificate that may be meant, too */
} QUALIFIERS[] = {
    { "QCStatement", { .qualified = true }, false },
    { "NotQualified", { .not_qualified = true }, true },
    { "QCWithSSCD", { .in_device = true }, false },
    { "QCWithQSCD", { .in_device = true }, false },
    { "QCQSCDManagedOnBehalf", { .in_device = true }, false },
    { "QCNoSSCD", { .not_in_device = true }, true },
    { "QCNoQSCD", { .not_in_device = true }, true },
    { "QCForESig", { .types = QC_SIGNATURES }, false },
    { "QCForESeal", { .types = QC_SEALS }, false },
    { "QCForWSA", { .types = QC_WEBSITES }, false },
    { "QCForLegalPerson", { .types = QC_SEALS }, false }, /* before eIDAS; a legal person seals (Article 3(24)) */
};

static void gather(const char *qualifier, enum match m, struct said *all)
{
    for (size_t i = 0; i < sizeof QUALIFIERS / sizeof QUALIFIERS[0]; i++) {
        const struct said *one = &QUALIFIERS[i].said;

        if (strcmp(QUALIFIERS[i].name, qualifier) != 0 || m == NO || (m == MAYBE && !QUALIFIERS[i].takes))
            continue;
        all->qualified = all->qualified || one->qualified;
        all->not_qualified = all->not_qualified || one->not_qualified;
        all->in_device = all->in_device || one->in_device;
        all->not_in_device = all->not_in_device || one->not_in_device;
        all->types |= one->types;
    }
}

/* Several types at once contradict each other; then the certificate's own count. */
static void correct(const struct said *s, struct qc *qc)
{
    bool one_type = s->types && (s->types & (s->types - 1)) == 0;

    qc->eu = (qc->eu || s->qualified) && !s->not_qualified;
    qc->in_device = (qc->in_device || s->in_device) && !s->not_in_device;
    if (one_type)
        qc->types = s->types;
}

void qc_rules_apply(const char *rules, X509 *cert, struct qc *qc)
{
    json_t *list = json_loads(rules, 0, NULL);
    struct said said = { .not_qualified = !json_is_array(list) };
    size_t i;
    size_t k;
    json_t *rule;
    json_t *word;

    json_array_foreach(list, i, rule)
    {
        enum match m = match_of(json_object_get(rule, "of"), cert, 0);

        json_array_foreach(json_object_get(rule, "say"), k, word)
            gather(json_string_value(word) ? json_string_value(word) : "", m, &said);
    }
    json_decref(list);
    correct(&said, qc);
}
