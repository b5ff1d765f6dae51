/* Is this PDF a printout of ours? Every object is looked at, reachable or not; streams hold page
 * contents, fonts and pictures only, for no object may say otherwise. */
#include "signer/shape_pdf.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/sig/pdfsig_priv.h"

#define MAX_OBJECTS 100000
#define MAX_AUTHOR 500

/* Entries by which a file acts, embeds, hides or is signed (ISO 32000-1, 7.5.8, 7.6, 7.11, 12.5-12.8, 13). */
static const char *const FORBIDDEN[] = {
    "A",        "AA",         "OpenAction",    "JS",           "JavaScript",
    "AcroForm", "XFA",        "EmbeddedFiles", "EmbeddedFile", "EF",
    "AF",       "Names",      "RichMedia",     "Annots",       "Perms",
    "Encrypt",  "Collection", "ByteRange",     "OCProperties", "URI",
    "Launch",   "SubFilter",  "DSS",           "XRefStm",      "Prev",
    "F",
};

struct look {
    TALLOC_CTX *mem;
    const char *problem;
    struct pdf_dict outer;
    bool has_outer;
    unsigned char *seen; /* a bit for each object number */
    struct pdf_span keywords;
    struct pdf_span producer;
    struct pdf_span author;
    int n_info;
};

static bool is_type(const struct pdf_dict *dict, const char *name)
{
    struct pdf_span value;

    return pdf_get(dict, "Type", &value) > 0 && pdf_is_name(value, name);
}

static void look_at(void *arg, const struct pdf_dict *dict)
{
    struct look *l = arg;
    struct pdf_span value;

    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof FORBIDDEN[0]; i++)
        if (pdf_get(dict, FORBIDDEN[i], &value) > 0)
            l->problem = "an entry that does not belong into a printout";
    if (is_type(dict, "ObjStm") || is_type(dict, "XRef") || is_type(dict, "Sig") || dict->odd)
        l->problem = "an object of another writer";
    l->outer = *dict;
    l->has_outer = true;
}

static void note_info(struct look *l)
{
    struct pdf_span value;

    if (!l->has_outer || pdf_get(&l->outer, "Producer", &value) == 0)
        return;
    l->n_info++;
    l->producer = value;
    if (pdf_get(&l->outer, "Keywords", &l->keywords) != 1 || pdf_get(&l->outer, "Author", &l->author) > 1)
        l->problem = "the file does not say what it is";
}

/* Twice the same number would be a second revision. */
static void note_number(struct look *l, size_t number)
{
    if (number >= MAX_OBJECTS || (l->seen[number / 8] & 1u << number % 8) != 0)
        l->problem = "an object occurs twice";
    else
        l->seen[number / 8] |= (unsigned char)(1u << number % 8);
}

static void objects(struct look *l, const unsigned char *data, size_t len)
{
    struct pdf_lex lex = { data, data, data + len, { NULL, NULL } };
    struct pdf_object object;

    for (; !l->problem && pdf_object(&lex, &object, look_at, l); l->has_outer = false) {
        note_number(l, object.number);
        note_info(l);
    }
}

/* ---- the end of the file ---- */

static size_t count(const unsigned char *data, size_t len, const char *word)
{
    const unsigned char *end = data + len;
    size_t n = 0;

    for (const unsigned char *p = data; (p = memmem(p, (size_t)(end - p), word, strlen(word))); p++)
        n++;
    return n;
}

