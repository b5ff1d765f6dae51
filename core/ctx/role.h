/* Roles of clerks, from one table (core/ctx/role.def), as bits. */
#ifndef CORE_ROLE_H
#define CORE_ROLE_H

#include <stdint.h>

enum role_number {
#define ROLE(symbol, name, label) ROLE_NR_##symbol,
#include "core/ctx/role.def"
#undef ROLE
    ROLE_N
};

#define ROLE_BIT(symbol) (UINT64_C(1) << ROLE_NR_##symbol)
#define ROLE_EOD_KANCELARIA ROLE_BIT(KANCELARIA)
#define ROLE_EOD_DEKRETUJACY ROLE_BIT(DEKRETUJACY)
#define ROLE_EOD_REFERENT ROLE_BIT(REFERENT)
#define ROLE_EOD_AKCEPTUJACY ROLE_BIT(AKCEPTUJACY)
#define ROLE_EOD_PODPISUJACY ROLE_BIT(PODPISUJACY)
#define ROLE_ADMINISTRATOR_JST ROLE_BIT(ADMINISTRATOR)

/* For routes and operations that are not about a clerk's role. */
#define ROLE_PUBLIC (UINT64_C(1) << 60)    /* everybody */
#define ROLE_OBYWATEL (UINT64_C(1) << 61)  /* a citizen's account */
#define ROLE_PRACOWNIK (UINT64_C(1) << 62) /* any clerk of the unit */
#define ROLE_PARTNER (UINT64_C(1) << 63)   /* a government system */

/* Bit of a role's database name; 0 when unknown. */
uint64_t role_from_name(const char *name);
/* Bits of several names parted by blanks, as a query gives them; unknown ones count nothing. */
uint64_t roles_from_names(const char *names);
const char *role_label(enum role_number nr);
const char *role_name(enum role_number nr);

#endif
