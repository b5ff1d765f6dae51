#include "core/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buf buf_new(TALLOC_CTX *mem, size_t max)
{
    return (struct buf){ .mem = mem, .max = max };
}

static bool make_room(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 512;

    if (b->overflow || n > b->max || b->len > b->max - n) {
        b->overflow = true;
        return false;
    }
    if (b->len + n < b->cap)
        return true;
    while (cap <= b->len + n)
        cap *= 2;
    b->data = talloc_realloc_size(b->mem, b->data, cap);
    if (!b->data)
        mem_exhausted(cap);
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (!make_room(b, n))
        return;
    if (n)
        memcpy(b->data + b->len, p, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    char small[256];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0)
        return;
    if ((size_t)n < sizeof small) {
        buf_add(b, small, (size_t)n);
        return;
    }
    if (!make_room(b, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

void buf_xml(struct buf *b, const char *s)
{
    const char *plain = s;

    for (; *s; s++) {
        const char *entity = *s == '&'    ? "&amp;"
                             : *s == '<'  ? "&lt;"
                             : *s == '>'  ? "&gt;"
                             : *s == '"'  ? "&quot;"
                             : *s == '\'' ? "&#39;"
                                          : NULL;
        if (!entity)
            continue;
        buf_add(b, plain, (size_t)(s - plain));
        buf_str(b, entity);
        plain = s + 1;
    }
    buf_add(b, plain, (size_t)(s - plain));
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}
