/* The trail of what happened: append-only events, hash-chained per object, written in the same transaction as the
 * change they tell of (Dz.U. 2006 nr 206 poz. 1518 § 6; metryka: Dz.U. 2012 poz. 250).
 *
 * The name and post of the actor and the time are those of the transaction (core/ctx/db.h), copied as they are at that
 * moment. Whoever acts must see the object's row, and the case; the system may write about anything, the public about nothing.
 * obiekt is the name of the object's table, made by tenant_table(). A kind of event is a row of its module's .def, with
 * a stable word from docs/glossary.md, what the office reads, and what a citizen reads who may see it ("" = none may):
 *
 *     EVENT("sprawa.zalozona", "Założenie sprawy (nadanie znaku): {znak}", "Urząd wszczął sprawę i nadał jej znak")
 *
 * {field} stands for a field of the event's data. `eurzad-admin migrate` copies the rows to audit.typ, which the statements
 * that show the trail, and the policy of what citizens see, read. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/log.h"

/* A row of the dictionary. */
struct audit_typ {
    const char *typ;
    const char *zdanie;
    const char *zdanie_jawne; /* "" = no citizen sees it */
};
extern const struct audit_typ audit_typy[]; /* ended by a row of NULLs */

/* Appends one event to the chain of obiekt/id (e.g. "sprawa", 12) in ctx->jst. `fields` (LOG_S, LOG_I) become the
 * event's data, keys sorted. The case to which the event belongs, if any, is sprawa_id (0 = none yet). ERR_INTERNAL: a kind
 * of event that no module has. */
MUST_CHECK enum err audit_add(struct ctx *ctx, const char *typ, const char *obiekt, int64_t id, int64_t sprawa_id,
                              size_t n, const struct log_field *fields);
#define audit(ctx, typ, obiekt, id, sprawa_id, ...)                                                                    \
    audit_add((ctx), (typ), (obiekt), (id), (sprawa_id), LOG_FIELDS_(__VA_ARGS__))

#endif
