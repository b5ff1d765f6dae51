/* Text from outside, made safe to use inside: UTF-8 checked, line ends normalised, characters that XML cannot hold
 * removed, file names stripped of their path. Knows nothing of HTTP. */
#ifndef FCGI_TEXT_H
#define FCGI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

#define TEXT_FILE_NAME_MAX 200 /* bytes */

/* CR LF and CR become LF; control characters other than tab and LF, and U+FFFE and U+FFFF, are left out. Works in place
 * on valid UTF-8 and returns the new length. */
size_t text_clean(char *s, size_t n);

/* A file name as a browser sent it: path parts of either kind, control and direction-changing characters and leading
 * dots removed, at most TEXT_FILE_NAME_MAX bytes with the extension kept. "plik" when nothing is left. The input is
 * valid UTF-8. */
const char *text_file_name(TALLOC_CTX *mem, const char *s);

/* Space, tab, LF and no-break space at both ends removed; a copy in mem. */
const char *text_trim(TALLOC_CTX *mem, const char *s);

/* Comparison whose duration does not tell where two secrets differ. */
bool text_same_secret(const char *a, const char *b);

/* n random bytes from the kernel as 2n lower-case hexadecimal digits; ret_hex has room for 2n + 1. n is at most 32. */
void text_random_hex(size_t n, char *ret_hex);

#endif
