/* PDF files with signatures, written object by object. */
#include "tests/support/pdf_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/trust/tsp.h"
#include "tests/support/verify_kit.h"

#define MAX_FILE (1u << 20)
#define VALUE_DIGITS 8192
#define MAX_OBJECTS 12
#define STREAM "BT /F1 12 Tf 20 100 Td (Kwota: 100 zl) Tj ET"

struct writer {
    TALLOC_CTX *mem;
    struct buf out;
    size_t at[MAX_OBJECTS];
    int number[MAX_OBJECTS];
    int packed_in[MAX_OBJECTS]; /* object stream; 0: none */
    int n;
    size_t range; /* where "[0 …" begins */
    size_t value; /* where "<" begins */
};

static void object(struct writer *w, int number, const char *body)
{
    w->at[w->n] = w->out.len;
    w->number[w->n++] = number;
    buf_printf(&w->out, "%d 0 obj\n%s\nendobj\n", number, body);
}

static void signature(struct writer *w, int number, const struct pdf_kit *kit)
{
    w->at[w->n] = w->out.len;
    w->number[w->n++] = number;
    buf_printf(&w->out, "%d 0 obj\n<< /Type /%s /Filter /Adobe.PPKLite /SubFilter /%s %s", number,
               kit->type ? kit->type : "Sig", kit->sub_filter ? kit->sub_filter : "ETSI.CAdES.detached",
               kit->extra ? kit->extra : "");
    buf_printf(&w->out, " /%s ", kit->range_key ? kit->range_key : "ByteRange");
    w->range = w->out.len;
    buf_printf(&w->out, "%-60s /Contents ", kit->range ? kit->range : "[0 0 0 0]");
    w->value = w->out.len;
    if (kit->contents) {
        buf_str(&w->out, kit->contents);
    } else {
        buf_char(&w->out, '<');
        for (int i = 0; i < VALUE_DIGITS; i++)
            buf_char(&w->out, '0');
        buf_char(&w->out, '>');
    }
    buf_str(&w->out, " >>\nendobj\n");
}

