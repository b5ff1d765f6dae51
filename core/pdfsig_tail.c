/* core/pdfsig_tail.c -- what was appended after the last signature. A reader takes the newest version of each object, so
 * anything but new objects for later validation, reached from the catalogue's DSS entry alone, can change what is seen. */
#include <string.h>

#include "core/pdfsig_priv.h"

#define MAX_TABLES 64

/* The state in which the signature left the file. */
struct before {
    size_t last_table; /* where its table of objects is */
    size_t highest;    /* number of an object, in a table or anywhere */
    size_t catalog;
    size_t catalog_at;
    struct pdf_dict catalog_dict;
    bool has_catalog;
    bool catalog_found; /* by the tables, which must lead to the same */
    bool catalog_fits;
};

/* ---- the signed part ---- */

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

static bool note_number(void *arg, const struct pdf_row *row)
{
    struct before *b = arg;

    if (row->number > b->highest)
        b->highest = row->number;
    if (row->number == b->catalog && !b->catalog_found) {
        b->catalog_found = true;
        b->catalog_fits = !row->is_free && !row->is_packed && row->at == b->catalog_at;
    }
    return true;
}

static bool is_reference(struct pdf_span value, size_t number)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    size_t n = 0;

    return pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, &n) && n == number && pdf_next(&lex) == PDF_NUMBER &&
           pdf_is_word(lex.span, "0") && pdf_next(&lex) == PDF_WORD && pdf_is_word(lex.span, "R");
}

/* Newest table first. Objects in object streams show in the tables only; an object of a number beyond them all is new for every reader. */
static bool read_tables(TALLOC_CTX *mem, const unsigned char *data, size_t covered, struct before *b)
{
    size_t at = b->last_table;

    for (int i = 0; i < MAX_TABLES; i++) {
        struct pdf_dict trailer;
        struct pdf_span value;
        size_t size = 0;

        if (!pdf_table(mem, data, covered, at, note_number, b, &trailer) || pdf_get(&trailer, "XRefStm", &value) != 0 ||
            pdf_get(&trailer, "Size", &value) != 1 || !pdf_number(value, &size))
            return false;
        if (size > b->highest + 1)
            b->highest = size - 1;
        if (pdf_get(&trailer, "Prev", &value) == 0)
            return b->catalog_fits;
        if (!pdf_number(value, &at))
            return false;
    }
    return false;
}

static bool read_before(TALLOC_CTX *mem, const unsigned char *data, size_t covered, struct before *b)
{
    struct pdf_lex lex = { data, data, data + covered, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    memset(b, 0, sizeof *b);
    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        if (object.number > b->highest)
            b->highest = object.number;
        if (o.set && is_catalog(&o.dict)) {
            b->catalog = object.number;
            b->catalog_at = object.at;
            b->catalog_dict = o.dict;
            b->has_catalog = true;
        }
    }
    return b->has_catalog && !b->catalog_dict.odd && last_startxref(data, covered, &b->last_table) &&
           read_tables(mem, data, covered, b);
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

struct allowed {
    const struct before *before;
    size_t catalog_at;
};

/* New objects, and the catalogue exactly where it was compared. */
static bool row_fits(void *arg, const struct pdf_row *row)
{
    const struct allowed *a = arg;

    if (row->number > a->before->highest || (row->number == 0 && row->is_free))
        return true;
    return row->number == a->before->catalog && !row->is_free && !row->is_packed && row->at == a->catalog_at;
}

static bool table(TALLOC_CTX *mem, const unsigned char *data, size_t len, const struct before *b, size_t at,
                  size_t catalog_at)
{
    struct allowed allowed = { b, catalog_at };
    struct pdf_dict trailer;
    struct pdf_span value;
    size_t previous = 0;

    if (!pdf_table(mem, data, len, at, row_fits, &allowed, &trailer))
        return false;
    if (pdf_get(&trailer, "Root", &value) != 1 || !is_reference(value, b->catalog) ||
        pdf_get(&trailer, "XRefStm", &value) != 0 || pdf_get(&trailer, "Prev", &value) != 1 ||
        !pdf_number(value, &previous))
        return false;
    return previous == b->last_table;
}

/* One update by the book: objects, a table, a trailer. */
static bool only_evidence(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered,
                          const struct before *b)
{
    struct pdf_lex lex = { data, data + covered, data + len, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };
    size_t catalog_at = 0;
    size_t at = 0;

    while (pdf_object(&lex, &object, pdf_keep_last, &o)) {
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
           table(mem, data, len, b, at, catalog_at);
}

enum pdf_tail pdf_tail(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered)
{
    struct before b;
    size_t i = covered;

    while (i < len && pdf_is_space(data[i]))
        i++;
    if (i == len)
        return PDF_TAIL_NONE;
    if (covered > 0 && read_before(mem, data, covered, &b) && only_evidence(mem, data, len, covered, &b))
        return PDF_TAIL_EVIDENCE;
    return PDF_TAIL_OTHER;
}
