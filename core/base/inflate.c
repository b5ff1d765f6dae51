/* The wrapper of zlib. Output grows in steps, so that a small file asks for little memory. */
#include "core/base/inflate.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <zlib.h>

#include "core/base/buf.h"

#define STEP ((size_t)64 << 10)

static z_stream begin(const void *data, size_t len)
{
    union {
        const void *read;
        Bytef *in;
    } from = { .read = data };

    return (z_stream){ .next_in = from.in, .avail_in = (uInt)len };
}

unsigned char *inflate_zlib(TALLOC_CTX *mem, const void *data, size_t len, size_t max, size_t *ret_len)
{
    struct buf out = buf_new(mem, max);
    unsigned char *step = mem_array(mem, unsigned char, STEP);
    z_stream z = begin(data, len);
    int state = len <= INT_MAX && inflateInit(&z) == Z_OK ? Z_OK : Z_DATA_ERROR;

    while (state == Z_OK && !out.overflow) {
        z.next_out = step;
        z.avail_out = STEP;
        state = inflate(&z, Z_NO_FLUSH);
        buf_add(&out, step, STEP - z.avail_out);
    }
    inflateEnd(&z);
    talloc_free(step);
    *ret_len = out.len;
    return state == Z_STREAM_END && !out.overflow ? (unsigned char *)out.data : NULL;
}

unsigned char *inflate_raw(TALLOC_CTX *mem, const void *data, size_t len, size_t want)
{
    unsigned char *out;
    z_stream z = begin(data, len);
    bool good;

    if (len > INT_MAX || want > INT_MAX || inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return NULL;
    out = mem_array(mem, unsigned char, want + 1);
    z.next_out = out;
    z.avail_out = (uInt)want;
    good = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0 && z.total_out == want;
    inflateEnd(&z);
    return good ? out : NULL;
}

uint32_t inflate_crc(const void *data, size_t len)
{
    return (uint32_t)crc32_z(0, data, len);
}
