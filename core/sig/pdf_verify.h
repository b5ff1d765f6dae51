/* Verifying signed PDF files (PAdES, ETSI EN 319 142-1; ISO 32000-1, 12.8). Calculates only.
 *
 * The bytes are judged, not the look of the pages: every signature must cover the whole file but its own value, or the
 * part it covers is named. What was appended after the last signature makes the file INDETERMINATE unless it only holds
 * validation data and document time stamps that nobody sees. */
#ifndef CORE_PDF_VERIFY_H
#define CORE_PDF_VERIFY_H

#include "core/sig/verify.h"

/* True when the bytes begin like a PDF. */
bool pdf_is(const void *data, size_t len);

/* Judges every signature of the file. NONE when there is none. */
void pdf_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);

#endif
