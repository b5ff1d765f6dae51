/* Length-prefixed values; integers as eight bytes in the order of this machine, for both ends run on it. */
#include "core/base/pack.h"

#include <string.h>

void pack_int(struct buf *b, int64_t value)
{
    buf_add(b, &value, sizeof value);
}

void pack_bytes(struct buf *b, const void *data, size_t len)
{
    pack_int(b, (int64_t)len);
    buf_add(b, data, len);
}

void pack_text(struct buf *b, const char *s)
{
    pack_bytes(b, s ? s : "", s ? strlen(s) + 1 : 1);
}

struct unpack unpack_new(const void *data, size_t len)
{
    return (struct unpack){ data, (const unsigned char *)data + len, false };
}

int64_t unpack_int(struct unpack *u)
{
    int64_t value = 0;

    if (u->bad || u->end - u->at < (ptrdiff_t)sizeof value) {
        u->bad = true;
        return 0;
    }
    memcpy(&value, u->at, sizeof value);
    u->at += sizeof value;
    return value;
}

int unpack_count(struct unpack *u, int max)
{
    int64_t n = unpack_int(u);

    if (n < 0 || n > max)
        u->bad = true;
    return u->bad ? 0 : (int)n;
}

const void *unpack_bytes(struct unpack *u, size_t *ret_len)
{
    int64_t len = unpack_int(u);
    const unsigned char *p = u->at;

    *ret_len = 0;
    if (u->bad || len < 0 || len > u->end - u->at) {
        u->bad = true;
        return "";
    }
    u->at += len;
    *ret_len = (size_t)len;
    return p;
}

const char *unpack_text(struct unpack *u)
{
    size_t len = 0;
    const char *text = unpack_bytes(u, &len);

    if (len == 0 || text[len - 1] != '\0')
        u->bad = true;
    return u->bad ? "" : text;
}

bool unpack_done(const struct unpack *u)
{
    return !u->bad && u->at == u->end;
}
