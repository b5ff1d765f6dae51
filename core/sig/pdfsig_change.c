/* May this new version of a signed object stand beside the signed one? Entries must be the same
 * word for word, but for those through which later validation is reached, and lists that only grew at their end. */
#include <string.h>

#include "core/sig/pdfsig_priv.h"

#define MAX_REFS 256

/* "12 0 R" */
struct ref {
    size_t number;
    size_t generation;
};

struct refs {
    struct ref ref[MAX_REFS];
    int n;
};

static bool same_bytes(struct pdf_span a, struct pdf_span b)
{
    return a.end - a.p == b.end - b.p && memcmp(a.p, b.p, (size_t)(a.end - a.p)) == 0;
}

bool pdf_same(struct pdf_span a, struct pdf_span b)
{
    struct pdf_lex in[] = { { a.p, a.p, a.end, a }, { b.p, b.p, b.end, b } };
    enum pdf_word word;

    if (!a.p || !b.p)
        return a.p == b.p;
    do {
        word = pdf_next(&in[0]);
        if (pdf_next(&in[1]) != word)
            return false;
        if (word != PDF_END && !same_bytes(in[0].span, in[1].span))
            return false;
    } while (word != PDF_END);
    return true;
}

static bool is_one_of(struct pdf_span key, const char *const *names)
{
    for (; *names; names++)
        if (pdf_is_name(key, *names))
            return true;
    return false;
}

bool pdf_type_is(const struct pdf_dict *dict, const char *type)
{
    struct pdf_span value;

    return pdf_get(dict, "Type", &value) == 1 && pdf_is_name(value, type);
}

/* ---- lists ---- */

static bool next_ref(struct pdf_lex *lex, struct ref *ret)
{
    return pdf_next(lex) == PDF_NUMBER && pdf_number(lex->span, &ret->number) && pdf_next(lex) == PDF_NUMBER &&
           pdf_number(lex->span, &ret->generation) && pdf_next(lex) == PDF_WORD && pdf_is_word(lex->span, "R");
}

size_t pdf_referred(struct pdf_span value)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    struct ref ref;

    return value.p && next_ref(&lex, &ref) && ref.generation == 0 && pdf_next(&lex) == PDF_END ? ref.number : 0;
}

/* An array of references and nothing else; an absent one is empty. */
static bool read_refs(struct pdf_span value, struct refs *ret)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    struct pdf_lex ahead;

    ret->n = 0;
    if (!value.p)
        return true;
    if (pdf_next(&lex) != PDF_ARRAY)
        return false;
    for (ahead = lex; pdf_next(&ahead) != PDF_ARRAY_END; ahead = lex)
        if (ret->n == MAX_REFS || !next_ref(&lex, &ret->ref[ret->n++]))
            return false;
    return pdf_next(&ahead) == PDF_END;
}

bool pdf_is_field(const struct pdf_fields *fields, size_t number)
{
    for (int i = 0; i < fields->n; i++)
        if (fields->number[i] == number)
            return true;
    return false;
}

static bool note_field(struct pdf_fields *fields, const struct ref *ref)
{
    if (ref->generation != 0)
        return false;
    if (pdf_is_field(fields, ref->number))
        return true;
    if (fields->n == PDFSIG_MAX_FIELDS)
        return false;
    fields->number[fields->n++] = ref->number;
    return true;
}

/* What was added at the end must turn out to be a field that nobody sees. */
static bool only_grew(struct pdf_span old, struct pdf_span new, struct pdf_fields *fields)
{
    struct refs was;
    struct refs is;

    if (!read_refs(old, &was) || !read_refs(new, &is) || is.n < was.n)
        return false;
    for (int i = 0; i < was.n; i++)
        if (was.ref[i].number != is.ref[i].number || was.ref[i].generation != is.ref[i].generation)
            return false;
    for (int i = was.n; i < is.n; i++)
        if (!note_field(fields, &is.ref[i]))
            return false;
    return true;
}

/* ---- dictionaries ---- */

/* Every entry but the free ones is there in both, once, the same word for word. */
static bool same_entries(const struct pdf_dict *old, const struct pdf_dict *new, const char *const *free_ones)
{
    const struct pdf_dict *both[] = { old, new };

    if (old->odd || new->odd)
        return false;
    for (int d = 0; d < 2; d++)
        for (int i = 0; i < both[d]->n; i++) {
            int n = 0;

            for (int k = 0; k < both[1 - d]->n; k++)
                n += same_bytes(both[1 - d]->key[k], both[d]->key[i]) &&
                     pdf_same(both[1 - d]->value[k], both[d]->value[i]);
            if (n != 1 && !is_one_of(both[d]->key[i], free_ones))
                return false;
        }
    return true;
}

