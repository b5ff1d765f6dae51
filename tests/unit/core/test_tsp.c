/* core/trust/tsp: tokens made by ourselves and by the openssl command are read by both; everything RFC 3161 forbids is
 * refused with its own reason; no bytes whatever do harm. */
#include "core/trust/tsp.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/keys.h"

#define POLICY "1.3.6.1.4.1.99999.1.1"
#define DATA "Gmina Santok, poświadczenie"
#define AT INT64_C(1795600000123000)

struct world {
    TALLOC_CTX *mem;
    const char *dir;
    struct key_set *root;
    struct key_set *ec;
    struct key_set *rsa;
};

struct token {
    const unsigned char *der;
    size_t len;
};

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    w->mem = mem;
    w->dir = temp_dir(mem);
    w->root = key_set_new(mem, KEY_P256, "Podpisujący");
    w->ec = key_set_tsa(mem, KEY_P256, w->root);
    w->rsa = key_set_tsa(mem, KEY_RSA3072, w->root);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(((struct world *)*state)->mem);
    return 0;
}

/* ---- helpers ---- */

static const char *path(struct world *w, const char *name)
{
    return mem_printf(w->mem, "%s/%s", w->dir, name);
}

static void run(struct world *w, const char *command)
{
    const char *line = mem_printf(w->mem, "cd %s && { %s; } >out 2>&1", w->dir, command);

    if (system(line) != 0) {
        (void)!system(mem_printf(w->mem, "cat %s/out >&2", w->dir));
        fail_msg("%s", command);
    }
}

static struct token load(struct world *w, const char *name)
{
    unsigned char *data = mem_array(w->mem, unsigned char, TSP_MAX_TOKEN);
    FILE *f = fopen(path(w, name), "r");
    struct token t = { data, 0 };

    assert_non_null(f);
    t.len = fread(data, 1, TSP_MAX_TOKEN, f);
    fclose(f);
    return t;
}

static void digest_of(const char *data, unsigned char sha256[32])
{
    assert_int_equal(EVP_Digest(data, strlen(data), sha256, NULL, EVP_sha256(), NULL), 1);
}

static struct token make(struct world *w, const struct key_set *set)
{
    X509 *chain[] = { set->cert, set->root };
    unsigned char hash[32];
    const void *der = NULL;
    struct token t = { NULL, 0 };

    digest_of(DATA, hash);
    assert_true(tsp_make(w->mem, set->key, set->cert, chain, 2, POLICY, 0xABCDEF0123456789u, AT, hash, &der, &t.len));
    t.der = der;
    return t;
}

static bool reads(struct world *w, struct token t, struct tsp_token *ret, const char **ret_problem)
{
    return tsp_read(w->mem, t.der, t.len, DATA, strlen(DATA), ret, ret_problem);
}

static struct tsp_token good(struct world *w, struct token t)
{
    struct tsp_token token = { .gen_time = 0 };
    const char *problem = "";

    if (!reads(w, t, &token, &problem))
        fail_msg("%s", problem);
    return token;
}

static void refused(struct world *w, struct token t, const char *expected)
{
    struct tsp_token token = { .gen_time = 7 };
    const char *problem = NULL;

    assert_false(reads(w, t, &token, &problem));
    assert_non_null(problem);
    if (strcmp(problem, expected) != 0)
        fail_msg("expected \"%s\", got \"%s\"", expected, problem);
    assert_int_equal(token.gen_time, 7);
}

/* ---- what we make ---- */

static void our_tokens_are_read(void **state)
{
    struct world *w = *state;
    const struct key_set *sets[] = { w->ec, w->rsa };

    for (int i = 0; i < 2; i++) {
        struct tsp_token t = good(w, make(w, sets[i]));

        assert_int_equal(t.gen_time, AT);
        assert_string_equal(t.policy, POLICY);
        assert_string_equal(t.serial, "ABCDEF0123456789");
        assert_int_equal(t.n_certs, 1); /* the root proves nothing */
        assert_int_equal(X509_cmp(t.cert, sets[i]->cert), 0);
    }
}

static void openssl_verifies_our_tokens(void **state)
{
    struct world *w = *state;
    const struct key_set *sets[] = { w->ec, w->rsa };

    cert_write(path(w, "root.pem"), w->root->root);
    file_write(path(w, "data"), DATA, strlen(DATA));
    for (int i = 0; i < 2; i++) {
        struct token t = make(w, sets[i]);

        file_write(path(w, "token"), t.der, t.len);
        run(w, "openssl ts -verify -data data -in token -token_in -CAfile root.pem");
        run(w, "openssl ts -reply -in token -token_in -text | grep -q 'Accuracy: 0x01 seconds'");
    }
}

