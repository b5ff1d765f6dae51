/* A ZIP file walked from its end and from its beginning at once; both must tell the same. */
#include "core/base/zip.h"

#include <string.h>

#include "core/base/inflate.h"
#include "core/base/utf8.h"

#define LOCAL 0x04034b50u
#define CENTRAL 0x02014b50u
#define END 0x06054b50u
#define DESCRIPTOR 0x08074b50u
#define LOCAL_SIZE 30
#define CENTRAL_SIZE 46
#define END_SIZE 22
#define FLAG_DESCRIPTOR 0x0008u
#define FLAGS_ALLOWED 0x080Eu /* speed of packing, descriptor, UTF-8 */
#define DEFLATED 8
#define SMALL ((size_t)1 << 20)

static const char BROKEN[] = "Kontener jest uszkodzony albo zbudowany w niedozwolony sposób.";
static const char TOO_BIG[] = "Kontener ma zbyt wiele plików albo są one za duże.";
static const char BAD_NAME[] = "Kontener zawiera plik o niedozwolonej albo powtórzonej nazwie.";

static unsigned u16(const unsigned char *p)
{
    return (unsigned)p[0] | (unsigned)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* What the directory and the local header both say of one file. */
struct header {
    unsigned flags;
    unsigned method;
    uint32_t crc;
    uint32_t packed;
    uint32_t size;
    unsigned n_name;
    unsigned n_extra;
    const unsigned char *name;
    const unsigned char *extra;
};

struct walk {
    TALLOC_CTX *mem;
    const unsigned char *data;
    size_t directory; /* where it begins */
    size_t end;       /* where it ends */
    size_t at;        /* next entry of the directory */
    size_t next;      /* where the next local header must be */
    size_t total;
    struct zip *zip;
    const char *problem;
};

static bool fault(struct walk *w, const char *problem)
{
    w->problem = problem;
    return false;
}

/* ---- names ---- */

static bool part_fits(const char *p, size_t n)
{
    return n > 0 && !(n == 1 && p[0] == '.') && !(n == 2 && p[0] == '.' && p[1] == '.');
}

static bool name_fits(const char *name, size_t len)
{
    const char *p = name;

    if (len == 0 || len > 500 || !utf8_valid(name, len) || strlen(name) != len || strpbrk(name, "\\:"))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7F)
            return false;
    while (*p) {
        size_t n = strcspn(p, "/");

        if (!part_fits(p, n))
            return false;
        p += n;
        p += *p == '/';
    }
    return true;
}

static bool is_taken(const struct zip *zip, const char *name)
{
    for (int i = 0; i < zip->n; i++)
        if (strcasecmp(zip->entries[i].name, name) == 0)
            return true;
    return false;
}

/* Fields that give a file another size or name than its header. */
static bool extra_fits(const unsigned char *p, size_t len)
{
    while (len >= 4) {
        unsigned id = u16(p);
        size_t n = 4 + (size_t)u16(p + 2);

        if (id == 0x0001 || id == 0x7075 || n > len)
            return false;
        p += n;
        len -= n;
    }
    return len == 0;
}

/* ---- headers ---- */

static struct header read_header(const unsigned char *p, bool central)
{
    const unsigned char *f = p + (central ? 8 : 6);
    struct header h = { .flags = u16(f),
                        .method = u16(f + 2),
                        .crc = u32(f + 8),
                        .packed = u32(f + 12),
                        .size = u32(f + 16),
                        .n_name = u16(f + 20),
                        .n_extra = u16(f + 22) };

    h.name = p + (central ? CENTRAL_SIZE : LOCAL_SIZE);
    h.extra = h.name + h.n_name;
    return h;
}

static bool same(const struct header *a, const struct header *b)
{
    bool later = (b->flags & FLAG_DESCRIPTOR) != 0;
    bool sizes = a->crc == b->crc && a->packed == b->packed && a->size == b->size;
    bool unsaid = later && b->crc == 0 && b->packed == 0 && b->size == 0;

    return a->flags == b->flags && a->method == b->method && a->n_name == b->n_name &&
           memcmp(a->name, b->name, a->n_name) == 0 && (sizes || unsaid);
}

/* With or without its mark. */
static bool descriptor(struct walk *w, const struct header *h)
{
    const unsigned char *p = w->data + w->next;
    size_t left = w->directory - w->next;
    size_t mark = left >= 16 && u32(p) == DESCRIPTOR ? 4 : 0;

    if (left < 12 + mark || u32(p + mark) != h->crc || u32(p + mark + 4) != h->packed || u32(p + mark + 8) != h->size)
        return fault(w, BROKEN);
    w->next += 12 + mark;
    return true;
}

