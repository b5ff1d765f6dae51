/* Shared by the CMS engine and those whose signatures are CMS (PDF, ASiC): one CMS to be judged, and what its stages
 * hand to each other. Algorithms and the calculation (checks 16, 17) are core/trust/cms_alg.h.
 *
 *   cms_verify.c  reading the CMS, its signers one by one, the report   checks 1, 8, 35
 *   cms_signer.c  one signer: attributes, certificate, digest, value    checks 8, 10, 15, 23, 24, 28
 *   cms_extra.c   unsigned attributes: stamps, evidence, counting       checks 14, 27, 30 */
#ifndef CORE_CMS_PRIV_H
#define CORE_CMS_PRIV_H

#include <openssl/cms.h>

#include "core/sig/verify.h"
#include "core/trust/cms_alg.h"

#define CMS_MAX_CERTS 32
#define CMS_MAX_CERT (16u << 10)
#define CMS_MAX_SIGNERS 16
#define CMS_MAX_EVIDENCE 64
#define CMS_MAX_PARTS 2

/* One CMS and what it is of. */
struct cms_question {
    const struct verify_request *rq;
    struct trust *trust;
    const void *der;
    size_t len;
    bool padded;                          /* zero bytes may follow (PDF) */
    struct cms_part parts[CMS_MAX_PARTS]; /* the signed bytes when detached, end to end */
    int n_parts;
    const struct verify_signature
        *draft;                      /* what each signer's report begins with: format, scope, faults found before */
    int64_t claimed;                 /* signing time said around the CMS, 0 = none */
    int64_t stamped_at;              /* time of a verified stamp over the whole of it, 0 = none */
    const struct evidence *evidence; /* found around the CMS (PDF: DSS), certificates too */
    int n_evidence;
};

/* Adds a report for every signer, or one about the whole when it cannot be read. */
void cms_judge(TALLOC_CTX *mem, const struct cms_question *q, struct verify_report *rep);

/* One signer being judged. */
struct cms_signer {
    TALLOC_CTX *mem; /* of the report */
    const struct cms_question *q;
    CMS_ContentInfo *cms;
    CMS_SignerInfo *info;
    const struct cms_part *parts;
    int n_parts;
    struct verify_signature sig;
    struct verify_report *rep;

    X509 *certs[CMS_MAX_CERTS];
    int n_certs;
    X509 *cert; /* the signer's */
    struct evidence evidence[CMS_MAX_EVIDENCE];
    int n_evidence;
    int64_t claimed; /* signing time, 0 = none */
    int64_t at;      /* reference time */
};

/* The whole judgement of s->info. */
void cms_signer_judge(struct cms_signer *s);

/* Evidence and certificates that came with the signature, into s; before the chain. */
void cms_gather(struct cms_signer *s);
/* Signature time stamps: the earliest good one becomes the reference time. False when a fault was recorded. */
bool cms_stamps(struct cms_signer *s);
/* Counter-signatures counted, archive time stamps and unknown extras noted. */
void cms_note_rest(struct cms_signer *s);
/* Did evidence found in the signature decide something? */
bool cms_used_own(const struct cms_signer *s);

#endif
