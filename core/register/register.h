/* A register of an office from one table: what a row consists of, how it is listed, which state follows which, which
 * statements do the work. Forms, lists, CSV, import, SOAP and jobs go through these functions, so that a rule holds at
 * every door. docs/adding.md shows a whole one; fcgi/register.h makes its pages.
 *
 * The statements are the module's own, in its .sql. They are given what their `-- name:` line asks for, by name:
 *     add, change        the columns; id, stan (of a new row), rok (this year), dzis (today), plik_nazwa (name of FILE plik)
 *     get, lock, move    id; move: stan, the new one
 *     orders             q, po_klucz, po_id, limit, and the columns and stan that narrow the list ("" = all)
 *     parts              id of the row, lp (1, 2, …), the columns of the part
 * and return:
 *     add                id
 *     get, orders        id, numer (what people call the row), stan, the columns by name; of a REF also name_label, of a
 *                        FILE also name_nazwa; orders: klucz, by which the list is ordered, then by id
 *     lock               stan, where there are states
 *
 * A register that is only read (a dictionary, a list made elsewhere) has columns and orders and nothing else. `id` of its rows
 * then only tells them apart.
 *
 * What it is not: no SQL is made here, no column is added, nothing is guessed from the schema. A module whose row does more
 * than be kept writes its own functions and uses as much of this as fits. */
#ifndef CORE_REGISTER_REGISTER_H
#define CORE_REGISTER_REGISTER_H

#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/register/column.h"
#include "core/register/step.h"

struct db_rows;

/* An order of the list. first: a key that comes before all others. */
struct order {
    const char *code;
    const char *label;
    const struct db_sql *sql;
    const char *first;
};

/* A constraint of the database, the column it speaks of, and what to say when it is broken. */
struct rule {
    const char *constraint;
    const char *column;
    const char *message;
};

/* Lines that belong to a row, such as those of an invoice: they are written anew with it. */
struct part {
    const char *name;
    const char *label;
    const struct column *columns;
    const struct db_sql *list;  /* (id), in their order */
    const struct db_sql *clear; /* (id) */
    const struct db_sql *add;
};

enum { REGISTER_LINES_MAX = 50 };

struct record;

struct reg {
    const char *object;  /* in the trail and in names of files: "koncesja" */
    const char *path;    /* of its pages: "/zsi/koncesje" */
    const char *title;   /* "Koncesje na sprzedaż alkoholu" */
    const char *new_row; /* "Nowa koncesja" */
    const char *missing; /* "Nie ma takiej koncesji." */
    const char *added;   /* event of the trail, an EVENT row of the module: "koncesja.dodana" */
    const char *changed; /* "koncesja.zmieniona" */
    uint64_t write;      /* roles who add and change, and see a PESEL; of a register that is only read: 0 */
    uint64_t read;       /* roles who read; 0 = whoever the rows are shown to by the database */
    const struct column *columns;
    const struct part *parts;
    const struct word *states; /* the first is that of a new row */
    const char *open;          /* states in which a row may be changed, parted by blanks; NULL: the first one */
    const struct order *orders;
    const struct step *steps;
    const struct rule *rules;
    /* What no constraint can say: looks at the values (record_value()) and names faults (record_fault()). */
    void (*check)(struct ctx *ctx, const struct reg *r, struct record *rec);
    /* What depends on the row and on who acts: a last word before the row gets these values and keeps its state, or goes
     * to the state (rec is NULL). */
    enum err (*guard)(struct ctx *ctx, int64_t id, const struct record *rec, const char *stan);
    /* In place of `add`, where a new row is more than one statement. */
    enum err (*insert)(struct ctx *ctx, const struct record *rec, int64_t *ret_id);
    const struct db_sql *get, *lock, *add, *change, *move;
    /* ---- its pages ---- */
    const char *sheet;          /* NULL: fcgi/xsl/register.xsl */
    const struct db_sql *extra; /* (): rows which that sheet shows beside the list and the forms, as <extra …/> */
    const char *first_column;   /* the heading of `numer`; NULL: „Numer” */
    const char *added_text;     /* what is said after adding; NULL: „Wpis jest w rejestrze.” */
    int on_page;                /* rows of a page of the list; 0: ON_PAGE of fcgi/page.h */
};

/* ---- what was typed ---- */

/* Where values come from: get() returns "" for what is absent. Lines of a part are asked for as "pozycje.0.nazwa". */
struct source {
    const char *(*get)(const void *data, const char *name);
    const void *data;
};

struct lines {
    int n;
    struct record *rows;
};

