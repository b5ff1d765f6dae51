/* What the files of eurzad-admin journal share. */
#ifndef ADMIN_JOURNAL_H
#define ADMIN_JOURNAL_H

#include <openssl/x509.h>
#include <stdbool.h>

#include "core/ctx/ctx.h"

struct check_sums;
struct db_rows;

/* Takes one row; false stops. */
typedef bool (*journal_row_fn)(void *arg, const struct db_rows *r, int i);

struct journal_rows {
    journal_row_fn event;
    journal_row_fn end;
    journal_row_fn leaf;
    journal_row_fn bound;
    journal_row_fn head;
};

/* Gives every row of ctx->jst to its function, in the order of admin/check.h. Exit status: 0, or 3 when the database
 * failed. */
int journal_rows_read(struct ctx *ctx, const struct journal_rows *to, void *arg);

/* Receipts that are missing in the trees or differ from them: numer, powod. */
int journal_rows_receipts(struct ctx *ctx, journal_row_fn row, void *arg);

/* One unit or all (NULL) as JSON lines on standard output: docs/sprawdzanie.md. */
int journal_export(struct app *app, const char *jst);

/* Checks an exported file without any database. heads: another file, of heads known from elsewhere, which this one must
 * contain unchanged; NULL = none. */
int journal_file(TALLOC_CTX *mem, const char *path, const char *heads, X509_STORE *trust);

/* The last line of a check that found nothing. */
void journal_sums(const struct check_sums *sums);

#endif
