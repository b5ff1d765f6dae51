/* One request to the signer: checked, logged, signed, verified, answered. What may be asked: signer/type.c. */
#ifndef SIGNER_REQUEST_H
#define SIGNER_REQUEST_H

#include "core/base/conf.h"
#include "core/seal/seal_protocol.h"
#include "signer/journal.h"
#include "signer/keystore.h"
#include "signer/tsa.h"

struct signer {
    const struct conf *conf;
    struct keystore *keys;
    struct journal *journal;
    struct tsa *tsa;
};

/* Who asks, as the kernel says. */
struct caller {
    unsigned uid;
    int pid;
};

/* Answers the payload of one frame. *ret_data (the signed document, or a reason) belongs to mem. Never fails otherwise
 * than by its status. */
enum signer_status signer_answer(struct signer *s, TALLOC_CTX *mem, unsigned type, const void *payload, size_t len,
                                 const struct caller *caller, const void **ret_data, size_t *ret_len);

#endif
