/* A growing byte buffer with a maximum. Going over the maximum does not fail in the middle: the buffer stops
 * growing and `overflow` is set; check it once at the end. */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

struct buf {
    TALLOC_CTX *mem;
    char *data; /* always followed by a zero byte once something was written */
    size_t len;
    size_t cap;
    size_t max;
    bool overflow;
};

struct buf buf_new(TALLOC_CTX *mem, size_t max);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Escapes & < > " ' for element content and attribute values. */
void buf_xml(struct buf *b, const char *s);

/* The text as a C string, "" when empty. */
const char *buf_text(const struct buf *b);

#endif
