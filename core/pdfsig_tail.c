/* core/pdfsig_tail.c -- what was appended after the last signature. A reader takes the newest version of each object, so
 * anything but new objects for later validation, reached from the catalogue's DSS entry alone, can change what is seen. */
#include <string.h>

#include "core/pdfsig_priv.h"

/* The state in which the signature left the file. */
struct before {
    size_t last_table; /* where its table of objects is */
    size_t highest;    /* number of an object */
    size_t catalog;
    struct pdf_dict catalog_dict;
    bool has_catalog;
};

/* ---- the signed part ---- */

struct outer {
    struct pdf_dict dict;
    bool set;
};

static void keep_last(void *arg, const struct pdf_dict *dict)
{
    struct outer *o = arg;

    o->dict = *dict;
    o->set = true;
}

static bool is_catalog(const struct pdf_dict *dict)
{
    struct pdf_span type;

    return pdf_get(dict, "Type", &type) == 1 && pdf_is_name(type, "Catalog");
}

static bool last_startxref(const unsigned char *data, size_t len, size_t *ret)
{
    const unsigned char *from = data + (len > 64 ? len - 64 : 0);
    const unsigned char *at = memmem(from, (size_t)(data + len - from), "startxref", 9);
    struct pdf_lex lex;

    if (at == NULL)
        return false;
    lex = (struct pdf_lex){ data, at + 9, data + len, { NULL, NULL } };
    return pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, ret) && pdf_next(&lex) == PDF_END;
}

static bool read_before(const unsigned char *data, size_t covered, struct before *b)
{
    struct pdf_lex lex = { data, data, data + covered, { NULL, NULL } };
    struct pdf_object object;
    struct outer o = { .set = false };

    memset(b, 0, sizeof *b);
    while (pdf_object(&lex, &object, keep_last, &o)) {
        if (object.number > b->highest)
            b->highest = object.number;
        if (o.set && is_catalog(&o.dict)) {
            b->catalog = object.number;
            b->catalog_dict = o.dict;
            b->has_catalog = true;
        }
        o.set = false;
    }
    return b->has_catalog && !b->catalog_dict.odd && last_startxref(data, covered, &b->last_table);
}

/* ---- the appended part ---- */

static bool same(struct pdf_span a, struct pdf_span b)
{
    return a.end - a.p == b.end - b.p && memcmp(a.p, b.p, (size_t)(a.end - a.p)) == 0;
}

/* Every entry as it was, and none new but the evidence's. */
static bool same_catalog(const struct pdf_dict *old, const struct pdf_dict *new)
{
    struct pdf_span value;

    for (int i = 0; i < new->n; i++) {
        bool known = false;

        if (pdf_is_name(new->key[i], "DSS") || pdf_is_name(new->key[i], "Extensions"))
            continue;
        for (int k = 0; k < old->n && !known; k++)
            known = same(old->key[k], new->key[i]) && same(old->value[k], new->value[i]);
        if (!known)
            return false;
    }
    return !new->odd &&pdf_get(new, "DSS", &value) == 1 && pdf_get(new, "Extensions", &value) <= 1;
}

/* The appended table: new objects and the catalogue, the latter exactly where it was compared. */
static bool table_rows(struct pdf_lex *lex, const struct before *b, size_t catalog_at)
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
            size_t at = 0;
            size_t number = first + i;
            bool in_use;

            if (pdf_next(lex) != PDF_NUMBER || !pdf_number(lex->span, &at) || pdf_next(lex) != PDF_NUMBER ||
                pdf_next(lex) != PDF_WORD)
                return false;
            in_use = pdf_is_word(lex->span, "n");
            if (number > b->highest || (number == 0 && !in_use))
                continue;
            if (number != b->catalog || !in_use || at != catalog_at)
                return false;
        }
    }
}

static bool is_reference(struct pdf_span value, size_t number)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    size_t n = 0;

    return pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, &n) && n == number && pdf_next(&lex) == PDF_NUMBER &&
           pdf_is_word(lex.span, "0") && pdf_next(&lex) == PDF_WORD && pdf_is_word(lex.span, "R");
}

static bool table(const unsigned char *data, size_t len, const struct before *b, size_t at, size_t catalog_at)
{
    struct pdf_lex lex = { data, data + at, data + len, { NULL, NULL } };
    struct outer o = { .set = false };
    struct pdf_span value;
    size_t previous = 0;

    if (pdf_next(&lex) != PDF_WORD || !pdf_is_word(lex.span, "xref") || !table_rows(&lex, b, catalog_at) ||
        pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, keep_last, &o) || !o.set)
        return false;
    if (pdf_get(&o.dict, "Root", &value) != 1 || !is_reference(value, b->catalog) ||
        pdf_get(&o.dict, "XRefStm", &value) != 0 || pdf_get(&o.dict, "Prev", &value) != 1 ||
        !pdf_number(value, &previous))
        return false;
    return previous == b->last_table;
}

/* One update by the book: objects, a table, a trailer. */
static bool only_evidence(const unsigned char *data, size_t len, size_t covered, const struct before *b)
{
    struct pdf_lex lex = { data, data + covered, data + len, { NULL, NULL } };
    struct pdf_object object;
    struct outer o = { .set = false };
    size_t catalog_at = 0;
    size_t at = 0;

    while (pdf_object(&lex, &object, keep_last, &o)) {
        if (object.number == b->catalog) {
            if (catalog_at || !o.set || !is_catalog(&o.dict) || !same_catalog(&b->catalog_dict, &o.dict))
                return false;
            catalog_at = object.at;
        } else if (object.number <= b->highest) {
            return false;
        }
        o.set = false;
    }
    return catalog_at > 0 && last_startxref(data, len, &at) && at >= covered && at < len &&
           table(data, len, b, at, catalog_at);
}

enum pdf_tail pdf_tail(const unsigned char *data, size_t len, size_t covered)
{
    struct before b;
    size_t i = covered;

    while (i < len && pdf_is_space(data[i]))
        i++;
    if (i == len)
        return PDF_TAIL_NONE;
    if (covered > 0 && read_before(data, covered, &b) && only_evidence(data, len, covered, &b))
        return PDF_TAIL_EVIDENCE;
    return PDF_TAIL_OTHER;
}
