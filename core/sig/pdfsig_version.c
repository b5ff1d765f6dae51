/* Every version of every object in a part of a PDF, those packed in object streams too
 * (ISO 32000-1, 7.5.7). */
#include "core/base/inflate.h"
#include "core/sig/pdfsig_priv.h"

#define MAX_STREAM ((size_t)8 << 20)
#define MAX_ALL ((size_t)32 << 20)

struct walk {
    TALLOC_CTX *mem;
    size_t unpacked; /* so far */
    pdf_version_seen *seen;
    void *arg;
};

static bool number_of(const struct pdf_dict *dict, const char *key, size_t *ret)
{
    struct pdf_span value;

    return pdf_get(dict, key, &value) == 1 && pdf_number(value, ret);
}

const unsigned char *pdf_stream(TALLOC_CTX *mem, const struct pdf_dict *dict, struct pdf_span stream, size_t max,
                                size_t *ret_len)
{
    size_t len = (size_t)(stream.end - stream.p);
    struct pdf_span filter;

    *ret_len = len;
    if (pdf_get(dict, "Filter", &filter) == 0)
        return stream.p;
    return pdf_is_name(filter, "FlateDecode") ? inflate_zlib(mem, stream.p, len, max, ret_len) : NULL;
}

static const unsigned char *unpack(struct walk *w, const struct pdf_dict *dict, struct pdf_span stream, size_t *ret_len)
{
    struct pdf_span value;
    const unsigned char *out =
        pdf_get(dict, "DecodeParms", &value) == 0 ? pdf_stream(w->mem, dict, stream, MAX_STREAM, ret_len) : NULL;

    w->unpacked += out ? *ret_len : 0;
    return w->unpacked <= MAX_ALL ? out : NULL;
}

static bool show(struct walk *w, struct pdf_version *version, struct pdf_lex lex)
{
    struct pdf_outer o = { .set = false };
    enum pdf_word word = pdf_next(&lex);

    version->is_dict = word == PDF_DICT && pdf_skip(&lex, word, 0, pdf_keep_last, &o) && o.set;
    version->dict = o.dict;
    return w->seen(w->arg, version);
}

/* "number offset" for each, then the objects. */
static bool each_packed(struct walk *w, const struct pdf_object *container, const struct pdf_dict *dict)
{
    size_t len = 0;
    size_t n = 0;
    size_t first = 0;
    const unsigned char *data = unpack(w, dict, container->stream, &len);
    struct pdf_lex head;

    if (!data || !number_of(dict, "N", &n) || !number_of(dict, "First", &first) || first > len)
        return false;
    head = (struct pdf_lex){ data, data, data + first, { NULL, NULL } };
    for (size_t i = 0; i < n; i++) {
        struct pdf_version version = { .at = container->at, .stream = container->number };
        size_t offset = 0;

        if (pdf_next(&head) != PDF_NUMBER || !pdf_number(head.span, &version.number) || pdf_next(&head) != PDF_NUMBER ||
            !pdf_number(head.span, &offset) || offset > len - first)
            return false;
        if (!show(w, &version, (struct pdf_lex){ data, data + first + offset, data + len, { NULL, NULL } }))
            return false;
    }
    return true;
}

static void raise(size_t *highest, size_t number)
{
    if (number > *highest)
        *highest = number;
}

/* "12 0 R", wherever it stands. */
static void raise_by_references(size_t *highest, struct pdf_span text)
{
    struct pdf_lex lex = { text.p, text.p, text.end, text };
    size_t last[2] = { 0 };
    enum pdf_word word;
    int n = 0;

    while ((word = pdf_next(&lex)) != PDF_END) {
        if (word == PDF_WORD && n >= 2 && pdf_is_word(lex.span, "R"))
            raise(highest, last[0]);
        n = word == PDF_NUMBER ? n + 1 : 0;
        last[0] = last[1];
        if (word == PDF_NUMBER && !pdf_number(lex.span, &last[1]))
            n = 0;
    }
}

static bool is_packing(const struct pdf_object *object, const struct pdf_outer *o)
{
    return o->set && object->stream.p && pdf_type_is(&o->dict, "ObjStm");
}

bool pdf_highest(TALLOC_CTX *mem, const unsigned char *data, size_t to, size_t *ret)
{
    struct walk w = { .mem = mem };
    struct pdf_lex lex = { data, data, data + to, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (*ret = 0; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        size_t len = 0;
        const unsigned char *unpacked;

        raise(ret, object.number);
        raise_by_references(ret, object.body);
        if (!is_packing(&object, &o))
            continue;
        unpacked = unpack(&w, &o.dict, object.stream, &len);
        if (!unpacked)
            return false;
        raise_by_references(ret, (struct pdf_span){ unpacked, unpacked + len });
    }
    return true;
}

bool pdf_each_version(TALLOC_CTX *mem, const unsigned char *data, size_t from, size_t to, bool strict,
                      pdf_version_seen *seen, void *arg)
{
    struct walk w = { .mem = mem, .seen = seen, .arg = arg };
    struct pdf_lex lex = { data, data + from, data + to, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        const struct pdf_version version = { .number = object.number,
                                             .generation = object.generation,
                                             .at = object.at,
                                             .is_dict = o.set && !object.stream.p,
                                             .dict = o.dict };

        if (!seen(arg, &version))
            return false;
        if (is_packing(&object, &o) && !each_packed(&w, &object, &o.dict) && strict)
            return false;
    }
    return true;
}
