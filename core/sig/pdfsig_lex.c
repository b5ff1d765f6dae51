/* The words of a PDF file, just enough to find dictionaries and to know where their values stand. */
#include <string.h>

#include "core/sig/pdfsig_priv.h"

enum { REGULAR, SPACE, DELIMITER };

/* A table, because files of many megabytes are walked several times. */
static const unsigned char CLASS[256] = {
    [0] = SPACE,       ['\t'] = SPACE,    ['\n'] = SPACE,    ['\f'] = SPACE,    ['\r'] = SPACE,    [' '] = SPACE,
    ['('] = DELIMITER, [')'] = DELIMITER, ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER,
    ['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER,
};

bool pdf_is_space(int c)
{
    return CLASS[c & 0xFF] == SPACE;
}

static void skip_blank(struct pdf_lex *lex)
{
    while (lex->p < lex->end) {
        if (*lex->p == '%') {
            while (lex->p < lex->end && *lex->p != '\n' && *lex->p != '\r')
                lex->p++;
        } else if (pdf_is_space(*lex->p)) {
            lex->p++;
        } else {
            return;
        }
    }
}

static void text(struct pdf_lex *lex)
{
    size_t open = 0;

    do {
        if (*lex->p == '\\' && lex->p + 1 < lex->end)
            lex->p++;
        else if (*lex->p == '(')
            open++;
        else if (*lex->p == ')')
            open--;
        lex->p++;
    } while (open > 0 && lex->p < lex->end);
}

static enum pdf_word angle(struct pdf_lex *lex)
{
    bool twice = lex->p + 1 < lex->end && lex->p[1] == lex->p[0];

    if (*lex->p == '>') {
        lex->p += twice ? 2 : 1;
        return twice ? PDF_DICT_END : PDF_ODD;
    }
    if (twice) {
        lex->p += 2;
        return PDF_DICT;
    }
    while (lex->p < lex->end && *lex->p != '>')
        lex->p++;
    if (lex->p == lex->end)
        return PDF_ODD;
    lex->p++;
    return PDF_HEX;
}

static void regular(struct pdf_lex *lex)
{
    while (lex->p < lex->end && CLASS[*lex->p] == REGULAR)
        lex->p++;
}

static enum pdf_word word(struct pdf_lex *lex)
{
    switch (*lex->p) {
    case '/':
        lex->p++;
        regular(lex);
        return PDF_NAME;
    case '(':
        text(lex);
        return PDF_TEXT;
    case '<':
    case '>':
        return angle(lex);
    case '[':
        lex->p++;
        return PDF_ARRAY;
    case ']':
        lex->p++;
        return PDF_ARRAY_END;
    case ')':
    case '{':
    case '}':
        lex->p++;
        return PDF_ODD;
    default:
        regular(lex);
        return strchr("+-.0123456789", lex->span.p[0]) ? PDF_NUMBER : PDF_WORD;
    }
}

enum pdf_word pdf_next(struct pdf_lex *lex)
{
    enum pdf_word w;

    skip_blank(lex);
    lex->span = (struct pdf_span){ lex->p, lex->p };
    if (lex->p >= lex->end)
        return PDF_END;
    w = word(lex);
    lex->span.end = lex->p;
    return w;
}

bool pdf_is_word(struct pdf_span span, const char *text_of)
{
    size_t n = strlen(text_of);

    return span.p && (size_t)(span.end - span.p) == n && memcmp(span.p, text_of, n) == 0;
}

static int hex_digit(int c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

    return at ? (int)(at - digits) : -1;
}

bool pdf_is_name(struct pdf_span span, const char *name)
{
    const unsigned char *p = span.p;

    if (!p || p == span.end || *p++ != '/')
        return false;
    for (; p < span.end && *name; name++) {
        int c = *p++;

        if (c == '#' && span.end - p >= 2 && hex_digit(p[0]) >= 0 && hex_digit(p[1]) >= 0) {
            c = hex_digit(p[0]) << 4 | hex_digit(p[1]);
            p += 2;
        }
        if (c != (unsigned char)*name)
            return false;
    }
    return p == span.end && *name == '\0';
}

bool pdf_number(struct pdf_span span, size_t *ret)
{
    size_t n = 0;

    if (!span.p || span.p == span.end || span.end - span.p > 15)
        return false;
    for (const unsigned char *p = span.p; p < span.end; p++) {
        if (*p < '0' || *p > '9')
            return false;
        n = n * 10 + (size_t)(*p - '0');
    }
    *ret = n;
    return true;
}

/* ---- values ---- */

static bool dictionary(struct pdf_lex *lex, int depth, pdf_seen *seen, void *arg)
{
    struct pdf_dict dict;
    bool whole = true;

    dict.n = 0;
    dict.odd = false;
    for (;;) {
        enum pdf_word w = pdf_next(lex);
        struct pdf_span key = lex->span;
        struct pdf_span value;

        if (w == PDF_DICT_END)
            break;
        if (w != PDF_NAME) {
            whole = false;
            break;
        }
        w = pdf_next(lex);
        value.p = lex->span.p;
        whole = pdf_skip(lex, w, depth + 1, seen, arg);
        value.end = lex->p;
        if (!whole)
            break;
        if (dict.n == PDFSIG_MAX_KEYS) {
            dict.odd = true;
            continue;
        }
        dict.key[dict.n] = key;
        dict.value[dict.n++] = value;
    }
    dict.odd = dict.odd || !whole;
    if (seen)
        seen(arg, &dict);
    return whole;
}

static bool array(struct pdf_lex *lex, int depth, pdf_seen *seen, void *arg)
{
    for (;;) {
        enum pdf_word w = pdf_next(lex);

        if (w == PDF_ARRAY_END)
            return true;
        if (!pdf_skip(lex, w, depth + 1, seen, arg))
            return false;
    }
}

/* "12 0 R" is one value. */
static void reference(struct pdf_lex *lex)
{
    struct pdf_lex ahead = *lex;

    if (pdf_next(&ahead) == PDF_NUMBER && pdf_next(&ahead) == PDF_WORD && pdf_is_word(ahead.span, "R"))
        lex->p = ahead.p;
}

bool pdf_skip(struct pdf_lex *lex, enum pdf_word first, int depth, pdf_seen *seen, void *arg)
{
    if (depth > PDFSIG_MAX_DEPTH)
        return false;
    switch (first) {
    case PDF_DICT:
        return dictionary(lex, depth, seen, arg);
    case PDF_ARRAY:
        return array(lex, depth, seen, arg);
    case PDF_NUMBER:
        reference(lex);
        return true;
    case PDF_NAME:
    case PDF_TEXT:
    case PDF_HEX:
        return true;
    case PDF_WORD:
        return pdf_is_word(lex->span, "true") || pdf_is_word(lex->span, "false") || pdf_is_word(lex->span, "null");
    case PDF_END:
    case PDF_DICT_END:
    case PDF_ARRAY_END:
    case PDF_ODD:
        break;
    }
    return false;
}

int pdf_get(const struct pdf_dict *dict, const char *name, struct pdf_span *ret)
{
    int n = 0;

    *ret = (struct pdf_span){ NULL, NULL };
    for (int i = 0; i < dict->n; i++)
        if (pdf_is_name(dict->key[i], name)) {
            *ret = dict->value[i];
            n++;
        }
    return n;
}

/* ---- indirect objects ---- */

static bool stands(const unsigned char *p, const unsigned char *end, const char *word_)
{
    size_t n = strlen(word_);

    return (size_t)(end - p) >= n && memcmp(p, word_, n) == 0;
}

/* After the stream's data only white space may stand before "endstream". */
static const unsigned char *ends_at(const unsigned char *p, const unsigned char *end)
{
    for (int i = 0; i < 3 && p < end && pdf_is_space(*p); i++)
        p++;
    return stands(p, end, "endstream") ? p + 9 : NULL;
}

struct top {
    struct pdf_dict dict;
    bool set;
    pdf_seen *seen;
    void *arg;
};

/* The outermost dictionary is shown last. */
static void keep(void *arg, const struct pdf_dict *dict)
{
    struct top *top = arg;

    top->dict = *dict;
    top->set = true;
    if (top->seen)
        top->seen(top->arg, dict);
}

/* By its length when that is right, else by the next "endstream", as readers do. */
static void stream(struct pdf_lex *lex, const struct top *top, struct pdf_span *ret)
{
    struct pdf_span length;
    const unsigned char *p = lex->p;
    const unsigned char *after = NULL;
    size_t n = 0;

    p += p < lex->end && *p == '\r';
    p += p < lex->end && *p == '\n';
    ret->p = p;
    if (pdf_get(&top->dict, "Length", &length) == 1 && pdf_number(length, &n) && n <= (size_t)(lex->end - p))
        after = ends_at(p + n, lex->end);
    ret->end = p + n;
    if (!after) {
        ret->end = memmem(p, (size_t)(lex->end - p), "endstream", 9);
        after = ret->end ? ret->end + 9 : lex->end;
        ret->end = ret->end ? ret->end : lex->end;
    }
    lex->p = after;
}

static bool begins(struct pdf_lex *lex, struct pdf_object *ret)
{
    struct pdf_lex ahead = *lex;

    ret->at = (size_t)(lex->span.p - lex->start);
    if (!pdf_number(lex->span, &ret->number) || pdf_next(&ahead) != PDF_NUMBER ||
        !pdf_number(ahead.span, &ret->generation) || pdf_next(&ahead) != PDF_WORD || !pdf_is_word(ahead.span, "obj"))
        return false;
    lex->p = ahead.p;
    return true;
}

bool pdf_object(struct pdf_lex *lex, struct pdf_object *ret, pdf_seen *seen, void *arg)
{
    struct top top = { .set = false, .seen = seen, .arg = arg };
    enum pdf_word w;

    ret->stream = (struct pdf_span){ NULL, NULL };
    do {
        w = pdf_next(lex);
        if (w == PDF_END)
            return false;
    } while (w != PDF_NUMBER || !begins(lex, ret));
    ret->body.p = lex->p;
    w = pdf_next(lex);
    if (w != PDF_END && pdf_skip(lex, w, 0, keep, &top)) {
        struct pdf_lex ahead = *lex;

        ret->body.end = lex->p;
        if (top.set && pdf_next(&ahead) == PDF_WORD && pdf_is_word(ahead.span, "stream")) {
            lex->p = ahead.p;
            stream(lex, &top, &ret->stream);
        }
        return true;
    }
    ret->body.end = lex->p;
    return true;
}

void pdf_keep_last(void *outer, const struct pdf_dict *dict)
{
    struct pdf_outer *o = outer;

    o->dict = *dict;
    o->set = true;
}
