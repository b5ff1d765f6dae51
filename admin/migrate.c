/* Forward-only migrations: numbered files, each applied once in its own transaction, never edited afterwards. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "migrate_sql.h"

static const char PREPARE[] =
    "SELECT pg_advisory_xact_lock(801);"
    "CREATE TABLE IF NOT EXISTS public.migracja (nazwa text PRIMARY KEY, sha256 text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now());"
    "GRANT SELECT ON public.migracja TO PUBLIC;";

static int is_migration(const struct dirent *d)
{
    size_t n = strlen(d->d_name);

    return n > 8 && strspn(d->d_name, "0123456789") == 4 && strcmp(d->d_name + n - 4, ".sql") == 0;
}

static const char *sha_applied(const struct db_rows *applied, const char *name)
{
    for (int i = 0; i < applied->n; i++)
        if (strcmp(db_str(applied, i, "nazwa"), name) == 0)
            return db_str(applied, i, "sha256");
    return NULL;
}

/* One file in one transaction, with the lock that keeps a second administrator waiting. Returns 0 when done. */
static int apply(struct app *app, const char *dir, const char *name)
{
    struct ctx *ctx = admin_ctx(app, "");
    const char *path = mem_printf(ctx->mem, "%s/%s", dir, name);
    char sha[BLOB_SHA_LEN + 1];
    size_t len = 0;
    char *text = admin_read_file(ctx->mem, path, 1 << 20, &len);
    struct db_rows *applied = NULL;
    const char *before = NULL;
    enum err e;
    int status = 0;

    if (!text) {
        ctx_free(ctx);
        return 3;
    }
    blob_sha256(text, len, sha);
    e = db_script(ctx, PREPARE);
    if (!e)
        e = db_query(ctx, &SQL_migrate_applied, DB_NONE, &applied);
    if (!e && (before = sha_applied(applied, name)) != NULL) {
        if (strcmp(before, sha) != 0) {
            fprintf(stderr, "eurzad-admin: migracja %s została zmieniona po zastosowaniu\n", name);
            status = 1;
        }
    } else if (!e) {
        e = db_script(ctx, text);
        if (!e)
            e = db_exec(ctx, &SQL_migrate_note, DB_ARGS(db_text(name), db_text(sha)), NULL);
        if (!e)
            printf("zastosowano %s\n", name);
    }
    if (!e)
        e = db_commit(ctx);
    if (e)
        status = admin_failed(ctx, name);
    ctx_free(ctx);
    return status;
}

int admin_migrate(struct app *app, int argc, char **argv)
{
    const char *dir = mem_printf(app->mem, "%s/db/migrations", app->conf.share_dir);
    struct dirent **files = NULL;
    int n = scandir(dir, &files, is_migration, alphasort);
    int status = n > 0 ? 0 : 3;

    (void)argv;
    if (argc != 1)
        return 2;
    if (status)
        fprintf(stderr, "eurzad-admin: brak migracji w %s\n", dir);
    app->db_role = "eurzad_owner";
    for (int i = 0; i < n; i++) {
        if (!status)
            status = apply(app, dir, files[i]->d_name);
        free(files[i]);
    }
    free(files);
    return status;
}

/* Every file of the folder must have been applied. */
int admin_ready(struct app *app, int argc, char **argv)
{
    const char *dir = mem_printf(app->mem, "%s/db/migrations", app->conf.share_dir);
    struct ctx *ctx = admin_ctx(app, "");
    struct dirent **files = NULL;
    struct db_rows *applied = NULL;
    int n = scandir(dir, &files, is_migration, alphasort);
    int status = db_query(ctx, &SQL_migrate_applied, DB_NONE, &applied) ? admin_failed(ctx, "ready") : 0;

    (void)argc;
    (void)argv;
    for (int i = 0; i < n; i++) {
        if (!status && !sha_applied(applied, files[i]->d_name)) {
            fprintf(stderr, "eurzad-admin: brakuje migracji %s\n", files[i]->d_name);
            status = 1;
        }
        free(files[i]);
    }
    free(files);
    if (!status)
        printf("migracje: %d\n", applied->n);
    ctx_free(ctx);
    return status;
}
