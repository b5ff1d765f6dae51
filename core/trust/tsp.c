/* Reading a time stamp token step by step. A step that fails ends it; what OpenSSL accepts and RFC 3161
 * does not is refused here. */
#include "core/trust/tsp.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/trust/asn1_time.h"
#include "core/trust/cms_alg.h"
#include "core/trust/der.h"
#include "core/trust/ess.h"

/* A token being read. */
struct reading {
    TALLOC_CTX *mem; /* of the result */
    TALLOC_CTX *tmp;
    const struct trust *trust; /* may be NULL */
    CMS_ContentInfo *cms;
    CMS_SignerInfo *signer;
    TS_TST_INFO *info;
    const struct cms_part *data; /* what the imprint must be of */
    const unsigned char *sha256; /* or what it must be */
    struct tsp_token *token;
    const char *problem;
};

static bool fail(struct reading *r, const char *problem)
{
    r->problem = problem;
    return false;
}

/* ---- the container ---- */

static bool one_signer(struct reading *r)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(r->cms);

    if (!signers || sk_CMS_SignerInfo_num(signers) != 1)
        return fail(r, "not exactly one signer");
    r->signer = sk_CMS_SignerInfo_value(signers, 0);
    return true;
}

static bool take_cert(struct reading *r, const struct der *whole)
{
    const unsigned char *p = whole->p;
    X509 *cert;

    if (r->token->n_certs == TSP_MAX_CERTS)
        return fail(r, "too many certificates");
    if (r->trust) {
        cert = trust_read_cert(r->mem, r->trust, whole->p, der_len(whole));
    } else {
        cert = mem_adopt(r->mem, d2i_X509(NULL, &p, (long)der_len(whole)), X509_free);
        if (p != whole->end)
            cert = NULL;
    }
    if (!cert)
        return fail(r, "a certificate cannot be read");
    r->token->certs[r->token->n_certs++] = cert;
    return true;
}

/* What surrounds what: ContentInfo { signedData, [0] { SignedData { version, algorithms, content, [0] certificates, [1]
 * CRLs, signers } } }. */
struct layout {
    struct der type;  /* with header, as the others */
    struct der start; /* version, algorithms, content */
    struct der certs; /* contents only; empty when there are none */
    struct der signers;
};

static bool lay_out(const unsigned char *der, size_t len, struct layout *l)
{
    struct der in = { der, der + len };
    struct der info;
    struct der tagged;
    struct der data;
    struct der skip;

    *l = (struct layout){ .certs = { NULL, NULL } };
    if (!der_take(&in, V_ASN1_SEQUENCE, &info, NULL) || !der_take(&info, V_ASN1_OBJECT, &skip, &l->type) ||
        !der_take(&info, DER_CONTEXT | 0, &tagged, NULL) || der_len(&info) != 0 ||
        !der_take(&tagged, V_ASN1_SEQUENCE, &data, NULL) || der_len(&tagged) != 0)
        return false;
    l->start.p = data.p;
    if (!der_take(&data, V_ASN1_INTEGER, &skip, NULL) || !der_take(&data, V_ASN1_SET, &skip, NULL) ||
        !der_take(&data, V_ASN1_SEQUENCE, &skip, NULL))
        return false;
    l->start.end = data.p;
    if (der_peek(&data) == (DER_CONTEXT | 0) && !der_take(&data, DER_CONTEXT | 0, &l->certs, NULL))
        return false;
    if (der_peek(&data) == (DER_CONTEXT | 1) && !der_take(&data, DER_CONTEXT | 1, &skip, NULL))
        return false;
    return der_take(&data, V_ASN1_SET, &skip, &l->signers) && der_len(&data) == 0;
}

/* The token without certificates and CRLs, which nothing signs: certificates are read one by one, of those met before
 * none is decoded again (that costs more than the signature), and CRLs of a stranger are not decoded at all. */
