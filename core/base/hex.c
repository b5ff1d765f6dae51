/* Two digits a byte. */
#include "core/base/hex.h"

void hex_text(const void *bytes, size_t n, char *ret_hex)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;

    for (size_t i = 0; i < n; i++) {
        *ret_hex++ = digits[p[i] >> 4];
        *ret_hex++ = digits[p[i] & 15];
    }
    *ret_hex = '\0';
}
