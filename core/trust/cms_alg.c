/* Algorithms of CMS by their object identifiers, each with the name the algorithm table knows it by.
 * What is not in these tables is not calculated at all. */
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string.h>

#include "core/trust/cms_alg.h"

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define ENC "http://www.w3.org/2001/04/xmlenc#"
#define MORE_2007 "http://www.w3.org/2007/05/xmldsig-more#"
#define MORE_2021 "http://www.w3.org/2021/04/xmldsig-more#"

/* Weak ones are named too, so that the algorithm table says no, not ignorance. */
static const struct cms_digest DIGESTS[] = {
    { NID_sha256, "SHA256", ENC "sha256" },
    { NID_sha384, "SHA384", MORE "sha384" },
    { NID_sha512, "SHA512", ENC "sha512" },
    { NID_sha3_256, "SHA3-256", MORE_2007 "sha3-256" },
    { NID_sha3_384, "SHA3-384", MORE_2007 "sha3-384" },
    { NID_sha3_512, "SHA3-512", MORE_2007 "sha3-512" },
    { NID_sha224, "SHA224", MORE "sha224" },
    { NID_sha1, "SHA1", DSIG "sha1" },
    { NID_md5, "MD5", MORE "md5" },
};

struct row {
    int digest;
    int key;
    bool pss;
    const char *uri;
};

static const struct row METHODS[] = {
    { NID_sha256, EVP_PKEY_RSA, false, MORE "rsa-sha256" },
    { NID_sha384, EVP_PKEY_RSA, false, MORE "rsa-sha384" },
    { NID_sha512, EVP_PKEY_RSA, false, MORE "rsa-sha512" },
    { NID_sha224, EVP_PKEY_RSA, false, MORE "rsa-sha224" },
    { NID_sha1, EVP_PKEY_RSA, false, DSIG "rsa-sha1" },
    { NID_md5, EVP_PKEY_RSA, false, MORE "rsa-md5" },
    { NID_sha256, EVP_PKEY_RSA, true, MORE_2007 "sha256-rsa-MGF1" },
    { NID_sha384, EVP_PKEY_RSA, true, MORE_2007 "sha384-rsa-MGF1" },
    { NID_sha512, EVP_PKEY_RSA, true, MORE_2007 "sha512-rsa-MGF1" },
    { NID_sha3_256, EVP_PKEY_RSA, true, MORE_2007 "sha3-256-rsa-MGF1" },
    { NID_sha3_384, EVP_PKEY_RSA, true, MORE_2007 "sha3-384-rsa-MGF1" },
    { NID_sha3_512, EVP_PKEY_RSA, true, MORE_2007 "sha3-512-rsa-MGF1" },
    { NID_sha256, EVP_PKEY_EC, false, MORE "ecdsa-sha256" },
    { NID_sha384, EVP_PKEY_EC, false, MORE "ecdsa-sha384" },
    { NID_sha512, EVP_PKEY_EC, false, MORE "ecdsa-sha512" },
    { NID_sha224, EVP_PKEY_EC, false, MORE "ecdsa-sha224" },
    { NID_sha1, EVP_PKEY_EC, false, MORE "ecdsa-sha1" },
    { NID_sha3_256, EVP_PKEY_EC, false, MORE_2021 "ecdsa-sha3-256" },
    { NID_sha3_384, EVP_PKEY_EC, false, MORE_2021 "ecdsa-sha3-384" },
    { NID_sha3_512, EVP_PKEY_EC, false, MORE_2021 "ecdsa-sha3-512" },
};

/* ---- by identifier ---- */

static const struct cms_digest *digest_by_nid(int nid)
{
    for (size_t i = 0; i < sizeof DIGESTS / sizeof DIGESTS[0]; i++)
        if (DIGESTS[i].nid == nid)
            return &DIGESTS[i];
    return NULL;
}

const struct cms_digest *cms_digest_of(const ASN1_OBJECT *oid)
{
    return digest_by_nid(OBJ_obj2nid(oid));
}

const struct cms_digest *cms_digest_by_uri(const char *uri)
{
    for (size_t i = 0; i < sizeof DIGESTS / sizeof DIGESTS[0]; i++)
        if (strcmp(DIGESTS[i].uri, uri) == 0)
            return &DIGESTS[i];
    return NULL;
}

static struct cms_method lookup(const struct cms_digest *digest, int key, int salt)
{
    for (size_t i = 0; digest && i < sizeof METHODS / sizeof METHODS[0]; i++)
        if (METHODS[i].digest == digest->nid && METHODS[i].key == key && METHODS[i].pss == (salt >= 0))
            return (struct cms_method){ METHODS[i].uri, digest, key, salt };
    return (struct cms_method){ .uri = NULL };
}

