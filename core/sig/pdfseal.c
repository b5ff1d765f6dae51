/* Appends a revision: catalogue and first page with the signature field, the field, the signature
 * dictionary, a table of objects. The value is put in last, into room left for it. */
#include "core/sig/pdfseal.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/buf.h"
#include "core/sig/pdfsig_priv.h"

#define MAX_SEALED ((size_t)64 << 20)
#define ROOM ((size_t)16384) /* bytes for the value: certificates of two chains and RSA of 4096 bits fit twice */
#define N_NEW 4

/* The file as our writer left it. */
struct source {
    const unsigned char *data;
    size_t len;
    size_t table; /* where it is */
    size_t size;  /* first free number */
    size_t root;
    size_t page;
    struct pdf_span info;      /* "12 0 R" */
    struct pdf_span root_body; /* << … >> */
    struct pdf_span page_body;
};

/* ---- reading ---- */

static bool reference(struct pdf_span value, size_t *ret_number)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };

    return value.p && pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, ret_number) &&
           pdf_next(&lex) == PDF_NUMBER && pdf_is_word(lex.span, "0") && pdf_next(&lex) == PDF_WORD &&
           pdf_is_word(lex.span, "R");
}

static bool find_table(struct source *s)
{
    static const char word[] = "startxref\n";
    size_t tail = s->len < 64 ? s->len : 64;
    const unsigned char *at = memmem(s->data + s->len - tail, tail, word, strlen(word));
    struct pdf_lex lex;

    if (!at)
        return false;
    lex = (struct pdf_lex){ s->data, at + strlen(word), s->data + s->len, { NULL, NULL } };
    return pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, &s->table) && s->table < s->len &&
           memcmp(s->data + s->table, "xref", s->len - s->table < 4 ? s->len - s->table : 4) == 0;
}

static bool read_trailer(struct source *s)
{
    const unsigned char *from = s->data + s->table;
    const unsigned char *at = memmem(from, s->len - s->table, "trailer", 7);
    struct pdf_lex lex = { s->data, at ? at + 7 : NULL, s->data + s->len, { NULL, NULL } };
    struct pdf_outer o = { .set = false };
    struct pdf_span value;

    if (!at || pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, pdf_keep_last, &o) || !o.set)
        return false;
    if (pdf_get(&o.dict, "Prev", &value) != 0 || pdf_get(&o.dict, "Encrypt", &value) != 0 ||
        pdf_get(&o.dict, "Size", &value) != 1 || !pdf_number(value, &s->size))
        return false;
    return pdf_get(&o.dict, "Root", &value) == 1 && reference(value, &s->root) &&
           pdf_get(&o.dict, "Info", &s->info) == 1;
}

static bool is_type(const struct pdf_dict *dict, const char *name)
{
    struct pdf_span value;

    return pdf_get(dict, "Type", &value) == 1 && pdf_is_name(value, name);
}

static bool has(const struct pdf_dict *dict, const char *key)
{
    struct pdf_span value;

    return pdf_get(dict, key, &value) > 0;
}

/* Catalogue and the first page of the file's order; neither may have what is to be added. */
static bool read_objects(struct source *s)
{
    struct pdf_lex lex = { s->data, s->data, s->data + s->table, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        if (!o.set)
            continue;
        if (object.number == s->root && is_type(&o.dict, "Catalog") && !has(&o.dict, "AcroForm"))
            s->root_body = object.body;
        if (s->page == 0 && is_type(&o.dict, "Page")) {
            if (has(&o.dict, "Annots"))
                return false;
            s->page = object.number;
            s->page_body = object.body;
        }
    }
    return s->root_body.p && s->page_body.p;
}

/* ---- writing ---- */

struct update {
    struct buf out;
    size_t number[N_NEW];
    size_t at[N_NEW];
    int n;
    size_t range; /* where the numbers of ByteRange begin */
    size_t value; /* where "<" stands */
};

static void begin(struct update *u, size_t number)
{
    u->number[u->n] = number;
    u->at[u->n++] = u->out.len;
    buf_printf(&u->out, "%zu 0 obj\n", number);
}

/* The dictionary as it was, with one more entry before its end. */
static void rewrite(struct update *u, size_t number, struct pdf_span body, const char *entry)
{
    begin(u, number);
    buf_add(&u->out, body.p, (size_t)(body.end - body.p) - 2);
    buf_printf(&u->out, "   %s\n>>\nendobj\n", entry);
}

