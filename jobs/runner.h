/* Runs one waiting job at a time: leases it, does it, notes the outcome. */
#ifndef JOBS_RUNNER_H
#define JOBS_RUNNER_H

#include <stdbool.h>

#include "core/ctx/ctx.h"

/* Two lanes, so that a certification authority that does not answer never holds up mail. */
enum runner_lane { LANE_MAIL, LANE_REST, LANES };

/* Takes and runs one job of the lane. *ret_ran is false when none was due. An error means that the database is away; a
 * job that fails is not an error here: it waits for its next try. */
MUST_CHECK enum err runner_step(struct app *app, enum runner_lane lane, bool *ret_ran);

/* Deletes jobs done long ago and evidence nobody asks for any more; queues what each unit's seals lack. */
MUST_CHECK enum err runner_sweep(struct app *app);

#endif