static int nid_of(const X509_ALGOR *alg, int when_absent)
{
    const ASN1_OBJECT *oid = NULL;

    if (!alg)
        return when_absent;
    X509_ALGOR_get0(&oid, NULL, NULL, alg);
    return OBJ_obj2nid(oid);
}

/* RFC 4055: the digest inside the parameters, that of the mask and that of the attributes must be one, or which one is
 * meant would depend on the reader. The salt's length; -1 when it is anything else. */
static int pss_salt(const X509_ALGOR *alg, const struct cms_digest *digest)
{
    const void *value = NULL;
    int type = 0;
    RSA_PSS_PARAMS *p = NULL;
    X509_ALGOR *mask_hash = NULL;
    long salt = 20;

    X509_ALGOR_get0(NULL, &type, &value, alg);
    if (type == V_ASN1_SEQUENCE)
        p = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), alg->parameter);
    if (!p)
        return -1;
    if (p->maskGenAlgorithm && nid_of(p->maskGenAlgorithm, 0) == NID_mgf1 && p->maskGenAlgorithm->parameter)
        mask_hash = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), p->maskGenAlgorithm->parameter);
    if (p->saltLength)
        salt = ASN1_INTEGER_get(p->saltLength);
    if (nid_of(p->hashAlgorithm, NID_sha1) != digest->nid || nid_of(mask_hash, NID_sha1) != digest->nid || salt < 0 ||
        salt > 1024 || (p->trailerField && ASN1_INTEGER_get(p->trailerField) != 1))
        salt = -1;
    X509_ALGOR_free(mask_hash);
    RSA_PSS_PARAMS_free(p);
    return (int)salt;
}

struct cms_method cms_method_of(const X509_ALGOR *signature, const struct cms_digest *digest)
{
    int nid = nid_of(signature, NID_undef);
    int of_digest = NID_undef;
    int of_key = NID_undef;

    if (nid == NID_ED25519)
        return (struct cms_method){ MORE_2021 "eddsa-ed25519", NULL, EVP_PKEY_ED25519, -1 };
    if (nid == NID_rsassaPss) {
        int salt = digest ? pss_salt(signature, digest) : -1;

        return salt < 0 ? (struct cms_method){ .uri = NULL } : lookup(digest, EVP_PKEY_RSA, salt);
    }
    if (nid == NID_rsaEncryption)
        return lookup(digest, EVP_PKEY_RSA, -1);
    if (OBJ_find_sigid_algs(nid, &of_digest, &of_key) != 1 || !digest || of_digest != digest->nid)
        return (struct cms_method){ .uri = NULL };
    return lookup(digest, of_key == NID_X9_62_id_ecPublicKey ? EVP_PKEY_EC : of_key, -1);
}

/* ---- calculation ---- */

bool cms_hash(const struct cms_digest *digest, const struct cms_part *parts, int n, unsigned char *ret,
              unsigned *ret_len)
{
    EVP_MD *md = EVP_MD_fetch(NULL, digest->name, NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = md && ctx && EVP_DigestInit_ex2(ctx, md, NULL) == 1;

    for (int i = 0; good && i < n; i++)
        good = EVP_DigestUpdate(ctx, parts[i].data, parts[i].len) == 1;
    good = good && EVP_DigestFinal_ex(ctx, ret, ret_len) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_MD_free(md);
    return good;
}

static bool prepare(EVP_MD_CTX *ctx, const struct cms_method *method, EVP_PKEY *key)
{
    EVP_PKEY_CTX *of_key = NULL;

    if (EVP_DigestVerifyInit_ex(ctx, &of_key, method->digest ? method->digest->name : NULL, NULL, NULL, key, NULL) != 1)
        return false;
    if (method->salt < 0)
        return method->key != EVP_PKEY_RSA || EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(of_key, method->digest->name, NULL) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, method->salt) == 1;
}

/* EdDSA takes its input in one piece. */
static bool one_piece(EVP_MD_CTX *ctx, const struct cms_part *parts, int n, const unsigned char *value, size_t len)
{
    return n == 1 && EVP_DigestVerify(ctx, value, len, parts[0].data, parts[0].len) == 1;
}

static bool piecewise(EVP_MD_CTX *ctx, const struct cms_part *parts, int n, const unsigned char *value, size_t len)
{
    for (int i = 0; i < n; i++)
        if (EVP_DigestVerifyUpdate(ctx, parts[i].data, parts[i].len) != 1)
            return false;
    return EVP_DigestVerifyFinal(ctx, value, len) == 1;
}

bool cms_value_good(const struct cms_method *method, EVP_PKEY *key, const struct cms_part *parts, int n,
                    const unsigned char *value, size_t len)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = ctx && prepare(ctx, method, key) &&
                (method->digest ? piecewise(ctx, parts, n, value, len) : one_piece(ctx, parts, n, value, len));

    EVP_MD_CTX_free(ctx);
    ERR_clear_error();
    return good;
}
