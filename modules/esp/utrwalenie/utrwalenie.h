/* Seals that last: receipts and letters are stored once more with the evidence for their seal. For jobs alone. */
#ifndef MODULES_ESP_UTRWALENIE_UTRWALENIE_H
#define MODULES_ESP_UTRWALENIE_UTRWALENIE_H

#include "core/ctx/ctx.h"

/* Queues the job "utrwalenie" for receipts and letters of the unit (ctx->jst) that lack the evidence, when the unit's seals
 * have a source of it at all. */
MUST_CHECK enum err utrwalenie_plan(struct ctx *ctx);

#endif
