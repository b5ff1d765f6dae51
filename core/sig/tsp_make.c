/* Making a time stamp token: a TSTInfo signed as CMS, the signing certificate named by its SHA-256
 * (RFC 5816). */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/trust/tsp.h"

struct making {
    TALLOC_CTX *tmp;
    X509 *cert;
    X509 **chain;
    int n_chain;
    EVP_PKEY *key;
    int64_t at;
};

static bool set_imprint(TS_TST_INFO *info, unsigned char sha256[32])
{
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool good = imprint && algorithm && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
                TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 && TS_MSG_IMPRINT_set_msg(imprint, sha256, 32) == 1 &&
                TS_TST_INFO_set_msg_imprint(info, imprint) == 1;

    TS_MSG_IMPRINT_free(imprint);
    X509_ALGOR_free(algorithm);
    return good;
}

static bool set_serial(TS_TST_INFO *info, uint64_t number)
{
    ASN1_INTEGER *serial = ASN1_INTEGER_new();
    bool good = serial && ASN1_INTEGER_set_uint64(serial, number) == 1 && TS_TST_INFO_set_serial(info, serial) == 1;

    ASN1_INTEGER_free(serial);
    return good;
}

/* Milliseconds, without the zeros at the end that DER forbids (RFC 3161 2.4.2). */
static bool set_time(TS_TST_INFO *info, int64_t at)
{
    time_t seconds = (time_t)(at / 1000000);
    int ms = (int)(at / 1000 % 1000);
    ASN1_GENERALIZEDTIME *time = ASN1_GENERALIZEDTIME_new();
    char text[40];
    struct tm tm;
    size_t n;
    bool good;

    if (!time || !gmtime_r(&seconds, &tm) || strftime(text, 20, "%Y%m%d%H%M%S", &tm) != 14) {
        ASN1_GENERALIZEDTIME_free(time);
        return false;
    }
    n = 14;
    if (ms > 0) {
        n += (size_t)snprintf(text + n, sizeof text - n, ".%03d", ms);
        while (text[n - 1] == '0')
            n--;
    }
    memcpy(text + n, "Z", 2);
    good = ASN1_GENERALIZEDTIME_set_string(time, text) == 1 && TS_TST_INFO_set_time(info, time) == 1;
    ASN1_GENERALIZEDTIME_free(time);
    return good;
}

static bool set_accuracy(TS_TST_INFO *info)
{
    TS_ACCURACY *accuracy = TS_ACCURACY_new();
    ASN1_INTEGER *one = ASN1_INTEGER_new();
    bool good = accuracy && one && ASN1_INTEGER_set(one, 1) == 1 && TS_ACCURACY_set_seconds(accuracy, one) == 1 &&
                TS_TST_INFO_set_accuracy(info, accuracy) == 1;

    ASN1_INTEGER_free(one);
    TS_ACCURACY_free(accuracy);
    return good;
}

static void free_object(ASN1_OBJECT *object)
{
    ASN1_OBJECT_free(object);
}

static bool set_policy(const struct making *m, TS_TST_INFO *info, const char *oid)
{
    ASN1_OBJECT *policy = mem_adopt(m->tmp, OBJ_txt2obj(oid, 1), free_object);

    return policy && TS_TST_INFO_set_policy_id(info, policy) == 1;
}

/* The signing time beside the stamp's own must not contradict it, therefore it is not left to OpenSSL's clock. */
static bool add_signing_time(const struct making *m, CMS_SignerInfo *signer)
{
    ASN1_TIME *time = X509_time_adj(NULL, 0, &(time_t){ (time_t)(m->at / 1000000) });
    bool good = time && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time, -1) == 1;

    ASN1_TIME_free(time);
    return good;
}

static bool add_certs(const struct making *m, CMS_ContentInfo *cms)
{
    for (int i = 0; i < m->n_chain; i++)
        if (X509_cmp(m->chain[i], m->cert) != 0 && X509_self_signed(m->chain[i], 0) != 1 &&
            CMS_add1_cert(cms, m->chain[i]) != 1)
            return false;
    return true;
}

static CMS_ContentInfo *sign(const struct making *m, const unsigned char *info, size_t len)
{
    const unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    CMS_ContentInfo *cms = mem_adopt(m->tmp, CMS_sign(NULL, NULL, NULL, NULL, flags), CMS_ContentInfo_free);
    BIO *data = mem_adopt(m->tmp, BIO_new_mem_buf(info, (int)len), BIO_free_all);
    CMS_SignerInfo *signer;

    if (!cms || !data || CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)) != 1)
        return NULL;
    signer = CMS_add1_signer(cms, m->cert, m->key, EVP_sha256(), flags | CMS_CADES);
    if (!signer || !add_signing_time(m, signer) || !add_certs(m, cms) || CMS_final(cms, data, NULL, CMS_BINARY) != 1)
        return NULL;
    return cms;
}

static const unsigned char *info_bytes(const struct making *m, const char *policy_oid, uint64_t serial,
                                       const unsigned char sha256[32], size_t *ret_len)
{
    TS_TST_INFO *info = mem_adopt(m->tmp, TS_TST_INFO_new(), TS_TST_INFO_free);
    unsigned char copy[32];
    unsigned char *der = NULL;
    int len;

    memcpy(copy, sha256, sizeof copy);
    if (!info || TS_TST_INFO_set_version(info, 1) != 1 || !set_policy(m, info, policy_oid) ||
        !set_imprint(info, copy) || !set_serial(info, serial) || !set_time(info, m->at) || !set_accuracy(info))
        return NULL;
    len = i2d_TS_TST_INFO(info, NULL);
    if (len <= 0)
        return NULL;
    *ret_len = (size_t)len;
    der = mem_array(m->tmp, unsigned char, *ret_len);
    i2d_TS_TST_INFO(info, &(unsigned char *){ der });
    return der;
}

bool tsp_make(TALLOC_CTX *mem, EVP_PKEY *key, X509 *cert, X509 **chain, int n_chain, const char *policy_oid,
              uint64_t serial, int64_t at, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    const struct making m = { tmp, cert, chain, n_chain, key, at };
    size_t len = 0;
    const unsigned char *info = tsp_stamps_only(cert) ? info_bytes(&m, policy_oid, serial, sha256, &len) : NULL;
    CMS_ContentInfo *cms = info ? sign(&m, info, len) : NULL;
    int n = cms ? i2d_CMS_ContentInfo(cms, NULL) : 0;
    unsigned char *der;

    ERR_clear_error();
    if (n <= 0 || (size_t)n > TSP_MAX_TOKEN)
        return false;
    der = mem_array(mem, unsigned char, (size_t)n);
    i2d_CMS_ContentInfo(cms, &(unsigned char *){ der });
    *ret_der = der;
    *ret_len = (size_t)n;
    return true;
}
