/* A receipt (UPP) of the unit ctx->jst as of ctx->now, not sealed yet; belongs to ctx->mem. */
#ifndef TESTS_BENCH_RECEIPT_H
#define TESTS_BENCH_RECEIPT_H

#include "core/ctx/ctx.h"

const char *bench_receipt(struct ctx *ctx, int nr);

#endif