static void what_cannot_stamp_makes_no_token(void **state)
{
    struct world *w = *state;
    unsigned char hash[32] = { 0 };
    const void *der = NULL;
    size_t len = 0;
    const struct {
        EVP_PKEY *key;
        X509 *cert;
        const char *policy;
    } cases[] = {
        { w->root->key, w->root->cert, POLICY },
        { w->ec->key, w->rsa->cert, POLICY },
        { w->ec->key, w->ec->cert, "polityka" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_false(tsp_make(w->mem, cases[i].key, cases[i].cert, NULL, 0, cases[i].policy, 1, AT, hash, &der, &len));
}

/* ---- what others make ---- */

static void openssl_files(struct world *w, const struct key_set *set)
{
    const char *conf = "[tsa]\ndefault_tsa=one\n[one]\nserial=./serial\ncrypto_device=builtin\nsigner_cert=./tsa.pem\n"
                       "signer_key=./tsa.key\nsigner_digest=sha256\ndefault_policy=" POLICY "\ndigests=sha1,sha256,"
                       "sha384,sha512\naccuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\n"
                       "ess_cert_id_alg=@ALG@\n";

    cert_write(path(w, "tsa.pem"), set->cert);
    key_write(path(w, "tsa.key"), set->key);
    file_write(path(w, "conf"), conf, strlen(conf));
    file_write(path(w, "data"), DATA, strlen(DATA));
}

static struct token by_openssl(struct world *w, const char *digest, const char *ess)
{
    run(w, mem_printf(w->mem,
                      "sed 's/@ALG@/%s/' conf >conf2 && openssl ts -query -data data -%s -cert -out q && "
                      "openssl ts -reply -config conf2 -queryfile q -token_out -out token",
                      ess, digest));
    return load(w, "token");
}

static void tokens_of_openssl_are_read(void **state)
{
    static const char *const digests[] = { "sha256", "sha384", "sha512" };
    static const char *const ess[] = { "sha1", "sha256", "sha512" };
    struct world *w = *state;
    const struct key_set *sets[] = { w->ec, w->rsa };

    for (int s = 0; s < 2; s++) {
        openssl_files(w, sets[s]);
        for (int i = 0; i < 3; i++)
            assert_string_equal(good(w, by_openssl(w, digests[i], ess[i])).policy, POLICY);
    }
    refused(w, by_openssl(w, "sha1", "sha256"), "digest of the imprint is not allowed");
}

/* The same token as BER: the outermost length left open. */
static void open_lengths_are_read(void **state)
{
    struct world *w = *state;
    struct token t = make(w, w->ec);
    unsigned char *ber = mem_array(w->mem, unsigned char, t.len + 3);
    size_t head = t.der[1] == 0x82 ? 4 : 3;
    size_t n = t.len - head + 4;

    assert_int_equal(t.der[0], 0x30);
    memcpy(ber, "\x30\x80", 2);
    memcpy(ber + 2, t.der + head, t.len - head); /* two zero bytes follow */
    assert_int_equal(good(w, (struct token){ ber, n }).gen_time, AT);
    refused(w, (struct token){ ber, n - 1 }, "not signed CMS");
    refused(w, (struct token){ ber, n + 1 }, "not signed CMS");
}

static void without_its_certificate_it_is_refused(void **state)
{
    struct world *w = *state;

    openssl_files(w, w->ec);
    run(w, "sed 's/@ALG@/sha256/' conf >conf2 && openssl ts -query -data data -sha256 -out q && "
           "openssl ts -reply -config conf2 -queryfile q -token_out -out token");
    refused(w, load(w, "token"), "the signer's certificate is not in the token");
}

/* ---- a token of any shape ---- */

struct shape {
    struct key_set *set;
    struct key_set *second; /* another signer */
    const EVP_MD *md;
    bool pss;
    bool no_ess;
    bool data_type;  /* content of type id-data */
    bool trailing;   /* a byte after the TSTInfo */
    bool many_certs; /* more than a token may carry */
};

static const unsigned char *info_of(struct world *w, size_t *ret_len)
{
    struct token t = make(w, w->ec);
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &(const unsigned char *){ t.der }, (long)t.len);
    const ASN1_OCTET_STRING *content = *CMS_get0_content(cms);
    const unsigned char *copy = mem_dup(w->mem, ASN1_STRING_get0_data(content), (size_t)ASN1_STRING_length(content));

    *ret_len = (size_t)ASN1_STRING_length(content);
    CMS_ContentInfo_free(cms);
    return copy;
}

static void add_signer(CMS_ContentInfo *cms, const struct shape *s, const struct key_set *set)
{
    unsigned flags =
        CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL | (s->no_ess ? 0 : CMS_CADES) | (s->pss ? CMS_KEY_PARAM : 0);
    CMS_SignerInfo *signer = CMS_add1_signer(cms, set->cert, set->key, s->md ? s->md : EVP_sha256(), flags);

    assert_non_null(signer);
    if (s->pss) {
        EVP_PKEY_CTX *ctx = CMS_SignerInfo_get0_pkey_ctx(signer);

        assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING), 1);
        assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST), 1);
    }
}

