/* What eurzad-jobs can do, kind by kind. A kind is a row in runner.c; whoever causes the work queues it with job_add(), in
 * the same transaction as the change:
 *
 *   mail           {"to","subject","text"}
 *   powiadomienie  {"konto_id","subject","text"}
 *   podpis         {"dokument_id"}  a signature that could not be judged for lack of revocation data is checked again;
 *                                   key "TERYT/dokument_id", so that it waits once
 *   utrwalenie     {"sha256"}       a sealed file gets the evidence for its seal (XAdES B-LT); key "TERYT/sha256" */
#ifndef JOBS_KINDS_H
#define JOBS_KINDS_H

#include <jansson.h>

#include "core/ctx/ctx.h"

struct job {
    int64_t id;
    const char *jst;
    const char *rodzaj;
    const json_t *dane;
    const char *again; /* set by a job that is done for now but must run again later: why, for the operator */
};

/* Checks the signature of esp.dokument again as of the moment the document came in, fetching what was missing; stores the
 * result beside the document, with the evidence it rests on. */
MUST_CHECK enum err job_podpis(struct ctx *ctx, struct job *job);

/* Stores a sealed file with the evidence for its seal beside the issued one. */
MUST_CHECK enum err job_utrwalenie(struct ctx *ctx, struct job *job);

/* Queues job_utrwalenie for receipts and letters of the unit (ctx->jst) that lack the evidence, when the unit's seals have
 * a source of it at all. */
MUST_CHECK enum err utrwalenie_plan(struct ctx *ctx);

#endif
