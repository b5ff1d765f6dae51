/* The schema of the database: migrations, each applied once in its own transaction and never edited afterwards, then the
 * functions of db/functions, made anew in one transaction whenever their files have changed.
 *
 *   db/begin.sql                      before each of them
 *   db/migrations/NNNN_x.sql          the oldest, in the order of their numbers
 *   db/migrations/order               areas in the order in which they come
 *   db/migrations/<area>/NNNN_x.sql
 *   db/functions/<area>.sql
 *   db/finish.sql                     at the end of the functions */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "admin/admin.h"
#include "admin/events.h"
#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "migrate_sql.h"

enum { MAX_TEXT = 1 << 20 };

/* Names below db/, e.g. "migrations/esp/0001_partner.sql". */
struct names {
    TALLOC_CTX *mem;
    const char **name;
    int n;
};

static void add_name(struct names *to, const char *name)
{
    const char **grown = mem_array(to->mem, const char *, (size_t)to->n + 1);

    for (int i = 0; i < to->n; i++)
        grown[i] = to->name[i];
    grown[to->n++] = name;
    to->name = grown;
}

static bool has_name(const struct names *in, const char *name)
{
    for (int i = 0; i < in->n; i++)
        if (strcmp(in->name[i], name) == 0)
            return true;
    return false;
}

static const char *path_of(struct app *app, TALLOC_CTX *mem, const char *name)
{
    return mem_printf(mem, "%s/db/%s", app->conf.share_dir, name);
}

/* ---- what there is to do ---- */

static int is_sql(const struct dirent *d)
{
    size_t n = strlen(d->d_name);

    return n > 4 && strcmp(d->d_name + n - 4, ".sql") == 0;
}

static int is_migration(const struct dirent *d)
{
    return is_sql(d) && strspn(d->d_name, "0123456789") == 4;
}

