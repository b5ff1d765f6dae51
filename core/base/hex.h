/* Bytes as lower-case hexadecimal digits. */
#ifndef CORE_HEX_H
#define CORE_HEX_H

#include <stddef.h>

/* Writes 2n digits and the final NUL. */
void hex_text(const void *bytes, size_t n, char *ret_hex);

#endif
