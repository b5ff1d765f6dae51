/* Verifying CMS signatures (CAdES, ETSI EN 319 122-1; RFC 5652): .p7m with the signed bytes inside, .p7s and .sig
 * beside them. Calculates only: no files, no connections, no threads. */
#ifndef CORE_CMS_VERIFY_H
#define CORE_CMS_VERIFY_H

#include "core/sig/verify.h"

/* True when the bytes begin like a CMS SignedData (DER or BER). */
bool cms_is(const void *data, size_t len);

/* Judges every signer of the CMS given. Signed bytes that are not inside make it INDETERMINATE SIGNED_DATA_NOT_FOUND. */
void cms_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);

/* The same for a signature over a file that lies beside it. */
void cms_verify_detached(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                         const struct verify_file *content, struct verify_report *ret);

#endif
