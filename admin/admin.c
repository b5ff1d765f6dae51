/* What the commands share. */
#include "admin/admin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"
#include "core/doc/xml.h"

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
    char *bytes = file_read(mem, path, max, ret_len);

    if (!bytes)
        fprintf(stderr, "eurzad-admin: %s: %s\n", path, errno == EFBIG ? "plik jest za duży" : strerror(errno));
    return bytes;
}

bool admin_read_time(const char *s, int64_t *ret_us)
{
    MEM_SCOPE(tmp, NULL);

    return xml_time(s, ret_us) || xml_time(mem_printf(tmp, "%sZ", s), ret_us) ||
           xml_time(mem_printf(tmp, "%sT00:00:00Z", s), ret_us);
}
