/* One process of the system: its name, configuration and connections. Read-only after app_start(), except for the
 * connections, which belong to this process and are opened on first use (so that a master can fork first). */
#ifndef CORE_APP_H
#define CORE_APP_H

#include "core/base/conf.h"
#include "core/base/mem.h"

struct db;
struct cache;
struct seal;
struct verify_helper;
struct trust_db;

struct app {
    TALLOC_CTX *mem;     /* worker lifetime */
    const char *program; /* "eurzad-web" */
    const char *db_role; /* "eurzad_web": the PostgreSQL role this program connects with */
    struct conf conf;
    struct db *db;                  /* core/db.h */
    struct cache *cache;            /* core/cache.h */
    struct seal *seal;              /* core/seal.h */
    struct verify_helper *verifier; /* core/verify_box.h */
    struct trust_db *trust;         /* core/trust_db.h */
};

/* Parses `-c FILE` and `--print-config`, reads the configuration, opens the log. Ends the process with a message on
 * stderr when the configuration is wrong. argv's remaining arguments start at *ret_rest (may be NULL). */
struct app *app_start(const char *program, const char *db_role, int argc, char **argv, int *ret_rest);

/* Forgets connections inherited from the master; called first thing in a forked worker. */
void app_after_fork(struct app *app);

void app_stop(struct app *app);

#endif
