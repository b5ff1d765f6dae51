/* Unpacking "deflate" from memory, within a limit (zlib). */
#ifndef CORE_INFLATE_H
#define CORE_INFLATE_H

#include <stdint.h>

#include "core/base/mem.h"

/* RFC 1950, as PDF streams are packed. NULL when the bytes are not that, or are more than max unpacked. */
unsigned char *inflate_zlib(TALLOC_CTX *mem, const void *data, size_t len, size_t max, size_t *ret_len);

/* RFC 1951, as ZIP files are packed: exactly `want` bytes from exactly `len` bytes; NULL otherwise. */
unsigned char *inflate_raw(TALLOC_CTX *mem, const void *data, size_t len, size_t want);

/* CRC-32 of the bytes. */
uint32_t inflate_crc(const void *data, size_t len);

#endif