static const unsigned char *strip(TALLOC_CTX *mem, const struct layout *l, size_t *ret_len)
{
    int inside = (int)(der_len(&l->start) + der_len(&l->signers));
    int data = ASN1_object_size(1, inside, V_ASN1_SEQUENCE);
    int tagged = ASN1_object_size(1, data, 0);
    int all = ASN1_object_size(1, (int)der_len(&l->type) + tagged, V_ASN1_SEQUENCE);
    unsigned char *out = mem_array(mem, unsigned char, (size_t)all);
    unsigned char *p = out;

    ASN1_put_object(&p, 1, (int)der_len(&l->type) + tagged, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    memcpy(p, l->type.p, der_len(&l->type));
    p += der_len(&l->type);
    ASN1_put_object(&p, 1, data, 0, V_ASN1_CONTEXT_SPECIFIC);
    ASN1_put_object(&p, 1, inside, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    memcpy(p, l->start.p, der_len(&l->start));
    memcpy(p + der_len(&l->start), l->signers.p, der_len(&l->signers));
    *ret_len = (size_t)all;
    return out;
}

static bool take_certs(struct reading *r, struct der in)
{
    struct der skip;
    struct der whole;

    while (der_len(&in) > 0) {
        int tag = der_peek(&in);

        /* attribute certificates and other kinds are of no use here */
        if (tag < 0 || !der_take(&in, tag, &skip, &whole))
            return fail(r, "a certificate cannot be read");
        if (tag == V_ASN1_SEQUENCE && !take_cert(r, &whole))
            return false;
    }
    return true;
}

/* Some authorities send BER with lengths left open; OpenSSL writes it anew as DER. Nothing signed depends on it. */
static bool rewrite(struct reading *r, const unsigned char **der, size_t *len)
{
    const unsigned char *p = *der;
    CMS_ContentInfo *cms = mem_adopt(r->tmp, d2i_CMS_ContentInfo(NULL, &p, (long)*len), CMS_ContentInfo_free);
    int n = cms && p == *der + *len ? i2d_CMS_ContentInfo(cms, NULL) : 0;
    unsigned char *out;

    if (n <= 0 || (size_t)n > 2 * TSP_MAX_TOKEN)
        return false;
    out = mem_array(r->tmp, unsigned char, (size_t)n);
    i2d_CMS_ContentInfo(cms, &(unsigned char *){ out });
    *der = out;
    *len = (size_t)n;
    return true;
}

static bool open_container(struct reading *r, const unsigned char *der, size_t len)
{
    struct layout l;
    const unsigned char *p;
    size_t n = 0;

    if (len == 0 || len > TSP_MAX_TOKEN)
        return fail(r, "size out of bounds");
    if (!lay_out(der, len, &l) && (!rewrite(r, &der, &len) || !lay_out(der, len, &l)))
        return fail(r, "not signed CMS");
    if (l.signers.end != der + len)
        return fail(r, "bytes after the token");
    p = strip(r->tmp, &l, &n);
    r->cms = mem_adopt(r->tmp, d2i_CMS_ContentInfo(NULL, &p, (long)n), CMS_ContentInfo_free);
    if (!r->cms || OBJ_obj2nid(CMS_get0_type(r->cms)) != NID_pkcs7_signed)
        return fail(r, "not signed CMS");
    if (OBJ_obj2nid(CMS_get0_eContentType(r->cms)) != NID_id_smime_ct_TSTInfo)
        return fail(r, "content is not a TSTInfo");
    return one_signer(r) && take_certs(r, l.certs);
}

/* ---- who signed ---- */

/* Names the certificate when it is there (check: once), in SigningCertificate or SigningCertificateV2; with both, both
 * must. */
static bool named(const struct reading *r, X509 *cert)
{
    const int kinds[] = { NID_id_smime_aa_signingCertificate, NID_id_smime_aa_signingCertificateV2 };
    bool found = false;

    for (int i = 0; i < 2; i++) {
        const ASN1_STRING *value;

        if (CMS_signed_get_attr_by_NID(r->signer, kinds[i], -1) < 0)
            continue;
        value = CMS_signed_get0_data_by_OBJ(r->signer, OBJ_nid2obj(kinds[i]), -3, V_ASN1_SEQUENCE);
        if (!value || !ess_names(cert, ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value), i == 1))
            return false;
        found = true;
    }
    return found;
}

static bool find_signer(struct reading *r)
{
    for (int i = 0; i < r->token->n_certs && !r->token->cert; i++)
        if (CMS_SignerInfo_cert_cmp(r->signer, r->token->certs[i]) == 0)
            r->token->cert = r->token->certs[i];
    if (!r->token->cert)
        return fail(r, "the signer's certificate is not in the token");
    return named(r, r->token->cert) || fail(r, "the signing certificate attribute does not name the certificate");
}

bool tsp_stamps_only(X509 *cert)
{
    int critical = -1;
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(cert, NID_ext_key_usage, &critical, NULL);
    bool only = usage && critical == 1 && sk_ASN1_OBJECT_num(usage) == 1 &&
                OBJ_obj2nid(sk_ASN1_OBJECT_value(usage, 0)) == NID_time_stamp;

    EXTENDED_KEY_USAGE_free(usage);
    return only;
}

/* ---- the calculation ---- */

static bool is_strong(const struct cms_digest *digest)
{
    return digest && (digest->nid == NID_sha256 || digest->nid == NID_sha384 || digest->nid == NID_sha512);
}

/* RSA-PKCS1, RSA-PSS or ECDSA, with the same strong digest everywhere and the certificate's kind of key. */
static bool algorithms_fit(struct reading *r)
{
    X509_ALGOR *of_digest = NULL;
    X509_ALGOR *of_value = NULL;
    EVP_PKEY *key = X509_get0_pubkey(r->token->cert);
    const struct cms_digest *digest;
    const ASN1_OBJECT *oid = NULL;
    struct cms_method method;
    int kind = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;

    CMS_SignerInfo_get0_algs(r->signer, NULL, NULL, &of_digest, &of_value);
    X509_ALGOR_get0(&oid, NULL, NULL, of_digest);
    digest = cms_digest_of(oid);
    if (!is_strong(digest))
        return fail(r, "digest of the signature is not allowed");
    method = cms_method_of(of_value, digest);
    if (!method.uri || !method.digest)
        return fail(r, "signature algorithm is not supported");
    if (kind != method.key && (method.salt < 0 || kind != EVP_PKEY_RSA_PSS))
        return fail(r, "the certificate's key does not fit the signature");
    return true;
}

static bool content_type_signed(const struct reading *r)
{
    const ASN1_OBJECT *type =
        CMS_signed_get0_data_by_OBJ(r->signer, OBJ_nid2obj(NID_pkcs9_contentType), -3, V_ASN1_OBJECT);

    return type && OBJ_obj2nid(type) == NID_id_smime_ct_TSTInfo;
}

static void free_stack(STACK_OF(X509) * stack)
{
    sk_X509_free(stack);
}

static bool value_good(struct reading *r)
{
    STACK_OF(X509) *only = mem_adopt(r->tmp, sk_X509_new_null(), free_stack);
    BIO *out = mem_adopt(r->tmp, BIO_new(BIO_s_null()), BIO_free_all);
    const unsigned flags = CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY;

    if (!only || !out || sk_X509_push(only, r->token->cert) <= 0)
        mem_exhausted(1);
    return CMS_verify(r->cms, only, NULL, NULL, out, flags) == 1 || fail(r, "the signature does not hold");
}

static bool verify_signature(struct reading *r)
{
    if (!content_type_signed(r))
        return fail(r, "the content type is not among the signed attributes");
    return algorithms_fit(r) && value_good(r);
}

/* ---- what it states ---- */

static bool open_info(struct reading *r)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(r->cms);
    const unsigned char *p = content && *content ? ASN1_STRING_get0_data(*content) : NULL;
    const unsigned char *end = p ? p + ASN1_STRING_length(*content) : NULL;

    r->info = p ? mem_adopt(r->tmp, d2i_TS_TST_INFO(NULL, &p, end - p), TS_TST_INFO_free) : NULL;
    if (!r->info || p != end || TS_TST_INFO_get_version(r->info) != 1)
        return fail(r, "the TSTInfo cannot be read");
    if (TS_TST_INFO_get_ext_by_critical(r->info, 1, -1) >= 0)
        return fail(r, "an extension that is not known is critical");
    return true;
}

