/* core/pdfsig_tail.c -- what was appended after the last signature. A reader takes the newest version of each object, so
 * anything appended may change what is seen. Let through is what later validation needs and nobody sees (EN 319 142-1,
 * 5.4): evidence reached from the catalogue's DSS entry, and fields of no size for document time stamps. Every appended
 * version of a signed object is held against the signed one (pdfsig_change.c), and the tables must lead to these. */
#include <string.h>

#include "core/pdfsig_priv.h"

#define MAX_TABLES 64
#define MAX_UPDATES 8
#define MAX_CHANGES 16

/* The state in which the signature left the file. */
struct before {
    size_t last_table; /* where its table of objects is */
    size_t highest;    /* number of an object, in a table or anywhere */
    size_t catalog;
    struct pdf_change *signed_objects; /* the last version of the catalogue and of what was changed */
    int n;
};

/* What was appended. */
struct appended {
    struct pdf_change changes[MAX_CHANGES]; /* new versions of signed objects */
    int n;
    struct pdf_change fields[PDFSIG_MAX_FIELDS * 2]; /* versions of the new fields */
    int n_fields;
    struct pdf_fields numbers;
    bool too_many;
};

/* ---- objects by number ---- */

static struct pdf_change *known(struct pdf_change *list, int n, size_t number)
{
    for (int i = 0; i < n; i++)
        if (list[i].number == number)
            return &list[i];
    return NULL;
}

static struct pdf_change version(const struct pdf_object *object, const struct pdf_outer *outer)
{
    return (struct pdf_change){ .number = object->number,
                                .at = object->at,
                                .is_dict = outer->set && object->stream.p == NULL,
                                .dict = outer->dict };
}

static bool is_reference(struct pdf_span value, size_t number)
{
    struct pdf_lex lex = { value.p, value.p, value.end, value };
    struct pdf_ref ref;

    return pdf_next_ref(&lex, &ref) && ref.number == number && ref.generation == 0 && pdf_next(&lex) == PDF_END;
}

/* ---- the signed part ---- */

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

/* The newest table says first where an object is; all others must be silent about it for us. */
static bool note_row(void *arg, const struct pdf_row *row)
{
    struct before *b = arg;
    struct pdf_change *object = known(b->signed_objects, b->n, row->number);

    if (row->number > b->highest)
        b->highest = row->number;
    if (object && !object->met) {
        object->met = true;
        object->fits = !row->is_free && !row->is_packed && row->at == object->at;
    }
    return true;
}

/* Newest table first. Objects in object streams show in the tables only; an object of a number beyond them all is new for
 * every reader. */
static bool read_tables(TALLOC_CTX *mem, const unsigned char *data, size_t covered, struct before *b)
{
    size_t at = b->last_table;

    for (int i = 0; i < MAX_TABLES; i++) {
        struct pdf_dict trailer;
        struct pdf_span value;
        size_t size = 0;

        if (!pdf_table(mem, data, covered, at, note_row, b, &trailer) || pdf_get(&trailer, "XRefStm", &value) != 0 ||
            pdf_get(&trailer, "Size", &value) != 1 || !pdf_number(value, &size))
            return false;
        if (i == 0 && (pdf_get(&trailer, "Root", &value) != 1 || !is_reference(value, b->catalog)))
            return false;
        if (size > b->highest + 1)
            b->highest = size - 1;
        if (pdf_get(&trailer, "Prev", &value) == 0)
            return true;
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
        if (o.set && pdf_type_is(&o.dict, "Catalog"))
            b->catalog = object.number;
    }
    return b->catalog > 0 && last_startxref(data, covered, &b->last_table) && read_tables(mem, data, covered, b);
}

/* The signed versions of the catalogue and of whatever was changed, which the tables must confirm. */
static bool read_signed(TALLOC_CTX *mem, const unsigned char *data, size_t covered, const struct appended *a,
                        struct before *b)
{
    struct pdf_lex lex = { data, data, data + covered, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    b->signed_objects = mem_array(mem, struct pdf_change, MAX_CHANGES + 1);
    b->signed_objects[b->n++].number = b->catalog;
    for (int i = 0; i < a->n; i++)
        if (!known(b->signed_objects, b->n, a->changes[i].number))
            b->signed_objects[b->n++].number = a->changes[i].number;
    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        struct pdf_change *wanted = known(b->signed_objects, b->n, object.number);

        if (wanted)
            *wanted = version(&object, &o);
    }
    if (!read_tables(mem, data, covered, b))
        return false;
    for (int i = 0; i < b->n; i++)
        if (!b->signed_objects[i].fits || !b->signed_objects[i].is_dict || b->signed_objects[i].dict.odd)
            return false;
    return true;
}

