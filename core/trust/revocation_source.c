/* Where a certificate says its status can be asked, and the question to send there. */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>

#include "core/trust/revocation_priv.h"

#define MAX_ADDRESS 1024

bool revocation_has_source(X509 *cert)
{
    AUTHORITY_INFO_ACCESS *info = X509_get_ext_d2i(cert, NID_info_access, NULL, NULL);
    bool found = false;

    for (int i = 0; !found && i < sk_ACCESS_DESCRIPTION_num(info); i++)
        found = OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(info, i)->method) == NID_ad_OCSP;
    AUTHORITY_INFO_ACCESS_free(info);
    ERR_clear_error();
    return found || X509_get_ext_by_NID(cert, NID_crl_distribution_points, -1) >= 0 ||
           X509_get_ext_by_NID(cert, NID_id_pkix_OCSP_noCheck, -1) >= 0;
}

/* Printable ASCII without spaces: what may be handed to an HTTP client. */
static bool is_clean(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] <= ' ' || s[i] > '~')
            return false;
    return n > 0 && n <= MAX_ADDRESS;
}

static const char *http_address(TALLOC_CTX *mem, const GENERAL_NAME *name)
{
    const ASN1_IA5STRING *uri = name && name->type == GEN_URI ? name->d.uniformResourceIdentifier : NULL;
    const char *s = uri ? (const char *)ASN1_STRING_get0_data(uri) : NULL;
    size_t n = uri ? (size_t)ASN1_STRING_length(uri) : 0;

    if (!s || !is_clean(s, n))
        return NULL;
    if (!(n > 7 && strncasecmp(s, "http://", 7) == 0) && !(n > 8 && strncasecmp(s, "https://", 8) == 0))
        return NULL;
    return mem_strndup(mem, s, n);
}

static const char *ocsp_address(TALLOC_CTX *mem, X509 *cert)
{
    AUTHORITY_INFO_ACCESS *info = X509_get_ext_d2i(cert, NID_info_access, NULL, NULL);
    const char *found = NULL;

    for (int i = 0; !found && i < sk_ACCESS_DESCRIPTION_num(info); i++) {
        const ACCESS_DESCRIPTION *one = sk_ACCESS_DESCRIPTION_value(info, i);

        if (OBJ_obj2nid(one->method) == NID_ad_OCSP)
            found = http_address(mem, one->location);
    }
    AUTHORITY_INFO_ACCESS_free(info);
    return found;
}

/* A point for some reasons only, or with a list signed by somebody else, is of no use here. */
static const char *point_address(TALLOC_CTX *mem, const DIST_POINT *point)
{
    const char *found = NULL;

    if (!point->distpoint || point->distpoint->type != 0 || point->reasons || point->CRLissuer)
        return NULL;
    for (int i = 0; !found && i < sk_GENERAL_NAME_num(point->distpoint->name.fullname); i++)
        found = http_address(mem, sk_GENERAL_NAME_value(point->distpoint->name.fullname, i));
    return found;
}

static const char *crl_address(TALLOC_CTX *mem, X509 *cert)
{
    CRL_DIST_POINTS *points = X509_get_ext_d2i(cert, NID_crl_distribution_points, NULL, NULL);
    const char *found = NULL;

    for (int i = 0; !found && i < sk_DIST_POINT_num(points); i++)
        found = point_address(mem, sk_DIST_POINT_value(points, i));
    CRL_DIST_POINTS_free(points);
    return found;
}

void revocation_sources(TALLOC_CTX *mem, X509 *cert, const char **ret_ocsp, const char **ret_crl)
{
    *ret_ocsp = ocsp_address(mem, cert);
    *ret_crl = crl_address(mem, cert);
    ERR_clear_error();
}

static const void *encoded(TALLOC_CTX *mem, OCSP_REQUEST *request, size_t *ret_len)
{
    unsigned char *der = NULL;
    int n = i2d_OCSP_REQUEST(request, &der);
    const void *copy = n > 0 ? mem_dup(mem, der, (size_t)n) : NULL;

    *ret_len = n > 0 ? (size_t)n : 0;
    OPENSSL_free(der);
    return copy;
}

const void *revocation_ocsp_request(TALLOC_CTX *mem, X509 *cert, X509 *issuer, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    OCSP_REQUEST *request = mem_adopt(tmp, OCSP_REQUEST_new(), OCSP_REQUEST_free);
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), cert, issuer);

    *ret_len = 0;
    if (request && id && OCSP_request_add0_id(request, id))
        return encoded(mem, request, ret_len);
    OCSP_CERTID_free(id);
    return NULL;
}
