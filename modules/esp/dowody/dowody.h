/* Evidence for certificates: from the cache of what was fetched lately, else from the certification authority. For jobs: no
 * other program goes out. */
#ifndef MODULES_ESP_DOWODY_DOWODY_H
#define MODULES_ESP_DOWODY_DOWODY_H

#include "core/ctx/ctx.h"
#include "core/sig/verify.h"
#include "core/trust/trust.h"

/* A verification that may need more evidence than it was given. Fill data, at, purposes and profile of rq. */
struct dowody {
    struct verify_request rq;
    struct trust *trust;
    struct evidence *ev; /* grows; rq.evidence follows */
    int n;
    int given;                /* that many were at hand before anybody was asked */
    struct verify_report rep; /* the answer */
};

/* Verifies in the sandbox, finds what is missing, verifies again. The transaction is committed while others are waited
 * for: nothing unfinished may be open. All memory is ctx->mem's. ERR_BUSY when the sandbox gives no answer. */
MUST_CHECK enum err dowody_verify(struct ctx *ctx, struct dowody *d);

/* One more piece that is at hand. */
void dowody_add(struct ctx *ctx, struct dowody *d, const struct evidence *ev);

/* Name of a kind of evidence in the database. */
const char *dowody_rodzaj(enum evidence_kind kind);

#endif
