/* Rows from a CSV: every one is tried as if a clerk typed it, and the report says what is wrong with each. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/ctx/db.h"
#include "core/doc/csv.h"
#include "core/register/register_priv.h"

enum { ROWS_MAX = 5000, FAULTS_MAX = 1000, CELLS_MAX = 64 };

static const char BOM[] = "\xEF\xBB\xBF";

/* One record of the file after another; the text is taken apart in place. */
struct reader {
    char *at;
    char separator;
    int line;      /* of the file, of the record now held */
    int next_line; /* where the next one begins */
    bool broken;   /* something stands behind a closing quote */
    int n;
    const char *cells[CELLS_MAX];
};

/* ---- taking the file apart (RFC 4180) ---- */

/* Ends the cell that begins at r->at and returns the character that stood behind it. */
static char take_quoted(struct reader *r, char *to)
{
    char after;

    for (r->at++; *r->at; r->at++) {
        if (*r->at == '"' && r->at[1] != '"')
            break;
        if (*r->at == '"')
            r->at++;
        r->next_line += *r->at == '\n';
        *to++ = *r->at;
    }
    if (*r->at == '"')
        r->at++;
    r->broken = r->broken || (*r->at && *r->at != r->separator && *r->at != '\n' && *r->at != '\r');
    while (*r->at && *r->at != r->separator && *r->at != '\n' && *r->at != '\r')
        r->at++;
    after = *r->at;
    *to = '\0';
    return after;
}

static char take_plain(struct reader *r)
{
    char after;

    while (*r->at && *r->at != r->separator && *r->at != '\n' && *r->at != '\r')
        r->at++;
    after = *r->at;
    *r->at = '\0';
    return after;
}

/* Without the apostrophe that keeps a spreadsheet from running a text. */
static const char *unguarded(const char *s)
{
    return *s == '\'' && csv_is_formula(s + 1) ? s + 1 : s;
}

static bool next_record(struct reader *r)
{
    char after = r->separator;

    if (!*r->at)
        return false;
    r->n = 0;
    r->broken = false;
    r->line = r->next_line;
    while (after == r->separator) {
        char *start = r->at;

        after = *r->at == '"' ? take_quoted(r, start) : take_plain(r);
        if (r->n < CELLS_MAX)
            r->cells[r->n++] = unguarded(start);
        if (after)
            r->at++;
    }
    if (after == '\r' && *r->at == '\n')
        r->at++;
    r->next_line++;
    return true;
}

static bool is_empty(const struct reader *r)
{
    return r->n == 1 && !*r->cells[0];
}

/* ---- the heading ---- */

struct import {
    const struct reg *reg;
    struct reader reader;
    int of_column[CELLS_MAX]; /* the cell in which the n-th column stands, -1 = in none */
    struct import_report *report;
    bool wrong; /* the file as a whole */
};

static void fault(struct ctx *ctx, struct import *im, const char *column, const char *message)
{
    struct import_report *report = im->report;

    if (!report->faults)
        report->faults = mem_array(ctx->mem, struct import_fault, FAULTS_MAX);
    if (report->n_faults < FAULTS_MAX)
        report->faults[report->n_faults++] = (struct import_fault){ im->reader.line, column, message };
}

/* Columns of our own CSV that are not read back. */
static bool is_known(const struct reg *r, const char *heading)
{
    return strcmp(heading, register_first_column(r)) == 0 || (r->states && strcmp(heading, "Stan") == 0);
}

static int column_of(TALLOC_CTX *mem, const struct reg *r, const char *heading)
{
    for (int i = 0; r->columns[i].kind != COLUMN_END; i++)
        if (strcmp(r->columns[i].name, heading) == 0 ||
            strcmp(utf8_fold(mem, r->columns[i].label), utf8_fold(mem, heading)) == 0)
            return r->columns[i].kind == COLUMN_FILE ? -1 : i;
    return -1;
}

static void read_heading(struct ctx *ctx, struct import *im)
{
    const struct column *columns = im->reg->columns;

    for (int i = 0; i < CELLS_MAX; i++)
        im->of_column[i] = -1;
    for (int i = 0; i < im->reader.n; i++) {
        const char *heading = utf8_one_line(ctx->mem, im->reader.cells[i]);
        int column = column_of(ctx->mem, im->reg, heading);

        if (column >= 0)
            im->of_column[column] = i;
        else if (*heading && !is_known(im->reg, heading))
            fault(ctx, im, heading, "Rejestr nie ma kolumny o tej nazwie.");
    }
    for (int i = 0; columns[i].kind != COLUMN_END; i++)
        if ((columns[i].flags & COLUMN_REQUIRED) && im->of_column[i] < 0)
            fault(ctx, im, columns[i].label, "W pliku brakuje tej kolumny.");
    im->wrong = im->report->n_faults > 0;
}

