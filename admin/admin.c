/* What the commands share. */
#include "admin/admin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/doc/xml.h"

int admin_failed(const struct ctx *ctx, const char *what)
{
    fprintf(stderr, "eurzad-admin: %s: %s\n  (%s; %s)\n", what, ctx->fail.message ? ctx->fail.message : "?",
            ctx->fail.detail ? ctx->fail.detail : "", ctx->fail.where ? ctx->fail.where : "");
    return 3;
}

char *admin_read_file(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len)
{
    char *bytes = file_read(mem, path, max, ret_len);

    if (!bytes)
        fprintf(stderr, "eurzad-admin: %s: %s\n", path, errno == EFBIG ? "plik jest za duży" : strerror(errno));
    return bytes;
}

enum err admin_load(struct ctx *ctx, const char *file, const struct db_sql *create, const struct db_sql *copy)
{
    const char *path = mem_printf(ctx->mem, "%s/db/seed/%s", ctx->app->conf.share_dir, file);
    size_t len = 0;
    char *text = admin_read_file(ctx->mem, path, 8 << 20, &len);
    enum err e;

    if (!text)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie można przeczytać słownika.", "file=%s", file);
    e = db_exec(ctx, create, DB_NONE, NULL);
    return e ? e : db_copy_in(ctx, copy->text, text, len);
}

const struct command *admin_command(const struct command *const *tables, const char *name)
{
    for (; *tables; tables++)
        for (const struct command *c = *tables; c->name; c++)
            if (strcmp(c->name, name) == 0)
                return c;
    return NULL;
}

const char *admin_command_twice(const struct command *const *tables)
{
    for (const struct command *const *table = tables; *table; table++)
        for (const struct command *c = *table; c->name; c++)
            if (admin_command(tables, c->name) != c)
                return c->name;
    return NULL;
}

bool admin_read_time(const char *s, int64_t *ret_us)
{
    MEM_SCOPE(tmp, NULL);

    return xml_time(s, ret_us) || xml_time(mem_printf(tmp, "%sZ", s), ret_us) ||
           xml_time(mem_printf(tmp, "%sT00:00:00Z", s), ret_us);
}