/* The local header and the bytes, which must lie exactly where the previous file ended. */
static bool local(struct walk *w, const struct header *h, const unsigned char **ret_packed)
{
    const unsigned char *p = w->data + w->next;
    size_t left = w->directory - w->next;
    struct header here;

    if (left < LOCAL_SIZE || u32(p) != LOCAL)
        return fault(w, BROKEN);
    here = read_header(p, false);
    left -= LOCAL_SIZE;
    if ((size_t)here.n_name + here.n_extra > left || !same(h, &here) || !extra_fits(here.extra, here.n_extra))
        return fault(w, BROKEN);
    left -= (size_t)here.n_name + here.n_extra;
    if (h->packed > left)
        return fault(w, BROKEN);
    *ret_packed = here.extra + here.n_extra;
    w->next = (size_t)(*ret_packed - w->data) + h->packed;
    return (h->flags & FLAG_DESCRIPTOR) == 0 || descriptor(w, h);
}

static bool sizes_fit(struct walk *w, const struct header *h)
{
    if ((h->method != 0 && h->method != DEFLATED) || (h->flags & ~FLAGS_ALLOWED) != 0 ||
        (h->method == 0 && h->packed != h->size))
        return fault(w, BROKEN);
    w->total += h->size;
    if (w->total > ZIP_MAX_TOTAL || (h->size > SMALL && h->size / ZIP_MAX_RATIO > h->packed))
        return fault(w, TOO_BIG);
    return true;
}

static bool entry(struct walk *w)
{
    const unsigned char *p = w->data + w->at;
    size_t left = w->end - w->at;
    struct zip_entry *e = &w->zip->entries[w->zip->n];
    struct header h;
    char *name;

    if (left < CENTRAL_SIZE || u32(p) != CENTRAL)
        return fault(w, BROKEN);
    h = read_header(p, true);
    if ((size_t)h.n_name + h.n_extra > left - CENTRAL_SIZE || u16(p + 32) != 0 || u16(p + 34) != 0 ||
        u32(p + 42) != w->next || !extra_fits(h.extra, h.n_extra))
        return fault(w, BROKEN);
    name = mem_strndup(w->mem, (const char *)h.name, h.n_name);
    if (!name_fits(name, h.n_name) || is_taken(w->zip, name))
        return fault(w, BAD_NAME);
    *e = (struct zip_entry){
        .name = name, .packed_len = h.packed, .len = h.size, .crc = h.crc, .is_deflated = h.method == DEFLATED
    };
    if (!sizes_fit(w, &h) || !local(w, &h, &e->packed))
        return false;
    w->at += CENTRAL_SIZE + h.n_name + h.n_extra;
    w->zip->n++;
    return true;
}

bool zip_open(TALLOC_CTX *mem, const void *data, size_t len, struct zip *ret, const char **ret_problem)
{
    struct walk w = { .mem = mem, .data = data, .zip = ret };
    const unsigned char *end = w.data + len - END_SIZE;
    unsigned n;

    *ret = (struct zip){ .n = 0 };
    *ret_problem = BROKEN;
    if (len < END_SIZE || u32(end) != END || u16(end + 20) != 0 || u32(end + 4) != 0 || u16(end + 8) != u16(end + 10))
        return false;
    n = u16(end + 10);
    w.directory = w.at = u32(end + 16);
    w.end = len - END_SIZE;
    if (w.directory > w.end || w.end - w.directory != u32(end + 12))
        return false;
    if (n > ZIP_MAX_ENTRIES) {
        *ret_problem = TOO_BIG;
        return false;
    }
    ret->entries = mem_array(mem, struct zip_entry, (size_t)n + 1);
    for (unsigned i = 0; i < n; i++)
        if (!entry(&w)) {
            *ret_problem = w.problem;
            return false;
        }
    return w.at == w.end && w.next == w.directory;
}

/* ---- bytes ---- */

const void *zip_read(TALLOC_CTX *mem, const struct zip_entry *e)
{
    const void *data = e->is_deflated ? inflate_raw(mem, e->packed, e->packed_len, e->len) : e->packed;

    return data && inflate_crc(data, e->len) == e->crc ? data : NULL;
}
