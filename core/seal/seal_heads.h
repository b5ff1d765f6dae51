/* Asking eurzad-signer for what makes the head of a tree public: signature, time stamp and certificates over its text. */
#ifndef CORE_SEAL_HEADS_H
#define CORE_SEAL_HEADS_H

#include <stddef.h>

#include "core/ctx/ctx.h"

/* One head of a tree (core/seal/treehead.h) and what the signer gives for it. */
struct seal_head {
    const char *jst;
    const char *text;
    /* set by seal_heads(): */
    const char *problem;   /* English, for the log; NULL when it was signed */
    const void *signature; /* over the text: DER (ECDSA) or PKCS#1, SHA-256 */
    size_t n_signature;
    const void *token; /* RFC 3161, over the text */
    size_t n_token;
    const char *certificates; /* PEM: the unit's, then its issuers' */
};

/* Has n heads signed in one round trip, each with the key of its own unit. A head that cannot be signed (no key of the
 * unit) has its `problem` set and does not stop the others. ERR_BUSY when the signer is away. What is set belongs to
 * ctx->mem. */
MUST_CHECK enum err seal_heads(struct ctx *ctx, struct seal_head *heads, int n);

#endif
