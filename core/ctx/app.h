/* One process of the system: its name, configuration and connections. Read-only after app_start() (core/serve/start.h),
 * except for the connections, which belong to this process and are opened on first use (so that a master can fork first). */
#ifndef CORE_APP_H
#define CORE_APP_H

#include "core/base/conf.h"
#include "core/base/mem.h"

struct db;
struct cache;
struct seal;
struct verify_helper;
struct trust_db;
struct parametr_db;

struct app {
    TALLOC_CTX *mem;     /* worker lifetime */
    const char *program; /* "eurzad-web" */
    const char *db_role; /* "eurzad_web": the PostgreSQL role this program connects with */
    struct conf conf;
    struct db *db;                  /* core/ctx/db.h */
    struct cache *cache;            /* core/net/cache.h */
    struct seal *seal;              /* core/seal/seal.h */
    struct verify_helper *verifier; /* core/sig/verify_box.h */
    struct trust_db *trust;         /* core/trust/trust_db.h */
    struct parametr_db *parametry;  /* core/rules/parametr.h */
};

#endif
