/* The PDF writer (A4). Text flows over as many pages as it needs; every page has a running header and "Strona 1 z 3".
 * Built on cairo and pango, text stays text (searchable, Polish letters, tagged). Who prints a paper that can also be
 * shown on the screen or saved as a file builds a struct print (core/doc/print.h), which calls this.
 *
 *     struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "Potwierdzenie", .author = "Urząd Gminy" });
 *     pdf_heading(p, 1, "Potwierdzenie złożenia pisma");
 *     pdf_pair(p, "Znak sprawy", "OR.1431.5.2026");
 *     e = pdf_finish(p, &bytes, &len);
 *
 * Nothing fails in the middle: the first fault is kept and returned by pdf_finish(). Text is plain UTF-8 (no markup);
 * bytes that are none, control and direction-changing characters are made harmless. NULL is taken as "". The same calls
 * at the same ctx->now give the same bytes. */
#ifndef CORE_PDF_H
#define CORE_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/ctx/ctx.h"

#define PDF_MAX_PAGES 500
#define PDF_QR_SIZE 32 /* mm */

struct pdf;

struct pdf_info {
    const char *title;  /* metadata; shown by viewers in the window's title */
    const char *author; /* metadata: the office */
    const char *lang;   /* "pl-PL" when NULL; read by screen readers */
    bool landscape;
    const char *header; /* small, at the top of each page; NULL = none */
    const char *footer; /* small, at the bottom left of each page; NULL = none */
    const char *unit;   /* TERYT of the office and … */
    const char *number; /* … number of the paper, both of letters, digits and "-._/": the file says "urzad:… numer:…" in
                         * its Keywords, by which the signer knows what it seals; NULL = none */
};

/* Belongs to ctx->mem; the strings of info are copied. */
struct pdf *pdf_new(struct ctx *ctx, const struct pdf_info *info);

void pdf_heading(struct pdf *p, int level, const char *text);     /* level 1 to 3; stays with what follows */
void pdf_para(struct pdf *p, const char *text);                   /* a line end starts a new line */
void pdf_right(struct pdf *p, const char *text);                  /* at the right margin: place and date */
void pdf_mono(struct pdf *p, const char *text);                   /* small, fixed width: hashes, identifiers, source */
void pdf_pair(struct pdf *p, const char *key, const char *value); /* a row of a two-column table */
void pdf_space(struct pdf *p, double millimetres);
void pdf_rule(struct pdf *p); /* a thin line across the page */
void pdf_page(struct pdf *p); /* what follows starts on a new page */

/* A QR code (PDF_QR_SIZE, level M) with a caption beside it; the caption should say in words where the code leads, for those
 * who cannot see it. At most about 2300 bytes, else pdf_finish() returns ERR_INVALID. */
void pdf_qr(struct pdf *p, const char *data, const char *caption);

/* The beginning of a letter: the office's name large, one line of details small (NULL = none), a rule. Takes the place
 * of the running header on the first page. */
void pdf_letterhead(struct pdf *p, const char *office, const char *details);

/* The address (name and lines) where the window of a DL envelope shows it when the sheet is folded in three, and what
 * stands beside it at the left margin. The text that follows begins below the first fold. Call it after the letterhead
 * and little else. */
void pdf_address(struct pdf *p, const char *to, const char *beside);

/* A table of n columns; widths are shares of the page. The head is repeated on every page. */
struct pdf_column {
    const char *head;
    double share;
    bool right; /* numbers */
};
void pdf_table_begin(struct pdf *p, const struct pdf_column *columns, int n);
void pdf_row(struct pdf *p, const char *const *cells, bool is_total); /* n cells; totals are bold */
void pdf_table_end(struct pdf *p);

/* The bytes, in ctx->mem. ERR_INVALID  more than PDF_MAX_PAGES pages, or too much for a QR code. */
MUST_CHECK enum err pdf_finish(struct pdf *p, void **ret_data, size_t *ret_len);

#endif
