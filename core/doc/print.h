/* Papers and lists that leave the system: built once, given out as PDF, as CSV, or as XML for the sheet
 * fcgi/xsl/print.xsl, which shows the same on the screen.
 *
 *     struct print *p = print_new(ctx, &(struct pdf_info){ .title = "Rejestr wniosków", .author = "Urząd Gminy" });
 *     print_heading(p, 1, "Rejestr wniosków");
 *     print_fact(p, "Rok", "2026");
 *     print_table(p, COLUMNS, 2, "W rejestrze nie ma wniosków.");
 *     print_cell(p, "WN/1/2026", NULL);
 *     print_cell(p, "5 grudnia 2026", "2026-12-05");
 *     e = print_pdf(p, &bytes, &len);
 *
 * Nothing fails in the middle: faults come out where the paper is given out. NULL is taken as "" and, where one thing has
 * two texts, as none; text is plain UTF-8, control characters are made harmless. All belongs to ctx->mem. */
#ifndef CORE_PRINT_H
#define CORE_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "core/ctx/ctx.h"
#include "core/doc/pdf.h"

/* Rows of one list that a page asks the database for. A longer list must be refused, never silently cut. */
#define PRINT_MAX_ROWS 5000

struct print;

/* The info's strings are copied. Header and footer are seen on paper only. */
struct print *print_new(struct ctx *ctx, const struct pdf_info *info);

void print_letterhead(struct print *p, const char *office, const char *details); /* first of all */
void print_right(struct print *p, const char *text);                             /* place and date */
/* The addressee, line by line, where the window of an envelope shows him, and what stands beside him. */
void print_address(struct print *p, const char *to, const char *beside);
void print_heading(struct print *p, int level, const char *text);
void print_fact(struct print *p, const char *label, const char *value);
void print_para(struct print *p, const char *text);
void print_mono(struct print *p, const char *label, const char *text); /* hashes; the label is a line above */
void print_space(struct print *p, int millimetres);
void print_rule(struct print *p);
/* A QR code that leads to href, and the same in words beside it. */
void print_check(struct print *p, const char *href, const char *caption);

struct print_column {
    const char *head;
    int share;  /* of the width of the page, against the other columns; 0 in all: by what stands in them */
    bool right; /* numbers */
};

/* A table. What print_cell() adds fills its rows from the left, one row after the other; empty is said when there are
 * none. data is what a file holds in place of the text for people: ISO dates, plain numbers; NULL = the text. */
void print_table(struct print *p, const struct print_column *columns, int n, const char *empty);
void print_cell(struct print *p, const char *text, const char *data);
/* The row that begins now is of totals: bold on paper, not in the file, which others calculate with. */
void print_total(struct print *p);

/* Only these columns of all tables: a bit each, the lowest for the first. A selection that leaves none leaves all. */
void print_choose(struct print *p, uint64_t columns);

/* As pdf_finish(). */
MUST_CHECK enum err print_pdf(struct print *p, void **ret_data, size_t *ret_len);

/* The tables, heads first, parted by an empty line; of a paper without a table its facts. As csv_finish(). */
MUST_CHECK enum err print_csv(struct print *p, const void **ret_data, size_t *ret_len);

/* <print title="…"> with an element for each call above, in their order:
 *     letterhead@office@details  right  address@beside  heading@level  fact@label  para  mono@label  space@mm  rule
 *     check@href  table@empty( column@head@share@right*, row@total( cell@data* )* ) */
xmlDoc *print_doc(const struct print *p);

#endif
