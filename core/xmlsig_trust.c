/* core/xmlsig_trust.c -- does the signer's certificate lead to an anchor we chose, and was it made for signing?
 * The folder of anchors is read once per process and again when it changes. */
#include <dirent.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "core/log.h"
#include "core/xmlsig_priv.h"

#define CHAIN_DEPTH 3
#define SECURITY_LEVEL 2
#define N_KNOWN 64

/* A certificate whose chain was built before: good for any time in which all its certificates are valid. */
struct known {
    unsigned char hash[32];
    int64_t from;
    int64_t to;
};

struct trust {
    const char *dir;
    dev_t dev;
    ino_t ino;
    struct timespec changed;
    X509_STORE *store;
    int n_anchors;
    struct known known[N_KNOWN];
    int next_known;
};

/* Of this process; replaced as a whole when the folder changes. */
static struct trust *current;

/* Reading a certificate costs as much as verifying a signature, and the same few seals and authorities come again and
 * again. Only certificates that led to an anchor get in here, so a stranger cannot push them out. Public data without
 * any trust of its own: the chain is judged each time. */
static struct {
    X509 *cert;
    unsigned char *der;
    size_t len;
} shelf[N_KNOWN];
static int next_on_shelf;

X509 *sig_shelved_cert(const unsigned char *der, size_t len)
{
    for (int i = 0; i < N_KNOWN; i++)
        if (shelf[i].len == len && memcmp(shelf[i].der, der, len) == 0)
            return X509_up_ref(shelf[i].cert) == 1 ? shelf[i].cert : NULL;
    return NULL;
}

static void put_on_shelf(X509 *cert)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    int i = next_on_shelf;

    if (len <= 0 || X509_up_ref(cert) != 1) {
        OPENSSL_free(der);
        return;
    }
    next_on_shelf = (i + 1) % N_KNOWN;
    X509_free(shelf[i].cert);
    talloc_free(shelf[i].der);
    shelf[i].cert = cert;
    shelf[i].der = mem_dup(NULL, der, (size_t)len);
    shelf[i].len = (size_t)len;
    OPENSSL_free(der);
}

static bool is_on_shelf(const X509 *cert)
{
    for (int i = 0; i < N_KNOWN; i++)
        if (shelf[i].cert == cert)
            return true;
    return false;
}

/* ---- the folder ---- */

static bool is_certificate_file(const char *name)
{
    size_t n = strlen(name);

    return name[0] != '.' && n > 4 && (strcmp(name + n - 4, ".pem") == 0 || strcmp(name + n - 4, ".crt") == 0);
}

static void load_file(struct trust *t, const char *path)
{
    BIO *bio = BIO_new_file(path, "r");
    X509 *cert;
    int n = 0;

    while (bio && (cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
        n += X509_STORE_add_cert(t->store, cert) == 1;
        X509_free(cert);
    }
    BIO_free(bio);
    ERR_clear_error();
    if (n == 0)
        log_warn(NULL, "trust.unreadable", LOG_S("file", path));
    t->n_anchors += n;
}

static void load_dir(struct trust *t)
{
    DIR *dir = opendir(t->dir);
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)) != NULL) {
        MEM_SCOPE(tmp, t);

        if (is_certificate_file(entry->d_name))
            load_file(t, mem_printf(tmp, "%s/%s", t->dir, entry->d_name));
    }
    if (dir)
        closedir(dir);
    log_debug(NULL, "trust.loaded", LOG_S("dir", t->dir), LOG_I("anchors", t->n_anchors));
}

static bool is_fresh(const struct trust *t, const char *dir, const struct stat *st)
{
    return t && strcmp(t->dir, dir) == 0 && t->dev == st->st_dev && t->ino == st->st_ino &&
           t->changed.tv_sec == st->st_mtim.tv_sec && t->changed.tv_nsec == st->st_mtim.tv_nsec;
}

static struct trust *trust(const char *dir)
{
    struct stat st = { 0 };