static int is_shown(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* Adds the names of a folder that pick() takes, sorted. Returns how many, -1 when the folder cannot be read. */
static int add_folder(struct app *app, const char *folder, int (*pick)(const struct dirent *), struct names *to)
{
    struct dirent **files = NULL;
    int n = scandir(path_of(app, to->mem, folder), &files, pick, alphasort);

    for (int i = 0; i < n; i++) {
        add_name(to, mem_printf(to->mem, "%s/%s", folder, files[i]->d_name));
        free(files[i]);
    }
    free(files);
    return n;
}

/* The words of db/migrations/order as names of folders. */
static bool read_order(struct app *app, struct names *areas)
{
    char *text = admin_read_file(areas->mem, path_of(app, areas->mem, "migrations/order"), MAX_TEXT, NULL);
    char *rest = text;

    for (char *line = text ? strtok_r(text, "\n", &rest) : NULL; line; line = strtok_r(NULL, "\n", &rest)) {
        line[strcspn(line, "# \t\r")] = '\0';
        if (*line)
            add_name(areas, mem_printf(areas->mem, "migrations/%s", line));
    }
    return text;
}

static bool no_folder_is_forgotten(struct app *app, const struct names *areas)
{
    struct names found = { .mem = areas->mem };

    (void)add_folder(app, "migrations", is_shown, &found);
    for (int i = 0; i < found.n; i++) {
        struct stat st;

        if (stat(path_of(app, found.mem, found.name[i]), &st) == 0 && S_ISDIR(st.st_mode) &&
            !has_name(areas, found.name[i])) {
            fprintf(stderr, "eurzad-admin: obszaru %s nie ma w db/migrations/order\n", found.name[i]);
            return false;
        }
    }
    return true;
}

/* Every migration in the order of application; false with a message when the folders do not fit the list of areas. */
static bool list_migrations(struct app *app, struct names *to)
{
    struct names areas = { .mem = to->mem };

    if (add_folder(app, "migrations", is_migration, to) < 1) {
        fprintf(stderr, "eurzad-admin: brak migracji w %s/db/migrations\n", app->conf.share_dir);
        return false;
    }
    if (!read_order(app, &areas) || !no_folder_is_forgotten(app, &areas))
        return false;
    for (int i = 0; i < areas.n; i++)
        if (add_folder(app, areas.name[i], is_migration, to) < 1) {
            fprintf(stderr, "eurzad-admin: obszar z db/migrations/order nie ma migracji: %s\n", areas.name[i]);
            return false;
        }
    return true;
}

/* The name under which a migration is recorded: "0001_podstawy.sql", "esp/0001_partner.sql". */
static const char *recorded_name(const char *name)
{
    return name + strlen("migrations/");
}

static const char *sha_applied(const struct db_rows *applied, const char *name)
{
    for (int i = 0; i < applied->n; i++)
        if (strcmp(db_str(applied, i, "nazwa"), name) == 0)
            return db_str(applied, i, "sha256");
    return NULL;
}

/* ---- doing it ---- */

/* Runs a file of db/ in the open transaction. Returns 0 or 3, with a message. */
static int run_file(struct ctx *ctx, const char *name)
{
    char *text = admin_read_file(ctx->mem, path_of(ctx->app, ctx->mem, name), MAX_TEXT, NULL);

    if (!text)
        return 3;
    return db_script(ctx, text) ? admin_failed(ctx, name) : 0;
}

static int run_migration(struct ctx *ctx, const char *name, const char *sha)
{
    int status = run_file(ctx, name);

    if (!status &&
        (db_exec(ctx, &SQL_migrate_note, DB_ARGS(db_text(recorded_name(name)), db_text(sha)), NULL) || db_commit(ctx)))
        status = admin_failed(ctx, name);
    if (!status)
        printf("zastosowano %s\n", recorded_name(name));
    return status;
}

/* One migration, unless it was applied before. */
static int migrate_one(struct ctx *ctx, const char *name)
{
    char sha[BLOB_SHA_LEN + 1];
    size_t len = 0;
    char *text = admin_read_file(ctx->mem, path_of(ctx->app, ctx->mem, name), MAX_TEXT, &len);
    struct db_rows *applied = NULL;
    const char *before = NULL;
    int status = text ? run_file(ctx, "begin.sql") : 3;

    if (status)
        return status;
    if (db_query(ctx, &SQL_migrate_applied, DB_NONE, &applied))
        return admin_failed(ctx, name);
    blob_sha256(text, len, sha);
    before = sha_applied(applied, recorded_name(name));
    if (!before)
        return run_migration(ctx, name, sha);
    if (strcmp(before, sha) == 0)
        return 0;
    fprintf(stderr, "eurzad-admin: migracja %s została zmieniona po zastosowaniu\n", recorded_name(name));
    return 1;
}

/* ---- functions ---- */

/* The files of db/functions and the SHA-256 over their names and texts; false with a message. */
static bool list_functions(struct app *app, struct names *files, char ret_sha[BLOB_SHA_LEN + 1])
{
    struct buf all = buf_new(files->mem, 16 * MAX_TEXT);

    if (add_folder(app, "functions", is_sql, files) < 1) {
        fprintf(stderr, "eurzad-admin: brak funkcji w %s/db/functions\n", app->conf.share_dir);
        return false;
    }
    for (int i = 0; i < files->n; i++) {
        char *text = admin_read_file(files->mem, path_of(app, files->mem, files->name[i]), MAX_TEXT, NULL);

        if (!text)
            return false;
        buf_printf(&all, "%s\n%s", files->name[i], text);
    }
    blob_sha256(buf_text(&all), all.len, ret_sha);
    return true;
}

static enum err functions_present(struct ctx *ctx, const char *sha, bool *ret_present)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_migrate_functions, DB_ARGS(db_text(sha)), &rows);

    if (!e)
        *ret_present = db_flag(rows, 0, "present");
    return e;
}

/* The ROLE rows of the modules become rows of org.rola; one whose module is gone stays as long as somebody has it. */
static int write_roles(struct ctx *ctx)
{
    enum err e = ERR_OK;

    for (int i = 0; !e && i < ROLE_N; i++) {
        enum role_number nr = (enum role_number)i;

        e = db_exec(ctx, &SQL_migrate_role,
                    DB_ARGS(db_text(role_name(nr)), db_text(role_label(nr)), db_text(role_module(nr))), NULL);
    }
    return e ? admin_failed(ctx, "role") : 0;
}

