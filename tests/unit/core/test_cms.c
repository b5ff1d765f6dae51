/* core/sig/cms_verify: what OpenSSL signs as CAdES verifies; what was altered, swapped or weakened does not, each with its
 * own word; bytes of strangers do no harm. */
#include "core/sig/cms_verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <openssl/cms.h>
#include <openssl/ess.h>
#include <openssl/rsa.h>

#include "core/law/date.h"
#include "core/sig/cms_sign.h"
#include "core/sig/verify_box.h"
#include "core/sig/verify_cert.h"
#include "tests/support/evidence.h"
#include "tests/support/verify_kit.h"

#define TEXT "Wnoszę o wydanie zaświadczenia. Łódź, dnia 3 marca."

struct world {
    TALLOC_CTX *mem;
    struct key_set *ec;
    struct key_set *rsa;
    struct key_set *tsa;
    struct trust *trust;
    int64_t now;
    int64_t stamp_at;       /* what the clock of the authority shows */
    bool stamp_other_bytes; /* its stamps are of something else */
    uint64_t serial;
};

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    w->mem = mem;
    w->ec = key_set_new(mem, KEY_P256, "Jan Kowalski");
    w->rsa = key_set_new(mem, KEY_RSA2048, "Anna Nowak");
    w->trust = kit_trust(mem, w->ec->root, TRUST_QUALIFIED);
    kit_anchor(w->trust, w->rsa->root, TRUST_PERSONAL, TRUST_REVOCATION_IF_KNOWN);
    w->tsa = key_set_tsa(mem, KEY_P256, w->ec);
    w->now = (int64_t)time(NULL) * 1000000;
    w->stamp_at = w->now;
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->mem);
    return 0;
}

static struct verify_request request(const struct world *w, const void *data, size_t len)
{
    return (struct verify_request){ .data = data, .len = len, .purposes = TRUST_SIGNERS, .at = w->now };
}

static struct verify_report verify(struct world *w, const void *data, size_t len)
{
    struct verify_request rq = request(w, data, len);
    struct verify_report r;

    cms_verify(w->mem, &rq, w->trust, &r);
    return r;
}

static struct verify_report verify_beside(struct world *w, const void *data, size_t len, const char *content)
{
    const struct verify_file file = { "pismo.txt", content, strlen(content) };
    struct verify_request rq = request(w, data, len);
    struct verify_report r;

    cms_verify_detached(w->mem, &rq, w->trust, &file, &r);
    return r;
}

/* ---- good ---- */

static void attached_passes(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    struct verify_report r = verify(w, der, len);

    assert_true(cms_is(der, len));
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 1);
    assert_string_equal(r.signatures[0].format, "CAdES");
    assert_string_equal(r.signatures[0].level, "B-B");
    assert_string_equal(r.signatures[0].kind,
                        "niekwalifikowany"); /* its issuer is one of qualified certificates, it is not */
    assert_string_equal(r.signatures[0].signer, "Jan Kowalski");
    assert_string_equal(r.signatures[0].scope, "calosc");
    assert_int_equal(strlen(r.signatures[0].cert_sha256), 64);
    assert_true(r.signatures[0].signing_time[0] != '\0');
    assert_true(strstr(r.signatures[0].unchecked, "unieważniony"));
    assert_true(r.n_used >= 2);
}

static void detached_passes_with_its_file_only(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->rsa, TEXT, strlen(TEXT), CMS_CADES | CMS_DETACHED, NULL, &len);
    struct verify_report r = verify_beside(w, der, len, TEXT);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].kind, "osobisty");
    r = verify(w, der, len);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIGNED_DATA_NOT_FOUND", "11");
    r = verify_beside(w, der, len, "Wnoszę o coś innego.");
    kit_expect(&r, VERIFY_TOTAL_FAILED, "HASH_FAILURE", "23");
}

static void every_allowed_digest_passes(void **state)
{
    struct world *w = *state;
    const EVP_MD *digests[] = { EVP_sha256(), EVP_sha384(), EVP_sha512() };

    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        const struct key_set *keys[] = { w->ec, w->rsa };

        for (size_t k = 0; k < 2; k++) {
            size_t len = 0;
            const void *der = kit_cms(w->mem, keys[k], TEXT, strlen(TEXT), CMS_CADES, digests[i], &len);
            struct verify_report r = verify(w, der, len);

            kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
        }
    }
}