/* Text for people: UTF-16 with its mark, in hexadecimal. */
static void text(struct buf *b, const char *utf8)
{
    const unsigned char *p = (const unsigned char *)utf8;

    buf_str(b, "<FEFF");
    while (*p) {
        unsigned n = *p < 0x80 ? 0 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
        unsigned c = n ? *p & (0x3Fu >> n) : *p;

        for (p++; n > 0 && *p; n--)
            c = c << 6 | (*p++ & 0x3F);
        if (c >= 0x10000) {
            buf_printf(b, "%04X", 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        buf_printf(b, "%04X", c);
    }
    buf_char(b, '>');
}

static void time_entry(struct buf *b, int64_t at)
{
    time_t t = (time_t)(at / 1000000);
    struct tm tm;

    gmtime_r(&t, &tm);
    buf_printf(b, "   /M (D:%04d%02d%02d%02d%02d%02d+00'00')\n", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
               tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void signature(struct update *u, size_t number, const struct pdf_seal *seal)
{
    begin(u, number);
    buf_str(&u->out, "<< /Type /Sig\n   /Filter /Adobe.PPKLite\n   /SubFilter /ETSI.CAdES.detached\n   /Name ");
    text(&u->out, seal->name);
    buf_str(&u->out, "\n   /Reason ");
    text(&u->out, seal->reason);
    buf_char(&u->out, '\n');
    time_entry(&u->out, seal->at);
    buf_str(&u->out, "   /ByteRange [0 ");
    u->range = u->out.len;
    buf_printf(&u->out, "%010d %010d %010d]\n   /Contents ", 0, 0, 0);
    u->value = u->out.len;
    buf_char(&u->out, '<');
    for (size_t i = 0; i < ROOM; i++)
        buf_str(&u->out, "00");
    buf_str(&u->out, ">\n>>\nendobj\n");
}

static void table(struct update *u, const struct source *s)
{
    size_t at = u->out.len;

    buf_str(&u->out, "xref\n");
    for (int i = 0; i < u->n; i++)
        buf_printf(&u->out, "%zu 1\n%010zu 00000 n \n", u->number[i], u->at[i]);
    buf_printf(&u->out, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %.*s\n   /Prev %zu\n>>\n", s->size + 2,
               s->root, (int)(s->info.end - s->info.p), (const char *)s->info.p, s->table);
    buf_printf(&u->out, "startxref\n%zu\n%%%%EOF\n", at);
}

static void write_update(struct update *u, const struct source *s, const struct pdf_seal *seal)
{
    char entry[80];

    buf_add(&u->out, s->data, s->len);
    snprintf(entry, sizeof entry, "/Annots [%zu 0 R]", s->size);
    rewrite(u, s->page, s->page_body, entry);
    snprintf(entry, sizeof entry, "/AcroForm << /Fields [%zu 0 R] /SigFlags 3 >>", s->size);
    rewrite(u, s->root, s->root_body, entry);
    begin(u, s->size);
    /* hidden from the page, printed with it, locked */
    buf_printf(&u->out,
               "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Pieczec) /F 132 /Rect [0 0 0 0]\n"
               "   /P %zu 0 R /V %zu 0 R >>\nendobj\n",
               s->page, s->size + 1);
    signature(u, s->size + 1, seal);
    table(u, s);
}

/* ---- the value ---- */

static bool digest(const struct update *u, unsigned char sha256[32])
{
    size_t after = u->value + 2 * ROOM + 2;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = ctx && EVP_DigestInit_ex2(ctx, EVP_sha256(), NULL) == 1 &&
                EVP_DigestUpdate(ctx, u->out.data, u->value) == 1 &&
                EVP_DigestUpdate(ctx, u->out.data + after, u->out.len - after) == 1 &&
                EVP_DigestFinal_ex(ctx, sha256, NULL) == 1;

    EVP_MD_CTX_free(ctx);
    return good;
}

static enum err fill(TALLOC_CTX *mem, struct update *u, const struct cms_by *by)
{
    size_t after = u->value + 2 * ROOM + 2;
    const unsigned char *der = NULL;
    unsigned char sha256[32];
    char numbers[40];
    size_t len = 0;

    snprintf(numbers, sizeof numbers, "%010zu %010zu %010zu", u->value, after, u->out.len - after);
    memcpy(u->out.data + u->range, numbers, strlen(numbers));
    if (!digest(u, sha256) || !cms_sign_digest(mem, by, sha256, &der, &len) || len > ROOM)
        return ERR_INTERNAL;
    for (size_t i = 0; i < len; i++) {
        u->out.data[u->value + 1 + 2 * i] = "0123456789ABCDEF"[der[i] >> 4];
        u->out.data[u->value + 2 + 2 * i] = "0123456789ABCDEF"[der[i] & 15];
    }
    return ERR_OK;
}

enum err pdf_seal(TALLOC_CTX *mem, const void *pdf, size_t len, const struct pdf_seal *seal, const struct cms_by *by,
                  void **ret_pdf, size_t *ret_len)
{
    MEM_SCOPE(tmp, mem);
    struct source s = { .data = pdf, .len = len };
    struct update u = { .out = buf_new(mem, MAX_SEALED) };
    enum err e;

    if (!find_table(&s) || !read_trailer(&s) || !read_objects(&s))
        return ERR_INVALID;
    write_update(&u, &s, seal);
    if (u.out.overflow)
        return ERR_INVALID;
    e = fill(tmp, &u, by);
    if (e)
        return e;
    *ret_pdf = u.out.data;
    *ret_len = u.out.len;
    return ERR_OK;
}
