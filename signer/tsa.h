/* The office's own source of time stamps (RFC 3161), with the key "tsa" of the key folder. The centre's /ca/tsa and the
 * seals draw from the same source.
 *
 * Serial numbers only grow and never repeat: they are taken from blocks that are durable on disk before the first of a
 * block is used, so a crash skips numbers. Should the file be lost, numbers go on from the clock, above all that were
 * given out. Time never goes back: when the clock stands before the last stamp there is none until it has caught up. */
#ifndef SIGNER_TSA_H
#define SIGNER_TSA_H

#include "core/base/conf.h"
#include "core/trust/tsp.h"
#include "signer/keystore.h"

struct tsa;

/* Opens or creates the file tsa_state and locks it. NULL with errno when it cannot be used, is damaged (EILSEQ) or
 * another signer has it (EWOULDBLOCK). Closed with mem. */
struct tsa *tsa_open(TALLOC_CTX *mem, const struct conf *conf, struct keystore *keys);

/* Are there a key and certificate for time stamps? ERR_NOTFOUND with a short English reason when not. */
MUST_CHECK enum err tsa_ready(struct tsa *tsa, const char **ret_problem);

/* For those who build signatures; valid as long as tsa. A stamp fails when the key, the disk or the clock refuses:
 * tsa_problem() says which. */
const struct tsp_source *tsa_source(struct tsa *tsa);
const char *tsa_problem(const struct tsa *tsa);

/* Makes the time of the last stamp durable; called about once a second. */
void tsa_sync(struct tsa *tsa);

#endif