static const void *sign_pss(struct world *w, const EVP_MD *mask, size_t *ret_len)
{
    BIO *in = mem_adopt(w->mem, BIO_new_mem_buf(TEXT, -1), BIO_free_all);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, in, CMS_BINARY | CMS_PARTIAL);
    CMS_SignerInfo *info = CMS_add1_signer(cms, w->rsa->cert, w->rsa->key, EVP_sha256(), CMS_CADES | CMS_KEY_PARAM);
    EVP_PKEY_CTX *ctx = CMS_SignerInfo_get0_pkey_ctx(info);
    unsigned char *der = NULL;
    const void *copy;
    int n;

    assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, 32), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, mask), 1);
    assert_int_equal(CMS_final(cms, in, NULL, CMS_BINARY), 1);
    n = i2d_CMS_ContentInfo(cms, &der);
    CMS_ContentInfo_free(cms);
    copy = mem_dup(w->mem, der, (size_t)n);
    OPENSSL_free(der);
    *ret_len = (size_t)n;
    return copy;
}

static void pss_passes_when_its_hashes_agree(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = sign_pss(w, EVP_sha256(), &len);
    struct verify_report r = verify(w, der, len);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    der = sign_pss(w, EVP_sha512(), &len);
    r = verify(w, der, len);
    kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "16");
}

static void two_signers_are_two_reports(void **state)
{
    struct world *w = *state;
    BIO *in = mem_adopt(w->mem, BIO_new_mem_buf(TEXT, -1), BIO_free_all);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, in, CMS_BINARY | CMS_PARTIAL);
    unsigned char *der = NULL;
    struct verify_report r;
    int n;

    CMS_add1_signer(cms, w->rsa->cert, w->rsa->key, EVP_sha256(), CMS_CADES);
    CMS_add1_signer(cms, w->ec->cert, w->ec->key, EVP_sha384(), CMS_CADES);
    assert_int_equal(CMS_final(cms, in, NULL, CMS_BINARY), 1);
    n = i2d_CMS_ContentInfo(cms, &der);
    CMS_ContentInfo_free(cms);
    r = verify(w, der, (size_t)n);
    OPENSSL_free(der);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 2);
    assert_string_not_equal(r.signatures[0].signer, r.signatures[1].signer);
}

/* ---- refused ---- */

static void without_the_certificate_named_it_is_no_ades(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), 0, NULL, &len);
    struct verify_report r = verify(w, der, len);

    kit_expect(&r, VERIFY_INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "24");
    der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_NOATTR, NULL, &len);
    r = verify(w, der, len);
    kit_expect(&r, VERIFY_INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "24");
    der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES | CMS_NOCERTS, NULL, &len);
    r = verify(w, der, len);
    kit_expect(&r, VERIFY_INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "24");
}

/* The value by the digest, the certificate named by SHA-256: only the method can be refused. */
static const void *sign_weak(struct world *w, const EVP_MD *digest, size_t *ret_len)
{
    BIO *in = mem_adopt(w->mem, BIO_new_mem_buf(TEXT, -1), BIO_free_all);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, in, CMS_BINARY | CMS_PARTIAL);
    CMS_SignerInfo *info = CMS_add1_signer(cms, w->rsa->cert, w->rsa->key, digest, 0);
    ESS_SIGNING_CERT_V2 *named = OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), w->rsa->cert, NULL, 1);
    unsigned char *der = NULL;
    const void *copy;
    int n = i2d_ESS_SIGNING_CERT_V2(named, &der);

    assert_int_equal(CMS_signed_add1_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE, der, n),
                     1);
    OPENSSL_free(der);
    ESS_SIGNING_CERT_V2_free(named);
    assert_int_equal(CMS_final(cms, in, NULL, CMS_BINARY), 1);
    der = NULL;
    n = i2d_CMS_ContentInfo(cms, &der);
    CMS_ContentInfo_free(cms);
    copy = mem_dup(w->mem, der, (size_t)n);
    OPENSSL_free(der);
    *ret_len = (size_t)n;
    return copy;
}

