/* The verifier as tests ask it: in this process, with a folder of anchors. */
#ifndef TESTS_SUPPORT_CHECK_H
#define TESTS_SUPPORT_CHECK_H

#include "core/ctx/ctx.h"
#include "core/sig/verify.h"

/* The first signature of the report as `one` (all "" without any), for files that have one. */
struct checked {
    struct verify_report report;
    struct verify_signature one;
};

struct checked check_file(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                          const char *trust_dir, int64_t at);

/* Ends the test unless every signature is good. */
struct checked check_passes(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                            const char *trust_dir, int64_t at);

/* A printout with the office's seal (PAdES B-T) over all of it. */
void check_sealed_pdf(struct ctx *ctx, const void *data, size_t len);

#endif
