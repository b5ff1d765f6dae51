/* The first ESSCertID of a signing certificate attribute, compared with a certificate. */
#include "core/trust/ess.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/trust/der.h"

#define MAX_ID 8192

/* AlgorithmIdentifier of the digest; SHA-256 when it is left out. */
static const EVP_MD *digest_of(struct der *id)
{
    struct der algorithm;
    struct der oid;
    struct der whole;
    ASN1_OBJECT *object;
    const unsigned char *p;
    int nid;

    if (der_peek(id) != V_ASN1_SEQUENCE)
        return EVP_sha256();
    if (!der_take(id, V_ASN1_SEQUENCE, &algorithm, NULL) || !der_take(&algorithm, V_ASN1_OBJECT, &oid, &whole))
        return NULL;
    p = whole.p;
    object = d2i_ASN1_OBJECT(NULL, &p, (long)der_len(&whole));
    nid = object ? OBJ_obj2nid(object) : NID_undef;
    ASN1_OBJECT_free(object);
    switch (nid) {
    case NID_sha256:
        return EVP_sha256();
    case NID_sha384:
        return EVP_sha384();
    case NID_sha512:
        return EVP_sha512();
    default:
        return NULL;
    }
}

static bool issuer_is(const X509 *cert, const struct der *names)
{
    const unsigned char *p = names->p;
    GENERAL_NAMES *list = d2i_GENERAL_NAMES(NULL, &p, (long)der_len(names));
    const GENERAL_NAME *name = list && sk_GENERAL_NAME_num(list) == 1 ? sk_GENERAL_NAME_value(list, 0) : NULL;
    bool same = p == names->end && name && name->type == GEN_DIRNAME &&
                X509_NAME_cmp(name->d.directoryName, X509_get_issuer_name(cert)) == 0;

    GENERAL_NAMES_free(list);
    return same;
}

static bool serial_is(const X509 *cert, const struct der *number)
{
    const unsigned char *p = number->p;
    ASN1_INTEGER *serial = d2i_ASN1_INTEGER(NULL, &p, (long)der_len(number));
    bool same = serial && ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(cert)) == 0;

    ASN1_INTEGER_free(serial);
    return same;
}

/* IssuerSerial, when there is something left. */
static bool origin_fits(const X509 *cert, struct der *id)
{
    struct der pair;
    struct der inside;
    struct der names;
    struct der serial;

    if (der_len(id) == 0)
        return true;
    return der_take(id, V_ASN1_SEQUENCE, &pair, NULL) && der_len(id) == 0 &&
           der_take(&pair, V_ASN1_SEQUENCE, &inside, &names) && der_take(&pair, V_ASN1_INTEGER, &inside, &serial) &&
           der_len(&pair) == 0 && issuer_is(cert, &names) && serial_is(cert, &serial);
}

bool ess_names(X509 *cert, const void *der, size_t len, bool v2)
{
    struct der in = { der, (const unsigned char *)der + len };
    struct der attribute;
    struct der ids;
    struct der id;
    struct der value;
    unsigned char hash[EVP_MAX_MD_SIZE];
    const EVP_MD *md;
    unsigned n = 0;
    bool same;

    if (!der_take(&in, V_ASN1_SEQUENCE, &attribute, NULL) || der_len(&in) != 0 ||
        !der_take(&attribute, V_ASN1_SEQUENCE, &ids, NULL) || !der_take(&ids, V_ASN1_SEQUENCE, &id, NULL) ||
        der_len(&id) > MAX_ID)
        return false;
    md = v2 ? digest_of(&id) : EVP_sha1();
    same = md && der_take(&id, V_ASN1_OCTET_STRING, &value, NULL) && X509_digest(cert, md, hash, &n) == 1 &&
           der_len(&value) == n && memcmp(value.p, hash, n) == 0 && origin_fits(cert, &id);
    ERR_clear_error();
    return same;
}
