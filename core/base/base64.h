/* Bytes written as base64 with white space (xsd:base64Binary). */
#ifndef CORE_BASE64_H
#define CORE_BASE64_H

#include "core/base/mem.h"

/* NULL when the text is NULL, empty, anything but base64, or longer than max bytes. */
unsigned char *base64_decode(TALLOC_CTX *mem, const char *text, size_t max, size_t *ret_len);

#endif
