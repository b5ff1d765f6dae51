/* Questions to eurzad-signer and its answers, any number in one round trip (core/seal/seal_protocol.h). For core/seal/seal*.c: the
 * rest of the office asks through core/seal/seal.h. */
#ifndef CORE_SEAL_WIRE_H
#define CORE_SEAL_WIRE_H

#include "core/ctx/ctx.h"
#include "core/seal/seal_protocol.h"

struct seal_question {
    enum signer_request type;
    const char *jst; /* at most 7 characters */
    const void *data;
    size_t len;
    /* the answer */
    bool answered;
    enum signer_status status;
    char *out; /* in ctx->mem, a zero byte follows */
    size_t n_out;
};

/* Asks all n questions and waits for the answers. The connection is opened when first needed and again when the signer
 * was restarted; what was not answered then is asked once more, which does no harm. False when the signer is away or
 * does not answer in time: questions that were answered before are marked so. */
bool seal_exchange(struct ctx *ctx, struct seal_question *questions, int n);

#endif
