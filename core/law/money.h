/* Money in whole grosze, and exact fractions of a grosz for what law computes before it rounds.
 *
 * No binary floating point. Every operation that could overflow returns false and leaves its result untouched. */
#ifndef CORE_MONEY_H
#define CORE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/mem.h"

struct money {
    int64_t grosze;
};

/* Reads what people and files write: "1234,50", "1 234,50 zł", "-5", "1234.5 PLN". Groups of three may be set apart by
 * spaces of any kind, the fraction by a comma or a dot and has one or two digits; a dot or comma never sets groups
 * apart, because "1.234" would be ambiguous. */
MUST_CHECK bool money_parse(const char *s, struct money *ret_money);

/* "1 234,50 zł" with no-break spaces, for people; "1234.50" for XML, CSV and form fields. Belong to mem. */
const char *money_text(TALLOC_CTX *mem, struct money m);
const char *money_plain(TALLOC_CTX *mem, struct money m);

MUST_CHECK bool money_add(struct money a, struct money b, struct money *ret_sum);
MUST_CHECK bool money_sub(struct money a, struct money b, struct money *ret_difference);
MUST_CHECK bool money_mul(struct money a, int64_t n, struct money *ret_product);

/* Negative, zero, positive: a is less than, equal to, greater than b. */
int money_compare(struct money a, struct money b);

/* ---- exact amounts: a few factors in 128 bits; what may grow, a budget's ratios, is core/law/ratio ---- */

/* num / den grosze, in lowest terms, den > 0. Made and changed only by the functions below. */
struct money_exact {
    __extension__ __int128 num;
    int64_t den;
};

struct money_exact money_exact(struct money m);

/* Złote with any number of decimals up to 12, dot or comma: "99.999". */
MUST_CHECK bool money_exact_parse(const char *s, struct money_exact *ret_exact);

/* a * num / den. A rate of 3.5 % of an area of 12.34 m2 is two of these: (35, 1000) and (1234, 100). False too when den
 * is zero. */
MUST_CHECK bool money_exact_mul(struct money_exact a, int64_t num, int64_t den, struct money_exact *ret_product);
MUST_CHECK bool money_exact_add(struct money_exact a, struct money_exact b, struct money_exact *ret_sum);

/* ---- rounding, once, at the point where the law says ---- */

/* To the nearest grosz, halves up. Below zero the mirror image, so that a correction cancels what it corrects. */
MUST_CHECK bool money_round_grosz(struct money_exact a, struct money *ret_money);

/* To full złote (Ordynacja podatkowa art. 63 § 1): endings below 50 grosze are dropped, from 50 grosze raised. Bases of
 * taxes, taxes, default interest, prolongation fees, interest on overpayments, pay of payers and collectors. Not for
 * local fees (§ 2), for the split of a payment (§ 3) nor for areas. Below zero the mirror image. */
MUST_CHECK bool money_round_zloty(struct money_exact a, struct money *ret_money);

#endif
