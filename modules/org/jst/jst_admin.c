/* eurzad-admin seed: the units of the region. */
#include <stdio.h>

#include "admin/admin.h"
#include "core/ctx/db.h"
#include "jst_admin_sql.h"

static enum err seed_units(struct ctx *ctx, const char *prefix)
{
    int n = 0;
    enum err e = admin_load(ctx, "jst.csv", &SQL_jst_seed_table, &SQL_jst_seed_copy);

    (void)prefix;
    if (!e)
        e = db_exec(ctx, &SQL_jst_seed, DB_NONE, &n);
    if (!e)
        printf("jednostki: %d\n", n);
    return e;
}

const struct seed jst_seeds[] = {
    { "jednostki", SEED_DICTIONARY, seed_units },
    { NULL, SEED_DICTIONARY, NULL },
};