static void weak_digests_are_refused(void **state)
{
    struct world *w = *state;
    const EVP_MD *digests[] = { EVP_sha1(), EVP_md5(), EVP_sha224() };

    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        size_t len = 0;
        const void *der = sign_weak(w, digests[i], &len);
        struct verify_report r = verify(w, der, len);

        kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "16");
        der = kit_cms(w->mem, w->rsa, TEXT, strlen(TEXT), CMS_CADES, digests[i], &len);
        r = verify(w, der, len);
        kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "24");
    }
}

static void weak_keys_are_refused(void **state)
{
    struct world *w = *state;
    const enum key_kind kinds[] = { KEY_RSA1024, KEY_SECP256K1 };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct key_set *keys = key_set_new(w->mem, kinds[i], "Słaby");
        size_t len = 0;
        const void *der = kit_cms(w->mem, keys, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
        struct verify_report r;

        kit_anchor(w->trust, keys->root, TRUST_PARTNER, TRUST_REVOCATION_IF_KNOWN);
        r = verify(w, der, len);
        kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "17");
    }
}

static void our_own_keys_must_be_longer(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->rsa, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    struct verify_request rq = request(w, der, len);
    struct verify_report r;

    rq.profile = VERIFY_NARROW;
    cms_verify(w->mem, &rq, w->trust, &r);
    kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "17");
}

/* The sandbox allows all that the engines need, for every scheme they know. */
static void sandbox_gives_the_same_answers(void **state)
{
    struct world *w = *state;
    struct app *app = mem_zero(w->mem, struct app);
    struct verify_request rq[3];
    size_t len = 0;
    const void *der = sign_pss(w, EVP_sha256(), &len);

    app->mem = app;
    verify_box_start(app);
    rq[0] = request(w, der, len);
    der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, EVP_sha512(), &len);
    rq[1] = request(w, der, len);
    der = kit_cms(w->mem, w->rsa, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    rq[2] = request(w, der, len);
    for (size_t i = 0; i < 3; i++) {
        struct verify_report r;

        verify_box(w->mem, app, &rq[i], w->trust, &r);
        kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    }
}

static void strangers_and_wrong_purposes_are_not_trusted(void **state)
{
    struct world *w = *state;
    struct key_set *stranger = key_set_new(w->mem, KEY_P256, "Obcy");
    size_t len = 0;
    const void *der = kit_cms(w->mem, stranger, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    struct verify_report r = verify(w, der, len);
    struct verify_request rq;

    kit_expect(&r, VERIFY_INDETERMINATE, NULL, "25");
    der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    rq = request(w, der, len);
    rq.purposes = TRUST_PROFILE;
    cms_verify(w->mem, &rq, w->trust, &r);
    kit_expect(&r, VERIFY_INDETERMINATE, NULL, "25");
}

static void time_that_has_not_come_is_refused(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    struct verify_request rq = request(w, der, len);
    struct verify_report r;

    rq.at = w->now - INT64_C(3600000000);
    cms_verify(w->mem, &rq, w->trust, &r);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "28");
}

/* Another certificate of the same key and the same name: the attribute names one, the certificates hold the other. */
static void swapped_certificate_is_found(void **state)
{
    struct world *w = *state;
    struct key_set other = *w->ec;
    BIO *in = mem_adopt(w->mem, BIO_new_mem_buf(TEXT, -1), BIO_free_all);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, in, CMS_BINARY | CMS_PARTIAL);
    unsigned char *der = NULL;
    struct verify_report r;
    int n;

    other.cert = cert_new(
        w->mem, &(struct cert_spec){
                    .cn = "Jan Kowalski", .key = w->ec->key, .issuer = w->ec->root, .issuer_key = w->ec->root_key });
    CMS_add1_signer(cms, w->ec->cert, w->ec->key, EVP_sha256(), CMS_CADES | CMS_NOCERTS);
    CMS_add1_cert(cms, other.cert);
    assert_int_equal(CMS_final(cms, in, NULL, CMS_BINARY), 1);
    n = i2d_CMS_ContentInfo(cms, &der);
    CMS_ContentInfo_free(cms);
    r = verify(w, der, (size_t)n);
    OPENSSL_free(der);
    kit_expect(&r, VERIFY_INDETERMINATE, "NO_SIGNING_CERTIFICATE_FOUND", "24");
}

