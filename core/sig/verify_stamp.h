/* A time stamp over a signature, read and judged: the same for XAdES, CAdES and PAdES (checks 28, 30). */
#ifndef CORE_VERIFY_STAMP_H
#define CORE_VERIFY_STAMP_H

#include "core/sig/verify.h"

#define VERIFY_SKEW INT64_C(300000000) /* clocks may differ by five minutes */

struct verify_stamped {
    const void *token; /* DER of the RFC 3161 token */
    size_t token_len;
    const void *data; /* the bytes its imprint must be of */
    size_t len;
    int64_t claimed; /* signing time the signer claims; 0 = none */
    const struct evidence *extra;
    int n_extra;
};

/* True when the token is good and its authority is one of the TRUST_TSA anchors at the time it states; then *ret_at is
 * that time and sig->stamp_time says it unless an earlier stamp did. A token that is broken, of other bytes or older
 * than the signature is a fault of check 30; one of an authority nobody here trusts is only noted in sig->unchecked. */
bool verify_stamp(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, const struct verify_stamped *s,
                  struct verify_signature *sig, struct verify_report *rep, int64_t *ret_at);

#endif
