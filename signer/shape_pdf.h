/* Templates of printed documents: a PDF the signer seals is one revision of our own writer (core/doc/pdf.h), says this unit
 * and a number in its Keywords, and holds nothing that acts: no scripts, actions, forms, attachments, no signature. */
#ifndef SIGNER_SHAPE_PDF_H
#define SIGNER_SHAPE_PDF_H

#include <stddef.h>

#include "core/base/mem.h"

/* NULL when the bytes have that shape, otherwise a short English reason for the log (static text). *ret_author: the
 * office as the file names it, in mem, "" when it does not. */
const char *shape_pdf_problem(TALLOC_CTX *mem, const void *pdf, size_t len, const char *jst, const char **ret_author);

#endif
