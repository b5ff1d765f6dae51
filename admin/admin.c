/* What the commands share. */
#include "admin/admin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"

struct ctx *admin_ctx(struct app *app, const char *jst)
{
    struct ctx *ctx = ctx_new(app);

    ctx->who.kind = WHO_SYSTEM;
    ctx->jst = mem_strdup(ctx->mem, jst);
    return ctx;
}

int admin_failed(const struct ctx *ctx, const char *what)
{
    fprintf(stderr, "eurzad-admin: %s: %s\n  (%s; %s)\n", what, ctx->fail.message ? ctx->fail.message : "?",
            ctx->fail.detail ? ctx->fail.detail : "", ctx->fail.where ? ctx->fail.where : "");
    return 3;
}

char *admin_read_file(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len)
{
    struct buf b = buf_new(mem, max);
    char part[65536];
    size_t n = 0;
    FILE *f = fopen(path, "re");

    if (!f) {
        fprintf(stderr, "eurzad-admin: %s: %s\n", path, strerror(errno));
        return NULL;
    }
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    fclose(f);
    if (b.overflow) {
        fprintf(stderr, "eurzad-admin: %s: plik jest za duży\n", path);
        return NULL;
    }
    *ret_len = b.len;
    return b.data ? b.data : mem_strdup(mem, "");
}
