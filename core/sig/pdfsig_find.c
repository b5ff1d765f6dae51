/* Finds every dictionary that is or pretends to be a signature, and holds it to the one shape in
 * which nothing of the file can hide: ByteRange covers all but the Contents string of this very dictionary. */
#include <string.h>

#include "core/sig/pdfsig_priv.h"

#define MAX_VALUE (256u << 10)

struct search {
    TALLOC_CTX *mem;
    const unsigned char *data;
    size_t len;
    struct pdf_signature *found;
    int n;
};

/* ---- is it one? ---- */

static bool is_name(const struct pdf_dict *dict, const char *key, const char *name)
{
    struct pdf_span value;

    return pdf_get(dict, key, &value) > 0 && pdf_is_name(value, name);
}

static bool has(const struct pdf_dict *dict, const char *key)
{
    struct pdf_span value;

    return pdf_get(dict, key, &value) > 0;
}

/* A ByteRange alone makes one; so do its Type and its SubFilter, whatever is missing then. */
static bool is_signature(const struct pdf_dict *dict)
{
    return has(dict, "ByteRange") || is_name(dict, "Type", "DocTimeStamp") ||
           (is_name(dict, "Type", "Sig") && !has(dict, "FT")) || (has(dict, "SubFilter") && has(dict, "Contents"));
}

/* ---- its shape ---- */

static bool fault(struct pdf_signature *s, int check, const char *problem)
{
    s->check = check;
    s->problem = problem;
    return false;
}

static bool once(struct pdf_signature *s, const char *key, struct pdf_span *ret)
{
    if (pdf_get(&s->dict, key, ret) == 1)
        return true;
    return fault(s, 8, "Podpis w pliku PDF jest niepełny albo ma powtórzone pola.");
}

static bool byte_range(struct pdf_span value, size_t ret[4])
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };

    if (pdf_next(&lex) != PDF_ARRAY)
        return false;
    for (int i = 0; i < 4; i++)
        if (pdf_next(&lex) != PDF_NUMBER || !pdf_number(lex.span, &ret[i]))
            return false;
    return pdf_next(&lex) == PDF_ARRAY_END && lex.p == value.end;
}

static int digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Only digits between the brackets: what is not covered must not be able to say anything. */
static bool contents(struct search *q, struct pdf_signature *s, struct pdf_span value)
{
    size_t n = value.p && value.p[0] == '<' ? (size_t)(value.end - value.p) : 0;
    unsigned char *out;

    if (n < 4 || n % 2 != 0 || n / 2 > MAX_VALUE || value.end[-1] != '>')
        return fault(s, 15, "Podpis w pliku PDF nie ma wartości albo jest ona zapisana niepoprawnie.");
    s->value_len = n / 2 - 1;
    s->value = out = mem_array(q->mem, unsigned char, s->value_len);
    for (size_t i = 0; i < s->value_len; i++) {
        int high = digit(value.p[1 + 2 * i]);
        int low = digit(value.p[2 + 2 * i]);

        if (high < 0 || low < 0)
            return fault(s, 15, "Podpis w pliku PDF nie ma wartości albo jest ona zapisana niepoprawnie.");
        out[i] = (unsigned char)(high << 4 | low);
    }
    s->gap = (size_t)(value.p - q->data);
    s->after = (size_t)(value.end - q->data);
    return true;
}

static bool shape(struct search *q, struct pdf_signature *s)
{
    struct pdf_span range;
    struct pdf_span value;
    size_t r[4];

    if (s->dict.odd || !once(s, "ByteRange", &range) || !once(s, "Contents", &value))
        return fault(s, 8, "Podpis w pliku PDF jest niepełny albo ma powtórzone pola.");
    if (!contents(q, s, value))
        return false;
    if (!byte_range(range, r))
        return fault(s, 11, "Zakres podpisanych bajtów jest zapisany niepoprawnie.");
    if (r[0] != 0 || r[1] != s->gap || r[2] != s->after || r[3] == 0 || r[3] > q->len - s->after)
        return fault(s, 11, "Podpis pomija część pliku, w której można było coś ukryć.");
    s->covered = s->after + r[3];
    return true;
}

static void look(void *arg, const struct pdf_dict *dict)
{
    struct search *q = arg;
    struct pdf_signature *s;

    if (!is_signature(dict))
        return;
    if (q->n == PDFSIG_MAX_FOUND) {
        fault(&q->found[q->n - 1], 35, "Plik ma zbyt wiele podpisów.");
        return;
    }
    s = &q->found[q->n++];
    memset(s, 0, sizeof *s);
    s->dict = *dict;
    s->is_stamp = is_name(dict, "Type", "DocTimeStamp") || is_name(dict, "SubFilter", "ETSI.RFC3161");
    shape(q, s);
}

int pdf_find(TALLOC_CTX *mem, const unsigned char *data, size_t len, struct pdf_signature *ret)
{
    struct search q = { mem, data, len, ret, 0 };
    struct pdf_lex lex = { data, data, data + len, { NULL, NULL } };
    struct pdf_object object;

    while (pdf_object(&lex, &object, look, &q))
        ;
    return q.n;
}
