/* The day's end: closing the trees of the day before. What was done stands in the database, so two programs at once, or a
 * restart, do no harm, and days missed are caught up. */
#include "jobs/job.h"
#include "modules/esp/drzewo/drzewo.h"

#define MINUTE ((int64_t)60 * 1000000)

enum { AFTER_MIDNIGHT = 10, AGAIN = 300 }; /* minutes: transactions of the last second have ended by then; seconds */

static enum err close_days(struct ctx *ctx, struct job *job)
{
    struct drzewo_wynik w = { 0 };
    enum err e = drzewo_catch_up(ctx->app, NULL, date_of(ctx->now - AFTER_MIDNIGHT * MINUTE), false, &w);

    if (!e && w.left)
        job->again = "głowy czekają na podpis";
    return e ? ctx_fail(ctx, e, "Nie udało się zamknąć drzew.", "see the lines above") : ERR_OK;
}

const struct job_kind drzewo_jobs[] = {
    /* while the signer is away it tries every few minutes, until the next night comes */
    { .rodzaj = "drzewo",
      .lane = LANE_REST,
      .run = close_days,
      .every = JOB_NIGHTLY(0, AFTER_MIDNIGHT),
      .at_start = true,
      .tries = 280,
      .pause = AGAIN },
    { .rodzaj = NULL },
};
