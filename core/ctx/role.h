/* Roles of clerks. A role is a row of its module's .def:
 *
 *     ROLE(KSIEGOWY, "ksiegowy", "Księgowość")     // symbol, name in the database and the session, what clerks read
 *
 * which makes ROLE_KSIEGOWY, a bit for route tables and ctx->who.roles. Bits hold within one build only: whatever is kept
 * or sent has the name. */
#ifndef CORE_ROLE_H
#define CORE_ROLE_H

#include <stdint.h>

#include "core/base/mem.h"

enum role_number {
#define ROLE(symbol, name, label) ROLE_NR_##symbol,
#include "rows.def"
    ROLE_N
};

__extension__ enum role_bit {
#define ROLE(symbol, name, label) ROLE_##symbol = UINT64_C(1) << ROLE_NR_##symbol,
#include "rows.def"
};

/* For routes and operations that are not about a clerk's role. */
#define ROLE_PUBLIC (UINT64_C(1) << 60)    /* everybody */
#define ROLE_OBYWATEL (UINT64_C(1) << 61)  /* a citizen's account */
#define ROLE_PRACOWNIK (UINT64_C(1) << 62) /* any clerk of the unit */
#define ROLE_PARTNER (UINT64_C(1) << 63)   /* a government system */

/* Who may read letters and cases of the unit: whoever has a role in their circulation. An administrator who is nothing
 * else may not. Row security calls the same roles app_czytajacy(). */
#define EOD_CZYTAJACY                                                                                                  \
    (ROLE_EOD_KANCELARIA | ROLE_EOD_DEKRETUJACY | ROLE_EOD_REFERENT | ROLE_EOD_AKCEPTUJACY | ROLE_EOD_PODPISUJACY)

_Static_assert(ROLE_N < 60, "roles and the bits above share 64");

/* Bit of a role's database name; 0 when unknown. */
uint64_t role_from_name(const char *name);
/* Bits of several names parted by blanks, as a query gives them; unknown ones count nothing. */
uint64_t roles_from_names(const char *names);
/* The other way: "referent akceptujacy"; "" for none. Bits that are no clerk's role count nothing. */
const char *roles_to_names(TALLOC_CTX *mem, uint64_t roles);
const char *role_label(enum role_number nr);
const char *role_name(enum role_number nr);
const char *role_module(enum role_number nr); /* "org/kadry" */

#endif