    if (stat(dir, &st) != 0)
        log_warn(NULL, "trust.missing", LOG_S("dir", dir));
    if (is_fresh(current, dir, &st))
        return current;
    talloc_free(current);
    current = mem_zero(NULL, struct trust);
    current->dir = mem_strdup(current, dir);
    current->dev = st.st_dev;
    current->ino = st.st_ino;
    current->changed = st.st_mtim;
    current->store = mem_adopt(current, X509_STORE_new(), X509_STORE_free);
    if (current->store == NULL)
        mem_exhausted(1);
    load_dir(current);
    return current;
}

/* ---- chains that were built before ---- */

/* The chain may depend on what KeyInfo brings, therefore all of it is the key. */
static bool hash_certs(const struct sig *s, unsigned char hash[32])
{
    unsigned char all[SIG_MAX_CERTS + 1][32];
    unsigned int n = 0;

    if (X509_digest(s->signer, EVP_sha256(), all[0], &n) != 1)
        return false;
    for (int i = 0; i < s->n_certs; i++)
        if (X509_digest(s->certs[i], EVP_sha256(), all[i + 1], &n) != 1)
            return false;
    return EVP_Digest(all, 32 * ((size_t)s->n_certs + 1), hash, &n, EVP_sha256(), NULL) == 1;
}

static bool is_known(const struct trust *t, const unsigned char hash[32], int64_t at)
{
    for (int i = 0; i < N_KNOWN; i++)
        if (memcmp(t->known[i].hash, hash, 32) == 0)
            return at >= t->known[i].from && at <= t->known[i].to;
    return false;
}

