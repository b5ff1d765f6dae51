/* core/xmlsig.c -- words and small readers used by both sides, signing and verifying. */
#include "core/xmlsig.h"

#include <openssl/asn1.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/xmlsig_priv.h"

const char *xmlsig_indication_name(enum xmlsig_indication i)
{
    switch (i) {
    case XMLSIG_NONE:
        return "NONE";
    case XMLSIG_TOTAL_PASSED:
        return "TOTAL_PASSED";
    case XMLSIG_INDETERMINATE:
        return "INDETERMINATE";
    case XMLSIG_TOTAL_FAILED:
        break;
    }
    return "TOTAL_FAILED";
}

/* EN 319 102-1 table 6: what proves the signature bad, as opposed to what leaves it unproven. */
static enum xmlsig_indication indication_of(const char *subindication)
{
    static const char *const failed[] = { "FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE",
                                          "REVOKED",        "EXPIRED",      "NOT_YET_VALID" };

    for (size_t i = 0; i < sizeof failed / sizeof failed[0]; i++)
        if (strcmp(failed[i], subindication) == 0)
            return XMLSIG_TOTAL_FAILED;
    return XMLSIG_INDETERMINATE;
}

bool sig_fault(struct sig *s, int check, const char *subindication, const char *reason)
{
    struct xmlsig_report *r = s->report;

    if (*r->checks == '\0') {
        r->indication = indication_of(subindication);
        r->subindication = mem_strdup(s->out, subindication);
        r->reason = mem_strdup(s->out, reason);
        r->checks = mem_printf(s->out, "%d", check);
    } else {
        MEM_SCOPE(tmp, s->mem);

        if (strstr(mem_printf(tmp, ",%s,", r->checks), mem_printf(tmp, ",%d,", check)) == NULL)
            r->checks = mem_printf(s->out, "%s,%d", r->checks, check);
    }
    return false;
}

const char *sig_sole_text(const xmlNode *node)
{
    const xmlNode *only = node ? node->children : NULL;

    if (only == NULL || only->next != NULL || only->type != XML_TEXT_NODE)
        return NULL;
    return (const char *)only->content;
}

const char *sig_attr(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const xmlNode *text = a->children;

        if (a->ns != NULL || strcmp((const char *)a->name, name) != 0)
            continue;
        if (text == NULL)
            return "";
        return text->next == NULL && text->type == XML_TEXT_NODE ? (const char *)text->content : NULL;
    }
    return NULL;
}

static xmlNode *element(xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
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

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* The characters that count; "=" only at the end. NULL when there is anything else. */
static char *base64_digits(TALLOC_CTX *mem, const char *text, size_t *ret_n, size_t *ret_padding)
{
    char *out = mem_array(mem, char, strlen(text) + 1);
    size_t n = 0;
    size_t padding = 0;

    for (; *text; text++) {
        if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
            continue;
        if (*text == '=')
            padding++;
        else if (padding > 0 || !is_base64(*text))
            return NULL;
        out[n++] = *text;
    }
    *ret_n = n;
    *ret_padding = padding;
    return padding <= 2 && n % 4 == 0 ? out : NULL;
}

unsigned char *sig_base64(TALLOC_CTX *mem, const char *text, size_t max, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    size_t n = 0;
    size_t padding = 0;
    const char *digits;
    unsigned char *out;

    /* white space may double the length at most */
    if (text == NULL || strlen(text) > max * 3 + 64)
        return NULL;
    digits = base64_digits(tmp, text, &n, &padding);
    if (digits == NULL || n == 0 || n / 4 * 3 - padding > max)
        return NULL;
    out = mem_array(mem, unsigned char, n / 4 * 3 + 1);
    if (EVP_DecodeBlock(out, (const unsigned char *)digits, (int)n) < 0)
        return NULL;
    *ret_len = n / 4 * 3 - padding;
    return out;
}

const EVP_MD *sig_digest(const char *algorithm)
{
    if (algorithm == NULL)
        return NULL;
    if (strcmp(algorithm, SIG_SHA256) == 0)
        return EVP_sha256();
    if (strcmp(algorithm, "http://www.w3.org/2001/04/xmldsig-more#sha384") == 0)
        return EVP_sha384();
    if (strcmp(algorithm, "http://www.w3.org/2001/04/xmlenc#sha512") == 0)
        return EVP_sha512();
    return NULL;
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
