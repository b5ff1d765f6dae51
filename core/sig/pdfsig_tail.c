/* What was appended after the last signature. A reader takes the newest version of each object, so
 * anything appended may change what is seen. Let through is what later validation needs and nobody sees (EN 319 142-1,
 * 5.4): evidence reached from the catalogue's DSS entry, and fields of no size for document time stamps. Every appended
 * version of a signed object is held against the signed one (pdfsig_change.c), and the tables must lead to these. */
#include <string.h>

#include "core/sig/pdfsig_priv.h"

#define MAX_TABLES 64
#define MAX_UPDATES 8
#define MAX_CHANGES 32
#define MAX_WANTED (MAX_CHANGES + 1)

/* A signed object that is compared, or the object stream it is packed in. */
struct wanted {
    struct pdf_version version; /* the last in the file … */
    bool met;                   /* … which the newest table that names it … */
    bool fits;                  /* … must lead to */
};

/* The state in which the signature left the file. */
struct before {
    size_t last_table; /* where its table of objects is */
    size_t highest;    /* number of an object, in a table, there or referred to */
    size_t catalog;
    struct pdf_span info; /* of the trailer: reference to the information dictionary; p NULL: none */
    struct wanted objects[MAX_WANTED];
    int n;
    struct wanted streams[MAX_WANTED];
    int n_streams;
};

struct versions {
    struct pdf_version *version;
    int n;
    int max;
};

/* What was appended. */
struct appended {
    const struct before *before;
    struct versions changes;   /* of signed objects */
    struct versions fields;    /* of those added */
    struct pdf_fields numbers; /* of those */
};

static bool last_startxref(const unsigned char *data, size_t len, size_t *ret)
{
    const unsigned char *from = data + (len > 64 ? len - 64 : 0);
    const unsigned char *at = memmem(from, (size_t)(data + len - from), "startxref", 9);
    struct pdf_lex lex;

    if (!at)
        return false;
    lex = (struct pdf_lex){ data, at + 9, data + len, { NULL, NULL } };
    return pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, ret) && pdf_next(&lex) == PDF_END;
}

/* ---- the signed part ---- */

static struct wanted *find(struct wanted *list, int n, size_t number)
{
    for (int i = 0; i < n; i++)
        if (list[i].version.number == number)
            return &list[i];
    return NULL;
}

static bool leads_to(const struct pdf_row *row, const struct pdf_version *version)
{
    if (row->is_free || row->number != version->number)
        return false;
    return version->stream ? row->is_packed && row->stream == version->stream
                           : !row->is_packed && row->at == version->at && row->generation == version->generation;
}

static void check_row(struct wanted *wanted, const struct pdf_row *row)
{
    if (!wanted || wanted->met)
        return;
    wanted->met = true;
    wanted->fits = leads_to(row, &wanted->version);
}

static bool note_row(void *arg, const struct pdf_row *row)
{
    struct before *b = arg;

    if (row->number > b->highest)
        b->highest = row->number;
    check_row(find(b->objects, b->n, row->number), row);
    check_row(find(b->streams, b->n_streams, row->number), row);
    return true;
}

/* Newest table first. An object of a number beyond all is new for every reader, and nothing signed leads to it. */
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
        if (i == 0 && (pdf_get(&trailer, "Root", &value) != 1 || (b->catalog = pdf_referred(value)) == 0 ||
                       pdf_get(&trailer, "Info", &b->info) > 1))
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
    return pdf_highest(mem, data, covered, &b->highest) && last_startxref(data, covered, &b->last_table) &&
           read_tables(mem, data, covered, b);
}

static bool take_signed(void *arg, const struct pdf_version *version)
{
    struct before *b = arg;
    struct wanted *wanted = find(b->objects, b->n, version->number);

    if (wanted)
        wanted->version = *version;
    return true;
}

static void want(struct before *b, size_t number)
{
    if (!find(b->objects, b->n, number))
        b->objects[b->n++].version.number = number;
}

static void want_streams(struct before *b)
{
    for (int i = 0; i < b->n; i++) {
        const struct pdf_version *packed = &b->objects[i].version;

        if (packed->stream && !find(b->streams, b->n_streams, packed->stream))
            b->streams[b->n_streams++].version = (struct pdf_version){ .number = packed->stream, .at = packed->at };
    }
}

/* The signed versions of the catalogue and of whatever was changed, which the tables must confirm. */
static bool read_signed(TALLOC_CTX *mem, const unsigned char *data, size_t covered, const struct versions *changes,
                        struct before *b)
{
    want(b, b->catalog);
    for (int i = 0; i < changes->n; i++)
        want(b, changes->version[i].number);
    pdf_each_version(mem, data, 0, covered, false, take_signed, b);
    want_streams(b);
    if (!read_tables(mem, data, covered, b))
        return false;
    for (int i = 0; i < b->n; i++)
        if (!b->objects[i].fits || !b->objects[i].version.is_dict)
            return false;
    for (int i = 0; i < b->n_streams; i++)
        if (!b->streams[i].fits)
            return false;
    return pdf_type_is(&b->objects[0].version.dict, "Catalog");
}