struct record {
    const struct column *columns;
    struct value *values; /* in the order of the columns */
    struct lines *parts;  /* in the order of the parts */
    int n_faults;         /* those of the lines included */
    int number;           /* of a line: where it stood in the form, from 0 */
};

/* Reads every column and line; all faults are collected. A REF may be given as its id or as a label that fits one row.
 * Fails only when the database does. */
MUST_CHECK enum err register_read(struct ctx *ctx, const struct reg *r, struct source from, struct record *ret_rec);

/* A source for callers that have names and values side by side: { "nip", "5260001246", "opis", "…", NULL }. */
struct source source_of_pairs(const char *const *pairs);

const char *record_value(const struct record *rec, const char *column); /* as kept; "" when absent */
void record_fault(struct record *rec, const char *column, const char *message);
/* The first fault, NULL when there is none; *ret_column is its column. */
const char *record_first_fault(const struct record *rec, const char **ret_column);

/* ---- the one door ---- */

/* ERR_INVALID (per field), ERR_DENIED, ERR_CONFLICT, ERR_NOTFOUND. */
MUST_CHECK enum err register_add(struct ctx *ctx, const struct reg *r, const struct record *rec, int64_t *ret_id);
MUST_CHECK enum err register_change(struct ctx *ctx, const struct reg *r, int64_t id, struct record *rec);
MUST_CHECK enum err register_move(struct ctx *ctx, const struct reg *r, int64_t id, const char *to, const char *reason);

/* The same for several rows, all or none: ERR_CONFLICT when one of them cannot go. */
MUST_CHECK enum err register_move_all(struct ctx *ctx, const struct reg *r, size_t n, const int64_t *ids,
                                      const char *to, const char *reason);

/* The heading of `numer`. */
const char *register_first_column(const struct reg *r);

bool register_is_open(const struct reg *r, const char *stan);

/* Turns the failure of a broken constraint into the sentence of its field; returns the code. Usable without a register. */
enum err rule_explain(struct ctx *ctx, const struct rule *rules, enum err e);

/* ---- reading ---- */

struct register_filter {
    const char *q;
    const char *order;
    const char *after; /* key of the last row seen; "" */
    int64_t after_id;  /* 0: from the beginning */
    int limit;
    struct source wanted; /* the value wanted of a filtered column, and of stan; "" = any */
};
MUST_CHECK enum err register_list(struct ctx *ctx, const struct reg *r, const struct register_filter *f,
                                  struct db_rows **ret_rows);
MUST_CHECK enum err register_get(struct ctx *ctx, const struct reg *r, int64_t id, struct db_rows **ret_row);
MUST_CHECK enum err register_lines(struct ctx *ctx, const struct part *part, int64_t id, struct db_rows **ret_rows);
/* czas, typ, zdanie (what happened, in words), aktor, stanowisko, opis, tresc */
MUST_CHECK enum err register_history(struct ctx *ctx, const struct reg *r, int64_t id, struct db_rows **ret_rows);
/* Rows a REF may point at, that fit what is searched for: id, label. */
MUST_CHECK enum err register_pick(struct ctx *ctx, const struct column *c, const char *q, int limit,
                                  struct db_rows **ret_rows);

/* ---- files ---- */

/* All rows of the filter, as core/doc/csv.h writes them. */
MUST_CHECK enum err register_csv(struct ctx *ctx, const struct reg *r, const struct register_filter *f,
                                 const void **ret_data, size_t *ret_len);

enum import_mode {
    IMPORT_TRY,  /* nothing is written */
    IMPORT_ALL,  /* nothing is written unless every row is good */
    IMPORT_GOOD, /* the good rows are written */
};

struct import_fault {
    int line; /* of the file, the heading being the first */
    const char *column;
    const char *message;
};

struct import_report {
    int n_rows;
    int n_good;
    int n_written;
    int n_faults;
    struct import_fault *faults;
};

/* A CSV whose first line names the columns by label or name; others are a fault. The whole answer is in the report;
 * fails when the database does or the caller may not write. Where nothing is to be written the transaction is rolled
 * back: call it before anything else that must stay. */
MUST_CHECK enum err register_import(struct ctx *ctx, const struct reg *r, const char *text, size_t len,
                                    enum import_mode mode, struct import_report *ret_report);

/* ---- the table itself ---- */

/* NULL, or what is wrong with it: an argument no column gives, a step between unknown states … For the test that asks
 * every register of the tree. */
const char *register_problem(TALLOC_CTX *mem, const struct reg *r);

#endif