/* "xref … trailer << … >> startxref N %%EOF", once, N where it begins. */
static const char *ending(struct look *l, const unsigned char *data, size_t len)
{
    static const char word[] = "startxref\n";
    size_t tail = len < 64 ? len : 64;
    const unsigned char *at = memmem(data + len - tail, tail, word, strlen(word));
    struct pdf_lex lex = { data, at ? at + strlen(word) : NULL, data + len, { NULL, NULL } };
    const unsigned char *trailer;
    size_t table = 0;

    if (!at || pdf_next(&lex) != PDF_NUMBER || !pdf_number(lex.span, &table) || table + 4 >= len ||
        memcmp(data + table, "xref", 4) != 0 || memcmp(data + len - 6, "%%EOF\n", 6) != 0 ||
        lex.p + 1 != data + len - 6)
        return "no table of objects at the end";
    trailer = memmem(data + table, len - table, "trailer", 7);
    if (!trailer || count(data + table, len - table, "trailer") != 1 || count(data + table, len - table, "obj"))
        return "no plain trailer";
    lex = (struct pdf_lex){ data, trailer + 7, at, { NULL, NULL } };
    if (pdf_next(&lex) != PDF_DICT || !pdf_skip(&lex, PDF_DICT, 0, look_at, l) || pdf_next(&lex) != PDF_END)
        return "no plain trailer";
    l->has_outer = false;
    return NULL;
}

/* ---- what it says of itself ---- */

static bool says(struct pdf_span span, const char *text)
{
    return span.p && (size_t)(span.end - span.p) >= strlen(text) && memcmp(span.p, text, strlen(text)) == 0;
}

static bool is_of(TALLOC_CTX *mem, struct pdf_span keywords, const char *jst)
{
    const char *wanted = mem_printf(mem, "(urzad:%s numer:", jst);
    const unsigned char *p = keywords.p + strlen(wanted);

    if (!says(keywords, wanted) || p + 1 >= keywords.end)
        return false;
    while (p<keywords.end && * p> ' ' && *p < 0x7F && *p != '(' && *p != ')' && *p != '\\')
        p++;
    return p + 1 == keywords.end;
}

static int nibble(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void utf8(struct buf *b, unsigned c)
{
    if (c < 0x80) {
        buf_char(b, (char)c);
    } else if (c < 0x800) {
        buf_char(b, (char)(0xC0 | c >> 6));
        buf_char(b, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_char(b, (char)(0xE0 | c >> 12));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_char(b, (char)(0x80 | (c & 0x3F)));
    }
}

/* "(plain)" or "<FEFF…>" of the basic plane, as our writer puts names; anything else is "". */
static const char *text_of(TALLOC_CTX *mem, struct pdf_span span)
{
    struct buf b = buf_new(mem, MAX_AUTHOR);

    if (!span.p || span.end - span.p > 4 * MAX_AUTHOR)
        return "";
    if (*span.p == '(' && !memchr(span.p, '\\', (size_t)(span.end - span.p))) {
        buf_add(&b, span.p + 1, (size_t)(span.end - span.p) - 2);
        return b.overflow ? "" : buf_text(&b);
    }
    if (!says(span, "<FEFF") && !says(span, "<feff"))
        return "";
    for (const unsigned char *p = span.p + 5; p + 4 < span.end; p += 4) {
        unsigned c = 0;

        for (int i = 0; i < 4; i++) {
            int n = nibble(p[i]);

            if (n < 0)
                return "";
            c = c << 4 | (unsigned)n;
        }
        if (c < 0x20 || (c >= 0xD800 && c < 0xE000))
            return "";
        utf8(&b, c);
    }
    return b.overflow ? "" : buf_text(&b);
}

const char *shape_pdf_problem(TALLOC_CTX *mem, const void *pdf, size_t len, const char *jst, const char **ret_author)
{
    MEM_SCOPE(tmp, mem);
    struct look l = { .mem = tmp, .seen = mem_array(tmp, unsigned char, MAX_OBJECTS / 8 + 1) };
    const unsigned char *data = pdf;
    const char *problem;

    *ret_author = "";
    if (len < 100 || memcmp(data, "%PDF-1.", 7) != 0)
        return "not a PDF";
    problem = ending(&l, data, len);
    if (!problem)
        objects(&l, data, len);
    problem = problem ? problem : l.problem;
    if (problem)
        return problem;
    if (l.n_info != 1 || !says(l.producer, "(cairo "))
        return "not of our writer";
    if (!is_of(tmp, l.keywords, jst))
        return "not a numbered paper of this unit";
    *ret_author = text_of(mem, l.author);
    return NULL;
}