/* ---- the appended part ---- */

static void read_changes(const unsigned char *data, size_t len, size_t covered, const struct before *b,
                         struct appended *a)
{
    struct pdf_lex lex = { data, data + covered, data + len, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        if (object.number > b->highest)
            continue;
        a->too_many = a->too_many || a->n == MAX_CHANGES;
        if (!a->too_many)
            a->changes[a->n++] = version(&object, &o);
    }
}

static void read_fields(const unsigned char *data, size_t len, size_t covered, struct appended *a)
{
    struct pdf_lex lex = { data, data + covered, data + len, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        if (!pdf_is_field(&a->numbers, object.number))
            continue;
        a->too_many = a->too_many || a->n_fields == (int)(sizeof a->fields / sizeof a->fields[0]);
        if (!a->too_many)
            a->fields[a->n_fields++] = version(&object, &o);
    }
}

static bool changes_fit(struct before *b, struct appended *a)
{
    const struct pdf_change *catalog = known(b->signed_objects, b->n, b->catalog);

    for (int i = 0; i < a->n; i++) {
        const struct pdf_change *was = known(b->signed_objects, b->n, a->changes[i].number);

        if (!pdf_change_fits(catalog, was, &a->changes[i], &a->numbers))
            return false;
    }
    return a->n > 0;
}

/* New objects all, each there, each version of no size. */
static bool fields_fit(const struct before *b, struct appended *a)
{
    for (int i = 0; i < a->numbers.n; i++)
        if (a->numbers.number[i] <= b->highest || !known(a->fields, a->n_fields, a->numbers.number[i]))
            return false;
    for (int i = 0; i < a->n_fields; i++)
        if (!a->fields[i].is_dict || !pdf_field_is_unseen(&a->fields[i].dict))
            return false;
    return true;
}

/* ---- the appended tables ---- */

struct allowed {
    const struct before *before;
    const struct appended *appended;
};

static bool is_version(const struct pdf_change *list, int n, const struct pdf_row *row)
{
    for (int i = 0; i < n; i++)
        if (list[i].number == row->number && list[i].at == row->at)
            return !row->is_free && !row->is_packed;
    return false;
}

/* New objects anywhere; changed ones and fields exactly where they were looked at. */
static bool row_fits(void *arg, const struct pdf_row *row)
{
    const struct allowed *a = arg;

    if (row->number == 0 && row->is_free)
        return true;
    if (pdf_is_field(&a->appended->numbers, row->number))
        return is_version(a->appended->fields, a->appended->n_fields, row);
    if (row->number > a->before->highest)
        return true;
    return is_version(a->appended->changes, a->appended->n, row);
}

/* From the newest table back to the one the signature left. */
static bool tables_fit(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered, const struct before *b,
                       const struct appended *a)
{
    struct allowed allowed = { b, a };
    size_t at = 0;

    if (!last_startxref(data, len, &at))
        return false;
    for (int i = 0; i < MAX_UPDATES; i++) {
        struct pdf_dict trailer;
        struct pdf_span value;
        size_t previous = 0;

        if (at < covered || at >= len || !pdf_table(mem, data, len, at, row_fits, &allowed, &trailer) ||
            pdf_get(&trailer, "Root", &value) != 1 || !is_reference(value, b->catalog) ||
            pdf_get(&trailer, "XRefStm", &value) != 0 || pdf_get(&trailer, "Encrypt", &value) != 0 ||
            pdf_get(&trailer, "Prev", &value) != 1 || !pdf_number(value, &previous))
            return false;
        if (previous == b->last_table)
            return true;
        if (previous >= at)
            return false;
        at = previous;
    }
    return false;
}

static bool only_for_validation(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered)
{
    struct appended *a = mem_zero(mem, struct appended);
    struct before b;

    if (covered == 0 || !read_before(mem, data, covered, &b))
        return false;
    read_changes(data, len, covered, &b, a);
    if (a->too_many || !read_signed(mem, data, covered, a, &b) || !changes_fit(&b, a))
        return false;
    read_fields(data, len, covered, a);
    return !a->too_many && fields_fit(&b, a) && tables_fit(mem, data, len, covered, &b, a);
}

enum pdf_tail pdf_tail(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered)
{
    size_t i = covered;

    while (i < len && pdf_is_space(data[i]))
        i++;
    if (i == len)
        return PDF_TAIL_NONE;
    return only_for_validation(mem, data, len, covered) ? PDF_TAIL_EVIDENCE : PDF_TAIL_OTHER;
}
