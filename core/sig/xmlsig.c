/* Small readers, canonical forms and names of algorithms, used by both sides, signing and verifying. */
#include "core/sig/xmlsig.h"

#include <libxml/c14n.h>
#include <openssl/asn1.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <xmlsec/crypto.h>

#include "core/sig/xmlsig_priv.h"

#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define MAX_PREFIX_LIST 512

bool sig_fault(struct sig *s, int check, const char *subindication, const char *reason)
{
    return verify_fault(&s->result, verify_indication_of(subindication), check, subindication,
                        mem_strdup(s->out, reason));
}

bool sig_format_fault(struct sig *s, int check, const char *reason)
{
    return sig_fault(s, check, "FORMAT_FAILURE", reason);
}

bool sig_is_narrow(const struct sig *s)
{
    return s->rq->profile == VERIFY_NARROW;
}

bool sig_is_ds(const xmlNode *node, const char *name)
{
    return xml_is(node, XML_NS_DS, name);
}

bool sig_is_xades(const xmlNode *node, const char *name)
{
    return xml_is(node, XML_NS_XADES, name);
}

bool sig_is_one_of(const char *value, const char *const *list)
{
    for (; value && *list; list++)
        if (strcmp(value, *list) == 0)
            return true;
    return false;
}

const char *sig_sole_text(const xmlNode *node)
{
    const xmlNode *only = node ? node->children : NULL;

    if (!only || only->next || only->type != XML_TEXT_NODE)
        return NULL;
    return (const char *)only->content;
}

const char *sig_attr(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const xmlNode *text = a->children;

        if (a->ns || strcmp((const char *)a->name, name) != 0)
            continue;
        if (!text)
            return "";
        return !text->next && text->type == XML_TEXT_NODE ? (const char *)text->content : NULL;
    }
    return NULL;
}

