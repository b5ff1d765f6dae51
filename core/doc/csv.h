/* Tables as files for spreadsheets: UTF-8 with the mark Excel wants, fields set apart by ";" as everywhere in Poland
 * (the comma is in the numbers), lines ended by CR LF.
 *
 *     struct csv c = csv_new(ctx->mem, 0);
 *     csv_cell(&c, "Nadawca");
 *     csv_line(&c);
 *     …
 *     e = csv_finish(ctx, &c, &bytes, &len);
 *
 * No cell can act. A spreadsheet calculates what begins with "=", "+", "-" or "@" (after spaces, and in the wide forms
 * of East Asia too), and what a stranger wrote into a letter's title is such a cell one day: it gets an apostrophe in
 * front, which spreadsheets take as "this is text". Plain numbers ("-12,50") stay numbers. Who reads our files back
 * takes an apostrophe away when csv_is_formula() holds of what follows it.
 *
 * Text is UTF-8; NULL is taken as "", bytes that are no UTF-8 and control characters are made harmless. */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/ctx/ctx.h"

#define CSV_MAX ((size_t)67108864) /* bytes of one file */

struct csv {
    struct buf out;
    bool in_line; /* the line has a cell already */
};

/* max: bytes of the file; 0 = CSV_MAX. */
struct csv csv_new(TALLOC_CTX *mem, size_t max);

void csv_cell(struct csv *c, const char *text);
void csv_line(struct csv *c); /* ends the line; one without a cell is empty */

/* Would a spreadsheet calculate this text? */
bool csv_is_formula(const char *text);

/* The bytes, in the memory given to csv_new(), followed by a zero byte. ERR_INVALID  longer than max. */
MUST_CHECK enum err csv_finish(struct ctx *ctx, struct csv *c, const void **ret_data, size_t *ret_len);

#endif
