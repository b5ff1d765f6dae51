/* Verifying foreign bytes in a sandbox (core/doc/box.h; check 35). What breaks the parser costs one answer. */
#ifndef CORE_VERIFY_BOX_H
#define CORE_VERIFY_BOX_H

#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/sig/verify.h"

/* Makes the sandbox of this process. Called at start, before the first request; otherwise verify_box() does it. */
void verify_box_start(struct app *app);

/* verify_bytes() in the sandbox. When the helper gives no answer: INDETERMINATE with check 35 and *ret->dead set, in
 * which case the bytes must not be parsed elsewhere either. Everything belongs to mem. */
void verify_box(TALLOC_CTX *mem, struct app *app, const struct verify_request *rq, struct trust *trust,
                struct verify_report *ret);

/* The same for a request or job, with the anchors of this installation: signers of every kind for the foreign profile,
 * our own certification centre for the narrow one (rq->purposes is set here). ERR_BUSY when the anchors cannot be had. */
MUST_CHECK enum err verify_document(struct ctx *ctx, struct verify_request *rq, struct verify_report *ret);

/* For a forked child. */
void verify_box_forget(struct app *app);

#endif