static struct token shaped(struct world *w, const struct shape *s)
{
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL);
    size_t len = 0;
    const unsigned char *info = info_of(w, &len);
    BIO *bio = BIO_new_mem_buf(info, (int)len + (s->trailing ? 1 : 0)); /* one zero byte follows a copy */
    unsigned char *der = NULL;
    struct token t;
    int n;

    if (!s->data_type)
        assert_int_equal(CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)), 1);
    add_signer(cms, s, s->set);
    if (s->second)
        add_signer(cms, s, s->second);
    for (int i = 0; s->many_certs && i < TSP_MAX_CERTS; i++)
        assert_int_equal(CMS_add1_cert(cms, key_set_tsa(w->mem, KEY_P256, w->root)->cert), 1);
    assert_int_equal(CMS_final(cms, bio, NULL, CMS_BINARY), 1);
    n = i2d_CMS_ContentInfo(cms, &der);
    t = (struct token){ mem_dup(w->mem, der, (size_t)n), (size_t)n };
    OPENSSL_free(der);
    BIO_free(bio);
    CMS_ContentInfo_free(cms);
    return t;
}

static struct key_set *with_usage(struct world *w, const char *usage)
{
    struct key_set *set = mem_zero(w->mem, struct key_set);
    struct cert_spec spec = {
        .cn = "Inny", .issuer = w->root->root, .issuer_key = w->root->root_key, .ext_key_usage = usage
    };

    *set = *w->ec;
    spec.key = set->key;
    set->cert = cert_new(w->mem, &spec);
    return set;
}

