/* Redis through hiredis: sessions, small cached values, rate limits. Holds nothing that cannot be rebuilt. When
 * Redis is away every call returns ERR_BUSY quickly and the next call tries to connect again; a missing key is not
 * an error (*ret_value = NULL; ret_len may be NULL). Binary-safe values up to 1 MiB. A ttl below 1 means that the value
 * has expired already: the key is deleted. */
#ifndef CORE_CACHE_H
#define CORE_CACHE_H

#include <stdint.h>

#include "core/ctx/ctx.h"

MUST_CHECK enum err cache_get(struct ctx *ctx, const char *key, char **ret_value, size_t *ret_len);
MUST_CHECK enum err cache_set(struct ctx *ctx, const char *key, const void *value, size_t len, int ttl_seconds);
MUST_CHECK enum err cache_del(struct ctx *ctx, const char *key);

/* Counts one event under key within a window of ttl seconds; *ret_count is the count so far. */
MUST_CHECK enum err cache_count(struct ctx *ctx, const char *key, int ttl_seconds, int64_t *ret_count);

void cache_close(struct app *app);
void cache_forget(struct app *app);

#endif
