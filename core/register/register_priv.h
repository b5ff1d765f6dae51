/* Between the files of this room. */
#ifndef CORE_REGISTER_REGISTER_PRIV_H
#define CORE_REGISTER_REGISTER_PRIV_H

#include "core/register/register.h"

/* What a statement may ask for. */
struct given {
    const struct record *rec;
    const struct register_filter *filter;
    int64_t id;
    int line;
    const char *stan;
    const char *first; /* key before all others */
};

MUST_CHECK enum err register_run(struct ctx *ctx, const struct db_sql *sql, const struct given *g,
                                 struct db_rows **ret_rows);
MUST_CHECK enum err register_may_write(struct ctx *ctx, const struct reg *r);

#endif