static bool imprint_fits(struct reading *r)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(r->info);
    const ASN1_OBJECT *oid = NULL;
    const ASN1_OCTET_STRING *value = TS_MSG_IMPRINT_get_msg(imprint);
    const struct cms_digest *digest;
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned n = 32;

    X509_ALGOR_get0(&oid, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    digest = cms_digest_of(oid);
    if (!is_strong(digest) || (r->sha256 && digest->nid != NID_sha256))
        return fail(r, "digest of the imprint is not allowed");
    if (r->sha256)
        memcpy(hash, r->sha256, n);
    else if (!cms_hash(digest, r->data, 1, hash, &n))
        return fail(r, "the digest cannot be calculated");
    if (ASN1_STRING_length(value) != (int)n || memcmp(ASN1_STRING_get0_data(value), hash, n) != 0)
        return fail(r, "the imprint is of other data");
    return true;
}

/* "YYYYMMDDHHMMSS[.f…]Z": seconds by OpenSSL, the fraction by hand. */
static bool read_time(struct reading *r)
{
    const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(r->info);
    const char *text = time ? (const char *)ASN1_STRING_get0_data(time) : "";
    int len = time ? ASN1_STRING_length(time) : 0;
    int64_t unit = 100000;

    if (len < 15 || text[len - 1] != 'Z' || !asn1_time(time, &r->token->gen_time))
        return fail(r, "the time cannot be read");
    if (text[14] != '.')
        return len == 15 || fail(r, "the time cannot be read");
    for (int i = 15; i < len - 1; i++, unit /= 10)
        r->token->gen_time += (text[i] - '0') * unit;
    return true;
}

