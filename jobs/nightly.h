/* What the calendar asks for, once a day: closing the trees of the day before. */
#ifndef JOBS_NIGHTLY_H
#define JOBS_NIGHTLY_H

#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/law/date.h"

struct nightly {
    struct date done;   /* the day whose beginning was dealt with; absent at first */
    int64_t not_before; /* after something was left over */
};

/* Cheap to call as often as one likes. Work is done at the first call of the process, ten minutes after midnight in
 * Poland (transactions of the last second have ended by then), and every few minutes while something was left over, as
 * when the signer was away. Days missed while the program was down are caught up. An error means that the database or
 * the signer is away; the next call tries again after a while. */
MUST_CHECK enum err nightly_step(struct app *app, struct nightly *n, int64_t now);

#endif
