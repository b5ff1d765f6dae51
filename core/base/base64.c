/* Strict on characters and padding, forgiving of white space, as XML writes it. */
#include "core/base/base64.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* The characters that count; "=" only at the end. NULL when there is anything else. */
static char *base64_digits(TALLOC_CTX *mem, const char *text, size_t *ret_n, size_t *ret_padding)
{
    char *out = mem_array(mem, char, strlen(text) + 1);
    size_t n = 0;
    size_t padding = 0;

    for (; *text; text++) {
        if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
            continue;
        if (*text == '=')
            padding++;
        else if (padding > 0 || !is_base64(*text))
            return NULL;
        out[n++] = *text;
    }
    *ret_n = n;
    *ret_padding = padding;
    return padding <= 2 && n % 4 == 0 ? out : NULL;
}

unsigned char *base64_decode(TALLOC_CTX *mem, const char *text, size_t max, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    size_t n = 0;
    size_t padding = 0;
    const char *digits;
    unsigned char *out;

    /* white space may double the length at most */
    if (!text || strlen(text) > max * 3 + 64)
        return NULL;
    digits = base64_digits(tmp, text, &n, &padding);
    if (!digits || n == 0 || n / 4 * 3 - padding > max)
        return NULL;
    out = mem_array(mem, unsigned char, n / 4 * 3 + 1);
    if (EVP_DecodeBlock(out, (const unsigned char *)digits, (int)n) < 0)
        return NULL;
    *ret_len = n / 4 * 3 - padding;
    return out;
}
