/* Exact fractions of any size, over GMP: what law computes with before it rounds.
 *
 * A struct ratio never changes once it is made and lives as long as the memory it was made in; so it may be copied and
 * shared. Nothing is lost on the way: a third of ten złotych is 10/3 until a function that rounds is called. Amounts in
 * whole grosze, and fractions of them that surely stay small, are core/law/money. */
#ifndef CORE_RATIO_H
#define CORE_RATIO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/mem.h"

/* The longest text ratio_parse() reads. */
#define RATIO_TEXT_MAX 400

/* All zeros is the absent number; no function takes it but ratio_is_set(). */
struct ratio {
    const void *q;
};

bool ratio_is_set(struct ratio a);

struct ratio ratio_int(TALLOC_CTX *mem, int64_t n);

/* "850", "-0.77", "0,125", "10/3": digits with at most one dot or comma, or a fraction of whole numbers. False, and
 * *ret_ratio untouched, for anything else: spaces, signs of currency, a denominator of zero, a longer text. */
MUST_CHECK bool ratio_parse(TALLOC_CTX *mem, const char *s, struct ratio *ret_ratio);

/* The whole truth: "0.125" where decimals end, "10/3" where they do not. ratio_parse() reads it back. */
const char *ratio_text(TALLOC_CTX *mem, struct ratio a);
/* Exactly so many decimals, the rest rounded half up (below zero the mirror image): "3.33". For showing, never for
 * going on with. */
const char *ratio_decimal(TALLOC_CTX *mem, struct ratio a, int places);

struct ratio ratio_add(TALLOC_CTX *mem, struct ratio a, struct ratio b);
struct ratio ratio_sub(TALLOC_CTX *mem, struct ratio a, struct ratio b);
struct ratio ratio_mul(TALLOC_CTX *mem, struct ratio a, struct ratio b);
/* False, and *ret_ratio untouched, when b is zero. */
MUST_CHECK bool ratio_div(TALLOC_CTX *mem, struct ratio a, struct ratio b, struct ratio *ret_ratio);

/* Negative, zero, positive: a is less than, equal to, greater than b. */
int ratio_compare(struct ratio a, struct ratio b);
/* -1, 0 or 1. */
int ratio_sign(struct ratio a);

enum ratio_rounding {
    RATIO_HALF_UP, /* to the nearest, halves away from zero: a correction cancels what it corrects */
    RATIO_DOWN,    /* towards zero: what is too much is dropped */
    RATIO_UP,      /* away from zero: what is begun counts as whole */
};

/* To a multiple of 1/10^places; places is 0 to 18. Which rounding an article of law wants: core/rules/slad.h. */
struct ratio ratio_round(TALLOC_CTX *mem, struct ratio a, int places, enum ratio_rounding how);

/* False, and *ret_n untouched, when a is not whole or does not fit. */
MUST_CHECK bool ratio_int64(struct ratio a, int64_t *ret_n);

#endif