static xmlNode *element(xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNode *sig_first(const xmlNode *parent)
{
    return element(parent->children);
}

xmlNode *sig_next(const xmlNode *sibling)
{
    return element(sibling->next);
}

bool sig_only_elements(const xmlNode *parent)
{
    for (const xmlNode *n = parent->children; n; n = n->next)
        if (n->type == XML_TEXT_NODE && strspn((const char *)n->content, " \t\r\n") != strlen((const char *)n->content))
            return false;
    return true;
}

/* ---- canonical forms ---- */

bool sig_is_plain_c14n(const xmlNode *node)
{
    static const char *const allowed[] = { SIG_NS_EXC_C14N, SIG_C14N, SIG_C14N11, NULL };
    const char *algorithm = sig_attr(node, "Algorithm");
    const xmlNode *list = sig_first(node);
    const char *prefixes;

    if (!sig_is_one_of(algorithm, allowed))
        return false;
    if (!list)
        return sig_only_elements(node);
    if (strcmp(algorithm, SIG_NS_EXC_C14N) != 0 || !xml_is(list, SIG_NS_EXC_C14N, "InclusiveNamespaces") ||
        sig_next(list) || list->children)
        return false;
    prefixes = sig_attr(list, "PrefixList");
    return prefixes && strlen(prefixes) <= MAX_PREFIX_LIST;
}

/* The prefixes of InclusiveNamespaces, split; NULL when there are none. */
static xmlChar **prefixes_of(TALLOC_CTX *mem, const xmlNode *method)
{
    const xmlNode *list = method ? sig_first(method) : NULL;
    char *rest = list ? mem_strdup(mem, sig_attr(list, "PrefixList")) : NULL;
    xmlChar **out = rest ? mem_array(mem, xmlChar *, strlen(rest) + 2) : NULL;
    const char *one;
    int n = 0;

    while (rest && (one = strsep(&rest, " \t\r\n")))
        if (*one)
            out[n++] = (xmlChar *)mem_strdup(mem, one);
    return out;
}

static int is_below(void *top, xmlNodePtr node, xmlNodePtr parent)
{
    /* a namespace node has no parent of its own */
    const xmlNode *n = node->type == XML_NAMESPACE_DECL ? parent : node;

    for (; n; n = n->parent)
        if (n == top)
            return 1;
    return 0;
}

static void close_output(xmlOutputBuffer *out)
{
    xmlOutputBufferClose(out);
}

bool sig_canonical(TALLOC_CTX *mem, xmlDoc *doc, xmlNode *top, const char *algorithm, const xmlNode *method,
                   const unsigned char **ret_data, size_t *ret_len)
{
    xmlOutputBuffer *out = mem_adopt(mem, xmlAllocOutputBuffer(NULL), close_output);
    int mode = strcmp(algorithm, SIG_NS_EXC_C14N) == 0 ? XML_C14N_EXCLUSIVE_1_0
               : strcmp(algorithm, SIG_C14N11) == 0    ? XML_C14N_1_1
                                                       : XML_C14N_1_0;

    if (!out || xmlC14NExecute(doc, top ? is_below : NULL, top, mode, prefixes_of(mem, method), 0, out) < 0)
        return false;
    *ret_data = xmlOutputBufferGetContent(out);
    *ret_len = xmlOutputBufferGetSize(out);
    return true;
}

/* ---- algorithms ---- */

/* What xmlsec can calculate; whether it may be used is the table's to say (core/trust/trust.h). */
xmlSecTransformId sig_digest_id(const char *uri)
{
    if (!uri)
        return xmlSecTransformIdUnknown;
    if (strcmp(uri, SIG_SHA256) == 0)
        return xmlSecTransformSha256Id;
    if (strcmp(uri, MORE "sha384") == 0)
        return xmlSecTransformSha384Id;
    if (strcmp(uri, "http://www.w3.org/2001/04/xmlenc#sha512") == 0)
        return xmlSecTransformSha512Id;
    if (strcmp(uri, XML_NS_DS "sha1") == 0)
        return xmlSecTransformSha1Id;
    return xmlSecTransformIdUnknown;
}

const EVP_MD *sig_digest(const char *algorithm)
{
    xmlSecTransformId id = sig_digest_id(algorithm);

    if (id == xmlSecTransformIdUnknown)
        return NULL;
    return id == xmlSecTransformSha256Id   ? EVP_sha256()
           : id == xmlSecTransformSha384Id ? EVP_sha384()
           : id == xmlSecTransformSha512Id ? EVP_sha512()
                                           : EVP_sha1();
}

xmlSecTransformId sig_method_id(const char *uri)
{
    if (!uri)
        return xmlSecTransformIdUnknown;
    if (strcmp(uri, SIG_RSA_SHA256) == 0)
        return xmlSecTransformRsaSha256Id;
    if (strcmp(uri, MORE "rsa-sha384") == 0)
        return xmlSecTransformRsaSha384Id;
    if (strcmp(uri, MORE "rsa-sha512") == 0)
        return xmlSecTransformRsaSha512Id;
    if (strcmp(uri, SIG_ECDSA_SHA256) == 0)
        return xmlSecTransformEcdsaSha256Id;
    if (strcmp(uri, MORE "ecdsa-sha384") == 0)
        return xmlSecTransformEcdsaSha384Id;
    if (strcmp(uri, MORE "ecdsa-sha512") == 0)
        return xmlSecTransformEcdsaSha512Id;
    if (strcmp(uri, XML_NS_DS "rsa-sha1") == 0)
        return xmlSecTransformRsaSha1Id;
    return xmlSecTransformIdUnknown;
}

/* IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber INTEGER }, issuer: one directoryName ([4] EXPLICIT). */
unsigned char *sig_issuer_serial(TALLOC_CTX *mem, X509 *cert, size_t *ret_len)
{
    const X509_NAME *issuer = X509_get_issuer_name(cert);
    const ASN1_INTEGER *serial = X509_get0_serialNumber(cert);
    int name = i2d_X509_NAME(issuer, NULL);
    int number = i2d_ASN1_INTEGER(serial, NULL);
    int tagged = ASN1_object_size(1, name, 4);
    int names = ASN1_object_size(1, tagged, V_ASN1_SEQUENCE);
    int all = ASN1_object_size(1, names + number, V_ASN1_SEQUENCE);
    unsigned char *out = mem_array(mem, unsigned char, (size_t)all);
    unsigned char *p = out;

    ASN1_put_object(&p, 1, names + number, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    ASN1_put_object(&p, 1, tagged, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    ASN1_put_object(&p, 1, name, 4, V_ASN1_CONTEXT_SPECIFIC);
    i2d_X509_NAME(issuer, &p);
    i2d_ASN1_INTEGER(serial, &p);
    *ret_len = (size_t)all;
    return out;
}
