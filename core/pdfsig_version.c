/* core/pdfsig_version.c -- every version of every object in a part of a PDF, those packed in object streams too
 * (ISO 32000-1, 7.5.7). */
#include "core/inflate.h"
#include "core/pdfsig_priv.h"

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

/* Only the packing that all programs use. */
static const unsigned char *unpack(struct walk *w, const struct pdf_dict *dict, struct pdf_span stream, size_t *ret_len)
{
    struct pdf_span value;
    const unsigned char *out = stream.p;

    *ret_len = (size_t)(stream.end - stream.p);
    if (pdf_get(dict, "DecodeParms", &value) != 0)
        return NULL;
    if (pdf_get(dict, "Filter", &value) != 0)
        out = pdf_is_name(value, "FlateDecode") ? inflate_zlib(w->mem, stream.p, *ret_len, MAX_STREAM, ret_len) : NULL;
    w->unpacked += *ret_len;
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

    if (data == NULL || !number_of(dict, "N", &n) || !number_of(dict, "First", &first) || first > len)
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

bool pdf_each_version(TALLOC_CTX *mem, const unsigned char *data, size_t from, size_t to, bool strict,
                      pdf_version_seen *seen, void *arg)
{
    struct walk w = { .mem = mem, .seen = seen, .arg = arg };
    struct pdf_lex lex = { data, data + from, data + to, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        const struct pdf_version version = {
            .number = object.number, .at = object.at, .is_dict = o.set && object.stream.p == NULL, .dict = o.dict
        };

        if (!seen(arg, &version))
            return false;
        if (o.set && object.stream.p && pdf_type_is(&o.dict, "ObjStm") && !each_packed(&w, &object, &o.dict) && strict)
            return false;
    }
    return true;
}
