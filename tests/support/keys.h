/* Keys, certificates and temporary folders for tests. Everything is made fresh, belongs to mem and ends the test
 * program when it cannot be made. */
#ifndef TESTS_SUPPORT_KEYS_H
#define TESTS_SUPPORT_KEYS_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

#include "core/base/mem.h"

enum key_kind { KEY_P256, KEY_P384, KEY_SECP256K1, KEY_RSA1024, KEY_RSA2048, KEY_RSA3072 };

/* What differs from an ordinary signer's certificate; zero fields mean the ordinary. */
struct cert_spec {
    const char *cn;
    EVP_PKEY *key;
    X509 *issuer; /* NULL: self-signed */
    EVP_PKEY *issuer_key;
    bool ca;
    int from_days;             /* from now; 0 = yesterday */
    int to_days;               /* from now; 0 = in a year */
    const char *key_usage;     /* "critical,digitalSignature,nonRepudiation"; "" = leave out */
    const char *ext_key_usage; /* NULL = leave out */
    const char *email;         /* put in the subject when not NULL */
    const char *info_access;   /* "OCSP;URI:http://…"; NULL = leave out, as the next three */
    const char *crl_points;    /* "URI:http://…" */
    const char *ocsp_nocheck;  /* "NULL" */
    const char *policies;      /* "1.2.3.4" */
    const char *qc;            /* qcStatements as DER in hex, KEYS_QC_SIGNATURE or another */
};

/* QcCompliance and QcSSCD, QcType for signatures */
#define KEYS_QC_SIGNATURE "30293008060604008E4601013008060604008E4601043013060604008E4601063009060704008E46010601"

EVP_PKEY *key_new(TALLOC_CTX *mem, enum key_kind kind);
X509 *cert_new(TALLOC_CTX *mem, const struct cert_spec *spec);

/* A root and one signer below it. */
struct key_set {
    EVP_PKEY *root_key;
    X509 *root;
    EVP_PKEY *key;
    X509 *cert;
};
struct key_set *key_set_new(TALLOC_CTX *mem, enum key_kind kind, const char *cn);

/* A time-stamping authority below the root of another set: keyUsage digitalSignature, EKU timeStamping critical. */
struct key_set *key_set_tsa(TALLOC_CTX *mem, enum key_kind kind, const struct key_set *of);

/* PEM files; the private key with mode 0600. */
void cert_write(const char *path, X509 *cert);
void key_write(const char *path, EVP_PKEY *key);
/* Gives a file a time of change that no file written before has: whoever looks at times sees that it is another. Done by
 * the two above. */
void file_newer(const char *path);

/* A new folder, removed with all its files when mem is freed. */
const char *temp_dir(TALLOC_CTX *mem);
void file_write(const char *path, const void *data, size_t len);

#endif
