/* Finds, loads and keeps the keys. */
#include "signer/keystore.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/ctx/log.h"
#include "signer/pkcs11.h"

struct entry {
    struct entry *next;
    char name[8]; /* TERYT or KEY_TSA */
    bool in_token;
    struct unit_key key;
    struct timespec changed; /* newest of the files */
};

struct keystore {
    const struct conf *conf;
    struct pkcs11 *pkcs11; /* opened by the first .p11 */
    struct entry *entries;
};

bool is_teryt(const char *s)
{
    size_t n = strspn(s, "0123456789");

    return s[n] == '\0' && (n == 2 || n == 4 || n == 7);
}

static bool is_name(const char *s)
{
    return is_teryt(s) || strcmp(s, KEY_TSA) == 0;
}

static const char *path_of(TALLOC_CTX *mem, const struct keystore *ks, const char *name, const char *suffix)
{
    return mem_printf(mem, "%s/%s.%s", ks->conf->signer_keys, name, suffix);
}

static bool load_chain(struct entry *e, const char *path)
{
    BIO *bio = BIO_new_file(path, "r");
    X509 *cert;

    while (bio && e->key.n_chain < KEY_MAX_CHAIN && (cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)))
        e->key.chain[e->key.n_chain++] = mem_adopt(e, cert, X509_free);
    BIO_free(bio);
    return e->key.n_chain > 0;
}

static int no_password(char *buf, int size, int rwflag, void *arg)
{
    (void)buf;
    (void)size;
    (void)rwflag;
    (void)arg;
    return -1;
}

static EVP_PKEY *load_pem(const char *path)
{
    BIO *bio = BIO_new_file(path, "r");
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL) : NULL;

    BIO_free(bio);
    return key;
}

static bool is_private(const char *path, struct timespec *ret_changed)
{
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 0037) != 0)
        return false;
    *ret_changed = st.st_mtim;
    return true;
}

static bool exists(const char *path, struct timespec *ret_changed)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return false;
    *ret_changed = st.st_mtim;
    return true;
}

static bool later(struct timespec a, struct timespec b)
{
    return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* Which file holds the key and when key or certificate changed last. */
static const char *find(TALLOC_CTX *mem, const struct keystore *ks, const char *name, struct timespec *ret_changed,
                        const char **ret_problem)
{
    struct timespec cert;
    const char *path = path_of(mem, ks, name, "key");

    *ret_problem = "no certificate";
    if (!exists(path_of(mem, ks, name, "crt"), &cert))
        return NULL;
    *ret_problem = "no key";
    if (!exists(path, ret_changed)) {
        path = path_of(mem, ks, name, "p11");
        if (!exists(path, ret_changed))
            return NULL;
    } else if (!is_private(path, ret_changed)) {
        *ret_problem = "the key's file is open to others";
        return NULL;
    }
    if (later(cert, *ret_changed))
        *ret_changed = cert;
    return path;
}

static bool is_in_token(const char *path)
{
    return strcmp(path + strlen(path) - 4, ".p11") == 0;
}

static bool any_in_token(const struct keystore *ks)
{
    for (const struct entry *e = ks->entries; e; e = e->next)
        if (e->in_token)
            return true;
    return false;
}

static EVP_PKEY *load_key(struct keystore *ks, const char *path)
{
    EVP_PKEY *key;

    if (!is_in_token(path))
        return load_pem(path);
    if (!ks->pkcs11)
        ks->pkcs11 = pkcs11_open(ks, ks->conf->signer_pkcs11_module, ks->conf->signer_pin_file);
    key = ks->pkcs11 ? pkcs11_key(ks->pkcs11, path) : NULL;
    if (!key && !any_in_token(ks)) {
        talloc_free(ks->pkcs11); /* the token may be put in later; others' sessions are not disturbed for it */
        ks->pkcs11 = NULL;
    }
    return key;
}

static const char *load(struct keystore *ks, struct entry *e, const char *path)
{
    MEM_SCOPE(tmp, e);

    if (!load_chain(e, path_of(tmp, ks, e->name, "crt")))
        return "the certificate cannot be read";
    e->key.key = mem_adopt(e, load_key(ks, path), EVP_PKEY_free);
    if (!e->key.key)
        return "the key cannot be read";
    if (X509_check_private_key(e->key.chain[0], e->key.key) != 1)
        return "the key is not the certificate's";
    return NULL;
}

static struct entry **slot(struct keystore *ks, const char *name)
{
    struct entry **at = &ks->entries;

    while (*at && strcmp((*at)->name, name) != 0)
        at = &(*at)->next;
    return at;
}

static void forget(struct entry **at)
{
    struct entry *old = *at;

    if (!old)
        return;
    *at = old->next;
    talloc_free(old);
}

bool keystore_renew(struct keystore *ks)
{
    bool any = any_in_token(ks);

    for (struct entry **at = &ks->entries; *at;) {
        if ((*at)->in_token)
            forget(at);
        else
            at = &(*at)->next;
    }
    talloc_free(ks->pkcs11);
    ks->pkcs11 = NULL;
    return any;
}

/* Keys of a token go before the session they need. */
static int end(struct keystore *ks)
{
    keystore_renew(ks);
    return 0;
}

struct keystore *keystore_new(TALLOC_CTX *mem, const struct conf *conf)
{
    struct keystore *ks = mem_zero(mem, struct keystore);

    ks->conf = conf;
    talloc_set_destructor(ks, end);
    return ks;
}

enum err keystore_get(struct keystore *ks, const char *name, const struct unit_key **ret_key, const char **ret_problem)
{
    MEM_SCOPE(tmp, ks);
    struct timespec changed = { 0, 0 };
    const char *path = is_name(name) ? find(tmp, ks, name, &changed, ret_problem) : NULL;
    struct entry **at = slot(ks, name);
    struct entry *e = *at;

    if (!path) {
        forget(at);
        return ERR_NOTFOUND;
    }
    if (e && !later(changed, e->changed) && !later(e->changed, changed)) {
        *ret_key = &e->key;
        return ERR_OK;
    }
    forget(at);
    e = mem_zero(ks, struct entry);
    memcpy(e->name, name, strlen(name) + 1);
    e->changed = changed;
    e->in_token = is_in_token(path);
    *ret_problem = load(ks, e, path);
    ERR_clear_error();
    if (*ret_problem) {
        log_warn(NULL, "key.unusable", LOG_S("key", name), LOG_S("reason", *ret_problem));
        talloc_free(e);
        return ERR_NOTFOUND;
    }
    e->next = ks->entries;
    ks->entries = e;
    *ret_key = &e->key;
    return ERR_OK;
}
