/* Runs one waiting job at a time: leases it, does it, notes the outcome. Knows the kinds of jobs from their tables only. */
#ifndef JOBS_RUNNER_H
#define JOBS_RUNNER_H

#include <stdbool.h>

#include "jobs/job.h"

/* The tables to work with from now on (gen/all_jobs.c), ended by NULL. ERR_INVALID with an English sentence: two kinds of one
 * name, a kind that cannot run. */
MUST_CHECK enum err runner_use(const struct job_kind *const *tables, const char **ret_problem);
extern const struct job_kind *const all_jobs[];

/* Takes and runs one job of the lane. *ret_ran is false when none was due. An error means that the database is away; a
 * job that fails is not an error here: it waits for its next try. */
MUST_CHECK enum err runner_step(struct app *app, enum job_lane lane, bool *ret_ran);

/* Queues what the calendar asks for at that moment: the kinds of the lane with `every` whose period has begun. Harmless to
 * call as often as one likes. */
MUST_CHECK enum err runner_plan(struct app *app, enum job_lane lane, int64_t now);

/* What a program that has just started does first: runner_plan(), then the kinds of the lane that ask for it (`at_start`). */
MUST_CHECK enum err runner_begin(struct app *app, enum job_lane lane, int64_t now);

/* The beginning of the period in which the moment lies. */
int64_t runner_period(struct job_every every, int64_t now);

#endif
