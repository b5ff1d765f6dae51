/* Signature and time stamp of a head, with OpenSSL alone: what `openssl dgst -verify`, `openssl verify` and `openssl ts
 * -verify` of docs/sprawdzanie.md do. */
#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "admin/check.h"
#include "core/seal/treehead.h"
#include "core/trust/asn1_time.h"

enum { MAX_CERTS = 8 };

/* A stamp may be a little older than the head's own clock says. */
static const int64_t SKEW = (int64_t)300 * 1000000;

static void release_stack(STACK_OF(X509) * certs)
{
    sk_X509_pop_free(certs, X509_free);
}

static STACK_OF(X509) * read_pem(TALLOC_CTX *mem, const char *pem)
{
    STACK_OF(X509) *certs = mem_adopt(mem, sk_X509_new_null(), release_stack);
    BIO *bio = mem_adopt(mem, BIO_new_mem_buf(pem, -1), BIO_free_all);
    X509 *cert;

    while (sk_X509_num(certs) < MAX_CERTS && (cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)))
        if (!sk_X509_push(certs, cert))
            mem_exhausted(1);
    ERR_clear_error();
    return certs;
}

/* Certificates of our own centre name the unit; those of others name the office in ways of their own. */
static bool is_of_unit(X509 *cert, const char *jst)
{
    const X509_NAME *name = X509_get_subject_name(cert);
    int at = X509_NAME_get_index_by_NID(name, NID_organizationIdentifier, -1);
    const ASN1_STRING *value = at < 0 ? NULL : X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    static const char prefix[] = "TE:PL-";
    size_t n = sizeof prefix - 1;
    const char *text = value ? (const char *)ASN1_STRING_get0_data(value) : NULL;
    size_t len = value ? (size_t)ASN1_STRING_length(value) : 0;

    if (!text || len < n || memcmp(text, prefix, n) != 0)
        return true;
    return len - n == strlen(jst) && memcmp(text + n, jst, len - n) == 0;
}

static bool chain_good(X509 *cert, STACK_OF(X509) * others, int64_t at, X509_STORE *trust)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    bool good = ctx && X509_STORE_CTX_init(ctx, trust, cert, others) == 1;

    if (good) {
        X509_STORE_CTX_set_time(ctx, 0, (time_t)(at / 1000000));
        good = X509_verify_cert(ctx) == 1;
    }
    X509_STORE_CTX_free(ctx);
    ERR_clear_error();
    return good;
}

static const char *check_seal(TALLOC_CTX *mem, const struct check_head *h, const char *jst, int64_t czas,
                              X509_STORE *trust)
{
    STACK_OF(X509) *certs = read_pem(mem, h->certyfikaty);
    X509 *cert = sk_X509_value(certs, 0);
    EVP_MD_CTX *md = mem_adopt(mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);
    int ok;

    if (!cert)
        return "nie ma certyfikatu pieczęci";
    ok = EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, X509_get0_pubkey(cert)) == 1 &&
         EVP_DigestVerify(md, h->podpis, h->n_podpis, (const unsigned char *)h->tresc, strlen(h->tresc)) == 1;
    ERR_clear_error();
    if (!ok)
        return "podpis nie pasuje do treści";
    if (!is_of_unit(cert, jst))
        return "podpisano certyfikatem innej jednostki";
    return chain_good(cert, certs, czas, trust) ? NULL : "certyfikat pieczęci nie prowadzi do zaufanego urzędu";
}

static bool stamp_time(const PKCS7 *token, TALLOC_CTX *mem, int64_t *ret_us)
{
    TS_TST_INFO *info = mem_adopt(mem, PKCS7_to_TS_TST_INFO((PKCS7 *)(uintptr_t)token), TS_TST_INFO_free);

    return info && asn1_time(TS_TST_INFO_get_time(info), ret_us);
}

/* The store belongs to the context of OpenSSL afterwards, so it gets a reference of its own. */
static bool stamp_good(TALLOC_CTX *mem, PKCS7 *token, const char *text, int64_t at, X509_STORE *trust)
{
    TS_VERIFY_CTX *ctx = mem_adopt(mem, TS_VERIFY_CTX_new(), TS_VERIFY_CTX_free);
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(trust);
    bool good;

    X509_STORE_up_ref(trust);
    X509_VERIFY_PARAM_set_time(param, (time_t)(at / 1000000));
    TS_VERIFY_CTX_set_flags(ctx, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_DATA);
    TS_VERIFY_CTX_set_store(ctx, trust);
    TS_VERIFY_CTX_set_data(ctx, BIO_new_mem_buf(text, -1));
    good = TS_RESP_verify_token(ctx, token) == 1;
    ERR_clear_error();
    return good;
}

static const char *check_stamp(TALLOC_CTX *mem, const struct check_head *h, int64_t czas, X509_STORE *trust)
{
    const unsigned char *der = h->znacznik;
    PKCS7 *token = mem_adopt(mem, d2i_PKCS7(NULL, &der, (long)h->n_znacznik), PKCS7_free);
    int64_t at = 0;

    ERR_clear_error();
    if (!token || der != (const unsigned char *)h->znacznik + h->n_znacznik || !stamp_time(token, mem, &at))
        return "znacznik czasu jest nieczytelny";
    if (!stamp_good(mem, token, h->tresc, at, trust))
        return "znacznik czasu nie pasuje do treści albo nie prowadzi do zaufanego urzędu";
    return at + SKEW < czas ? "znacznik czasu jest wcześniejszy niż sama głowa" : NULL;
}

const char *check_signatures(TALLOC_CTX *mem, const struct check_head *h, const char *jst, int64_t czas,
                             X509_STORE *trust)
{
    MEM_SCOPE(tmp, mem);
    const char *problem = check_seal(tmp, h, jst, czas, trust);

    return problem ? problem : check_stamp(tmp, h, czas, trust);
}

static void add_file(X509_STORE *store, const char *path)
{
    FILE *f = fopen(path, "re");
    X509 *cert;

    if (!f)
        return;
    while ((cert = PEM_read_X509(f, NULL, NULL, NULL))) {
        X509_STORE_add_cert(store, cert);
        X509_free(cert);
    }
    fclose(f);
    ERR_clear_error();
}

static int is_pem(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot && (strcmp(dot, ".pem") == 0 || strcmp(dot, ".crt") == 0);
}

X509_STORE *check_trust(TALLOC_CTX *mem, const char *dir)
{
    X509_STORE *store = mem_adopt(mem, X509_STORE_new(), X509_STORE_free);
    DIR *d = opendir(dir);
    const struct dirent *entry;

    if (!d || !store) {
        fprintf(stderr, "eurzad-admin: %s: %s\n", dir, strerror(errno));
        return NULL;
    }
    while ((entry = readdir(d)))
        if (is_pem(entry))
            add_file(store, mem_printf(mem, "%s/%s", dir, entry->d_name));
    closedir(d);
    return store;
}
