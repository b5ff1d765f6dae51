/* ZIP files byte by byte. */
#include "tests/support/zip_kit.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "core/base/buf.h"

#define MAX_ZIP (200u << 20)
#define MAX_FILES 1100

static void u16(struct buf *b, unsigned v)
{
    buf_char(b, (char)(v & 255));
    buf_char(b, (char)(v >> 8 & 255));
}

static void u32(struct buf *b, size_t v)
{
    u16(b, (unsigned)(v & 0xFFFF));
    u16(b, (unsigned)(v >> 16 & 0xFFFF));
}

struct made {
    size_t at;
    size_t len;
    size_t packed_len;
    size_t crc;
    const void *packed;
};

static struct made make(TALLOC_CTX *mem, const struct zip_file *f)
{
    size_t len = f->len ? f->len : strlen(f->data);
    struct made m = { .len = len, .packed_len = len, .packed = f->data };
    unsigned char *out;
    unsigned char *in = mem_dup(mem, f->data, len);
    z_stream z = { .next_in = in, .avail_in = (uInt)len };

    m.crc = crc32(0, in, (uInt)len);
    if (!f->packed)
        return m;
    out = mem_array(mem, unsigned char, len + 1024);
    z.next_out = out;
    z.avail_out = (uInt)len + 1024;
    deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    deflate(&z, Z_FINISH);
    m.packed = out;
    m.packed_len = z.total_out;
    deflateEnd(&z);
    return m;
}

static void header(struct buf *b, const struct zip_file *f, const struct made *m, bool directory)
{
    bool later = f->described && !directory;

    u16(b, 20);
    u16(b, f->described ? 0x0808 : 0x0800);
    u16(b, f->packed ? 8 : 0);
    u32(b, 0x5A210000);
    u32(b, later ? 0 : m->crc);
    u32(b, later ? 0 : m->packed_len);
    u32(b, later ? 0 : m->len);
}

static void local(struct buf *b, const struct zip_file *f, struct made *m)
{
    m->at = b->len;
    u32(b, 0x04034b50);
    header(b, f, m, false);
    u16(b, (unsigned)strlen(f->name));
    u16(b, 0);
    buf_str(b, f->name);
    buf_add(b, m->packed, m->packed_len);
    if (!f->described)
        return;
    u32(b, 0x08074b50);
    u32(b, m->crc);
    u32(b, m->packed_len);
    u32(b, m->len);
}

static void central(struct buf *b, const struct zip_file *f, const struct made *m)
{
    const char *name = f->directory_as ? f->directory_as : f->name;

    u32(b, 0x02014b50);
    u16(b, 20);
    header(b, f, m, true);
    u16(b, (unsigned)strlen(name));
    u16(b, 0);
    u16(b, 0);
    u16(b, 0);
    u16(b, 0);
    u32(b, 0);
    u32(b, m->at);
    buf_str(b, name);
}

void *zip_kit(TALLOC_CTX *mem, const struct zip_file *files, int n, const struct zip_lies *lies, size_t *ret_len)
{
    static const struct zip_lies none;
    struct made *made = mem_array(mem, struct made, MAX_FILES);
    struct buf b = buf_new(mem, MAX_ZIP);
    size_t directory;
    size_t end;

    lies = lies ? lies : &none;
    buf_str(&b, lies->before ? lies->before : "");
    for (int i = 0; i < n; i++) {
        made[i] = make(mem, &files[i]);
        local(&b, &files[i], &made[i]);
        if (i == 0)
            buf_str(&b, lies->gap ? lies->gap : "");
    }
    directory = b.len;
    if (lies->size)
        made[0].len = lies->size;
    for (int i = 0; i < n; i++)
        central(&b, &files[i], &made[i]);
    end = b.len;
    u32(&b, 0x06054b50);
    u32(&b, 0);
    u16(&b, (unsigned)(n + lies->more));
    u16(&b, (unsigned)(n + lies->more));
    u32(&b, end - directory);
    u32(&b, directory);
    u16(&b, lies->comment ? (unsigned)strlen(lies->comment) : 0);
    buf_str(&b, lies->comment ? lies->comment : "");
    buf_str(&b, lies->after ? lies->after : "");
    *ret_len = b.len;
    return b.data;
}
