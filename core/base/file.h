/* Files read as a whole: documents given to a command, dictionaries, sheets, certificates, passwords. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/base/mem.h"

/* The bytes of the file (or pipe), owned by mem and followed by a zero byte; ret_len may be NULL. NULL with errno: it
 * cannot be read, is a folder (EISDIR) or longer than max (EFBIG). */
char *file_read(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len);

/* The first line of a file that holds a password, a PIN or the address of a key (which may name a PIN), without its end.
 * Wiped when mem is freed. NULL when there is none. */
char *file_secret(TALLOC_CTX *mem, const char *path);

#endif
