/* Asking a certification authority whether a certificate is valid: OCSP first, its CRL when that brings no answer. For
 * eurzad-jobs only. Addresses come from strangers' certificates: http and https, public hosts, bounded size and time,
 * and the answer counts for nothing until core/trust/revocation.h has judged it. */
#ifndef CORE_FETCH_H
#define CORE_FETCH_H

#include "core/ctx/ctx.h"
#include "core/trust/revocation.h"

/* Fetches a piece of evidence that tells the status of cert at `at`; it belongs to mem. False when there is no address,
 * nobody answers, or no answer is usable: to be tried later. Uses no database and leaves no failure in ctx. */
bool fetch_status(struct ctx *ctx, TALLOC_CTX *mem, X509 *cert, X509 *issuer, int64_t at, struct evidence *ret_ev);

#endif
