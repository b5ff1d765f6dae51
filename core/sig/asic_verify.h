/* Verifying ASiC containers (ETSI EN 319 162-1): ZIP files that hold documents and, in META-INF, the signatures over
 * them: XAdES that names the files, or CAdES over a manifest of their digests. Calculates only, in memory. */
#ifndef CORE_ASIC_VERIFY_H
#define CORE_ASIC_VERIFY_H

#include "core/sig/verify.h"

/* True when the bytes begin like a container of signatures. */
bool asic_is(const void *data, size_t len);

/* Judges every signature of the container. A signature that leaves a file uncovered has scope "czesc" and names it. */
void asic_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);

#endif