static int64_t seconds(const ASN1_TIME *time)
{
    struct tm tm;

    return ASN1_TIME_to_tm(time, &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

static void remember(struct trust *t, const unsigned char hash[32], const STACK_OF(X509) * chain)
{
    struct known *k = &t->known[t->next_known];

    t->next_known = (t->next_known + 1) % N_KNOWN;
    k->from = INT64_MIN;
    k->to = INT64_MAX;
    for (int i = 0; i < sk_X509_num(chain); i++) {
        int64_t from = seconds(X509_get0_notBefore(sk_X509_value(chain, i)));
        int64_t to = seconds(X509_get0_notAfter(sk_X509_value(chain, i)));

        k->from = from > k->from ? from : k->from;
        k->to = to < k->to ? to : k->to;
    }
    memcpy(k->hash, hash, 32);
}

/* ---- the chain (check 25) ---- */

static const char *day(TALLOC_CTX *mem, const ASN1_TIME *time)
{
    struct tm tm = { 0 };

    ASN1_TIME_to_tm(time, &tm);
    return mem_printf(mem, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static bool out_of_time(struct sig *s, int error, X509 *cert)
{
    const char *whose = cert && X509_cmp(cert, s->signer) == 0 ? "Certyfikat podpisującego" : "Certyfikat wystawcy";

    if (cert == NULL)
        cert = s->signer;
    if (error == X509_V_ERR_CERT_NOT_YET_VALID)
        return sig_fault(s, 25, "NOT_YET_VALID",
                         mem_printf(s->mem, "%s nie był jeszcze ważny w chwili złożenia dokumentu (ważny od %s).",
                                    whose, day(s->mem, X509_get0_notBefore(cert))));
    return sig_fault(s, 25, "OUT_OF_BOUNDS_NO_POE",
                     mem_printf(s->mem, "%s stracił ważność przed złożeniem dokumentu (ważny do %s).", whose,
                                day(s->mem, X509_get0_notAfter(cert))));
}

static bool chain_fault(struct sig *s, X509_STORE_CTX *ctx)
{
    int error = X509_STORE_CTX_get_error(ctx);

    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        return sig_fault(
            s, 25, "NO_CERTIFICATE_CHAIN_FOUND",
            "Podpis jest nienaruszony, ale wystawcy certyfikatu nie ma wśród zaufanych; nie można potwierdzić, "
            "kto podpisał.");
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return out_of_time(s, error, X509_STORE_CTX_get_current_cert(ctx));
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return sig_fault(s, 25, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Certyfikat podpisującego lub jego wystawcy używa zbyt słabej kryptografii.");
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return sig_fault(
            s, 25, "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            "Certyfikat podpisującego nie został podpisany przez wystawcę, którego podaje; jest podrobiony.");
    default:
        log_debug(NULL, "chain.refused", LOG_I("error", error));
        return sig_fault(
            s, 25, "CHAIN_CONSTRAINTS_FAILURE",
            mem_printf(s->mem, "Łańcuch certyfikatów nie spełnia wymagań (%s).", X509_verify_cert_error_string(error)));
    }
}

static void free_stack(STACK_OF(X509) * stack)
{
    sk_X509_free(stack);
}

static bool build(struct sig *s, struct trust *t, const unsigned char hash[32])
{
    MEM_SCOPE(tmp, s->mem);
    STACK_OF(X509) *others = mem_adopt(tmp, sk_X509_new_null(), free_stack);
    X509_STORE_CTX *ctx = mem_adopt(tmp, X509_STORE_CTX_new(), X509_STORE_CTX_free);
    X509_VERIFY_PARAM *param;

    if (others == NULL || ctx == NULL)
        mem_exhausted(1);
    for (int i = 0; i < s->n_certs; i++)
        if (s->certs[i] != s->signer)
            sk_X509_push(others, s->certs[i]);
    if (X509_STORE_CTX_init(ctx, t->store, s->signer, others) != 1)
        mem_exhausted(1);
    param = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_depth(param, CHAIN_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
    X509_VERIFY_PARAM_set_time(param, (time_t)(s->at / 1000000));
    if (X509_verify_cert(ctx) != 1)
        return chain_fault(s, ctx);
    remember(t, hash, X509_STORE_CTX_get0_chain(ctx));
    return true;
}

/* ---- what the certificate may be used for (check 26) ---- */

static bool is_known_purpose(const ASN1_OBJECT *purpose)
{
    static const char *const known[] = { "1.3.6.1.5.5.7.3.36" /* documentSigning */, "1.3.6.1.4.1.311.10.3.12",
                                         "1.3.6.1.5.5.7.3.4" /* emailProtection */,
                                         "1.3.6.1.5.5.7.3.2" /* clientAuth */ };
    char oid[80];

    OBJ_obj2txt(oid, sizeof oid, purpose, 1);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(oid, known[i]) == 0)
            return true;
    return false;
}

static bool purposes_known(const X509 *cert)
{
    int critical = -1;
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(cert, NID_ext_key_usage, &critical, NULL);
    bool known = critical != -2;

    for (int i = 0; usage && critical == 1 && i < sk_ASN1_OBJECT_num(usage); i++)
        known = known && is_known_purpose(sk_ASN1_OBJECT_value(usage, i));
    EXTENDED_KEY_USAGE_free(usage);
    return known;
}

static bool usage(struct sig *s)
{
    uint32_t bits = X509_get_key_usage(s->signer);

    if (X509_check_ca(s->signer) != 0)
        return sig_fault(s, 26, "CHAIN_CONSTRAINTS_FAILURE",
                         "Podpisano certyfikatem urzędu certyfikacji, a nie osoby ani urzędu.");
    if (bits == UINT32_MAX || (bits & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0 || !purposes_known(s->signer))
        return sig_fault(s, 26, "CHAIN_CONSTRAINTS_FAILURE",
                         "Certyfikat nie jest przeznaczony do podpisywania dokumentów.");
    return true;
}

bool sig_chain(struct sig *s, const char *trust_dir)
{
    struct trust *t = trust(trust_dir);
    unsigned char hash[32];

    if (!hash_certs(s, hash))
        return sig_fault(s, 25, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "Nie udało się odczytać certyfikatów podpisu.");
    /* usage() is cheap and asked every time */
    if (!is_known(t, hash, s->at / 1000000) && !build(s, t, hash))
        return false;
    if (!is_on_shelf(s->signer))
        put_on_shelf(s->signer);
    return usage(s);
}