static const char *hex(TALLOC_CTX *mem, const ASN1_INTEGER *number)
{
    BIGNUM *bn = ASN1_INTEGER_to_BN(number, NULL);
    char *text = bn ? BN_bn2hex(bn) : NULL;
    const char *copy = mem_strdup(mem, text ? text : "");

    OPENSSL_free(text);
    BN_free(bn);
    return copy;
}

static void read_names(struct reading *r)
{
    char policy[128] = "";

    OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(r->info), 1);
    r->token->policy = mem_strdup(r->mem, policy);
    r->token->serial = hex(r->mem, TS_TST_INFO_get_serial(r->info));
}

static bool read_token(struct reading *r, const void *der, size_t len, struct tsp_token *ret, const char **ret_problem)
{
    struct tsp_token token = { .policy = "", .serial = "" };
    bool good;

    r->token = &token;
    good = open_container(r, der, len) && find_signer(r) && open_info(r) && imprint_fits(r) && read_time(r);
    if (good && !tsp_stamps_only(token.cert))
        good = fail(r, "the certificate is not for time stamps alone");
    good = good && verify_signature(r);
    ERR_clear_error();
    if (!good) {
        *ret_problem = r->problem;
        return false;
    }
    read_names(r);
    *ret = token;
    return true;
}

bool tsp_read(TALLOC_CTX *mem, const void *der, size_t len, const void *data, size_t n_data, struct tsp_token *ret,
              const char **ret_problem)
{
    return tsp_read_shelved(mem, NULL, der, len, data, n_data, ret, ret_problem);
}

bool tsp_read_shelved(TALLOC_CTX *mem, const struct trust *trust, const void *der, size_t len, const void *data,
                      size_t n_data, struct tsp_token *ret, const char **ret_problem)
{
    MEM_SCOPE(tmp, mem);
    const struct cms_part part = { data, n_data };
    struct reading r = { .mem = mem, .tmp = tmp, .trust = trust, .data = &part };

    return read_token(&r, der, len, ret, ret_problem);
}

bool tsp_read_sha256(TALLOC_CTX *mem, const void *der, size_t len, const unsigned char sha256[32],
                     struct tsp_token *ret, const char **ret_problem)
{
    MEM_SCOPE(tmp, mem);
    struct reading r = { .mem = mem, .tmp = tmp, .sha256 = sha256 };

    return read_token(&r, der, len, ret, ret_problem);
}