static void table(struct writer *w, int size, size_t previous)
{
    size_t at = w->out.len;

    buf_str(&w->out, "xref\n");
    if (previous == 0)
        buf_str(&w->out, "0 1\n0000000000 65535 f \n");
    for (int i = 0; i < w->n; i++)
        buf_printf(&w->out, "%d 1\n%010zu 00000 n \n", w->number[i], w->at[i]);
    buf_printf(&w->out, "trailer\n<< /Size %d /Root 1 0 R ", size);
    if (previous)
        buf_printf(&w->out, "/Prev %zu ", previous);
    buf_printf(&w->out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
}

/* The new form: rows of one, four and one byte, each as the difference to the one above, packed. */
static void stream_table(struct writer *w, int number, size_t previous)
{
    struct buf rows = buf_new(w->mem, 4096);
    struct buf index = buf_new(w->mem, 4096);
    unsigned char above[6] = { 0 };
    unsigned char packed[4096];
    uLongf n = sizeof packed;
    size_t at = w->out.len;

    w->at[w->n] = at;
    w->number[w->n++] = number;
    for (int i = 0; i < w->n; i++) {
        size_t v = w->packed_in[i] ? (size_t)w->packed_in[i] : w->at[i];
        const unsigned char row[6] = { w->packed_in[i] ? 2 : 1,  (unsigned char)(v >> 24),
                                       (unsigned char)(v >> 16), (unsigned char)(v >> 8),
                                       (unsigned char)v,         w->packed_in[i] ? (unsigned char)i : 0 };

        buf_printf(&index, "%d 1 ", w->number[i]);
        buf_char(&rows, 2);
        for (int k = 0; k < 6; k++)
            buf_char(&rows, (char)(row[k] - above[k]));
        memcpy(above, row, sizeof above);
    }
    assert_int_equal(compress(packed, &n, (const unsigned char *)rows.data, rows.len), Z_OK);
    buf_printf(&w->out,
               "%d 0 obj\n<< /Type /XRef /Size %d /Root 1 0 R /Prev %zu /W [1 4 1] /Index [%s] /Filter /FlateDecode "
               "/DecodeParms << /Predictor 12 /Columns 6 >> /Length %zu >>\nstream\n",
               number, number + 1, previous, buf_text(&index), n);
    buf_add(&w->out, packed, n);
    buf_printf(&w->out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
}

/* Writes the range; gives the bytes it covers, in tmp. */
static char *cover(TALLOC_CTX *tmp, struct writer *w, const struct pdf_kit *kit, size_t *ret_len)
{
    size_t end = w->value + VALUE_DIGITS + 2;
    long r[4] = { 0, (long)w->value, (long)end, (long)(w->out.len - end) };
    char *covered = mem_array(tmp, char, w->out.len * 2);

    for (int i = 0; i < 4; i++)
        r[i] += kit->shift[i];
    if (!kit->range) {
        const char *text = mem_printf(tmp, "[%ld %ld %ld %ld]", r[0], r[1], r[2], r[3]);

        memset(w->out.data + w->range, ' ', 60);
        memcpy(w->out.data + w->range, text, strlen(text));
    }
    *ret_len = 0;
    for (int i = 0; i < 4 && !kit->contents; i += 2) {
        memcpy(covered + *ret_len, w->out.data + r[i], (size_t)r[i + 1]);
        *ret_len += (size_t)r[i + 1];
    }
    return covered;
}

static void put_value(struct writer *w, const unsigned char *der, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        w->out.data[w->value + 1 + 2 * i] = "0123456789abcdef"[der[i] >> 4];
        w->out.data[w->value + 2 + 2 * i] = "0123456789abcdef"[der[i] & 15];
    }
}

static void fill(struct writer *w, const struct key_set *keys, const struct pdf_kit *kit)
{
    MEM_SCOPE(tmp, w->mem);
    const unsigned char *der;
    size_t len = 0;
    size_t n = 0;
    const char *covered = cover(tmp, w, kit, &n);

    if (kit->contents)
        return;
    der = kit_cms(tmp, keys, covered, n, (kit->flags ? kit->flags : CMS_CADES) | CMS_DETACHED, NULL, &len);
    put_value(w, der, len);
}

struct pdf_file pdf_kit_sign(TALLOC_CTX *mem, const struct key_set *keys, const struct pdf_kit *kit)
{
    static const struct pdf_kit ordinary;
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE) };

    kit = kit ? kit : &ordinary;
    buf_str(&w.out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    object(&w, 1, kit->catalog ? kit->catalog : PDF_KIT_CATALOG " >>");
    if (kit->also)
        object(&w, 8, kit->also);
    object(&w, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    object(&w, 3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R /Annots [4 0 R] >>");
    object(&w, 4,
           keys ? "<< /Type /Annot /Subtype /Widget /FT /Sig /T (S1) /F 132 /Rect [0 0 0 0] /P 3 0 R /V 5 0 R >>"
                : "<< /Type /Annot /Subtype /Widget /FT /Sig /T (S1) /F 132 /Rect [0 0 0 0] /P 3 0 R >>");
    object(&w, 6, mem_printf(mem, "<< /Length %zu >>\nstream\n%s\nendstream", strlen(STREAM), STREAM));
    if (kit->before)
        buf_str(&w.out, kit->before);
    if (keys)
        signature(&w, 5, kit);
    table(&w, 9, 0);
    if (keys)
        fill(&w, keys, kit);
    return (struct pdf_file){ w.out.data, w.out.len };
}

static size_t last_table(struct pdf_file file)
{
    const char *at = NULL;

    for (const char *p = file.data; (p = memmem(p, (size_t)(file.data + file.len - p), "startxref\n", 10)); p++)
        at = p;
    return at ? strtoul(at + 10, NULL, 10) : 0;
}

struct pdf_file pdf_kit_append(TALLOC_CTX *mem, struct pdf_file file, const char *const *objects, const int *numbers,
                               int n)
{
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE) };

    buf_add(&w.out, file.data, file.len);
    for (int i = 0; i < n; i++) {
        w.at[i] = w.out.len;
        w.number[i] = numbers[i];
        buf_str(&w.out, objects[i]);
    }
    w.n = n;
    table(&w, 20, last_table(file));
    return (struct pdf_file){ w.out.data, w.out.len };
}