/* ---- the appended part ---- */

static bool keep(struct versions *list, const struct pdf_version *version)
{
    if (list->n == list->max)
        return false;
    list->version[list->n++] = *version;
    return true;
}

static bool take_change(void *arg, const struct pdf_version *version)
{
    struct appended *a = arg;

    return version->number > a->before->highest || keep(&a->changes, version);
}

static bool take_field(void *arg, const struct pdf_version *version)
{
    struct appended *a = arg;

    return !pdf_is_field(&a->numbers, version->number) || keep(&a->fields, version);
}

static bool changes_fit(struct before *b, struct appended *a)
{
    const struct pdf_version *catalog = &b->objects[0].version;
    size_t info = pdf_referred(b->info);

    for (int i = 0; i < a->changes.n; i++) {
        const struct pdf_version *is = &a->changes.version[i];
        const struct wanted *was = find(b->objects, b->n, is->number);

        if (!was || is->generation != was->version.generation ||
            !pdf_change_fits(catalog, info, &was->version, is, &a->numbers))
            return false;
    }
    return a->changes.n > 0;
}

static bool has_version(const struct versions *list, size_t number)
{
    for (int i = 0; i < list->n; i++)
        if (list->version[i].number == number)
            return true;
    return false;
}

/* New objects all, each there, each version of no size. */
static bool fields_fit(const struct appended *a)
{
    for (int i = 0; i < a->numbers.n; i++)
        if (a->numbers.number[i] <= a->before->highest || !has_version(&a->fields, a->numbers.number[i]))
            return false;
    for (int i = 0; i < a->fields.n; i++)
        if (!a->fields.version[i].is_dict || a->fields.version[i].generation != 0 ||
            !pdf_field_is_unseen(&a->fields.version[i].dict))
            return false;
    return true;
}

/* ---- the appended tables ---- */

static bool leads_to_one(const struct pdf_row *row, const struct versions *list)
{
    for (int i = 0; i < list->n; i++)
        if (leads_to(row, &list->version[i]))
            return true;
    return false;
}

/* An object stream that something looked at is packed in: the table must find it where it was read. */
static bool stream_fits(const struct pdf_row *row, const struct versions *list)
{
    bool is_one = false;

    for (int i = 0; i < list->n; i++) {
        const struct pdf_version *packed = &list->version[i];
        const struct pdf_version stream = { .number = packed->stream, .at = packed->at };

        if (packed->stream != row->number)
            continue;
        if (leads_to(row, &stream))
            return true;
        is_one = true;
    }
    return !is_one;
}

/* New objects anywhere; changed ones and fields exactly where they were looked at. */
static bool row_fits(void *arg, const struct pdf_row *row)
{
    const struct appended *a = arg;

    if (row->number == 0 && row->is_free)
        return true;
    if (!stream_fits(row, &a->changes) || !stream_fits(row, &a->fields))
        return false;
    if (pdf_is_field(&a->numbers, row->number))
        return leads_to_one(row, &a->fields);
    return row->number > a->before->highest || leads_to_one(row, &a->changes);
}

static bool trailer_fits(const struct before *b, const struct pdf_dict *trailer, size_t *ret_previous)
{
    struct pdf_span value;

    return pdf_get(trailer, "Root", &value) == 1 && pdf_referred(value) == b->catalog &&
           (pdf_get(trailer, "Info", &value) == 0 || pdf_same(value, b->info)) &&
           pdf_get(trailer, "XRefStm", &value) == 0 && pdf_get(trailer, "Encrypt", &value) == 0 &&
           pdf_get(trailer, "Prev", &value) == 1 && pdf_number(value, ret_previous);
}

/* From the newest table back to the one the signature left. */
static bool tables_fit(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered, struct appended *a)
{
    size_t at = 0;

    if (!last_startxref(data, len, &at))
        return false;
    for (int i = 0; i < MAX_UPDATES && at >= covered && at < len; i++) {
        struct pdf_dict trailer;
        size_t previous = 0;

        if (!pdf_table(mem, data, len, at, row_fits, a, &trailer) || !trailer_fits(a->before, &trailer, &previous))
            return false;
        if (previous == a->before->last_table)
            return true;
        if (previous >= at)
            return false;
        at = previous;
    }
    return false;
}

static struct versions room(TALLOC_CTX *mem, int max)
{
    return (struct versions){ .version = mem_array(mem, struct pdf_version, (size_t)max), .max = max };
}

static bool only_for_validation(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered)
{
    struct before *b = mem_zero(mem, struct before);
    struct appended a = { .before = b, .changes = room(mem, MAX_CHANGES), .fields = room(mem, 2 * PDFSIG_MAX_FIELDS) };

    return covered > 0 && read_before(mem, data, covered, b) &&
           pdf_each_version(mem, data, covered, len, true, take_change, &a) &&
           read_signed(mem, data, covered, &a.changes, b) && changes_fit(b, &a) &&
           pdf_each_version(mem, data, covered, len, true, take_field, &a) && fields_fit(&a) &&
           tables_fit(mem, data, len, covered, &a);
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