static void shapes(void **state)
{
    struct world *w = *state;
    const char *no_usage = "the certificate is not for time stamps alone";
    const struct {
        struct shape shape;
        const char *problem; /* NULL: read */
    } cases[] = {
        { { .set = w->ec }, NULL },
        { { .set = w->rsa }, NULL },
        { { .set = w->rsa, .pss = true }, NULL },
        { { .set = w->rsa, .pss = true, .md = EVP_sha512() }, NULL },
        { { .set = w->ec, .md = EVP_sha384() }, NULL },
        { { .set = w->ec, .md = EVP_sha1() }, "digest of the signature is not allowed" },
        { { .set = w->ec, .second = w->rsa }, "not exactly one signer" },
        { { .set = w->ec, .no_ess = true }, "the signing certificate attribute does not name the certificate" },
        { { .set = w->ec, .data_type = true }, "content is not a TSTInfo" },
        { { .set = w->ec, .trailing = true }, "the TSTInfo cannot be read" },
        { { .set = w->ec, .many_certs = true }, "too many certificates" },
        { { .set = with_usage(w, NULL) }, no_usage },
        { { .set = with_usage(w, "timeStamping") }, no_usage },
        { { .set = with_usage(w, "critical,timeStamping,emailProtection") }, no_usage },
        { { .set = with_usage(w, "critical,emailProtection") }, no_usage },
        { { .set = with_usage(w, "critical,timeStamping") }, NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct token t = shaped(w, &cases[i].shape);

        if (cases[i].problem)
            refused(w, t, cases[i].problem);
        else
            assert_int_equal(good(w, t).gen_time, AT);
    }
}

/* A certificate of the same name, serial number and key, of the same length: ECDSA values come in three lengths. */
static const unsigned char *twin_of(struct world *w, X509 *cert, size_t len)
{
    X509 *twin = mem_adopt(w->mem, X509_dup(cert), X509_free);
    unsigned char *der = mem_array(w->mem, unsigned char, len + 16);
    int n = 0;

    X509_gmtime_adj(X509_getm_notAfter(twin), 86400);
    for (int i = 0; i < 500 && n != (int)len; i++) {
        assert_true(X509_sign(twin, w->root->root_key, EVP_sha256()) > 0);
        n = i2d_X509(twin, &(unsigned char *){ der });
    }
    assert_int_equal(n, len);
    return der;
}

/* It fits the signer's identifier, and the signature holds with its key; only the attribute tells it apart. */
static void a_swapped_certificate_is_found(void **state)
{
    struct world *w = *state;
    struct token t = make(w, w->ec);
    unsigned char *copy = mem_dup(w->mem, t.der, t.len);
    size_t len = (size_t)i2d_X509(w->ec->cert, NULL);
    unsigned char *cert = mem_array(w->mem, unsigned char, len);
    unsigned char *at;

    i2d_X509(w->ec->cert, &(unsigned char *){ cert });
    at = memmem(copy, t.len, cert, len);
    assert_non_null(at);
    memcpy(at, twin_of(w, w->ec->cert, len), len);
    refused(w, (struct token){ copy, t.len }, "the signing certificate attribute does not name the certificate");
}

/* ---- wrong bytes ---- */

static void other_data_does_not_fit(void **state)
{
    struct world *w = *state;
    struct token t = make(w, w->ec);
    struct tsp_token token;
    const char *problem = "";

    assert_false(tsp_read(w->mem, t.der, t.len, DATA "x", strlen(DATA) + 1, &token, &problem));
    assert_string_equal(problem, "the imprint is of other data");
    assert_false(tsp_read(w->mem, t.der, t.len, "", 0, &token, &problem));
}

static void cut_and_stretched_tokens_are_refused(void **state)
{
    struct world *w = *state;
    struct token t = make(w, w->ec);
    unsigned char *longer = mem_dup(w->mem, t.der, t.len);
    unsigned char *huge = mem_array(w->mem, unsigned char, TSP_MAX_TOKEN + 1);
    struct tsp_token token;
    const char *problem = NULL;

    for (size_t n = 0; n < t.len; n++) {
        unsigned char *exact = memcpy(malloc(n + 1), t.der, n); /* so that a read too far is seen */

        assert_false(tsp_read(w->mem, exact, n, DATA, strlen(DATA), &token, &problem));
        free(exact);
    }
    refused(w, (struct token){ longer, t.len + 1 }, "bytes after the token");
    memcpy(huge, t.der, t.len);
    refused(w, (struct token){ huge, TSP_MAX_TOKEN + 1 }, "size out of bounds");
}

/* Every byte is either covered or read strictly: a change is refused, or it is in the part of the container that says
 * nothing (versions, the certificate's own signature is the caller's to judge). No change gives another time. */
static void changed_bytes_never_change_the_statement(void **state)
{
    struct world *w = *state;
    struct token t = make(w, w->ec);
    int accepted = 0;

    for (size_t i = 0; i < t.len; i++) {
        unsigned char *copy = mem_dup(w->mem, t.der, t.len);
        struct tsp_token token = { .gen_time = 0 };
        const char *problem = NULL;

        copy[i] ^= (unsigned char)(1u << (i % 8));
        if (!reads(w, (struct token){ copy, t.len }, &token, &problem)) {
            assert_non_null(problem);
            continue;
        }
        accepted++;
        assert_int_equal(token.gen_time, AT);
        assert_string_equal(token.policy, POLICY);
        assert_int_equal(X509_cmp(token.cert, w->ec->cert), 0);
    }
    assert_true(accepted < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_tokens_are_read),
        cmocka_unit_test(openssl_verifies_our_tokens),
        cmocka_unit_test(what_cannot_stamp_makes_no_token),
        cmocka_unit_test(tokens_of_openssl_are_read),
        cmocka_unit_test(open_lengths_are_read),
        cmocka_unit_test(without_its_certificate_it_is_refused),
        cmocka_unit_test(shapes),
        cmocka_unit_test(a_swapped_certificate_is_found),
        cmocka_unit_test(other_data_does_not_fit),
        cmocka_unit_test(cut_and_stretched_tokens_are_refused),
        cmocka_unit_test(changed_bytes_never_change_the_statement),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
