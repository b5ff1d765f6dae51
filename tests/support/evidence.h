/* OCSP responses and CRLs for tests, signed with keys at hand. Everything belongs to mem and ends the test program when it
 * cannot be made. Times are microseconds. */
#ifndef TESTS_SUPPORT_EVIDENCE_H
#define TESTS_SUPPORT_EVIDENCE_H

#include <openssl/ocsp.h>

#include "core/trust/revocation.h"

/* Zero fields mean the ordinary: good, signed by the issuer with SHA-256, CertID of SHA-1, no nextUpdate. */
struct ocsp_spec {
    X509 *cert;
    X509 *issuer;
    EVP_PKEY *issuer_key;
    X509 *signer; /* a delegated responder, put into the response */
    EVP_PKEY *signer_key;
    int64_t this_update;
    int64_t next_update;
    int64_t revoked_at; /* 0: not revoked */
    int reason;         /* CRLReason, with revoked_at */
    int64_t cutoff;     /* archiveCutoff */
    bool unknown;       /* status "unknown" */
    const EVP_MD *id_md;
    const EVP_MD *md;
    bool critical; /* an unknown critical extension in the response */
};
struct evidence ocsp_new(TALLOC_CTX *mem, const struct ocsp_spec *spec);

struct crl_spec {
    X509 *issuer;
    EVP_PKEY *issuer_key;
    int64_t this_update;
    int64_t next_update;
    X509 *cert; /* the one entry; NULL: an empty list */
    int64_t revoked_at;
    int reason;        /* -1: none given */
    const char *scope; /* issuingDistributionPoint in OpenSSL's notation, "indirectCRL:TRUE"; NULL = none */
    const char *kept;  /* expiredCertsOnCRL, a GeneralizedTime; NULL = none */
    bool delta;
    bool critical;       /* an unknown critical extension of the list */
    bool entry_critical; /* the same, of the entry */
    const EVP_MD *md;
};
struct evidence crl_new(TALLOC_CTX *mem, const struct crl_spec *spec);

#endif
