/* The trail of what happened: append-only events, hash-chained per object, written in the same transaction as the
 * change they tell of (Dz.U. 2006 nr 206 poz. 1518 § 6; metryka: Dz.U. 2012 poz. 250).
 *
 * The name and post of the actor are copied as they are at that moment. `typ` is a stable word from
 * docs/glossary.md ("przesylka.zarejestrowana"); the Polish phrase shown in the metryka comes from one table in
 * the metryka's sheet. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/log.h"

/* Appends one event to the chain of obiekt/id (e.g. "sprawa", 12) in ctx->jst. `fields` (LOG_S, LOG_I) become the
 * event's data, keys sorted. The case to which the event belongs, if any, is sprawa_id (0 = none yet). */
MUST_CHECK enum err audit_add(struct ctx *ctx, const char *typ, const char *obiekt, int64_t id, int64_t sprawa_id,
                              size_t n, const struct log_field *fields);
#define audit(ctx, typ, obiekt, id, sprawa_id, ...)                                                                    \
    audit_add((ctx), (typ), (obiekt), (id), (sprawa_id), LOG_FIELDS_(__VA_ARGS__))

#endif
