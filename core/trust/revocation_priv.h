/* Shared by core/trust/revocation*.c only: what one piece of evidence says about one certificate.
 *
 *   revocation.c         the judgement over all pieces
 *   revocation_ocsp.c    one OCSP response (RFC 6960)
 *   revocation_crl.c     one CRL (RFC 5280 section 6.3)
 *   revocation_source.c  where to ask, and the question */
#ifndef CORE_REVOCATION_PRIV_H
#define CORE_REVOCATION_PRIV_H

#include "core/trust/asn1_time.h"
#include "core/trust/revocation.h"

#define REVOCATION_MAX_OCSP (64u << 10)
#define REVOCATION_MAX_CRL (4u << 20)

struct revocation_finding {
    bool revoked;        /* the piece lists the certificate as revoked or held */
    int64_t revoked_at;  /* with revoked */
    int reason;          /* CRLReason, -1 when the piece gives none */
    int64_t this_update; /* microseconds, as the others */
    int64_t next_update; /* 0: the piece names none, newer information is always at hand */
    bool silent;         /* made after the certificate expired, without keeping expired ones: "good" proves nothing */
};

/* Who is asked about, the pieces at hand and the present time. */
struct revocation_question {
    X509 *cert;
    X509 *issuer;
    const struct evidence *ev;
    int n;
    int64_t now;
};

/* True when the piece is genuine, complete and speaks of the certificate. */
bool revocation_read_ocsp(const struct revocation_question *q, const struct evidence *ev,
                          struct revocation_finding *ret);
bool revocation_read_crl(const struct revocation_question *q, const struct evidence *ev,
                         struct revocation_finding *ret);

/* True when a CRL at hand says that the certificate (an OCSP responder) was revoked or held at `at`. */
bool revocation_crl_denies(const struct revocation_question *q, int64_t at);

/* SHA-2 or stronger, also inside RSA-PSS. */
bool revocation_strong(const X509_ALGOR *algorithm);

/* The piece was made after the certificate expired, and does not say (kept_since, NULL when absent) that it still keeps
 * certificates that expired then. */
bool revocation_silent(X509 *cert, int64_t this_update, const ASN1_GENERALIZEDTIME *kept_since);

#endif
