/* Dictionaries and demonstrations: what the modules put into their own tables. */
#include <stdio.h>

#include "admin/admin.h"
#include "core/ctx/db.h"

/* *ret_what: the seed that failed. */
static enum err run_all(struct ctx *ctx, enum seed_kind kind, const char *prefix, const char **ret_what)
{
    enum err e = ERR_OK;

    for (const struct seed *const *table = all_seeds; *table; table++)
        for (const struct seed *s = *table; !e && s->name; s++)
            if (s->kind == kind) {
                *ret_what = s->name;
                e = s->run(ctx, prefix);
            }
    return e ? e : db_commit(ctx);
}

int admin_seed(struct app *app, int argc, char **argv)
{
    struct ctx *ctx = ctx_system(app, "");
    const char *what = "seed";
    int status = run_all(ctx, SEED_DICTIONARY, "", &what) ? admin_failed(ctx, what) : 0;

    (void)argc;
    (void)argv;
    ctx_free(ctx);
    return status;
}

static int demo(struct app *app, const char *jst, const char *prefix)
{
    struct ctx *ctx = ctx_system(app, jst);
    const char *what = "demo";
    int status = run_all(ctx, SEED_DEMO, prefix, &what) ? admin_failed(ctx, what) : 0;

    if (!status)
        printf("konta pokazowe jednostki %s są założone\n", jst);
    ctx_free(ctx);
    return status;
}

/* They exist only where somebody ran this command. */
int admin_demo(struct app *app, int argc, char **argv)
{
    int status = argc > 1 ? 0 : demo(app, "0801062", "");

    if (argc == 1 && !status)
        status = demo(app, REGION_JST, "");
    for (int i = 1; i < argc && !status; i += 2)
        status = demo(app, argv[i], i + 1 < argc ? argv[i + 1] : "");
    return status;
}