/* ---- time stamps ---- */

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    struct world *w = arg;
    unsigned char hash[32];

    memcpy(hash, sha256, sizeof hash);
    hash[0] ^= w->stamp_other_bytes;
    return tsp_make(mem, w->tsa->key, w->tsa->cert, &w->tsa->cert, 1, "1.3.6.1.4.1.99999.1", ++w->serial, w->stamp_at,
                    hash, ret_der, ret_len);
}

static const unsigned char *sign_stamped(struct world *w, const struct key_set *keys, size_t *ret_len)
{
    const struct tsp_source source = { stamp, w };
    X509 *chain[] = { keys->cert };
    const struct cms_by by = { keys->key, chain, 1, &source };
    unsigned char sha256[32];
    const unsigned char *der = NULL;

    EVP_Digest(TEXT, strlen(TEXT), sha256, NULL, EVP_sha256(), NULL);
    assert_true(cms_sign_digest(w->mem, &by, sha256, &der, ret_len));
    return der;
}

static struct verify_report verify_stamped(struct world *w, const struct key_set *keys)
{
    size_t len = 0;
    const unsigned char *der = sign_stamped(w, keys, &len);

    return verify_beside(w, der, len, TEXT);
}

static void trusted_stamp_gives_the_time(void **state)
{
    struct world *w = *state;
    struct verify_report r;

    kit_anchor(w->trust, w->ec->root, TRUST_TSA, TRUST_REVOCATION_IF_KNOWN);
    r = verify_stamped(w, w->ec);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].level, "B-T");
    assert_string_equal(r.signatures[0].stamp_time, date_iso_utc(w->mem, w->stamp_at));
    assert_string_equal(r.signatures[0].signing_time, "");
}

static void stamp_of_a_stranger_does_not_count(void **state)
{
    struct world *w = *state;
    struct verify_report r = verify_stamped(w, w->ec);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].level, "B-B");
    assert_true(strstr(r.signatures[0].unchecked, "znacznik czasu"));
}

static void stamp_of_other_bytes_is_a_fault(void **state)
{
    struct world *w = *state;
    struct verify_report r;

    kit_anchor(w->trust, w->ec->root, TRUST_TSA, TRUST_REVOCATION_IF_KNOWN);
    w->stamp_other_bytes = true;
    r = verify_stamped(w, w->ec);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "30");
}

/* Signed and stamped while the certificate was valid, looked at when it is not any more. */
static void stamp_outlives_the_certificate(void **state)
{
    struct world *w = *state;
    struct key_set old = *w->ec;
    struct verify_report r;

    old.cert = cert_new(w->mem, &(struct cert_spec){ .cn = "Jan Kowalski",
                                                     .key = old.key,
                                                     .issuer = old.root,
                                                     .issuer_key = old.root_key,
                                                     .to_days = 10,
                                                     .qc = KEYS_QC_SIGNATURE });
    kit_anchor(w->trust, w->ec->root, TRUST_TSA, TRUST_REVOCATION_IF_KNOWN);
    w->now += INT64_C(20) * 86400 * 1000000;
    r = verify_stamped(w, &old);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].kind, "kwalifikowany");
    w->stamp_at = w->now;
    r = verify_stamped(w, &old);
    assert_int_not_equal(r.indication, VERIFY_TOTAL_PASSED);
}

/* ---- evidence inside ---- */

