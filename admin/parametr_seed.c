/* Law parameters of the modules (share/db/parametry/x_parametry.csv). Rows that are new come in. A row in use is never
 * edited: one that the file now ends is superseded by its next version with that end, and where the file says anything else,
 * that is told. */
#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "core/base/csvread.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "parametr_seed_sql.h"

#define FILE_MAX (8u << 20)

enum { KEY, VALUE, UNIT, VALID_FROM, VALID_TO, BASIS, STATUS, NOTE, COLUMNS };
static const char HEADER[] = "key,value,unit,valid_from,valid_to,basis,status,note\n";

static const char *operator_name(void)
{
    const struct passwd *p = getpwuid(geteuid());

    return p ? p->pw_name : "?";
}

/* Two hands: the file was written by whoever made this release, and is let in by who runs the command. */
static enum err put(struct ctx *ctx, const struct db_sql *sql, const char *file, const struct csv_record *r, int *ret_n)
{
    return db_exec(ctx, sql,
                   DB_ARGS(db_text(r->field[KEY]), db_text(r->field[VALUE]), db_text(r->field[UNIT]),
                           db_text(r->field[VALID_FROM]), db_text(r->field[VALID_TO]), db_text(r->field[BASIS]),
                           db_text(r->field[STATUS]), db_text(r->field[NOTE]), db_text(file),
                           db_text(mem_printf(ctx->mem, "seed: %s", operator_name()))),
                   ret_n);
}

static enum err tell_difference(struct ctx *ctx, const char *file, const struct csv_record *r)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_parametr_seed_same,
                          DB_ARGS(db_text(r->field[KEY]), db_text(r->field[VALUE]), db_text(r->field[UNIT]),
                                  db_text(r->field[VALID_FROM]), db_text(r->field[VALID_TO]), db_text(r->field[BASIS]),
                                  db_text(r->field[STATUS]), db_text(r->field[NOTE])),
                          &rows);

    if (!e && db_int(rows, 0, "n") == 0)
        printf("%s: %s od %s: w bazie jest inny wpis, zostaje bez zmian\n", file, r->field[KEY], r->field[VALID_FROM]);
    return e;
}

static enum err seed_file(struct ctx *ctx, const char *dir, const char *file)
{
    size_t len = 0;
    const char *at = admin_read_file(ctx->mem, mem_printf(ctx->mem, "%s/%s", dir, file), FILE_MAX, &len);
    struct csv_record r = { 0 };
    enum err e = ERR_OK;
    int added = 0;

    if (!at || strncmp(at, HEADER, strlen(HEADER)) != 0)
        return ctx_fail(ctx, ERR_INVALID, "Pliku parametrów prawa nie można odczytać.", "file=%s", file);
    at += strlen(HEADER);
    while (!e && csv_next(ctx->mem, &at, &r)) {
        int n = 0;

        if (r.n != COLUMNS)
            return ctx_fail(ctx, ERR_INVALID, "Wiersz pliku parametrów prawa ma złą liczbę pól.", "file=%s key=%s",
                            file, r.field[KEY]);
        e = put(ctx, &SQL_parametr_seed_insert, file, &r, &n);
        if (!e && n == 0)
            e = put(ctx, &SQL_parametr_seed_end, file, &r, &n);
        if (!e && n == 0)
            e = tell_difference(ctx, file, &r);
        added += n;
    }
    if (!e && *at)
        return ctx_fail(ctx, ERR_INVALID, "Wiersza pliku parametrów prawa nie można odczytać.", "file=%s", file);
    if (!e)
        printf("%s: %d nowych parametrów prawa\n", file, added);
    return e;
}

static int is_file_of_parameters(const struct dirent *d)
{
    size_t n = strlen(d->d_name);

    return n > 4 && strcmp(d->d_name + n - 4, ".csv") == 0;
}

enum err admin_seed_parameters(struct ctx *ctx, const char *prefix)
{
    const char *dir = mem_printf(ctx->mem, "%s/db/parametry", ctx->app->conf.share_dir);
    struct dirent **files = NULL;
    int n = scandir(dir, &files, is_file_of_parameters, alphasort);
    enum err e = ERR_OK;

    (void)prefix;
    for (int i = 0; i < n; i++) {
        if (!e)
            e = seed_file(ctx, dir, files[i]->d_name);
        free(files[i]);
    }
    free(files);
    return e;
}