struct pdf_file pdf_kit_append_packed(TALLOC_CTX *mem, struct pdf_file file, const char *const *bodies,
                                      const int *numbers, int n, int stream, int wrong)
{
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE), .n = n };
    struct buf head = buf_new(mem, MAX_FILE);
    struct buf body = buf_new(mem, MAX_FILE);
    unsigned char packed[8192];
    uLongf n_packed = sizeof packed;

    for (int i = 0; i < n; i++) {
        w.number[i] = numbers[i];
        w.packed_in[i] = stream;
        buf_printf(&head, "%d %zu ", numbers[i], body.len);
        buf_printf(&body, "%s ", bodies[i]);
    }
    buf_add(&w.out, file.data, file.len);
    w.at[w.n] = w.out.len + (size_t)wrong;
    w.number[w.n++] = stream;
    buf_printf(&w.out, "%d 0 obj\n<< /Type /ObjStm /N %d /First %zu /Filter /FlateDecode ", stream, n, head.len);
    buf_str(&head, buf_text(&body));
    assert_int_equal(compress(packed, &n_packed, (const unsigned char *)head.data, head.len), Z_OK);
    buf_printf(&w.out, "/Length %zu >>\nstream\n", (size_t)n_packed);
    buf_add(&w.out, packed, n_packed);
    buf_str(&w.out, "\nendstream\nendobj\n");
    stream_table(&w, stream + 1, last_table(file));
    return (struct pdf_file){ w.out.data, w.out.len };
}

struct pdf_file pdf_kit_sign_again(TALLOC_CTX *mem, const struct key_set *keys, struct pdf_file file)
{
    static const struct pdf_kit ordinary;
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE) };

    buf_add(&w.out, file.data, file.len);
    object(&w, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 8 0 R] /SigFlags 3 >> >>");
    object(&w, 8, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (S2) /F 132 /Rect [0 0 0 0] /P 3 0 R /V 9 0 R >>");
    signature(&w, 9, &ordinary);
    table(&w, 10, last_table(file));
    fill(&w, keys, &ordinary);
    return (struct pdf_file){ w.out.data, w.out.len };
}

struct pdf_file pdf_kit_keep(TALLOC_CTX *mem, struct pdf_file file, const struct evidence *crl, bool packed, int also)
{
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE) };
    unsigned char *data = mem_array(mem, unsigned char, crl->len + 1024);
    uLongf n = crl->len + 1024;

    buf_add(&w.out, file.data, file.len);
    object(&w, 1, PDF_KIT_CATALOG " /DSS 15 0 R >>");
    object(&w, 15, "<< /Type /DSS /CRLs [16 0 R] >>");
    w.at[w.n] = w.out.len;
    w.number[w.n++] = 16;
    if (packed)
        assert_int_equal(compress(data, &n, crl->der, crl->len), Z_OK);
    buf_printf(&w.out, "16 0 obj\n<< /Length %zu%s >>\nstream\n", packed ? n : crl->len,
               packed ? " /Filter /FlateDecode" : "");
    buf_add(&w.out, packed ? data : crl->der, packed ? n : crl->len);
    buf_str(&w.out, "\nendstream\nendobj\n");
    if (also) {
        w.at[w.n] = w.at[0];
        w.number[w.n++] = also;
    }
    if (packed)
        stream_table(&w, 19, last_table(file));
    else
        table(&w, 20, last_table(file));
    return (struct pdf_file){ w.out.data, w.out.len };
}

struct pdf_file pdf_kit_stamp(TALLOC_CTX *mem, const struct key_set *tsa, int64_t at, struct pdf_file file)
{
    static const struct pdf_kit kit = { .type = "DocTimeStamp", .sub_filter = "ETSI.RFC3161" };
    MEM_SCOPE(tmp, mem);
    struct writer w = { .mem = mem, .out = buf_new(mem, MAX_FILE) };
    X509 *chain[] = { tsa->cert };
    unsigned char sha256[32];
    const void *token = NULL;
    const char *covered;
    size_t len = 0;
    size_t n = 0;

    buf_add(&w.out, file.data, file.len);
    object(&w, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 10 0 R] /SigFlags 3 >> >>");
    object(&w, 10, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (T1) /F 132 /Rect [0 0 0 0] /P 3 0 R /V 11 0 R >>");
    signature(&w, 11, &kit);
    table(&w, 12, last_table(file));
    covered = cover(tmp, &w, &kit, &n);
    assert_int_equal(EVP_Digest(covered, n, sha256, NULL, EVP_sha256(), NULL), 1);
    assert_true(tsp_make(tmp, tsa->key, tsa->cert, chain, 1, "1.3.6.1.4.1.99999.1", 1, at, sha256, &token, &len));
    put_value(&w, token, len);
    return (struct pdf_file){ w.out.data, w.out.len };
}