/* The same signature with a CRL put beside it, of the time before and after the certificate was revoked. */
static void enclosed_evidence_is_judged(void **state)
{
    struct world *w = *state;
    struct key_set *keys = key_set_new(w->mem, KEY_P256, "Ewa Lis");
    const struct {
        X509 *revoked;
        int64_t at;
        enum verify_indication indication;
        const char *word;
        const char *level;
    } cases[] = {
        { NULL, 0, VERIFY_TOTAL_PASSED, "", "B-LT" },
        { keys->cert, w->now - INT64_C(3600000000), VERIFY_TOTAL_FAILED, "REVOKED", "B-T" },
        { keys->cert, w->now + INT64_C(3600000000), VERIFY_TOTAL_PASSED, "", "B-LT" },
    };

    kit_anchor(w->trust, w->ec->root, TRUST_TSA, TRUST_REVOCATION_IF_KNOWN);
    kit_anchor(w->trust, keys->root, TRUST_QUALIFIED, TRUST_REVOCATION_REQUIRED);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evidence list = crl_new(w->mem, &(struct crl_spec){ .issuer = keys->root,
                                                                   .issuer_key = keys->root_key,
                                                                   .this_update = w->now,
                                                                   .next_update = w->now + INT64_C(86400000000),
                                                                   .cert = cases[i].revoked,
                                                                   .revoked_at = cases[i].at,
                                                                   .reason = -1 });
        const unsigned char *p = list.der;
        X509_CRL *crl = d2i_X509_CRL(NULL, &p, (long)list.len);
        size_t len = 0;
        const unsigned char *der = sign_stamped(w, keys, &len);
        CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &der, (long)len);
        unsigned char *out = NULL;
        struct verify_report r;
        int n;

        assert_int_equal(CMS_add1_crl(cms, crl), 1);
        n = i2d_CMS_ContentInfo(cms, &out);
        CMS_ContentInfo_free(cms);
        X509_CRL_free(crl);
        r = verify_beside(w, out, (size_t)n, TEXT);
        OPENSSL_free(out);
        kit_expect(&r, cases[i].indication, cases[i].word, NULL);
        assert_string_equal(r.signatures[0].level, cases[i].level);
    }
}

static void missing_evidence_is_asked_for(void **state)
{
    struct world *w = *state;
    struct key_set *keys = key_set_new(w->mem, KEY_P256, "Ewa Lis");
    struct verify_report r;

    kit_anchor(w->trust, keys->root, TRUST_QUALIFIED, TRUST_REVOCATION_REQUIRED);
    r = verify_stamped(w, keys);
    kit_expect(&r, VERIFY_INDETERMINATE, "TRY_LATER", "29");
    assert_int_equal(r.n_missing, 1);
    assert_true(r.missing[0].cert_len > 0 && r.missing[0].issuer_len > 0);
}

/* ---- hostile bytes ---- */

static void every_changed_byte_is_noticed(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    unsigned char *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    size_t text = (size_t)((unsigned char *)memmem(der, len, TEXT, strlen(TEXT)) - der);

    for (size_t i = 0; i < len; i++) {
        MEM_SCOPE(tmp, w->mem);
        struct verify_request rq = request(w, der, len);
        struct verify_report r;

        der[i] ^= 0x01;
        cms_verify(tmp, &rq, w->trust, &r);
        der[i] ^= 0x01;
        /* what the standard leaves unsigned (versions, the list of digests) may change without any meaning */
        if (r.indication == VERIFY_TOTAL_PASSED)
            assert_true((i < text || i >= text + strlen(TEXT)) && r.n == 1 &&
                        strcmp(r.signatures[0].signer, "Jan Kowalski") == 0);
    }
}

static void truncated_and_trailing_bytes_are_refused(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    unsigned char *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    unsigned char *longer = mem_array(w->mem, unsigned char, len + 1);

    for (size_t n = 0; n < len; n++) {
        MEM_SCOPE(tmp, w->mem);
        unsigned char *part = mem_dup(tmp, der, n);
        struct verify_request rq = request(w, part, n);
        struct verify_report r;

        cms_verify(tmp, &rq, w->trust, &r);
        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", NULL);
    }
    memcpy(longer, der, len);
    {
        struct verify_report r = verify(w, longer, len + 1);

        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", NULL);
    }
}

static void size_is_limited(void **state)
{
    struct world *w = *state;
    size_t len = 0;
    const void *der = kit_cms(w->mem, w->ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    struct verify_request rq = request(w, der, len);
    struct verify_report r;

    rq.max = len - 1;
    cms_verify(w->mem, &rq, w->trust, &r);
    kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(attached_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(detached_passes_with_its_file_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_allowed_digest_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pss_passes_when_its_hashes_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_signers_are_two_reports, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_the_certificate_named_it_is_no_ades, set_up, tear_down),
        cmocka_unit_test_setup_teardown(weak_digests_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(weak_keys_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strangers_and_wrong_purposes_are_not_trusted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(time_that_has_not_come_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(swapped_certificate_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(trusted_stamp_gives_the_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stamp_of_a_stranger_does_not_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stamp_of_other_bytes_is_a_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stamp_outlives_the_certificate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(enclosed_evidence_is_judged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(missing_evidence_is_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(our_own_keys_must_be_longer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sandbox_gives_the_same_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(truncated_and_trailing_bytes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(size_is_limited, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