/* ---- rows ---- */

static const char *cell_of(const void *data, const char *name)
{
    const struct import *im = data;

    for (int i = 0; im->reg->columns[i].kind != COLUMN_END; i++) {
        int at = im->of_column[i];

        if (strcmp(im->reg->columns[i].name, name) == 0)
            return at >= 0 && at < im->reader.n ? im->reader.cells[at] : "";
    }
    return "";
}

static void record_faults(struct ctx *ctx, struct import *im, const struct record *rec)
{
    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++)
        if (rec->values[i].fault)
            fault(ctx, im, rec->columns[i].label, rec->values[i].fault);
}

static bool is_of_the_row(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT;
}

/* One row behind a save point, so that its failure is its own. */
static enum err take_row(struct ctx *ctx, struct import *im)
{
    struct record rec;
    int64_t id = 0;
    enum err e = register_read(ctx, im->reg, (struct source){ cell_of, im }, &rec);

    im->report->n_rows++;
    if (!e && im->reader.broken) {
        fault(ctx, im, "", "Wiersz jest źle zapisany: po zamkniętym cudzysłowie coś jeszcze stoi.");
        return ERR_OK;
    }
    if (!e && rec.n_faults) {
        record_faults(ctx, im, &rec);
        return ERR_OK;
    }
    if (!e)
        e = db_savepoint(ctx);
    if (!e)
        e = register_add(ctx, im->reg, &rec, &id);
    if (!e) {
        im->report->n_good++;
        return db_savepoint_keep(ctx);
    }
    if (!is_of_the_row(e))
        return e;
    fault(ctx, im, ctx->fail.field ? ctx->fail.field : "", ctx->fail.message);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
    return ERR_OK;
}

static enum err take_rows(struct ctx *ctx, struct import *im)
{
    enum err e = ERR_OK;

    while (!e && !im->wrong && next_record(&im->reader)) {
        if (is_empty(&im->reader))
            continue;
        if (im->report->n_rows < ROWS_MAX)
            e = take_row(ctx, im);
        else
            im->wrong = true;
    }
    if (im->report->n_rows == ROWS_MAX && im->wrong)
        fault(ctx, im, "", mem_printf(ctx->mem, "Plik ma więcej niż %d wierszy. Podziel go.", ROWS_MAX));
    return e;
}

static struct reader opened(struct ctx *ctx, const char *text, size_t len)
{
    size_t skip = len >= strlen(BOM) && memcmp(text, BOM, strlen(BOM)) == 0 ? strlen(BOM) : 0;
    struct reader r = { .at = mem_strndup(ctx->mem, text + skip, len - skip), .next_line = 1 };
    size_t heading = strcspn(r.at, "\r\n");

    r.separator = memchr(r.at, ';', heading) ? ';' : memchr(r.at, '\t', heading) ? '\t' : ',';
    return r;
}

enum err register_import(struct ctx *ctx, const struct reg *r, const char *text, size_t len, enum import_mode mode,
                         struct import_report *ret_report)
{
    struct import im = { .reg = r, .report = ret_report };
    enum err e = register_may_write(ctx, r);
    bool write = false;

    *ret_report = (struct import_report){ 0 };
    if (e)
        return e;
    if (!utf8_valid(text, len)) {
        fault(ctx, &im, "", "Plik nie jest zapisany w UTF-8. Zapisz go jako „CSV UTF-8”.");
        return ERR_OK;
    }
    im.reader = opened(ctx, text, len);
    if (next_record(&im.reader))
        read_heading(ctx, &im);
    e = take_rows(ctx, &im);
    if (e)
        return e;
    if (ret_report->n_rows == 0 && !ret_report->n_faults)
        fault(ctx, &im, "", "W pliku nie ma żadnego wiersza.");
    write = !im.wrong && (mode == IMPORT_GOOD || (mode == IMPORT_ALL && !ret_report->n_faults));
    if (write)
        ret_report->n_written = ret_report->n_good;
    else
        db_rollback(ctx);
    return ERR_OK;
}
