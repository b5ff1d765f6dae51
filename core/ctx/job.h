/* Work left for eurzad-jobs, committed together with the change that causes it (an outbox). At least once; `key`
 * makes it happen once: a second job of the same kind and key is dropped. */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include <jansson.h>

#include "core/ctx/ctx.h"

/* `data` is stolen. key NULL = no deduplication. */
MUST_CHECK enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data);

#endif
