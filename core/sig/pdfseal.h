/* Sealing PDF files of our own writer (core/doc/pdf.h) as PAdES B-T: one incremental update with an invisible signature
 * field, ByteRange over everything but the value (ETSI EN 319 142-1). The key is the signer's; nobody else calls this. */
#ifndef CORE_PDFSEAL_H
#define CORE_PDFSEAL_H

#include "core/base/err.h"
#include "core/sig/cms_sign.h"

/* What the signature dictionary says for people. */
struct pdf_seal {
    const char *name;   /* who seals; UTF-8 */
    const char *reason; /* UTF-8 */
    int64_t at;         /* microseconds */
};

/* Gives the file with its seal, in mem; the first bytes are those given. ERR_INVALID when the file is not one revision
 * of our writer, ERR_INTERNAL when the key or the source of stamps refuses. */
MUST_CHECK enum err pdf_seal(TALLOC_CTX *mem, const void *pdf, size_t len, const struct pdf_seal *seal,
                             const struct cms_by *by, void **ret_pdf, size_t *ret_len);

#endif
