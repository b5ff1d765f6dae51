/* Throw-away keys, certificates and folders. */
#include "tests/support/keys.h"

#include <fcntl.h>
#include <ftw.h>
#include <openssl/conf.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "test support: %s\n", what);
    abort();
}

EVP_PKEY *key_new(TALLOC_CTX *mem, enum key_kind kind)
{
    EVP_PKEY *key = NULL;

    switch (kind) {
    case KEY_P256:
        key = EVP_EC_gen("P-256");
        break;
    case KEY_P384:
        key = EVP_EC_gen("P-384");
        break;
    case KEY_SECP256K1:
        key = EVP_EC_gen("secp256k1");
        break;
    case KEY_RSA1024:
        key = EVP_RSA_gen(1024);
        break;
    case KEY_RSA2048:
        key = EVP_RSA_gen(2048);
        break;
    case KEY_RSA3072:
        key = EVP_RSA_gen(3072);
        break;
    }
    must(key, "key_new");
    return mem_adopt(mem, key, EVP_PKEY_free);
}

static void add_name(X509_NAME *name, const char *what, const char *text)
{
    must(X509_NAME_add_entry_by_txt(name, what, MBSTRING_UTF8, (const unsigned char *)text, -1, -1, 0) == 1, what);
}

static void add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    CONF *none;
    X509V3_CTX ctx;
    X509_EXTENSION *extension;

    if (!value || *value == '\0')
        return;
    none = NCONF_new(NULL); /* some extensions want to look into one */
    X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
    X509V3_set_nconf(&ctx, none);
    extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    NCONF_free(none);
    must(extension && X509_add_ext(cert, extension, -1) == 1, value);
    X509_EXTENSION_free(extension);
}

/* An extension OpenSSL cannot write: its value in hex. */
static void add_bytes(X509 *cert, int nid, const char *hex)
{
    ASN1_OCTET_STRING *value;
    X509_EXTENSION *extension;
    unsigned char *bytes;
    long len = 0;

    if (!hex)
        return;
    value = ASN1_OCTET_STRING_new();
    bytes = OPENSSL_hexstr2buf(hex, &len);
    must(value && bytes && ASN1_OCTET_STRING_set(value, bytes, (int)len) == 1, hex);
    extension = X509_EXTENSION_create_by_NID(NULL, nid, 0, value);
    must(extension && X509_add_ext(cert, extension, -1) == 1, hex);
    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(value);
    OPENSSL_free(bytes);
}

static void set_serial(X509 *cert)
{
    BIGNUM *bn = BN_new();

    must(bn && BN_rand(bn, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial");
    must(BN_to_ASN1_INTEGER(bn, X509_get_serialNumber(cert)), "serial");
    BN_free(bn);
}

static void set_extensions(X509 *cert, X509 *issuer, const struct cert_spec *spec)
{
    const char *usage = spec->ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,nonRepudiation";

    add_extension(cert, issuer, NID_basic_constraints, spec->ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(cert, issuer, NID_subject_key_identifier, "hash");
    add_extension(cert, issuer, NID_authority_key_identifier, "keyid");
    add_extension(cert, issuer, NID_key_usage, spec->key_usage ? spec->key_usage : usage);
    add_extension(cert, issuer, NID_ext_key_usage, spec->ext_key_usage);
    add_extension(cert, issuer, NID_info_access, spec->info_access);
    add_extension(cert, issuer, NID_crl_distribution_points, spec->crl_points);
    add_extension(cert, issuer, NID_id_pkix_OCSP_noCheck, spec->ocsp_nocheck);
    add_extension(cert, issuer, NID_certificate_policies, spec->policies);
    add_bytes(cert, NID_qcStatements, spec->qc);
}

X509 *cert_new(TALLOC_CTX *mem, const struct cert_spec *spec)
{
    X509 *cert = mem_adopt(mem, X509_new(), X509_free);
    X509 *issuer = spec->issuer ? spec->issuer : cert;
    X509_NAME *name = X509_NAME_new();

    must(cert && name, "cert_new");
    X509_set_version(cert, X509_VERSION_3);
    set_serial(cert);
    X509_gmtime_adj(X509_getm_notBefore(cert), 86400L * (spec->from_days ? spec->from_days : -1));
    X509_gmtime_adj(X509_getm_notAfter(cert), 86400L * (spec->to_days ? spec->to_days : 365));
    add_name(name, "C", "PL");
    add_name(name, "O", "Urząd próbny");
    add_name(name, "CN", spec->cn);
    if (spec->email)
        add_name(name, "emailAddress", spec->email);
    X509_set_subject_name(cert, name);
    X509_NAME_free(name);
    X509_set_issuer_name(cert, X509_get_subject_name(issuer));
    X509_set_pubkey(cert, spec->key);
    set_extensions(cert, issuer, spec);
    must(X509_sign(cert, spec->issuer ? spec->issuer_key : spec->key, EVP_sha256()) > 0, "X509_sign");
    return cert;
}

struct key_set *key_set_new(TALLOC_CTX *mem, enum key_kind kind, const char *cn)
{
    struct key_set *set = mem_zero(mem, struct key_set);
    struct cert_spec spec = { .cn = "Próbny urząd certyfikacji", .ca = true };

    set->root_key = spec.key = key_new(set, KEY_P256);
    set->root = cert_new(set, &spec);
    spec = (struct cert_spec){ .cn = cn, .issuer = set->root, .issuer_key = set->root_key };
    set->key = spec.key = key_new(set, kind);
    set->cert = cert_new(set, &spec);
    return set;
}

struct key_set *key_set_tsa(TALLOC_CTX *mem, enum key_kind kind, const struct key_set *of)
{
    struct key_set *set = mem_zero(mem, struct key_set);
    struct cert_spec spec = { .cn = "Próbny znacznik czasu",
                              .issuer = of->root,
                              .issuer_key = of->root_key,
                              .key_usage = "critical,digitalSignature",
                              .ext_key_usage = "critical,timeStamping" };

    set->root = of->root;
    set->root_key = of->root_key;
    set->key = spec.key = key_new(set, kind);
    set->cert = cert_new(set, &spec);
    return set;
}

void file_newer(const char *path)
{
    static long count;
    struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = time(NULL), .tv_nsec = ++count } };

    must(utimensat(AT_FDCWD, path, times, 0) == 0, path);
}

void cert_write(const char *path, X509 *cert)
{
    FILE *f = fopen(path, "w");

    must(f && PEM_write_X509(f, cert) == 1 && fclose(f) == 0, path);
    file_newer(path);
}

void key_write(const char *path, EVP_PKEY *key)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;

    must(f && PEM_write_PKCS8PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1 && fclose(f) == 0, path);
    file_newer(path);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void remove_all(char *path)
{
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(path);
}

const char *temp_dir(TALLOC_CTX *mem)
{
    const char *base = getenv("TMPDIR");
    char *path = mem_printf(mem, "%s/eurzad-test-XXXXXX", base && *base ? base : "/tmp");

    must(mkdtemp(path), path);
    return mem_adopt(mem, strdup(path), remove_all);
}

void file_write(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "w");

    must(f && fwrite(data, 1, len, f) == len && fclose(f) == 0, path);
}
