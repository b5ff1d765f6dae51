/* Shared by the PDF engine: words of the file, dictionaries, signatures found.
 *
 *   pdfsig_lex.c     words of PDF and dictionaries, comments and strings left aside
 *   pdfsig_find.c    every signature dictionary of the file, whether reachable or not    checks 7, 8, 10
 *   pdfsig_xref.c    one table of objects, row by row
 *   pdfsig_version.c every version of every object, packed ones too
 *   pdfsig_tail.c    what was appended after a signature                                 check 33
 *   pdfsig_change.c  new versions of signed objects, new fields                          check 33
 *   pdf_verify.c     ranges, scope, the CMS inside, the report                           checks 8, 11, 33 */
#ifndef CORE_PDFSIG_PRIV_H
#define CORE_PDFSIG_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

#define PDFSIG_MAX_KEYS 96
#define PDFSIG_MAX_DEPTH 32
#define PDFSIG_MAX_FOUND 32

enum pdf_word {
    PDF_END,
    PDF_NAME,
    PDF_NUMBER,
    PDF_TEXT, /* (…) */
    PDF_HEX,  /* <…> */
    PDF_DICT,
    PDF_DICT_END,
    PDF_ARRAY,
    PDF_ARRAY_END,
    PDF_WORD,
    PDF_ODD, /* a byte that begins nothing */
};

struct pdf_span {
    const unsigned char *p; /* NULL when absent */
    const unsigned char *end;
};

struct pdf_lex {
    const unsigned char *start; /* of the file */
    const unsigned char *p;
    const unsigned char *end;
    struct pdf_span span; /* of the word read last */
};

enum pdf_word pdf_next(struct pdf_lex *lex);
bool pdf_is_word(struct pdf_span span, const char *word);
/* A name with its #xx written out. */
bool pdf_is_name(struct pdf_span span, const char *name);
/* Digits only. False for signs, fractions and what does not fit. */
bool pdf_number(struct pdf_span span, size_t *ret);
bool pdf_is_space(int c);

/* The entries of one dictionary, values as they stand in the file. */
struct pdf_dict {
    struct pdf_span key[PDFSIG_MAX_KEYS];
    struct pdf_span value[PDFSIG_MAX_KEYS];
    int n;
    bool odd; /* too many entries, or not closed */
};

/* Called for each dictionary, inner ones first. */
typedef void pdf_seen(void *arg, const struct pdf_dict *dict);

/* Skips the value whose first word was just read; its dictionaries are shown. False at its unexpected end. */
bool pdf_skip(struct pdf_lex *lex, enum pdf_word first, int depth, pdf_seen *seen, void *arg);

/* How many entries of that name; the last one's value (as readers take it, which is why more than one is refused). */
int pdf_get(const struct pdf_dict *dict, const char *name, struct pdf_span *ret);

/* One indirect object. */
struct pdf_object {
    size_t number;
    size_t generation;
    size_t at;              /* where it begins */
    struct pdf_span body;   /* from after "obj" to "endobj" or "stream" */
    struct pdf_span stream; /* p NULL: none */
};

/* The next indirect object from lex on; streams are stepped over by their length. */
bool pdf_object(struct pdf_lex *lex, struct pdf_object *ret, pdf_seen *seen, void *arg);

/* A dictionary that is or wants to be a signature. */
struct pdf_signature {
    struct pdf_dict dict;
    bool is_stamp;       /* DocTimeStamp */
    const char *problem; /* Polish; NULL when the shape is right */
    int check;
    size_t gap;                 /* where Contents begins … */
    size_t after;               /* … and the byte after it */
    size_t covered;             /* end of the second range */
    const unsigned char *value; /* of Contents */
    size_t value_len;
};

/* All signatures of the file in its order; more than PDFSIG_MAX_FOUND are one with a problem. */
int pdf_find(TALLOC_CTX *mem, const unsigned char *data, size_t len, struct pdf_signature *ret);

