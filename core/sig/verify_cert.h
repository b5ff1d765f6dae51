/* What every engine (XML, CMS, PDF, ASiC) does once a signature's calculation holds: the signer's chain, revocation at
 * the reference time, and what that makes of the signature (checks 25-29; EN 319 102-1, 5.2.6). One place, so that all
 * formats are judged alike. Calculates only: no files, no connections. */
#ifndef CORE_VERIFY_CERT_H
#define CORE_VERIFY_CERT_H

#include "core/sig/verify.h"

/* A certificate and how it is to be judged. */
struct verify_subject {
    X509 *cert;
    X509 **others; /* came along with the signature; untrusted */
    int n_others;
    enum trust_use use;
    unsigned purposes;            /* enum trust_purpose set that may vouch for it */
    int64_t at;                   /* reference time, microseconds */
    const struct evidence *extra; /* found in the signature itself; used before the request's and the anchors' */
    int n_extra;
};

/* True when the certificate may be relied on at s->at; then sig->kind says who vouches for it. Otherwise the fault is
 * recorded in sig: the chain's own, 27 REVOKED, 29 TRY_LATER. What could not be checked and need not be is noted in
 * sig->unchecked; what must be asked for is added to rep->missing, what the judgement rests on to rep->used. Texts and
 * copies belong to mem, which is the report's. For a time stamp's authority give a signature of its own. */
bool verify_certificate(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                        const struct verify_subject *s, struct verify_signature *sig, struct verify_report *rep);

/* Signer, issuer, serial and fingerprint as the certificate claims them; control characters made harmless. */
void verify_describe(TALLOC_CTX *mem, X509 *cert, struct verify_signature *sig);

/* A signature of this format, passed until a fault is recorded, every text "". */
struct verify_signature verify_signature_of(const char *format);

/* Records a failed check. The first gives sub-indication and sentence, all give their number, and the indication only
 * gets worse. Returns false. */
bool verify_fault(struct verify_signature *sig, enum verify_indication indication, int check, const char *subindication,
                  const char *reason);

/* One more Polish sentence about what was not checked. */
void verify_note(TALLOC_CTX *mem, struct verify_signature *sig, const char *sentence);

/* Appends a copy of the signature to the report, whose own verdict becomes the worst of all. */
void verify_report_add(TALLOC_CTX *mem, struct verify_report *rep, const struct verify_signature *sig);

/* Adds a piece of evidence to rep->used unless it is there; der is copied. */
void verify_use(TALLOC_CTX *mem, struct verify_report *rep, enum evidence_kind kind, const void *der, size_t len);

/* Adds what must be asked for to rep->missing unless it is there; the bytes stay borrowed. */
void verify_want(TALLOC_CTX *mem, struct verify_report *rep, const struct verify_missing *m);

/* SHA-256 in hex. */
const char *verify_sha256(TALLOC_CTX *mem, const void *data, size_t len);

#endif
