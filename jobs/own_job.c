/* Jobs that belong to no module: letters as they were written, and the queue's own broom. */
#include "core/ctx/db.h"
#include "core/net/mail.h"
#include "jobs/job.h"
#include "jobs_sql.h"

/* {"to","subject","text"} */
static enum err send(struct ctx *ctx, struct job *job)
{
    return mail_send(ctx, job_text(job, "to"), job_text(job, "subject"), job_text(job, "text"));
}

/* Jobs done long ago. */
static enum err sweep(struct ctx *ctx, struct job *job)
{
    (void)job;
    return db_exec(ctx, &SQL_jobs_sweep, DB_NONE, NULL);
}

const struct job_kind own_jobs[] = {
    { .rodzaj = "mail", .lane = LANE_MAIL, .run = send },
    { .rodzaj = "porzadki", .lane = LANE_REST, .run = sweep, .every = JOB_HOURLY },
    { .rodzaj = NULL },
};
