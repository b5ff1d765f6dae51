/* Which page answers an address. Built once at start from the route tables of all modules; a fault in a table stops
 * the start. */
#ifndef FCGI_ROUTER_H
#define FCGI_ROUTER_H

#include "core/base/mem.h"
#include "fcgi/page.h"
#include "fcgi/params.h"

#define ROUTER_DEPTH_MAX 16 /* segments of one path */

struct router;

/* tables: route tables, each ended by a row of zeros; the list is ended by NULL. ERR_INVALID with an English sentence
 * in *ret_problem: two rows for the same address and method, no role, no page, a broken pattern. */
MUST_CHECK enum err router_new(TALLOC_CTX *mem, const struct route *const *tables, struct router **ret_router,
                               const char **ret_problem);

/* What stands at an address. */
struct match {
    const struct route *get;
    const struct route *post;
};

/* A path in its segments, each decoded on its own, so that %2F never becomes a separator. */
struct path {
    const char *segments[ROUTER_DEPTH_MAX];
    int n;
    bool slash_at_end; /* "/jst/"; not for "/" */
    char *text;        /* the whole, decoded */
};

/* Takes a raw path apart. False: broken or %00 encoding, not UTF-8, control characters, "." or "..", empty segments, an
 * encoded slash, a backslash, too deep. */
bool path_split(TALLOC_CTX *mem, const char *raw, size_t len, struct path *ret_path);

/* Is the path this one or one below it? Both without a slash at the end. */
bool path_is_within(const char *path, const char *above);

/* False when nothing stands there. Fixed words win over {names}. */
bool router_match(const struct router *router, const struct path *path, struct match *ret_match);

/* Adds the {names} of the route with the segments of the path that fit them. */
void router_params(const struct route *route, const struct path *path, struct params *to);

/* May that person call a route of that role? */
bool route_fits(uint64_t role, const struct who *who);

int router_count(const struct router *router);

#endif