/* At most one of each name. */
static bool at_most_one(const struct pdf_dict *dict, const char *const *names)
{
    struct pdf_span value;

    for (; *names; names++)
        if (pdf_get(dict, *names, &value) > 1)
            return false;
    return true;
}

static bool grew(const struct pdf_dict *old, const struct pdf_dict *new, const char *list, struct pdf_fields *fields)
{
    struct pdf_span was;
    struct pdf_span is;
    int n_old = pdf_get(old, list, &was);
    int n_new = pdf_get(new, list, &is);

    if (n_old == n_new && (n_old == 0 || (n_old == 1 && pdf_same(was, is))))
        return true;
    return n_old <= 1 && n_new == 1 && only_grew(was, is, fields);
}

/* SigFlags only tells programs to be careful. */
static bool form_fits(const struct pdf_dict *old, const struct pdf_dict *new, struct pdf_fields *fields)
{
    static const char *const free_ones[] = { "Fields", "SigFlags", NULL };

    return same_entries(old, new, free_ones) && at_most_one(new, free_ones) && grew(old, new, "Fields", fields);
}

static bool read_dict(struct pdf_span value, struct pdf_dict *ret)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    struct pdf_outer o = { .set = false };

    if (!value.p || pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, pdf_keep_last, &o) || !o.set)
        return false;
    *ret = o.dict;
    return true;
}

static bool catalog_fits(const struct pdf_dict *old, const struct pdf_dict *new, struct pdf_fields *fields)
{
    static const char *const free_ones[] = { "DSS", "Extensions", "AcroForm", NULL };
    struct pdf_span was;
    struct pdf_span is;
    struct pdf_dict form_was;
    struct pdf_dict form_is;

    if (!same_entries(old, new, free_ones) || !at_most_one(new, free_ones) ||
        pdf_get(old, "AcroForm", &was) != pdf_get(new, "AcroForm", &is))
        return false;
    if (!was.p || pdf_same(was, is))
        return true;
    return read_dict(was, &form_was) && read_dict(is, &form_is) && form_fits(&form_was, &form_is, fields);
}

static bool page_fits(const struct pdf_dict *old, const struct pdf_dict *new, struct pdf_fields *fields)
{
    static const char *const free_ones[] = { "Annots", NULL };

    return same_entries(old, new, free_ones) && grew(old, new, "Annots", fields);
}

/* Who saved the file when; its title stays. */
static bool info_fits(const struct pdf_dict *old, const struct pdf_dict *new)
{
    static const char *const free_ones[] = { "Producer", "ModDate", NULL };

    return same_entries(old, new, free_ones) && at_most_one(new, free_ones);
}

static bool is_form_of(const struct pdf_version *catalog, size_t number)
{
    struct pdf_span value;

    return pdf_get(&catalog->dict, "AcroForm", &value) == 1 && pdf_referred(value) == number;
}

bool pdf_change_fits(const struct pdf_version *catalog, size_t info, const struct pdf_version *was,
                     const struct pdf_version *is, struct pdf_fields *fields)
{
    if (!is->is_dict)
        return false;
    if (was->number == info && was->number != catalog->number)
        return info_fits(&was->dict, &is->dict);
    if (was->number == catalog->number)
        return catalog_fits(&was->dict, &is->dict, fields);
    if (is_form_of(catalog, was->number))
        return form_fits(&was->dict, &is->dict, fields);
    return pdf_type_is(&was->dict, "Page") && page_fits(&was->dict, &is->dict, fields);
}

/* ---- a field of no size ---- */

static bool is_empty_box(struct pdf_span value)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    struct pdf_span at[4];

    if (!value.p || pdf_next(&lex) != PDF_ARRAY)
        return false;
    for (int i = 0; i < 4; i++) {
        if (pdf_next(&lex) != PDF_NUMBER)
            return false;
        at[i] = lex.span;
    }
    return pdf_next(&lex) == PDF_ARRAY_END && pdf_same(at[0], at[2]) && pdf_same(at[1], at[3]);
}

/* Nothing that acts or leads on; its look, if it has one, is drawn into a box of no size. */
bool pdf_field_is_unseen(const struct pdf_dict *dict)
{
    static const char *const harmless[] = {
        "Type", "Subtype", "FT", "T", "F", "Ff", "Rect", "P", "V", "AP", "DR", NULL
    };
    struct pdf_span value;

    if (dict->odd || !at_most_one(dict, harmless))
        return false;
    for (int i = 0; i < dict->n; i++)
        if (!is_one_of(dict->key[i], harmless))
            return false;
    if (pdf_get(dict, "Subtype", &value) != 0 && !pdf_is_name(value, "Widget"))
        return false;
    return pdf_get(dict, "FT", &value) == 1 && pdf_is_name(value, "Sig") && pdf_get(dict, "Rect", &value) == 1 &&
           is_empty_box(value);
}
