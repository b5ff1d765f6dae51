/* Kinds of values: how what a person typed (or a file, or another system, brought) is read, checked and kept in one
 * spelling. Forms of citizens, pages of registers, import, SOAP and jobs read through this one place, so a NIP is a NIP
 * at every door. Knows nothing of forms, requests or the database.
 *
 *     static const struct column COLUMNS[] = {
 *         { "przedsiebiorca", "Przedsiębiorca", COLUMN_TEXT, COLUMN_REQUIRED | COLUMN_LISTED },
 *         { "rodzaj", "Rodzaj napojów", COLUMN_WORD, COLUMN_REQUIRED | COLUMN_FILTERED, .words = RODZAJE },
 *         { "oplata", "Opłata", COLUMN_MONEY, .hint = "Za cały rok." },
 *         { 0 },
 *     };  */
#ifndef CORE_REGISTER_COLUMN_H
#define CORE_REGISTER_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

struct db_sql;

/* One word of a closed list: what is stored, what people read, how it is marked: "ok", "info", "warn", "error", "" for
 * a badge without colour, NULL for plain text. A list ends with a row of zeros. */
struct word {
    const char *code;
    const char *text;
    const char *badge;
};

/* The word of that code, NULL when there is none. */
const struct word *word_of(const struct word *words, const char *code);
/* Is the code one of these, which are parted by blanks? */
bool words_have(const char *codes, const char *code);

enum column_kind {
    COLUMN_END = 0,
    COLUMN_TEXT,     /* one line */
    COLUMN_AREA,     /* several lines */
    COLUMN_PASSWORD, /* neither trimmed nor shown again */
    COLUMN_EMAIL,
    COLUMN_DATE,    /* kept as 2026-11-23 */
    COLUMN_MONEY,   /* kept in grosze */
    COLUMN_DECIMAL, /* kept as 12.345; max = digits after the comma, 0 = 2 */
    COLUMN_INT,     /* max = the largest one */
    COLUMN_ID,      /* a positive number that names a row */
    COLUMN_BOOL,    /* kept as t or f */
    COLUMN_WORD,    /* of `words` */
    COLUMN_WORDS,   /* several of `words`: codes in the order of the list, parted by blanks */
    COLUMN_PESEL,   /* shown whole only on the page of the row, to who may write it */
    COLUMN_NIP,
    COLUMN_REGON,
    COLUMN_KRS,
    COLUMN_NRB,
    COLUMN_TERYT,
    COLUMN_REF,  /* the id of another row, found with `pick` */
    COLUMN_FILE, /* the SHA-256 of a blob; name_nazwa is the name of the file */
};

enum column_flag {
    COLUMN_REQUIRED = 1,
    COLUMN_LISTED = 2,    /* a column of the list, and of the CSV */
    COLUMN_FILTERED = 4,  /* WORD, WORDS, BOOL, REF: the list can be narrowed to one value */
    COLUMN_SEARCHED = 8,  /* the statement's q looks into it; the search box says so */
    COLUMN_IN_CSV = 16,   /* in the CSV though not in the list */
    COLUMN_NEGATIVE = 32, /* MONEY, DECIMAL, INT: may be below zero */
    COLUMN_FIXED = 64,    /* set when the row is added, not changed later */
};

struct column {
    const char *name; /* of the column, the argument, the form field and the attribute */
    const char *label;
    enum column_kind kind;
    unsigned flags;
    size_t max; /* characters, 0 = 200; for numbers see their kinds */
    const struct word *words;
    const struct db_sql *pick; /* (q, id, limit): id, label. id not 0: that row alone. A label is no bare number. */
    const char *hint;
};

/* One value as it was typed, tidied, and in its normal spelling. */
struct value {
    const char *typed;
    const char *kept;  /* NULL: SQL NULL. Numbers and dates that are absent are NULL, absent texts "" */
    const char *fault; /* Polish sentence, NULL when there is none */
    const char *label; /* REF: that of the row; FILE: name of the file */
};

/* Reads one value. A REF that is no number and a FILE are left as they are typed: register_read() looks for them. */
struct value column_read(TALLOC_CTX *mem, const struct column *c, const char *raw);

/* What is kept, as a person types it: grosze become "1234,50", t becomes "tak". */
const char *column_typed(TALLOC_CTX *mem, const struct column *c, const char *kept);

/* The same for lists and files: a word by its text, all but the last four digits of a PESEL as dots. */
const char *column_shown(TALLOC_CTX *mem, const struct column *c, const char *kept);

/* The number of columns of a table. */
size_t column_count(const struct column *columns);

/* "text", "money" …: the kind as sheets know it. */
const char *column_kind_name(enum column_kind kind);

#endif
