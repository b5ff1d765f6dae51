/* What a module sees of eurzad-jobs: a kind of work is a row of the table in its x_job.c.
 *
 *     const struct job_kind podpis_jobs[] = {
 *         { .rodzaj = "podpis", .lane = LANE_REST, .run = recheck, .tries = 64 },
 *         { .rodzaj = NULL },
 *     };
 *
 * Whoever causes the work queues it with job_add() (core/ctx/job.h), in the same transaction as the change. A kind with
 * `every` queues itself, once a period. */
#ifndef JOBS_JOB_H
#define JOBS_JOB_H

#include <jansson.h>

#include "core/ctx/ctx.h"

/* Two lanes, so that a certification authority that does not answer never holds up mail. */
enum job_lane { LANE_MAIL, LANE_REST, LANES };

struct job {
    int64_t id;
    const char *jst;
    const char *rodzaj;
    const json_t *dane;
    const char *again; /* set by a job that is done for now but must run again later: why, for the operator */
};

/* Acts as the system in the unit that queued it; the runner commits after ERR_OK and rolls back otherwise. It may run more
 * than once: what it does must be harmless to repeat. */
typedef enum err (*job_fn)(struct ctx *ctx, struct job *job);

/* How often a kind runs by itself. What was queued last stands in the database (job.okres), so it runs once a period however
 * many programs there are and however often they are restarted; a period that passed while none ran is made up for at the
 * next start. A period is passed over while the work of an earlier one still waits. The job's data tell what it has to cover (nothing, {}, at a start):
 * {"od": end of the last period that was queued, null the first time, "do": beginning of this one}, seconds since 1970. */
struct job_every {
    int minutes; /* 0 = never by itself */
    int after;   /* minutes after midnight in Poland, for a period of a day */
};
#define JOB_NIGHTLY(hour, minute)                                                                                      \
    {                                                                                                                  \
        24 * 60, (hour)*60 + (minute)                                                                                  \
    }
#define JOB_HOURLY                                                                                                     \
    {                                                                                                                  \
        60, 0                                                                                                          \
    }

struct job_kind {
    const char *rodzaj; /* name in the queue, one in the whole house */
    enum job_lane lane;
    job_fn run;
    struct job_every every;
    bool at_start; /* with every: also whenever the program starts, and what waits of it is due at once */
    int tries;     /* given up after so many; 0 = 24, about four days */
    int pause;     /* longest pause between two tries in seconds; they double from ten; 0 = six hours */
};

/* A text of the job's data; "" when there is none. */
const char *job_text(const struct job *job, const char *key);

/* Runs fn in a context of each unit and commits each by itself. A unit that fails is logged under `event` and does not stop
 * the others; a database that is away does. */
MUST_CHECK enum err job_each_unit(struct ctx *ctx, const char *event, enum err (*fn)(struct ctx *unit));

#endif
