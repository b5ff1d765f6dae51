/* Time stamps, RFC 3161 with RFC 5816: reading and verifying a token (check 30), and making one with a key (signer). */
#ifndef CORE_TSP_H
#define CORE_TSP_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"
#include "core/trust/trust.h"

#define TSP_MAX_TOKEN (64u << 10)
#define TSP_MAX_CERTS 8

/* A token that was read: CMS signature good, signing certificate named by ESSCertID or ESSCertIDv2, certificate made for time
 * stamps only (EKU critical, alone), imprint over the given bytes. The chain is the caller's to judge (core/trust/trust.h,
 * TRUST_USE_STAMP, at gen_time). Objects belong to mem. */
struct tsp_token {
    int64_t gen_time; /* microseconds */
    const char *policy;
    const char *serial;         /* hex */
    X509 *cert;                 /* of the authority */
    X509 *certs[TSP_MAX_CERTS]; /* all that came in the token */
    int n_certs;
};

/* data: the bytes the imprint must be of. False with a short English reason. */
bool tsp_read(TALLOC_CTX *mem, const void *der, size_t len, const void *data, size_t n_data, struct tsp_token *ret,
              const char **ret_problem);

/* The same; certificates that the snapshot has met before are not decoded again (trust_read_cert()). */
bool tsp_read_shelved(TALLOC_CTX *mem, const struct trust *trust, const void *der, size_t len, const void *data,
                      size_t n_data, struct tsp_token *ret, const char **ret_problem);

/* The same when only the SHA-256 of the data is known; the imprint must be of that kind. */
bool tsp_read_sha256(TALLOC_CTX *mem, const void *der, size_t len, const unsigned char sha256[32],
                     struct tsp_token *ret, const char **ret_problem);

/* Made for time stamps: the extended key usage is critical and names nothing else (RFC 3161 2.3). */
bool tsp_stamps_only(X509 *cert);

/* Whoever can stamp: gives a token (DER, in mem) over a SHA-256. Passed to those who build signatures. */
struct tsp_source {
    bool (*stamp)(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len);
    void *arg;
};

/* Makes a token with a key at hand: SHA-256, certificate included, ESSCertIDv2, accuracy one second. serial must never
 * repeat. False when the key or certificate cannot stamp. */
bool tsp_make(TALLOC_CTX *mem, EVP_PKEY *key, X509 *cert, X509 **chain, int n_chain, const char *policy_oid,
              uint64_t serial, int64_t at, const unsigned char sha256[32], const void **ret_der, size_t *ret_len);

#endif