/* A row of a table of objects. */
struct pdf_row {
    size_t number;
    size_t at; /* where the object begins; nothing when free or packed */
    bool is_free;
    bool is_packed; /* in an object stream, or of a kind not known */
    size_t stream;  /* number of that object stream */
    size_t generation;
};

/* False ends the walk. */
typedef bool pdf_row_seen(void *arg, const struct pdf_row *row);

/* Walks the table that begins exactly at `at`, text or stream. False when it cannot be read or the walk was ended. */
bool pdf_table(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t at, pdf_row_seen *seen, void *arg,
               struct pdf_dict *ret_trailer);

enum pdf_tail { PDF_TAIL_NONE, PDF_TAIL_EVIDENCE, PDF_TAIL_OTHER };

/* What stands after `covered`: nothing, what later validation needs (DSS, document time stamps) only, or anything else. */
enum pdf_tail pdf_tail(TALLOC_CTX *mem, const unsigned char *data, size_t len, size_t covered);

struct evidence;

/* Certificates, CRLs and OCSP answers of the file's DSS. */
int pdf_evidence(TALLOC_CTX *mem, const unsigned char *data, size_t len, struct evidence *ret, int max);

/* The outermost dictionary of an object: given last to whoever is told of dictionaries. */
struct pdf_outer {
    struct pdf_dict dict;
    bool set;
};
void pdf_keep_last(void *outer, const struct pdf_dict *dict);

/* The number in a value that is "12 0 R" and nothing else; 0 when it is anything else or absent. */
size_t pdf_referred(struct pdf_span value);

/* The same words, whatever stands between them. */
bool pdf_same(struct pdf_span a, struct pdf_span b);
bool pdf_type_is(const struct pdf_dict *dict, const char *type);

/* One version of an indirect object. */
struct pdf_version {
    size_t number;
    size_t at;     /* where it begins, or the object stream it is packed in … */
    size_t stream; /* … which has this number; 0: not packed */
    size_t generation;
    bool is_dict; /* and no stream */
    struct pdf_dict dict;
};

/* The bytes of a stream, as they are or unpacked (belonging to mem); NULL when packed otherwise than by Flate, damaged, or
 * larger than max unpacked. What a predictor did to them is not undone. */
const unsigned char *pdf_stream(TALLOC_CTX *mem, const struct pdf_dict *dict, struct pdf_span stream, size_t max,
                                size_t *ret_len);

/* The highest number of an object that is there or referred to, in object streams too: what was signed may name an object
 * that only comes later. False when an object stream cannot be read. */
bool pdf_highest(TALLOC_CTX *mem, const unsigned char *data, size_t to, size_t *ret);

/* False ends the walk. */
typedef bool pdf_version_seen(void *arg, const struct pdf_version *version);

/* Shows all versions in the file's order; what is unpacked belongs to mem. False when the walk was ended or, if strict, an
 * object stream cannot be read. */
bool pdf_each_version(TALLOC_CTX *mem, const unsigned char *data, size_t from, size_t to, bool strict,
                      pdf_version_seen *seen, void *arg);

#define PDFSIG_MAX_FIELDS 8

/* Numbers of what was added to lists of fields and annotations. */
struct pdf_fields {
    size_t number[PDFSIG_MAX_FIELDS];
    int n;
};
bool pdf_is_field(const struct pdf_fields *fields, size_t number);

/* info: number of the document's information dictionary, 0 = none.
 * True when `is` differs from the signed version only in what leads to evidence or says who saved it, or in references added to the lists of
 * fields and of a page's annotations; those are noted and must pass pdf_field_is_unseen(). */
bool pdf_change_fits(const struct pdf_version *catalog, size_t info, const struct pdf_version *was,
                     const struct pdf_version *is, struct pdf_fields *fields);

/* A signature field of no size, with nothing in it that draws or acts. */
bool pdf_field_is_unseen(const struct pdf_dict *dict);

#endif
