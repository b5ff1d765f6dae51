/* audit.typ, the dictionary of events in the database (core/ctx/audit.h). */
#ifndef ADMIN_EVENTS_H
#define ADMIN_EVENTS_H

#include "core/ctx/ctx.h"

/* Writes every EVENT row of this build to the database, in a transaction of its own; as the owner of the schema. What earlier
 * builds had stays: the trail has events of theirs. */
MUST_CHECK enum err events_store(struct ctx *ctx);

/* *ret_typ: an event that the database lacks or has in other words; NULL when none. */
MUST_CHECK enum err events_compare(struct ctx *ctx, const char **ret_typ);

#endif
