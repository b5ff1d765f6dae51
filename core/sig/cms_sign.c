/* CMS with exactly the attributes we choose. OpenSSL's own signing adds a signing time whether wanted
 * or not, so the attributes are encoded and signed here and the rest is left to it. */
#include "core/sig/cms_sign.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"

#define MAX_ATTRIBUTES 8
#define MAX_VALUE 1024
#define FLAGS (CMS_PARTIAL | CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP | CMS_CADES)

struct piece {
    unsigned char *der;
    int len;
};

static void free_cms(CMS_ContentInfo *cms)
{
    CMS_ContentInfo_free(cms);
}

/* ---- signed attributes ---- */

static bool add_attributes(CMS_SignerInfo *info, const unsigned char sha256[32])
{
    return CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) ==
               1 &&
           CMS_signed_add1_attr_by_NID(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, sha256, 32) == 1 &&
           CMS_signed_get_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2, -1) >= 0 &&
           CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1) < 0;
}

/* The order of a SET OF in DER. */
static int in_order(const void *a, const void *b)
{
    const struct piece *x = a;
    const struct piece *y = b;
    int shorter = x->len < y->len ? x->len : y->len;
    int d = memcmp(x->der, y->der, (size_t)shorter);

    return d ? d : x->len - y->len;
}

static bool encode(CMS_SignerInfo *info, struct buf *out)
{
    struct piece pieces[MAX_ATTRIBUTES];
    int n = CMS_signed_get_attr_count(info);
    unsigned char head[8];
    unsigned char *p = head;
    int all = 0;

    if (n < 1 || n > MAX_ATTRIBUTES)
        return false;
    for (int i = 0; i < n; i++) {
        pieces[i].der = NULL;
        pieces[i].len = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(info, i), &pieces[i].der);
        all += pieces[i].len;
    }
    qsort(pieces, (size_t)n, sizeof pieces[0], in_order);
    ASN1_put_object(&p, 1, all, V_ASN1_SET, V_ASN1_UNIVERSAL);
    buf_add(out, head, (size_t)(p - head));
    for (int i = 0; i < n; i++) {
        buf_add(out, pieces[i].der, (size_t)pieces[i].len);
        OPENSSL_free(pieces[i].der);
    }
    return !out->overflow;
}

/* ---- the value ---- */

static bool set_algorithm(CMS_SignerInfo *info, const EVP_PKEY *key)
{
    X509_ALGOR *algorithm = NULL;

    CMS_SignerInfo_get0_algs(info, NULL, NULL, NULL, &algorithm);
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_EC:
        return X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_ecdsa_with_SHA256), V_ASN1_UNDEF, NULL) == 1;
    case EVP_PKEY_RSA:
        return X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256WithRSAEncryption), V_ASN1_NULL, NULL) == 1;
    default:
        return false;
    }
}

static bool set_value(TALLOC_CTX *mem, CMS_SignerInfo *info, EVP_PKEY *key)
{
    EVP_MD_CTX *ctx = mem_adopt(mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);
    struct buf attributes = buf_new(mem, 64u << 10);
    unsigned char value[MAX_VALUE];
    size_t n = sizeof value;

    return ctx && encode(info, &attributes) && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
           EVP_DigestSign(ctx, value, &n, (const unsigned char *)attributes.data, attributes.len) == 1 &&
           ASN1_STRING_set(CMS_SignerInfo_get0_signature(info), value, (int)n) == 1;
}

static bool add_stamp(TALLOC_CTX *mem, CMS_SignerInfo *info, const struct tsp_source *stamps)
{
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(info);
    unsigned char sha256[32];
    const void *token = NULL;
    size_t len = 0;

    if (!stamps)
        return true;
    return EVP_Digest(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value), sha256, NULL, EVP_sha256(),
                      NULL) == 1 &&
           stamps->stamp(stamps->arg, mem, sha256, &token, &len) && len <= TSP_MAX_TOKEN &&
           CMS_unsigned_add1_attr_by_NID(info, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token, (int)len) == 1;
}

/* ---- the whole ---- */

static bool add_chain(CMS_ContentInfo *cms, const struct cms_by *by)
{
    for (int i = 1; i < by->n_chain; i++)
        if (X509_self_signed(by->chain[i], 0) != 1 && CMS_add1_cert(cms, by->chain[i]) != 1)
            return false;
    return true;
}

static bool output(TALLOC_CTX *mem, CMS_ContentInfo *cms, const unsigned char **ret_der, size_t *ret_len)
{
    unsigned char *der = NULL;
    int len = i2d_CMS_ContentInfo(cms, &der);

    if (len > 0) {
        *ret_der = mem_dup(mem, der, (size_t)len);
        *ret_len = (size_t)len;
    }
    OPENSSL_free(der);
    return len > 0;
}

bool cms_sign_digest(TALLOC_CTX *mem, const struct cms_by *by, const unsigned char sha256[32],
                     const unsigned char **ret_der, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    CMS_ContentInfo *cms = mem_adopt(tmp, CMS_sign(NULL, NULL, NULL, NULL, FLAGS), free_cms);
    CMS_SignerInfo *info = NULL;
    bool good;

    if (cms && by->n_chain > 0)
        info = CMS_add1_signer(cms, by->chain[0], by->key, EVP_sha256(), FLAGS);
    good = info && add_chain(cms, by) && add_attributes(info, sha256) && set_algorithm(info, by->key) &&
           set_value(tmp, info, by->key) && add_stamp(tmp, info, by->stamps) && output(mem, cms, ret_der, ret_len);
    ERR_clear_error();
    return good;
}
