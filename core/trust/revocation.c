/* What all pieces of evidence together say about a certificate at one moment. */
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "core/trust/revocation_priv.h"

#define REASON_HOLD 6
#define REASON_REMOVE 8
#define SKEW (INT64_C(300) * 1000000)

static bool strong_digest(int nid)
{
    return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512 || nid == NID_sha3_256 || nid == NID_sha3_384 ||
           nid == NID_sha3_512;
}

static bool strong_pss(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *digest = NULL;
    RSA_PSS_PARAMS *pss;
    bool strong = false;

    pss = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter);
    if (pss && pss->hashAlgorithm) {
        X509_ALGOR_get0(&digest, NULL, NULL, pss->hashAlgorithm);
        strong = strong_digest(OBJ_obj2nid(digest));
    }
    RSA_PSS_PARAMS_free(pss);
    return strong;
}

bool revocation_strong(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;
    int digest = NID_undef;
    int nid;

    if (!algorithm)
        return false;
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    nid = OBJ_obj2nid(object);
    if (nid == NID_rsassaPss)
        return strong_pss(algorithm);
    if (nid == NID_ED25519 || nid == NID_ED448)
        return true;
    return OBJ_find_sigid_algs(nid, &digest, NULL) == 1 && strong_digest(digest);
}

bool revocation_silent(X509 *cert, int64_t this_update, const ASN1_GENERALIZEDTIME *kept_since)
{
    int64_t expiry = 0;
    int64_t since = 0;

    if (!asn1_time(X509_get0_notAfter(cert), &expiry) || this_update <= expiry)
        return false;
    return !asn1_time(kept_since, &since) || since > expiry;
}

/* ---- the judgement ---- */

static bool speaks_of(const struct revocation_finding *f, int64_t at)
{
    return f->this_update >= at || (f->next_update != 0 && at <= f->next_update);
}

/* A certificate taken off hold is listed once more, with the reason removeFromCRL, in the next list. */
static bool was_revoked(const struct revocation_finding *f, int64_t at)
{
    return f->revoked && f->reason != REASON_REMOVE && f->revoked_at <= at;
}

static enum revocation_state one_says(const struct revocation_finding *f, int64_t at)
{
    if (was_revoked(f, at) && f->reason != REASON_HOLD)
        return REVOCATION_REVOKED;
    if (!speaks_of(f, at))
        return REVOCATION_UNKNOWN;
    if (was_revoked(f, at))
        return REVOCATION_HOLD;
    /* a list that names the certificate at all has not dropped it for its age */
    return f->silent && !f->revoked ? REVOCATION_UNKNOWN : REVOCATION_GOOD;
}

/* Revocation is final, whoever says it. Between hold and good the newer piece decides, so that a release counts. */
static bool outweighs(enum revocation_state state, int64_t this_update, const struct revocation *known)
{
    if (known->state == REVOCATION_UNKNOWN || state == REVOCATION_REVOKED)
        return true;
    return this_update > known->produced_at || (this_update == known->produced_at && state == REVOCATION_HOLD);
}

static bool read_piece(const struct revocation_question *q, const struct evidence *ev, struct revocation_finding *ret)
{
    switch (ev->kind) {
    case EVIDENCE_OCSP:
        return revocation_read_ocsp(q, ev, ret);
    case EVIDENCE_CRL:
        return revocation_read_crl(q, ev, ret);
    case EVIDENCE_CERT:
        return false;
    }
    return false;
}

static void weigh(const struct revocation_question *q, const struct evidence *ev, int64_t at, struct revocation *known)
{
    struct revocation_finding f = { .reason = -1 };
    enum revocation_state state;

    if (!read_piece(q, ev, &f) || f.this_update > q->now + SKEW)
        return;
    state = one_says(&f, at);
    if (state == REVOCATION_UNKNOWN || !outweighs(state, f.this_update, known))
        return;
    known->state = state;
    known->revoked_at = f.revoked ? f.revoked_at : 0;
    known->reason = f.revoked ? f.reason : -1;
    known->used = ev;
    known->produced_at = f.this_update;
}

void revocation_check(X509 *cert, X509 *issuer, const struct evidence *ev, int n, int64_t at, int64_t now,
                      struct revocation *ret)
{
    struct revocation_question q = { .cert = cert, .issuer = issuer, .ev = ev, .n = n, .now = now };

    *ret = (struct revocation){ .state = REVOCATION_UNKNOWN, .reason = -1 };
    for (int i = 0; i < n && ret->state != REVOCATION_REVOKED; i++)
        weigh(&q, &ev[i], at, ret);
    ERR_clear_error();
}

bool revocation_crl_denies(const struct revocation_question *q, int64_t at)
{
    struct revocation known = { .state = REVOCATION_UNKNOWN };

    for (int i = 0; i < q->n && known.state != REVOCATION_REVOKED; i++)
        if (q->ev[i].kind == EVIDENCE_CRL)
            weigh(q, &q->ev[i], at, &known);
    return known.state == REVOCATION_REVOKED || known.state == REVOCATION_HOLD;
}
