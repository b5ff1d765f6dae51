/* States and the steps between them, as one table a kind of object:
 *
 *     static const struct step STEPS[] = {
 *         { "WYDANA", "COFNIETA", ROLE_EOD_REFERENT, "koncesja.cofnieta", "Cofnij", .reason = true },
 *         { 0 },
 *     };
 *
 * Who wants to change a state asks step_take() first: it says whether the step exists, belongs to the caller's role and
 * says why. Words of the states stand in a list of struct word beside it. */
#ifndef CORE_REGISTER_STEP_H
#define CORE_REGISTER_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

struct step {
    const char *from;
    const char *to;
    uint64_t role;     /* who may; 0 = whoever got this far */
    const char *event; /* of the trail: an EVENT row of the module says it in words */
    const char *label; /* on the button: „Cofnij” */
    bool reason;       /* it must be said why */
    const char *code;  /* what is done, where several deeds join the same states: "zwrot"; NULL: `to` says it */
};

/* The step between two states, NULL when there is none. The table ends with a row of zeros. */
const struct step *step_between(const struct step *steps, const char *from, const char *to);

/* May it be taken now by the caller? ERR_CONFLICT with `refused` (a Polish sentence; NULL = the usual one) when there is
 * no such step, ERR_DENIED when it is another role's, ERR_INVALID for the field „powod” when the reason is missing.
 * *ret_step may be NULL. */
MUST_CHECK enum err step_take(struct ctx *ctx, const struct step *steps, const char *from, const char *to,
                              const char *reason, const char *refused, const struct step **ret_step);

/* May somebody who is `who` do this in this state? Bits of the table's roles, whatever they mean there: roles of a clerk, or
 * what he is to the object. to: NULL = wherever the deed leads. ERR_DENIED: it is not for him; ERR_CONFLICT: not from this
 * state. Nothing is told to anybody: for tables of deeds, whose module says it in its own words. ret_step may be NULL. */
MUST_CHECK enum err step_find(const struct step *steps, const char *code, const char *from, const char *to,
                              uint64_t who, const struct step **ret_step);

/* The caller is one of these: a clerk with a role of the set, or a kind named in it (ROLE_OBYWATEL …); our own jobs
 * always are. */
bool step_role_fits(const struct ctx *ctx, uint64_t roles);

#endif
