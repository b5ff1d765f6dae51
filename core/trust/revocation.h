/* Was a certificate revoked? Judged from evidence at hand: OCSP responses (RFC 6960) and CRLs (RFC 5280), each verified
 * here with OpenSSL (checks 27, 29). No connections; whoever calls out fetches what revocation_sources() names. */
#ifndef CORE_REVOCATION_H
#define CORE_REVOCATION_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

enum evidence_kind { EVIDENCE_OCSP, EVIDENCE_CRL, EVIDENCE_CERT };

struct evidence {
    enum evidence_kind kind;
    const unsigned char *der;
    size_t len;
};

enum revocation_state {
    REVOCATION_GOOD,
    REVOCATION_REVOKED, /* at or before the reference time */
    REVOCATION_HOLD,    /* suspended at the reference time */
    REVOCATION_UNKNOWN, /* no usable evidence */
};

struct revocation {
    enum revocation_state state;
    int64_t revoked_at;          /* microseconds */
    int reason;                  /* CRLReason, -1 unknown */
    const struct evidence *used; /* the piece that decided, NULL when none */
    int64_t produced_at;         /* thisUpdate of it */
};

/* The status of cert at `at`. issuer: the next certificate of its path. Evidence must be signed by the issuer or, for
 * OCSP, by a responder the issuer authorised (id-kp-OCSPSigning, its certificate valid); its thisUpdate must not be
 * later than `now` (clocks may differ by five minutes) and, to prove GOOD, evidence must speak of the reference time:
 * produced at or after `at`, or current (nextUpdate not passed) at `at`; what was produced after the certificate expired
 * proves it only when it says that it keeps expired ones. A revocation later than `at` leaves the certificate good at
 * `at`. Between hold and good the newer piece decides, so that a release (removeFromCRL) is respected; revoked is
 * final. Unusable pieces are skipped. */
void revocation_check(X509 *cert, X509 *issuer, const struct evidence *ev, int n, int64_t at, int64_t now,
                      struct revocation *ret);

/* True when the certificate names an OCSP responder or a CRL, or neither but id-pkix-ocsp-nocheck. */
bool revocation_has_source(X509 *cert);

/* Addresses named by the certificate (http and https only), in mem, NULL when absent. */
void revocation_sources(TALLOC_CTX *mem, X509 *cert, const char **ret_ocsp, const char **ret_crl);

/* An OCSP request (DER, SHA-1 CertID as clients send it, no nonce) to POST to the responder; NULL when the
 * certificates cannot be named. */
const void *revocation_ocsp_request(TALLOC_CTX *mem, X509 *cert, X509 *issuer, size_t *ret_len);

#endif
