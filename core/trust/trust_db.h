/* Whom we trust, from the database (ca.kotwica): one snapshot a process, read again when the anchors change. */
#ifndef CORE_TRUST_DB_H
#define CORE_TRUST_DB_H

#include "core/ctx/ctx.h"
#include "core/trust/trust.h"

/* The snapshot as of now, with the algorithm table of conf.algorithms. The database is asked at most every few seconds
 * whether anything changed. It stays valid until ctx->mem is freed, also when a newer one takes its place. */
MUST_CHECK enum err trust_current(struct ctx *ctx, struct trust **ret_trust);

/* A snapshot of ctx->mem's own in which every anchor wants revocation proven: for finding out what evidence a signature
 * would need. Reads the database each time. */
MUST_CHECK enum err trust_strict(struct ctx *ctx, struct trust **ret_trust);

/* The next trust_current() asks at once: after a change made by this very process. */
void trust_refresh(struct app *app);

/* From now on this process trusts the given snapshot (a folder on the command line, a test) instead of the database's;
 * NULL: the database's again. */
void trust_use(struct app *app, struct trust *trust);

/* Names of purposes in the database and on the command line: "kwalifikowany", "profil_zaufany", "osobisty", "wlasny",
 * "tsa", "partner", "lista". 0 and NULL for what is none. */
unsigned trust_purpose_of(const char *name);
const char *trust_purpose_name(enum trust_purpose purpose);

#endif
