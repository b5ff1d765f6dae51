/* The document security store of a PDF: certificates, CRLs and OCSP answers kept for later
 * (EN 319 142-1, 5.4). Unauthenticated; each piece is good only for what it proves by itself. */
#include <string.h>

#include "core/sig/pdfsig_priv.h"
#include "core/trust/revocation.h"

#define MAX_PIECE ((size_t)4 << 20)
#define MAX_WANTED 64

struct wanted {
    size_t number;
    enum evidence_kind kind;
};

struct store {
    TALLOC_CTX *mem;
    const unsigned char *data;
    size_t len;
    struct evidence *out;
    int n;
    int max;
    struct wanted wanted[MAX_WANTED];
    int n_wanted;
};

/* ---- finding an object by its number ---- */

/* The newest version: the last one. */
static bool find_object(const struct store *s, size_t number, struct pdf_span *ret_body)
{
    struct pdf_lex lex = { s->data, s->data, s->data + s->len, { NULL, NULL } };
    struct pdf_object object;
    bool found = false;

    while (pdf_object(&lex, &object, NULL, NULL)) {
        if (object.number != number)
            continue;
        *ret_body = object.body;
        found = true;
    }
    return found;
}

/* ---- bytes of a stream ---- */

static void take_stream(struct store *s, enum evidence_kind kind, const struct pdf_object *object,
                        const struct pdf_dict *dict)
{
    size_t len = 0;
    const unsigned char *der = pdf_stream(s->mem, dict, object->stream, MAX_PIECE, &len);

    if (der && s->n < s->max && len > 0)
        s->out[s->n++] = (struct evidence){ kind, der, len };
}

/* All that is wanted in one walk over the file. */
static void take_streams(struct store *s)
{
    struct pdf_lex lex = { s->data, s->data, s->data + s->len, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };

    for (; pdf_object(&lex, &object, pdf_keep_last, &o); o.set = false) {
        if (!o.set || !object.stream.p)
            continue;
        for (int i = 0; i < s->n_wanted; i++)
            if (s->wanted[i].number == object.number)
                take_stream(s, s->wanted[i].kind, &object, &o.dict);
    }
}

/* "[4 0 R 5 0 R]", here or in an object of its own. */
static void want_list(struct store *s, enum evidence_kind kind, struct pdf_span list)
{
    struct pdf_lex lex = { list.p, list.p, list.end, list };
    enum pdf_word w = pdf_next(&lex);
    struct pdf_span body;
    size_t number = 0;

    if (w == PDF_NUMBER && pdf_number(lex.span, &number) && find_object(s, number, &body)) {
        lex = (struct pdf_lex){ body.p, body.p, body.end, body };
        w = pdf_next(&lex);
    }
    if (w != PDF_ARRAY)
        return;
    while (s->n_wanted < MAX_WANTED && pdf_next(&lex) == PDF_NUMBER && pdf_number(lex.span, &number) &&
           pdf_next(&lex) == PDF_NUMBER && pdf_next(&lex) == PDF_WORD)
        s->wanted[s->n_wanted++] = (struct wanted){ number, kind };
}

/* ---- the store ---- */

static void note_store(void *arg, const struct pdf_dict *dict)
{
    struct pdf_outer *o = arg;
    struct pdf_span value;
    bool looks_so = pdf_get(dict, "OCSPs", &value) == 1 || pdf_get(dict, "CRLs", &value) == 1 ||
                    pdf_get(dict, "Certs", &value) == 1;

    if (looks_so)
        pdf_keep_last(o, dict);
}

int pdf_evidence(TALLOC_CTX *mem, const unsigned char *data, size_t len, struct evidence *ret, int max)
{
    struct store s = { .mem = mem, .data = data, .len = len, .out = ret, .max = max };
    struct pdf_lex lex = { data, data, data + len, { NULL, NULL } };
    struct pdf_object object;
    struct pdf_outer o = { .set = false };
    struct pdf_span list;

    if (!memmem(data, len, "/DSS", 4))
        return 0;
    while (pdf_object(&lex, &object, note_store, &o))
        ;
    if (!o.set)
        return 0;
    if (pdf_get(&o.dict, "OCSPs", &list) == 1)
        want_list(&s, EVIDENCE_OCSP, list);
    if (pdf_get(&o.dict, "CRLs", &list) == 1)
        want_list(&s, EVIDENCE_CRL, list);
    if (pdf_get(&o.dict, "Certs", &list) == 1)
        want_list(&s, EVIDENCE_CERT, list);
    take_streams(&s);
    return s.n;
}
