/* One table of objects of a PDF, in the old form (rows of text) or the new one (a packed stream),
 * row by row (ISO 32000-1, 7.5.4 and 7.5.8). */
#include <string.h>

#include "core/sig/pdfsig_priv.h"

#define MAX_TABLE ((size_t)4 << 20)
#define MAX_COLUMNS 24

/* ---- the old form ---- */

static bool text_row(struct pdf_lex *lex, struct pdf_row *ret)
{
    if (pdf_next(lex) != PDF_NUMBER || !pdf_number(lex->span, &ret->at) || pdf_next(lex) != PDF_NUMBER ||
        !pdf_number(lex->span, &ret->generation) || pdf_next(lex) != PDF_WORD)
        return false;
    ret->is_free = !pdf_is_word(lex->span, "n");
    ret->is_packed = false;
    return true;
}

static bool text_rows(struct pdf_lex *lex, pdf_row_seen *seen, void *arg)
{
    for (;;) {
        size_t first = 0;
        size_t n = 0;
        enum pdf_word w = pdf_next(lex);

        if (w == PDF_WORD)
            return pdf_is_word(lex->span, "trailer");
        if (w != PDF_NUMBER || !pdf_number(lex->span, &first) || pdf_next(lex) != PDF_NUMBER ||
            !pdf_number(lex->span, &n))
            return false;
        for (size_t i = 0; i < n; i++) {
            struct pdf_row row = { .number = first + i };

            if (!text_row(lex, &row) || !seen(arg, &row))
                return false;
        }
    }
}

/* ---- the new form ---- */

struct packed {
    const unsigned char *data;
    size_t len;
    size_t width[3];
    size_t columns;
};

static bool numbers(struct pdf_span list, size_t *ret, size_t max, size_t *ret_n)
{
    struct pdf_lex lex = { list.p, list.p, list.end, list };
    enum pdf_word w = list.p ? pdf_next(&lex) : PDF_END;

    *ret_n = 0;
    if (w != PDF_ARRAY)
        return false;
    while ((w = pdf_next(&lex)) == PDF_NUMBER)
        if (*ret_n == max || !pdf_number(lex.span, &ret[(*ret_n)++]))
            return false;
    return w == PDF_ARRAY_END;
}

/* Rows are stored as differences to the row above (PNG "up") or as they are. */
static bool unpredict(TALLOC_CTX *mem, struct packed *t, size_t columns)
{
    size_t rows = t->len / (columns + 1);
    unsigned char *out = mem_array(mem, unsigned char, rows *columns + 1);
    unsigned char above[MAX_COLUMNS] = { 0 };

    if (t->len % (columns + 1) != 0)
        return false;
    for (size_t r = 0; r < rows; r++) {
        const unsigned char *in = t->data + r * (columns + 1);
        unsigned char kind = *in++;

        if (kind != 0 && kind != 2)
            return false;
        for (size_t c = 0; c < columns; c++)
            above[c] = (unsigned char)(in[c] + (kind == 2 ? above[c] : 0));
        memcpy(out + r * columns, above, columns);
    }
    t->data = out;
    t->len = rows * columns;
    return true;
}

/* 1 when there is none. */
static size_t predictor(const struct pdf_dict *dict)
{
    struct pdf_span parms;
    struct pdf_span value;
    struct pdf_outer o = { .set = false };
    struct pdf_lex lex;
    size_t n = 1;

    if (pdf_get(dict, "DecodeParms", &parms) == 0)
        return 1;
    lex = (struct pdf_lex){ parms.p, parms.p, parms.end, parms };
    if (pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, pdf_keep_last, &o))
        return 0;
    return pdf_get(&o.dict, "Predictor", &value) == 0 || pdf_number(value, &n) ? n : 0;
}

static bool unpack(TALLOC_CTX *mem, const struct pdf_dict *dict, struct pdf_span stream, struct packed *ret)
{
    size_t kind = predictor(dict);
    struct pdf_span value;
    size_t n_width = 0;

    if (pdf_get(dict, "W", &value) != 1 || !numbers(value, ret->width, 3, &n_width) || n_width != 3)
        return false;
    for (int i = 0; i < 3; i++)
        if (ret->width[i] > 8)
            return false;
    ret->columns = ret->width[0] + ret->width[1] + ret->width[2];
    ret->data = pdf_stream(mem, dict, stream, MAX_TABLE, &ret->len);
    if (!ret->data || ret->columns == 0 || (kind != 1 && (kind < 10 || kind > 15)))
        return false;
    return kind == 1 || unpredict(mem, ret, ret->columns);
}

static size_t field(const unsigned char **p, size_t width, size_t otherwise)
{
    size_t n = width ? 0 : otherwise;

    for (; width > 0; width--)
        n = n << 8 | *(*p)++;
    return n;
}

static bool packed_rows(const struct packed *t, const struct pdf_dict *dict, pdf_row_seen *seen, void *arg)
{
    size_t index[2 * PDFSIG_MAX_KEYS] = { 0 };
    size_t n = 2;
    const unsigned char *p = t->data;
    size_t left = t->len / t->columns;
    struct pdf_span value;

    if (pdf_get(dict, "Index", &value) == 0) {
        if (pdf_get(dict, "Size", &value) != 1 || !pdf_number(value, &index[1]))
            return false;
    } else if (!numbers(value, index, 2 * PDFSIG_MAX_KEYS, &n) || n % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < n; i += 2)
        for (size_t k = 0; k < index[i + 1]; k++) {
            struct pdf_row row = { .number = index[i] + k };
            size_t kind;

            if (left-- == 0)
                return false;
            kind = field(&p, t->width[0], 1);
            row.at = field(&p, t->width[1], 0);
            row.generation = field(&p, t->width[2], 0);
            row.is_free = kind == 0;
            row.is_packed = kind != 0 && kind != 1;
            row.stream = kind == 2 ? row.at : 0;
            if (!seen(arg, &row))
                return false;
        }
    return true;
}

static bool stream_table(TALLOC_CTX *mem, struct pdf_lex *lex, pdf_row_seen *seen, void *arg,
                         struct pdf_dict *ret_trailer)
{
    size_t at = (size_t)(lex->p - lex->start);
    struct pdf_object object;
    struct pdf_outer o = { .set = false };
    struct packed t = { .data = NULL };
    struct pdf_span value;

    if (!pdf_object(lex, &object, pdf_keep_last, &o) || object.at != at || !o.set || !object.stream.p ||
        pdf_get(&o.dict, "Type", &value) != 1 || !pdf_is_name(value, "XRef") ||
        !unpack(mem, &o.dict, object.stream, &t))
        return false;
    *ret_trailer = o.dict;
    return packed_rows(&t, &o.dict, seen, arg);
}

bool pdf_table(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t at, pdf_row_seen *seen, void *arg,
               struct pdf_dict *ret_trailer)
{
    MEM_SCOPE(tmp, mem);
    struct pdf_lex lex = { data, data + at, data + len, { NULL, NULL } };
    struct pdf_outer o = { .set = false };

    if (at >= len || pdf_is_space(data[at]) || data[at] == '%')
        return false;
    if (data[at] != 'x')
        return stream_table(tmp, &lex, seen, arg, ret_trailer);
    if (pdf_next(&lex) != PDF_WORD || !pdf_is_word(lex.span, "xref") || !text_rows(&lex, seen, arg) ||
        pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, pdf_keep_last, &o) || !o.set)
        return false;
    *ret_trailer = o.dict;
    return true;
}