/* In any order: what a body names need not exist before db/finish.sql looks at it. */
static int make_functions(struct ctx *ctx, const struct names *files)
{
    struct db_rows *rows = NULL;
    int status = 0;

    if (db_query(ctx, &SQL_migrate_bodies_later, DB_NONE, &rows))
        return admin_failed(ctx, "functions");
    for (int i = 0; !status && i < files->n; i++)
        status = run_file(ctx, files->name[i]);
    return status;
}

static int migrate_functions(struct ctx *ctx)
{
    struct names files = { .mem = ctx->mem };
    char sha[BLOB_SHA_LEN + 1];
    bool present = false;
    int status = list_functions(ctx->app, &files, sha) ? run_file(ctx, "begin.sql") : 3;

    if (!status && functions_present(ctx, sha, &present))
        status = admin_failed(ctx, "functions");
    if (!status && !present)
        status = make_functions(ctx, &files);
    if (!status)
        status = run_file(ctx, "finish.sql");
    if (!status)
        status = write_roles(ctx);
    if (!status && (db_exec(ctx, &SQL_migrate_functions_note, DB_ARGS(db_text(sha)), NULL) || db_commit(ctx)))
        status = admin_failed(ctx, "functions");
    if (!status && !present)
        printf("odtworzono funkcje\n");
    return status;
}

/* What the modules' rows say, once the tables are there. */
static int store_rows(struct ctx *ctx)
{
    return events_store(ctx) ? admin_failed(ctx, "audit.typ") : 0;
}

/* ---- commands ---- */

int admin_migrate(struct app *app, int argc, char **argv)
{
    struct names migrations = { .mem = app->mem };
    int status = 0;

    (void)argv;
    if (argc != 1)
        return 2;
    if (!list_migrations(app, &migrations))
        return 3;
    app->db_role = "eurzad_owner";
    for (int i = 0; !status && i < migrations.n + 2; i++) {
        struct ctx *ctx = ctx_system(app, "");

        if (i < migrations.n)
            status = migrate_one(ctx, migrations.name[i]);
        else
            status = i == migrations.n ? migrate_functions(ctx) : store_rows(ctx);
        ctx_free(ctx);
    }
    return status;
}

static int ready(struct ctx *ctx, const struct names *migrations)
{
    struct names files = { .mem = ctx->mem };
    char sha[BLOB_SHA_LEN + 1];
    struct db_rows *applied = NULL;
    const char *typ = NULL;
    bool present = false;

    if (!list_functions(ctx->app, &files, sha))
        return 3;
    if (db_query(ctx, &SQL_migrate_applied, DB_NONE, &applied) || functions_present(ctx, sha, &present))
        return admin_failed(ctx, "ready");
    for (int i = 0; i < migrations->n; i++)
        if (!sha_applied(applied, recorded_name(migrations->name[i]))) {
            fprintf(stderr, "eurzad-admin: brakuje migracji %s\n", recorded_name(migrations->name[i]));
            return 1;
        }
    if (!present) {
        fprintf(stderr, "eurzad-admin: funkcje bazy są inne niż w db/functions\n");
        return 1;
    }
    if (events_compare(ctx, &typ))
        return admin_failed(ctx, "ready");
    if (typ) {
        fprintf(stderr, "eurzad-admin: słownik zdarzeń jest nieaktualny (%s): uruchom migrate\n", typ);
        return 1;
    }
    printf("migracje: %d\n", applied->n);
    return 0;
}

/* Every migration must have been applied, the functions must be those of db/functions, the events those of this build. */
int admin_ready(struct app *app, int argc, char **argv)
{
    struct names migrations = { .mem = app->mem };
    struct ctx *ctx = NULL;
    int status = 0;

    (void)argc;
    (void)argv;
    if (!list_migrations(app, &migrations))
        return 3;
    ctx = ctx_system(app, "");
    status = ready(ctx, &migrations);
    ctx_free(ctx);
    return status;
}
