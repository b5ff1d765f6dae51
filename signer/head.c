/* Heads of trees: a plain signature that `openssl dgst -verify` checks, and a time stamp that `openssl ts -verify` checks,
 * over the same bytes. */
#include "signer/head.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "core/base/buf.h"
#include "signer/type.h"

#define ANSWER_MAX ((size_t)200 << 10)

static const char *sign(TALLOC_CTX *mem, EVP_PKEY *key, const void *text, size_t len, unsigned char **ret_sig,
                        size_t *ret_n)
{
    EVP_MD_CTX *md = mem_adopt(mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);
    size_t n = 0;
    unsigned char *sig;

    if (EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key) != 1 || EVP_DigestSign(md, NULL, &n, text, len) != 1)
        return "signing failed";
    sig = mem_array(mem, unsigned char, n);
    if (EVP_DigestSign(md, sig, &n, text, len) != 1)
        return "signing failed";
    *ret_sig = sig;
    *ret_n = n;
    return NULL;
}

/* With the key of the certificate, as everybody else will. */
static const char *verify(TALLOC_CTX *mem, const X509 *cert, const void *text, size_t len, const unsigned char *sig,
                          size_t n)
{
    EVP_MD_CTX *md = mem_adopt(mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);

    if (EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, X509_get0_pubkey(cert)) != 1 ||
        EVP_DigestVerify(md, sig, n, text, len) != 1)
        return "own verification of the signature failed";
    return NULL;
}

static const char *stamp(TALLOC_CTX *mem, const struct signing *s, const void **ret_der, size_t *ret_n)
{
    struct tsp_token token;
    const char *problem = NULL;

    if (!s->stamps->stamp(s->stamps->arg, mem, s->hash, ret_der, ret_n))
        return "no time stamp";
    return tsp_read_sha256(mem, *ret_der, *ret_n, s->hash, &token, &problem) ? NULL : problem;
}

static void add_field(struct buf *b, const void *data, size_t n)
{
    const char head[] = { (char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n };

    buf_add(b, head, sizeof head);
    buf_add(b, data, n);
}

static bool add_chain(TALLOC_CTX *mem, struct buf *b, const struct unit_key *key)
{
    BIO *bio = mem_adopt(mem, BIO_new(BIO_s_mem()), BIO_free_all);
    char *pem = NULL;
    long n;

    for (int i = 0; i < key->n_chain; i++)
        if (PEM_write_bio_X509(bio, key->chain[i]) != 1)
            return false;
    n = BIO_get_mem_data(bio, &pem);
    add_field(b, pem, (size_t)n);
    return n > 0;
}

const char *head_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status)
{
    (void)mem;
    (void)ret_status;
    return head_problem(s->data, s->len, s->jst, s->now);
}

const char *head_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len)
{
    struct buf b = buf_new(mem, ANSWER_MAX);
    unsigned char *sig = NULL;
    const void *token = NULL;
    size_t n_sig = 0;
    size_t n_token = 0;
    const char *problem = sign(mem, s->key->key, s->data, s->len, &sig, &n_sig);

    if (!problem)
        problem = verify(mem, s->key->chain[0], s->data, s->len, sig, n_sig);
    if (!problem)
        problem = stamp(mem, s, &token, &n_token);
    ERR_clear_error();
    if (problem)
        return problem;
    add_field(&b, sig, n_sig);
    add_field(&b, token, n_token);
    if (!add_chain(mem, &b, s->key) || b.overflow)
        return "the certificates cannot be written";
    *ret_data = b.data;
    *ret_len = b.len;
    return NULL;
}
